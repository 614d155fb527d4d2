//! *Did it improve* for all recommendations, and a sheet for each with its actions and measures.

use crate::publish::review::actions::{ActionYear, Finish};
use crate::publish::review::measures::{MeasureYear, Movement};
use crate::publish::review::{RecommendationYear, Review};
use crate::sheet::book::Line;

use super::super::cells::{clipped_to, count, marked, quantity, rating, share, words};
use super::super::page::{Cell, columns};
use super::super::shorthand::Shorthand;
use super::leaf::{Entry, Leaf};
use super::{dated, listed};

/// Name of the sheet of all recommendations.
pub(super) const OVERVIEW: &str = "Did it improve";
/// Width of the columns of texts.
const ACTIVITY: f64 = 30.0;
/// Lines of an activity that are shown: the sheet Actions has all of it.
const LINES: usize = 3;

/// Name of a recommendation's sheet.
fn name(one: &RecommendationYear<'_>) -> String {
    format!("Recommendation {}", one.outcome.number)
}

/// One row for each recommendation.
pub(super) fn overview(review: &Review<'_>) -> Leaf {
    let row = |one: &RecommendationYear<'_>| {
        let evidence = &one.evidence;
        let went = |movement| count(evidence.went(movement));
        let complete = evidence.stand(Finish::OnTime)
            + evidence.stand(Finish::ByMovedDate)
            + evidence.stand(Finish::Late);
        let none = evidence.went(Movement::OneValue) + evidence.went(Movement::NoValue);
        Entry::of([
            words(&name(one)),
            words(&one.outcome.recommendation),
            words(one.answer.words()),
            went(Movement::Better),
            went(Movement::Worse),
            went(Movement::Same),
            count(none),
            went(Movement::RunningTotal),
            count(evidence.reached),
            count(evidence.targeted),
            count(complete),
            count(evidence.finished.values().sum()),
            share(evidence.without_return, evidence.open_months),
        ])
        .leading_to(name(one), "")
    };
    Leaf {
        name: OVERVIEW.to_owned(),
        shows: "The answer for each recommendation, with the evidence counted",
        title: dated(review, "Did it improve?"),
        lines: vec![Line::text(
            "The answer rests on the measures alone; the sheet Notes says by which rule. Without a return: share of the months in which an action was open. Links in column A lead to the sheet of the recommendation.",
        )],
        columns: columns(&[
            ("Recommendation", 20.0),
            ("What Ofsted recommended", 36.0),
            ("Did it improve?", 14.0),
            ("Better", 8.0),
            ("Worse", 8.0),
            ("Same", 7.5),
            ("One value or none", 9.5),
            ("Running totals", 9.5),
            ("Targets reached", 9.5),
            ("Targets with a value", 9.0),
            ("Actions complete", 10.5),
            ("Actions in all", 9.0),
            ("Without a return", 9.5),
        ]),
        rows: review.recommendations.iter().map(row).collect(),
        charts: Vec::new(),
    }
}

