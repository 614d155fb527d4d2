//! The cells of a workbook as they are found, held against the limits: what the readers of xls, xlsb and ods share.

use std::sync::Arc;

use super::counted::Counted;
use super::parts::too_large;
use crate::domain::{CellRef, Guard, Refusal};
use crate::sheet::grid::{Cell, Content, DateSerial, Doubt, Grid, Workbook};
use crate::sheet::limits::Limits;

/// A workbook being filled, sheet by sheet.
pub(super) struct Filling<'a> {
    limits: &'a Limits,
    workbook: Workbook,
    counted: Counted,
}

impl<'a> Filling<'a> {
    /// Starts with what is known of the workbook before its cells.
    pub(super) fn of(workbook: Workbook, limits: &'a Limits) -> Self {
        Self { limits, workbook, counted: Counted::default() }
    }

    /// The workbook.
    pub(super) fn done(self) -> Workbook {
        self.workbook
    }

    /// Takes one cell into the sheet, if it holds anything.
    ///
    /// # Errors
    /// `TooLarge` when a limit on cells is passed.
    pub(super) fn take(&mut self, grid: &mut Grid, cell: Cell) -> Result<(), Refusal> {
        let holds_nothing = match &cell.content {
            Content::Blank => true,
            Content::Text(text) => text.is_empty(),
            _ => false,
        };
        if cell.formula.is_some() {
            grid.never_calculated =
                is_nought_or_nothing(&cell.content) && (grid.never_calculated || grid.formulas == 0);
            grid.formulas += 1;
        } else if holds_nothing {
            return Ok(());
        }
        self.counted.count(&cell.content, self.limits)?;
        if cell.at.row >= self.limits.stray_row || cell.at.column >= self.limits.stray_column {
            self.workbook.stray.push((Arc::clone(&grid.name), cell.at));
        } else {
            grid.cells.push(cell);
        }
        Ok(())
    }

    /// Adds a sheet whose cells are all in, in the order of their places; of two cells at one place neither is sure.
    ///
    /// # Errors
    /// `TooLarge` when there are too many sheets.
    pub(super) fn sheet(&mut self, mut grid: Grid) -> Result<(), Refusal> {
        if !grid.cells.is_sorted_by(|a, b| a.at < b.at) {
            grid.cells.sort_by_key(|cell| cell.at);
            grid.cells.dedup_by(|later, first| {
                let same = later.at == first.at;
                if same && later.content != first.content {
                    first.doubt = Some(Doubt::Twice);
                }
                same
            });
        }
        self.workbook.grids.push(grid);
        let sheets = self.workbook.grids.len() as u64;
        if sheets > self.limits.sheets {
            Err(too_large(Guard::Sheets, self.limits.sheets, None))
        } else {
            Ok(())
        }
    }
}

/// Adds a number to inclusive ranges that are kept in order.
pub(super) fn extend(ranges: &mut Vec<(u32, u32)>, from: u32, to: u32) {
    match ranges.last_mut() {
        Some(last) if last.1.checked_add(1) == Some(from) => last.1 = to,
        _ => ranges.push((from, to)),
    }
}

/// Whether this address lies on a sheet at all.
pub(super) const fn is_on_a_sheet(at: CellRef) -> bool {
    at.row < 1 << 20 && at.column < 1 << 14
}

fn is_nought_or_nothing(content: &Content) -> bool {
    match content {
        Content::Blank => true,
        Content::Number(number) | Content::Date(DateSerial { serial: number, .. }) => *number == 0.0,
        Content::Text(_) | Content::Boolean(_) | Content::Error(_) | Content::Unreadable(_) => false,
    }
}
