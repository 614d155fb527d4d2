//! `ragbook plan amend`: one agreed change, or those agreed on the sheet *Requested changes*, into the plan and its log
//! (8-commands-and-files.md). Gives the changed files; whoever writes them writes all of them or none.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::noted::{self, Noted};
use super::requests::{self, Decision, Request};
use super::{UnusablePlan, usable};
use crate::domain::Refusal;
use crate::domain::folding::{clip, fold_wording};
use crate::finding::Exception;
use crate::plan::amend::{AmendRefusal, Amendment, Draft, Entered, subject};
use crate::plan::target_date::read_target;
use crate::plan::{Plan, PlanFault};
use crate::publish::output::NewFile;
use crate::rules::run::run_plan;
use crate::sheet::limits::Limits;
use crate::sheet::read::{self, Worker};

/// An amended plan, not yet written.
#[derive(Debug, Clone, PartialEq)]
pub struct Amended {
    /// Files of the plan folder that change, decisions.csv among them; empty when nothing was entered or noted.
    pub files: Vec<NewFile>,
    /// What was entered.
    pub entered: Vec<Entered>,
    /// The version before and after, where the plan was given another one.
    pub version: Option<[String; 2]>,
    /// What was not agreed, noted in decisions.csv.
    pub noted: Noted,
    /// Questions that the plan raises now and did not before.
    pub opened: Vec<Exception>,
}

/// What became of a row of *Requested changes*.
#[derive(Debug, Clone, PartialEq)]
pub struct RowTaken {
    /// The row.
    pub request: Request,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Entered in the plan and its log.
    Entered(Entered),
    /// The log has it already: nothing to do.
    EnteredBefore,
    /// Not agreed: the plan stands.
    NotAgreed,
    /// Not decided yet.
    Open,
    /// Decided, and cannot be entered; why.
    Refused(String),
}

/// Why nothing could be amended.
#[derive(Debug, thiserror::Error)]
pub enum AmendError {
    /// A workbook: writing it anew would lose its formats and other sheets.
    #[error("{0} is a workbook, and ragbook never writes into a workbook that somebody keeps")]
    IsWorkbook(String),
    /// The plan has errors.
    #[error(transparent)]
    Unusable(#[from] UnusablePlan),
    /// The amendment is refused.
    #[error("{}", in_words(.0))]
    Refused(#[from] AmendRefusal),
    /// The workbook with the decisions cannot be read.
    #[error("{0}")]
    Workbook(String),
}

/// Enters one amendment.
///
/// # Errors
/// As [`AmendError`] says; then nothing is to be written.
pub fn amend(path: &Path, amendment: &Amendment, version: Option<&str>) -> Result<Amended, AmendError> {
    let mut draft = draft(path)?;
    let before = Before::of(&draft);
    let entered = draft.enter(amendment)?;
    if let Some(version) = version {
        draft.set_version(version)?;
    }
    Ok(amended(draft, vec![entered], &before))
}

/// Enters what the officer agreed on the sheet *Requested changes* of this workbook. Each row that cannot be entered is
/// told; the others are entered all the same. Running it again enters nothing twice.
///
/// # Errors
/// As [`AmendError`] says; then nothing is to be written.
pub fn amend_from(
    path: &Path,
    workbook: &Path,
    date: NaiveDate,
    version: Option<&str>,
    worker: Option<&Worker>,
) -> Result<(Amended, Vec<RowTaken>), AmendError> {
    let mut draft = draft(path)?;
    let before = Before::of(&draft);
    let bytes = read::regular(workbook, u64::MAX).map_err(|error| AmendError::Workbook(error.to_string()))?;
    let book = read::open_with(&bytes, "workbook", &Limits::default(), worker)
        .map_err(|refusal| AmendError::Workbook(refused(&refusal)))?;
    let requests = requests::read(&book).map_err(AmendError::Workbook)?;
    let contested = contested(&requests);
    let mut rows: Vec<RowTaken> = Vec::new();
    for request in requests {
        let outcome = take(&mut draft, &request, &contested, date);
        rows.push(RowTaken { request, outcome });
    }
    let entered: Vec<Entered> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Entered(entered) => Some(entered.clone()),
            _ => None,
        })
        .collect();
    if let Some(version) = version.filter(|_| !entered.is_empty()) {
        draft.set_version(version)?;
    }
    let noted = noted::note(draft.plan(), path, (workbook, &book), &rows, date);
    let mut amended = amended(draft, entered, &before);
    amended.files.extend(noted.file.clone());
    Ok((Amended { noted, ..amended }, rows))
}

fn draft(path: &Path) -> Result<Draft, AmendError> {
    if !path.is_dir() {
        return Err(AmendError::IsWorkbook(path.display().to_string()));
    }
    Ok(Draft::new(path, usable(path)?))
}

/// What the plan was like before.
struct Before {
    faults: Vec<PlanFault>,
    version: String,
}

impl Before {
    fn of(draft: &Draft) -> Self {
        Self { faults: draft.faults(), version: draft.plan().version.clone() }
    }
}

