//! *Withheld*: what an edition leaves out and why, without giving any of it away.

use super::cells::words;
use super::dated;
use super::facts::Facts;
use super::page::{Page, Row, Tab, columns};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let rows = facts.month.cut.left_out.iter().map(|left| Row::of(vec![words(left.what), words(&left.why)]));
    Page {
        tab: Tab::Withheld,
        title: dated(facts, "What this edition leaves out, and why"),
        lines: Vec::new(),
        columns: columns(&[("What", 40.0), ("Why, and what stands in its place", 92.0)]),
        rows: rows.collect(),
        charts: Vec::new(),
    }
}
