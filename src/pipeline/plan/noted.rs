//! Requested changes that were not agreed, noted in decisions.csv as the answer to their exception (R07), so that the same
//! request is shown next month with who rejected it and why (docs/changing-the-plan.md).

use std::path::Path;

use chrono::NaiveDate;

use super::amend::{Outcome, RowTaken};
use super::requests::{Decision as Answer, Request};
use crate::domain::Period;
use crate::domain::folding::fold_wording;
use crate::ledger::decisions::FILE;
use crate::ledger::{Choice, Decision, Identity, Settles};
use crate::pipeline::ledgers::Ledgers;
use crate::plan::Plan;
use crate::publish::output::NewFile;
use crate::sheet::grid::Workbook;

/// What was noted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noted {
    /// Rows that decisions.csv got, or would get.
    pub added: Vec<Decision>,
    /// decisions.csv with them, to be written with the plan's files.
    pub file: Option<NewFile>,
    /// Why nothing could be noted.
    pub not_noted: Option<String>,
}

/// Notes what was not agreed on the sheet *Requested changes* of this workbook.
pub(super) fn note(
    plan: &Plan,
    beside: &Path,
    (path, book): (&Path, &Workbook),
    rows: &[RowTaken],
    date: NaiveDate,
) -> Noted {
    let rejected: Vec<&Request> =
        rows.iter().filter(|row| row.outcome == Outcome::NotAgreed).map(|row| &row.request).collect();
    if rejected.is_empty() {
        return Noted::default();
    }
    match noted(plan, beside, (path, book), &rejected, date) {
        Ok(noted) => noted,
        Err(why) => Noted { not_noted: Some(why), ..Noted::default() },
    }
}

fn noted(
    plan: &Plan,
    beside: &Path,
    (path, book): (&Path, &Workbook),
    rejected: &[&Request],
    date: NaiveDate,
) -> Result<Noted, String> {
    let property = |name: &str| book.properties.get(name).map(String::as_str).unwrap_or_default();
    let period: Period = property("ragbook.period")
        .parse()
        .map_err(|_| "the workbook does not say which month it is for".to_owned())?;
    let written = path.parent().unwrap_or(Path::new("")).join(crate::publish::names(period).1);
    let asked = asked(&written.join("exceptions.csv"))?;
    let mut ledger = Ledgers::read_beside(beside).map_err(|error| error.to_string())?.decisions().clone();
    let mut taken = Vec::new();
    for request in rejected {
        let Ok(Answer::NotAgreed { reason, decided_by }) = &request.decision else { continue };
        let about = exception(plan, &asked, request).ok_or_else(|| {
            format!("row {} is about no request that {} lists", request.row, written.display())
        })?;
        let decision = Decision {
            id: String::new(),
            line: 0,
            period,
            decided_on: Some(date),
            about: about.clone(),
            choice: Choice::RejectTheValue,
            value: String::new(),
            reason: reason.clone(),
            decided_by: decided_by.clone(),
            until: None,
            rated: None,
            run: property("ragbook.run").to_owned(),
            sheet_row: Some(request.row),
        };
        // A row that only shows what was decided in an earlier month.
        let shown = |known: &&Decision| Decision { period, ..(*known).clone() }.says_the_same(&decision);
        if !ledger.up_to(period).in_force().iter().any(shown) {
            taken.push(decision);
        }
    }
    let added = ledger.add(taken);
    let file = if added.is_empty() {
        None
    } else {
        let bytes = ledger.to_csv().map_err(|error| error.to_string())?;
        Some(NewFile { name: FILE.to_owned(), bytes })
    };
    Ok(Noted { added, file, not_noted: None })
}

/// Requests as exceptions.csv has them.
fn asked(path: &Path) -> Result<Vec<Identity>, String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        format!(
            "{} cannot be read ({error}); put the workbook beside the data folder it was written with",
            path.display()
        )
    };
    let mut reader = csv::Reader::from_path(path).map_err(|error| unreadable(&error))?;
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let column =
        header.iter().position(|name| name == "key").ok_or_else(|| unreadable(&"it has no column key"))?;
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let about = record.get(column).and_then(Identity::of_key);
        found.extend(about.filter(|about| Settles::of(about) == Settles::RequestedChange));
    }
    Ok(found)
}

/// The exception of a row: by ref, and by who asked where several leads did.
fn exception<'a>(plan: &Plan, asked: &'a [Identity], request: &Request) -> Option<&'a Identity> {
    let of_ref = || asked.iter().filter(|about| about.reference == request.reference);
    let by = fold_wording(&request.asked_by);
    let is_theirs =
        |about: &&Identity| about.lead().is_some_and(|lead| fold_wording(plan.lead_name(&lead)) == by);
    of_ref().find(is_theirs).or_else(|| of_ref().next().filter(|_| of_ref().count() == 1))
}
