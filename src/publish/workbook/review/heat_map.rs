//! *Heat map*: every action's Delivery month by month, as a letter on the colour of the rating. A year and a month to a sheet.

use std::borrow::Cow;

use crate::domain::{Period, Rating};
use crate::publish::review::Review;
use crate::publish::review::actions::ActionYear;
use crate::sheet::book::Line;

use super::super::cells::{letter, marked, words};
use super::super::page::columns;
use super::super::shorthand::Shorthand;
use super::leaf::{Entry, Leaf};
use super::stretches;

/// Name of the first of these sheets.
pub(super) const NAME: &str = "Heat map";
/// Width of a month's column: `Nov` over `2019`.
const MONTH: f64 = 5.9;

pub(super) fn pages(review: &Review<'_>) -> Vec<Leaf> {
    let all: Vec<Period> = review.asked().collect();
    stretches(&all).map(|(name, months)| page(review, name(NAME), months)).collect()
}

fn page(review: &Review<'_>, name: String, months: &[Period]) -> Leaf {
    let letters: Vec<String> =
        Rating::ALL.iter().map(|rating| format!("{} {rating}", rating.letter())).collect();
    // The fewer months, the more room for the words.
    let activity = (160.0 - 7.0 - MONTH * months.iter().map(|_| 1.0).sum::<f64>()).min(90.0);
    let mut columns = columns(&[("Ref", 7.0), ("Planned activity", activity)]);
    columns.extend(months.iter().map(|month| (Cow::Owned(month.short()), MONTH)));
    Leaf {
        name,
        shows: "Delivery of each action month by month",
        title: super::dated(review, "Delivery of each action month by month"),
        lines: vec![
            Line::text(longest_red(review)),
            Line::text(format!(
                "Letters: {}. Where it says [x] the records have nothing of that month. Links in column A lead to the action.",
                letters.join(" · ")
            )),
        ],
        columns,
        rows: review.actions.iter().map(|action| row(action, months)).collect(),
        charts: Vec::new(),
    }
}

/// The finding: what was Red most of the time.
fn longest_red(review: &Review<'_>) -> String {
    let red = |action: &&ActionYear<'_>| {
        action.months.iter().filter(|(_, past)| past.delivery == Rating::Red).count()
    };
    let half = review.months.len().div_ceil(2).max(1);
    let often: Vec<String> = review
        .actions
        .iter()
        .filter(|action| red(action) >= half)
        .map(|action| format!("{} ({})", action.action.reference, red(&action)))
        .collect();
    match often.len() {
        0 => "Red in half of the months or more: 0 actions.".to_owned(),
        n => format!(
            "Red in half of the months or more: {} ({}).",
            super::super::counted(n, "action"),
            often.join(", ")
        ),
    }
}

fn row(action: &ActionYear<'_>, months: &[Period]) -> Entry {
    let reference = action.action.reference.to_string();
    let then = |month: &Period| {
        let past = action.months.iter().find(|(period, _)| period == month);
        past.map_or_else(|| marked(Shorthand::NotAvailable), |(_, past)| letter(past.delivery))
    };
    let cells = [words(&reference), words(&action.action.activity)];
    Entry::of(cells.into_iter().chain(months.iter().map(then))).leading_to(super::actions::NAME, reference)
}
