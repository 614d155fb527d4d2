//! At most seven headlines by rule, in a fixed order, each with a number (7-publication.md, 7.2). Numbers come from the
//! same [`Facts`] and roll-ups as the tables.

use crate::domain::rated::{MeasureRating, Rated, RollUp};
use crate::domain::{Quantity, Rating};
use crate::finding::Severity;
use crate::plan::Measure;

use super::counted;
use super::facts::Facts;
use super::page::Tab;

/// The headlines.
pub(super) fn of(facts: &Facts<'_>) -> Vec<String> {
    let Some(all) = facts.roll_up(None) else { return Vec::new() };
    // An edition lacks a headline rather than having it in other words.
    let all_told = facts.month.cut.tells_every_figure();
    let headlines = [
        Some(ratings(all)),
        Some(movement(facts)),
        Some(overdue(facts, all)),
        facts.month.cut.held_back.outcomes.is_empty().then(|| impact(facts)),
        all_told.then(|| measures(facts)),
        facts.has(Tab::Exceptions).then(|| decisions(facts)),
        Some(returns(facts)),
    ];
    headlines.into_iter().flatten().collect()
}

fn ratings(all: &RollUp) -> String {
    let counts = all.delivery;
    let closed = match counts.closed {
        0 => String::new(),
        n => format!(", {n} Closed"),
    };
    format!(
        "Delivery: {} of {} {} Red, {} Amber, {} Green, {} Complete{closed}; {} {} no rating.",
        counts.red,
        counted(counts.all(), "action"),
        if counts.red == 1 { "is" } else { "are" },
        counts.amber,
        counts.green,
        counts.complete,
        counts.not_rated,
        if counts.not_rated == 1 { "has" } else { "have" },
    )
}

fn movement(facts: &Facts<'_>) -> String {
    match facts.before {
        None => {
            "Movement: 0 ratings to compare with, since this is the first month in the records.".to_owned()
        }
        Some(before) => {
            let (worse, better) = facts.moved(None);
            format!(
                "Movement since {}: in Delivery {worse} got worse, {better} got better.",
                before.in_words()
            )
        }
    }
}

fn overdue(facts: &Facts<'_>, all: &RollUp) -> String {
    let moved = facts.month.ratings.actions.iter().filter(|a| a.times_moved >= 2).count();
    let is_are = if all.overdue == 1 { "is" } else { "are" };
    format!(
        "Dates: {} {is_are} overdue; {moved} of the due dates moved twice or more.",
        counted(all.overdue, "action")
    )
}

/// Outcomes with a rated impact, worst first.
fn impact(facts: &Facts<'_>) -> String {
    let mut rated: Vec<(Rating, u16)> = Vec::new();
    let mut without = 0;
    for roll_up in &facts.month.ratings.roll_ups {
        match (roll_up.outcome, roll_up.impact_headline.rating) {
            (Some(number), rating) if rating.is_rated() => rated.push((rating, number)),
            (Some(_), _) => without += 1,
            (None, _) => {}
        }
    }
    rated.sort_unstable();
    let listed: Vec<String> =
        rated.iter().map(|(rating, number)| format!("outcome {number} {rating}")).collect();
    if let (Some((worst, _)), Some((best, _)), 0, 2..) = (rated.first(), rated.last(), without, rated.len())
        && worst == best
    {
        return format!("Impact: all {} outcomes are {worst}, by the worst measure of each.", rated.len());
    }
    match (listed.is_empty(), without) {
        (true, n) => format!("Impact: none of the {} has a rating yet.", counted(n, "outcome")),
        (false, 0) => format!("Impact, worst first: {}.", listed.join(", ")),
        (false, n) => format!("Impact, worst first: {}; {n} not rated.", listed.join(", ")),
    }
}

