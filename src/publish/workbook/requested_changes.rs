//! *Requested changes*: what returns ask to change in the plan. Nothing of it is merged.

use crate::domain::figure::RequestedChange;
use crate::sheet::book::{CellSpec, InputRule, Line};

use super::cells::{marked, to_fill_in, typed, words};
use super::dated;
use super::exceptions::OPEN;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut rows: Vec<Row> = facts.month.merged.requested.iter().map(|change| row(facts, change)).collect();
    if rows.is_empty() {
        let rest = (2..10).map(|_| marked(Shorthand::NotApplicable));
        let none = words("No return asks for a change");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::RequestedChanges,
        title: dated(facts, "Changes that returns ask for"),
        lines: vec![
            Line::text(
                "The plan stands until a change is agreed and entered in its change log. Links in column A lead to the action.",
            ),
            Line::text(
                "The last three columns are for the performance officer: choose a decision where it says Open, and type over [x].",
            ),
        ],
        columns: columns(&[
            ("Ref", 7.0),
            ("Planned activity", 34.0),
            ("What would change", 13.0),
            ("From", 17.0),
            ("To", 17.0),
            ("Asked by", 16.0),
            ("Where", 22.0),
            ("Decision", 11.0),
            ("Reason", 15.0),
            ("Decided by", 11.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, change: &RequestedChange) -> Row {
    let plan = facts.month.plan;
    let choices = vec![OPEN.to_owned(), "Agreed".to_owned(), "Not agreed".to_owned()];
    let open = Shorthand::NotAvailable.token();
    Row::of(vec![
        Cell::from(CellSpec::text(change.action.to_string())).to(Tab::Actions, Key::Action(change.action)),
        words(plan.action(change.action).map_or("", |action| &action.activity)),
        words(&change.field.replace('_', " ")),
        typed(&change.from, Shorthand::NotAvailable),
        typed(&change.to, Shorthand::NotAvailable),
        words(plan.lead_name(&change.returner)),
        words(&change.provenance.to_string()),
        to_fill_in(InputRule::List(choices), OPEN, "Decision", "Choose what was decided from the list."),
        to_fill_in(InputRule::Text(255), open, "Reason", "Why it was decided so."),
        to_fill_in(InputRule::Text(255), open, "Decided by", "Who decided."),
    ])
}
