//! From answers to figures (4-reading.md, 4.6; 11-settled.md, "Plan" and "Rules added").
//!
//! Takes the intake, gives one figure per measure of the plan and one progress per action, each with everything that went
//! into it, and typed faults where answers contradict one another. Pure: no I/O, no clock, no words for people.

mod answers;
mod caption;
mod combine;
mod contributions;
mod decided;
mod differences;
mod figure;
mod in_vain;
mod progress;
#[cfg(test)]
mod sample;
mod standing;
#[cfg(test)]
mod tests;
mod totals;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::Period;
use crate::domain::figure::{Contribution, Figure, Progress, RequestedChange};
use crate::finding::Fault;
use crate::intake::Intake;
use crate::ledger::Decisions;
use crate::plan::Plan;

use decided::Settling;

/// What merging gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merged {
    /// One figure per measure of the plan, in plan order.
    pub figures: Vec<Figure>,
    /// One progress per action of the plan, in plan order.
    pub progress: Vec<Progress>,
    /// Every measure row answered in any return, used or not: by file, sheet, cell.
    pub contributions: Vec<Contribution>,
    /// Changes that returns ask for, in plan order.
    pub requested: Vec<RequestedChange>,
    /// Files of returns that are not merged because another return of the same returner stands (or none does), with why.
    pub set_aside: BTreeMap<String, String>,
    /// Those of them in whose place another return stands.
    pub superseded: BTreeSet<String>,
    /// What contradicts what.
    pub faults: Vec<Fault>,
}

/// Merges a month's returns. The order of files changes nothing.
pub fn merge(plan: &Plan, period: Period, as_at: NaiveDate, intake: &Intake) -> Merged {
    merge_decided(plan, period, as_at, intake, &Decisions::default())
}

/// Merges a month's returns with what the officer decided about values of this period.
pub fn merge_decided(
    plan: &Plan,
    period: Period,
    as_at: NaiveDate,
    intake: &Intake,
    decisions: &Decisions,
) -> Merged {
    let standing = standing::settle(intake, &answers::chosen_returns(period, decisions));
    let mut faults = standing.faults;
    let mut entries = contributions::list(plan, period, intake, &standing.set_aside);
    let decided = decided::of_period(plan, period, decisions);
    let answers = answers::Answers::of_period(period, decisions);
    decided::replace_answers(plan, &decided, &mut entries);
    let candidates = contributions::candidates(&entries);
    let mut figures: Vec<Figure> = Vec::with_capacity(plan.measures.len());
    for measure in &plan.measures {
        let mine = candidates.get(&measure.reference).map_or(&[][..], Vec::as_slice);
        let mut figure = figure::figure(plan, measure, &mut entries, mine, &mut faults);
        decided::tell_rejected(&decided, &mut figure);
        figures.push(figure);
    }
    decided::settle_figures(plan, &decided, Settling::BeforeTotals, &mut figures, &mut entries);
    totals::check_totals(plan, &mut figures, &mut entries, &mut faults);
    decided::settle_figures(plan, &decided, Settling::AfterTotals, &mut figures, &mut entries);
    totals::check_same_text(plan, &figures, &mut faults);
    in_vain::tell(&mut figures, &entries, (intake, period), &standing.set_aside);
    let mut progress = Vec::with_capacity(plan.actions.len());
    let mut requested = Vec::new();
    let rows = progress::by_action(plan, &standing.returns, &answers);
    for action in &plan.actions {
        let rows = rows.get(&action.reference).map(Vec::as_slice).unwrap_or_default();
        progress.push(progress::progress(plan, action, as_at, rows, &answers, &mut faults));
        requested.extend(progress::requested(action, rows));
    }
    entries.sort_by(|a, b| a.contribution.provenance.cmp(&b.contribution.provenance));
    // Room for each and no more: in a large month that which comes of growing is several megabytes.
    let mut contributions = Vec::with_capacity(entries.len());
    contributions.extend(entries.into_iter().map(|entry| entry.contribution));
    let (set_aside, superseded) = (standing.set_aside, standing.superseded);
    Merged { figures, progress, contributions, requested, set_aside, superseded, faults }
}
