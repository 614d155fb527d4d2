//! *Cover*: what this is, the headlines, the contents.

use crate::domain::period::date_in_words;
use crate::publish::review::Review;
use crate::publish::review::actions::Finish;
use crate::publish::review::exceptions::Became;
use crate::publish::review::measures::Movement;
use crate::sheet::book::Line;

use super::super::cells::words;
use super::super::counted;
use super::super::page::columns;
use super::leaf::{Entry, Leaf};
use super::{COVER, are, listed};

pub(super) fn page(review: &Review<'_>, others: &[Leaf]) -> Leaf {
    let plan = review.year.plan;
    let mut lines = vec![Line::text("This worksheet contains one table: the contents of this workbook.")];
    lines.extend(about(review).into_iter().map(Line::text));
    lines.push(Line::heading("Did it improve?"));
    lines.extend(
        review
            .recommendations
            .iter()
            .map(|one| Line::text(format!("Recommendation {}: {}", one.outcome.number, one.in_words()))),
    );
    lines.push(Line::heading("Headlines"));
    lines.extend(headlines(review).into_iter().map(Line::text));
    lines.push(Line::heading("Contents"));
    let row =
        |leaf: &Leaf| Entry::of([words(&leaf.name), words(leaf.shows)]).leading_to(leaf.name.clone(), "");
    Leaf {
        name: COVER.to_owned(),
        shows: "This page",
        title: format!("{}: review, {}, {}", plan.name, review.in_words(), plan.authority),
        lines,
        columns: columns(&[("Worksheet", 22.0), ("What it shows", 66.0)]),
        rows: others.iter().map(row).collect(),
        charts: Vec::new(),
    }
}

fn about(review: &Review<'_>) -> Vec<String> {
    let (year, plan) = (&review.year, review.year.plan);
    let all = review.months.len() + review.missing.len();
    let mut about = vec![format!(
        "{} to {}, plan version {}.",
        date_in_words(year.from.first_day()),
        date_in_words(year.to.last_day()),
        plan.version
    )];
    about.push(match review.missing.len() {
        0 => format!("Made from the records of all {}.", counted(all, "month")),
        n => format!(
            "Made from the records of {} of {all} months. {} missing, and nothing is guessed for {}: {}.",
            review.months.len(),
            are(n, "month"),
            if n == 1 { "it" } else { "them" },
            listed(&review.missing)
        ),
    });
    about.push(match plan.contact.as_str() {
        "" => format!("Contact: the performance officers of {}.", plan.authority),
        contact => format!("Contact: {contact}."),
    });
    about.push(
        "Handling: for the accountability meeting, not for publication. Small numbers are not held back."
            .to_owned(),
    );
    about
}

/// At most seven, each with a number, from what the tables show.
fn headlines(review: &Review<'_>) -> Vec<String> {
    vec![
        finished(review),
        dates(review),
        measures(review),
        effects(review),
        course(review),
        returns(review),
        exceptions(review),
    ]
}

fn finished(review: &Review<'_>) -> String {
    let count = |finish| review.actions.iter().filter(|action| action.finish == finish).count();
    let told = Finish::ALL.iter().map(|finish| (*finish, count(*finish))).filter(|(_, n)| *n > 0);
    let told: Vec<String> = told.map(|(finish, n)| format!("{n} {}", finish.words())).collect();
    format!("Actions, {} in all: {}.", review.actions.len(), told.join(", "))
}

fn dates(review: &Review<'_>) -> String {
    let moved: Vec<_> = review.actions.iter().filter(|action| action.is_moved()).collect();
    let twice = match review.actions.iter().filter(|action| action.times_moved > 1).count() {
        0 => "none twice or more".to_owned(),
        n => format!("{n} twice or more"),
    };
    let furthest = moved.iter().filter_map(|action| Some((action.days_moved?, action.action.reference)));
    let furthest = furthest
        .filter(|(days, _)| *days > 0)
        .max_by_key(|(days, action)| (*days, std::cmp::Reverse(*action)));
    let furthest = furthest.map_or_else(String::new, |(days, action)| {
        format!(" The furthest: {action} by {}.", counted(usize::try_from(days).unwrap_or_default(), "day"))
    });
    match moved.len() {
        0 => format!("Dates: of {}, none was moved.", counted(review.actions.len(), "action")),
        1 => format!(
            "Dates: the date of 1 of {} was moved, {twice}.{furthest}",
            counted(review.actions.len(), "action")
        ),
        n => format!(
            "Dates: the dates of {n} of {} were moved, {twice}.{furthest}",
            counted(review.actions.len(), "action")
        ),
    }
}

/// Every measure is counted once, so that these add up.
fn measures(review: &Review<'_>) -> String {
    let went = |movement| review.measures.iter().filter(|measure| measure.movement == movement).count();
    let targeted = review.measures.iter().filter(|measure| measure.reached.is_some()).count();
    let reached = review.measures.iter().filter(|measure| measure.reached == Some(true)).count();
    let told: Vec<String> = Movement::ALL
        .into_iter()
        .filter(|movement| movement.is_evidence() || went(*movement) > 0)
        .map(|movement| format!("{} {}", went(movement), in_headline(movement, went(movement))))
        .collect();
    format!(
        "Measures, {} in all: {}; {reached} of {targeted} with a target and a value reached it.",
        review.measures.len(),
        told.join(", ")
    )
}

const fn in_headline(movement: Movement, count: usize) -> &'static str {
    match (movement, count) {
        (Movement::Same, _) => "the same",
        (Movement::RunningTotal, 1) => "running total, which can only rise",
        (Movement::RunningTotal, _) => "running totals, which can only rise",
        (Movement::NotNumber, _) => "in words, dates or documents",
        (Movement::OneValue, _) => "with one value only",
        (Movement::NoValue, _) => "without a value",
        (Movement::Better | Movement::Worse | Movement::Watched, _) => movement.word(),
    }
}

fn effects(review: &Review<'_>) -> String {
    format!("Did actions work? {}.", super::worked::tally(review))
}

fn course(review: &Review<'_>) -> String {
    match review.counts.as_slice() {
        [(first, start), .., (last, end)] => format!(
            "Delivery: {} Red in {}, {} in {}; Red or Amber {} and {}.",
            start.red,
            first.in_words(),
            end.red,
            last.in_words(),
            start.red + start.amber,
            end.red + end.amber
        ),
        _ => format!(
            "Delivery: records of {} only, so there is no course.",
            counted(review.counts.len(), "month")
        ),
    }
}

fn returns(review: &Review<'_>) -> String {
    let (open, without) = review.actions.iter().fold((0, 0), |(open, without), action| {
        (open + action.open_months(), without + action.without_return)
    });
    format!("Returns: none came in {without} of {open} cases (an action open in a month is one).")
}

fn exceptions(review: &Review<'_>) -> String {
    let count = |became| review.exceptions.iter().filter(|exception| exception.became == became).count();
    format!(
        "Exceptions: {} raised; {} settled by a decision, {} no longer raised, {} still open, {} for the record.",
        review.exceptions.len(),
        count(Became::Settled),
        count(Became::Gone),
        count(Became::Open),
        count(Became::Noted)
    )
}
