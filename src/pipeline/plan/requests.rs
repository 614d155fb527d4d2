//! What the officer decided on the sheet *Requested changes* of a consolidated workbook (7-publication.md, 7.2), read back
//! from the saved file: by its captions, so that rows may be sorted, and columns moved, by Excel or LibreOffice.

use crate::domain::folding::{clip, fold_caption, tidy};
use crate::domain::period::date_in_words;
use crate::publish::workbook::requested_changes::captions;
use crate::sheet::grid::{Cell, Content, Grid, Workbook};

/// Longest text quoted in a message.
const QUOTED: usize = 120;

/// A row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Row, from 1 as a spreadsheet shows it.
    pub row: u32,
    /// Ref as it stands there.
    pub reference: String,
    /// Column of the plan.
    pub field: String,
    /// What the plan said when the workbook was made.
    pub from: String,
    /// What was asked for.
    pub to: String,
    /// Who asked, as the sheet names them; empty when it has no such column.
    pub asked_by: String,
    /// What was decided; the reason where that cannot be told.
    pub decision: Result<Decision, String>,
}

/// What the officer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    Open,
    /// To be entered in the plan.
    Agreed {
        /// Why.
        reason: String,
        /// Who decided.
        decided_by: String,
    },
    /// The plan stands.
    NotAgreed {
        /// Why.
        reason: String,
        /// Who decided.
        decided_by: String,
    },
}

/// The rows of the sheet, in its order.
///
/// # Errors
/// In words, when the workbook has no such sheet or the sheet lacks a column.
pub(super) fn read(book: &Workbook) -> Result<Vec<Request>, String> {
    let wanted = fold_caption(captions::SHEET);
    let grid = book.grids.iter().find(|grid| fold_caption(&grid.name) == wanted);
    let grid = grid.ok_or_else(|| format!("it has no sheet \"{}\"", captions::SHEET))?;
    let header = Header::find(grid)?;
    let last = grid.cells.last().map_or(0, |cell| cell.at.row);
    Ok((header.row + 1..=last).filter_map(|row| header.request(grid, row)).collect())
}

/// Where the captions stand.
struct Header {
    row: u32,
    columns: [u32; 7],
    /// Column of who asked, where there is one.
    asked_by: Option<u32>,
}

impl Header {
    const CAPTIONS: [&'static str; 7] = [
        captions::REF,
        captions::FIELD,
        captions::FROM,
        captions::TO,
        captions::DECISION,
        captions::REASON,
        captions::DECIDED_BY,
    ];

    fn find(grid: &Grid) -> Result<Self, String> {
        let captions =
            |row: u32| grid.row(row).iter().map(|cell| (fold_caption(&words(cell)), cell.at.column));
        let has = |row: u32, caption: &str| captions(row).any(|(found, _)| found == fold_caption(caption));
        let mut rows = grid.cells.iter().map(|cell| cell.at.row);
        let row = rows.find(|row| has(*row, captions::REF) && has(*row, captions::TO));
        let sheet = captions::SHEET;
        let row =
            row.ok_or_else(|| format!("the sheet \"{sheet}\" has no row of captions (Ref, From, To …)"))?;
        let mut columns = [0; 7];
        for (caption, column) in Self::CAPTIONS.into_iter().zip(&mut columns) {
            let mut found = captions(row).filter(|(found, _)| *found == fold_caption(caption));
            *column =
                found.next().ok_or_else(|| format!("the sheet \"{sheet}\" has no column \"{caption}\""))?.1;
            if found.next().is_some() {
                return Err(format!("the sheet \"{sheet}\" has the column \"{caption}\" twice"));
            }
        }
        let asked_by = captions(row).find(|(found, _)| *found == fold_caption(captions::ASKED_BY));
        Ok(Self { row, columns, asked_by: asked_by.map(|(_, column)| column) })
    }

