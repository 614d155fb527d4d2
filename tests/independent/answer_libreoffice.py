"""answer_libreoffice.py BLANKS OUT ANSWERS: leads at work on their forms, by LibreOffice itself. ANSWERS: a JSON file
`{file: {"About"|"Progress"|"Measures": {ref or item: {caption: text}}}}`; forms that are not named there are not sent back. Text is
typed as a lead types it: LibreOffice makes numbers and dates of it."""
import json
import pathlib
import sys

from fill_libreoffice import FILTERS, setting, with_office

TABLES = {"About": {"Item", "Answer"}, "Progress": {"Ref", "Status"}, "Measures": {"Ref", "Value"}}


def header(document, needed):
    for sheet in document.Sheets:
        for row in range(40):
            captions = {sheet.getCellByPosition(column, row).String: column for column in range(16)}
            if needed <= captions.keys():
                return sheet, row, captions
    return None, None, None


def fill(document, answers):
    for table, needed in TABLES.items():
        sheet, row, captions = header(document, needed)
        if not sheet:
            continue
        # A lead who wants another target date takes the protection off: there is no password.
        sheet.unprotect("")
        key = captions["Item" if table == "About" else "Ref"]
        row += 1
        while reference := sheet.getCellByPosition(key, row).String:
            for caption, text in answers.get(table, {}).get(reference, {}).items():
                sheet.getCellByPosition(captions[caption], row).FormulaLocal = text
            row += 1


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
