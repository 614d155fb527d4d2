//! The questions that *Summary* answers alone, one sentence each: what is Red, what moved, what is overdue, what slipped, who
//! has not returned, and how far the ratings can be trusted. Numbers come from the same [`Facts`] as the tables.

use crate::domain::figure::FigureState;
use crate::domain::rated::{ActionRating, Rated, RatingCounts};
use crate::domain::{ActionRef, Rating};
use crate::finding::Severity;
use crate::plan::due::{Due, asked_for};
use crate::plan::{Action, Measure};

use super::facts::Facts;
use super::headlines::red_measures;
use super::moved::{self, Refs};
use super::page::Tab;
use super::{counted, in_brackets};

/// The sentences, in the order in which a Director asks.
pub(super) fn of(facts: &Facts<'_>) -> Vec<String> {
    let mut said = vec![facts.with_age(red(facts))];
    said.extend(impact(facts));
    said.extend([moved(facts), overdue(facts), slipped(facts), not_returned(facts), trust(facts)]);
    said
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
        0 => "none is without a Delivery rating".to_owned(),
        n => {
            format!("{n} {} no Delivery rating{}", if n == 1 { "has" } else { "have" }, in_brackets(&unrated))
        }
    };
    let is_are = if red.len() == 1 { "is" } else { "are" };
    format!(
        "Delivery: {} of {} {is_are} Red{}; {unrated}.",
        red.len(),
        counted(all, "action"),
        in_brackets(&red)
    )
}

/// Whether it works: how many actions are Red by their worst measure, and how many measures. Nothing where a small number
/// could be read from it.
fn impact(facts: &Facts<'_>) -> Option<String> {
    let told = facts.month.cut.held_back.actions.is_empty();
    let counts = facts.roll_up(None).filter(|_| told)?.impact;
    let unrated: Vec<ActionRef> = open(facts)
        .filter(|(_, rated)| rated.impact.rating == Rating::NotRated)
        .map(|(action, _)| action.reference)
        .collect();
    let unrated = match unrated.len() {
        0 => String::new(),
        n => {
            format!("; {n} {} no Impact rating{}", if n == 1 { "has" } else { "have" }, in_brackets(&unrated))
        }
    };
    if counts.rated() == 0 {
        return Some(format!("Impact: none of {} has a rating yet.", counted(counts.open(), "action")));
    }
    let others: Vec<String> =
        [(Rating::Amber, counts.amber), (Rating::Green, counts.green), (Rating::Complete, counts.complete)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(rating, count)| format!(", {count} {rating}"))
            .collect();
    let measures = match red_measures(facts, None) {
        (red, all) if facts.month.cut.tells_every_figure() => {
            format!(
                " Of their measures, {red} of {all} rated ones {} Red.",
                if red == 1 { "is" } else { "are" }
            )
        }
        _ => String::new(),
    };
    Some(format!(
        "Impact: {} of {} {} Red{}{unrated}.{measures}",
        counts.red,
        counted(counts.rated(), "rated action"),
        if counts.red == 1 { "is" } else { "are" },
        others.concat(),
    ))
}

fn moved(facts: &Facts<'_>) -> String {
    let Some(before) = facts.before else {
        return format!("Moved: {} is the first month in the records.", facts.month.period.in_words());
    };
    format!("Moved since {}: {}.", before.in_words(), moved::told(facts, Refs::Named))
}

fn overdue(facts: &Facts<'_>) -> String {
    let late = open(facts).map(|(action, rated)| (rated.days_overdue, action.reference));
    let late = longest_first(late);
    if late.is_empty() {
        return "Overdue: no action.".to_owned();
    }
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
    let later = match later.len() {
        0 => "no action is forecast after its due date".to_owned(),
        1 => format!("1 action is forecast after the due date{}", in_brackets(&later)),
        n => format!("{n} actions are forecast after the due date{}", in_brackets(&later)),
    };
    let moved = match moved.len() {
        0 => "none".to_owned(),
        n => format!("{n}{}", in_brackets(&moved)),
    };
    format!("Slipped: {later}. Due dates moved by agreement: {moved}.")
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        3 => "three times".to_owned(),
        4 => "four times".to_owned(),
        5 => "five times".to_owned(),
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
    let all = if all == 0 { "none".to_owned() } else { all.to_string() };
    format!("Not returned: {all} of {}{named}.{}", counted(facts.received.len(), "return"), late(facts))
}

