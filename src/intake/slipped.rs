//! A column that was pasted or moved down, or into which a cell was inserted: a cell of it is empty and an answer stands
//! below the last row. Then every answer in between may belong to a row above it, and none is used (4-reading.md: when in
//! doubt, ask). [`super::raised`] tells a column that was moved up.

use crate::domain::{CellRef, Column, Quantity, Unit};
use crate::finding::{Fault, FaultKind};
use crate::sheet::grid::{Cell, Content};

use super::answers::{MeasureRow, ProgressRow, Read};
use super::row::{Found, ReadRow, Row};

/// Rows below the last one in which an answer that slipped may stand.
const FARTHEST: u32 = 5;

/// A row whose answers can be taken back.
pub(super) trait Withdraw {
    /// Makes the answer of a column unusable, and what was made of it; false where the column has no answer.
    fn withdraw(&mut self, column: Column) -> bool;
    /// The cell of its ref.
    fn ref_cell(&self) -> CellRef;
}

impl Withdraw for ProgressRow {
    fn withdraw(&mut self, column: Column) -> bool {
        match column {
            Column::Status if self.status.is_answered() => self.status.read = Read::Refused,
            Column::Forecast if self.forecast.is_answered() => self.forecast.read = Read::Refused,
            Column::OwnRag if self.own_rag.is_answered() => self.own_rag.read = Read::Refused,
            _ => return false,
        }
        true
    }

    fn ref_cell(&self) -> CellRef {
        self.ref_cell
    }
}

impl Withdraw for MeasureRow {
    fn withdraw(&mut self, column: Column) -> bool {
        let answered = match column {
            Column::Numerator => self.numerator.is_answered(),
            Column::Denominator => self.denominator.is_answered(),
            Column::Value => self.value.is_answered() && !self.value.found.is_empty(),
            _ => false,
        };
        if answered {
            self.value.read = Read::Refused;
        }
        answered
    }

    fn ref_cell(&self) -> CellRef {
        self.ref_cell
    }
}

/// Takes back the answers of every column that slipped, with L05 at each.
pub(super) fn withdraw<T: Withdraw>(found: &Found<'_>, rows: &mut [ReadRow<T>]) {
    let numbers: Vec<u32> = rows.iter().map(|read| read.row.ref_cell().row).collect();
    if !numbers.is_sorted() {
        return;
    }
    let wanting = |read: &ReadRow<T>, column: Column| match column {
        // Other measures want no numerator.
        Column::Numerator | Column::Denominator => {
            let measure = read.subject.measure.and_then(|reference| found.plan.measure(reference));
            measure.is_some_and(|measure| measure.unit == Unit::Percent)
        }
        Column::Value | Column::Status => true,
        // A blank one in the middle is usual.
        _ => Some(read.row.ref_cell().row) == numbers.first().copied(),
    };
    let as_they_stand: Vec<Row<'_>> = numbers.iter().map(|number| Row::new(found, *number)).collect();
    for column in found.inputs() {
        let both = rows.iter().zip(&as_they_stand);
        let wanted = both.filter(|(read, _)| wanting(read, column)).map(|(_, row)| row);
        let Some((gap, below)) = slipped_between(found, column, &numbers, wanted) else { continue };
        let kind = FaultKind::ColumnSlipped { gap, below };
        for read in rows.iter_mut().filter(|read| read.row.ref_cell().row > gap.row) {
            withdraw_at(found, read, column, &kind);
        }
    }
}

/// Takes back the answer of a column in one row, with this fault at it.
pub(super) fn withdraw_at<T: Withdraw>(
    found: &Found<'_>,
    read: &mut ReadRow<T>,
    column: Column,
    kind: &FaultKind,
) {
    let row = Row::new(found, read.row.ref_cell().row);
    if read.row.withdraw(column) {
        // Nothing is used now, however leniently it could be read.
        let is_read =
            |fault: &Fault| fault.column == Some(column) && matches!(fault.kind, FaultKind::ReadAs { .. });
        read.cell_faults.retain(|fault| !is_read(fault));
        read.cell_faults.push(Fault {
            place: found.place(row.at(column)),
            subject: read.subject.clone(),
            column: Some(column),
            found: row.shown(column),
            kind: kind.clone(),
        });
    }
}

/// The first empty cell of a column and the answer below its last row, where there are both.
fn slipped_between<'a>(
    found: &Found<'_>,
    column: Column,
    rows: &[u32],
    mut wanted: impl Iterator<Item = &'a Row<'a>>,
) -> Option<(CellRef, CellRef)> {
    let (first, last) = (*rows.first()?, *rows.last()?);
    let is_empty = |row: &&Row<'_>| {
        let has_reason = column == Column::Value && row.is_answered(Column::Absence);
        !row.is_answered(column) && !row.holds_own_formula(column) && !has_reason
    };
    let gap = wanted.find(is_empty).and_then(|row| found.header.cell(column, row.number))?;
    let mut below = (last + 1..=last + FARTHEST).filter_map(|row| {
        let row = Row::new(found, row);
        let cell =
            row.cell(column).filter(|cell| row.ref_cell().is_none() && is_answer(found, column, cell))?;
        (!is_total(found, column, rows, cell)).then_some(cell.at)
    });
    (last > first).then(|| below.next()).flatten().map(|below| (gap, below))
}

/// Whether a cell below the last row holds an answer that slipped. A total or a remark under the table is none.
fn is_answer(found: &Found<'_>, column: Column, cell: &Cell) -> bool {
    let template = found.template;
    match (&cell.content, column) {
        _ if cell.formula.is_some() => false,
        (Content::Number(_), Column::Value | Column::Numerator | Column::Denominator)
        | (Content::Date(_), Column::Forecast | Column::Value) => true,
        // A text alone in its row, below the values: the answer of a measure that is answered in words.
        (Content::Text(_), Column::Value) => found.grid.row(cell.at.row).len() == 1,
        (Content::Text(text), Column::Status) => template.status(text).is_some(),
        (Content::Text(text), Column::OwnRag) => template.rag(text).is_some(),
        _ => false,
    }
}

/// Whether a cell below the last row holds the sum of the column.
fn is_total(found: &Found<'_>, column: Column, rows: &[u32], cell: &Cell) -> bool {
    let number = |cell: &Cell| match cell.content {
        Content::Number(number) => Quantity::from_double(number),
        _ => None,
    };
    let numbers = rows.iter().filter_map(|row| number(found.grid.get(found.header.cell(column, *row)?)?));
    let numbers: Vec<Quantity> = numbers.collect();
    let sum = numbers.iter().try_fold(Quantity::ZERO, |sum, number| sum.plus(*number));
    numbers.len() > 1 && sum.is_some() && sum == number(cell)
}
