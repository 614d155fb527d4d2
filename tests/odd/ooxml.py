"""The parts of a good return written another way: by other programs' habits, or by none."""
import re

from odd import REFUSED, SAME, TOLD, Made, changed, good, packed, parts, sub

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS = [f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3)]
MEASURES = SHEETS[2]
BOOK, TYPES, TEXTS, STYLES = "xl/workbook.xml", "[Content_Types].xml", "xl/sharedStrings.xml", "xl/styles.xml"


def made():
    for number in range(3):
        base, data = good(number)
        files = parts(data)
        for name, after in {**written_otherwise(files), **less(files), **more(files)}.items():
            yield Made("same content, other XML", f"{name}-{number}.xlsx", packed(after), SAME, base)
        for name, after in in_doubt(files).items():
            yield Made("odd OOXML", f"{name}-{number}.xlsx", packed(after), TOLD, base)
    for name, after in broken(files).items():
        yield Made("broken OOXML", name + ".xlsx", packed(after), REFUSED, base)


def every(files, change, names=None):
    for name in names or [n for n in files if n.endswith((".xml", ".rels"))]:
        files = changed(files, name, change)
    return files


def prefixed(content):
    """Every element of the main namespace under the prefix x."""
    text = re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s>/])", r"<\1x:\2", content.decode())
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def strict(content):
    text = content.decode().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return text.replace("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")


