//! S05: Red or Amber and nothing said about putting it right (11-settled.md, "Rules added").

use super::row::{MergedRow, merged_rows};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::Column;
use crate::finding::{Code, Exception, Severity};

/// Red or Amber and nothing said about putting it right.
pub const RULE: Rule = Rule {
    code: Code("S05"),
    name: "no-corrective-action",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The action is Red or Amber and Commentary says nothing about putting it right.",
    example: "Progress!I5 is empty, although 1.1 is Red. Say what is being done to put it right, and by \
            when.",
    fix: "Say in Commentary what is being done to put it right, and by when.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(merged_rows(month).filter_map(|row| unanswered(month, row)).collect())
}

fn unanswered(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let delivery = at.lacks_corrective_action(month)?;
    let message = format!("{} is empty, although {} is {delivery}.", at.at(Column::Commentary), at.action);
    let expected = "what is being done to put it right";
    let draft = at.raise(&RULE, Severity::Query, Column::Commentary).expected(expected).message(message);
    Some(draft.fix("Say what is being done to put it right, and by when."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;
    use crate::intake::Answer;
    use crate::rules::sample::Sample;

    fn red_and_silent() -> Sample {
        let mut sample = Sample::clean();
        sample.rating().delivery.rating = Rating::Red;
        let commentary = &mut sample.row().commentary;
        *commentary = Answer::blank(commentary.cell);
        sample.progress[0].commentary = String::new();
        sample
    }

    #[test]
    fn fires_at_the_empty_commentary_of_a_red_action() {
        let sample = red_and_silent();
        assert_eq!(sample.raises(&RULE), ["S05 query ann.xlsx · Progress!I5"]);
        assert!(sample.read_aloud(&RULE).starts_with("Progress!I5 is empty, although 1.1 is Red."));
    }

    #[test]
    fn spares_green_actions_and_what_another_lead_explained() {
        let mut green = red_and_silent();
        green.rating().delivery.rating = Rating::Green;
        assert!(green.raises(&RULE).is_empty());
        let mut explained = red_and_silent();
        explained.progress[0].commentary = "Ben Baker: a second trainer starts in May.".to_owned();
        assert!(explained.raises(&RULE).is_empty());
    }
}
