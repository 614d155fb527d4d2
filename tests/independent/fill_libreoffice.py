"""fill_libreoffice.py BLANKS OUT FORMAT: fills in every blank return in BLANKS by LibreOffice itself (a headless soffice that this
script starts and stops), saves it to OUT as FORMAT (xlsx, xls or ods), and prints one line of JSON for each value typed."""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

from answers import FIRST_ROWS, PROGRESS, answer

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
NIL = datetime.date(1899, 12, 30)


def setting(name, value):
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("soffice did not answer")


def put(sheet, column, row, typed):
    cell = sheet.getCellByPosition(column, row)
    if isinstance(typed, datetime.date):
        cell.Value = (typed - NIL).days
    elif isinstance(typed, (int, float)):
        cell.Value = typed
    else:
        cell.String = typed


def grid(sheet, columns=20):
    """What the sheet's first columns hold, row by row, in one call: to ask for each cell alone takes a minute for a council."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return sheet.getCellRangeByPosition(0, 0, columns - 1, cursor.RangeAddress.EndRow + 1).getDataArray()


def header(sheet, needed, first_rows=FIRST_ROWS):
    for row, texts in enumerate(grid(sheet)[:first_rows]):
        captions = {text: column for column, text in enumerate(texts) if text}
        if needed <= captions.keys():
            return row, captions
    return None, None


def rows(sheet, row, captions):
    for at, texts in enumerate(grid(sheet)[row + 1 :], row + 1):
        if not texts[captions["Ref"]]:
            return
        yield at


def fill(document, name):
    for sheet in document.Sheets:
        at, captions = header(sheet, {"Ref", "Status"})
        for row in rows(sheet, at, captions) if captions else ():
            for caption, typed in PROGRESS.items():
                put(sheet, captions[caption], row, typed)
        at, captions = header(sheet, {"Ref", "Value", "Unit"})
        for n, row in enumerate(rows(sheet, at, captions)) if captions else ():
            unit = sheet.getCellByPosition(captions["Unit"], row).String
            cells, value = answer(unit, n, n % 2 == 0)
            for caption, typed in cells.items():
                put(sheet, captions[caption], row, typed)
            ref = sheet.getCellByPosition(captions["Ref"], row).String
            print(json.dumps({"file": name, "ref": ref, "value": value}))
        for row in range(FIRST_ROWS):
            label = sheet.getCellByPosition(0, row).String
            if label == "Completed by":
                put(sheet, 1, row, "Illustrative data")
            if label == "Date completed":
                put(sheet, 1, row, datetime.date(2019, 12, 2))


def with_office(work):
    """Starts a headless soffice of its own, hands its desktop to `work`, and stops it."""
    pipe = f"ragbook{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            desktop = connect(pipe)
            work(desktop)
            try:
                desktop.terminate()
            except Exception:  # the bridge goes away with the office
                pass
            office.wait(timeout=30)
        finally:
            office.kill()


def main(blanks, out, form):
    def work(desktop):
        for path in sorted(pathlib.Path(blanks).glob("*.xlsx")):
            document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, (setting("Hidden", True),))
            name = path.with_suffix(f".{form}").name
            fill(document, name)
            target = (pathlib.Path(out) / name).resolve().as_uri()
            document.storeToURL(target, (setting("FilterName", FILTERS[form]),))
            document.close(True)

    with_office(work)


if __name__ == "__main__":
    main(*sys.argv[1:])
