//! *Trend*: how many actions had which Delivery rating, month by month.

use std::collections::BTreeMap;

use crate::domain::Period;
use crate::domain::rated::RatingCounts;
use crate::sheet::book::{CellContent, CellSpec, Chart, ChartKind, Line};

use super::cells::{count, words};
use super::dated;
use super::facts::Facts;
use super::page::{Page, Row, Tab, columns};

/// Months shown at most, this one included.
const MONTHS_SHOWN: usize = 12;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let months = months(facts);
    let counts: Vec<(Period, RatingCounts)> = months.into_iter().collect();
    let shown = &counts[counts.len().saturating_sub(MONTHS_SHOWN)..];
    let first = if shown.len() == 1 {
        " This is the first month in the records, so there is no line yet."
    } else {
        ""
    };
    Page {
        tab: Tab::Trend,
        title: dated(facts, "Delivery ratings month by month"),
        lines: vec![
            Line::leading_to(Tab::HeatMap.name(), "Each action by month: worksheet Heat map"),
            Line::text(format!(
                "Red or Amber is their share of the rated actions. At most {MONTHS_SHOWN} months are shown.{first}"
            )),
        ],
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
        rows: shown.iter().map(|(period, counts)| row(*period, counts)).collect(),
        charts: chart(shown).into_iter().collect(),
    }
}

/// Counts by month: earlier ones from the ledger, this one from the roll-up that Summary shows.
fn months(facts: &Facts<'_>) -> BTreeMap<Period, RatingCounts> {
    let mut months = BTreeMap::<Period, RatingCounts>::new();
    let earlier = facts.month.history.actions.iter().filter(|((_, period), _)| *period < facts.month.period);
    for ((_, period), past) in earlier {
        months.entry(*period).or_default().add(past.delivery);
    }
    let now = facts.roll_up(None).map(|roll_up| roll_up.delivery).unwrap_or_default();
    months.insert(facts.month.period, now);
    months
}

fn row(period: Period, counts: &RatingCounts) -> Row {
    Row::of(vec![
        words(&period.short()),
        count(counts.red),
        count(counts.amber),
        count(counts.green),
        count(counts.complete),
        count(counts.not_rated),
        count(counts.closed),
        count(counts.all()),
        CellSpec::of(CellContent::Percent(off_course(counts), 0)).into(),
    ])
}

/// Share of Red and Amber among the rated, in percent; nought when none is rated.
fn off_course(counts: &RatingCounts) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let share = (counts.red + counts.amber) as f64 * 100.0 / counts.rated().max(1) as f64;
    share
}

/// A line needs two points.
fn chart(shown: &[(Period, RatingCounts)]) -> Option<Chart> {
    let [(first, start), .., (last, end)] = shown else { return None };
    let title = format!(
        "Red or Amber: {:.0}% in {}, {:.0}% in {}",
        off_course(start),
        first.in_words(),
        off_course(end),
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
        rows: (0, shown.len() - 1),
    })
}
