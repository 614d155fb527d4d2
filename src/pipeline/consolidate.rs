//! `ragbook consolidate`: a month's returns to the consolidated workbook, the data CSVs and the manifest; and what they gave
//! to the history ledger.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::Sha256;
use crate::domain::rated::RatingCounts;
use crate::finding::Exception;
use crate::intake::Intake;
use crate::publish::met::FileCounts;
use crate::publish::output::{Folder, OutputError};
use crate::publish::{self, PublishError, Tally, manifest};
use crate::rules::Scope;

use super::decide::{self, NotUsed};
use super::ledgers::Ledgers;
use super::month::{Asked, Found, find};
use super::record::record;

/// Why a month could not be consolidated. What stood in the output folder before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum ConsolidateError {
    /// The output could not be made.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// None of the files is a return of the month, and the records have results of it.
    #[error(
        "none of the {met} files met is a return for {month} that can be used, and history.csv has results of that month already. Nothing was changed. Check the folder and --period; `ragbook check` says what is wrong with the files, and --trial writes the outputs without the records"
    )]
    NothingToUse {
        /// Files met.
        met: usize,
        /// The month in words.
        month: String,
    },
    /// The workbook that would be replaced holds decisions that were not taken.
    #[error(
        "{} has {count} on its sheet Exceptions not yet taken, which would be lost. Run `ragbook decide {}` first; or move the workbook away", .workbook.display(), .workbook.display()
    )]
    Undecided {
        /// The workbook.
        workbook: PathBuf,
        /// How many, in words.
        count: String,
    },
    /// The workbook that would be replaced says something that a later decision has overruled: which of them is meant is for
    /// the officer to say.
    #[error("{}, sheet Exceptions, row {row}: {why} Nothing was changed", .workbook.display())]
    Overruled {
        /// The workbook.
        workbook: PathBuf,
        /// Row of the sheet, from 1.
        row: u32,
        /// Which decisions these are, and what to do.
        why: String,
    },
    /// The output could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The history ledger could not be added to.
    #[error("history.csv could not be made: {0}")]
    Ledger(#[from] csv::Error),
}

/// What became of the history ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// A trial: the ledger was left as it is.
    Trial,
    /// The results are those that it had already, as this revision.
    Same(u32),
    /// The results were added as this revision.
    Revision(u32),
    /// Left as it is: files came, none of them could be used, and some are returns of another month. Perhaps the month that
    /// was asked for is not the one that was meant, and a ledger that is never shortened would hold it for ever.
    OfAnotherMonth,
}

/// What was done and found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The consolidated workbook.
    pub workbook: PathBuf,
    /// The folder of the data CSVs and the manifest.
    pub data: PathBuf,
    /// Files met.
    pub files: FileCounts,
    /// Open exceptions by severity.
    pub exceptions: Tally,
    /// Delivery ratings of all actions.
    pub ratings: RatingCounts,
    /// What became of the history ledger.
    pub recorded: Recorded,
    /// Everything found out, for a caller that wants to say more; what was read from each file is given back by then.
    pub found: Found,
}

/// Takes the output folder before the long work, so that a full set can be written to it at the end.
pub fn claim(asked: &Asked<'_>, out: &Path) -> Result<Folder, ConsolidateError> {
    let folder = Folder::claim(out)?;
    let (workbook, data) = publish::names(asked.period);
    folder.probe_replace(&[&workbook, &data])?;
    Ok(folder)
}

/// That the workbook which would be replaced holds no decision that the ledger does not know: consolidating before deciding
/// would lose what the officer typed.
pub fn keeps_decisions(
    asked: &Asked<'_>,
    out: &Path,
    plan: &Path,
    today: NaiveDate,
) -> Result<(), ConsolidateError> {
    let (name, data) = publish::names(asked.period);
    let workbook = out.join(&name);
    if !workbook.is_file() || is_as_written(&workbook, &name, &out.join(data)) {
        return Ok(());
    }
    let asked = decide::Asked {
        plan: asked.plan,
        workbook: &workbook,
        data: None,
        beside: plan,
        today,
        worker: None,
        dry_run: true,
    };
    // A file that is no workbook of ours, or that cannot be read, holds no decision that could be taken.
    let Ok(decided) = decide::decide(&asked) else { return Ok(()) };
    if let Some(NotUsed { row, why }) = decided.overruled {
        return Err(ConsolidateError::Overruled { workbook, row, why });
    }
    match decided.added.len() {
        0 => Ok(()),
        1 => Err(ConsolidateError::Undecided { workbook, count: "1 decision".to_owned() }),
        more => Err(ConsolidateError::Undecided { workbook, count: format!("{more} decisions") }),
    }
}

