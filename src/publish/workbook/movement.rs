//! *Movement*: ratings that changed since the latest earlier month.

use crate::sheet::book::{CellSpec, Line};

use super::cells::{clipped, marked, rating, words};
use super::dated;
use super::facts::{Facts, Movement};
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let since = facts.before.map_or_else(
        || "There is no earlier month in the records to compare with.".to_owned(),
        |before| {
            format!(
                "Compared with {}{}: worse ones first, then those no longer rated, of these what was Red first.{}",
                before.in_words(),
                if facts.month.cut.own_last_issue { ", the last issue of this edition" } else { "" },
                if facts.has(Tab::Actions) { " Links in column A lead to the action." } else { "" }
            )
        },
    );
    let mut rows: Rows = facts.movements.iter().map(|movement| row(facts, movement)).collect();
    if rows.is_empty() {
        let said = if facts.before.is_some() {
            "No rating changed"
        } else {
            "No rating changed: this is the first month, with nothing to compare it with"
        };
        let none = || marked(Shorthand::NotApplicable);
        rows.push(Row::of(vec![none(), words(said), none(), none(), none(), none(), none()]));
    }
    Page {
        tab: Tab::Movement,
        title: dated(facts, "Ratings that changed"),
        lines: std::iter::once(Line::text(since)).chain(not_told(facts)).collect(),
        columns: columns(&[
            ("Ref", 7.0),
            ("Planned activity", 50.0),
            ("Rating of", 11.0),
            ("Was", 11.0),
            ("Is", 11.0),
            ("Direction", 15.0),
            ("Why, and what would change it", 50.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

/// That not every change of Impact is listed.
fn not_told(facts: &Facts<'_>) -> Option<Line> {
    let courses = &facts.month.cut.held_back.courses;
    let told = "Changes of Impact are not listed for actions with measures that could identify a child.";
    (facts.before.is_some() && !courses.is_empty()).then(|| Line::text(told))
}

fn row(facts: &Facts<'_>, movement: &Movement) -> Row {
    let activity = facts.month.plan.action(movement.action).map_or("", |action| &action.activity);
    Row::of(vec![
        Cell::from(CellSpec::text(movement.action.to_string()))
            .to(Tab::Actions, Key::Action(movement.action)),
        words(activity),
        words(movement.what),
        rating(movement.was),
        rating(movement.now),
        words(movement.direction()),
        clipped(&movement.reason, 50.0, "actions.csv"),
    ])
}
