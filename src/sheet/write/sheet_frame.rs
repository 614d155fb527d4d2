//! A sheet as the workbook library made it from its outline, taken apart where rows, texts, links and the like belong.

use std::io::{self, Write};

use super::body::Body;
use super::laid::Laid;
use super::outline::SheetOutline;
use crate::domain::provenance::column_letters;

/// The XML of a sheet in pieces, with the numbers of its looks.
#[derive(Debug)]
pub(super) struct SheetFrame {
    /// What stands before the extent of the sheet.
    start: String,
    /// The extent of a sheet without a table; of others it goes by the rows.
    extent: String,
    /// What stands behind it, and between the numbers of the texts above the rows.
    pieces: Vec<String>,
    /// The number of each look.
    looks: Vec<String>,
    /// What stands behind the rows, as far as validations and links.
    middle: String,
    /// What stands behind these, as far as the range in which Excel is not to warn of refs.
    tail: String,
    /// What stands behind that range, where there is one.
    behind_range: Option<String>,
}

const CELLS_END: &str = "</sheetData>";
/// Stands before the number of a text, and `</v>` behind it.
const TEXT_START: &str = " t=\"s\"><v>";
const RANGE_START: &str = "<ignoredError sqref=\"";

impl SheetFrame {
    /// Takes the library's XML of a sheet apart. None where it does not look as expected: the library may have changed.
    pub(super) fn of(xml: &str, outline: &SheetOutline) -> Option<Self> {
        // Excel then sets a row's height anew when the lead types more than it shows.
        let freed = outline.protected.then(|| xml.replace(" customHeight=\"1\"", ""));
        let xml = freed.as_deref().unwrap_or(xml);
        let (start, rest) = split_behind(xml, "<dimension ref=\"")?;
        let (extent, rest) = rest.split_once('"')?;
        let (front, behind) = match rest.split_once(CELLS_END) {
            Some((front, _)) => rest.split_at(front.len()),
            // A sheet without a row.
            None => rest.split_at(rest.find("<sheetData/>")?),
        };
        let first_row = outline.above.len() + 2;
        let rows_at = front.find(&format!("<row r=\"{first_row}\""));
        let rows_at = rows_at.filter(|_| outline.table.is_some());
        let (front, specimens) = front.split_at(rows_at.unwrap_or(front.len()));
        let front = if outline.table.is_some() { without_spans(front) } else { front.to_owned() };
        let looks = looks(specimens, outline, first_row)?;
        let place = behind.find("<printOptions").or_else(|| behind.find("<pageMargins"))?;
        let (middle, tail) = behind.split_at(place);
        let (tail, behind_range) = match split_behind(tail, RANGE_START) {
            Some((tail, rest)) => (tail, Some(rest.split_at(rest.find('"')?).1.to_owned())),
            None => (tail, None),
        };
        Some(Self {
            start: start.to_owned(),
            extent: extent.to_owned(),
            pieces: pieces(&format!("\"{front}"))?,
            looks,
            middle: middle.to_owned(),
            tail: tail.to_owned(),
            behind_range,
        })
    }

    /// How many texts stand above the rows.
    pub(super) fn texts(&self) -> usize {
        self.pieces.len().saturating_sub(1)
    }

    /// Writes the sheet, the texts above its rows by these numbers.
    pub(super) fn write(
        &self,
        laid: &Laid<'_>,
        texts: &[usize],
        to: &mut (impl Write + Send),
    ) -> io::Result<()> {
        let extent = laid.body.as_ref().map_or_else(|| self.extent.clone(), Body::extent);
        let mut front = format!("{}{extent}", self.start);
        let (last, pieces) = self.pieces.split_last().map_or(("", &[][..]), |(last, all)| (last, all));
        for (piece, text) in pieces.iter().zip(texts) {
            front.push_str(piece);
            front.push_str(&text.to_string());
        }
        front.push_str(last);
        to.write_all(front.as_bytes())?;
        let links = match &laid.body {
            Some(body) => body.write(&self.looks, to)?,
            None => String::new(),
        };
        for part in [&self.middle, &laid.validations] {
            to.write_all(part.as_bytes())?;
        }
        if !laid.links.is_empty() || !links.is_empty() {
            for part in ["<hyperlinks>", &laid.links, &links, "</hyperlinks>"] {
                to.write_all(part.as_bytes())?;
            }
        }
        to.write_all(self.tail.as_bytes())?;
        if let (Some(behind), Some(body)) = (&self.behind_range, &laid.body) {
            to.write_all(body.range().as_bytes())?;
            to.write_all(behind.as_bytes())?;
        }
        Ok(())
    }
}

/// The text up to the end of `mark`, and what stands behind it.
fn split_behind<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    text.find(mark).map(|at| text.split_at(at + mark.len()))
}

/// The numbers of the looks, read off their specimens.
fn looks(specimens: &str, outline: &SheetOutline, first_row: usize) -> Option<Vec<String>> {
    let Some(table) = &outline.table else { return Some(Vec::new()) };
    let column = column_letters(u32::try_from(table.columns.len()).ok()?);
    let mut rest = specimens;
    let number = |row: usize| {
        rest = rest.split_once(&format!("<c r=\"{column}{row}\" s=\""))?.1;
        rest.split_once('"').map(|(number, _)| number.to_owned())
    };
    (first_row..).map(number).take(table.looks.len()).collect()
}

/// What stands between the numbers of texts.
fn pieces(front: &str) -> Option<Vec<String>> {
    let mut parts = front.split(TEXT_START);
    let mut pieces = vec![parts.next()?.to_owned()];
    for part in parts {
        pieces.last_mut()?.push_str(TEXT_START);
        pieces.push(part.split_at(part.find("</v>")?).1.to_owned());
    }
    Some(pieces)
}

/// Rows say which columns they span only to be read faster, and the specimens are among these.
fn without_spans(front: &str) -> String {
    let mut parts = front.split(" spans=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once('"').map_or(part, |(_, rest)| rest))
}
