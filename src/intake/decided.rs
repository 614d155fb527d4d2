//! The sheet *Exceptions* of a consolidated workbook, or the sheet *Texts* that is written for approval, as the officer sent
//! it back: what stands in its Decision columns (7-publication.md, 7.2).
//!
//! Sorting, filtering, widening, moving and adding columns change nothing: columns are found by caption, and each row is
//! known by its key. What a row is about is settled by whoever knows the exceptions; here nothing is judged.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::domain::Sha256;
use crate::domain::folding::fold_caption;
use crate::sheet::grid::{Cell, Content, Grid, Workbook};

/// The sheet's name.
pub const SHEET: &str = "Exceptions";
/// The sheet of words that leads wrote, in a workbook of its own, with the same columns.
pub const TEXTS: &str = "Texts";
/// What stands in the column Decision before a decision.
pub const OPEN: &str = "Open";
/// Captions of the columns that are read, as the sheet has them.
pub const CAPTIONS: [&str; 9] =
    ["Code", "Returner", "Ref", "Decision", "Value", "Reason", "Decided by", "Until", "Key"];
/// Rows within which the header row is looked for.
const HEADER_WITHIN: u32 = 60;

/// The mark by which a row of the sheet is known: forty bits of the SHA-256 of the exception's key, as eight letters and
/// digits of which none is taken for another.
pub fn mark(key: &str) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let hexadecimal: String = Sha256::of(key.as_bytes()).to_string().chars().take(10).collect();
    let bits = u64::from_str_radix(&hexadecimal, 16).unwrap_or_default();
    let letter = |place: u32| {
        let index = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
        char::from(LETTERS[index])
    };
    (0..8).rev().map(letter).collect()
}

/// Why the sheet cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDecided {
    /// The workbook has none.
    #[error("the workbook has no sheet \"{SHEET}\"")]
    NoSheet,
    /// No row has the captions.
    #[error("the sheet \"{SHEET}\" has no header row with {}", CAPTIONS.join(", "))]
    NoHeader,
    /// Columns that are missing or there twice.
    #[error("on the sheet \"{SHEET}\" {0}")]
    Columns(String),
}

/// A row with something in its Decision columns.
#[derive(Debug, Clone, PartialEq)]
pub struct DecidedRow {
    /// Row of the sheet, from 1.
    pub row: u32,
    /// The mark in the column Key.
    pub mark: String,
    /// Code as it stands.
    pub code: String,
    /// Returner as it stands: a name.
    pub returner: String,
    /// Ref as it stands.
    pub reference: String,
    /// Decision; empty when it is open.
    pub decision: String,
    /// Value, when the cell was filled in.
    pub value: Option<Cell>,
    /// Reason.
    pub reason: String,
    /// Decided by.
    pub decided_by: String,
    /// Until, when the cell was filled in.
    pub until: Option<Cell>,
}

impl DecidedRow {
    /// Whether the officer filled anything in.
    pub fn is_filled_in(&self) -> bool {
        let words = [&self.decision, &self.reason, &self.decided_by];
        words.iter().any(|text| !text.is_empty()) || self.value.is_some() || self.until.is_some()
    }
}

/// Every row of the table, open ones among them.
///
/// # Errors
/// When the sheet or one of its columns cannot be found surely.
pub fn rows(workbook: &Workbook) -> Result<Vec<DecidedRow>, NotDecided> {
    let named = |name| workbook.grids.iter().find(|grid| fold_caption(&grid.name) == fold_caption(name));
    let grid = named(SHEET).or_else(|| named(TEXTS)).ok_or(NotDecided::NoSheet)?;
    let (header, columns) = header(grid)?;
    let last = grid.cells.last().map_or(header, |cell| cell.at.row);
    let rows = (header + 1..=last).filter_map(|number| row(grid, number, &columns));
    Ok(rows.collect())
}

/// The header row, and the column of each caption.
fn header(grid: &Grid) -> Result<(u32, BTreeMap<&'static str, u32>), NotDecided> {
    let says = |cell: &Cell, caption: &str| fold_caption(&shown(cell)) == fold_caption(caption);
    let is_header = |row: &u32| {
        let here = |caption: &str| grid.row(*row).iter().any(|cell| says(cell, caption));
        here("Decision") && (here("Code") || here("Key"))
    };
    let number = (0..HEADER_WITHIN).find(is_header).ok_or(NotDecided::NoHeader)?;
    let (mut columns, mut wrong) = (BTreeMap::new(), String::new());
    for caption in CAPTIONS {
        let at: Vec<u32> =
            grid.row(number).iter().filter(|c| says(c, caption)).map(|c| c.at.column).collect();
        match at[..] {
            [only] => {
                columns.insert(caption, only);
            }
            // Writing to a String cannot fail.
            [] => drop(write!(wrong, "the column {caption} is missing; ")),
            _ => drop(write!(wrong, "the column {caption} is there twice; ")),
        }
    }
    if wrong.is_empty() {
        Ok((number, columns))
    } else {
        Err(NotDecided::Columns(wrong.trim_end_matches("; ").to_owned()))
    }
}

