//! *What worked*: every action by whether its own measures say that it works.

use crate::publish::review::Review;
use crate::publish::review::actions::{ActionYear, Effect};
use crate::sheet::book::Line;

use super::super::cells::{marked, rating, words};
use super::super::page::columns;
use super::super::shorthand::Shorthand;
use super::dated;
use super::leaf::{Entry, Leaf};
use super::recommendations::last_delivery;

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let mut actions: Vec<&ActionYear<'_>> = review.actions.iter().collect();
    actions.sort_by_key(|action| (action.effect, action.action.reference));
    let counts: Vec<String> = Effect::ALL
        .iter()
        .map(|effect| {
            let count = actions.iter().filter(|action| action.effect == *effect).count();
            format!("{} {count}", effect.words())
        })
        .collect();
    Leaf {
        name: "What worked".to_owned(),
        shows: "What was delivered without working, and what worked",
        title: dated(review, "What was delivered without working, and what worked"),
        lines: vec![
            Line::text(format!("Actions: {}.", counts.join(" · "))),
            Line::text(
                "By the action's own measures, first value against last, and its Impact. A measure may move for reasons that have nothing to do with the action. Links in column A lead to the action.",
            ),
        ],
        columns: columns(&[
            ("Ref", 7.0),
            ("Planned activity", 50.0),
            ("Did it work?", 20.0),
            ("Delivery", 11.0),
            ("Impact", 11.0),
            ("How it stands", 19.0),
            ("Why", 42.0),
        ]),
        rows: actions.into_iter().map(row).collect(),
        charts: Vec::new(),
    }
}

fn row(action: &ActionYear<'_>) -> Entry {
    let reference = action.action.reference.to_string();
    Entry::of([
        words(&reference),
        words(&action.action.activity),
        words(action.effect.words()),
        last_delivery(action),
        action.last.map_or_else(|| marked(Shorthand::NotAvailable), |last| rating(last.impact)),
        words(action.finish.words()),
        words(&action.effect_because),
    ])
    .leading_to(super::actions::NAME, reference)
}
