//! `changes.csv`, the amendment log. Nothing of it is applied: the other files are the current plan (2-plan.md).

use super::row::Row;
use crate::domain::folding::fold_wording;
use crate::domain::{ActionRef, MeasureRef};
use crate::finding::Subject;
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::plan::model::{Action, Change, ChangeSubject, Measure, Outcome};
use crate::plan::raw::table::nearest;
use crate::plan::raw::{PlanFile, RawTable};
use crate::plan::target_date::read_target;

/// The field of an amendment that stops or replaces what the ref names (11-settled.md, "Plan").
const STATUS: &str = "status";

/// Refs an amendment may name; none of a kind where that table could not be read.
pub(super) struct Refs<'a> {
    outcomes: Option<&'a [Outcome]>,
    actions: Option<&'a [Action]>,
    measures: Option<&'a [Measure]>,
}

impl<'a> Refs<'a> {
    pub(super) const fn of(
        outcomes: Option<&'a [Outcome]>,
        actions: Option<&'a [Action]>,
        measures: Option<&'a [Measure]>,
    ) -> Self {
        Self { outcomes, actions, measures }
    }

    /// Whether the plan has it, or that cannot be told.
    fn have(&self, subject: ChangeSubject) -> bool {
        match subject {
            ChangeSubject::Outcome(number) => {
                self.outcomes.is_none_or(|all| all.iter().any(|o| o.number == number))
            }
            ChangeSubject::Action(action) => {
                self.actions.is_none_or(|all| all.iter().any(|a| a.reference == action))
            }
            ChangeSubject::Measure(measure) => {
                self.measures.is_none_or(|all| all.iter().any(|m| m.reference == measure))
            }
        }
    }

    fn all(&self) -> Vec<String> {
        let outcomes = self.outcomes.unwrap_or_default().iter().map(|o| o.number.to_string());
        let actions = self.actions.unwrap_or_default().iter().map(|a| a.reference.to_string());
        let measures = self.measures.unwrap_or_default().iter().map(|m| m.reference.to_string());
        outcomes.chain(actions).chain(measures).collect()
    }
}

/// Reads the log.
pub(super) fn read(table: &RawTable, refs: &Refs<'_>, faults: &mut Vec<PlanFault>) -> Vec<Change> {
    table.rows.iter().filter_map(|row| change(&mut Row::new(table, row, faults), refs)).collect()
}

fn change(row: &mut Row<'_>, refs: &Refs<'_>) -> Option<Change> {
    let subject = subject(row, refs);
    if row.text("date").is_empty() {
        row.fault("date", PlanFaultKind::AmendmentUndated);
    }
    let date = row.date("date");
    let subject = subject?;
    let field = field(row, subject)?;
    let change = Change {
        date: date?,
        subject,
        field,
        from: row.wording("from").to_string(),
        to: row.wording("to").to_string(),
        approved_by: row.wording("approved_by").to_string(),
        reason: row.wording("reason").to_string(),
    };
    content(row, &change, refs);
    Some(change)
}

fn subject(row: &mut Row<'_>, refs: &Refs<'_>) -> Option<ChangeSubject> {
    let text = row.needed("ref")?;
    let measure = || text.parse().ok().map(ChangeSubject::Measure);
    let action = || text.parse().ok().map(ChangeSubject::Action);
    let outcome = || text.parse().ok().map(ChangeSubject::Outcome);
    let Some(subject) = measure().or_else(action).or_else(outcome) else {
        let expected = "the ref of an outcome, an action or a measure, such as 3, 3.10 or 3.10a";
        row.fault("ref", PlanFaultKind::NotReadable { expected });
        return None;
    };
    row.subject = match subject {
        ChangeSubject::Action(action) => Subject::action(action),
        ChangeSubject::Measure(measure) => Subject::measure(measure),
        ChangeSubject::Outcome(_) => Subject::default(),
    };
    if !refs.have(subject) {
        row.unknown("ref", &text, "outcome, action or measure", refs.all().into_iter());
    }
    Some(subject)
}

/// A column of the file that the ref belongs to, or `status`.
fn field(row: &mut Row<'_>, subject: ChangeSubject) -> Option<String> {
    let text = row.needed("field")?;
    let file = match subject {
        ChangeSubject::Outcome(_) => PlanFile::Outcomes,
        ChangeSubject::Action(_) => PlanFile::Actions,
        ChangeSubject::Measure(_) => PlanFile::Measures,
    };
    let choices: Vec<&'static str> = file.columns().iter().copied().chain([STATUS]).collect();
    if choices.contains(&&*text) {
        return Some(text.to_string());
    }
    let nearest = nearest(&text, choices.iter().copied());
    row.fault("field", PlanFaultKind::NotAChoice { choices, nearest });
    None
}

/// A moved target date must read as one, before and after; a status says stopped, or what replaces it.
fn content(row: &mut Row<'_>, change: &Change, refs: &Refs<'_>) {
    match (change.subject, change.field.as_str()) {
        (ChangeSubject::Action(_), "target_date") => {
            for (column, text) in [("from", &change.from), ("to", &change.to)] {
                if read_target(text).is_none() {
                    let expected = "March 2020, 2020/21, Ongoing or a full date such as 31 March 2020";
                    row.fault(column, PlanFaultKind::NotReadable { expected });
                }
            }
        }
        (_, STATUS) => status(row, &change.to, refs),
        _ => {}
    }
}

fn status(row: &mut Row<'_>, to: &str, refs: &Refs<'_>) {
    let folded = fold_wording(to);
    if folded == "stopped" {
        return;
    }
    let Some(by) = folded.strip_prefix("replaced by ") else {
        let expected = "stopped, or replaced by and a ref such as replaced by 3.13";
        row.fault("to", PlanFaultKind::NotReadable { expected });
        return;
    };
    let action = by.parse::<ActionRef>().ok().map(ChangeSubject::Action);
    let measure = || by.parse::<MeasureRef>().ok().map(ChangeSubject::Measure);
    if !action.or_else(measure).is_some_and(|subject| refs.have(subject)) {
        row.unknown("to", by, "action or measure", refs.all().into_iter());
    }
}
