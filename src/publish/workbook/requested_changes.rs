//! *Requested changes*: what returns ask to change in the plan. Nothing of it is merged.

use crate::domain::figure::RequestedChange;
use crate::ledger::{Decision, Identity, Settles};
use crate::sheet::book::{CellSpec, InputRule, Line};

use super::cells::{date, input, marked, to_fill_in, typed, words};
use super::dated;
use super::exceptions::{NOT_YET_DECIDED, OPEN};
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

/// Captions by which `ragbook plan amend --from` finds what the officer filled in.
pub mod captions {
    /// Name of the sheet.
    pub const SHEET: &str = "Requested changes";
    /// Ref of the action.
    pub const REF: &str = "Ref";
    /// Column of the plan, with spaces.
    pub const FIELD: &str = "What would change";
    /// What the plan said when the workbook was made.
    pub const FROM: &str = "From";
    /// What was asked for.
    pub const TO: &str = "To";
    /// Who asked.
    pub const ASKED_BY: &str = "Asked by";
    /// Agreed, Not agreed or Open.
    pub const DECISION: &str = "Decision";
    /// Why.
    pub const REASON: &str = "Reason";
    /// Who decided.
    pub const DECIDED_BY: &str = "Decided by";
    /// What may stand in [`DECISION`].
    pub const DECISIONS: [&str; 3] = ["Open", "Agreed", "Not agreed"];
}

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut rows: Rows = facts.month.merged.requested.iter().map(|change| row(facts, change)).collect();
    let rejected = facts.month.merged.requested.iter().filter(|change| rejection(facts, change).is_some());
    let again = match rejected.count() {
        0 => String::new(),
        count => format!("Asked for again after it was not agreed: {count}. "),
    };
    if rows.is_empty() {
        let rest = (2..11).map(|_| marked(Shorthand::NotApplicable));
        let none = words("No return asks for a change");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::RequestedChanges,
        title: dated(facts, "Changes that returns ask for"),
        lines: vec![
            Line::text(format!(
                "{again}The plan stands until a change is agreed and entered in its change log. Links in column A lead to the action.",
            )),
        ]
        .into_iter()
        .chain(facts.month.cut.is_to_decide_on().then(|| {
            Line::text(
                "The last three columns are for the performance officer: choose a decision where it says Open, and type over [x]. Then ragbook plan amend --from takes what was agreed into the plan.",
            )
        }))
        .collect(),
        columns: columns(&[
            (captions::REF, 7.0),
            ("Planned activity", 27.0),
            (captions::FIELD, 13.0),
            (captions::FROM, 16.0),
            (captions::TO, 16.0),
            ("Original due", 12.0),
            (captions::ASKED_BY, 15.0),
            ("Where", 20.0),
            (captions::DECISION, 11.0),
            (captions::REASON, 14.0),
            (captions::DECIDED_BY, 11.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

/// The decision that this very request of this lead was not agreed.
fn rejection<'a>(facts: &Facts<'a>, change: &RequestedChange) -> Option<&'a Decision> {
    let is_settled = |about: &Identity| {
        Settles::of(about) == Settles::RequestedChange
            && about.lead().as_ref() == Some(&change.returner)
            && about.action() == Some(change.action)
    };
    let settled = facts.month.exceptions.iter().filter(|e| !e.is_open());
    let about = settled.filter_map(|e| Identity::of_key(&e.key())).find(is_settled)?;
    facts.month.decisions.in_force().into_iter().find(|d| d.about == about)
}

fn row(facts: &Facts<'_>, change: &RequestedChange) -> Row {
    let plan = facts.month.plan;
    let choices = captions::DECISIONS.map(str::to_owned).to_vec();
    let open = Shorthand::NotAvailable.token();
    let [decided, reason, by] = match rejection(facts, change) {
        Some(decision) => [captions::DECISIONS[2], decision.reason.trim(), decision.decided_by.trim()],
        None => [OPEN, open, open],
    };
    let mut cells = vec![
        Cell::from(CellSpec::text(change.action.to_string())).to(Tab::Actions, Key::Action(change.action)),
        words(plan.action(change.action).map_or("", |action| &action.activity)),
        words(&change.field.replace('_', " ")),
        typed(&change.from, Shorthand::NotAvailable),
        typed(&change.to, Shorthand::NotAvailable),
        date(plan.original_target(change.action), Shorthand::NotApplicable),
        words(plan.lead_name(&change.returner)),
        words(&change.provenance.to_string()),
    ];
    if facts.month.cut.is_to_decide_on() {
        cells.extend([
            to_fill_in(
                &input(InputRule::List(choices), "Decision", "Choose what was decided from the list."),
                decided,
            ),
            to_fill_in(&input(InputRule::Text(255), "Reason", "Why it was decided so."), reason),
            to_fill_in(&input(InputRule::Text(255), "Decided by", "Who decided."), by),
        ]);
    } else {
        // Readers of an edition decide nothing on it.
        cells.extend([decided, reason, by].map(told));
    }
    Row::of(cells)
}

/// What was decided, for readers who do not decide; what is open is told as such.
fn told(decided: &str) -> Cell {
    if decided == OPEN {
        words(NOT_YET_DECIDED)
    } else if decided == Shorthand::NotAvailable.token() {
        marked(Shorthand::NotApplicable)
    } else {
        words(decided)
    }
}
