//! Delivery ratings month by month, as *Trend* shows them in the month's workbook and in the review: one table, one line.

use std::cmp::Ordering;

use crate::domain::Period;
use crate::domain::rated::RatingCounts;
use crate::sheet::book::{Chart, ChartKind};

use super::cells::{count, share, words};
use super::page::{Cell, Column, columns};

/// Captions and widths.
pub(super) fn captions() -> Vec<Column> {
    columns(&[
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
    ])
}

/// One month.
pub(super) fn cells(period: Period, counts: &RatingCounts) -> Vec<Cell> {
    vec![
        words(&period.short()),
        count(counts.red),
        count(counts.amber),
        count(counts.green),
        count(counts.complete),
        count(counts.not_rated),
        count(counts.closed),
        count(counts.all()),
        share(off_course(counts), counts.rated()),
    ]
}

/// A line needs two points, each with a share: a month in which nothing is rated would be drawn as nought.
pub(super) fn chart(months: &[(Period, RatingCounts)]) -> Option<Chart> {
    let [(first, start), .., (last, end)] = months else { return None };
    if months.iter().any(|(_, counts)| counts.rated() == 0) {
        return None;
    }
    let (was, is) = (whole_percent(start), whole_percent(end));
    let (first, last) = (first.in_words(), last.in_words());
    let title = match is.cmp(&was) {
        Ordering::Less => format!("Red or Amber: down from {was}% in {first} to {is}% in {last}"),
        Ordering::Equal => format!("Red or Amber: {is}% in {last}, as in {first}"),
        Ordering::Greater => format!("Red or Amber: up from {was}% in {first} to {is}% in {last}"),
    };
    Some(Chart {
        kind: ChartKind::Line,
        alt_text: format!(
            "Line of the share of rated actions that are Red or Amber. {title}. The numbers are in the table above."
        ),
        title,
        categories: 0,
        series: vec![(8, None)],
        rows: (0, months.len() - 1),
    })
}

const fn off_course(counts: &RatingCounts) -> usize {
    counts.red + counts.amber
}

/// Their share of the rated as the cell shows it: a half is rounded up, as spreadsheets do.
const fn whole_percent(counts: &RatingCounts) -> usize {
    (off_course(counts) * 200 + counts.rated()) / (counts.rated() * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(counts: [(usize, usize); 2]) -> Vec<(Period, RatingCounts)> {
        let of = |(red, green)| RatingCounts { red, green, ..RatingCounts::default() };
        let all = ["2024-01", "2024-02"].iter().zip(counts);
        all.map(|(period, counts)| (period.parse().unwrap(), of(counts))).collect()
    }

    #[test]
    fn the_title_says_what_the_cells_show() {
        let chart = chart(&months([(1, 7), (2, 1)])).unwrap();
        assert_eq!(chart.title, "Red or Amber: up from 13% in January 2024 to 67% in February 2024");
    }

    #[test]
    fn a_month_without_a_rating_is_no_nought() {
        assert_eq!(chart(&months([(0, 0), (2, 1)])), None);
        assert_eq!(chart(&months([(0, 4), (2, 1)])[..1]), None);
    }
}
