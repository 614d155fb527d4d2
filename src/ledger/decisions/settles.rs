//! What a decision can settle: a figure, one answer about an action, which of two returns stands, or only that an exception
//! is as it should be (4-reading.md, 4.6; docs/officers-month.md, "Settling exceptions").

use super::{Choice, Identity};
use crate::domain::{ActionRef, Column, MeasureRef};

/// Code of the rule on two returns from one returner.
const TWO_RETURNS: &str = "W05";
/// Code of the rule on returns that restate an earlier month.
const PAST_RESTATED: &str = "T04";
/// Code of the rule on target dates that a return would change.
const TARGET_CHANGED: &str = "R07";

/// What the column Value of an exception's row means when *Use this value* is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settles {
    /// A value of this measure.
    Figure(MeasureRef),
    /// An answer about this action: Status, Forecast date or Your RAG.
    Answer(ActionRef, Column),
    /// The name of the file that stands (W05).
    WhichReturn,
    /// Nothing: whether a change of the plan that a return asks for is agreed (R07).
    RequestedChange,
    /// Nothing of this month: the figure of an earlier one, which a return restates (T04).
    EarlierFigure(MeasureRef),
    /// Nothing: no single value is at stake.
    NoValue,
}

impl Settles {
    /// Columns of the return whose answers about an action a decision can settle.
    pub const ANSWERS: [Column; 3] = [Column::Status, Column::Forecast, Column::OwnRag];

    /// Columns of the return that say what a measure's value is; an exception on any other is about no value.
    const FIGURES: [Column; 5] =
        [Column::Value, Column::Numerator, Column::Denominator, Column::Absence, Column::Ref];

    /// Of the exception with this identity.
    pub fn of(about: &Identity) -> Self {
        let answer = about.column().filter(|column| Self::ANSWERS.contains(column));
        match (about.measure(), about.action(), answer) {
            _ if about.is_a_text() => Self::NoValue,
            _ if about.code == TWO_RETURNS => Self::WhichReturn,
            _ if about.code == TARGET_CHANGED => Self::RequestedChange,
            (_, Some(action), Some(column)) => Self::Answer(action, column),
            (Some(measure), ..) if about.code == PAST_RESTATED => Self::EarlierFigure(measure),
            (Some(measure), ..) if about.column().is_none_or(|column| Self::FIGURES.contains(&column)) => {
                Self::Figure(measure)
            }
            _ => Self::NoValue,
        }
    }
}

impl Identity {
    /// Why this choice can settle nothing of this exception, and what to choose instead; none when it can.
    pub fn why_not(&self, choice: Choice) -> Option<&'static str> {
        let settles = Settles::of(self);
        match choice {
            Choice::UseThisValue | Choice::RejectTheValue | Choice::OverrideTheRating if self.is_a_text() => {
                Some(
                    "This is about words that a lead wrote. Choose Accept if they may be published as they are; otherwise leave it Open: \
                 then they are withheld.",
                )
            }
            Choice::UseThisValue | Choice::RejectTheValue if settles == Settles::NoValue => Some(
                "This is about no single value of a measure, and about no Status, Forecast date or Your RAG of an action, so \
                 there is none to use or to reject. Choose Accept if it is as it should be; otherwise ask for a corrected \
                 return and consolidate again.",
            ),
            Choice::Accept | Choice::UseThisValue if settles == Settles::RequestedChange => Some(
                "A date of the plan is changed on the sheet Requested changes only: choose Agreed there and run ragbook plan \
                 amend --from. If the plan's date stands, choose Reject the return's value here.",
            ),
            Choice::UseThisValue if matches!(settles, Settles::EarlierFigure(_)) => Some(
                "This is about the figure of an earlier month. Choose Accept to let the return's figure stand for that month, \
                 or Reject the return's value to keep the one in the records.",
            ),
            Choice::RejectTheValue if settles == Settles::WhichReturn => Some(
                "Of two returns one has to stand. Choose Use this value and type the name of its file in the column Value.",
            ),
            Choice::OverrideTheRating if self.action().is_none() && self.measure().is_none() => Some(
                "This is about no action and no measure, so there is no rating to override. Override it on a row about that \
                 action or measure.",
            ),
            _ => None,
        }
    }

    /// Whether a decision about it is about the exceptions of its month only, whatever was decided: next month's two returns
    /// are two others, and an earlier figure is restated once.
    pub fn is_of_one_period(&self) -> bool {
        matches!(Settles::of(self), Settles::WhichReturn | Settles::EarlierFigure(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_means_follows_from_what_the_exception_is_about() {
        let of = |key: &str| Settles::of(&Identity::of_key(key).unwrap());
        assert_eq!(of("V01|ann|1.1a|value|x"), Settles::Figure("1.1a".parse().unwrap()));
        assert_eq!(of("R03|ann|1.1a|ref|1.1a"), Settles::Figure("1.1a".parse().unwrap()));
        assert_eq!(of("M02||1.10|status|a; b"), Settles::Answer("1.10".parse().unwrap(), Column::Status));
        // A measure short of its target beside a Complete: what is doubted is the Complete.
        assert_eq!(
            of("S10|ann|1.1a|status|Complete"),
            Settles::Answer("1.1".parse().unwrap(), Column::Status)
        );
        assert_eq!(of("T04|ann|1.1a|last_value|90%"), Settles::EarlierFigure("1.1a".parse().unwrap()));
        assert_eq!(of("V15|ann|1.1a|note|x"), Settles::NoValue, "a Note is no value of the measure");
        assert_eq!(of("W05|ann|||two returns"), Settles::WhichReturn);
        for none in ["R03|ann|1.1|ref|1.1", "S01|ann|1.1|evidence|", "W07|ann|||no return", "F01||||x"] {
            assert_eq!(of(none), Settles::NoValue, "{none}");
        }
    }

    #[test]
    fn what_cannot_be_settled_says_what_to_choose_instead() {
        let why = |key: &str, choice| Identity::of_key(key).unwrap().why_not(choice);
        assert!(why("W07|ann|||no return", Choice::UseThisValue).unwrap().contains("Choose Accept"));
        assert!(
            why("W05|ann|||two returns", Choice::RejectTheValue).unwrap().contains("Choose Use this value")
        );
        assert!(why("W05|ann|||two returns", Choice::OverrideTheRating).unwrap().contains("no rating"));
        assert!(
            why("R07|ann|1.1|target_date|July 2024", Choice::Accept).unwrap().contains("choose Agreed there")
        );
        assert_eq!(why("W07|ann|||no return", Choice::Accept), None);
        assert_eq!(why("S02|ann|1.1|status|Complete", Choice::RejectTheValue), None);
    }
}
