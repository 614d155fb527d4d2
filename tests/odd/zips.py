"""Zip archives made by hand around a good return: packing, damage, lies, archives of returns, bombs."""
import io
import random
import struct
import zipfile
import zlib

from odd import REFUSED, SAME, TOLD, Made, good, packed, parts


def made():
    name, data = good()
    files = parts(data)
    yield from packing(name, data, files)
    yield from damage(name, data)
    yield from lies(name, data, files)
    yield from archives(data)
    yield from bombs(files)


def packing(base, data, files):
    def same(name, content):
        return Made("zip packing", name + ".xlsx", content, SAME, base)

    yield same("stored", packed(files, zipfile.ZIP_STORED))
    yield same("reversed", packed(dict(reversed(files.items()))))
    yield same("junk-after", data + b"\0" * 500)
    yield same("extra-part", packed({**files, "xl/notes.bin": b"\1" * 999}))
    yield same("folders-listed", packed({"xl/": b"", "xl/worksheets/": b"", **files}))
    yield same("comment", with_comment(data))
    yield same("streamed", streamed(files))
    for name, content in [
        ("junk-before", b"junk" * 100 + data),
        ("bzip2", packed(files, zipfile.ZIP_BZIP2)),
        ("lzma", packed(files, zipfile.ZIP_LZMA)),
        ("backslashes", packed({n.replace("/", "\\"): c for n, c in files.items()})),
        ("upper-case", packed({n.upper(): c for n, c in files.items()})),
        ("leading-slash", packed({"/" + n: c for n, c in files.items()})),
        ("in-a-folder", packed({"return/" + n: c for n, c in files.items()})),
        ("mimetype-of-ods", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", **files})),
        ("part-twice", twice(files, "xl/worksheets/sheet3.xml")),
        ("names-differ-by-case", packed({**files, "xl/worksheets/Sheet3.xml": b"<worksheet/>"})),
    ]:
        yield Made("zip packing", name + ".xlsx", content, TOLD, base)


def with_comment(data):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.comment = b"a comment " * 50
    return out.getvalue()


class Unseekable(io.BytesIO):
    """Makes zipfile write sizes behind each part."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


def streamed(files):
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def twice(files, again):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package.writestr(again, files[again].replace(b"<v>24</v>", b"<v>25</v>"))
    return out.getvalue()


def damage(base, data):
    for percent in (1, 10, 50, 90, 99):
        cut = data[: len(data) * percent // 100]
        yield Made("zip damage", f"cut-at-{percent}.xlsx", cut, REFUSED, base)
    chance = random.Random(1)
    for number in range(40):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield Made("zip damage", f"bit-flip-{number}.xlsx", bytes(flipped), TOLD, base)
    for number in range(10):
        at, length = chance.randrange(len(data)), chance.randrange(1, 2000)
        holed = data[:at] + b"\0" * length + data[at + length :]
        yield Made("zip damage", f"zeroed-{number}.xlsx", holed[: len(data)], TOLD, base)


def central(data, offset, layout, value):
    """The zip with a field of every central entry overwritten."""
    data = bytearray(data)
    at = data.find(b"PK\1\2")
    while at != -1:
        struct.pack_into(layout, data, at + offset, value)
        at = data.find(b"PK\1\2", at + 4)
    return bytes(data)


def lies(base, data, files):
    stored = packed(files, zipfile.ZIP_STORED)
    for name, content in [
        ("checksum", central(data, 16, "<I", 12345)),
        ("size-0", central(data, 24, "<I", 0)),
        ("size-huge", central(data, 24, "<I", 0xFFFFFFF0)),
        ("packed-size-huge", central(data, 20, "<I", 0xFFFFFFF0)),
        ("packed-size-0", central(data, 20, "<I", 0)),
        ("offset", central(data, 42, "<I", 0x7FFFFFFF)),
        ("method-99", central(data, 10, "<H", 99)),
        ("encrypted-flag", central(data, 8, "<H", 1)),
        ("stored-said-deflated", central(stored, 10, "<H", 8)),
        ("deflated-said-stored", central(data, 10, "<H", 0)),
        ("name-length", central(data, 28, "<H", 0xFFFF)),
    ]:
        yield Made("zip lies", name + ".xlsx", content, TOLD, base)


def archives(data):
    second, third = good(1)[1], good(2)[1]
    many = {"one.xlsx": data, "two/two.xlsx": second, "three.XLSX": third}
    for name, files in [
        ("returns", many),
        ("litter", {**many, "~$one.xlsx": b"x", ".DS_Store": b"x", "__MACOSX/._one.xlsx": b"x", "Thumbs.db": b"x"}),
        ("nested", {"inner.zip": packed(many), "one.xlsx": data}),
        ("leading-out", {"../../one.xlsx": data, "/etc/two.xlsx": second, "C:\\three.xlsx": third}),
        ("odd-names", {"\x1b[31mred.xlsx": data, "a\nb.xlsx": second, "é – ü.xlsx": third, "x" * 300 + ".xlsx": data}),
        ("empty", {}),
        ("documents", {"a.pdf": b"%PDF-1.4", "b.txt": b"hello", "c.docx": packed({"word/document.xml": b"<w/>"})}),
        ("5000-files", {f"{n}.csv": b"Ref,Value\n" for n in range(5000)}),
        ("300-returns", {f"{n}.xlsx": data for n in range(300)}),
    ]:
        yield Made("archives", name + ".zip", packed(files), TOLD)


def bombs(files):
    """Little on disk, much inflated."""
    zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
    huge = b"".join([zeros.compress(b" " * (1 << 20)) for _ in range(256)] + [zeros.flush()])
    assert len(huge) < 1 << 20
    rows = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = b"<worksheet><sheetData>%s</sheetData></worksheet>"
    for name, part, content in [
        ("spaces", "xl/worksheets/sheet1.xml", b" " * (256 << 20)),
        ("cells", "xl/worksheets/sheet1.xml", sheet % (rows * 1_200_000)),
        ("empty-rows", "xl/worksheets/sheet1.xml", sheet % (b"<row/>" * 9_000_000)),
        ("one-text", "xl/sharedStrings.xml", b"<sst><si><t>%s</t></si></sst>" % (b"x" * (60 << 20))),
        ("many-texts", "xl/sharedStrings.xml", b"<sst>%s</sst>" % (b"<si><t>x</t></si>" * 3_000_000)),
        ("styles", "xl/styles.xml", b"<styleSheet><cellXfs>%s</cellXfs></styleSheet>" % (b"<xf/>" * 700_000)),
        ("comments", "xl/comments1.xml", b"<comments>%s</comments>" % (b'<comment ref="A1"/>' * 3_000_000)),
        ("deep", "xl/worksheets/sheet1.xml", b"<a>" * 2_000_000),
        ("attributes", "xl/worksheets/sheet1.xml", b"<worksheet %s/>" % b" ".join(b'a%d="1"' % n for n in range(500_000))),
        ("merges", "xl/worksheets/sheet3.xml", sheet % rows + b'<mergeCell ref="A1:B2"/>' * 900_000),
    ]:
        yield Made("zip bombs", name + ".xlsx", packed({**files, part: content}), TOLD)
    filled = b"".join(b'<row r="%d">%s</row>' % (r, b"<c><v>1</v></c>" * 48) for r in range(20, 4100))
    merges = b"".join(b'<mergeCell ref="XA%d:XB%d"/>' % (n, n) for n in range(1, 200_001))
    held = files["xl/worksheets/sheet3.xml"].replace(b"</sheetData>", filled + b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    yield Made("zip bombs", "merges-over-cells.xlsx", packed({**files, "xl/worksheets/sheet3.xml": held}), TOLD)
    yield Made("zip bombs", "archive.zip", packed({f"{n}.csv": b"a,b\n" * (4 << 20) for n in range(40)}), TOLD)
    yield Made("zip bombs", "100-parts.xlsx", packed({**files, **{f"xl/x{n}.xml": b" " * (4 << 20) for n in range(100)}}), TOLD)
