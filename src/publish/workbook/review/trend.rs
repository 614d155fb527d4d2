//! *Trend*: how many actions had which Delivery rating, month by month, and the line of Red or Amber.

use crate::domain::Period;
use crate::domain::rated::RatingCounts;
use crate::publish::review::Review;
use crate::sheet::book::{CellContent, Chart, ChartKind, Line};

use super::super::cells::{count, share, words};
use super::super::page::columns;
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
        columns: columns(&[
            // Wider than its words, so that the page is shrunk a little and the chart stands on it too.
            ("Month", 23.0),
            ("Red", 17.0),
            ("Amber", 17.0),
            ("Green", 17.0),
            ("Complete", 17.0),
            ("Not rated", 17.0),
            ("Closed", 17.0),
            ("All", 17.0),
            ("Red or Amber", 18.0),
        ]),
        rows: review.counts.iter().map(|(period, counts)| row(*period, counts)).collect(),
        charts: chart(&review.counts).into_iter().collect(),
    }
}

fn row(period: Period, counts: &RatingCounts) -> Entry {
    Entry::of([
        words(&period.short()),
        count(counts.red),
        count(counts.amber),
        count(counts.green),
        count(counts.complete),
        count(counts.not_rated),
        count(counts.closed),
        count(counts.all()),
        share(counts.red + counts.amber, counts.rated()),
    ])
}

/// A line needs two points, each with a share: a month in which nothing is rated would be drawn as nought.
fn chart(counts: &[(Period, RatingCounts)]) -> Option<Chart> {
    let [(first, start), .., (last, end)] = counts else { return None };
    if counts.iter().any(|(_, counts)| counts.rated() == 0) {
        return None;
    }
    let shown = |counts: &RatingCounts| {
        let cell = share(counts.red + counts.amber, counts.rated());
        match crate::sheet::book::CellSpec::from(cell).content {
            CellContent::Percent(percent, _) => format!("{percent:.0}%"),
            _ => String::new(),
        }
    };
    let title = format!(
        "Red or Amber: {} in {}, {} in {}",
        shown(start),
        first.in_words(),
        shown(end),
        last.in_words()
    );
    Some(Chart {
        kind: ChartKind::Line,
        alt_text: format!(
            "Line of the share of rated actions that are Red or Amber. {title}. The numbers are in the table above."
        ),
        title,
        categories: 0,
        series: vec![(8, None)],
        rows: (0, counts.len() - 1),
    })
}
