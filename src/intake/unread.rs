//! Rows of tables that cannot be used (L01, L02, L06), as they stand: nothing is made of them, and nothing of them is
//! lost (1-mission.md, promise 3; rule L07).

use crate::domain::{ActionRef, CellRef, Column, MeasureRef, Table};
use crate::finding::Subject;
use crate::sheet::grid::{Cell, Content};

use super::answers::UnreadRow;
use super::reading::{Checked, check};
use super::row::{Found, Row};
use super::table::row_numbers;

/// Which cells of a table may hold answers that are not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those under the form's input captions.
    Inputs,
    /// Those in columns without a caption of the form: under a broken header they may be answers.
    Others,
    /// Both.
    All,
}

/// Every row of the table with such answers.
pub(super) fn unread_rows(found: &Found<'_>, which: Which) -> Vec<UnreadRow> {
    row_numbers(found).filter_map(|number| unread_row(&Row::new(found, number), which)).collect()
}

fn unread_row(row: &Row<'_>, which: Which) -> Option<UnreadRow> {
    let found = row.found;
    let cells = found.grid.row(row.number);
    let ref_cell = row.ref_cell().or_else(|| {
        let unheaded = !found.header.columns.contains_key(&Column::Ref);
        cells.iter().find(|cell| unheaded && subject_of(cell) != Subject::default())
    });
    let inputs = found.inputs().filter(|column| which != Which::Others && row.is_answered(*column));
    let mut answers: Vec<(CellRef, String)> = inputs
        .map(|column| {
            let caption = found.template.caption(found.table(), column);
            (row.at(column), said(caption, row.at(column), &row.shown(column)))
        })
        .collect();
    let is_other = |cell: &&Cell| {
        which != Which::Inputs
            && !found.header.columns.values().any(|column| *column == cell.at.column)
            && ref_cell.is_none_or(|ref_cell| ref_cell.at != cell.at)
            && is_filled(found, cell)
    };
    answers.extend(cells.iter().filter(is_other).map(|cell| {
        let above = found.grid.get(CellRef::new(found.header.row, cell.at.column));
        let caption = above.map(Cell::shown).unwrap_or_default();
        (cell.at, said(&caption, cell.at, &cell.shown()))
    }));
    answers.sort();
    let (first, _) = answers.first()?;
    Some(UnreadRow {
        place: found.place(ref_cell.map_or(*first, |cell| cell.at)),
        subject: ref_cell.map(subject_of).unwrap_or_default(),
        ref_found: ref_cell.map(Cell::shown).unwrap_or_default(),
        answers: answers.into_iter().map(|(_, answer)| answer).collect(),
    })
}

fn said(caption: &str, cell: CellRef, found: &str) -> String {
    if caption.is_empty() { format!("{cell}: {found}") } else { format!("{caption} ({cell}): {found}") }
}

fn is_filled(found: &Found<'_>, cell: &Cell) -> bool {
    let says =
        |text: &str| Column::of(Table::Measures).iter().any(|c| found.template.is_placeholder(*c, text));
    let placeholder = matches!(&cell.content, Content::Text(text) if says(text));
    !placeholder && !matches!(check(Some(cell), false), Checked::Blank)
}

/// What a ref cell concerns, when it is a text that reads as a ref.
fn subject_of(cell: &Cell) -> Subject {
    let Content::Text(text) = &cell.content else { return Subject::default() };
    let measure = text.parse::<MeasureRef>().map(Subject::measure);
    measure.or_else(|_| text.parse::<ActionRef>().map(Subject::action)).unwrap_or_default()
}
