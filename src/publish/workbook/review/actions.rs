//! *Actions*: every action with its dates first and last, and how it stands.

use crate::publish::review::Review;
use crate::publish::review::actions::{ActionYear, Done};
use crate::sheet::book::Line;

use super::super::cells::{count, date, marked, rating, whole, words};
use super::super::page::columns;
use super::super::shorthand::Shorthand;
use super::dated;
use super::leaf::{Entry, Leaf};
use super::recommendations::last_delivery;

/// Name of the sheet.
pub(super) const NAME: &str = "Actions";

pub(super) fn page(review: &Review<'_>) -> Leaf {
    Leaf {
        name: NAME.to_owned(),
        shows: "Every action: first and last dates, moves, how it stands",
        title: dated(review, "Actions: dates and how they stand"),
        lines: vec![Line::text(format!(
            "Ratings are those of {}. Days are counted from the first date the plan ever gave; below 0 is earlier. Links in column A lead to the ratings by month.",
            review.last().in_words()
        ))],
        columns: columns(&[
            ("Ref", 7.0),
            ("Planned activity", 36.0),
            ("First date", 11.5),
            ("Date now", 11.5),
            ("Times moved", 8.0),
            ("Days moved", 8.0),
            ("Complete or forecast", 12.0),
            ("What that date is", 13.0),
            ("Days late", 8.0),
            ("How it stands", 16.5),
            ("Delivery", 10.8),
            ("Impact", 9.5),
            ("Months without a return", 9.5),
        ]),
        rows: review.actions.iter().map(row).collect(),
        charts: Vec::new(),
    }
}

fn row(action: &ActionYear<'_>) -> Entry {
    let reference = action.action.reference.to_string();
    let days = |days: Option<i64>| days.map_or_else(|| marked(Shorthand::NotApplicable), whole);
    let known = action.last.is_some();
    Entry::of([
        words(&reference),
        words(&action.action.activity),
        date(action.original, Shorthand::NotApplicable),
        date(action.target, Shorthand::NotApplicable),
        count(action.times_moved),
        days(action.days_moved),
        date(action.done.map(Done::day), Shorthand::NotAvailable),
        words(action.done.map_or("", Done::words)),
        days(action.days_late),
        words(action.finish.words()),
        last_delivery(action),
        action.last.map_or_else(|| marked(Shorthand::NotAvailable), |last| rating(last.impact)),
        if known { count(action.without_return) } else { marked(Shorthand::NotAvailable) },
    ])
    .leading_to(super::heat_map::NAME, reference)
}