/// Who was late, and by how much.
fn late(facts: &Facts<'_>) -> String {
    let due_back = facts.month.plan.due_back(facts.month.period);
    let mut late: Vec<(i64, &str)> = facts
        .received
        .iter()
        .filter_map(|(lead, received)| Some((received.days_late(due_back)?, &*lead.name)))
        .filter(|(days, _)| *days > 0)
        .collect();
    late.sort_by_key(|(days, name)| (std::cmp::Reverse(*days), *name));
    let told: Vec<String> = late
        .into_iter()
        .map(|(days, name)| {
            format!("{name} by {}", counted(usize::try_from(days).unwrap_or_default(), "day"))
        })
        .collect();
    if told.is_empty() { String::new() } else { format!(" Late: {}.", told.join("; ")) }
}

fn trust(facts: &Facts<'_>) -> String {
    let Some(all) = facts.roll_up(None) else { return String::new() };
    let answered = facts.month.merged.progress.iter().filter(|p| p.returned && p.status.is_some()).count();
    let due_now: Vec<_> = facts.month.measures().filter(|(m, _, _)| is_due(facts, m)).collect();
    let given =
        due_now.iter().filter(|(_, f, _)| f.state == FigureState::Value || f.absence.is_some()).count();
    let carried = match facts.on_earlier_answers() {
        0 => "none rests on an earlier month's answers".to_owned(),
        1 => "1 rests on an earlier month's answers".to_owned(),
        n => format!("{n} rest on an earlier month's answers"),
    };
    let decided = match decided(facts) {
        0 => String::new(),
        1 => " 1 rating was set by a decision of the council's officers.".to_owned(),
        more => format!(" {more} ratings were set by decisions of the council's officers."),
    };
    format!(
        "How far to trust it: {} of {} have a Delivery rating and {} an Impact rating{}; {carried}. A status came for {answered} actions, a whole value or a reason for {given} of {} measures due.{decided}{}{}",
        all.delivery.rated(),
        not_closed(&all.delivery),
        all.impact.rated(),
        withheld(facts),
        due_now.len(),
        settled(facts),
        exceptions(facts)
    )
}

