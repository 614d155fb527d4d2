//! `ragbook plan amend`.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{Local, NaiveDate};

use super::{unwritten, worker};
use crate::cli::args::{Amend, Shared};
use crate::cli::{Ended, Failure, console};
use crate::domain::folding::clip;
use crate::pipeline::ledgers::Ledgers;
use crate::pipeline::plan::{AmendError, Amended, Decision, Outcome, RowTaken, amend, amend_from};
use crate::plan::amend::{Amendment, Entered};
use crate::publish::output::Folder;

/// Name of the set within the plan folder.
const SET: &str = "amend";
/// Longest text shown in one piece.
const MOST_CHARS: usize = 4_000;

/// Enters one amendment, or those of a workbook.
pub(super) fn run(shared: &Shared, path: &Path, what: &Amend) -> Result<Ended, Failure> {
    // Held from before the plan is read until its files are written, so that two amendments cannot cross.
    let claimed = (path.is_dir() && !what.dry_run).then(|| Folder::claim(path)).transpose();
    let folder = claimed.map_err(|e| unwritten(format!("amending the plan in {}", path.display()), &e))?;
    let date = what.date.unwrap_or_else(|| Local::now().date_naive());
    let (amended, rows) = match &what.from {
        Some(workbook) => from_workbook(path, workbook, date, what)?,
        None => (one(path, date, what)?, Vec::new()),
    };
    if let Some(folder) = folder.filter(|_| !amended.files.is_empty()) {
        folder
            .replace_set(SET, &amended.files)
            .map_err(|e| unwritten(format!("amending the plan in {}", path.display()), &e))?;
    }
    console::done(&told(&amended, &rows));
    if !shared.quiet {
        say_what_was_done(path, &amended, what);
    }
    let refused = rows.iter().any(|row| matches!(row.outcome, Outcome::Refused(_)));
    Ok(if refused { Ended::WithErrors } else { Ended::Well })
}

fn one(path: &Path, date: NaiveDate, what: &Amend) -> Result<Amended, Failure> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let amendment = Amendment {
        reference: text(&what.reference),
        field: text(&what.field),
        to: text(&what.to),
        reason: text(&what.reason),
        approved_by: text(&what.approved_by),
        date,
        from_check: what.from_check.clone(),
    };
    let doing = format!("amending {} {} in {}", amendment.reference, amendment.field, path.display());
    amend(path, &amendment, what.plan_version.as_deref()).map_err(|e| failure(doing, path, &e))
}

fn from_workbook(
    path: &Path,
    workbook: &Path,
    date: NaiveDate,
    what: &Amend,
) -> Result<(Amended, Vec<RowTaken>), Failure> {
    let doing = format!("reading the decisions in {}", workbook.display());
    let version = what.plan_version.as_deref();
    // What is not agreed goes into a ledger: no other ragbook may add to it meanwhile.
    let ledgers = (path.is_dir() && !what.dry_run).then(|| Ledgers::claim(path)).transpose();
    let _held = ledgers.map_err(|e| Failure::new(doing.clone(), &e, e.advice()))?;
    amend_from(path, workbook, date, version, worker().as_ref()).map_err(|e| failure(doing, path, &e))
}

fn failure(doing: String, path: &Path, error: &AmendError) -> Failure {
    let path = path.display();
    let advice = match error {
        AmendError::IsWorkbook(_) => format!(
            "Make the plan a folder first: `ragbook plan convert --plan {path} FOLDER`, then amend with --plan FOLDER; `ragbook plan convert --plan FOLDER plan-new.xlsx` makes it a workbook again."
        ),
        AmendError::Unusable(_) => format!("`ragbook plan check --plan {path}` says what to mend first."),
        AmendError::Refused(_) => {
            format!("Nothing was written. `ragbook plan show --plan {path}` lists what the plan says now.")
        }
        AmendError::Workbook(_) => {
            "Give the consolidated workbook with the sheet Requested changes, saved and closed.".to_owned()
        }
    };
    Failure::new(doing, error, advice)
}

/// What changed, as lines; then what became of each row of a workbook.
fn told(amended: &Amended, rows: &[RowTaken]) -> String {
    let mut text = String::new();
    for entered in &amended.entered {
        text.push_str(&change(entered));
    }
    if let Some([before, now]) = &amended.version {
        let _ = writeln!(text, "{}", clip(&format!("plan.toml, version: {before} -> {now}"), MOST_CHARS));
    }
    for row in rows {
        let request = &row.request;
        let about = format!("row {}, {} {}", request.row, request.reference, request.field);
        let became = match (&row.outcome, &request.decision) {
            (Outcome::Entered(entered), _) => format!("entered, to {}", entered.to),
            (Outcome::EnteredBefore, _) => "entered before: nothing to do".to_owned(),
            (Outcome::NotAgreed, Ok(Decision::NotAgreed { reason, decided_by })) => {
                format!("not agreed, the plan stands ({decided_by}: {reason})")
            }
            (Outcome::NotAgreed, _) => "not agreed, the plan stands".to_owned(),
            (Outcome::Open, _) => "no decision yet".to_owned(),
            (Outcome::Refused(why), _) => format!("NOT ENTERED: {why}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", clip(&format!("{about}: {became}"), MOST_CHARS));
    }
    if let Some(why) = &amended.noted.not_noted {
        let _ = writeln!(
            text,
            "What was not agreed could not be noted, so the same request will be shown as new: {why}."
        );
    } else if !amended.noted.added.is_empty() {
        let count = amended.noted.added.len();
        let _ = writeln!(
            text,
            "Noted in decisions.csv as not agreed: {count}. The same request is not shown as new again."
        );
    }
    if text.is_empty() {
        text.push_str("No change was asked for.\n");
    }
    text
}

/// The cell before and after, and the row of the log.
fn change(entered: &Entered) -> String {
    let blank = |text: &str| if text.is_empty() { "(blank)".to_owned() } else { clip(text, MOST_CHARS) };
    let mut text = String::new();
    if let Some(place) = &entered.place {
        let _ = writeln!(text, "{place}: {} {}", entered.reference, entered.field);
        let _ = writeln!(text, "  - {}\n  + {}", blank(&entered.from), blank(&entered.to));
    }
    let log: Vec<String> =
        entered.log.iter().map(|(caption, text)| format!("{caption} {}", blank(text))).collect();
    let _ = writeln!(text, "changes.csv, new row\n  + {}", log.join(" | "));
    text
}

fn say_what_was_done(path: &Path, amended: &Amended, what: &Amend) {
    if !amended.opened.is_empty() {
        console::message("The plan now raises:");
        console::message(console::exceptions_in_words(&amended.opened).trim_end());
    }
    if what.dry_run {
        console::message("Nothing was written (--dry-run).");
    } else if amended.entered.is_empty() && amended.version.is_none() {
        console::message("Nothing was entered; the plan is as it was.");
    } else {
        console::message(&format!(
            "The plan in {} and its change log were changed together.",
            path.display()
        ));
    }
}
