//! Which of the words that leads wrote an edition may show: those that a decision approves for publication, word for word
//! (7-publication.md, 7.4); or all of them, which somebody should then have read.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{ActionRef, Column, FreeText, Value, Worksheet};
use crate::finding::Exception;
use crate::ledger::{Decisions, Identity};
use crate::plan::Edition;
use crate::publish::Consolidation;

use super::part::Part;
use super::persons::{self, LOOKS_LIKE_A_PERSON};

/// The decisions on the day of the month's ratings: what they approve may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedTexts {
    decisions: Decisions,
    as_at: NaiveDate,
}

impl ApprovedTexts {
    /// Of these decisions, on this day.
    pub fn of(decisions: &Decisions, as_at: NaiveDate) -> Self {
        Self { decisions: decisions.only(|decision| decision.about.is_a_text()), as_at }
    }

    /// Whether these very words may be published.
    pub fn has(&self, reference: &str, column: Column, text: &str) -> bool {
        text != persons::WITHHELD
            && !persons::may_name(text)
            && self.decisions.approves(&Identity::of_text(reference, column, text), self.as_at).is_some()
    }
}

/// How a text stands with an edition that shows approved texts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A decision approves it: it is shown.
    Approved,
    /// No decision approves it: it is withheld.
    Waiting,
    /// The edition shows all texts: it is shown as it was written.
    AsWritten,
    /// It looks like a particular person, or stands beside what does: it is withheld whatever is decided.
    Never,
}

/// A text of the month that an edition shows, or would show where it were approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionText {
    /// Its action or measure.
    pub about: Identity,
    /// Where it stands: Commentary, Evidence, Value of a measure in words, or Note beside a value.
    pub column: Column,
    /// Its words.
    pub words: String,
    /// Whether it is shown.
    pub standing: Standing,
}

/// Every text that this edition shows, or shows where a decision approves it, in plan order; none when it shows no text.
pub fn texts(month: &Consolidation<'_>, edition: &Edition, approved: &ApprovedTexts) -> Vec<EditionText> {
    if edition.free_text == FreeText::None {
        return Vec::new();
    }
    let shows_all = edition.free_text == FreeText::All;
    let part = edition.is_partial().then(|| Part::of(month.plan, edition));
    let sheets = super::sheets(edition);
    let has = |sheet| sheets.contains(&sheet);
    let about = concerned(month.exceptions);
    let mut found = Vec::new();
    let mut take = |reference: String, column, words: &str, beside_a_person: bool| {
        if words.trim().is_empty() {
            return;
        }
        let standing = if persons::may_name(words) || beside_a_person && !shows_all {
            Standing::Never
        } else if shows_all {
            Standing::AsWritten
        } else if approved.has(&reference, column, words) {
            Standing::Approved
        } else {
            Standing::Waiting
        };
        let about = Identity::of_text(&reference, column, words);
        found.push(EditionText { about, column, words: words.to_owned(), standing });
    };
    for (action, progress, rated) in month.actions() {
        if part.as_ref().is_some_and(|part| !part.has_action(action.reference)) {
            continue;
        }
        let answers = month.answers(progress, rated);
        let (name, never) = (action.reference.to_string(), about.contains(&action.reference));
        if has(Worksheet::Actions) || has(Worksheet::Attention) {
            take(name.clone(), Column::Commentary, &answers.commentary, never);
        }
        if has(Worksheet::Actions) {
            take(name, Column::Evidence, &answers.evidence, never);
        }
    }
    for (measure, figure, _) in month.measures() {
        let is_in = part.as_ref().is_none_or(|part| part.has(measure.reference));
        if let (Some(Value::Text(text)), true, true) =
            (&figure.value, is_in, super::figures::prints(&sheets, measure))
        {
            let never = measure.reference.action().is_some_and(|action| about.contains(&action));
            take(measure.reference.to_string(), Column::Value, text, never);
        }
    }
    // Sources stands in editions with all texts only.
    let sources = if shows_all && has(Worksheet::Sources) { &month.merged.contributions[..] } else { &[] };
    for contribution in sources {
        let Some(measure) = contribution.measure else { continue };
        if part.as_ref().is_none_or(|part| part.has(measure)) {
            // A word for a reason, such as tbc, is no text of its own.
            let is_listed =
                matches!(contribution.value, Some(Value::Text(_))) || contribution.absence.is_some();
            if !is_listed && contribution.found.chars().any(char::is_alphabetic) {
                take(measure.to_string(), Column::Value, &contribution.found, false);
            }
            take(measure.to_string(), Column::Note, &contribution.note, false);
        }
    }
    found
}

/// Actions whose texts hold what looks like a particular person.
pub(super) fn concerned(exceptions: &[Exception]) -> BTreeSet<ActionRef> {
    let masked = exceptions.iter().filter(|exception| exception.code.0 == LOOKS_LIKE_A_PERSON);
    masked.filter_map(|exception| exception.subject.action).collect()
}
