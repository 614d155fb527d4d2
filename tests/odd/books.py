"""Workbooks by openpyxl, xlwt and odfpy: from a good return, and from scratch."""
import datetime
import importlib.util
import io
import sys

from odd import REFUSED, SAME, TOLD, Made, good


def made():
    yield from by_openpyxl()
    for needs, makes in [("xlwt", by_xlwt), ("odf", by_odfpy)]:
        if importlib.util.find_spec(needs):
            yield from makes()
        else:
            print(f"skipped, because no {needs} here: what it makes", file=sys.stderr)


def table(name, data, sheet="Measures"):
    """Captions and rows of a sheet of a good return, as openpyxl sees them."""
    import openpyxl

    found = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def by_openpyxl():
    import openpyxl

    for number in range(3):
        base, data = good(number)

        def done(change, data=data):
            book = openpyxl.load_workbook(io.BytesIO(data))
            change(book)
            out = io.BytesIO()
            book.save(out)
            return out.getvalue()

        def measures(change):
            return lambda book: change(book["Measures"])

        for name, must, change in [
            ("saved", SAME, lambda b: None),
            ("another-active", SAME, lambda b: setattr(b, "active", 2)),
            ("sheets-reversed", SAME, lambda b: b._sheets.reverse()),
            ("renamed-sheets", SAME, lambda b: [setattr(s, "title", f"Tabelle{n}") for n, s in enumerate(b)]),
            ("column-widths", SAME, measures(lambda s: setattr(s.column_dimensions["I"], "width", 1))),
            ("filter-on", SAME, measures(lambda s: setattr(s.auto_filter, "ref", "A4:K8"))),
            ("protected", SAME, measures(lambda s: s.protection.enable())),
            ("coloured", SAME, measures(colour)),
            ("rows-above", TOLD, measures(lambda s: s.insert_rows(1, 3))),
            ("column-before", TOLD, measures(lambda s: s.insert_cols(1))),
            ("column-inside", TOLD, measures(lambda s: s.insert_cols(7))),
            ("row-inside", TOLD, measures(lambda s: s.insert_rows(6))),
            ("last-row-gone", TOLD, measures(lambda s: s.delete_rows(s.max_row))),
            ("value-column-gone", TOLD, measures(lambda s: s.delete_cols(9))),
            ("epoch-1904", TOLD, lambda b: setattr(b, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904)),
            ("values-general", TOLD, measures(lambda s: formats(s, "General"))),
            ("values-percent", TOLD, measures(lambda s: formats(s, "0%"))),
            ("values-dates", TOLD, measures(lambda s: formats(s, "dd/mm/yyyy"))),
            ("values-as-text", TOLD, measures(lambda s: values(s, str))),
            ("values-as-formulas", TOLD, measures(lambda s: values(s, lambda v: f"={v}+0"))),
            ("values-times-ten-hidden", TOLD, measures(lambda s: values(s, lambda v: f'="{v}"'))),
            ("values-errors", TOLD, measures(lambda s: values(s, lambda v: "#REF!"))),
            ("values-booleans", TOLD, measures(lambda s: values(s, lambda v: True))),
            ("values-outside", TOLD, measures(lambda s: values(s, lambda v: "='[Book2.xlsx]S'!A1"))),
            ("refs-as-numbers", TOLD, measures(refs_as_numbers)),
            ("comments", TOLD, measures(lambda s: setattr(s["I5"], "comment", openpyxl.comments.Comment("see me", "A")))),
            ("sheet-copied", TOLD, lambda b: b.copy_worksheet(b["Measures"])),
            ("progress-gone", TOLD, lambda b: b.remove(b["Progress"])),
            ("start-gone", TOLD, lambda b: b.remove(b["Start here"])),
            ("measures-only", TOLD, lambda b: [b.remove(b["Progress"]), b.remove(b["Start here"])]),
            ("all-hidden-but-one", TOLD, lambda b: setattr(b["Measures"], "sheet_state", "hidden")),
        ]:
            yield Made("openpyxl, a return", f"{name}-{number}.xlsx", done(change), must, base)

    def scratch(fill, write_only=False):
        book = openpyxl.Workbook(write_only=write_only)
        fill(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    base, data = good(1)
    captions = table(base, data)[3]
    for name, must, fill in [
        ("empty", REFUSED, lambda b: None),
        ("one-cell", REFUSED, lambda b: b.active.append(["hello"])),
        ("numbers", REFUSED, lambda b: [b.active.append(range(30)) for _ in range(300)]),
        ("captions-only", REFUSED, lambda b: b.active.append(captions)),
        ("a-chart", REFUSED, chart),
        ("100-sheets", REFUSED, lambda b: [b.create_sheet(f"S{n}") for n in range(100)]),
        ("far-cell", REFUSED, lambda b: b.active.cell(1_048_576, 16_384, "x")),
        ("emoji", REFUSED, lambda b: b.active.append(["😀" * 100, "é" * 30_000])),
        ("dates", REFUSED, lambda b: b.active.append([datetime.date(1900, 1, 1), datetime.datetime(9999, 12, 31), datetime.time(3)])),
    ]:
        yield Made("openpyxl, from scratch", name + ".xlsx", scratch(fill), must)


def chart(book):
    import openpyxl

    sheet = book.active
    for n in range(9):
        sheet.append([n, n * n])
    drawn = openpyxl.chart.BarChart()
    drawn.add_data(openpyxl.chart.Reference(sheet, min_col=1, max_col=2, min_row=1, max_row=9))
    sheet.add_chart(drawn, "D2")
    book.create_chartsheet("Chart").add_chart(openpyxl.chart.PieChart())


def answered(sheet):
    """Filled-in Numerator, Denominator and Value cells that hold numbers."""
    for row in sheet.iter_rows(min_row=5, min_col=7, max_col=9):
        yield from (cell for cell in row if isinstance(cell.value, (int, float)))


def colour(sheet):
    import openpyxl

    for cell in answered(sheet):
        cell.fill = openpyxl.styles.PatternFill("solid", "FFFF00")


def formats(sheet, code):
    for cell in answered(sheet):
        cell.number_format = code


def values(sheet, turn):
    for cell in list(answered(sheet)):
        cell.value = turn(cell.value)


def refs_as_numbers(sheet):
    for row in range(5, sheet.max_row + 1):
        cell = sheet.cell(row, 1)
        if cell.value:
            cell.value = float("".join(c for c in cell.value if c.isdigit() or c == "."))


def by_xlwt():
    import xlwt

    def saved(fill, **how):
        book = xlwt.Workbook(**how)
        fill(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    percent = xlwt.easyxf(num_format_str="0%")
    date = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for number in range(3):
        base, data = good(number)
        sheets = {name: table(base, data, name) for name in ("Start here", "Progress", "Measures")}

        def copied(book, style=None, turn=lambda v: v, sheets=sheets):
            for name, rows in sheets.items():
                sheet = book.add_sheet(name)
                for r, row in enumerate(rows):
                    for c, value in enumerate(row):
                        if value is not None:
                            is_value = name == "Measures" and r > 3 and c in (6, 7, 8)
                            value = turn(value) if is_value and isinstance(value, (int, float)) else value
                            value = str(value) if str(value).startswith("=") else value
                            is_date = isinstance(value, (datetime.date, datetime.datetime))
                            sheet.write(r, c, value, date if is_date else style if is_value and style else xlwt.XFStyle())

        for name, fill in [
            ("copied", copied),
            ("percents", lambda b: copied(b, percent)),
            ("dates", lambda b: copied(b, date)),
            ("trap-format-50", lambda b: copied(b, xlwt.easyxf(num_format_str="e"))),
            ("texts", lambda b: copied(b, turn=str)),
            ("formulas", lambda b: copied(b, turn=lambda v: xlwt.Formula(f"{v}+0"))),
            ("fractions", lambda b: copied(b, turn=lambda v: v / 7)),
        ]:
            yield Made("xlwt, a return", f"{name}-{number}.xls", saved(fill), TOLD, base)
    yield Made("xlwt, a return", "cp1252.xls", saved(copied, encoding="cp1252"), TOLD, base)
    for name, fill in [
        ("one-cell", lambda b: b.add_sheet("S").write(0, 0, 1)),
        ("last-cell", lambda b: b.add_sheet("S").write(65_535, 255, 1)),
        ("two-corners", lambda b: [s.write(r, c, 1) for s in [b.add_sheet("S")] for r, c in [(0, 0), (65_535, 255)]]),
        ("60-corners", lambda b: [b.add_sheet(f"S{n}").write(65_535, 255, 1) for n in range(60)]),
        ("200-sheets", lambda b: [b.add_sheet(f"S{n}") for n in range(200)]),
        ("full-sheet", lambda b: [s.write(r, c, r) for s in [b.add_sheet("S")] for r in range(6_000) for c in range(40)]),
    ]:
        yield Made("xlwt, from scratch", name + ".xls", saved(fill), REFUSED)


def by_odfpy():
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    def saved(rows_of, template=False):
        document = OpenDocumentSpreadsheet()
        for name, rows in rows_of.items():
            sheet = Table(name=name)
            for row in rows:
                line = TableRow()
                for cell in row:
                    line.addElement(cell)
                sheet.addElement(line)
            document.spreadsheet.addElement(sheet)
        out = io.BytesIO()
        document.write(out)
        return out.getvalue()

    def cell(value, **more):
        if value is None:
            return TableCell()
        if isinstance(value, (datetime.date, datetime.datetime)):
            made = TableCell(valuetype="date", datevalue=value.isoformat(), **more)
        elif isinstance(value, (int, float)):
            made = TableCell(valuetype="float", value=value, **more)
        else:
            made = TableCell(valuetype="string", **more)
        made.addElement(P(text=str(value)))
        return made

    def unsaid(value):
        """A number whose text says something else: what older programs write for an error."""
        made = TableCell(valuetype="float", value=0)
        made.addElement(P(text="#REF!"))
        return made

    def percent(value):
        made = TableCell(valuetype="percentage", value=value)
        made.addElement(P(text=f"{value * 100:g}%"))
        return made

    for number in range(3):
        base, data = good(number)
        sheets = {name: table(base, data, name) for name in ("Start here", "Progress", "Measures")}

        def copied(turn=cell, sheets=sheets):
            def one(name, r, c, value):
                is_value = name == "Measures" and r > 3 and c in (6, 7, 8) and isinstance(value, (int, float))
                return turn(value) if is_value else cell(value)

            return {n: [[one(n, r, c, v) for c, v in enumerate(row)] for r, row in enumerate(rows)] for n, rows in sheets.items()}

        for name, content in [
            ("copied", copied()),
            ("errors-as-nought", copied(unsaid)),
            ("percents", copied(percent)),
            ("texts", copied(lambda v: cell(str(v)))),
            ("formulas", copied(lambda v: cell(v, formula=f"of:={v}"))),
            ("covered", copied(lambda v: CoveredTableCell())),
            ("repeated", copied(lambda v: cell(v, numbercolumnsrepeated=3))),
        ]:
            yield Made("odfpy, a return", f"{name}-{number}.ods", saved(content), TOLD, base)
    huge = {"S": [[TableCell(valuetype="float", value=1, numbercolumnsrepeated=16_384)]]}
    yield Made("odfpy, from scratch", "empty.ods", saved({}), REFUSED)
    yield Made("odfpy, from scratch", "one-cell.ods", saved({"S": [[cell(1)]]}), REFUSED)
    yield Made("odfpy, from scratch", "wide.ods", saved(huge), REFUSED)
    yield Made("odfpy, from scratch", "100-sheets.ods", saved({f"S{n}": [[cell(n)]] for n in range(100)}), REFUSED)
