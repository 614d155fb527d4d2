"""answer_libreoffice.py BLANKS OUT ANSWERS: leads at work on their forms, by LibreOffice itself. ANSWERS: a JSON file
`{file: {"About"|"Progress"|"Measures": {ref or item: {caption: text}}}}`; forms that are not named there are not sent back. Text is
typed as a lead types it: LibreOffice makes numbers and dates of it."""
import json
import pathlib
import sys

from fill_libreoffice import FILTERS, grid, header, setting, with_office

TABLES = {"About": {"Item", "Answer"}, "Progress": {"Ref", "Status"}, "Measures": {"Ref", "Value"}}


def fill(document, answers):
    for table, needed in TABLES.items():
        found = ((sheet, *header(sheet, needed, 40)) for sheet in document.Sheets)
        sheet, row, captions = next((each for each in found if each[2]), (None, None, None))
        if not sheet:
            continue
        # A lead who wants another target date takes the protection off: there is no password.
        sheet.unprotect("")
        key = captions["Item" if table == "About" else "Ref"]
        cells = grid(sheet)
        for at in range(row + 1, len(cells)):
            if not (reference := cells[at][key]):
                break
            for caption, text in answers.get(table, {}).get(reference, {}).items():
                sheet.getCellByPosition(captions[caption], at).FormulaLocal = text


def main(blanks, out, answers):
    told = json.loads(pathlib.Path(answers).read_text(encoding="utf-8"))

    def work(desktop):
        for name, answer in sorted(told.items()):
            path = pathlib.Path(blanks, name).resolve()
            document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (setting("Hidden", True),))
            fill(document, answer)
            document.storeToURL(pathlib.Path(out, name).resolve().as_uri(), (setting("FilterName", FILTERS["xlsx"]),))
            document.close(True)

    with_office(work)


main(*sys.argv[1:])
