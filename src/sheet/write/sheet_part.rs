//! A sheet as the workbook library made it, and the body of its table put in the place of the specimens ([`Body`]).

use std::io::{self, Write};

use super::WriteError;
use super::body::Body;

/// The XML of a sheet in parts, with the numbers of its looks.
pub(super) struct SheetPart<'a> {
    /// What stands before the rows of the table.
    head: String,
    /// What stands between these and the place of the links.
    middle: &'a str,
    /// What stands behind the links.
    tail: &'a str,
    has_links: bool,
    numbers: Vec<String>,
}

impl<'a> SheetPart<'a> {
    /// Takes the library's XML of a sheet apart.
    ///
    /// # Errors
    /// When it does not look as expected: the library may have changed.
    pub(super) fn of(xml: &'a str, body: &Body<'_>) -> Result<Self, WriteError> {
        let changed = || WriteError::Patch("a sheet does not look as expected".to_owned());
        let end = xml.find("</sheetData>").ok_or_else(changed)?;
        let first = format!("<row r=\"{}\"", body.first_row() + 1);
        let (head, rows) = xml.split_at(xml[..end].find(&first).unwrap_or(end));
        let rows = &rows[..end - head.len()];
        let number = |cell: String| {
            let (_, rest) = rows.split_once(&format!("<c r=\"{cell}\" s=\""))?;
            rest.split_once('"').map(|(number, _)| number.to_owned())
        };
        let numbers: Option<Vec<String>> = body.specimens().map(number).collect();
        let behind = &xml[end..];
        let links = behind.find("</hyperlinks>");
        let place = links.or_else(|| behind.find("<printOptions")).or_else(|| behind.find("<pageMargins"));
        let (middle, tail) = behind.split_at(place.ok_or_else(changed)?);
        Ok(Self {
            head: with_extent(&without_spans(head), &body.extent()).ok_or_else(changed)?,
            middle,
            tail,
            has_links: links.is_some(),
            numbers: numbers.ok_or_else(changed)?,
        })
    }

    /// Writes the sheet with this body.
    pub(super) fn write(&self, body: &Body<'_>, to: &mut (impl Write + Send)) -> io::Result<()> {
        to.write_all(self.head.as_bytes())?;
        let links = body.write(&self.numbers, to)?;
        to.write_all(self.middle.as_bytes())?;
        match (self.has_links, links.is_empty()) {
            (_, true) => {}
            (true, false) => to.write_all(links.as_bytes())?,
            (false, false) => write!(to, "<hyperlinks>{links}</hyperlinks>")?,
        }
        to.write_all(self.tail.as_bytes())
    }
}

/// Rows say which columns they span only to be read faster, and the specimens are among these.
fn without_spans(head: &str) -> String {
    let mut parts = head.split(" spans=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once('"').map_or(part, |(_, rest)| rest))
}

/// The sheet's extent put right: specimens may stand beside it.
fn with_extent(head: &str, extent: &str) -> Option<String> {
    let (before, rest) = head.split_once("<dimension ref=\"")?;
    let (_, behind) = rest.split_once('"')?;
    Some(format!("{before}<dimension ref=\"{extent}\"{behind}"))
}
