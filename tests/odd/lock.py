"""lock.py SOURCE FOLDER: saves SOURCE with a password as FOLDER/locked.xls and locked.ods, by LibreOffice."""
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

# Not xlsx: to that format this LibreOffice writes no password without being given a key of its own making.
FILTERS = {"xls": "MS Excel 97", "ods": "calc8"}


def setting(name, value):
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def main(source, folder):
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--accept=pipe,name=odd;urp;"]
    )
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(120):
            try:
                context = resolver.resolve("uno:pipe,name=odd;urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                time.sleep(0.5)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        book = desktop.loadComponentFromURL(pathlib.Path(source).as_uri(), "_blank", 0, (setting("Hidden", True),))
        for ending, name in FILTERS.items():
            to = (pathlib.Path(folder) / f"locked.{ending}").as_uri()
            book.storeToURL(to, (setting("FilterName", name), setting("Password", "secret")))
        book.close(True)
        desktop.terminate()
    finally:
        office.wait(60)


main(*sys.argv[1:])
