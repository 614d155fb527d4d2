//! S06: not complete, with a forecast before the as-at date (6-exceptions.md).

use super::row::{MergedRow, merged_rows};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::period::date_in_words;
use crate::domain::{Column, Status};
use crate::finding::{Code, Exception, Severity};

/// Not complete, with a forecast before the as-at date.
pub const RULE: Rule = Rule {
    code: Code("S06"),
    name: "forecast-in-past",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The action is not complete, yet the date on which it should be complete has passed.",
    example: "Progress!G5 says 30 March 2024, which is before 31 March 2024, but 1.1 is not said to be \
            Complete. Give a new Forecast date. If it was completed, choose Complete.",
    fix: "Give a new Forecast date, or choose Complete.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(merged_rows(month).filter_map(|row| outdated(month, row)).collect())
}

fn outdated(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let forecast = *at.row.forecast.value().filter(|date| **date < month.as_at)?;
    // A status that could not be read says nothing; a blank one says not complete.
    let status = &at.row.status;
    let open =
        !status.is_answered() || matches!(status.value(), Some(Status::NotStarted | Status::InProgress));
    open.then_some(())?;
    let (says, as_at) = (date_in_words(forecast), date_in_words(month.as_at));
    let start = format!("{} says {says}, which is before {as_at}", at.at(Column::Forecast));
    let message = format!("{start}, but {} is not said to be Complete.", at.action);
    let expected = format!("{as_at} or later");
    let draft = at.raise(&RULE, Severity::Query, Column::Forecast).expected(expected).message(message);
    Some(draft.fix("Give a new Forecast date. If it was completed, choose Complete."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;
    use crate::rules::sample::answered;

    fn forecast(date: chrono::NaiveDate) -> Sample {
        let mut sample = Sample::clean();
        answered(&mut sample.row().forecast, &date.to_string(), date);
        sample
    }

    #[test]
    fn fires_the_day_before_the_as_at_date() {
        let sample = forecast(day(2024, 3, 30));
        assert_eq!(sample.raises(&RULE), ["S06 query ann.xlsx · Progress!G5"]);
        let expected = "Progress!G5 says 30 March 2024, which is before 31 March 2024, but 1.1 is not said to be Complete.";
        assert!(sample.read_aloud(&RULE).starts_with(expected));
    }

    #[test]
    fn spares_the_as_at_date_itself_and_a_complete_action() {
        assert!(forecast(day(2024, 3, 31)).raises(&RULE).is_empty());
        let mut complete = forecast(day(2024, 3, 1));
        answered(&mut complete.row().status, "Complete", Status::Complete);
        assert!(complete.raises(&RULE).is_empty());
    }
}
