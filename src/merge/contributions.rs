//! Every measure row answered in any return met, used or not (8-commands-and-files.md, contributions.csv).
//!
//! Refused, duplicate and set-aside returns are listed too, each row with why it is not used, so that no value anyone
//! typed is missing from the outputs. A row without such a reason is a candidate: merging decides about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::figure::Contribution;
use crate::domain::{MeasureRef, Period};
use crate::finding::FaultKind;
use crate::intake::{FileMet, FileState, Intake, MeasureRow, Read, Return};
use crate::plan::Plan;

/// A contribution with what merging needs to know of the return it came in.
pub(super) struct Entry {
    /// The row.
    pub(super) contribution: Contribution,
    /// *Date completed* of its return.
    pub(super) completed: Option<NaiveDate>,
    /// Whether its return is the one that stands for its returner this month.
    pub(super) stands: Stands,
}

/// Whether a return is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// It is read and not set aside.
    Merged,
    /// It is refused, skipped, set aside, or there twice.
    Not,
}

impl Entry {
    /// Whether merging may use it.
    pub(super) fn is_candidate(&self) -> bool {
        !self.contribution.used && self.contribution.unused_because.is_empty()
    }

    /// The figure rests on it.
    pub(super) fn mark_used(&mut self) {
        self.contribution.used = true;
        self.contribution.unused_because.clear();
    }

    /// The figure does not rest on it, because …
    pub(super) fn mark_unused(&mut self, because: impl Into<String>) {
        self.contribution.used = false;
        self.contribution.unused_because = because.into();
    }
}

/// Every answered measure row, by file, sheet and cell.
pub(super) fn list(
    plan: &Plan,
    period: Period,
    intake: &Intake,
    set_aside: &BTreeMap<String, String>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    // A date that is years off tells nothing beside one that can be right.
    let can_be_right = |r: &Return| r.date_completed.is_some() && !r.is_dated_far_off();
    let some_are_right = intake.returns().any(can_be_right);
    for file in &intake.files {
        let Some(returned) = &file.returned else { continue };
        let Some(table) = &returned.measures else { continue };
        let whole = why_no_row_counts(file, returned, period, set_aside);
        for row in table.rows.iter().filter(|row| is_answered(row)) {
            let stands = if whole.is_some() { Stands::Not } else { Stands::Merged };
            let because = whole
                .clone()
                .or_else(|| why_not_this_row(plan, returned, &table.sheet, row))
                .unwrap_or_default();
            entries.push(Entry {
                contribution: contribution(returned, &table.sheet, row, because),
                completed: returned.date_completed.filter(|_| can_be_right(returned) || !some_are_right),
                stands,
            });
        }
    }
    entries.shrink_to_fit();
    entries.sort_by(|a, b| a.contribution.provenance.cmp(&b.contribution.provenance));
    entries
}

/// Indexes of the candidates, by measure.
pub(super) fn candidates(entries: &[Entry]) -> BTreeMap<MeasureRef, Vec<usize>> {
    let mut by_measure: BTreeMap<MeasureRef, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.is_candidate()) {
        if let Some(measure) = entry.contribution.measure {
            by_measure.entry(measure).or_default().push(index);
        }
    }
    by_measure
}

/// Whether a row holds a value, numbers or a reason.
pub(super) fn is_answered(row: &MeasureRow) -> bool {
    row.value.is_answered()
        || row.numerator.is_answered()
        || row.denominator.is_answered()
        || row.absence.is_answered()
}

fn contribution(returned: &Return, sheet: &Arc<str>, row: &MeasureRow, because: String) -> Contribution {
    Contribution {
        measure: row.measure,
        ref_found: row.ref_found.clone(),
        returner: returned.returner.clone(),
        found: found(row),
        value: row.value.value().cloned(),
        numerator: row.numerator.value().copied(),
        denominator: row.denominator.value().copied(),
        absence: row.absence.value().copied(),
        used: false,
        unused_because: because,
        note: row.note.found.clone(),
        provenance: returned.provenance(sheet, row.value.cell),
    }
}

/// The Value cell as shown; where it was not answered, the two numbers of a percent; else the reason. A word such as
/// `n/a` typed as the value is shown as the value. What else the row holds has its own column, or an exception.
fn found(row: &MeasureRow) -> String {
    if row.value.is_answered() && !row.value.found.is_empty() {
        row.value.found.clone()
    } else if row.numerator.is_answered() || row.denominator.is_answered() {
        format!("{}/{}", row.numerator.found, row.denominator.found)
    } else {
        row.absence.found.clone()
    }
}

