//! `ragbook inspect FILE`: what ragbook sees in any file, for the officer who wonders and for tests (4-reading.md, 4.2).
//!
//! Reads and tells; judges nothing and writes nothing. The listing has types of its own with a version, apart from the
//! grid's, so that a change of the grid does not change what scripts read.

mod listing;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::domain::folding::{clip, is_invisible};
use crate::sheet::limits::Limits;
use crate::sheet::read::{Sniffed, Worker, archive, open_with, sniff};

/// Version of the JSON form: raised when a field is renamed, removed or changes its meaning.
pub const SCHEMA: u32 = 1;

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The file's name as given.
    pub file: String,
    /// What it is.
    #[serde(flatten)]
    pub found: Found,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A workbook or csv, opened.
    Workbook(WorkbookListing),
    /// An archive: each file inside, and what it is in a word or two.
    Archive(Vec<InnerListing>),
    /// Neither: what it is instead, or why it cannot be opened, as a sentence.
    Refused(String),
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookListing {
    /// `xlsx` or `csv`.
    pub format: &'static str,
    /// Program that saved it, as it names itself.
    pub producer: Option<String>,
    /// Custom document properties.
    pub properties: BTreeMap<String, String>,
    /// Sheets in order.
    pub sheets: Vec<SheetListing>,
    /// Cells far outside any table, as `Sheet!XFD1048576`: told, not read.
    pub stray: Vec<String>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetListing {
    /// Name.
    pub name: String,
    /// Kind of sheet.
    pub kind: &'static str,
    /// Whether people see it.
    pub visibility: &'static str,
    /// Hidden rows as on the sheet: `4` or `4:7`.
    pub hidden_rows: Vec<String>,
    /// Hidden columns as on the sheet: `C` or `C:E`.
    pub hidden_columns: Vec<String>,
    /// Merged ranges: `A1:B2`.
    pub merges: Vec<String>,
    /// Comments on cells.
    pub comments: Vec<CommentListing>,
    /// How many formulas.
    pub formulas: usize,
    /// Whether the formulas look as if no program ever calculated them.
    pub never_calculated: bool,
    /// Non-empty cells by row, then column.
    pub cells: Vec<CellListing>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommentListing {
    /// Address of its cell.
    pub cell: String,
    /// Text.
    pub text: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellListing {
    /// Address.
    pub cell: String,
    /// Kind of content.
    pub kind: &'static str,
    /// What a person sees.
    pub shown: String,
    /// The number or date serial behind it, as the file has it.
    pub number: Option<f64>,
    /// Why it cannot be read.
    pub unreadable: Option<String>,
    /// Number-format class.
    pub format: &'static str,
    /// Number-format code, other than General.
    pub format_code: Option<String>,
    /// Formula, without `=`.
    pub formula: Option<String>,
}

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InnerListing {
    /// Path in the archive.
    pub name: String,
    /// What it is.
    pub what: String,
}

/// Looks into a file. `name` is only a name: the content decides. Without a worker xls, xlsb and ods are not opened.
pub fn inspect(bytes: &[u8], name: &str, limits: &Limits, worker: Option<&Worker>) -> Inspection {
    let found = match sniff(bytes) {
        Ok(Sniffed::Archive) => match archive(bytes, limits) {
            Ok(files) => Found::Archive(files.iter().map(listing::inner).collect()),
            Err(refusal) => Found::Refused(words::refusal(&refusal)),
        },
        _ => match open_with(bytes, stem(name), limits, worker) {
            Ok(book) => Found::Workbook(listing::workbook(&book)),
            Err(refusal) => Found::Refused(words::refusal(&refusal)),
        },
    };
    Inspection { schema: SCHEMA, file: name.to_owned(), found }
}

impl Inspection {
    /// As lines for people; texts cut at so many characters, without control characters.
    pub fn text(&self, limits: &Limits) -> String {
        let quoted = usize::try_from(limits.quoted_chars).unwrap_or(usize::MAX);
        let name = clip(&self.file, quoted);
        match &self.found {
            Found::Workbook(book) => format!("{name}: {}", words::workbook(book, quoted)),
            Found::Archive(files) => format!("{name}: {}", words::archive(files, quoted)),
            Found::Refused(why) => format!("{name}: {why}\n"),
        }
    }

    /// As JSON, whole texts; control and invisible characters escaped, so that none reaches a terminal.
    ///
    /// # Errors
    /// When the listing cannot be put into JSON, which no content of a file should cause.
    pub fn json(&self) -> serde_json::Result<String> {
        let plain = serde_json::to_string_pretty(self)?;
        let mut safe = String::with_capacity(plain.len());
        for c in plain.chars() {
            if c != '\n' && (c.is_control() || is_invisible(c)) {
                // Writing to a String cannot fail; every such character is one UTF-16 unit.
                let _ = write!(safe, "\\u{:04x}", u32::from(c));
            } else {
                safe.push(c);
            }
        }
        Ok(safe)
    }
}

/// Why a file is no workbook that can be opened, as a sentence.
pub(super) fn why_refused(refusal: &crate::domain::Refusal) -> String {
    words::refusal(refusal)
}

/// The file's name without folders and ending: what a csv's one sheet is called.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_listed_with_addresses_and_safe_text() {
        let inspection = inspect(b"Ref,Value\n1.1a,\x1b[31m85\n", "in/box.csv", &Limits::default(), None);
        let text = inspection.text(&Limits::default());
        assert!(text.contains("Sheet \"box\""), "{text}");
        assert!(text.contains("B2") && !text.contains('\x1b'), "{text}");
        let json: serde_json::Value = serde_json::from_str(&inspection.json().unwrap()).unwrap();
        assert_eq!(json["schema"], 1);
        assert_eq!(json["workbook"]["sheets"][0]["cells"][3]["shown"], "\x1b[31m85");
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        let text = |bytes: &[u8]| inspect(bytes, "x.xlsx", &Limits::default(), None).text(&Limits::default());
        assert_eq!(text(b""), "x.xlsx: It is empty: it has no bytes at all.\n");
        assert_eq!(text(b"%PDF-1.4"), "x.xlsx: It is no workbook but a PDF.\n");
    }
}
