//! A table of text with the place of every cell: the one shape behind CSVs and sheets.

use std::sync::Arc;

use super::super::fault::{PlanFault, PlanFaultKind};
use super::files::PlanFile;
use crate::domain::CellRef;
use crate::domain::folding::clip;
use crate::finding::{Place, Subject};

/// Longest text quoted in a finding (10-limits-and-speed.md, "Limits").
const QUOTED_CHARS: usize = 160;

/// A table as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTable {
    /// Which table of the plan.
    pub file: PlanFile,
    /// File it stands in.
    pub file_name: Arc<str>,
    /// Sheet, in a workbook.
    pub sheet: Option<Arc<str>>,
    /// Captions with their columns (from 0), trimmed.
    pub header: Vec<(String, u32)>,
    /// Rows below the header that hold anything.
    pub rows: Vec<RawRow>,
}

/// A row as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Row number, from 0 (the header is row 0).
    pub row: u32,
    /// Cells by column, from 0.
    pub cells: Vec<RawCell>,
}

/// A cell as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawCell {
    /// The text, untouched; a number or date of a workbook without loss.
    pub text: String,
    /// Whether a workbook held it as a number or a date.
    pub was_number: bool,
}

impl RawTable {
    /// Column (from 0) under this caption.
    pub fn column(&self, caption: &str) -> Option<u32> {
        self.header.iter().find(|(name, _)| name == caption).map(|(_, column)| *column)
    }

    /// Place of a cell by row and caption; without the cell when there is no such column.
    pub fn place(&self, row: u32, caption: &str) -> Place {
        self.at(self.column(caption).map(|column| CellRef::new(row, column)))
    }

    /// Place of a cell of this table.
    pub fn at(&self, cell: Option<CellRef>) -> Place {
        Place { file: Some(Arc::clone(&self.file_name)), sheet: self.sheet.clone(), cell }
    }

    /// Faults of the header: unknown, missing and repeated columns.
    pub fn header_faults(&self) -> Vec<PlanFault> {
        let columns = self.file.columns();
        let mut faults = Vec::new();
        for (index, (caption, column)) in self.header.iter().enumerate() {
            let place = self.at(Some(CellRef::new(0, *column)));
            if !columns.contains(&caption.as_str()) {
                let kind =
                    PlanFaultKind::UnknownColumn { nearest: nearest(caption, columns.iter().copied()) };
                faults.push(fault(place, caption, kind));
            } else if self.header[..index].iter().any(|(earlier, _)| earlier == caption) {
                faults.push(fault(place, caption, PlanFaultKind::ColumnTwice));
            }
        }
        let missing = columns.iter().filter(|column| self.column(column).is_none());
        let place = || self.at(Some(CellRef::new(0, 0)));
        faults.extend(missing.map(|column| fault(place(), "", PlanFaultKind::ColumnMissing(column))));
        faults.extend(self.rows.iter().flat_map(|row| self.beyond_header(row)));
        faults
    }

    /// Cells of a row that stand under no caption.
    fn beyond_header<'a>(&'a self, row: &'a RawRow) -> impl Iterator<Item = PlanFault> + 'a {
        let known = |column: u32| self.header.iter().any(|(_, known)| *known == column);
        (0_u32..)
            .zip(&row.cells)
            .filter(move |(column, cell)| !known(*column) && !cell.text.trim().is_empty())
            .map(move |(column, cell)| {
                let place = self.at(Some(CellRef::new(row.row, column)));
                fault(place, &cell.text, PlanFaultKind::UnknownColumn { nearest: None })
            })
    }
}

impl RawRow {
    /// Whether every cell is blank.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }

    /// The cell in this column (from 0).
    pub fn cell(&self, column: u32) -> Option<&RawCell> {
        self.cells.get(usize::try_from(column).ok()?)
    }
}

/// A fault about no ref in particular.
pub(crate) fn fault(place: Place, found: &str, kind: PlanFaultKind) -> PlanFault {
    PlanFault { place, subject: Subject::default(), found: clip(found, QUOTED_CHARS), kind }
}

/// The candidate that looks most like this text, if any is close enough to be what was meant.
pub(crate) fn nearest<T: AsRef<str>>(text: &str, candidates: impl Iterator<Item = T>) -> Option<T> {
    const CLOSE_ENOUGH: f64 = 0.75;
    let text: String = text.trim().to_lowercase().chars().take(100).collect();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&text, &candidate.as_ref().to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= CLOSE_ENOUGH)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}
