//! S04: the lead's rating is better than the rules' (4-reading.md, 4.5).

use super::row::{MergedRow, merged_rows};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::{Column, Rating};
use crate::finding::{Code, Exception, Severity};

/// The lead's rating is better than the rules'.
pub const RULE: Rule = Rule {
    code: Code("S04"),
    name: "optimism",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The lead's own rating is better than what the dates and the status say. The worse one is used.",
    example: "Progress!H5 says Green for 1.1, but by its status and dates it is Red. Red is used. \
            Correct the Status, the Forecast date or Your RAG. If all three are right, leave them and \
            tell the performance officer why, who then settles it.",
    fix: "Correct the Status, the Forecast date or Your RAG. If all three are right, leave them and tell the performance \
            officer why, who then settles it with Accept.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(merged_rows(month).filter_map(|row| optimistic(month, row)).collect())
}

fn optimistic(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let own = Rating::from(*at.row.own_rag.value()?);
    // The rules' Complete is no better-or-worse question: the lead has no such choice.
    let by_rules = month.action_rating(at.action)?.by_rules;
    (matches!(by_rules, Rating::Red | Rating::Amber) && own > by_rules).then_some(())?;
    let says = format!("{} says {own} for {}", at.at(Column::OwnRag), at.action);
    let message = format!("{says}, but by its status and dates it is {by_rules}. {by_rules} is used.");
    let draft = at.raise(&RULE, Severity::Query, Column::OwnRag).expected(by_rules.word()).message(message);
    Some(
        draft.fix(
            "Correct the Status, the Forecast date or Your RAG. If all three are right, leave them and tell the performance \
             officer why, who then settles it.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;
    use crate::rules::sample::answered;

    #[test]
    fn fires_when_the_lead_is_more_hopeful_than_the_dates() {
        let mut sample = Sample::clean();
        sample.rating().by_rules = Rating::Red;
        assert_eq!(sample.raises(&RULE), ["S04 query ann.xlsx · Progress!H5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Progress!H5 says Green for 1.1, but by its status and dates it is Red.")
        );
    }

    #[test]
    fn spares_a_lead_who_is_as_worried_as_the_rules() {
        let mut sample = Sample::clean();
        sample.rating().by_rules = Rating::Amber;
        answered(&mut sample.row().own_rag, "Amber", crate::domain::OwnRag::Amber);
        assert!(sample.raises(&RULE).is_empty());
    }
}
