//! A column whose caption was lost or renamed, so that its answers look like an extra column's: asked about (L01 as a
//! query; 4-reading.md, 4.3). Only a needed column without its caption is an error.

use crate::domain::{CellRef, Column};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::Template;
use crate::sheet::grid::{Cell, Content};

use super::reading::{Checked, check};
use super::row::Found;

/// One for each input column that the table lacks and another column may hold. `rows` are the table's rows.
pub(super) fn lost_captions(found: &Found<'_>, rows: &[u32]) -> Vec<Fault> {
    // What a layout lacks it was made to lack.
    if found.header.by.layout.is_some() {
        return Vec::new();
    }
    let mut told: Vec<Fault> = Vec::new();
    for (place, column) in (0..).zip(Column::of(found.table())) {
        let needed = matches!(column, Column::Ref | Column::Status | Column::Value);
        if !column.is_input() || needed || found.header.columns.contains_key(column) {
            continue;
        }
        let other = others(found, rows).into_iter().find(|(at, cells)| {
            (stands_where_issued(found, place, *at)
                || cells.iter().all(|cell| suits(found.template, *column, cell)))
                && told.iter().all(|fault| fault.place.cell.is_none_or(|cell| cell.column != *at))
        });
        told.extend(other.map(|(at, cells)| lost(found, *column, at, &cells)));
    }
    told
}

/// Columns of the sheet that are none of the form's, with what they hold in these rows.
fn others<'a>(found: &Found<'a>, rows: &[u32]) -> Vec<(u32, Vec<&'a Cell>)> {
    let mut others: std::collections::BTreeMap<u32, Vec<&Cell>> = std::collections::BTreeMap::new();
    let cells = rows.iter().flat_map(|row| found.grid.row(*row));
    let own = |at: u32| found.header.columns.values().any(|column| *column == at);
    for cell in cells.filter(|cell| !own(cell.at.column) && !found.grid.is_under_merge(cell.at)) {
        if !matches!(check(Some(cell), false), Checked::Blank) {
            others.entry(cell.at.column).or_default().push(cell);
        }
    }
    others.into_iter().collect()
}

/// Whether a column of the sheet is where the form has the column at this place, next to a neighbour of it.
fn stands_where_issued(found: &Found<'_>, place: u32, at: u32) -> bool {
    let issued = Column::of(found.table());
    let stands = |place: u32, at: Option<u32>| {
        let column = usize::try_from(place).ok().and_then(|place| issued.get(place));
        at.is_some() && column.and_then(|column| found.header.columns.get(column).copied()) == at
    };
    let before = place.checked_sub(1).is_some_and(|before| stands(before, at.checked_sub(1)));
    let after = stands(place + 1, at.checked_add(1));
    let is_last = issued.len() == usize::try_from(place).unwrap_or(usize::MAX) + 1;
    before && (after || is_last)
}

/// Whether a cell reads as an answer of this column and hardly as anything else.
fn suits(template: &Template, column: Column, cell: &Cell) -> bool {
    match (&cell.content, column) {
        (Content::Date(_), Column::Forecast) => true,
        (Content::Text(text), Column::OwnRag) => template.rag(text).is_some(),
        (Content::Text(text), Column::Absence) => template.absence(text).is_some(),
        _ => false,
    }
}

fn lost(found: &Found<'_>, column: Column, at: u32, cells: &[&Cell]) -> Fault {
    let head = CellRef::new(found.header.row, at);
    let kind = FaultKind::ColumnUnknown {
        caption: found.template.caption(found.table(), column).to_owned(),
        answers: cells.iter().map(|cell| (cell.at, cell.shown())).collect(),
    };
    let caption = found.grid.get(head).filter(|_| !found.grid.is_under_merge(head)).map(Cell::shown);
    Fault {
        place: found.place(head),
        subject: Subject::default(),
        column: Some(column),
        found: caption.unwrap_or_default(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::damage::{MEASURES, PROGRESS, met, told};
    use crate::intake::sample::{date, put, text};
    use crate::sheet::grid::{Cell, Workbook};

    fn asked(change: impl FnOnce(&mut Workbook)) -> Vec<String> {
        let told = told(&met(change));
        told.into_iter().filter(|told| told.ends_with("ColumnUnknown")).collect()
    }

    fn captioned(sheet: usize, at: &str, caption: Option<Cell>) -> Vec<String> {
        asked(|book| put(&mut book.grids[sheet], at, caption))
    }

    #[test]
    fn a_column_whose_caption_was_renamed_or_lost_is_asked_about() {
        assert_eq!(captioned(PROGRESS, "G4", Some(text("Date"))), ["Progress!G4 ColumnUnknown"]);
        assert_eq!(captioned(PROGRESS, "H4", Some(text("Colour"))), ["Progress!H4 ColumnUnknown"]);
        assert_eq!(captioned(PROGRESS, "J4", None), ["Progress!J4 ColumnUnknown"]);
        let reason = asked(|book| {
            let sheet = &mut book.grids[MEASURES];
            put(sheet, "J5", Some(text("Awaited from partner")));
            sheet.merges.push(("I4".parse().unwrap(), "J4".parse().unwrap()));
        });
        assert_eq!(reason, ["Measures!J4 ColumnUnknown"]);
        // Elsewhere only what it holds tells it.
        let moved = asked(|book| {
            put(&mut book.grids[PROGRESS], "G4", None);
            for row in 5..=7 {
                put(&mut book.grids[PROGRESS], &format!("G{row}"), None);
            }
            put(&mut book.grids[PROGRESS], "L4", Some(text("When")));
            put(&mut book.grids[PROGRESS], "L5", Some(date(2024, 9, 30)));
        });
        assert_eq!(moved, ["Progress!L4 ColumnUnknown"]);
    }

    #[test]
    fn an_extra_column_and_one_without_answers_are_left_alone() {
        let extra = asked(|book| {
            put(&mut book.grids[PROGRESS], "L4", Some(text("Date of the meeting")));
            put(&mut book.grids[PROGRESS], "L5", Some(date(2024, 9, 30)));
        });
        assert_eq!(extra, [""; 0]);
        assert_eq!(captioned(MEASURES, "J4", Some(text("Why"))), [""; 0], "no reason was given");
        let owner = asked(|book| {
            put(&mut book.grids[MEASURES], "J4", None);
            put(&mut book.grids[MEASURES], "L4", Some(text("Owner")));
            put(&mut book.grids[MEASURES], "L5", Some(text("Ann")));
        });
        assert_eq!(owner, [""; 0]);
    }
}
