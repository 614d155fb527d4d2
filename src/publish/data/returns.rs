//! returns.csv: one row per file met, whatever became of it.

use super::super::Consolidation;
use super::super::met::FileMet;
use super::optional;

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
pub fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [String; 13]> + 'a {
    month.met.files.iter().map(row)
}

fn row(file: &FileMet) -> [String; 13] {
    let says = file.says.as_ref();
    [
        file.name.to_string(),
        optional(file.sha256),
        file.state.word().to_owned(),
        optional(says.and_then(|r| r.returner.as_ref())),
        optional(says.and_then(|r| r.period)),
        optional(says.and_then(|r| r.plan_version.as_ref())),
        says.map(|r| r.completed_by.clone()).unwrap_or_default(),
        optional(says.and_then(|r| r.date_completed)),
        optional(says.map(|r| r.progress_rows)),
        optional(says.map(|r| r.measure_rows)),
        file.tally.errors.to_string(),
        file.tally.queries.to_string(),
        file.tally.notes.to_string(),
    ]
}
