//! Roll-up: measures to an action's Impact, actions to an outcome's headline, outcomes to the plan (5-rating.md, 5.3).

use crate::domain::rated::{ActionRating, MeasureRating, Rated, RatingCounts, RollUp};
use crate::domain::{MeasureRef, Period, Rating};
use crate::ledger::History;
use crate::plan::Plan;

/// Impact of an action from the ratings of its measures: the worst of them, with the counts.
pub(super) fn of_measures(measures: &[&MeasureRating]) -> Rated {
    let rated: Vec<(MeasureRef, Rating)> = measures.iter().map(|m| (m.measure, m.impact.rating)).collect();
    if rated.is_empty() {
        return Rated {
            rating: Rating::NotRated,
            reason: "Not rated: the plan gives it no measure.".to_owned(),
        };
    }
    worst(&rated, "measure")
}

/// What actions are rolled up with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basis<'a> {
    /// The plan, or the part of it that counts.
    pub(super) plan: &'a Plan,
    /// Earlier periods.
    pub(super) history: &'a History,
    /// The period against which got worse and got better are counted.
    pub(super) since: Option<Period>,
}

/// One roll-up per outcome, then one for the plan.
pub(super) fn of_actions(facts: &Basis<'_>, actions: &[ActionRating]) -> Vec<RollUp> {
    let numbers = facts.plan.outcomes.iter().map(|outcome| Some(outcome.number));
    numbers.chain([None]).map(|outcome| roll_up(facts, outcome, actions)).collect()
}

fn roll_up(facts: &Basis<'_>, outcome: Option<u16>, actions: &[ActionRating]) -> RollUp {
    let within = |rating: &&ActionRating| {
        outcome.is_none_or(|number| {
            facts.plan.action(rating.action).is_some_and(|action| action.outcome == number)
        })
    };
    let mine: Vec<&ActionRating> = actions.iter().filter(within).collect();
    let mut delivery = RatingCounts::default();
    let mut impact = RatingCounts::default();
    let mut impacts = Vec::new();
    let (mut got_worse, mut got_better) = (0, 0);
    for rating in &mine {
        delivery.add(rating.delivery.rating);
        // A closed action is outside every count but "all", whatever its measures say.
        let closed = rating.delivery.rating == Rating::Closed;
        let rated = if closed { Rating::Closed } else { rating.impact.rating };
        impact.add(rated);
        if !closed {
            impacts.push((rating.action, rated));
        }
        match moved(facts, rating) {
            std::cmp::Ordering::Less => got_worse += 1,
            std::cmp::Ordering::Greater => got_better += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    RollUp {
        outcome,
        headline: headline(facts, &delivery),
        delivery,
        impact,
        impact_headline: worst(&impacts, "action"),
        overdue: mine.iter().filter(|rating| rating.days_overdue > 0).count(),
        got_worse,
        got_better,
    }
}

/// Delivery now against the period compared with: worse, better, or neither when one of the two is no rating.
fn moved(facts: &Basis<'_>, rating: &ActionRating) -> std::cmp::Ordering {
    let past = facts.since.and_then(|since| facts.history.actions.get(&(rating.action, since)));
    match past.map(|past| past.delivery) {
        Some(before) if before.is_rated() && rating.delivery.rating.is_rated() => {
            rating.delivery.rating.cmp(&before)
        }
        _ => std::cmp::Ordering::Equal,
    }
}

/// The headline of an outcome. Shares are compared as whole numbers: "20 % or more" is reached at exactly 20 %.
fn headline(facts: &Basis<'_>, counts: &RatingCounts) -> Rated {
    let settings = &facts.plan.rating;
    let (rated, open) = (counts.rated(), counts.open());
    let coverage = format!("{rated} of {open} actions {} rated.", if rated == 1 { "is" } else { "are" });
    let reaches = |count: usize, share: u32| count > 0 && count * 100 >= rated * share as usize;
    let (rating, why) = if open == 0 {
        (Rating::NotRated, "there is no open action.".to_owned())
    } else if rated * 2 < open {
        (Rating::NotRated, format!("fewer than half of the actions are rated: {rated} of {open}."))
    } else if reaches(counts.red, settings.red_share) {
        let why = format!(
            "{} of {rated} rated actions {} Red, and {}% or more makes it Red. {coverage}",
            counts.red,
            is_are(counts.red),
            settings.red_share
        );
        (Rating::Red, why)
    } else if counts.red > 0 {
        let why = format!(
            "{} of {rated} rated actions {} Red, under {}%; Green needs none. {coverage}",
            counts.red,
            is_are(counts.red),
            settings.red_share
        );
        (Rating::Amber, why)
    } else if reaches(counts.amber, settings.amber_share) {
        let why = format!(
            "{} of {rated} rated actions {} Amber, and {}% or more makes it Amber. {coverage}",
            counts.amber,
            is_are(counts.amber),
            settings.amber_share
        );
        (Rating::Amber, why)
    } else if counts.complete == open {
        (Rating::Complete, format!("every action is complete. {coverage}"))
    } else {
        let why = format!(
            "no action is Red, and {} of {rated} Amber; {}% or more would make it Amber. {coverage}",
            counts.amber, settings.amber_share
        );
        (Rating::Green, why)
    };
    Rated { rating, reason: format!("{rating}: {why}") }
}

const fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The worst rating with the counts: `Red: 1 Red, 2 Green, 1 not rated; the worst is 1.2a.`
fn worst<Ref: std::fmt::Display>(rated: &[(Ref, Rating)], what: &str) -> Rated {
    let count = |rating: Rating| rated.iter().filter(|(_, r)| *r == rating).count();
    let counts: Vec<String> = [Rating::Red, Rating::Amber, Rating::Green, Rating::Complete, Rating::NotRated]
        .into_iter()
        .filter(|rating| count(*rating) > 0)
        .map(|rating| match rating {
            Rating::NotRated => format!("{} not rated", count(rating)),
            _ => format!("{} {rating}", count(rating)),
        })
        .collect();
    let counts = counts.join(", ");
    let worst = rated.iter().map(|(_, rating)| *rating).filter(|rating| rating.is_rated()).min();
    let Some(worst) = worst else {
        let reason = if rated.is_empty() {
            format!("Not rated: there is no {what} to rate.")
        } else {
            format!("Not rated: no {what} is rated ({counts}).")
        };
        return Rated { rating: Rating::NotRated, reason };
    };
    let named: Vec<String> = rated
        .iter()
        .filter(|(_, rating)| *rating == worst)
        .map(|(reference, _)| reference.to_string())
        .collect();
    let changes = if worst == Rating::Red || worst == Rating::Amber {
        let (verb, does) = if named.len() == 1 { ("is", "does") } else { ("are", "do") };
        format!(
            "; the worst {verb} {}. It changes when {}.",
            named.join(", "),
            if named.len() == 1 { format!("that {what} {does}") } else { format!("those {what}s {does}") }
        )
    } else {
        ".".to_owned()
    };
    Rated { rating: worst, reason: format!("{worst}: {counts}{changes}") }
}
