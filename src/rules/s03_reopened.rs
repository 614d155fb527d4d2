//! S03: complete last time and not now (4-reading.md, 4.5).

use super::NO_HISTORY;
use super::row::{MergedRow, merged_rows};
use super::saying::quote;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::{Column, Status};
use crate::finding::{Code, Exception, Severity};

/// Complete last time and not now.
pub const RULE: Rule = Rule {
    code: Code("S03"),
    name: "reopened",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The action was complete in an earlier month and is not any more.",
    example: "Progress!F5 says \"In progress\", but 1.1 was Complete in February 2024. Confirm that it \
            was reopened and say why in Commentary, or correct the Status.",
    fix: "Confirm that it was reopened and say why in Commentary.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    if month.history.is_empty() {
        return Ran::NotRun(NO_HISTORY.to_owned());
    }
    Ran::Checked(merged_rows(month).filter_map(|row| reopened(month, row)).collect())
}

fn reopened(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let status = *at.row.status.value().filter(|status| **status != Status::Complete)?;
    let (period, past) = month.history.last_action(at.action, month.period)?;
    (past.status == Some(Status::Complete)).then_some(())?;
    let now = format!("{} says {}", at.at(Column::Status), quote(status.word()));
    let message = format!("{now}, but {} was Complete in {}.", at.action, period.in_words());
    let draft = at.raise(&RULE, Severity::Query, Column::Status).expected("Complete").message(message);
    Some(draft.fix("Confirm that it was reopened and say why in Commentary, or correct the Status."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_status() {
        let sample = Sample::clean().with_last_month(Status::Complete, day(2024, 2, 1), "");
        assert_eq!(sample.raises(&RULE), ["S03 query ann.xlsx · Progress!F5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Progress!F5 says \"In progress\", but 1.1 was Complete in February 2024.")
        );
    }

    #[test]
    fn spares_an_action_that_was_never_complete() {
        let sample = Sample::clean().with_last_month(Status::NotStarted, day(2024, 5, 31), "");
        assert!(sample.raises(&RULE).is_empty());
    }
}