/// The sheet of one recommendation.
pub(super) fn page(review: &Review<'_>, one: &RecommendationYear<'_>) -> Leaf {
    let number = one.outcome.number;
    let mut lines = vec![
        Line::text(format!("Recommendation: {}", one.outcome.recommendation)),
        Line::text(format!("Priority outcome: {}", one.outcome.outcome)),
        Line::heading("Did it improve?"),
        Line::text(one.in_words()),
    ];
    lines.extend(evidence(review, one).into_iter().map(Line::text));
    lines.push(Line::heading("Evidence"));
    let mut rows = Vec::new();
    for action in review.actions.iter().filter(|action| action.action.outcome == number) {
        let of_action = |m: &&MeasureYear<'_>| m.measure.reference.action() == Some(action.action.reference);
        let mut own = review.measures.iter().filter(of_action).peekable();
        if own.peek().is_none() {
            rows.push(row(Some(action), None));
        }
        rows.extend(own.map(|measure| row(Some(action), Some(measure))));
    }
    let of_outcome = |m: &&MeasureYear<'_>| {
        m.measure.reference.action().is_none() && m.measure.reference.outcome() == number
    };
    rows.extend(review.measures.iter().filter(of_outcome).map(|measure| row(None, Some(measure))));
    if rows.is_empty() {
        let rest = (2..11).map(|_| marked(Shorthand::NotApplicable));
        let none = [marked(Shorthand::NotApplicable), words("The plan has no action for it")];
        rows.push(Entry::of(none.into_iter().chain(rest)));
    }
    Leaf {
        name: name(one),
        shows: "Its answer, its actions and its measures",
        title: dated(review, &format!("Recommendation {number}: did it improve?")),
        lines,
        columns: columns(&[
            ("Action", 9.5),
            ("Planned activity", ACTIVITY),
            ("How it stands", 17.0),
            ("Delivery", 11.0),
            ("Measure", 10.2),
            ("What is measured", ACTIVITY),
            ("First", 10.0),
            ("Last", 10.0),
            ("Target", 10.0),
            ("Reached", 10.0),
            ("Went", 13.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(action: Option<&ActionYear<'_>>, measure: Option<&MeasureYear<'_>>) -> Entry {
    let none = || marked(Shorthand::NotApplicable);
    let activity = |action: &ActionYear<'_>| clipped_to(LINES, &action.action.activity, ACTIVITY, "Actions");
    let mut cells: Vec<Cell> = vec![
        action.map_or_else(|| words("Outcome"), |action| words(&action.action.reference.to_string())),
        action.map_or_else(|| words("An outcome measure of the recommendation as such"), activity),
        action.map_or_else(none, |action| words(action.finish.words())),
        action.map_or_else(none, |action| last_delivery(action)),
    ];
    match measure {
        None => {
            cells.extend([none(), words("The plan has no measure for it")]);
            cells.extend((0..5).map(|_| none()));
        }
        Some(year) => {
            let unit = year.measure.unit;
            let missing = if unit.is_numeric() { Shorthand::NotAvailable } else { Shorthand::NotApplicable };
            cells.extend([
                words(&year.measure.reference.to_string()),
                clipped_to(LINES, &year.measure.measure, ACTIVITY, "Measures"),
                super::measures::first_or_last(year.first, unit),
                super::measures::first_or_last(year.last, unit),
                quantity(year.target, unit, missing),
                super::measures::reached(year),
                words(year.movement.word()),
            ]);
        }
    }
    let entry = Entry::of(cells);
    match action {
        Some(action) => entry.leading_to(super::actions::NAME, action.action.reference.to_string()),
        None => entry,
    }
}

/// Delivery in the last month of the records.
pub(super) fn last_delivery(action: &ActionYear<'_>) -> Cell {
    action.last.map_or_else(|| marked(Shorthand::NotAvailable), |last| rating(last.delivery))
}

/// What the answer rests on, counted, and what is not known.
fn evidence(review: &Review<'_>, one: &RecommendationYear<'_>) -> Vec<String> {
    let evidence = &one.evidence;
    let other: Vec<String> = [
        Movement::RunningTotal,
        Movement::Watched,
        Movement::NotNumber,
        Movement::OneValue,
        Movement::NoValue,
    ]
    .into_iter()
    .map(|movement| (movement, evidence.went(movement)))
    .filter(|(_, n)| *n > 0)
    .map(|(movement, n)| format!("{} {n}", movement.word()))
    .collect();
    let mut told = vec![if other.is_empty() {
        "Every measure of it can be compared.".to_owned()
    } else {
        format!("Measures that cannot be compared: {}.", other.join(", "))
    }];
    told.push(match evidence.targeted {
        0 => "Targets: no measure has both a target and a value.".to_owned(),
        n => format!(
            "Targets: {} of {n} with a value {} reached.",
            evidence.reached,
            if evidence.reached == 1 { "is" } else { "are" }
        ),
    });
    told.push(match (evidence.slots, evidence.developed, evidence.reporting) {
        (0, _, _) => "Outcome measures: the plan has none, so this is about activity, not about children's lives.".to_owned(),
        (slots, developed, 0) => format!(
            "Outcome measures: {developed} of {slots} developed, none reports, so this is about activity, not about children's lives."
        ),
        (slots, developed, reporting) => {
            format!("Outcome measures: {developed} of {slots} developed, {reporting} reporting.")
        }
    });
    let stand = Finish::ALL.iter().map(|finish| (*finish, evidence.stand(*finish))).filter(|(_, n)| *n > 0);
    let stand: Vec<String> = stand.map(|(finish, n)| format!("{n} {}", finish.words())).collect();
    if !stand.is_empty() {
        told.push(format!("Actions: {}.", stand.join(", ")));
    }
    told.push(format!(
        "Returns: none came in {} of {} cases (an action open in a month is one).",
        evidence.without_return, evidence.open_months
    ));
    if !review.missing.is_empty() {
        told.push(format!("Months of which nothing is known: {}.", listed(&review.missing)));
    }
    told
}