/// What coverage is of: `40 actions (1 Closed one left out)`.
fn not_closed(counts: &RatingCounts) -> String {
    let closed = match counts.closed {
        0 => "",
        1 => " (the Closed one left out)",
        _ => " (the Closed ones left out)",
    };
    format!("{}{closed}", counted(counts.open(), "action"))
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

/// Whose answers officers replaced or rejected: their ratings rest on that.
fn settled(facts: &Facts<'_>) -> String {
    let mut actions: Vec<ActionRef> = facts.settled.keys().copied().collect();
    actions.sort_unstable();
    match actions.len() {
        0 => String::new(),
        n => format!(
            " Of {}{} an answer was replaced or rejected by a decision.",
            counted(n, "action"),
            in_brackets(&actions)
        ),
    }
}

/// What is still open; nothing in an edition that does not hold the exceptions.
fn exceptions(facts: &Facts<'_>) -> String {
    if !facts.has(Tab::Exceptions) {
        return String::new();
    }
    let errors = facts.undecided().filter(|e| e.severity == Severity::Error).count();
    let queries_count = facts.undecided().filter(|e| e.severity == Severity::Query).count();
    let queries = if queries_count == 1 { "1 query".to_owned() } else { format!("{queries_count} queries") };
    match (errors, queries_count) {
        (0, 0) => " No exception is open.".to_owned(),
        _ => format!(" Open exceptions: {}, {queries}.", counted(errors, "error")),
    }
}

fn is_due(facts: &Facts<'_>, measure: &Measure) -> bool {
    measure.developed && asked_for(facts.month.plan, measure, facts.month.period) == Due::Now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;
    use crate::ledger::PastAction;
    use crate::plan::sample::action_ref;
    use crate::publish::sample::month;

    #[test]
    fn summary_alone_answers_the_questions() {
        let mut month = month();
        let past = PastAction { delivery: Rating::Green, returned: true, ..PastAction::default() };
        month.history.actions.insert((action_ref("1.1"), Period::new(2024, 2).unwrap()), past);
        month.ratings.actions[1].times_moved = 2;
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation));
        let starts = [
            "Delivery: 1 of 5 actions is Red (1.1); 1 has no Delivery rating (",
            "Impact: none of 5 actions has a rating yet.",
            "Moved since February 2024: in Delivery 1 got worse (1.1 Green to Red), 0 got better; in Impact 0 got worse, 0 got better.",
            "Overdue: 1 action (1.1 by 12 days).",
            "Slipped: 1 action is forecast after the due date (1.1 by 45 days). Due dates moved by agreement: 1 (1.2 twice).",
            "Not returned: 2 of 3 returns: ",
            "How far to trust it: 4 of 5 actions have a Delivery rating and 0 an Impact rating; none rests on an earlier month's answers. ",
        ];
        assert_eq!(said.len(), starts.len());
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said}\n{start}");
        }
        assert!(
            said[5].ends_with("Ben Baker; Clerk to the Panel. Late: Ann Archer by 4 days."),
            "{}",
            said[5]
        );
        assert!(said[6].ends_with("Open exceptions: 1 error, 1 query."), "{}", said[6]);
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
        assert_eq!(said[3], "Overdue: 2 actions (1.1 by 12 days, 1.2 by 1 day).");
        assert!(said[4].contains("(1.2 by 90 days, 1.1 by 45 days)"), "{}", said[4]);
        assert!(
            said[5].starts_with("Not returned: 2 of 3 returns: Head of Service (2 returns)."),
            "{}",
            said[5]
        );
    }

    #[test]
    fn ratings_that_an_officer_set_are_counted() {
        let mut month = month();
        let rated = &mut month.ratings.actions[0].delivery;
        *rated = rated.clone().overridden(Rating::Green, "set by Dana Fox.");
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation));
        assert!(
            said[6].contains(" 1 rating was set by a decision of the council's officers."),
            "{}",
            said[6]
        );
    }

    #[test]
    fn a_first_month_says_that_there_is_nothing_to_compare_with() {
        let month = month();
        let consolidation = month.consolidation();
        assert!(of(&Facts::of(&consolidation))[2].contains("March 2024 is the first month in the records"));
    }

    #[test]
    fn how_many_are_red_by_their_measures_is_said_of_actions_and_of_measures() {
        let mut month = month();
        month.ratings.measures[0].impact.rating = Rating::Red;
        let all = month.ratings.roll_ups.iter_mut().find(|roll_up| roll_up.outcome.is_none()).unwrap();
        all.impact = RatingCounts { red: 1, green: 1, not_rated: 3, ..RatingCounts::default() };
        let consolidation = month.consolidation();
        let said = impact(&Facts::of(&consolidation)).unwrap();
        assert!(said.starts_with("Impact: 1 of 2 rated actions is Red, 1 Green; "), "{said}");
        assert!(said.ends_with(" Of their measures, 1 of 2 rated ones is Red."), "{said}");
    }

    #[test]
    fn ratings_without_any_return_begin_with_that() {
        let mut month = month();
        month.merged.progress.iter_mut().for_each(|progress| progress.returned = false);
        month.merged.figures.iter_mut().for_each(|figure| figure.contributors.clear());
        let consolidation = month.consolidation();
        let said = of(&Facts::of(&consolidation)).swap_remove(0);
        let start = "No usable return came for March 2024: 1 Delivery rating rests on the answers of an earlier month. Delivery: ";
        assert!(said.starts_with(start), "{said}");
    }
}
