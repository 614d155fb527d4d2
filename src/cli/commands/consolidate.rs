//! `ragbook consolidate`: the main job.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::month::TheMonth;
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::finding::Exception;
use crate::pipeline::consolidate::{self, ConsolidateError, Outcome, Recorded};
use crate::publish::met::FileMet;

/// How a month is consolidated.
pub(super) struct How<'a> {
    /// Answers extracted before, instead of returns or beside them.
    pub(super) answers: &'a [PathBuf],
    /// The day at which ratings stand, when not the last of the period.
    pub(super) as_at: Option<NaiveDate>,
    /// Whether errors found make the exit status 1.
    pub(super) strict: bool,
    /// Whether the ledger is left as it is.
    pub(super) trial: bool,
}

/// Reads, merges, rates, checks and writes; prints where the workbook is and what was found.
pub(super) fn run(shared: &Shared, returns: &Returns, out: &Path, how: &How<'_>) -> Result<Ended, Failure> {
    // All of it in a thread that reads returns too: what one thread gives back of its memory no other takes again, and the plan
    // as it is read needs as much as all that is read of the returns.
    rayon::scope(|_| consolidated(shared, returns, out, how))
}

fn consolidated(shared: &Shared, returns: &Returns, out: &Path, how: &How<'_>) -> Result<Ended, Failure> {
    let doing = || format!("consolidating {} into {}", returns.period.in_words(), out.display());
    let failed = |e: ConsolidateError| Failure::new(doing(), e, "");
    let load = if how.trial { TheMonth::load } else { TheMonth::claim };
    let month = load(shared, returns, how.as_at)?;
    let asked = month.asked();
    let folder = consolidate::claim(&asked, out).map_err(failed)?;
    let today = chrono::Local::now().date_naive();
    consolidate::keeps_decisions(&asked, out, &super::plan_path(shared)?, today).map_err(failed)?;
    let intake = month.read_with(shared, returns, how.answers)?;
    let outcome = consolidate::write(&asked, &folder, month.ledgers(), intake).map_err(failed)?;
    console::done(&told(&outcome));
    if let Some(warning) = warning(&outcome, returns.period) {
        console::message(&warning);
    }
    let errors = outcome.exceptions.errors > 0;
    // The program ends here: to give back what a large month holds, piece by piece, would take as long as rating it.
    std::mem::forget(outcome);
    Ok(if how.strict && errors { Ended::WithErrors } else { Ended::Well })
}

/// What an officer must know before anybody reads a workbook into which no return went.
fn warning(outcome: &Outcome, asked: Period) -> Option<String> {
    let files = outcome.files;
    if files.read > 0 {
        return None;
    }
    let nothing = format!("No return for {} was used: the workbook shows none.", asked.in_words());
    let says = |file: &FileMet| file.says.as_ref().and_then(|r| r.period).filter(|says| *says != asked);
    let mut others = BTreeMap::<Period, usize>::new();
    for other in outcome.found.met.files.iter().filter_map(says) {
        *others.entry(other).or_default() += 1;
    }
    Some(match (files.met(), others.into_iter().max_by_key(|(_, count)| *count)) {
        // Reading has said already that there was no file.
        (0, _) => nothing,
        (met, Some((other, count))) => format!(
            "{nothing} {count} of the {met} files say {}. If that is the month you want, run this again with --period {other}.",
            other.in_words()
        ),
        (1, None) => format!("{nothing} The one file was refused or skipped: the sheet Exceptions says why."),
        (met, None) => {
            format!("{nothing} All {met} files were refused or skipped: the sheet Exceptions says why.")
        }
    })
}

/// Open exceptions by severity, and how many were decided.
fn exceptions(all: &[Exception]) -> String {
    let open: Vec<Exception> = all.iter().filter(|e| e.is_open()).cloned().collect();
    match all.len() - open.len() {
        0 => console::counted(&open),
        decided => format!("{} {decided} more decided.", console::counted(&open)),
    }
}

fn told(outcome: &Outcome) -> String {
    let files = outcome.files;
    format!(
        "Workbook    {}\nData        {}\nFiles       {} met: {} read, {} refused, {} duplicate, {} skipped\n\
         Exceptions  {}\nDelivery    {}\nHistory     {}\n",
        outcome.workbook.display(),
        outcome.data.display(),
        files.met(),
        files.read,
        files.refused,
        files.duplicate,
        files.skipped,
        exceptions(&outcome.found.findings.exceptions),
        outcome.ratings.strip(),
        in_history(outcome.recorded),
    )
}

/// What became of the history ledger.
fn in_history(recorded: Recorded) -> String {
    match recorded {
        Recorded::Trial => "a trial: history.csv is left as it is".to_owned(),
        Recorded::Revision(1) => "this month is now in history.csv".to_owned(),
        Recorded::Revision(revision) => {
            format!(
                "the results differ from the last run of this month: now also in history.csv, as revision {revision}"
            )
        }
        Recorded::OfAnotherMonth => {
            "left as it is: no file could be used, and some are returns of another month. Is --period right?"
                .to_owned()
        }
        Recorded::Same(_) => "the results are those in history.csv already".to_owned(),
    }
}
