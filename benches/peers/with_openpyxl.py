"""The usual script: openpyxl reads each return (read-only, values only, which is its quickest way). PLAN RETURNS OUT"""

import pathlib
import sys

import openpyxl

import common


def table(sheet):
    """The rows below the header row, which begins with Ref."""
    header, rows = None, []
    for row in sheet.iter_rows(values_only=True):
        if header is None:
            header = row if row and row[0] == "Ref" else None
        elif row[0] is not None:
            rows.append(dict(zip(header, row)))
    return rows


def returns(folder):
    for path in sorted(pathlib.Path(folder).iterdir()):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        lead = next(p.value for p in book.custom_doc_props.props if p.name == "ragbook.returner")
        yield path.name, lead, table(book["Progress"]), table(book["Measures"])
        book.close()


plan, folder, out = sys.argv[1:]
pathlib.Path(out).mkdir(parents=True, exist_ok=True)
common.consolidate(plan, returns(folder), out)
