//! returns.csv: one row per file met, whatever became of it.

use super::super::Consolidation;
use super::super::met::FileMet;
use super::{Field, lent, optional};
use crate::domain::LeadId;

/// Columns of returns.csv.
pub const COLUMNS: [&str; 13] = [
    "file",
    "sha256",
    "state",
    "returner",
    "period",
    "plan_version",
    "completed_by",
    "date_completed",
    "progress_rows",
    "measure_rows",
    "errors",
    "queries",
    "notes",
];

/// Rows by file name. `errors`, `queries` and `notes` count the exceptions that stand in that file.
pub(super) fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [Field<'a>; 13]> + 'a {
    month.met.files.iter().map(row)
}

fn row(file: &FileMet) -> [Field<'_>; 13] {
    let says = file.says.as_ref();
    [
        (&*file.name).into(),
        optional(file.sha256).into(),
        file.state.word().into(),
        lent(says.and_then(|r| r.returner.as_ref()).map(LeadId::as_str)),
        optional(says.and_then(|r| r.period)).into(),
        lent(says.and_then(|r| r.plan_version.as_deref())),
        lent(says.map(|r| r.completed_by.as_str())),
        optional(says.and_then(|r| r.date_completed)).into(),
        optional(says.map(|r| r.progress_rows)).into(),
        optional(says.map(|r| r.measure_rows)).into(),
        file.tally.errors.to_string().into(),
        file.tally.queries.to_string().into(),
        file.tally.notes.to_string().into(),
    ]
}
