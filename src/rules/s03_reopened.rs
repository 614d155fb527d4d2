//! S03: complete last time and not now (4-reading.md, 4.5).

use super::row::{Compared, MergedRow, compared_with_before};
use super::saying::quote;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::{Column, Period, Status};
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
    compared_with_before(month, |row| Compared {
        earlier: last_status(month, row),
        raised: reopened(month, row),
    })
}

/// The last status that any return gave the action. A month without a return does not make it incomplete.
fn last_status(month: &Month<'_>, at: MergedRow<'_>) -> Option<(Period, Status)> {
    let earlier = month
        .history
        .actions
        .range((at.action, month.period.plus_months(-12_000))..(at.action, month.period));
    let returned = earlier.rev().filter(|(_, past)| past.returned);
    returned
        .map(|((_, period), past)| (*period, past.status))
        .find_map(|(period, status)| Some((period, status?)))
}

fn reopened(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let status = *at.row.status.value().filter(|status| **status != Status::Complete)?;
    let (period, _) = last_status(month, at).filter(|(_, status)| *status == Status::Complete)?;
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
    fn fires_across_a_month_in_which_no_return_came() {
        let mut sample = Sample::clean().with_last_month(Status::Complete, day(2024, 1, 31), "");
        let (action, february) = (crate::plan::sample::action_ref("1.1"), sample.period.previous());
        let past = sample.history.actions.remove(&(action, february)).unwrap();
        sample.history.actions.insert((action, february.previous()), past);
        sample.history.actions.insert((action, february), crate::ledger::PastAction::default());
        assert!(sample.read_aloud(&RULE).contains("was Complete in January 2024."));
    }

    #[test]
    fn spares_an_action_that_was_never_complete() {
        let sample = Sample::clean().with_last_month(Status::NotStarted, day(2024, 5, 31), "");
        assert!(sample.raises(&RULE).is_empty());
    }
}
