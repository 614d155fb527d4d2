//! *Summary*: one row per outcome, and one for all.

use crate::domain::Rating;
use crate::domain::rated::RollUp;
use crate::sheet::book::{CellSpec, Chart, ChartKind, Line};

use super::cells::{count, marked, rating, share, words};
use super::facts::Facts;
use super::key_messages;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated, listed};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let rows: Rows = facts.month.ratings.roll_ups.iter().map(|roll_up| row(facts, roll_up)).collect();
    let last_outcome = rows.len().saturating_sub(2);
    let mut lines = vec![Line::heading("Key messages")];
    lines.extend(key_messages::of(facts).into_iter().map(Line::text));
    lines.push(Line::heading("By outcome"));
    lines.push(Line::text(format!(
        "Delivery: is it on time? Impact: are its measures moving (the worst of them)? Coverage: share rated of the actions that are not Closed.{}",
        if facts.has(Tab::Actions) { " Links lead to the actions." } else { "" }
    )));
    Page {
        tab: Tab::Summary,
        title: dated(facts, "Summary by outcome"),
        lines,
        columns: columns(&[
            ("Outcome", 10.7),
            ("Priority outcome", 48.7),
            ("Delivery", 10.0),
            ("Red", 5.4),
            ("Amber", 7.3),
            ("Green", 7.2),
            ("Complete", 10.2),
            ("Not rated", 6.6),
            ("Closed", 7.8),
            ("All", 5.0),
            ("Coverage", 10.2),
            ("Got worse", 7.0),
            ("Got better", 7.5),
            ("Overdue", 9.8),
            ("Impact", 9.0),
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
        None => Cell::from(CellSpec::text("All")).to(Tab::Actions, Key::Top),
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
    let outcomes = facts.month.ratings.roll_ups.iter().filter_map(|r| Some((r.outcome?, r.delivery.red)));
    let outcomes: Vec<(u16, usize)> = outcomes.collect();
    let all = facts.roll_up(None)?.delivery;
    Some(match all.red {
        0 => format!("Delivery: none of {} is Red", counted(all.all(), "action")),
        red => format!("Delivery: {}", where_most(&outcomes, red)),
    })
}

/// Which outcomes have most of the Red actions, all that tie named: `outcomes 1 and 2 have the most Red actions (2 each, of 7
/// Red)`. `outcomes` has each with how many of its actions are Red, `red` is how many are in all.
fn where_most(outcomes: &[(u16, usize)], red: usize) -> String {
    let most = outcomes.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let first: Vec<String> =
        outcomes.iter().filter(|(_, count)| *count == most).map(|(number, _)| number.to_string()).collect();
    match first.as_slice() {
        [one] if most == red => format!("all Red actions ({red}) are in outcome {one}"),
        [one] => format!("outcome {one} has the most Red actions ({most}, of {red} Red)"),
        all if all.len() == outcomes.len() => {
            format!("each of the {} outcomes has {} ({red} in all)", all.len(), counted(most, "Red action"))
        }
        several => {
            format!("outcomes {} have the most Red actions ({most} each, of {red} Red)", listed(several))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_with_the_most_red_actions_is_named() {
        let most = |counts: &[usize]| {
            let outcomes: Vec<(u16, usize)> = (1..).zip(counts.iter().copied()).collect();
            where_most(&outcomes, counts.iter().sum())
        };
        assert_eq!(most(&[2, 2, 1, 1, 1]), "outcomes 1 and 2 have the most Red actions (2 each, of 7 Red)");
        assert_eq!(most(&[1, 3, 0]), "outcome 2 has the most Red actions (3, of 4 Red)");
        assert_eq!(most(&[0, 3, 0]), "all Red actions (3) are in outcome 2");
        assert_eq!(most(&[1, 1, 1]), "each of the 3 outcomes has 1 Red action (3 in all)");
    }
}
