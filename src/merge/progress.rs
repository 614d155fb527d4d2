//! What the leads of one action say, merged (11-settled.md, "Plan": several leads on one action).
//!
//! Equal answers are one. Where status, forecast or own rating differ, the worst is used (least complete, latest,
//! reddest) and M02 names every answer. "Stopped" counts as the least complete: it is the answer that must be settled
//! before anything good can be said of the action.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::NaiveDate;

use crate::domain::figure::{Progress, RequestedChange};
use crate::domain::folding::fold_wording;
use crate::domain::{ActionRef, Column, LeadId, OwnRag, Provenance, Status};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::intake::{Answer, ProgressRow, Return};
use crate::plan::amended::without_original;
use crate::plan::{Action, Plan};

use super::caption::caption;

/// Rows by action.
pub(super) type ByAction<'a> = BTreeMap<ActionRef, Vec<Row<'a>>>;

/// A merged row with the return it stands in.
pub(super) struct Row<'a> {
    lead: &'a LeadId,
    returned: &'a Return,
    sheet: &'a std::sync::Arc<str>,
    answers: &'a ProgressRow,
}

impl Row<'_> {
    fn provenance<T>(&self, answer: &Answer<T>) -> Provenance {
        self.returned.provenance(self.sheet, answer.cell)
    }
}

/// The progress of one action from its rows in the returns that stand.
pub(super) fn progress(
    plan: &Plan,
    action: &Action,
    as_at: NaiveDate,
    rows: &[Row<'_>],
    faults: &mut Vec<Fault>,
) -> Progress {
    let dated_ahead = |row: &Row<'_>| complete_in_future(row.answers, as_at);
    for row in rows {
        faults.extend(dated_ahead(row).map(|dated| {
            fault(action, row, &row.answers.status, Column::Status, FaultKind::CompleteInFuture { dated })
        }));
        if row.answers.status.value() == Some(&Status::Stopped)
            && plan.closed_by(action.reference, as_at).is_none()
        {
            let kind = FaultKind::StoppedNotAgreed { status: Status::Stopped };
            faults.push(fault(action, row, &row.answers.status, Column::Status, kind));
        }
    }
    let future = rows.iter().filter_map(dated_ahead).max();
    let statuses = answers(rows, |row| &row.status, |row| dated_ahead(row).is_none());
    let forecasts = answers(rows, |row| &row.forecast, |_| true);
    let rags = answers(rows, |row| &row.own_rag, |_| true);
    let status = statuses.iter().map(|a| *a.0).min_by_key(|status| completeness(*status));
    let forecast = forecasts.iter().map(|a| *a.0).max();
    let own_rag: Option<OwnRag> = rags.iter().map(|a| *a.0).min();
    let mut disagreed = false;
    disagreed |= disagree(action, Column::Status, &statuses, status.map(|s| s.to_string()), faults);
    disagreed |= disagree(action, Column::Forecast, &forecasts, forecast.map(|f| f.to_string()), faults);
    disagreed |= disagree(action, Column::OwnRag, &rags, own_rag.map(|r| r.to_string()), faults);
    Progress {
        action: action.reference,
        returned: !rows.is_empty(),
        // One lead's Complete cannot stand while another says it will only be complete later (S02).
        status: status.filter(|status| future.is_none() || *status != Status::Complete),
        forecast,
        own_rag,
        commentary: joined(plan, rows, |row| &row.commentary),
        evidence: joined(plan, rows, |row| &row.evidence),
        disagreed,
        complete_in_future: future,
        provenance: rows.iter().map(|row| row.provenance(&row.answers.status)).collect(),
    }
}

/// Changes of target dates that the standing returns ask for.
pub(super) fn requested(action: &Action, rows: &[Row<'_>]) -> Vec<RequestedChange> {
    let asked = rows.iter().filter_map(|row| {
        let (answer, typed) = row.answers.requested_target.as_ref()?;
        Some(RequestedChange {
            action: action.reference,
            field: "target_date",
            from: action.target_as_written.to_string(),
            to: if answer.found.is_empty() {
                typed.clone()
            } else {
                without_original(&answer.found).to_owned()
            },
            returner: row.lead.clone(),
            provenance: row.provenance(answer),
        })
    });
    asked.collect()
}

/// The rows that are merged, by action: at most one per return, leads in the order in which the plan names them for the
/// action, then in its own.
pub(super) fn by_action<'a>(plan: &Plan, returns: &[&'a Return]) -> ByAction<'a> {
    let mut by_action = ByAction::new();
    for returned in returns {
        let (Some(lead), Some(table)) = (&returned.returner, &returned.progress) else { continue };
        let mut seen: Vec<ActionRef> = Vec::new();
        for row in table.rows.iter().filter(|row| row.accepted) {
            let Some(action) = row.action.filter(|action| !seen.contains(action)) else { continue };
            seen.push(action);
            let row = Row { lead, returned, sheet: &table.sheet, answers: row };
            by_action.entry(action).or_default().push(row);
        }
    }
    for (action, rows) in &mut by_action {
        let leads = plan.action(*action).map(|action| action.leads.as_slice()).unwrap_or_default();
        rows.sort_by_cached_key(|row| {
            let named = leads.iter().position(|lead| lead == row.lead);
            (named.unwrap_or(usize::MAX), plan.lead_position(row.lead).unwrap_or(usize::MAX))
        });
    }
    by_action
}

