//! What leads wrote: shown whole, where a decision approves it, or not at all (7-publication.md, 7.4).

use std::collections::BTreeSet;

use crate::domain::rated::Rated;
use crate::domain::{ActionRef, FreeText, Rating, Value};

use super::{ApprovedTexts, Edited, PublishedMeasure, Shown, WITHHELD};

/// Code of the rule that finds what looks like a particular person: such a text is never published, approved or not.
const LOOKS_LIKE_A_PERSON: &str = "D01";

/// Puts `[c]` for every text that the edition may not show.
pub(super) fn withhold(edited: &mut Edited, approved: &ApprovedTexts) {
    if edited.cut.edition.free_text == FreeText::All {
        return;
    }
    let none = ApprovedTexts::default();
    let approved = if edited.cut.edition.free_text == FreeText::None { &none } else { approved };
    let masked: BTreeSet<ActionRef> = edited
        .exceptions
        .iter()
        .filter(|exception| exception.code.0 == LOOKS_LIKE_A_PERSON)
        .filter_map(|exception| exception.subject.action)
        .collect();
    edited.cut.shows_texts = false;
    for progress in &mut edited.merged.progress {
        let action = progress.action;
        let texts = [
            (&mut progress.commentary, &approved.commentaries),
            (&mut progress.evidence, &approved.evidence),
        ];
        for (text, approved) in texts {
            if text.trim().is_empty() {
                continue;
            }
            if approved.contains(&action) && !masked.contains(&action) {
                edited.cut.shows_texts = true;
            } else {
                // Not emptied: an action that is Complete with evidence must not look like one without.
                WITHHELD.clone_into(text);
            }
        }
    }
    values(edited, approved);
    decisions(edited);
    for past in edited.history.actions.values_mut() {
        for text in [&mut past.commentary, &mut past.evidence] {
            if !text.trim().is_empty() {
                WITHHELD.clone_into(text);
            }
        }
        past.delivery_reason.clear();
        past.impact_reason.clear();
        past.by_lead.clear();
    }
}

/// Why an officer decided a rating is written by hand: who did and why is for the council.
fn decisions(edited: &mut Edited) {
    let of_measures = edited.ratings.measures.iter_mut().map(|rated| &mut rated.impact);
    let of_actions =
        edited.ratings.actions.iter_mut().flat_map(|rated| [&mut rated.delivery, &mut rated.impact]);
    for rated in of_measures.chain(of_actions) {
        if let Some((by_rules, reason)) = Rated::by_rules(&rated.reason) {
            let rules = Rated { rating: by_rules, reason: reason.to_owned() };
            *rated = rules.overridden(rated.rating, "set by a decision of the council's officers.");
        }
    }
    for roll_up in &mut edited.ratings.roll_ups {
        roll_up.impact_headline.reason = format!("{}.", roll_up.impact_headline.rating);
    }
}

/// Values in words, and reasons that quote the answers.
fn values(edited: &mut Edited, approved: &ApprovedTexts) {
    for (figure, rating) in edited.merged.figures.iter_mut().zip(&mut edited.ratings.measures) {
        let in_words = |value: &Value| matches!(value, Value::Text(_));
        let may = approved.values.contains(&figure.measure);
        if !may && figure.value.as_ref().is_some_and(in_words) {
            figure.value = None;
            let shown = PublishedMeasure { now: Shown::Withheld, last: None };
            edited.cut.figures.insert(figure.measure, shown);
        }
        rating.last = rating.last.take().filter(|(_, value)| may || !in_words(value));
        // What the answers were stands in the reason: it says which of them contradict one another.
        if figure.withheld.take().is_some() {
            figure.withheld = Some("the answers contradict one another".to_owned());
            let says = match rating.impact.rating {
                Rating::NotRated => {
                    "Not rated: the answers contradict one another. It is rated once that is settled."
                }
                _ => "The answers contradict one another.",
            };
            says.clone_into(&mut rating.impact.reason);
        }
    }
    for past in edited.history.figures.values_mut() {
        past.value = past.value.take().filter(|value| !matches!(value, Value::Text(_)));
        past.reason.clear();
    }
}
