//! *What worked*: every action by whether its own measures say that it works.

use crate::publish::review::Review;
use crate::publish::review::actions::{ActionYear, Delivered, Effect};
use crate::sheet::book::Line;

use super::super::cells::{marked, rating, words};
use super::super::page::columns;
use super::super::shorthand::Shorthand;
use super::dated;
use super::leaf::{Entry, Leaf};
use super::recommendations::last_delivery;

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let mut actions: Vec<&ActionYear<'_>> = review.actions.iter().collect();
    actions.sort_by_key(|action| (action.delivered(), action.effect, action.action.reference));
    Leaf {
        name: "What worked".to_owned(),
        shows: "What was delivered without working, and what worked",
        title: dated(review, "What was delivered without working, and what worked"),
        lines: vec![
            Line::text(format!("Actions: {}.", tally(review))),
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

/// How many actions of each kind, by whether they are delivered: `29 delivered (12 not working, 17 worked) · 1 closed (1 mixed)`.
pub(super) fn tally(review: &Review<'_>) -> String {
    let told = Delivered::ALL.into_iter().filter_map(|delivered| {
        let those = || review.actions.iter().filter(move |action| action.delivered() == delivered);
        let all = those().count();
        let mut effects: Vec<(usize, &str)> = Vec::new();
        for effect in Effect::ALL {
            let (count, word) =
                (those().filter(|a| a.effect == effect).count(), effect.by_measures(delivered));
            match effects.iter_mut().find(|(_, known)| *known == word) {
                Some((known, _)) => *known += count,
                None => effects.push((count, word)),
            }
        }
        let effects = effects.into_iter().filter(|(count, _)| *count > 0);
        let effects: Vec<String> = effects.map(|(count, word)| format!("{count} {word}")).collect();
        (all > 0).then(|| format!("{all} {} ({})", delivered.words(), effects.join(", ")))
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn row(action: &ActionYear<'_>) -> Entry {
    let reference = action.action.reference.to_string();
    Entry::of([
        words(&reference),
        words(&action.action.activity),
        words(&format!("{}: {}", action.delivered().words(), action.effect.by_measures(action.delivered()))),
        last_delivery(action),
        action.last.map_or_else(|| marked(Shorthand::NotAvailable), |last| rating(last.impact)),
        words(action.finish.words()),
        words(&action.effect_because),
    ])
    .leading_to(super::actions::NAME, reference)
}
