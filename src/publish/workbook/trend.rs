//! *Trend*: how many actions had which Delivery rating, month by month.

use std::collections::BTreeMap;

use crate::domain::Period;
use crate::domain::rated::RatingCounts;
use crate::sheet::book::Line;

use super::facts::Facts;
use super::heat_map::MONTHS_SHOWN;
use super::page::{Page, Row, Tab};
use super::{dated, months};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let counts: Vec<(Period, RatingCounts)> = by_month(facts).into_iter().collect();
    let is_old = |(period, _): &(Period, _)| facts.month.period.months_since(*period) >= MONTHS_SHOWN;
    let shown = &counts[counts.partition_point(is_old)..];
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
        columns: months::captions(),
        rows: shown.iter().map(|(period, counts)| Row::of(months::cells(*period, counts))).collect(),
        charts: months::chart(shown).into_iter().collect(),
    }
}

/// Counts by month: earlier ones from the ledger, this one from the roll-up that Summary shows.
fn by_month(facts: &Facts<'_>) -> BTreeMap<Period, RatingCounts> {
    let mut months = BTreeMap::<Period, RatingCounts>::new();
    let earlier = facts.month.history.actions.iter().filter(|((_, period), _)| *period < facts.month.period);
    for ((_, period), past) in earlier {
        months.entry(*period).or_default().add(past.delivery);
    }
    let now = facts.roll_up(None).map(|roll_up| roll_up.delivery).unwrap_or_default();
    months.insert(facts.month.period, now);
    months
}