fn complete_in_future(row: &ProgressRow, as_at: NaiveDate) -> Option<NaiveDate> {
    let complete = row.status.value() == Some(&Status::Complete);
    row.forecast.value().copied().filter(|dated| complete && *dated > as_at)
}

const fn completeness(status: Status) -> u8 {
    match status {
        Status::Stopped => 0,
        Status::NotStarted => 1,
        Status::InProgress => 2,
        Status::Complete => 3,
    }
}

type Said<'a, T> = (&'a T, LeadId, String, Provenance);

fn answers<'a, T>(
    rows: &[Row<'a>],
    column: impl Fn(&'a ProgressRow) -> &'a Answer<T>,
    counts: impl Fn(&Row<'a>) -> bool,
) -> Vec<Said<'a, T>> {
    rows.iter()
        .filter(|row| counts(row))
        .filter_map(|row| {
            let answer = column(row.answers);
            Some((answer.value()?, row.lead.clone(), answer.found.clone(), row.provenance(answer)))
        })
        .collect()
}

/// Raises M02 when the answers differ; says whether they do.
fn disagree<T: PartialEq + Display>(
    action: &Action,
    column: Column,
    said: &[Said<'_, T>],
    used: Option<String>,
    faults: &mut Vec<Fault>,
) -> bool {
    let Some((first, others)) = said.split_first() else { return false };
    if others.iter().all(|other| other.0 == first.0) {
        return false;
    }
    let found: Vec<String> = said.iter().map(|s| s.2.clone()).collect();
    faults.push(Fault {
        place: Place::from(&first.3),
        subject: Subject::action(action.reference),
        column: Some(column),
        found: found.join("; "),
        kind: FaultKind::Disagree {
            what: caption(column).to_owned(),
            answers: said.iter().map(|s| (s.1.clone(), s.2.clone(), s.3.clone())).collect(),
            used,
        },
    });
    true
}

fn fault<T>(action: &Action, row: &Row<'_>, answer: &Answer<T>, column: Column, kind: FaultKind) -> Fault {
    Fault {
        place: Place::from(&row.provenance(answer)),
        subject: Subject::action(action.reference).from(Some(row.lead)),
        column: Some(column),
        found: answer.found.clone(),
        kind,
    }
}

/// One lead's words as they are; several leads' on a line each, with the lead's name. The same words are said once.
fn joined<'a>(
    plan: &Plan,
    rows: &[Row<'a>],
    column: impl Fn(&'a ProgressRow) -> &'a Answer<String>,
) -> String {
    let mut said: Vec<(&LeadId, &str)> = Vec::new();
    for row in rows {
        let Some(text) = column(row.answers).value().map(String::as_str) else { continue };
        if !text.is_empty() && said.iter().all(|(_, earlier)| !same_words(earlier, text)) {
            said.push((row.lead, text));
        }
    }
    match said.as_slice() {
        [] => String::new(),
        [(_, text)] => (*text).to_owned(),
        _ => {
            let lines = said.iter().map(|(lead, text)| format!("{}: {text}", plan.lead_name(lead)));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn same_words(one: &str, other: &str) -> bool {
    one == other || (one.chars().count() <= 1_000 && fold_wording(one) == fold_wording(other))
}