    /// A row; none where it asks for nothing.
    fn request(&self, grid: &Grid, row: u32) -> Option<Request> {
        let cell = |column: u32| grid.get(crate::domain::CellRef::new(row, column));
        let cells = self.columns.map(cell);
        let [reference, field, from, to, decision, reason, decided_by] =
            cells.map(|cell| cell.map(words).filter(|text| !is_nothing(text)).unwrap_or_default());
        if reference.is_empty() && to.is_empty() && field.is_empty() {
            return None;
        }
        let decision = match cells[0].map(|cell| &cell.content) {
            Some(Content::Number(_) | Content::Date(_)) => Err(
                "the ref became a number, so that 3.1 and 3.10 look alike: type it as text, such as '3.10"
                    .to_owned(),
            ),
            _ if reference.is_empty() => Err("it has no ref".to_owned()),
            _ => decided(&decision, reason, decided_by),
        };
        let field = field.to_lowercase().replace(' ', "_");
        let asked_by = self.asked_by.and_then(cell).map(words).unwrap_or_default();
        let (from, to) = (unquoted(&from), unquoted(&to));
        Some(Request { row: row + 1, reference, field, from, to, asked_by, decision })
    }
}

/// The officer's three cells together.
fn decided(decision: &str, reason: String, decided_by: String) -> Result<Decision, String> {
    let agreed = match fold_caption(decision).as_str() {
        "" | "open" => {
            if reason.is_empty() && decided_by.is_empty() {
                return Ok(Decision::Open);
            }
            return Err(
                "a reason or a name is given, and no decision: choose Agreed or Not agreed".to_owned()
            );
        }
        "agreed" | "agree" | "accept" | "accepted" => true,
        "not agreed" | "not agree" | "reject" | "rejected" => false,
        _ => {
            let found = clip(decision, QUOTED);
            return Err(format!("\"{found}\" is no decision: choose Agreed, Not agreed or Open"));
        }
    };
    let missing = match (reason.is_empty(), decided_by.is_empty()) {
        (false, false) => None,
        (true, false) => Some("the reason is"),
        (false, true) => Some("who decided is"),
        (true, true) => Some("the reason and who decided are"),
    };
    match missing {
        Some(missing) => Err(format!("{missing} missing: fill in Reason and Decided by")),
        None if agreed => Ok(Decision::Agreed { reason, decided_by }),
        None => Ok(Decision::NotAgreed { reason, decided_by }),
    }
}

/// A blank cell, and the shorthand that stands in it until somebody types over it.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "[x]" | "[z]")
}

/// What a cell says; a date cell as a full date in words.
fn words(cell: &Cell) -> String {
    let text = match &cell.content {
        Content::Date(serial) => {
            serial.date().filter(|_| !serial.has_time()).map_or_else(|| cell.shown(), date_in_words)
        }
        Content::Text(text) => text.clone(),
        _ => cell.shown(),
    };
    tidy(&text)
}

/// Without the quotation marks that the workbook puts around what could be taken for a number.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_decision_counts() {
        let say =
            |decision: &str, reason: &str, by: &str| decided(decision, reason.to_owned(), by.to_owned());
        for open in ["", "Open", " open "] {
            assert_eq!(say(open, "", ""), Ok(Decision::Open));
        }
        let (reason, decided_by) = ("late start".to_owned(), "Board".to_owned());
        assert_eq!(say("Agreed", "late start", "Board"), Ok(Decision::Agreed { reason, decided_by }));
        assert!(matches!(say("Not agreed", "no", "Board"), Ok(Decision::NotAgreed { .. })));
        for (decision, reason, by, told) in [
            ("Agreed", "", "Board", "the reason is missing"),
            ("Agreed", "x", "", "who decided is missing"),
            ("Not agreed", "", "", "the reason and who decided are missing"),
            ("Open", "x", "", "no decision"),
            ("maybe", "x", "y", "\"maybe\" is no decision"),
        ] {
            assert!(say(decision, reason, by).unwrap_err().contains(told), "{decision}");
        }
    }
}
