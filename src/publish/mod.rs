//! Results to bytes: the consolidated workbook, the data CSVs, the manifest; and the one place that writes files
//! (7-publication.md; 8-commands-and-files.md).

use chrono::NaiveDate;

use crate::domain::Period;
use crate::finding::Exception;
use crate::intake::Intake;
use crate::ledger::History;
use crate::merge::Merged;
use crate::plan::Plan;
use crate::rating::Ratings;
use crate::rules::NotRun;

/// Everything a month's consolidation found: what every output is made from, so that no two can disagree.
#[derive(Debug, Clone, Copy)]
pub struct Consolidation<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The period.
    pub period: Period,
    /// The as-at date.
    pub as_at: NaiveDate,
    /// Every file met.
    pub intake: &'a Intake,
    /// Figures, progress, contributions, requested changes.
    pub merged: &'a Merged,
    /// Ratings.
    pub ratings: &'a Ratings,
    /// Exceptions, open first, worst first.
    pub exceptions: &'a [Exception],
    /// Rules that did not run.
    pub not_run: &'a [NotRun],
    /// Earlier periods.
    pub history: &'a History,
}
