"""settle_libreoffice.py WORKBOOK SHEET SORT ROWS: an officer at work on a consolidated workbook, by LibreOffice itself. Sorts the sheet by the
column SORT; in each row that shows all of `row` it types all of `typed`; saves the workbook where it lies. ROWS: JSON
`[{"row": {caption: text}, "typed": {caption: text}}]`. Text is typed as an officer types it: LibreOffice makes numbers and dates of it."""
import itertools
import json
import pathlib
import sys

import uno
from com.sun.star.table import TableSortField

from fill_libreoffice import FILTERS, grid, header, setting, with_office


def settle(sheet, sort, wanted):
    row, captions = header(sheet, {"Decision", sort})
    if row is None:
        raise SystemExit("no header row")
    last = row + 1 + len(list(itertools.takewhile(lambda texts: texts[captions[sort]], grid(sheet)[row + 1 :])))
    field = TableSortField()
    field.Field, field.IsAscending = captions[sort], True
    columns = max(captions.values())
    fields = setting("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,)))
    table = sheet.getCellRangeByPosition(0, row + 1, columns, last - 1)
    table.sort((fields, setting("ContainsHeader", False)))
    cells = grid(sheet)
    for each in wanted:
        says = lambda at: all(cells[at][captions[caption]] == text for caption, text in each["row"].items())
        rows = [at for at in range(row + 1, last) if says(at)]
        if len(rows) != 1:
            raise SystemExit(f"{each['row']} is on {len(rows)} rows")
        for caption, text in each["typed"].items():
            sheet.getCellByPosition(captions[caption], rows[0]).FormulaLocal = text


def main(workbook, name, sort, wanted):
    path = pathlib.Path(workbook).resolve()

    def work(desktop):
        document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (setting("Hidden", True),))
        settle(document.Sheets.getByName(name), sort, json.loads(wanted))
        document.storeToURL(path.as_uri(), (setting("FilterName", FILTERS["xlsx"]),))
        document.close(True)

    with_office(work)


main(*sys.argv[1:])
