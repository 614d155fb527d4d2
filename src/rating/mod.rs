//! From figures to ratings with their reasons (5-rating.md; 11-settled.md, "Rating").
//!
//! Pure: facts as at the as-at date, thresholds from the plan, earlier periods from the ledger.

mod delivery;
mod direction;
mod earlier;
mod expected;
mod impact;
mod lines;
mod overrides;
mod roll_up;
#[cfg(test)]
mod tests;
mod wording;
pub mod xmr;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::domain::figure::{Figure, Progress};
use crate::domain::rated::{ActionRating, MeasureRating, Overridden, RollUp};
use crate::domain::{ActionRef, MeasureRef, Period, Quantity, Rating};
use crate::ledger::{Decisions, History};
use crate::plan::{Measure, Plan};

/// Everything rated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ratings {
    /// One per measure of the plan, in plan order.
    pub measures: Vec<MeasureRating>,
    /// One per action of the plan, in plan order.
    pub actions: Vec<ActionRating>,
    /// One per outcome, in plan order, then one for all outcomes together.
    pub roll_ups: Vec<RollUp>,
    /// What became of each decision to override a rating, in the order in which they were taken.
    pub overridden: Vec<Overridden>,
}

/// What ratings are made from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The period consolidated.
    pub period: Period,
    /// The as-at date.
    pub as_at: NaiveDate,
    /// Merged figures, in plan order of measures.
    pub figures: &'a [Figure],
    /// Merged progress, in plan order of actions.
    pub progress: &'a [Progress],
    /// Earlier periods.
    pub history: &'a History,
}

/// Rates every measure, action and outcome, by the rules alone.
pub fn rate(facts: &Facts<'_>) -> Ratings {
    rate_decided(facts, &Decisions::default())
}

/// Rates every measure, action and outcome, with the ratings that the officer decided in the place of the rules'
/// (5-rating.md, 5.4): what is rolled up is what is shown.
pub fn rate_decided(facts: &Facts<'_>, decisions: &Decisions) -> Ratings {
    let figures: BTreeMap<MeasureRef, &Figure> = facts.figures.iter().map(|f| (f.measure, f)).collect();
    let progress: BTreeMap<ActionRef, &Progress> = facts.progress.iter().map(|p| (p.action, p)).collect();
    let mut overrides = overrides::Overriding::of(facts, decisions);
    let rated = facts.plan.measures.par_iter().filter_map(|measure| {
        let figure = figures.get(&measure.reference)?;
        Some(impact::rate(facts, measure, figure))
    });
    let mut measures: Vec<MeasureRating> = rated.collect();
    overrides.measures(&mut measures);
    let mut impacts: BTreeMap<ActionRef, Vec<&MeasureRating>> = BTreeMap::new();
    for rated in &measures {
        if let Some(action) = rated.measure.action() {
            impacts.entry(action).or_default().push(rated);
        }
    }
    let rated = facts.plan.actions.par_iter().filter_map(|action| {
        let progress = progress.get(&action.reference)?;
        let impact =
            roll_up::of_measures(impacts.get(&action.reference).map(Vec::as_slice).unwrap_or_default());
        Some(delivery::rate(facts, action, progress, impact))
    });
    let mut actions: Vec<ActionRating> = rated.collect();
    overrides.actions(&mut actions);
    let roll_ups = roll_ups(facts.plan, &actions, facts.history, facts.history.latest_period(facts.period));
    Ratings { measures, actions, roll_ups, overridden: overrides.ended() }
}

/// What a value would be rated against the value expected now; none when the tolerance leads to a number that cannot be held.
pub fn of_value(plan: &Plan, measure: &Measure, expected: Quantity, value: Quantity) -> Option<Rating> {
    impact::lines(plan, measure, expected).map(|lines| lines.rate(value))
}

/// Rolls rated actions up: one per outcome of the plan, then one for all. Got worse and got better are counted against
/// `since`. Of an edition that is about a part of the plan, the actions and the plan are that part.
pub fn roll_ups(
    plan: &Plan,
    actions: &[ActionRating],
    history: &History,
    since: Option<Period>,
) -> Vec<RollUp> {
    roll_up::of_actions(&roll_up::Basis { plan, history, since }, actions)
}