fn amended(draft: Draft, entered: Vec<Entered>, before: &Before) -> Amended {
    let same =
        |fault: &PlanFault, known: &PlanFault| known.kind == fault.kind && known.subject == fault.subject;
    let is_new = |fault: &PlanFault| !before.faults.iter().any(|known| same(fault, known));
    let new: Vec<PlanFault> = draft.faults().into_iter().filter(is_new).collect();
    let version = [before.version.clone(), draft.plan().version.clone()];
    let files = draft.into_files().into_iter().map(|(name, bytes)| NewFile { name, bytes }).collect();
    let version = Some(version).filter(|[before, now]| before != now);
    Amended { files, entered, version, noted: Noted::default(), opened: run_plan(&new).exceptions }
}

fn take(draft: &mut Draft, request: &Request, contested: &BTreeSet<u32>, date: NaiveDate) -> Outcome {
    let (reason, decided_by) = match &request.decision {
        Err(why) => return Outcome::Refused(why.clone()),
        Ok(Decision::Open) => return Outcome::Open,
        Ok(Decision::NotAgreed { .. }) => return Outcome::NotAgreed,
        Ok(Decision::Agreed { reason, decided_by }) => (reason, decided_by),
    };
    if is_entered(draft.plan(), request, reason, decided_by) {
        return Outcome::EnteredBefore;
    }
    if contested.contains(&request.row) {
        let why = "another row agrees to something else for it: keep one of them Agreed";
        return Outcome::Refused(why.to_owned());
    }
    if request.field == "target_date" && read_target(&request.to).is_none() {
        let to = clip(&request.to, 120);
        return Outcome::Refused(format!(
            "\"{to}\" cannot be read as a date: type the date that was agreed in the column To, such as June 2020"
        ));
    }
    let amendment = Amendment {
        reference: request.reference.clone(),
        field: request.field.clone(),
        to: request.to.clone(),
        reason: reason.clone(),
        approved_by: decided_by.clone(),
        date,
        from_check: Some(request.from.clone()),
    };
    match draft.enter(&amendment) {
        Ok(entered) => Outcome::Entered(entered),
        Err(AmendRefusal::SaysOther { now, .. }) if means_the_same(&request.field, &now, &request.to) => {
            Outcome::EnteredBefore
        }
        Err(AmendRefusal::SaysOther { now, expected }) => Outcome::Refused(format!(
            "the plan now says \"{now}\", and said \"{expected}\" when this workbook was made: consolidate again, then decide"
        )),
        Err(refusal) => Outcome::Refused(in_words(&refusal)),
    }
}

/// Whether the log has this very decision.
fn is_entered(plan: &Plan, request: &Request, reason: &str, decided_by: &str) -> bool {
    let Some(subject) = subject(&request.reference) else { return false };
    let same = |one: &str, other: &str| fold_wording(one) == fold_wording(other);
    plan.changes.iter().any(|change| {
        change.subject == subject
            && change.field == request.field
            && same(&change.from, &request.from)
            && same(&change.to, &request.to)
            && same(&change.reason, reason)
            && same(&change.approved_by, decided_by)
    })
}

/// Rows that are agreed to, where another agreed row asks for something else of the same cell.
fn contested(requests: &[Request]) -> BTreeSet<u32> {
    let agreed: Vec<&Request> =
        requests.iter().filter(|r| matches!(r.decision, Ok(Decision::Agreed { .. }))).collect();
    let against = |one: &Request, other: &Request| {
        subject(&one.reference) == subject(&other.reference)
            && one.field == other.field
            && !means_the_same(&one.field, &one.to, &other.to)
    };
    let rows = agreed.iter().filter(|one| agreed.iter().any(|other| against(one, other)));
    rows.map(|request| request.row).collect()
}

/// Whether two texts of this field mean the same: one date in two forms does.
fn means_the_same(field: &str, one: &str, other: &str) -> bool {
    let date = |text: &str| (field == "target_date").then(|| read_target(text)).flatten();
    fold_wording(one) == fold_wording(other) || (date(one).is_some() && date(one) == date(other))
}

/// A refusal with what the plan's rules say of it.
fn in_words(refusal: &AmendRefusal) -> String {
    let AmendRefusal::NewErrors(faults) = refusal else { return refusal.to_string() };
    let told = run_plan(faults).exceptions;
    let told: Vec<String> = told.iter().take(3).map(|e| clip(&e.message, 300)).collect();
    format!("{refusal}. {}", told.join(" "))
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "it is empty".to_owned(),
        Refusal::Damaged(detail) => format!("it is damaged ({detail})"),
        Refusal::Password { .. } => "it is protected with a password".to_owned(),
        Refusal::NotAWorkbook(_) => "it is not a workbook that ragbook reads: save it as .xlsx".to_owned(),
        Refusal::TooLarge { limit, .. } => format!("it is too large (the limit is {limit})"),
        Refusal::TooSlow(seconds) => format!("reading it took more than {seconds} seconds"),
    }
}
