//! The questions that *Summary* answers alone, one sentence each: what is Red, what moved, what is overdue, what slipped, who
//! has not returned, and how far the ratings can be trusted. Numbers come from the same [`Facts`] as the tables.

use crate::domain::figure::FigureState;
use crate::domain::rated::{ActionRating, Rated};
use crate::domain::{ActionRef, Rating};
use crate::finding::Severity;
use crate::plan::due::{Due, due};
use crate::plan::{Action, Measure};

use super::counted;
use super::facts::{DELIVERY, Facts, Movement};
use super::page::Tab;

/// The sentences, in the order in which a Director asks.
pub(super) fn of(facts: &Facts<'_>) -> Vec<String> {
    vec![red(facts), moved(facts), overdue(facts), slipped(facts), not_returned(facts), trust(facts)]
}

/// Actions that count: all but the Closed ones.
fn open<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a Action, &'a ActionRating)> + use<'a> {
    let all = facts.month.actions().map(|(action, _, rated)| (action, rated));
    all.filter(|(_, rated)| rated.delivery.rating != Rating::Closed)
}

fn red(facts: &Facts<'_>) -> String {
    let all = facts.month.ratings.actions.len();
    let refs = |rating: Rating| -> Vec<ActionRef> {
        open(facts).filter(|(_, r)| r.delivery.rating == rating).map(|(a, _)| a.reference).collect()
    };
    let (red, unrated) = (refs(Rating::Red), refs(Rating::NotRated));
    let unrated = match unrated.len() {
        0 => "none is without a rating".to_owned(),
        n => format!("{n} {} no rating{}", if n == 1 { "has" } else { "have" }, in_brackets(&unrated)),
    };
    format!("Red: {} of {}{}; {unrated}.", red.len(), counted(all, "action"), in_brackets(&red))
}

fn moved(facts: &Facts<'_>) -> String {
    let Some(before) = facts.before else {
        return "Moved: nothing to compare with, since 0 earlier months are in the records.".to_owned();
    };
    let told = |is_delivery: bool, direction: &str| {
        let of = |m: &&Movement| (m.what == DELIVERY) == is_delivery && m.direction() == direction;
        let one = |m: &Movement| format!("{} {} to {}", m.action, m.was, m.now);
        let moved: Vec<String> = facts.movements.iter().filter(of).map(one).collect();
        format!("{} got {}{}", moved.len(), direction.to_lowercase(), in_brackets(&moved))
    };
    // How Impact moved is not told where a small number could be read from it.
    let impact = if facts.month.cut.held_back.courses.is_empty() {
        format!("; in Impact {}, {}", told(false, "Worse"), told(false, "Better"))
    } else {
        String::new()
    };
    format!(
        "Moved since {}: in Delivery {}, {}{impact}.",
        before.in_words(),
        told(true, "Worse"),
        told(true, "Better")
    )
}

fn overdue(facts: &Facts<'_>) -> String {
    let late = open(facts).map(|(action, rated)| (rated.days_overdue, action.reference));
    let late = longest_first(late);
    format!("Overdue: {}{}.", counted(late.len(), "action"), in_brackets(&late))
}

/// `3.1 by 61 days`, of those by a day or more, the longest first.
fn longest_first(by_days: impl Iterator<Item = (i64, ActionRef)>) -> Vec<String> {
    let mut by_days: Vec<_> = by_days.filter(|(days, _)| *days > 0).collect();
    by_days.sort_by_key(|(days, action)| (std::cmp::Reverse(*days), *action));
    let told =
        |(days, action)| format!("{action} by {}", counted(usize::try_from(days).unwrap_or_default(), "day"));
    by_days.into_iter().map(told).collect()
}

/// A forecast later than the date in force, and dates in force that are not the first ones: a moved date is slippage too.
fn slipped(facts: &Facts<'_>) -> String {
    let later = longest_first(
        open(facts)
            .filter(|(_, rated)| rated.delivery.rating != Rating::Complete)
            .filter_map(|(action, rated)| Some((rated.slippage_days?, action.reference))),
    );
    let moved: Vec<String> = open(facts)
        .filter(|(_, rated)| rated.times_moved > 0)
        .map(|(action, rated)| format!("{} {}", action.reference, times(rated.times_moved)))
        .collect();
    format!(
        "Slipped: {} {} forecast after the due date{}. Due dates moved by agreement: {}{}.",
        counted(later.len(), "action"),
        if later.len() == 1 { "is" } else { "are" },
        in_brackets(&later),
        moved.len(),
        in_brackets(&moved)
    )
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

fn not_returned(facts: &Facts<'_>) -> String {
    // Several leads may hold one post: it is named once.
    let mut missing: Vec<(String, usize)> = Vec::new();
    for (lead, received) in facts.received.iter().filter(|(_, received)| !received.returned()) {
        let refused = if received.refused() { ", whose file was refused" } else { "" };
        let named = format!("{}{refused}", lead.name);
        match missing.iter_mut().find(|(known, _)| *known == named) {
            Some((_, times)) => *times += 1,
            None => missing.push((named, 1)),
        }
    }
    let all: usize = missing.iter().map(|(_, times)| times).sum();
    let told = |(named, times): &(String, usize)| match times {
        1 => named.clone(),
        more => format!("{named} ({more} returns)"),
    };
    let told: Vec<String> = missing.iter().map(told).collect();
    let named = if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) };
    format!("Not returned: {all} of {}{named}.", counted(facts.received.len(), "return"))
}

