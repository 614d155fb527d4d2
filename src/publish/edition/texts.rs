//! What leads wrote: shown whole, where a decision approves it, or not at all (7-publication.md, 7.4).

use crate::domain::rated::Rated;
use crate::domain::{Column, FreeText, Rating, Value};

use super::{ApprovedTexts, Edited, PublishedMeasure, Shown, WITHHELD, approved};

/// Puts `[c]` for every text that the edition may not show.
pub(super) fn withhold(edited: &mut Edited, approved: &ApprovedTexts) {
    if edited.cut.edition.free_text == FreeText::All {
        return;
    }
    let persons = approved::concerned(&edited.exceptions);
    let some = edited.cut.edition.free_text == FreeText::ApprovedOnly;
    let may = |action, column, text: &str| {
        some && !persons.contains(&action) && approved.has(&action.to_string(), column, text)
    };
    let withheld = |text: &mut String, may: bool| {
        let is_told = may && !text.trim().is_empty();
        // Not emptied: an action that is Complete with evidence must not look like one without.
        if !is_told && !text.trim().is_empty() {
            WITHHELD.clone_into(text);
        }
        is_told
    };
    edited.cut.shows_texts = false;
    for progress in &mut edited.merged.progress {
        let action = progress.action;
        for (text, column) in
            [(&mut progress.commentary, Column::Commentary), (&mut progress.evidence, Column::Evidence)]
        {
            let may = may(action, column, text);
            edited.cut.shows_texts |= withheld(text, may);
        }
    }
    for rated in &edited.ratings.actions {
        // Of earlier months' texts only those that were carried forward can be shown.
        let months = edited.history.actions.iter_mut().filter(|((action, _), _)| *action == rated.action);
        for ((action, period), past) in months {
            let carried = rated.carried_from == Some(*period);
            for (text, column) in
                [(&mut past.commentary, Column::Commentary), (&mut past.evidence, Column::Evidence)]
            {
                let may = carried && may(*action, column, text);
                edited.cut.shows_texts |= withheld(text, may);
            }
        }
    }
    values(edited, approved, some);
    decisions(edited);
    amendments(edited);
    for past in edited.history.actions.values_mut() {
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

/// Why the plan was changed is written by hand, and nobody approves it for publication: only that it was, and when, is told.
fn amendments(edited: &mut Edited) {
    for change in &mut edited.plan.changes {
        let why = std::mem::take(&mut change.reason);
        if why.is_empty() {
            continue;
        }
        let said = format!(" ({why})");
        for rated in &mut edited.ratings.actions {
            if rated.delivery.reason.contains(&said) {
                rated.delivery.reason = rated.delivery.reason.replace(&said, "");
            }
        }
    }
}

/// Values in words, and reasons that quote the answers.
fn values(edited: &mut Edited, approved: &ApprovedTexts, some: bool) {
    let persons = approved::concerned(&edited.exceptions);
    for (figure, rating) in edited.merged.figures.iter_mut().zip(&mut edited.ratings.measures) {
        let reference = figure.measure;
        let about_a_person = reference.action().is_some_and(|action| persons.contains(&action));
        let may = |value: &Value| match value {
            Value::Text(text) => {
                some && !about_a_person && approved.has(&reference.to_string(), Column::Value, text)
            }
            _ => true,
        };
        if figure.value.as_ref().is_some_and(|value| !may(value)) {
            figure.value = None;
            let shown = PublishedMeasure { now: Shown::Withheld, last: None, tells_gap: false };
            edited.cut.figures.insert(reference, shown);
        }
        // That it was given, and when, is told: else who gave it would be called missing.
        if let Some((_, value)) = &mut rating.last
            && !may(value)
        {
            *value = Value::Text(super::WITHHELD.to_owned());
        }
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
