//! Typed facts about what is wrong, or still open, in the plan's own files (2-plan.md; rules P01 on).

use crate::finding::{Place, Subject};

/// Something wrong or open in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// File and cell (row and column of the CSV or of the sheet in `plan.xlsx`).
    pub place: Place,
    /// What it concerns.
    pub subject: Subject,
    /// The text found; empty when it is not about one text.
    pub found: String,
    /// What is wrong.
    pub kind: PlanFaultKind,
}

/// What is wrong or open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFaultKind {
    /// A needed file is not there.
    FileMissing,
}
