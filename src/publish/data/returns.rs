//! returns.csv: one row per file met, whatever became of it.

use crate::intake::FileMet;

use super::super::{Consolidation, Tally};
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
    let tallies = month.tallies_by_file();
    month
        .intake
        .files
        .iter()
        .map(move |file| row(file, tallies.get(&*file.name).copied().unwrap_or_default()))
}

fn row(file: &FileMet, tally: Tally) -> [String; 13] {
    let returned = file.returned.as_ref();
    [
        file.name.to_string(),
        optional(file.sha256),
        file.state.word().to_owned(),
        optional(returned.and_then(|r| r.returner.as_ref())),
        optional(returned.and_then(|r| r.period)),
        optional(returned.and_then(|r| r.plan_version.as_ref())),
        returned.map(|r| r.completed_by.clone()).unwrap_or_default(),
        optional(returned.and_then(|r| r.date_completed)),
        optional(returned.map(|r| r.progress.as_ref().map_or(0, |t| t.rows.len()))),
        optional(returned.map(|r| r.measures.as_ref().map_or(0, |t| t.rows.len()))),
        tally.errors.to_string(),
        tally.queries.to_string(),
        tally.notes.to_string(),
    ]
}
