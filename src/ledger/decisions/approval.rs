//! A text that leads wrote, approved for publication (7-publication.md, 7.4: "free text only where a decision in the ledger
//! approves it"; rule D03).
//!
//! The decision is *Accept* about the very words: what was found is a fingerprint of them, so that other words in the same
//! place are approved by nobody. It says nothing of any value and of no rating.

use chrono::NaiveDate;

use crate::domain::folding::{clip, tidy};
use crate::domain::{Column, Sha256};

use super::{Choice, Decision, Decisions, Identity};

/// Code of the rule on texts that wait for approval.
const CODE: &str = "D03";
/// How much of a text stands behind its fingerprint, for whoever opens decisions.csv.
const FIRST_WORDS: usize = 60;

impl Identity {
    /// Of the text that stands in this column for this action or measure, as consolidated.
    pub fn of_text(reference: &str, column: Column, text: &str) -> Self {
        // The data files put an apostrophe before what a spreadsheet could take for a formula.
        let words = tidy(text);
        let words = words.trim_start_matches('\'');
        let found = format!("{} {}", Sha256::of(words.as_bytes()).short(), clip(words, FIRST_WORDS));
        Self {
            code: CODE.to_owned(),
            returner: String::new(),
            reference: reference.to_owned(),
            column: column.key().to_owned(),
            found,
        }
    }

    /// Whether it is about words to be published.
    pub fn is_a_text(&self) -> bool {
        self.code == CODE
    }
}

impl Decisions {
    /// The decision by which this text may be published on this day; none when nobody approved these very words, or no
    /// longer.
    pub fn approves(&self, text: &Identity, as_at: NaiveDate) -> Option<&Decision> {
        self.in_force().into_iter().find(|decision| {
            decision.about == *text
                && text.is_a_text()
                && decision.choice == Choice::Accept
                && decision.lacks().is_empty()
                && decision.until.is_none_or(|until| as_at <= until)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decision, ledger};
    use super::*;

    fn approved(text: &str) -> Decision {
        let about = Identity::of_text("1.1", Column::Commentary, text);
        Decision {
            until: NaiveDate::from_ymd_opt(2024, 6, 30),
            ..decision(&about.key(), "2024-03", Choice::Accept)
        }
    }

    #[test]
    fn an_approval_holds_for_the_very_words_and_until_its_day() {
        let ledger = ledger(vec![approved("Two courses were held.")]);
        let day = |text: &str| text.parse().unwrap();
        let may = |column, text: &str, on| {
            ledger.approves(&Identity::of_text("1.1", column, text), day(on)).is_some()
        };
        assert!(
            may(Column::Commentary, " Two  courses were held.", "2024-03-31"),
            "white space says nothing"
        );
        assert!(!may(Column::Commentary, "Two courses were not held.", "2024-03-31"));
        assert!(!may(Column::Evidence, "Two courses were held.", "2024-03-31"));
        assert!(!may(Column::Commentary, "Two courses were held.", "2024-07-01"));
    }

    #[test]
    fn later_words_stand_for_earlier_ones_and_an_approval_can_be_withdrawn() {
        let mut ledger = ledger(vec![approved("Before."), approved("=After.")]);
        let on = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
        let of = |text: &str| Identity::of_text("1.1", Column::Commentary, text);
        assert!(ledger.approves(&of("Before."), on).is_none());
        assert!(ledger.approves(&of("'=After."), on).is_some(), "as the data files have it");
        ledger.add(vec![decision(&of("=After.").key(), "2024-03", Choice::Withdraw)]);
        assert!(ledger.approves(&of("=After."), on).is_none());
    }

    #[test]
    fn words_can_be_accepted_and_nothing_else() {
        let about = Identity::of_text("1.1a", Column::Value, "Policy.docx");
        assert_eq!(about.why_not(Choice::Accept), None);
        assert_eq!(about.why_not(Choice::Withdraw), None);
        for other in [Choice::UseThisValue, Choice::RejectTheValue, Choice::OverrideTheRating] {
            assert!(about.why_not(other).unwrap().contains("Choose Accept"), "{other}");
        }
    }
}
