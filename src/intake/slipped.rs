//! A column that was pasted or moved one row down: its first cell is empty and an answer stands below the last row. Then
//! every answer in between may belong to the row above it, and none is used (4-reading.md: when in doubt, ask).

use crate::domain::{CellRef, Column};
use crate::finding::{Fault, FaultKind};
use crate::sheet::grid::{Cell, Content};

use super::answers::{MeasureRow, ProgressRow, Read};
use super::row::{Found, ReadRow, Row};

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
    let at = |read: &ReadRow<T>| read.row.ref_cell().row;
    let (Some(first), Some(last)) = (rows.first().map(at), rows.last().map(at)) else { return };
    let columns: Vec<Column> =
        found.inputs().filter(|column| has_slipped(found, *column, first, last)).collect();
    for column in columns {
        for read in rows.iter_mut() {
            let row = Row::new(found, read.row.ref_cell().row);
            if read.row.withdraw(column) {
                let below = CellRef::new(last + 1, row.at(column).column);
                read.cell_faults.push(Fault {
                    place: found.place(row.at(column)),
                    subject: read.subject.clone(),
                    column: Some(column),
                    found: row.shown(column),
                    kind: FaultKind::ColumnSlipped { below },
                });
            }
        }
    }
}

fn has_slipped(found: &Found<'_>, column: Column, first: u32, last: u32) -> bool {
    let template = found.template;
    let (top, below) = (Row::new(found, first), Row::new(found, last + 1));
    // A total or a remark under the table is no answer that slipped.
    let is_answer = |cell: &Cell| match (&cell.content, column) {
        _ if cell.formula.is_some() => false,
        (Content::Number(_), Column::Value | Column::Numerator | Column::Denominator)
        | (Content::Date(_), Column::Forecast | Column::Value) => true,
        // A text alone in its row, below the values: the answer of a measure that is answered in words.
        (Content::Text(_), Column::Value) => found.grid.row(last + 1).len() == 1,
        (Content::Text(text), Column::Status) => template.status(text).is_some(),
        (Content::Text(text), Column::OwnRag) => template.rag(text).is_some(),
        _ => false,
    };
    last > first && !top.is_answered(column) && below.cell(column).is_some_and(is_answer)
}
