//! Paper to xlsx by hand: unlike a workbook library it can also write what no library would.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use ragbook::domain::{Column, Table};
use zip::write::SimpleFileOptions;

use super::good::serial;
use super::paper::{Cell, Content, Paper, Sheet, a1};

/// Parts of a package by name, in the order in which they are written.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What the sheets share.
#[derive(Default)]
struct Shared {
    texts: Vec<String>,
    /// Style by format code and whether it crosses out.
    codes: BTreeMap<(String, bool), usize>,
}

impl Shared {
    fn style(&mut self, cell: &Cell) -> usize {
        if cell.code == "General" && !cell.crossed_out {
            return 0;
        }
        let next = self.codes.len() + 1;
        *self.codes.entry((cell.code.clone(), cell.crossed_out)).or_insert(next)
    }
}

/// Escapes text for XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The parts of the workbook.
pub(crate) fn parts(paper: &Paper) -> Parts {
    let mut shared = Shared::default();
    let sheets: Vec<String> = paper.sheets.iter().map(|s| sheet(paper, s, &mut shared)).collect();
    let mut kinds = String::new();
    let mut listed = String::new();
    let mut related = String::new();
    for (number, of) in (1..).zip(&paper.sheets) {
        write!(kinds, "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>").unwrap();
        let state = if of.hidden { " state=\"hidden\"" } else { "" };
        write!(
            listed,
            "<sheet name=\"{}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>",
            escape(&of.name)
        )
        .unwrap();
        write!(related, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/relationships/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>").unwrap();
    }
    let mut parts: Parts = Vec::new();
    let mut add = |name: &str, text: String| parts.push((name.to_owned(), text.into_bytes()));
    add(
        "[Content_Types].xml",
        format!(
            "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{kinds}<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/><Override PartName=\"/docProps/custom.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/></Types>"
        ),
    );
    add(
        "_rels/.rels",
        format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{OFFICE}/relationships/custom-properties\" Target=\"docProps/custom.xml\"/></Relationships>"
        ),
    );
    let from_1904 = if paper.from_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
    add(
        "xl/workbook.xml",
        format!(
            "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}/relationships\">{from_1904}<sheets>{listed}</sheets></workbook>"
        ),
    );
    let last = paper.sheets.len();
    add(
        "xl/_rels/workbook.xml.rels",
        format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{related}<Relationship Id=\"rId{}\" Type=\"{OFFICE}/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId{}\" Type=\"{OFFICE}/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
            last + 1,
            last + 2
        ),
    );
    for (number, text) in (1..).zip(sheets) {
        add(&format!("xl/worksheets/sheet{number}.xml"), text);
    }
    add("xl/styles.xml", styles(&shared));
    add("xl/sharedStrings.xml", texts(&shared));
    add("docProps/custom.xml", properties(&paper.properties));
    parts
}

