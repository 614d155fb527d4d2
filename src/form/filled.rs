//! What stands in a form besides what the plan knows: a return that goes back to its lead holds what the lead typed, and
//! says at a cell what is doubtful about it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::template::AboutItem;
use crate::domain::{ActionRef, CellRef, Column, MeasureRef, Table};
use crate::sheet::book::{Book, CellContent, CellSpec, Sheet};

/// A cell of the form by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// An answer on *Start here*.
    About(AboutItem),
    /// A column of an action's row.
    Progress(ActionRef, Column),
    /// A column of a measure's row.
    Measures(MeasureRef, Column),
}

/// What is to stand in a cell of the form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// What the lead typed; none leaves the cell as in the blank form.
    pub typed: Option<CellContent<'static>>,
    /// What is doubtful about it.
    pub mark: Option<String>,
}

/// What stands in a form, by cell.
pub type Filled = BTreeMap<Spot, Entry>;

/// The cell of the blank form with what is to stand in it.
pub(super) fn fill_in<'a>(filled: &Filled, spot: Spot, blank: CellSpec<'a>) -> CellSpec<'a> {
    let Some(entry) = filled.get(&spot) else { return blank };
    let content = entry.typed.clone().unwrap_or(blank.content);
    CellSpec { content, mark: entry.mark.clone().map(Cow::Owned), ..blank }
}

/// Whether a cell of the form holds an answer or a mark.
pub(super) fn is_filled(filled: &Filled, spot: Spot) -> bool {
    filled.get(&spot).is_some_and(|entry| entry.typed.is_some())
}

/// Sheet and cell at which something stands in this form; none when it has no such row.
pub fn place_of(form: &Book, spot: Spot) -> Option<(&str, CellRef)> {
    let name = match spot {
        Spot::About(_) => Table::About.name(),
        Spot::Progress(..) => Table::Progress.name(),
        Spot::Measures(..) => Table::Measures.name(),
    };
    let sheet: &Sheet = form.sheets.iter().find(|s| s.table.as_ref().is_some_and(|t| t.name == name))?;
    let rows = &sheet.table.as_ref()?.rows;
    let row_of = |reference: String| {
        let said = CellContent::Text(reference.into());
        rows.iter().position(|row| row.first().is_some_and(|cell| cell.content == said))
    };
    let column_of = |table, column| Column::of(table).iter().position(|c| *c == column);
    let (row, column) = match spot {
        Spot::About(item) => (AboutItem::ALL.iter().position(|(i, _)| *i == item)?, 1),
        Spot::Progress(action, column) => (row_of(action.to_string())?, column_of(Table::Progress, column)?),
        Spot::Measures(measure, column) => {
            (row_of(measure.to_string())?, column_of(Table::Measures, column)?)
        }
    };
    let row = sheet.header_row() + 1 + u32::try_from(row).ok()?;
    Some((&sheet.name, CellRef::new(row, u32::try_from(column).ok()?)))
}
