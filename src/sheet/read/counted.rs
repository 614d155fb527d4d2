//! Cells counted against the limits (10-limits-and-speed.md, "Limits"), the same for every format.

use super::parts::too_large;
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::Content;
use crate::sheet::limits::Limits;

/// How many cells of one workbook have been met.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    /// Non-empty cells, and comments, which cost as much.
    pub(super) cells: u64,
    unreadable: u64,
}

impl Counted {
    /// Counts one cell; refuses the workbook when it is one too many, or holds too much text.
    pub(super) fn count(&mut self, content: &Content, limits: &Limits) -> Result<(), Refusal> {
        self.cells += 1;
        if self.cells > limits.cells {
            return Err(too_large(Guard::Cells, limits.cells, None));
        }
        match content {
            Content::Unreadable(_) => {
                self.unreadable += 1;
                if self.unreadable > limits.unreadable_cells {
                    return Err(too_large(Guard::UnreadableCells, limits.unreadable_cells, None));
                }
            }
            Content::Text(text) if text.len() as u64 > limits.cell_chars => {
                let chars = text.chars().count() as u64;
                if chars > limits.cell_chars {
                    return Err(too_large(Guard::CellChars, limits.cell_chars, Some(chars)));
                }
            }
            _ => {}
        }
        Ok(())
    }
}
