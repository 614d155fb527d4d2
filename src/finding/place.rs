//! Where something is wrong, and whom and what it concerns.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{ActionRef, CellRef, LeadId, MeasureRef, Provenance};

/// A place in a file: as exact as is known. A finding about a whole table stands at its header row's first cell; one
/// about a missing row has no cell (11-settled.md, "Files").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// File name relative to the folder given; a plan file's name for a finding on the plan.
    pub file: Option<Arc<str>>,
    /// Sheet as found; none for CSVs.
    pub sheet: Option<Arc<str>>,
    /// Cell.
    pub cell: Option<CellRef>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// A sheet of a file.
    pub fn sheet(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>) -> Self {
        Self { file: Some(file.into()), sheet: Some(sheet.into()), cell: None }
    }

    /// A cell on a sheet of a file.
    pub fn cell(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>, cell: CellRef) -> Self {
        Self { file: Some(file.into()), sheet: Some(sheet.into()), cell: Some(cell) }
    }

    /// Sheet and cell as messages name them: `Measures!H7`, `Measures`, `H7`, or nothing.
    pub fn in_file(&self) -> String {
        match (&self.sheet, self.cell) {
            (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
            (Some(sheet), None) => sheet.to_string(),
            (None, Some(cell)) => cell.to_string(),
            (None, None) => String::new(),
        }
    }
}

impl From<&Provenance> for Place {
    fn from(provenance: &Provenance) -> Self {
        Self::cell(Arc::clone(&provenance.file), Arc::clone(&provenance.sheet), provenance.cell)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = self.in_file();
        match (&self.file, inside.is_empty()) {
            (Some(file), true) => f.write_str(file),
            (Some(file), false) => write!(f, "{file} · {inside}"),
            (None, _) => f.write_str(&inside),
        }
    }
}

/// Whom and what a fault or exception concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Subject {
    /// The returner.
    pub returner: Option<LeadId>,
    /// The action; for a measure, its action.
    pub action: Option<ActionRef>,
    /// The measure.
    pub measure: Option<MeasureRef>,
}

impl Subject {
    /// About a returner as such.
    pub fn returner(returner: &LeadId) -> Self {
        Self { returner: Some(returner.clone()), ..Self::default() }
    }

    /// About an action.
    pub const fn action(action: ActionRef) -> Self {
        Self { returner: None, action: Some(action), measure: None }
    }

    /// About a measure, and so its action.
    pub const fn measure(measure: MeasureRef) -> Self {
        Self { returner: None, action: measure.action(), measure: Some(measure) }
    }

    /// The same, from this returner.
    #[must_use]
    pub fn from(mut self, returner: Option<&LeadId>) -> Self {
        self.returner = returner.cloned();
        self
    }

    /// The measure's ref, else the action's, else nothing.
    pub fn reference(&self) -> String {
        match (self.measure, self.action) {
            (Some(measure), _) => measure.to_string(),
            (None, Some(action)) => action.to_string(),
            (None, None) => String::new(),
        }
    }
}
