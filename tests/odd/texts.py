"""A return as delimited text in every dialect, and files that are no workbooks under names that say so or not."""
import base64

from books import table
from odd import REFUSED, TOLD, Made, good, packed

ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8-mark": ("utf-8", b"\xef\xbb\xbf"),
    "utf-16-le": ("utf-16-le", b"\xff\xfe"),
    "utf-16-be": ("utf-16-be", b"\xfe\xff"),
    "cp1252": ("cp1252", b""),
}


def made():
    yield from dialects()
    yield from odd_tables()
    yield from no_workbooks()


def dialects():
    base, data = good(1)
    rows = [[("" if v is None else str(v)) for v in row] for row in table(base, data)]
    for encoding, (codec, mark) in ENCODINGS.items():
        for separator, sign in [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")]:
            for ending, line in [("crlf", "\r\n"), ("lf", "\n"), ("cr", "\r")]:
                for declared in ("", f"sep={sign}" + line):
                    text = declared + line.join(sign.join(quoted(v, sign) for v in row) for row in rows) + line
                    name = f"{encoding}-{separator}-{ending}{'-sep' if declared else ''}.csv"
                    yield Made("csv dialects", name, mark + text.encode(codec, "replace"), TOLD, base)


def quoted(value, sign):
    needs = any(c in value for c in (sign, '"', "\n", "\r"))
    return '"' + value.replace('"', '""') + '"' if needs else value


def odd_tables():
    base, data = good(1)
    rows = [[("" if v is None else str(v)) for v in row] for row in table(base, data)]
    plain = "\n".join(",".join(quoted(v, ",") for v in row) for row in rows)
    for name, text in [
        ("ragged", "\n".join(line.rstrip(",") for line in plain.split("\n"))),
        ("quote-open", plain + '\n"open'),
        ("all-quoted", "\n".join(",".join(f'"{v}"' for v in row) for row in rows)),
        ("single-quotes", plain.replace('"', "'")),
        ("nul-bytes", plain.replace("a", "a\0")),
        ("no-last-line-end", plain.rstrip()),
        ("blank-lines", plain.replace("\n", "\n\n")),
        ("wide", plain + "\n" + "," * 20_000 + "5"),
        ("long-cell", plain + "\n" + "x" * 100_000),
        ("300000-rows", "a,b\n" * 300_000),
        ("formulas", plain.replace("Illustrative", "=cmd|'/c calc'!A0")),
        ("decimal-commas", plain.replace(",", ";").replace("12", "1,2")),
        ("mixed-separators", plain.replace(",", ";", 30)),
        ("utf-16-without-mark", plain.encode("utf-16-le")),
        ("utf-8-cut", plain.encode() + b"\xe2\x82"),
        ("odd-length-utf-16", b"\xff\xfe" + plain.encode("utf-16-le") + b"x"),
    ]:
        yield Made("csv, odd", name + ".csv", text if isinstance(text, bytes) else text.encode(), TOLD, base)


def no_workbooks():
    data = good()[1]
    pixel = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    mail = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: return\r\nDate: today\r\n\r\nSee attachment."
    excel_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    locked = compound + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    for name, content in [
        ("empty", b""),
        ("one-byte", b"P"),
        ("only-pk", b"PK\3\4"),
        ("zeros", bytes(5000)),
        ("noise", bytes((n * n * 7 + 13) % 251 for n in range(5000))),
        ("prose", b"Dear all, please find my return below. 1.1a is 12.\n"),
        ("json", b'{"1.1a": 12}'),
        ("html", b"<html><body><table><tr><td>Ref<td>Value</table>"),
        ("excel-2003", excel_2003),
        ("xml", b"<?xml version='1.0'?><a/>"),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        ("png", pixel),
        ("jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("gif", b"GIF89a"),
        ("tiff", b"II*\0"),
        ("rtf", b"{\\rtf1 hello}"),
        ("rar", b"Rar!\x1a\7\0"),
        ("7z", b"7z\xbc\xaf\x27\x1c\0\4"),
        ("gzip", b"\x1f\x8b\x08\0"),
        ("exe", b"MZ\x90\0\3"),
        ("mail", mail),
        ("outlook", compound + b"\0" * 1000 + "__properties_version1.0".encode("utf-16-le")),
        ("word-97", compound + b"\0" * 1000 + "WordDocument".encode("utf-16-le")),
        ("locked", locked),
        ("compound-only", compound + bytes(5000)),
        ("compound-loop", compound + bytes(36) + b"\1\0\0\0" * 400 + "Workbook".encode("utf-16-le")),
        ("biff-bare", b"\x09\x08\x10\0\0\6\5\0" + bytes(500)),
        ("word", packed({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})),
        ("powerpoint", packed({"ppt/presentation.xml": b"<p/>"})),
        ("numbers", packed({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"})),
        ("xlsb-empty", packed({"xl/workbook.bin": b"\x83\1\0", "[Content_Types].xml": b"<Types/>"})),
        ("xlsb-noise", packed({"xl/workbook.bin": bytes(range(256)) * 20, "_rels/.rels": b"<R/>"})),
        ("ods-cut", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office:document-content><office:body><office:spreadsheet><table:table>"})),
        ("odt", packed({"mimetype": b"application/vnd.oasis.opendocument.text"})),
    ]:
        for ending in ("xlsx", "bin"):
            yield Made("no workbooks", f"{name}.{ending}", content, REFUSED)
    for ending in ("xls", "csv", "pdf", "ods", "xlsb", "zip", "txt", "XLSX", "xlsx.tmp"):
        yield Made("renamed", f"return.{ending}", data, "same", good()[0])
    yield Made("renamed", "~$return.xlsx", data, TOLD, good()[0])
    yield Made("renamed", ".return.xlsx", data, TOLD, good()[0])
    yield Made("renamed", "-rf --help.xlsx", data, "same", good()[0])
    yield Made("renamed", "a'b\"c;$(x).xlsx", data, "same", good()[0])
