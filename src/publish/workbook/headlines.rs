//! At most seven headlines by rule, in a fixed order, each with a number (7-publication.md, 7.2). Numbers come from the
//! same [`Facts`] and roll-ups as the tables.

use crate::domain::rated::{MeasureRating, Rated, RollUp};
use crate::domain::{Quantity, Rating, Unit};
use crate::finding::Severity;
use crate::plan::Measure;

use super::counted;
use super::facts::Facts;
use super::moved::{self, Refs};
use super::page::Tab;

/// The headlines.
pub(super) fn of(facts: &Facts<'_>) -> Vec<String> {
    let Some(all) = facts.roll_up(None) else { return Vec::new() };
    // An edition lacks a headline rather than having it in other words.
    let all_told = facts.month.cut.tells_every_figure();
    let headlines = [
        Some(facts.with_age(ratings(all))),
        Some(movement(facts)),
        Some(overdue(facts, all)),
        facts.month.cut.held_back.outcomes.is_empty().then(|| impact(facts)).flatten(),
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
    let without = match counts.not_rated {
        0 => "none is without a rating".to_owned(),
        1 => "1 has no rating".to_owned(),
        n => format!("{n} have no rating"),
    };
    format!(
        "Delivery: {} of {} {} Red, {} Amber, {} Green, {} Complete{closed}; {without}.",
        counts.red,
        counted(counts.all(), "action"),
        if counts.red == 1 { "is" } else { "are" },
        counts.amber,
        counts.green,
        counts.complete,
    )
}

fn movement(facts: &Facts<'_>) -> String {
    match facts.before {
        None => {
            format!("Movement: {} is the first month in the records.", facts.month.period.in_words())
        }
        Some(before) => {
            format!("Movement since {}: {}.", before.in_words(), moved::told(facts, Refs::Counted))
        }
    }
}

fn overdue(facts: &Facts<'_>, all: &RollUp) -> String {
    let moved = facts.month.ratings.actions.iter().filter(|a| a.times_moved >= 2).count();
    let is_are = if all.overdue == 1 { "is" } else { "are" };
    let moved = match moved {
        0 => "none had its due date moved twice or more".to_owned(),
        n => format!(
            "{} had {} due date moved twice or more",
            counted(n, "action"),
            if n == 1 { "its" } else { "their" }
        ),
    };
    format!("Dates: {} {is_are} overdue; {moved}.", counted(all.overdue, "action"))
}

/// Outcomes with a rated impact, worst first. Where all are the same, that alone says nothing from month to month: then how
/// many measures of each are Red; nothing where that is not told.
fn impact(facts: &Facts<'_>) -> Option<String> {
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
        if *worst != Rating::Red {
            return Some(format!(
                "Impact: all {} outcomes are {worst}, by the worst measure of each.",
                rated.len()
            ));
        }
        return facts.month.cut.tells_every_figure().then(|| all_red(facts, &rated));
    }
    Some(match (listed.is_empty(), without) {
        (true, n) => format!("Impact: none of the {} has a rating yet.", counted(n, "outcome")),
        (false, 0) => format!("Impact, worst first: {}.", listed.join(", ")),
        (false, n) => format!("Impact, worst first: {}; {n} not rated.", listed.join(", ")),
    })
}

/// Red measures, and rated ones, of an outcome or of all.
pub(super) fn red_measures(facts: &Facts<'_>, outcome: Option<u16>) -> (usize, usize) {
    let of = |measure: &Measure| {
        let action = measure.reference.action();
        outcome.is_none_or(|number| action.is_some_and(|action| action.outcome == number))
    };
    let rated = facts.month.measures().filter(|(measure, _, _)| of(measure)).map(|m| m.2.impact.rating);
    rated
        .filter(|rating| rating.is_rated())
        .fold((0, 0), |(red, all), rating| (red + usize::from(rating == Rating::Red), all + 1))
}

fn all_red(facts: &Facts<'_>, outcomes: &[(Rating, u16)]) -> String {
    let mut counts: Vec<_> =
        outcomes.iter().map(|(_, number)| (*number, red_measures(facts, Some(*number)))).collect();
    // The larger share first, compared without dividing.
    counts.sort_by(|(a, (red, all)), (b, (other_red, other_all))| {
        (other_red * all).cmp(&(red * other_all)).then(a.cmp(b))
    });
    let told: Vec<String> =
        counts.iter().map(|(number, (red, all))| format!("outcome {number} ({red} of {all})")).collect();
    let (red, all) = red_measures(facts, None);
    format!(
        "Impact: {red} of {} are Red, worst outcome first: {}.",
        counted(all, "rated measure"),
        told.join(", ")
    )
}

fn measures(facts: &Facts<'_>) -> String {
    let rated: Vec<_> =
        facts.month.measures().filter(|(_, _, rating)| rating.impact.rating.is_rated()).collect();
    let off = rated.iter().filter(|(_, _, r)| r.impact.rating != Rating::Green);
    let mut furthest: Vec<_> = off
        .clone()
        .filter_map(|(measure, figure, rating)| {
            let now = figure.value.as_ref()?.number()?;
            Some((share_missing(now, rating)?, *measure, compared(measure, rating)?))
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
    if rated.is_empty() {
        return format!("Measures: none of {} has a rating yet.", counted(written, "measure"));
    }
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

/// `12, where 40 is expected by now and 120 is the target`: figures in the very words of the reason on the sheet Measures, so
/// that the two cannot differ by a rounding.
pub(super) fn compared(measure: &Measure, rated: &MeasureRating) -> Option<String> {
    let reason = &rated.impact.reason;
    let reason = Rated::by_rules(reason).map_or(&**reason, |(_, rules)| rules);
    let (_, told) = reason.split_once(": ")?;
    let (value, expected) = told.split_once(" for now")?.0.split_once(" against ")?;
    Some(match measure.target {
        Some(target) if rated.expected != Some(target) => {
            format!(
                "{value}, where {expected} is expected by now and {} is the target",
                with_unit(measure.unit, target)
            )
        }
        _ => format!("{value}, target {expected}"),
    })
}

fn with_unit(unit: Unit, quantity: Quantity) -> String {
    match unit {
        Unit::Percent => format!("{quantity}%"),
        Unit::Days | Unit::Weeks => format!("{quantity} {}", unit.word()),
        Unit::Count | Unit::Number | Unit::Date | Unit::Text | Unit::Document => quantity.to_string(),
    }
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
    let late = match (here, late) {
        (0, _) => "",
        (_, 0) => ", none of them late",
        (_, late) => &format!(", {late} of them late"),
    };
    let missing = match all - here {
        0 => "none missing".to_owned(),
        n => format!("{n} missing"),
    };
    format!("Returns: {here} of {all} received{late}; {missing}{refused}.")
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
