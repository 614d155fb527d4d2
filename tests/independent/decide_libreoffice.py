"""decide_libreoffice.py WORKBOOK SAVED FORMAT: settles every open query on the sheet Exceptions of a consolidated workbook by LibreOffice
itself: sorts the rows by another column first, hides a column, moves nothing else; accepts each query, uses 12 for each V01, and
saves it as FORMAT (xlsx or ods). Prints how many rows were filled in."""
import datetime
import itertools
import pathlib
import sys

import uno
from com.sun.star.table import TableSortField

from fill_libreoffice import FILTERS, grid, header, put, setting, with_office


def sorted_by(sheet, first, last, columns, column):
    table = sheet.getCellRangeByPosition(0, first, columns - 1, last)
    field = TableSortField()
    field.Field, field.IsAscending = column, False
    fields = setting("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,)))
    table.sort((fields, setting("ContainsHeader", False)))


def fill(document):
    sheet = document.Sheets.getByName("Exceptions")
    row, captions = header(sheet, {"Decision", "Key"})
    if row is None:
        raise SystemExit("no header row")
    last = row + 1 + len(list(itertools.takewhile(lambda texts: texts[captions["Key"]], grid(sheet)[row + 1 :])))
    sorted_by(sheet, row + 1, last - 1, captions["Key"] + 1, captions["What was found"])
    sheet.Columns.getByIndex(captions["What to do"]).IsVisible = False
    filled = 0
    cells = grid(sheet)
    for at in range(row + 1, last):
        says = lambda caption: cells[at][captions[caption]]
        if says("Decision") != "Open":
            continue
        typed = {"Reason": "Settled in LibreOffice", "Decided by": "Dana Fox"}
        if says("Code") == "V01":
            typed |= {"Decision": "Use this value", "Value": 12}
        elif says("Code") == "R07":
            typed |= {"Decision": "Reject the return's value"}
        elif says("Severity") == "query":
            typed |= {"Decision": "Accept", "Until": datetime.date(2020, 3, 31)}
        else:
            continue
        for caption, value in typed.items():
            put(sheet, captions[caption], at, value)
        filled += 1
    return filled


def main(workbook, saved, form):
    def work(desktop):
        url = pathlib.Path(workbook).resolve().as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, (setting("Hidden", True),))
        print(fill(document))
        document.storeToURL(pathlib.Path(saved).resolve().as_uri(), (setting("FilterName", FILTERS[form]),))
        document.close(True)

    with_office(work)


main(*sys.argv[1:])