fn row(grid: &Grid, number: u32, columns: &BTreeMap<&'static str, u32>) -> Option<DecidedRow> {
    let cell = |caption: &str| {
        let column = columns.get(caption)?;
        grid.row(number).iter().find(|cell| cell.at.column == *column)
    };
    let plain = |caption: &str| cell(caption).map(shown).unwrap_or_default();
    let filled = |caption: &str| cell(caption).filter(|cell| !is_nothing(&shown(cell)));
    let words = |caption: &str| filled(caption).map(shown).unwrap_or_default();
    let decision = words("Decision");
    let read = DecidedRow {
        row: number + 1,
        mark: plain("Key").to_lowercase(),
        code: plain("Code"),
        returner: plain("Returner"),
        reference: plain("Ref"),
        decision: if fold_caption(&decision) == fold_caption(OPEN) { String::new() } else { decision },
        value: filled("Value").cloned(),
        reason: words("Reason"),
        decided_by: words("Decided by"),
        until: filled("Until").cloned(),
    };
    let anything = read.is_filled_in() || !read.mark.is_empty();
    anything.then_some(read)
}

fn shown(cell: &Cell) -> String {
    let text = match &cell.content {
        Content::Text(text) => text.clone(),
        _ => cell.shown(),
    };
    crate::domain::folding::tidy(&text)
}

/// Nothing, or a shorthand such as `[x]`: the sheet's own way of saying so.
fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    text.is_empty() || inside.is_some_and(|inside| inside.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellRef;
    use crate::intake::sample::{grid, text};

    fn workbook(rows: &[&[&str]]) -> Workbook {
        let mut sheet = grid("exceptions ");
        for (row, cells) in (3_u32..).zip(rows) {
            for (column, said) in (0_u32..).zip(*cells).filter(|(_, said)| !said.is_empty()) {
                sheet.cells.push(Cell { at: CellRef::new(row, column), ..text(said) });
            }
        }
        Workbook { grids: vec![sheet], ..Workbook::default() }
    }

    const HEADER: [&str; 10] =
        ["Key", "Code", "Extra", "Returner", "Ref", "Until", "Decided by", "Reason", "Value", "DECISION"];

    #[test]
    fn columns_may_stand_in_any_order_and_open_and_shorthand_are_nothing() {
        let open = ["00aa", "V01", "", "Ann", "1.1a", "[x]", "[x]", "[x]", "[ ]", "open"];
        let decided = ["00BB", "T02", "", "Ann", "1.1b", "", "Dana", "Right", "12", "Accept"];
        let rows = rows(&workbook(&[&HEADER, &open, &decided])).unwrap();
        assert!(!rows[0].is_filled_in());
        let decided = &rows[1];
        assert_eq!((decided.row, &*decided.mark, &*decided.decision), (6, "00bb", "Accept"));
        assert_eq!(
            (&*decided.reason, &*decided.decided_by, decided.until.is_none()),
            ("Right", "Dana", true)
        );
        assert_eq!(decided.value.as_ref().unwrap().shown(), "12");
    }

    #[test]
    fn marks_are_short_and_stable() {
        assert_eq!(mark("V01|ann|1.1a|value|12 (est)").len(), 8);
        assert_ne!(mark("V01|ann|1.1a|value|12"), mark("V01|ann|1.1b|value|12"));
        assert_eq!(mark(""), "werc8gmr", "marks of workbooks that are out with officers must stay good");
    }

    #[test]
    fn a_column_that_is_missing_or_there_twice_is_named() {
        let mut header = HEADER;
        header[0] = "Reason";
        let wrong = rows(&workbook(&[&header])).unwrap_err().to_string();
        assert!(wrong.contains("the column Reason is there twice; the column Key is missing"), "{wrong}");
        assert_eq!(rows(&Workbook::default()), Err(NotDecided::NoSheet));
        assert_eq!(rows(&workbook(&[&["a"]])), Err(NotDecided::NoHeader));
    }
}
