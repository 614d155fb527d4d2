//! *Cover*: what this is, the headlines, the contents.

use crate::domain::period::date_in_words;
use crate::publish::review::Review;
use crate::publish::review::actions::{Effect, Finish};
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
    let moved = review.actions.iter().filter(|action| action.times_moved > 0);
    let twice = review.actions.iter().filter(|action| action.times_moved > 1).count();
    let furthest = review.actions.iter().max_by_key(|action| action.days_moved.unwrap_or_default());
    let furthest = furthest.filter(|action| action.days_moved.is_some_and(|days| days > 0));
    let furthest = furthest.map_or_else(String::new, |action| {
        let days = action.days_moved.and_then(|days| usize::try_from(days).ok()).unwrap_or_default();
        format!(" The furthest: {} by {}.", action.action.reference, counted(days, "day"))
    });
    let moved = moved.count();
    format!(
        "Dates: {} of {} {} moved, {twice} twice or more.{furthest}",
        moved,
        counted(review.actions.len(), "action"),
        if moved == 1 { "was" } else { "were" }
    )
}

fn measures(review: &Review<'_>) -> String {
    let went = |movement| review.measures.iter().filter(|measure| measure.movement == movement).count();
    let targeted = review.measures.iter().filter(|measure| measure.reached.is_some()).count();
    let reached = review.measures.iter().filter(|measure| measure.reached == Some(true)).count();
    format!(
        "Measures, {} in all: {} better, {} worse, {} the same, {} with one value or none; {reached} of {targeted} with a target and a value reached it.",
        review.measures.len(),
        went(Movement::Better),
        went(Movement::Worse),
        went(Movement::Same),
        went(Movement::OneValue) + went(Movement::NoValue)
    )
}

fn effects(review: &Review<'_>) -> String {
    let count = |effect| review.actions.iter().filter(|action| action.effect == effect).count();
    format!(
        "Did actions work? {} worked, {} mixed, {} delivered without working, {} neither delivered nor better, {} without any evidence.",
        count(Effect::Worked),
        count(Effect::Mixed),
        count(Effect::DeliveredNotWorking),
        count(Effect::NotYet),
        count(Effect::NoEvidence)
    )
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
