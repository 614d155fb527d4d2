//! Words in which D01 found what looks like a particular person: an edition withholds them whole (rule D01, "held out of every
//! edition"). The number or date that gave it away is masked long before; a name beside it is not, since a name alone cannot be
//! told from a colleague's. Only the consolidated workbook and its data keep the rest of such a text (11-settled.md, "Rules
//! added").

use std::collections::BTreeSet;

use crate::domain::figure::Figure;
use crate::domain::{Column, Value};
use crate::finding::{Exception, Place};

use super::Edited;

/// What stands for a text that may name a person.
pub(super) const WITHHELD: &str = "[withheld: may name a person]";
/// Code of the rule that finds what looks like a particular person: such a text is never published, approved or not.
pub(super) const LOOKS_LIKE_A_PERSON: &str = "D01";
/// With what rule D01 covers such a part of a text.
const MASK: &str = "[masked: ";
/// What is said of a finding whose words quote such a text.
const FINDING: &str = "The words here may name a person: every edition withholds them.";

/// Whether rule D01 fired in these words.
pub(super) fn may_name(text: &str) -> bool {
    text.contains(MASK)
}

/// Withholds every text in which D01 fired, wherever the words of a lead go; gives where each stood, in words.
pub(super) fn withhold(edited: &mut Edited) -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    answers(edited, &mut held);
    values(edited, &mut held);
    changes(edited, &mut held);
    findings(edited, &mut held);
    reasons(edited);
    files(edited, &mut held);
    earlier(edited);
    held
}

/// The text withheld where it may name a person; whether it did.
fn hold(text: &mut String) -> bool {
    let holds = may_name(text);
    if holds {
        WITHHELD.clone_into(text);
    }
    holds
}

fn answers(edited: &mut Edited, held: &mut BTreeSet<String>) {
    let carried = |action| {
        let rated = edited.ratings.actions.iter().find(|rated| rated.action == action)?;
        edited.history.actions.get(&(action, rated.carried_from?))
    };
    for progress in &edited.merged.progress {
        let past = carried(progress.action);
        let shown = past
            .map_or((&progress.commentary, &progress.evidence), |past| (&past.commentary, &past.evidence));
        for (text, what) in [(shown.0, "Commentary"), (shown.1, "Evidence")] {
            if may_name(text) {
                held.insert(format!("{what} of {}", progress.action));
            }
        }
    }
    for progress in &mut edited.merged.progress {
        hold(&mut progress.commentary);
        hold(&mut progress.evidence);
    }
}

fn values(edited: &mut Edited, held: &mut BTreeSet<String>) {
    let in_words = |value: &mut Option<Value>| match value {
        Some(Value::Text(text)) => hold(text),
        _ => false,
    };
    for Figure { value, measure, withheld, .. } in &mut edited.merged.figures {
        if in_words(value) {
            held.insert(format!("Value of {measure}"));
        }
        if let Some(why) = withheld {
            hold(why);
        }
    }
    for contribution in &mut edited.merged.contributions {
        in_words(&mut contribution.value);
        let texts = [
            &mut contribution.found,
            &mut contribution.unused_because,
            &mut contribution.note,
            &mut contribution.ref_found,
        ];
        for (text, what) in texts.into_iter().zip(["Value", "Value", "Note", "Ref"]) {
            if hold(text) {
                let of = contribution
                    .measure
                    .map_or_else(|| "a ref that the plan lacks".to_owned(), |m| m.to_string());
                held.insert(format!("{what} of {of}"));
            }
        }
    }
    for rated in &mut edited.ratings.measures {
        if let Some((_, Value::Text(text))) = &mut rated.last {
            hold(text);
        }
    }
}

fn changes(edited: &mut Edited, held: &mut BTreeSet<String>) {
    for change in &mut edited.merged.requested {
        let count = [&mut change.from, &mut change.to].into_iter().map(hold).filter(|holds| *holds).count();
        if count > 0 {
            held.insert(format!("Requested change of {}", change.action));
        }
    }
}

/// Findings that quote such words: those of rule D01 and all others on the same cell; on the same row those on rows that were
/// not merged, which list what the row says.
fn findings(edited: &mut Edited, held: &mut BTreeSet<String>) {
    let is_of_a_person = |exception: &Exception| exception.code.0 == LOOKS_LIKE_A_PERSON;
    let places: Vec<Place> =
        edited.exceptions.iter().filter(|e| is_of_a_person(e)).map(|e| e.place.clone()).collect();
    let same = |exception: &Exception, place: &Place| {
        let (Some(cell), Some(of_person)) = (exception.place.cell, place.cell) else { return false };
        exception.place.file == place.file
            && exception.place.sheet == place.sheet
            && (cell == of_person || cell.row == of_person.row && exception.code.0.starts_with('R'))
    };
    for exception in &mut edited.exceptions {
        let quotes = [&exception.found, &exception.expected, &exception.message, &exception.fix];
        let quotes = quotes.into_iter().any(|text| may_name(text));
        if !quotes && !is_of_a_person(exception) && !places.iter().any(|place| same(exception, place)) {
            continue;
        }
        if is_of_a_person(exception) {
            held.insert(told(exception));
        }
        WITHHELD.clone_into(&mut exception.found);
        FINDING.clone_into(&mut exception.message);
        hold(&mut exception.expected);
        hold(&mut exception.fix);
    }
}

/// `Commentary of 2.1`; the cell where it stands under no ref of the plan.
fn told(exception: &Exception) -> String {
    let what = match exception.column {
        Some(Column::Commentary) => "Commentary",
        Some(Column::Evidence) => "Evidence",
        Some(Column::Value) => "Value",
        Some(Column::Note) => "Note",
        _ => "Another cell",
    };
    match exception.subject.reference() {
        nothing if nothing.is_empty() => exception.place.in_file(),
        reference => format!("{what} of {reference}"),
    }
}

/// Reasons quote answers.
fn reasons(edited: &mut Edited) {
    let ratings = &mut edited.ratings;
    for rated in &mut ratings.measures {
        hold(&mut rated.impact.reason);
    }
    for rated in &mut ratings.actions {
        hold(&mut rated.delivery.reason);
        hold(&mut rated.impact.reason);
    }
    for roll_up in &mut ratings.roll_ups {
        hold(&mut roll_up.headline.reason);
        hold(&mut roll_up.impact_headline.reason);
    }
}

/// Why files were not used; names of files go when the sheets are made, since by them a file is known.
fn files(edited: &mut Edited, held: &mut BTreeSet<String>) {
    for file in &mut edited.met.files {
        if let Some(why) = &mut file.set_aside {
            hold(why);
        }
        if may_name(&file.name) {
            held.insert("the name of a file".to_owned());
        }
    }
    for received in &mut edited.met.returners {
        if let crate::publish::met::Arrival::Returned { set_aside: Some(why), .. } = &mut received.arrival {
            hold(why);
        }
    }
}

fn earlier(edited: &mut Edited) {
    for past in edited.history.actions.values_mut() {
        for text in
            [&mut past.commentary, &mut past.evidence, &mut past.delivery_reason, &mut past.impact_reason]
        {
            hold(text);
        }
        // No sheet shows who of several said what in an earlier month.
        past.by_lead.retain(|_, said| !may_name(&said.commentary) && !may_name(&said.evidence));
    }
    for past in edited.history.figures.values_mut() {
        hold(&mut past.reason);
        if let Some(Value::Text(text)) = &mut past.value {
            hold(text);
        }
    }
}

/// The words of a sheet without what may name a person: the last door, behind which nothing new can be forgotten.
pub(in crate::publish) fn sweep(text: &mut String) {
    hold(text);
}
