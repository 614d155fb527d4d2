//! *Summary*: one row per outcome, and one for all.

use crate::domain::Rating;
use crate::domain::rated::{RatingCounts, RollUp};
use crate::sheet::book::{CellSpec, Chart, ChartKind, Line};

use super::cells::{count, marked, rating, share, words};
use super::dated;
use super::facts::Facts;
use super::key_messages;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let rows: Vec<Row> = facts.month.ratings.roll_ups.iter().map(|roll_up| row(facts, roll_up)).collect();
    let last_outcome = rows.len().saturating_sub(2);
    let mut lines = vec![Line::heading("Key messages")];
    lines.extend(key_messages::of(facts).into_iter().map(Line::text));
    lines.push(Line::heading("By outcome"));
    lines.push(Line::text(format!(
        "Delivery: is it on time? Impact: are its measures moving (the worst of them)? Coverage: share of open actions with a Delivery rating. Got worse, got better: in Delivery.{}",
        if facts.has(Tab::Actions) { " Links in column A lead to the actions." } else { "" }
    )));
    Page {
        tab: Tab::Summary,
        title: dated(facts, "Summary by outcome"),
        lines,
        columns: columns(&[
            ("Outcome", 12.5),
            ("Priority outcome", 37.0),
            ("Delivery", 11.0),
            ("Red", 6.5),
            ("Amber", 8.0),
            ("Green", 8.0),
            ("Complete", 11.0),
            ("Not rated", 7.5),
            ("Closed", 8.0),
            ("All", 5.5),
            ("Coverage", 11.0),
            ("Got worse", 7.0),
            ("Got better", 7.5),
            ("Overdue", 10.5),
            ("Impact", 10.0),
        ]),
        rows,
        charts: chart(facts, last_outcome).into_iter().collect(),
    }
}

fn row(facts: &Facts<'_>, roll_up: &RollUp) -> Row {
    let counts = &roll_up.delivery;
    let outcome = roll_up.outcome.and_then(|number| facts.month.plan.outcome(number));
    let name: Cell = match roll_up.outcome {
        Some(number) => {
            Cell::from(CellSpec::text(format!("Outcome {number}"))).to(Tab::Actions, Key::Outcome(number))
        }
        None => Cell::from(CellSpec::text("All outcomes")).to(Tab::Actions, Key::Top),
    };
    let moved = |n: usize| if facts.before.is_some() { count(n) } else { marked(Shorthand::NotAvailable) };
    let (worse, better) = facts.moved(roll_up.outcome);
    let together = if facts.month.cut.edition.is_partial() {
        "All actions of this edition together"
    } else {
        "All outcomes of the plan together"
    };
    let row = Row::of(vec![
        name,
        words(outcome.map_or(together, |o| &o.outcome)),
        rating(roll_up.headline.rating),
        count(counts.red),
        count(counts.amber),
        count(counts.green),
        count(counts.complete),
        count(counts.not_rated),
        count(counts.closed),
        count(counts.all()),
        share(counts.rated(), counts.open()),
        moved(worse),
        moved(better),
        count(roll_up.overdue),
        facts.impact_of_outcome(roll_up),
    ]);
    match roll_up.outcome {
        Some(number) => row.about(Key::Outcome(number)),
        None => row,
    }
}

fn chart(facts: &Facts<'_>, last_outcome: usize) -> Option<Chart> {
    let title = finding(facts)?;
    Some(Chart {
        kind: ChartKind::StackedBar,
        alt_text: format!(
            "Stacked bars of the Delivery ratings by outcome. {title}. The numbers are in the table above."
        ),
        title,
        categories: 0,
        series: vec![
            (3, Some(Rating::Red)),
            (4, Some(Rating::Amber)),
            (5, Some(Rating::Green)),
            (6, Some(Rating::Complete)),
            (7, Some(Rating::NotRated)),
        ],
        rows: (0, last_outcome),
    })
}

/// The finding that the chart's title states: where most Red actions are.
fn finding(facts: &Facts<'_>) -> Option<String> {
    let outcomes = facts.month.ratings.roll_ups.iter().filter_map(|r| Some((r.outcome?, r.delivery)));
    let (number, worst): (u16, RatingCounts) =
        outcomes.max_by_key(|(number, c)| (c.red, std::cmp::Reverse(*number)))?;
    let all = facts.roll_up(None)?.delivery;
    Some(match all.red {
        0 => format!("Delivery: none of {} actions is Red", all.all()),
        red if red == worst.red => format!("Delivery: all Red actions ({red}) are in outcome {number}"),
        red => format!("Delivery: outcome {number} has the most Red actions ({} of {red})", worst.red),
    })
}
