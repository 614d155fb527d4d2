//! Small workbooks made by hand from XML, for tests: each shows one thing that real files do.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of these parts, deflated.
pub(crate) fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(parts, CompressionMethod::Deflated)
}

/// A zip of these parts, packed this way.
pub(crate) fn zip_with(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet `S`, whose parts can be replaced or added to.
pub(crate) struct Made {
    parts: Vec<(String, Vec<u8>)>,
}

impl Made {
    /// A workbook whose sheet has these rows (XML inside `sheetData`), with the styles 0 General, 1 `0%`,
    /// 2 `dd/mm/yyyy`, 3 `0"%"`, 4 `h:mm`, 5 `0.0%`, 6 `@`, and the shared strings `zero`, `one`.
    pub(crate) fn of(rows: &str) -> Self {
        let made = Self { parts: Vec::new() };
        made.part("_rels/.rels", &rels(&[("officeDocument", "xl/workbook.xml")]))
            .part("xl/_rels/workbook.xml.rels", &rels(&[
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]))
            .part("xl/workbook.xml", r#"<workbook><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>"#)
            .part(
                "xl/styles.xml",
                r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0&quot;%&quot;"/><numFmt numFmtId="165"
                formatCode="0.0%"/></numFmts><cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/>
                <xf numFmtId="20"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>"#,
            )
            .part("xl/sharedStrings.xml", r#"<sst uniqueCount="2"><si><t>zero</t></si><si><t>one</t></si></sst>"#)
            .sheet(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    }

    /// With the whole XML of its sheet.
    pub(crate) fn sheet(self, xml: &str) -> Self {
        self.part("xl/worksheets/sheet1.xml", xml)
    }

    /// With this part added or replaced.
    pub(crate) fn part(self, name: &str, xml: &str) -> Self {
        self.bytes(name, xml.as_bytes())
    }

    /// With this part added or replaced, as bytes.
    pub(crate) fn bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// Without this part.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self
    }

    /// As a file.
    pub(crate) fn file(&self) -> Vec<u8> {
        self.file_packed(CompressionMethod::Deflated)
    }

    /// As a file, its parts packed this way.
    pub(crate) fn file_packed(&self, method: CompressionMethod) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> = self.parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        zip_with(&parts, method)
    }
}

/// A relationships part: `r0`, `r1` … of these kinds, to these targets.
pub(crate) fn rels(links: &[(&str, &str)]) -> String {
    use std::fmt::Write as _;
    let mut text = "<Relationships>".to_owned();
    for (number, (kind, target)) in links.iter().enumerate() {
        write!(
            text,
            r#"<Relationship Id="r{number}" Type="http://x/relationships/{kind}" Target="{target}"/>"#
        )
        .unwrap();
    }
    text + "</Relationships>"
}