fn why_no_row_counts(
    file: &FileMet,
    returned: &Return,
    period: Period,
    set_aside: &BTreeMap<String, String>,
) -> Option<String> {
    match file.state {
        FileState::Read => {
            set_aside.get(&*returned.file).map(|why| format!("The return is set aside. {why}"))
        }
        FileState::Duplicate => Some(duplicate_of(file, returned)),
        FileState::Refused => Some(refused_because(file, returned, period)),
        FileState::Skipped => Some("The file was skipped.".to_owned()),
    }
}

fn duplicate_of(file: &FileMet, returned: &Return) -> String {
    let mut kinds = file.faults.iter().chain(&returned.faults).map(|fault| &fault.kind);
    let of = kinds.find_map(|kind| match kind {
        FaultKind::DuplicateFile { of, .. } => Some(of),
        _ => None,
    });
    of.map_or_else(
        || "The same answers came in another file.".to_owned(),
        |of| format!("The same answers came in {of}, which is taken instead."),
    )
}

fn refused_because(file: &FileMet, returned: &Return, period: Period) -> String {
    let mut kinds = file.faults.iter().chain(&returned.faults).map(|fault| &fault.kind);
    let told = kinds.find_map(|kind| match kind {
        FaultKind::WrongPeriod { says: Some(says), wanted, .. } => {
            Some(format!("The return is for {}, not for {}.", says.in_words(), wanted.in_words()))
        }
        FaultKind::WrongPeriod { says: None, wanted, .. } => {
            Some(format!("The return does not say clearly that it is for {}.", wanted.in_words()))
        }
        FaultKind::UnknownReturner { .. } => {
            Some("Nobody in the plan matches whom the return is from.".to_owned())
        }
        FaultKind::IdentityDisagrees { what, winner: None, .. } => {
            Some(format!("The return contradicts itself about its {what}."))
        }
        _ => None,
    });
    told.unwrap_or_else(|| match (returned.period, &returned.returner) {
        (Some(says), _) if says != period => {
            format!("The return is for {}, not for {}.", says.in_words(), period.in_words())
        }
        (_, None) => "Nobody in the plan matches whom the return is from.".to_owned(),
        _ => "The return could not be used; its exceptions say why.".to_owned(),
    })
}

fn why_not_this_row(plan: &Plan, returned: &Return, sheet: &Arc<str>, row: &MeasureRow) -> Option<String> {
    if !row.accepted || row.measure.is_none_or(|measure| plan.measure(measure).is_none()) {
        return Some(row_refused_because(returned, sheet, row));
    }
    match (&row.value.read, row.absence.value()) {
        (Read::As(_), Some(_)) => Some("A value and a reason for having none are both given.".to_owned()),
        (Read::As(_), None) | (Read::Blank, Some(_)) => None,
        (Read::Blank, None) if only_a_note(row) => Some("There is a note, and no value.".to_owned()),
        (Read::Refused, _) | (Read::Blank, None) => {
            Some("The answer could not be used as a value; the exception at its cell says why.".to_owned())
        }
    }
}

fn only_a_note(row: &MeasureRow) -> bool {
    let numbers = row.numerator.is_answered() || row.denominator.is_answered();
    !(row.value.is_answered() || numbers || row.absence.is_answered())
}

fn row_refused_because(returned: &Return, sheet: &Arc<str>, row: &MeasureRow) -> String {
    let in_row = returned.faults.iter().filter(|fault| {
        fault.place.sheet.as_ref() == Some(sheet)
            && fault.place.cell.is_some_and(|cell| cell.row == row.ref_cell.row)
    });
    let told = in_row.map(|fault| &fault.kind).find_map(|kind| match kind {
        FaultKind::UnknownRef { .. } => Some(format!("\"{}\" is not a ref of the plan.", row.ref_found)),
        FaultKind::NumberRef { settled: None, .. } => Some(format!(
            "The ref {} is a number, and it is not clear which row of the plan is meant.",
            row.ref_found
        )),
        FaultKind::RefTwice { other, equal: true, .. } => {
            Some(format!("The row is there twice with the same answers; the one at {other} is taken."))
        }
        FaultKind::RefTwice { other, equal: false, .. } => {
            Some(format!("The row is there twice with different answers; the other one is at {other}."))
        }
        FaultKind::WordingOfAnother { others, .. } => Some(format!(
            "The row says {}, but has the wording of {}: it could be for either.",
            row.ref_found,
            others.join(", ")
        )),
        FaultKind::NotYours { .. } => Some("The plan expects this row from another lead.".to_owned()),
        FaultKind::TablesDiffer { .. } => Some("The return holds two tables that differ.".to_owned()),
        _ => None,
    });
    told.unwrap_or_else(|| "The row could not be used; the exceptions of the return say why.".to_owned())
}
