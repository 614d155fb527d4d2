//! `actions.csv`.

use super::row::Row;
use super::{Known, Seen};
use crate::domain::ActionRef;
use crate::finding::Subject;
use crate::plan::fault::{Impossible, PlanFault, PlanFaultKind};
use crate::plan::model::{Action, TargetDate};
use crate::plan::raw::RawTable;
use crate::plan::target_date::read_target;

/// Reads the actions.
pub(super) fn read(table: &RawTable, known: &Known<'_>, faults: &mut Vec<PlanFault>) -> Vec<Action> {
    let mut seen = Seen::new();
    let rows = table.rows.iter().filter_map(|row| {
        let mut row = Row::new(table, row, faults);
        let reference: Option<ActionRef> = row.parsed_needed("ref", "an action's ref such as 3.10");
        if let Some(reference) = reference {
            row.subject = Subject::action(reference);
            seen.note(reference, &mut row, "ref");
        }
        action(&mut row, reference, known)
    });
    let mut actions = Vec::with_capacity(table.rows.len());
    actions.extend(rows);
    actions
}

fn action(row: &mut Row<'_>, reference: Option<ActionRef>, known: &Known<'_>) -> Option<Action> {
    let outcome: Option<u16> = row.parsed_needed("outcome", "a whole number such as 3");
    if let Some((number, outcomes)) = outcome.zip(known.outcomes)
        && outcomes.iter().all(|outcome| outcome.number != number)
    {
        row.unknown("outcome", &number.to_string(), "outcome", outcomes.iter().map(|o| o.number));
    }
    if let Some((reference, outcome)) = reference.zip(outcome) {
        row.impossible_if(reference.outcome != outcome, "outcome", Impossible::RefAndOwner);
    }
    let (activity, desired) = (row.needed("activity"), row.needed("desired_outcome"));
    let target = target(row);
    row.filled("leads")?;
    let leads = row.leads("leads", known);
    Some(Action {
        reference: reference?,
        outcome: outcome?,
        activity: activity?,
        desired_outcome: desired?,
        target_as_written: row.wording("target_date"),
        target: target?,
        lead_as_written: row.wording("lead_as_written"),
        leads,
        status_as_written: row.wording("status_as_written"),
        note: row.wording("note"),
    })
}

fn target(row: &mut Row<'_>) -> Option<TargetDate> {
    let text = row.needed("target_date")?;
    let target = read_target(&text);
    if target.is_none() {
        let expected = "March 2020, 2020/21, Ongoing or a full date such as 31 March 2020";
        row.fault("target_date", PlanFaultKind::NotReadable { expected });
    }
    target
}