fn measures(facts: &Facts<'_>) -> String {
    let rated: Vec<_> =
        facts.month.measures().filter(|(_, _, rating)| rating.impact.rating.is_rated()).collect();
    let off = rated.iter().filter(|(_, _, r)| r.impact.rating != Rating::Green);
    let mut furthest: Vec<_> = off
        .clone()
        .filter_map(|(measure, figure, rating)| {
            let now = figure.value.as_ref()?.number()?;
            Some((share_missing(now, rating)?, *measure, compared(&rating.impact.reason)?))
        })
        .collect();
    furthest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.reference.cmp(&b.1.reference)));
    // By name: who opens only the first sheet does not know the refs by heart.
    let name = |measure: &Measure, told: &str| format!("{} {} ({told})", measure.reference, measure.measure);
    let named: Vec<String> = furthest.iter().take(3).map(|(_, measure, told)| name(measure, told)).collect();
    // Slots for outcome measures that nobody has written yet are told on their own sheet.
    let written = facts.month.measures().filter(|(measure, _, _)| measure.developed).count();
    let without = match written - rated.len().min(written) {
        0 => String::new(),
        none => format!(", and {none} more have no rating"),
    };
    let off = off.count();
    let start = format!(
        "Measures: {off} of {} {} off target{without}",
        counted(rated.len(), "rated measure"),
        if off == 1 { "is" } else { "are" }
    );
    if named.is_empty() {
        return format!("{start}.");
    }
    format!("{start}. Furthest off: {}.", named.join("; "))
}

/// How far from the value expected, as a share of it, so that measures of different units compare.
fn share_missing(now: Quantity, rating: &MeasureRating) -> Option<Quantity> {
    let expected = rating.expected?;
    let gap = now.minus(expected)?;
    let size = if gap.is_negative() { Quantity::ZERO.minus(gap)? } else { gap };
    // Against nought, any distance is a whole one.
    Some(size.over(expected).unwrap_or(Quantity::from(1)))
}

/// `12 against 40`: the very words of the reason on the sheet Measures, so that the two cannot differ by a rounding.
pub(super) fn compared(reason: &str) -> Option<&str> {
    let reason = Rated::by_rules(reason).map_or(reason, |(_, rules)| rules);
    let (_, told) = reason.split_once(": ")?;
    told.split_once(" for now").map(|(compared, _)| compared)
}

fn decisions(facts: &Facts<'_>) -> String {
    let errors = facts.undecided().filter(|e| e.severity == Severity::Error).count();
    let queries = facts.undecided().filter(|e| e.severity == Severity::Query).count();
    let errors_words = counted(errors, "error");
    let queries_words = if queries == 1 { "1 query".to_owned() } else { format!("{queries} queries") };
    format!("Exceptions that need a decision: {} ({errors_words}, {queries_words}).", errors + queries)
}

fn returns(facts: &Facts<'_>) -> String {
    let due_back = facts.month.plan.due_back(facts.month.period);
    let received = || facts.received.iter().map(|(_, received)| received);
    let late = received().filter(|r| r.days_late(due_back).is_some_and(|days| days > 0)).count();
    let here = received().filter(|r| r.returned()).count();
    let all = facts.received.len();
    let refused = match received().filter(|r| r.refused()).count() {
        0 => String::new(),
        n => format!(" ({n} sent a file that was refused)"),
    };
    format!("Returns: {here} of {all} received, {late} of them late; {} missing{refused}.", all - here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;

    #[test]
    fn measures_without_a_rating_are_counted_and_slots_that_nobody_wrote_are_not() {
        let mut month = month();
        let (all, rated) = {
            let consolidation = month.consolidation();
            (
                consolidation.measures().count(),
                consolidation.measures().filter(|m| m.2.impact.rating.is_rated()).count(),
            )
        };
        let none = all - rated;
        assert!(none > 1, "{none} of {all}");
        let said = |month: &crate::publish::sample::Month| measures(&Facts::of(&month.consolidation()));
        assert!(said(&month).contains(&format!(", and {none} more have no rating")), "{}", said(&month));
        let unrated = |m: &&mut crate::domain::rated::MeasureRating| !m.impact.rating.is_rated();
        let slot = month.ratings.measures.iter_mut().find(unrated).unwrap().measure;
        let slot = month.plan.measures.iter_mut().find(|measure| measure.reference == slot).unwrap();
        slot.developed = false;
        assert!(
            said(&month).contains(&format!(", and {} more have no rating", none - 1)),
            "{}",
            said(&month)
        );
    }
}
