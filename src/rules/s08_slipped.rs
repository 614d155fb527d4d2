//! S08: a forecast later than last month (4-reading.md, 4.5).

use super::NO_HISTORY;
use super::row::{MergedRow, merged_rows};
use super::saying::counted;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::Column;
use crate::domain::period::date_in_words;
use crate::finding::{Code, Exception, Severity};

/// A forecast later than last month.
pub const RULE: Rule = Rule {
    code: Code("S08"),
    name: "slipped",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The date on which the action should be complete was moved later since the last return.",
    example: "Progress!G5 says 31 May 2024 for 1.1; in February 2024 it was 30 May 2024. That is 1 day \
            later, and 40 days after the target date. Nothing to do, for the record. Commentary should \
            say why.",
    fix: "Nothing to do, for the record. Commentary should say why.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    if month.history.is_empty() {
        return Ran::NotRun(NO_HISTORY.to_owned());
    }
    Ran::Checked(merged_rows(month).filter_map(|row| slipped(month, row)).collect())
}

fn slipped(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let now = *at.row.forecast.value()?;
    let (period, past) = month.history.last_action(at.action, month.period)?;
    let then = past.forecast.filter(|then| *then < now)?;
    let days = |count: i64| counted(&count.to_string(), "day");
    let total = match month.action_rating(at.action).and_then(|r| r.slippage_days) {
        Some(late) if late > 0 => format!(", and {} after the target date", days(late)),
        _ => String::new(),
    };
    let was = format!("in {} it was {}", period.in_words(), date_in_words(then));
    let message = format!(
        "{} says {} for {}; {was}. That is {} later{total}.",
        at.at(Column::Forecast),
        date_in_words(now),
        at.action,
        days((now - then).num_days())
    );
    let draft =
        at.raise(&RULE, Severity::Note, Column::Forecast).expected(date_in_words(then)).message(message);
    Some(draft.fix("Nothing to do, for the record. Commentary should say why."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_counts_the_days() {
        let mut sample = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 30), "");
        sample.rating().slippage_days = Some(40);
        assert_eq!(sample.raises(&RULE), ["S08 note ann.xlsx · Progress!G5"]);
        let expected =
            "in February 2024 it was 30 May 2024. That is 1 day later, and 40 days after the target date.";
        assert!(sample.read_aloud(&RULE).contains(expected));
    }

    #[test]
    fn spares_an_unchanged_forecast() {
        let sample = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 31), "");
        assert!(sample.raises(&RULE).is_empty());
    }
}
