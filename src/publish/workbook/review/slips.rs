//! *Slips*: every move of a target date, agreed or not.

use crate::publish::review::Review;
use crate::publish::review::slips::{Slip, SlipBy};
use crate::sheet::book::Line;

use super::super::cells::{clipped, date, marked, whole, words};
use super::super::page::{Cell, columns};
use super::super::shorthand::Shorthand;
use super::dated;
use super::leaf::{Entry, Leaf};

/// Width of the column of reasons.
const REASON: f64 = 40.0;

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let count = |is: &dyn Fn(&SlipBy<'_>) -> bool| review.slips.iter().filter(|slip| is(&slip.by)).count();
    let mut rows: Vec<Entry> = review.slips.iter().map(|slip| row(review, slip)).collect();
    if rows.is_empty() {
        rows.push(super::measures::none("No date slipped", 9));
    }
    Leaf {
        name: "Slips".to_owned(),
        shows: "Every move of a target date: agreed, not agreed, or forecast only",
        title: dated(review, "Target dates that slipped"),
        lines: vec![Line::text(format!(
            "Moved by an amendment {} · moved without one {} · target stands, forecast or completed later {} · past, no date given {}. Links in column A lead to the action.",
            count(&|by| matches!(by, SlipBy::Amendment(_))),
            count(&|by| matches!(by, SlipBy::NoAmendment(_))),
            count(&|by| matches!(by, SlipBy::Forecast(_))),
            count(&|by| matches!(by, SlipBy::Overdue))
        ))],
        columns: columns(&[
            ("Ref", 7.0),
            ("Planned activity", 42.0),
            ("What moved it", 26.0),
            ("Agreed on", 12.0),
            ("From", 12.0),
            ("To", 12.0),
            ("Days", 7.5),
            ("Approved by", 20.0),
            ("Reason", REASON - 18.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(review: &Review<'_>, slip: &Slip<'_>) -> Entry {
    let none = || marked(Shorthand::NotApplicable);
    let activity = review.action(slip.action).map_or("", |year| &*year.action.activity);
    let reference = slip.action.to_string();
    let (moved, agreed, approved, reason): (Cell, Cell, Cell, Cell) = match slip.by {
        SlipBy::Amendment(change) => (
            words("amendment"),
            date(Some(change.date), Shorthand::NotApplicable),
            words(&change.approved_by),
            clipped(&change.reason, REASON - 18.0, "changes.csv"),
        ),
        SlipBy::NoAmendment(month) => (
            words(&format!("the plan from {} on, without an amendment", month.in_words())),
            none(),
            none(),
            none(),
        ),
        SlipBy::Forecast(done) => (words(done.words()), none(), none(), none()),
        SlipBy::Overdue => (words("past, and no date given"), none(), none(), none()),
    };
    Entry::of([
        words(&reference),
        words(activity),
        moved,
        agreed,
        date(slip.from, Shorthand::NotApplicable),
        date(
            slip.to,
            if slip.by == SlipBy::Overdue { Shorthand::NotAvailable } else { Shorthand::NotApplicable },
        ),
        slip.days().map_or_else(none, whole),
        approved,
        reason,
    ])
    .leading_to(super::actions::NAME, reference)
}