fn sheet(paper: &Paper, sheet: &Sheet, shared: &mut Shared) -> String {
    let mut text = format!("{HEAD}<worksheet xmlns=\"{MAIN}\">");
    if !sheet.hidden_columns.is_empty() {
        text.push_str("<cols>");
        for column in &sheet.hidden_columns {
            let number = column + 1;
            write!(text, "<col min=\"{number}\" max=\"{number}\" width=\"9\" hidden=\"1\"/>").unwrap();
        }
        text.push_str("</cols>");
    }
    text.push_str("<sheetData>");
    for (number, row) in sheet.rows.iter().enumerate() {
        let hidden = if sheet.hidden_rows.contains(&number) { " hidden=\"1\"" } else { "" };
        write!(text, "<row r=\"{}\"{hidden}>", number + 1).unwrap();
        for (column, cell) in row.iter().enumerate() {
            text.push_str(&cell_xml(paper, sheet, cell, &a1(number, column), shared));
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData>");
    if !sheet.merges.is_empty() {
        write!(text, "<mergeCells count=\"{}\">", sheet.merges.len()).unwrap();
        for [from, to] in &sheet.merges {
            write!(text, "<mergeCell ref=\"{}:{}\"/>", a1(from.0, from.1), a1(to.0, to.1)).unwrap();
        }
        text.push_str("</mergeCells>");
    }
    text.push_str("</worksheet>");
    text
}

fn cell_xml(paper: &Paper, sheet: &Sheet, cell: &Cell, at: &str, shared: &mut Shared) -> String {
    let style = shared.style(cell);
    let style = if style == 0 { String::new() } else { format!(" s=\"{style}\"") };
    if let Content::Text(text) = &cell.content {
        if paper.inline_texts {
            return format!(
                "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escape(text)
            );
        }
        shared.texts.push(text.clone());
        return format!("<c r=\"{at}\"{style} t=\"s\"><v>{}</v></c>", shared.texts.len() - 1);
    }
    if let Content::Parts(parts) = &cell.content {
        let runs = parts.iter().map(|(looks, text)| {
            format!("<r><rPr>{looks}</rPr><t xml:space=\"preserve\">{}</t></r>", escape(text))
        });
        return format!("<c r=\"{at}\"{style} t=\"inlineStr\"><is>{}</is></c>", runs.collect::<String>());
    }
    let (formula, result) = match &cell.content {
        Content::Own => own(sheet, cell, at),
        Content::Formula(formula, result) => (Some(formula.clone()), result.as_deref().cloned()),
        other => (None, Some(other.clone())),
    };
    let formula = formula.map(|f| format!("<f>{}</f>", escape(&f))).unwrap_or_default();
    let (kind, value) = match result {
        None | Some(Content::Blank) => ("", None),
        Some(Content::Text(text)) => (" t=\"str\"", Some(escape(&text))),
        Some(Content::Number(number)) => ("", Some(number)),
        Some(Content::Date(date)) => {
            ("", Some((serial(date) - if paper.from_1904 { 1_462 } else { 0 }).to_string()))
        }
        Some(Content::Bool(truth)) => (" t=\"b\"", Some(u8::from(truth).to_string())),
        Some(Content::Error(error)) => (" t=\"e\"", Some(error)),
        Some(other) => panic!("no result: {other:?}"),
    };
    let value = value.map(|v| format!("<v>{v}</v>")).unwrap_or_default();
    if formula.is_empty() && value.is_empty() && style.is_empty() {
        return String::new();
    }
    format!("<c r=\"{at}\"{style}{kind}>{formula}{value}</c>")
}

/// The form's own formula with the result that Excel would store.
fn own(sheet: &Sheet, cell: &Cell, at: &str) -> (Option<String>, Option<Content>) {
    // A row that was copied carries its formula along, as a spreadsheet does.
    let row = at.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<usize>().unwrap() - 1;
    let part = |column| {
        let tag = (Table::Measures, cell.tag.as_ref()?.1.clone(), column);
        let here = sheet.rows[row].iter().position(|cell| cell.tag.as_ref() == Some(&tag));
        here.map(|column| (row, column)).or_else(|| sheet.find(&tag))
    };
    let (Some(numerator), Some(denominator)) = (part(Column::Numerator), part(Column::Denominator)) else {
        return (None, None);
    };
    let (n, d) = (a1(numerator.0, numerator.1), a1(denominator.0, denominator.1));
    let wanting = "needs both numbers";
    let formula = format!("IF(COUNT({n},{d})=2,IF({d}>0,{n}/{d},\"{wanting}\"),\"{wanting}\")");
    let number = |(row, column): (usize, usize)| match &sheet.rows[row][column].content {
        Content::Number(number) => number.parse::<f64>().ok(),
        _ => None,
    };
    let result = match (number(numerator), number(denominator)) {
        (Some(n), Some(d)) if d > 0.0 => Content::Number((n / d).to_string()),
        _ => Content::Text(wanting.to_owned()),
    };
    (Some(formula), Some(result))
}

fn styles(shared: &Shared) -> String {
    let mut codes: Vec<(&(String, bool), &usize)> = shared.codes.iter().collect();
    codes.sort_by_key(|(_, style)| **style);
    let mut formats = String::new();
    let mut uses = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>".to_owned();
    for ((code, crossed_out), style) in codes {
        let font = u8::from(*crossed_out);
        let number = 163 + style;
        write!(formats, "<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>", escape(code)).unwrap();
        write!(uses, "<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>").unwrap();
    }
    let count = shared.codes.len();
    let formats =
        if count == 0 { formats } else { format!("<numFmts count=\"{count}\">{formats}</numFmts>") };
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\">{formats}<fonts count=\"2\"><font/><font><strike/></font></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{}\">{uses}</cellXfs></styleSheet>",
        count + 1
    )
}

fn texts(shared: &Shared) -> String {
    let count = shared.texts.len();
    let mut text = format!("{HEAD}<sst xmlns=\"{MAIN}\" count=\"{count}\" uniqueCount=\"{count}\">");
    for string in &shared.texts {
        write!(text, "<si><t xml:space=\"preserve\">{}</t></si>", escape(string)).unwrap();
    }
    text.push_str("</sst>");
    text
}

fn properties(properties: &[(String, String)]) -> String {
    let mut text = format!(
        "{HEAD}<Properties xmlns=\"{OFFICE}/custom-properties\" xmlns:vt=\"{OFFICE}/docPropsVTypes\">"
    );
    for (number, (name, value)) in (2..).zip(properties) {
        write!(text, "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{number}\" name=\"{name}\"><vt:lpwstr>{}</vt:lpwstr></property>", escape(value)).unwrap();
    }
    text.push_str("</Properties>");
    text
}

/// The package as a file.
pub(crate) fn zipped(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The parts of a package.
pub(crate) fn unzipped(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: String| {
        let mut content = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
        (name, content)
    };
    names.into_iter().map(part).collect()
}
