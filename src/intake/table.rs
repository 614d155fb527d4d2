//! Rows of a recognised table: from its header to the end of the sheet or to the next table, blank rows and repeated
//! headers passed over, nothing answered passed over (4-reading.md, 4.3).

use std::collections::BTreeSet;

use crate::domain::{CellRef, Column, Period};
use crate::finding::{Fault, FaultKind, Subject};

use super::answers::{MeasureRow, ProgressRow};
use super::header::{may_repeat, read_header};
use super::layout::renamed;
use super::row::{Found, ReadRow, Row};
use super::same::{SameAnswers, fault_key};
use super::slipped::{Withdraw, withdraw};
use super::{by_size, measure_row, progress_row, raised};

/// Rows of a table with what was told about the table itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableRows<T> {
    /// Its rows.
    pub(super) rows: Vec<ReadRow<T>>,
    /// Faults that are told whether or not a row is merged: L03, L04, L05, F08, D01.
    pub(super) faults: Vec<Fault>,
}

impl<T: SameAnswers> TableRows<T> {
    /// Adds what is true of an equal table alone, such as a column `Corrected value`: its answers are the same, and nobody
    /// would be told of the rest.
    pub(super) fn add_faults_of(&mut self, copy: &Found<'_>, copied: Self) {
        let cells = self.rows.iter().flat_map(|read| &read.cell_faults);
        let mut told: BTreeSet<String> = self.faults.iter().chain(cells).map(fault_key).collect();
        let renamed = renamed(copy);
        for mut fault in copied.faults {
            match &mut fault.kind {
                // None of its answers is used.
                FaultKind::HiddenAnswers { .. } => continue,
                FaultKind::Rearranged(noticed) => {
                    noticed.retain(|notice| Some(notice) != renamed.as_ref());
                    if noticed.is_empty() {
                        continue;
                    }
                }
                _ => {}
            }
            if told.insert(fault_key(&fault)) {
                self.faults.push(fault);
            }
        }
        for read in copied.rows {
            let own = self.rows.iter_mut().find(|own| own.row.ref_key() == read.row.ref_key());
            let Some(own) = own else { continue };
            own.cell_faults.extend(read.cell_faults.into_iter().filter(|f| told.insert(fault_key(f))));
        }
    }
}

/// Rows of a Progress table.
pub(super) fn progress_rows(found: &Found<'_>, period: Period) -> TableRows<ProgressRow> {
    read_rows(found, |row| progress_row::read_row(row, period))
}

/// Rows of a Measures table.
pub(super) fn measure_rows(found: &Found<'_>, period: Period) -> TableRows<MeasureRow> {
    let mut read = read_rows(found, |row| measure_row::read_row(row, period));
    raised::tell(found, &mut read.rows);
    by_size::ask(found, &mut read.rows);
    read
}

fn read_rows<T: Withdraw>(
    found: &Found<'_>,
    mut read_row: impl FnMut(&mut Row<'_>) -> Option<ReadRow<T>>,
) -> TableRows<T> {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    let mut answered = Vec::new();
    let mut unknown_columns = Vec::new();
    let mut numbers = Vec::new();
    for number in row_numbers(found) {
        let mut row = Row::new(found, number);
        let before = answered.len();
        answered.extend(found.inputs().filter(|c| row.is_answered(*c)).map(|c| row.at(c)));
        let read = read_row(&mut row);
        if read.is_some() || answered.len() > before {
            faults.extend(super::disclosure::in_row(found, number, &row.subject));
            faults.extend(super::covered::in_row(found, number, &row.subject));
        }
        match read {
            Some(read) => {
                rows.push(read);
                numbers.push(number);
                unknown_columns.extend(uncaptioned(found, number));
            }
            None if answered.len() > before => faults.extend(orphans(found, number)),
            None => {}
        }
    }
    withdraw(found, &mut rows);
    let mut told = super::layout::merged_answers(found);
    told.extend(super::layout::rearranged(found, &unknown_columns, &numbers));
    told.extend(super::lost_caption::lost_captions(found, &numbers));
    told.extend(super::layout::hidden_answers(found, &answered));
    told.append(&mut faults);
    TableRows { rows, faults: told }
}

/// Rows with cells, below the header, that are no copy of it.
pub(super) fn row_numbers<'a>(found: &'a Found<'_>) -> impl Iterator<Item = u32> + 'a {
    let cells = &found.grid.cells;
    let from = cells.partition_point(|cell| cell.at.row <= found.header.row);
    let to = cells.partition_point(|cell| cell.at.row < found.end);
    let mut last = None;
    cells[from..to].iter().map(|cell| cell.at.row).filter(move |row| {
        let new = last != Some(*row);
        last = Some(*row);
        new && !is_repeated_header(found, *row)
    })
}

fn is_repeated_header(found: &Found<'_>, row: u32) -> bool {
    if !may_repeat(found.grid, row, &found.header, found.template) {
        return false;
    }
    let here = read_header(found.grid, row, found.table(), found.template, found.header.by);
    here.is_some_and(|header| header.is_usable() && header.columns == found.header.columns)
}

/// L05: one for each answer of a row without a ref.
fn orphans(found: &Found<'_>, number: u32) -> Vec<Fault> {
    let row = Row::new(found, number);
    let answered = found.inputs().filter(|column| row.is_answered(*column));
    let fault = |column: Column| Fault {
        place: found.place(row.at(column)),
        subject: Subject::default(),
        column: Some(column),
        found: row.shown(column),
        kind: FaultKind::OrphanAnswer,
    };
    answered.map(fault).collect()
}

/// Cells of a row in columns of the sheet that have no caption.
fn uncaptioned(found: &Found<'_>, number: u32) -> Vec<CellRef> {
    let header = &found.header;
    let captioned = |column: u32| {
        header.columns.values().any(|c| *c == column) || header.extra.iter().any(|(c, _)| *c == column)
    };
    let cells = found.grid.row(number).iter().map(|cell| cell.at);
    cells.filter(|at| !captioned(at.column) && !found.grid.is_under_merge(*at)).collect()
}
