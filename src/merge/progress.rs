//! What the leads of one action say, merged (11-settled.md, "Plan": several leads on one action).
//!
//! Equal answers are one. Where status, forecast or own rating differ, the worst is used (least complete, latest,
//! reddest) and M02 names every answer. "Stopped" counts as the least complete: it is the answer that must be settled
//! before anything good can be said of the action.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::dates::{TextDate, read_date};
use crate::domain::figure::{Progress, RequestedChange};
use crate::domain::folding::fold_wording;
use crate::domain::{ActionRef, Column, LeadId, OwnRag, Provenance, Status};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::intake::{Answer, ProgressRow, Read, Return};
use crate::plan::amended::without_original;
use crate::plan::{Action, Plan};

use super::answers::{Answers, Instead};
use super::caption::caption;

/// Rows by action.
pub(super) type ByAction<'a> = BTreeMap<ActionRef, Vec<Row<'a>>>;

/// A merged row with the return it stands in, and its answers as they count: the lead's, or what the officer put in their
/// place.
pub(super) struct Row<'a> {
    lead: &'a LeadId,
    returned: &'a Return,
    sheet: &'a Arc<str>,
    answers: &'a ProgressRow,
    status: Option<Said<Status>>,
    forecast: Option<Said<NaiveDate>>,
    own_rag: Option<Said<OwnRag>>,
}

/// An answer that counts.
#[derive(Clone)]
struct Said<T> {
    answer: T,
    lead: LeadId,
    found: String,
    from: Provenance,
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
    decided: &Answers<'_>,
    faults: &mut Vec<Fault>,
) -> Progress {
    let dated_ahead = |row: &Row<'_>| complete_in_future(row, as_at);
    for row in rows {
        let Some(status) = &row.status else { continue };
        faults.extend(
            dated_ahead(row).map(|dated| fault(action, row, status, FaultKind::CompleteInFuture { dated })),
        );
        if status.answer == Status::Stopped && plan.closed_by(action.reference, as_at).is_none() {
            faults.push(fault(action, row, status, FaultKind::StoppedNotAgreed { status: Status::Stopped }));
        }
    }
    let future = rows.iter().filter_map(dated_ahead).max();
    let counting = rows.iter().filter(|row| dated_ahead(row).is_none());
    let statuses: Vec<_> = counting.filter_map(|row| row.status.clone()).collect();
    let forecasts: Vec<_> = rows.iter().filter_map(|row| row.forecast.clone()).collect();
    let rags: Vec<_> = rows.iter().filter_map(|row| row.own_rag.clone()).collect();
    let worst = |statuses: &[Said<Status>]| {
        statuses.iter().map(|said| said.answer).min_by_key(|status| completeness(*status))
    };
    let mut joint = Joint { action, decided, faults, disagreed: false, from: Vec::new() };
    let status = joint.one(Column::Status, &statuses, worst, |text| text.parse().ok());
    let latest = |said: &[Said<NaiveDate>]| said.iter().map(|said| said.answer).max();
    let forecast =
        joint.one(Column::Forecast, &forecasts, latest, |text| read_date(text).map(TextDate::date));
    let reddest = |said: &[Said<OwnRag>]| said.iter().map(|said| said.answer).min();
    let own_rag = joint.one(Column::OwnRag, &rags, reddest, |text| text.parse().ok());
    let Joint { disagreed, from, .. } = joint;
    let cell = |row: &Row<'_>| {
        row.status.as_ref().map_or_else(|| row.provenance(&row.answers.status), |said| said.from.clone())
    };
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
        unreadable: unreadable(rows),
        provenance: rows.iter().map(cell).chain(from).collect(),
    }
}

/// Putting the answers of several leads together.
struct Joint<'a, 'f> {
    action: &'a Action,
    decided: &'a Answers<'a>,
    faults: &'f mut Vec<Fault>,
    disagreed: bool,
    /// Rows of decisions.csv that settle an answer of all leads together.
    from: Vec<Provenance>,
}