def inline(files):
    """Shared texts moved into their cells."""
    texts = re.findall(r"<si>(.*?)</si>", files[TEXTS].decode(), re.S)
    cell = re.compile(r'(<c r="\w+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
    for name in SHEETS:
        moved = cell.sub(lambda m: f'{m[1]} t="inlineStr"><is>{texts[int(m[2])]}</is></c>', files[name].decode())
        files = {**files, name: moved.encode()}
    return without(files, TEXTS)


def without(files, *gone):
    files = {n: c for n, c in files.items() if n not in gone}
    for name in gone:
        end = re.escape(name.removeprefix("xl/"))
        for holder in [TYPES, *[n for n in files if n.endswith(".rels")]]:
            text = re.sub(rf'<(?:Override|Relationship)\b[^>]*"[^"]*{end}"[^>]*/>', "", files[holder].decode())
            files = {**files, holder: text.encode()}
    return files


def written_otherwise(files):
    tidy = sub(r"><(row|c|/row|/sheetData|mergeCells|si|/sst)\b", r">\r\n  <\1")
    return {
        "strict": every(files, strict),
        "prefixed": every(files, prefixed, [*SHEETS, TEXTS, STYLES]),
        "byte-order-mark": every(files, lambda c: b"\xef\xbb\xbf" + c),
        "no-declaration": every(files, sub(r"<\?xml.*?\?>\s*", "")),
        "indented": every(files, tidy, [*SHEETS, TEXTS]),
        "single-quotes": every(files, sub(r'="([^"\']*)"', r"='\1'")),
        "comments-between": every(files, sub(r"<row ", "<!-- <row> --><row "), SHEETS),
        "instructions-between": every(files, sub(r"<row ", "<?x <v>9</v> ?><row "), SHEETS),
        "spans": every(files, sub(r"<row ", '<row spans="1:11" '), SHEETS),
        "no-dimension": every(files, sub(r"<dimension [^>]*/>", ""), SHEETS),
        "dimension-lies": every(files, sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"'), SHEETS),
        "dimension-huge": every(files, sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'), SHEETS),
        "inline-texts": inline(files),
        "rich-texts": changed(files, TEXTS, sub(r"<si><t([^>]*)>(.*?)</t></si>", r"<si><r><rPr><b/></rPr><t\1>\2</t></r></si>")),
        "phonetics": changed(files, TEXTS, sub(r"</t></si>", '</t><rPh sb="0" eb="1"><t>X</t></rPh><phoneticPr fontId="1"/></si>')),
        "no-count": changed(files, TEXTS, sub(r' (count|uniqueCount)="\d+"', "")),
        "whole-floats": changed(files, MEASURES, sub(r"<v>(\d+)</v></c>(?=<c)", lambda m: m[0], 1)),
        "absolute-targets": changed(files, "xl/_rels/workbook.xml.rels", sub(r'Target="(?=\w)', 'Target="/xl/')),
        "dotted-targets": changed(files, "xl/_rels/workbook.xml.rels", sub(r'Target="(?=\w)', 'Target="./')),
    }


def less(files):
    notes = [n for n in files if "comments" in n or "vmlDrawing" in n]
    tables = [n for n in files if "/tables/" in n]
    return {
        "no-theme": without(files, "xl/theme/theme1.xml"),
        "no-tables": every(without(files, *tables), sub(r"<tableParts.*?</tableParts>", ""), SHEETS),
        "no-notes": every(without(files, *notes), sub(r"<legacyDrawing [^>]*/>|$", ""), SHEETS[1:]),
        "no-app": without(files, "docProps/app.xml", "docProps/core.xml"),
        "no-names": changed(files, BOOK, sub(r"<definedNames>.*?</definedNames>", "")),
        "no-validations": every(files, sub(r"<dataValidations.*?</dataValidations>|$", ""), SHEETS),
        "no-content-type-of-texts": changed(files, TYPES, sub(r'<Override PartName="/xl/sharedStrings.xml"[^>]*/>', "")),
    }


def more(files):
    def typed(kind):
        return changed(files, TYPES, sub(r"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main\+xml", kind))

    protection = '<sheetProtection password="CC1A" sheet="1" objects="1"/>'
    filler = '<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>' % MAIN
    return {
        "macros": {**typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 200},
        "template": typed("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
        "macro-template": typed("application/vnd.ms-excel.template.macroEnabled.main+xml"),
        "add-in": typed("application/vnd.ms-excel.addin.macroEnabled.main+xml"),
        "sheets-protected": every(files, sub("</sheetData>", "</sheetData>" + protection), SHEETS),
        "book-protected": changed(files, BOOK, sub("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')),
        "another-sheet": sheets(files, [("Mine", "worksheet", filler)]),
        "61-more-sheets": sheets(files, [(f"Mine {n}", "worksheet", filler) for n in range(61)]),
        "chart-sheet": sheets(files, [("Chart", "chartsheet", f'<chartsheet xmlns="{MAIN}"/>')]),
        "dialog-sheet": sheets(files, [("Dialog", "dialogsheet", f'<dialogsheet xmlns="{MAIN}"/>')]),
        "macro-sheet": sheets(files, [("Macro", "xlMacrosheet", filler)]),
        "outside-links": {**files, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
        "ignorable": every(files, sub("<sheetData>", '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x"/></mc:AlternateContent><sheetData>'), SHEETS),
        "styles-10000": changed(files, STYLES, sub("</cellXfs>", '<xf numFmtId="9"/>' * 10_000 + "</cellXfs>")),
    }


def sheets(files, new):
    types, book, links = "", "", ""
    files = dict(files)
    for number, (name, kind, xml) in enumerate(new, 10):
        files[f"xl/worksheets/sheet{number}.xml"] = xml.encode()
        book += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}x"/>'
        links += f'<Relationship Id="rId{number}x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="worksheets/sheet{number}.xml"/>'
    files = changed(files, BOOK, sub("</sheets>", book + "</sheets>"))
    return changed(files, "xl/_rels/workbook.xml.rels", sub("</Relationships>", links + "</Relationships>"))


def in_doubt(files):
    def sheet(pattern, by, count=0):
        return changed(files, MEASURES, sub(pattern, by, count))

    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    filled = "".join(f'<row r="{r}">' + "".join(f'<c><v>{c}</v></c>' for c in range(60)) + "</row>" for r in range(5000, 9000))
    return {
        "no-styles": without(files, STYLES),
        "dates-1904": changed(files, BOOK, sub("<workbookPr ", '<workbookPr date1904="1" ')),
        "hidden-sheets": changed(files, BOOK, sub(r'<sheet (?=name="[PM])', '<sheet state="veryHidden" ')),
        "hidden-state-capital": changed(files, BOOK, sub(r'<sheet (?=name="M)', '<sheet state="Hidden" ')),
        "hidden-rows": sheet(r'<row r="(\d\d?)"', r'<row r="\1" hidden="1"'),
        "hidden-columns": sheet(r'<col (?=min="9")', '<col hidden="1" '),
        "value-cdata": sheet(r"<v>([\d.]+)</v>(?=</c><c r=\"J)", r"<v><![CDATA[\1]]></v>"),
        "value-references": sheet(r"<v>(\d)(\d*)</v>(?=</c><c r=\"[HIJ])", lambda m: f"<v>&#{ord(m[1])};{m[2]}</v>"),
        "value-comment": sheet(r"<v>(\d)(\d*)</v>(?=</c><c r=\"[HIJ])", r"<v>\1<!-- x -->\2</v>"),
        "value-exponents": sheet(r"<v>(\d+)</v>(?=</c><c r=\"[HIJ])", r"<v>\1e0</v>"),
        "value-spaces": sheet(r"<v>(\d+)</v>(?=</c><c r=\"[HIJ])", r"<v> \1 </v>"),
        "value-plus": sheet(r"<v>(\d+)</v>(?=</c><c r=\"[HIJ])", r"<v>+\1</v>"),
        "value-twice": sheet(r"<v>(\d+)</v>(?=</c><c r=\"[HIJ])", r"<v>\1</v><v>\1</v>"),
        "value-nan": sheet(r"<v>(\d+)</v>(?=</c><c r=\"[HIJ])", r"<v>NaN</v>"),
        "no-addresses": sheet(r'<(row|c) r="\w+"', r"<\1"),
        "rows-reversed": changed(files, MEASURES, rows_reversed),
        "rows-twice": sheet(r"(<row r=\"5\".*?</row>)", r"\1\1"),
        "cells-lower-case": sheet(r'<c r="(\w+)"', lambda m: f'<c r="{m[1].lower()}"'),
        "cells-with-dollars": sheet(r'<c r="([A-Z]+)(\d+)"', r'<c r="$\1$\2"'),
        "far-cell": sheet("</sheetData>", far),
        "far-blank-style": sheet("</sheetData>", far.replace("<v>1</v>", "")),
        "240000-cells": sheet("</sheetData>", filled + "</sheetData>"),
        "row-past-the-sheet": sheet("</sheetData>", '<row r="4294967297"><c r="A4294967297"><v>1</v></c></row></sheetData>'),
        "merged-answers": sheet("</sheetData>", '</sheetData><mergeCells><mergeCell ref="G5:I6"/></mergeCells>'),
        "merged-all": sheet("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "long-text": changed(files, TEXTS, sub(r"<t[^>]*>[^<]{30,}</t>", f"<t>{'x' * 40_000}</t>", 1)),
        "unique-count-lies": changed(files, TEXTS, sub(r'uniqueCount="\d+"', 'uniqueCount="1000000000000"')),
        "sheets-of-one-name": changed(files, BOOK, sub(r'name="Start here"', 'name="Measures"')),
        "sheet-names-odd": changed(files, BOOK, sub(r'name="Measures"', 'name="&lt;b&gt;=1+1&#10;\u202e"')),
        "measures-copied": sheets(files, [("Measures (2)", "worksheet", files[MEASURES].decode())]),
        "measures-sheet-linked-twice": changed(files, BOOK, sub("</sheets>", '<sheet name="Again" sheetId="9" r:id="rId3"/></sheets>')),
        "62-more-sheets": sheets(files, [(f"Mine {n}", "worksheet", "<worksheet><sheetData/></worksheet>") for n in range(62)]),
        "no-properties": without(files, "docProps/custom.xml"),
        "properties-of-another": changed(files, "docProps/custom.xml", sub(r"2019-11", "2019-10")),
        "formats-huge": changed(files, STYLES, sub(r'formatCode="@"', f'formatCode="{"0" * 9000}"')),
        "conditional-percent": changed(files, STYLES, sub(r'formatCode="#,##0"', 'formatCode="[&lt;1]0%;0"')),
        "utf-16-sheet": changed(files, MEASURES, lambda c: c.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "latin-1-said": changed(files, MEASURES, sub("UTF-8", "ISO-8859-1", 1)),
        "control-characters": changed(files, TEXTS, sub(r"(<t[^>]*>)", r"\1_x0007_", 5)),
        "cells-after-the-data": sheet("</sheetData>", '</sheetData><row r="5"><c r="I5"><v>99</v></c></row>'),
        "second-sheet-data": sheet("</sheetData>", '</sheetData><sheetData><row r="5"><c r="I5"><v>99</v></c></row></sheetData>'),
    }


def rows_reversed(content):
    head, body, tail = re.match(r"(.*<sheetData>)(.*)(</sheetData>.*)", content.decode(), re.S).groups()
    return head + "".join(reversed(re.findall(r"<row .*?</row>|<row [^>]*/>", body, re.S))) + tail


def broken(files):
    return {
        "no-book": {n: c for n, c in files.items() if n != BOOK},
        "no-links": {n: c for n, c in files.items() if n != "xl/_rels/workbook.xml.rels"},
        "no-root-links": {n: c for n, c in files.items() if n != "_rels/.rels"},
        "no-sheet-part": {n: c for n, c in files.items() if n != MEASURES},
        "no-sheets": changed(files, BOOK, sub(r"<sheets>.*?</sheets>", "<sheets/>")),
        "sheets-empty": every(files, sub(r"<sheetData>.*</sheetData>", "<sheetData/>"), SHEETS),
        "sheet-cut": changed(files, MEASURES, lambda c: c[: len(c) // 2]),
        "texts-cut": changed(files, TEXTS, lambda c: c[: len(c) // 2]),
        "sheet-not-xml": changed(files, MEASURES, lambda c: b"\0\1\2 no xml"),
        "doctype": changed(files, TEXTS, sub(r"<sst", '<!DOCTYPE s [<!ENTITY a "ha">]><sst')),
        "entities": changed(files, TEXTS, sub(r"<sst", '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 99 + '">]><sst')),
        "reads-a-file": changed(files, TEXTS, sub(r"<sst", '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst')),
        "only-a-chart-sheet": changed(files, "xl/_rels/workbook.xml.rels", sub("relationships/worksheet", "relationships/chartsheet")),
        "sheet-is-a-directory": {**{n: c for n, c in files.items() if n != MEASURES}, MEASURES + "/": b""},
        "text-index-out": every(files, sub(r't="s"><v>\d+', 't="s"><v>99999'), SHEETS),
    }
