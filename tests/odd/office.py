"""What LibreOffice makes of a good return: every format it writes, csv dialects, old Excel, passwords; and back to xlsx."""
import pathlib
import subprocess
import tempfile

from odd import REFUSED, TOLD, Made, good

# Ending and filter, with what must become of it.
FILTERS = [
    ("xlsx", "Calc MS Excel 2007 XML", TOLD),
    ("xlsx", "Calc Office Open XML", TOLD),
    ("xlsm", "Calc MS Excel 2007 VBA XML", TOLD),
    ("xltx", "Calc MS Excel 2007 XML Template", TOLD),
    ("xls", "MS Excel 97", TOLD),
    ("xlt", "MS Excel 97 Vorlage/Template", TOLD),
    ("xls", "MS Excel 95", TOLD),
    ("xls", "MS Excel 5.0/95", TOLD),
    ("ods", "calc8", TOLD),
    ("ots", "calc8_template", TOLD),
    ("fods", "OpenDocument Spreadsheet Flat XML", TOLD),
    ("xml", "MS Excel 2003 XML", TOLD),
    ("html", "HTML (StarCalc)", REFUSED),
    ("pdf", "calc_pdf_Export", REFUSED),
    ("png", "calc_png_Export", REFUSED),
    ("dif", "DIF", TOLD),
    ("slk", "SYLK", TOLD),
    ("dbf", "dBase", TOLD),
    ("uos", "UOF spreadsheet", REFUSED),
]
# Separator, quote and character set of LibreOffice's csv filter; the third sheet; formulas as values.
DIALECTS = [(44, 34, 76), (59, 34, 76), (9, 34, 76), (44, 34, 1), (59, 39, 1), (44, 34, 65535), (9, 34, 65535), (124, 34, 76)]


def convert(source, folder, ending, name, options=""):
    """One conversion; none when LibreOffice does not know the filter."""
    out = pathlib.Path(folder) / f"{ending}-{abs(hash((name, options)))}"
    filter_ = f"{ending}:{name}{':' + options if options else ''}"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", filter_, "--outdir", out, source],
        capture_output=True,
        timeout=300,
        check=False,
    )
    found = sorted(p for p in out.glob("*") if p.suffix == f".{ending}") if out.is_dir() else []
    return found[-1] if found else None


def made(numbers=(0, 1, 2)):
    for number in numbers:
        base, data = good(number)
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "return.xlsx"
            source.write_bytes(data)
            for ending, name, must in FILTERS:
                if (path := convert(source, folder, ending, name)) is None:
                    continue
                label = name.replace("/", "-").replace(" ", "_")
                yield Made("LibreOffice, converted", f"{label}-{number}.{ending}", path.read_bytes(), must, base)
                if ending in ("xls", "ods", "fods") and (back := convert(path, folder, "xlsx", "Calc MS Excel 2007 XML", "")):
                    yield Made("LibreOffice, there and back", f"{label}-{number}.xlsx", back.read_bytes(), TOLD, base)
            for dialect in DIALECTS:
                options = ",".join(map(str, dialect)) + ",1,,0,false,true,false,false,false,3"
                if path := convert(source, folder, "csv", "Text - txt - csv (StarCalc)", options):
                    label = "-".join(map(str, dialect))
                    yield Made("LibreOffice, csv", f"{label}-{number}.csv", path.read_bytes(), TOLD, base)
            for ending, content in with_passwords(source, folder):
                yield Made("LibreOffice, password", f"locked-{number}.{ending}", content, REFUSED, base)


def with_passwords(source, folder):
    """Saved with a password, by LibreOffice's own scripting (a Python that has uno)."""
    script = pathlib.Path(__file__).with_name("lock.py")
    subprocess.run(["/usr/bin/python3", script, source, folder], capture_output=True, timeout=300, check=False)
    for path in sorted(pathlib.Path(folder).glob("locked.*")):
        yield path.suffix[1:], path.read_bytes()