impl Joint<'_, '_> {
    /// One answer of them all: what the officer decided, or the worst; told where they differ (M02).
    fn one<T: PartialEq + Display>(
        &mut self,
        column: Column,
        said: &[Said<T>],
        worst: impl Fn(&[Said<T>]) -> Option<T>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let used = worst(said);
        let Some((first, others)) = said.split_first() else { return used };
        if others.iter().all(|other| other.answer == first.answer) {
            return used;
        }
        if let Some(instead) = self.decided.instead(self.action.reference, column, None, read) {
            self.from.push(instead.decision.provenance());
            return instead.answer;
        }
        self.disagreed = true;
        let found: Vec<&str> = said.iter().map(|said| said.found.as_str()).collect();
        let answers = said.iter().map(|said| (said.lead.clone(), said.found.clone(), said.from.clone()));
        let what = caption(column).to_owned();
        // As the cell shows it, so that a date stands in the same form as beside it.
        let shown = |used: &T| match said.iter().find(|said| said.answer == *used) {
            Some(said) => said.found.clone(),
            None => used.to_string(),
        };
        let kind = FaultKind::Disagree { what, answers: answers.collect(), used: used.as_ref().map(shown) };
        self.faults.push(Fault {
            place: Place::from(&first.from),
            subject: Subject::action(self.action.reference),
            column: Some(column),
            found: found.join("; "),
            kind,
        });
        used
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
pub(super) fn by_action<'a>(plan: &Plan, returns: &[&'a Return], decided: &Answers<'_>) -> ByAction<'a> {
    let mut by_action = ByAction::new();
    for returned in returns {
        let (Some(lead), Some(table)) = (&returned.returner, &returned.progress) else { continue };
        let mut seen: Vec<ActionRef> = Vec::new();
        for row in table.rows.iter().filter(|row| row.accepted) {
            let Some(action) = row.action.filter(|action| !seen.contains(action)) else { continue };
            seen.push(action);
            let source = Source { action, lead, returned, sheet: &table.sheet, decided };
            by_action.entry(action).or_default().push(Row {
                lead,
                returned,
                sheet: &table.sheet,
                answers: row,
                status: source.said(Column::Status, &row.status, |text| text.parse().ok()),
                forecast: source
                    .said(Column::Forecast, &row.forecast, |text| read_date(text).map(TextDate::date)),
                own_rag: source.said(Column::OwnRag, &row.own_rag, |text| text.parse().ok()),
            });
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

/// Where a row's answers come from.
struct Source<'a> {
    action: ActionRef,
    lead: &'a LeadId,
    returned: &'a Return,
    sheet: &'a Arc<str>,
    decided: &'a Answers<'a>,
}

impl Source<'_> {
    /// One answer of the row: what the officer decided about it, else what was read.
    fn said<T: Clone>(
        &self,
        column: Column,
        answer: &Answer<T>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Said<T>> {
        let lead = self.lead.clone();
        if let Some(Instead { answer, decision }) =
            self.decided.instead(self.action, column, Some(self.lead), read)
        {
            let found = decision.value.trim().to_owned();
            return Some(Said { answer: answer?, lead, found, from: decision.provenance() });
        }
        let from = self.returned.provenance(self.sheet, answer.cell);
        Some(Said { answer: answer.value()?.clone(), lead, found: answer.found.clone(), from })
    }
}

/// What at least one lead answered and nobody can read, in the order of the form.
fn unreadable(rows: &[Row<'_>]) -> Vec<Column> {
    let is_lost = |row: &Row<'_>, column| match column {
        Column::Status => row.status.is_none() && row.answers.status.read == Read::Refused,
        Column::Forecast => row.forecast.is_none() && row.answers.forecast.read == Read::Refused,
        _ => row.own_rag.is_none() && row.answers.own_rag.read == Read::Refused,
    };
    let answered = [Column::Status, Column::Forecast, Column::OwnRag].into_iter();
    answered.filter(|column| rows.iter().any(|row| is_lost(row, *column))).collect()
}

fn complete_in_future(row: &Row<'_>, as_at: NaiveDate) -> Option<NaiveDate> {
    let complete = row.status.as_ref().is_some_and(|said| said.answer == Status::Complete);
    row.forecast.as_ref().map(|said| said.answer).filter(|dated| complete && *dated > as_at)
}

const fn completeness(status: Status) -> u8 {
    match status {
        Status::Stopped => 0,
        Status::NotStarted => 1,
        Status::InProgress => 2,
        Status::Complete => 3,
    }
}

fn fault(action: &Action, row: &Row<'_>, status: &Said<Status>, kind: FaultKind) -> Fault {
    Fault {
        place: Place::from(&status.from),
        subject: Subject::action(action.reference).from(Some(row.lead)),
        column: Some(Column::Status),
        found: status.found.clone(),
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