fn trust(facts: &Facts<'_>) -> String {
    let Some(all) = facts.roll_up(None) else { return String::new() };
    let answered = facts.month.merged.progress.iter().filter(|p| p.returned && p.status.is_some()).count();
    let due_now: Vec<_> = facts.month.measures().filter(|(m, _, _)| is_due(facts, m)).collect();
    let given =
        due_now.iter().filter(|(_, f, _)| f.state == FigureState::Value || f.absence.is_some()).count();
    let carried = open(facts).filter(|(_, rated)| rated.carried_from.is_some()).count();
    let decided = match decided(facts) {
        0 => String::new(),
        1 => " 1 rating was set by a decision of the council's officers.".to_owned(),
        more => format!(" {more} ratings were set by decisions of the council's officers."),
    };
    format!(
        "How far to trust it: {} of {} have a Delivery rating and {} an Impact rating{}; {carried} rest on an earlier month's answers. A status came for {answered} actions, a whole value or a reason for {given} of {} measures due.{decided}{}",
        all.delivery.rated(),
        counted(all.delivery.open(), "open action"),
        all.impact.rated(),
        withheld(facts),
        due_now.len(),
        exceptions(facts)
    )
}

/// How many Impact ratings an edition does not show, so that they are not taken for missing.
fn withheld(facts: &Facts<'_>) -> String {
    let held = &facts.month.cut.held_back.actions;
    match open(facts).filter(|(action, _)| held.contains(&action.reference)).count() {
        0 => String::new(),
        n => format!(" ({n} more withheld to protect small numbers)"),
    }
}

/// How many ratings an officer set instead of the rules (5-rating.md, 5.4).
fn decided(facts: &Facts<'_>) -> usize {
    let ratings = &facts.month.ratings;
    let of_measures = ratings.measures.iter().map(|rated| &rated.impact);
    let of_actions = ratings.actions.iter().flat_map(|rated| [&rated.delivery, &rated.impact]);
    of_measures.chain(of_actions).filter(|rated| Rated::by_rules(&rated.reason).is_some()).count()
}

/// What is still open; nothing in an edition that does not hold the exceptions.
fn exceptions(facts: &Facts<'_>) -> String {
    if !facts.has(Tab::Exceptions) {
        return String::new();
    }
    let errors = facts.undecided().filter(|e| e.severity == Severity::Error).count();
    let queries = facts.undecided().filter(|e| e.severity == Severity::Query).count();
    let queries = if queries == 1 { "1 query".to_owned() } else { format!("{queries} queries") };
    format!(" Open exceptions: {}, {queries}.", counted(errors, "error"))
}

fn is_due(facts: &Facts<'_>, measure: &Measure) -> bool {
    measure.developed && due(facts.month.plan, measure, facts.month.period) == Due::Now
}

/// ` (1.5, 2.7)`, or nothing.
fn in_brackets<T: std::fmt::Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() { String::new() } else { format!(" ({})", items.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;
    use crate::ledger::PastAction;
    use crate::plan::sample::action_ref;
    use crate::publish::sample::month;

    #[test]
    fn summary_alone_answers_the_six_questions() {
        let mut month = month();
        let past = PastAction { delivery: Rating::Green, returned: true, ..PastAction::default() };
        month.history.actions.insert((action_ref("1.1"), Period::new(2024, 2).unwrap()), past);
        month.ratings.actions[1].times_moved = 2;
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation));
        let starts = [
            "Red: 1 of 5 actions (1.1); 1 has no rating (",
            "Moved since February 2024: in Delivery 1 got worse (1.1 Green to Red), 0 got better; in Impact 0 got worse, 0 got better.",
            "Overdue: 1 action (1.1 by 12 days).",
            "Slipped: 1 action is forecast after the due date (1.1 by 45 days). Due dates moved by agreement: 1 (1.2 twice).",
            "Not returned: 2 of 3 returns: ",
            "How far to trust it: 4 of 5 open actions have a Delivery rating and 0 an Impact rating; ",
        ];
        assert_eq!(said.len(), starts.len());
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said}\n{start}");
        }
        assert!(said[4].ends_with("Ben Baker; Clerk to the Panel."), "{}", said[4]);
        assert!(said[5].ends_with("Open exceptions: 1 error, 1 query."), "{}", said[5]);
    }

    #[test]
    fn a_post_that_several_hold_is_named_once_and_the_longest_delay_first() {
        let mut month = month();
        for lead in &mut month.plan.leads {
            lead.name = "Head of Service".into();
        }
        month.ratings.actions[1].days_overdue = 1;
        month.ratings.actions[1].slippage_days = Some(90);
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation));
        assert_eq!(said[2], "Overdue: 2 actions (1.1 by 12 days, 1.2 by 1 day).");
        assert!(said[3].contains("(1.2 by 90 days, 1.1 by 45 days)"), "{}", said[3]);
        assert_eq!(said[4], "Not returned: 2 of 3 returns: Head of Service (2 returns).");
    }

    #[test]
    fn ratings_that_an_officer_set_are_counted() {
        let mut month = month();
        let rated = &mut month.ratings.actions[0].delivery;
        *rated = rated.clone().overridden(Rating::Green, "set by Dana Fox.");
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation));
        assert!(
            said[5].contains(" 1 rating was set by a decision of the council's officers."),
            "{}",
            said[5]
        );
    }

    #[test]
    fn a_first_month_says_that_there_is_nothing_to_compare_with() {
        let month = month();
        let consolidation = month.consolidation();
        assert!(of(&Facts::of(&consolidation))[1].contains("0 earlier months are in the records"));
    }
}