/// Whether the workbook is, byte for byte, what the manifest beside it says was written.
fn is_as_written(workbook: &Path, name: &str, data: &Path) -> bool {
    let outputs = std::fs::read(data.join("run.json")).ok().and_then(|bytes| manifest::outputs(&bytes));
    let written = outputs.into_iter().flatten().find(|output| output.file == name);
    let now = || std::fs::read(workbook).ok().map(|bytes| Sha256::of(&bytes));
    written.is_some_and(|written| now() == Some(written.sha256))
}

/// Merges, rates and checks what was read, and writes the whole set into the folder claimed for it; with it what the month
/// leaves in the ledgers, when these are held: both or neither.
pub fn write(
    asked: &Asked<'_>,
    folder: &Folder,
    ledgers: &Ledgers,
    intake: Intake,
) -> Result<Outcome, ConsolidateError> {
    let mut found = find(asked, intake, &[Scope::Return, Scope::Month]);
    let known = ledgers.held().map_or(0, |_| ledgers.latest_revision(asked.period));
    if known > 0 && found.met.counts.read == 0 {
        let (met, month) = (found.met.counts.met(), asked.period.in_words());
        return Err(ConsolidateError::NothingToUse { met, month });
    }
    let of_another_month = known == 0 && is_of_another_month(found.met.counts, &found.findings.exceptions);
    // What was read is told and recorded, and given back before the workbook is made: nobody holds both.
    let intake = std::mem::take(&mut found.intake);
    let month = found.consolidation(asked);
    let held = ledgers.held().map(|held| (held, record(&month, &intake)));
    drop(intake);
    let set = folder.begin(&format!("{}-consolidated", asked.period))?;
    publish::write(&month, &set)?;
    let recorded = if of_another_month && held.is_some() {
        set.replace()?;
        Recorded::OfAnotherMonth
    } else if let Some((held, past)) = held {
        let added = ledgers.history_with(&past, &publish::run_id(&month)?)?;
        if let Some((revision, ledger)) = added {
            set.replace_with(held, &ledger)?;
            Recorded::Revision(revision)
        } else {
            set.replace()?;
            Recorded::Same(ledgers.latest_revision(asked.period))
        }
    } else {
        set.replace()?;
        Recorded::Trial
    };
    Ok(outcome(asked, folder, found, recorded))
}

/// Whether nothing could be used, and a file was refused as a return of another month (W03): the month is likely not the one
/// that was meant.
pub(super) fn is_of_another_month(files: FileCounts, exceptions: &[Exception]) -> bool {
    files.read == 0 && exceptions.iter().any(|exception| exception.code.0 == "W03")
}

fn outcome(asked: &Asked<'_>, folder: &Folder, found: Found, recorded: Recorded) -> Outcome {
    let (workbook, data) = publish::names(asked.period);
    let all = found.ratings.roll_ups.iter().find(|roll_up| roll_up.outcome.is_none());
    Outcome {
        workbook: folder.path().join(workbook),
        data: folder.path().join(data),
        files: found.met.counts,
        exceptions: Tally::of(found.findings.exceptions.iter().filter(|e| e.is_open())),
        ratings: all.map(|roll_up| roll_up.delivery).unwrap_or_default(),
        recorded,
        found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;
    use crate::ledger::{Decisions, History};
    use crate::plan::sample::plan;

    fn asked<'a>(plan: &'a crate::plan::Plan, history: &'a History, decisions: &'a Decisions) -> Asked<'a> {
        let period = Period::new(2024, 3).unwrap();
        Asked { plan, period, as_at: period.last_day(), history, decisions }
    }

    #[test]
    fn a_month_without_any_return_is_written_whole_and_says_so() {
        let (plan, history, out) = (plan(), History::default(), tempfile::tempdir().unwrap());
        let decisions = Decisions::default();
        let asked = asked(&plan, &history, &decisions);
        let folder = claim(&asked, out.path()).unwrap();
        let outcome = write(&asked, &folder, &Ledgers::default(), Intake::default()).unwrap();
        assert_eq!(outcome.files.met(), 0);
        assert_eq!(outcome.ratings.all(), plan.actions.len());
        assert!(outcome.exceptions.errors >= 3, "one missing return for each lead: {:?}", outcome.exceptions);
        let manifest: serde_json::Value =
            serde_json::from_slice(&std::fs::read(outcome.data.join("run.json")).unwrap()).unwrap();
        let outputs = manifest["outputs"].as_array().unwrap();
        assert_eq!(outputs.len(), 6);
        for output in outputs {
            let path = out.path().join(output["file"].as_str().unwrap());
            assert_eq!(output["sha256"], Sha256::of(&std::fs::read(path).unwrap()).to_string());
        }
        let mut left: Vec<_> = std::fs::read_dir(out.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["2024-03-consolidated.xlsx", "2024-03-data"]);
    }
}
