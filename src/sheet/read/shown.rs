//! A cell as a person sees it.

use crate::sheet::grid::{Cell, Content};

/// The cell as Excel would show it, as near as needed to quote it.
pub fn shown(cell: &Cell) -> String {
    match &cell.content {
        Content::Text(text) | Content::Error(text) => text.clone(),
        _ => String::new(),
    }
}
