"""fill_openpyxl.py BLANKS OUT: fills in every blank return in BLANKS with openpyxl, writes it to OUT, and prints one line of
JSON for each value typed: file, ref, value expected in contributions.csv."""
import datetime
import json
import pathlib
import sys

import openpyxl

from answers import FIRST_ROWS, PROGRESS, answer


def header(sheet, needed):
    for row in range(1, FIRST_ROWS):
        captions = {sheet.cell(row, c).value: c for c in range(1, sheet.max_column + 1) if sheet.cell(row, c).value}
        if needed <= captions.keys():
            return row, captions
    return None, None


def rows(sheet, row, captions):
    row += 1
    while sheet.cell(row, captions["Ref"]).value:
        yield row
        row += 1


def main(blanks, out):
    for path in sorted(pathlib.Path(blanks).glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            row, captions = header(sheet, {"Ref", "Status"})
            for r in rows(sheet, row, captions) if row else ():
                for caption, typed in PROGRESS.items():
                    sheet.cell(r, captions[caption]).value = typed
            row, captions = header(sheet, {"Ref", "Value", "Unit"})
            for n, r in enumerate(rows(sheet, row, captions)) if row else ():
                unit = sheet.cell(r, captions["Unit"]).value
                cells, value = answer(unit, n, n % 2 == 0)
                for caption, typed in cells.items():
                    sheet.cell(r, captions[caption]).value = typed
                print(json.dumps({"file": path.name, "ref": sheet.cell(r, captions["Ref"]).value, "value": value}))
            for r in range(1, FIRST_ROWS):
                if sheet.cell(r, 1).value == "Completed by":
                    sheet.cell(r, 2).value = "Illustrative data"
                if sheet.cell(r, 1).value == "Date completed":
                    sheet.cell(r, 2).value = datetime.date(2019, 12, 2)
        book.save(pathlib.Path(out) / path.name)


main(*sys.argv[1:])
