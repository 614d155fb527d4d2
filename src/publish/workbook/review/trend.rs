//! *Trend*: how many actions had which Delivery rating, month by month, and the line of Red or Amber.

use crate::publish::review::Review;
use crate::sheet::book::Line;

use super::super::months;
use super::leaf::{Entry, Leaf};
use super::{dated, listed};

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let mut lines = vec![Line::text("Red or Amber is their share of the rated actions.")];
    if !review.missing.is_empty() {
        lines.push(Line::text(format!(
            "Not in the records, and so neither in the table nor in the line: {}.",
            listed(&review.missing)
        )));
    }
    Leaf {
        name: "Trend".to_owned(),
        shows: "Ratings month by month, with a line",
        title: dated(review, "Delivery ratings month by month"),
        lines,
        columns: months::captions(),
        rows: review
            .counts
            .iter()
            .map(|(period, counts)| Entry::of(months::cells(*period, counts)))
            .collect(),
        charts: months::chart(&review.counts).into_iter().collect(),
    }
}
