//! S08: a forecast later than last month (4-reading.md, 4.5).

use chrono::NaiveDate;

use super::row::{Compared, MergedRow, compared_with_before};
use super::saying::{counted, listed};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::period::date_in_words;
use crate::domain::{Column, Period};
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
    compared_with_before(month, |row| Compared {
        earlier: last_forecast(month, row),
        raised: slipped(month, row),
    })
}

/// What this lead forecast last.
fn last_forecast(month: &Month<'_>, at: MergedRow<'_>) -> Option<(Period, NaiveDate)> {
    let lead = at.returned.returner.as_ref();
    month.history.last_with(at.action, lead, month.period, |said| said.forecast)
}

fn slipped(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    let now = *at.row.forecast.value()?;
    let (period, then) = last_forecast(month, at).filter(|(_, then)| *then < now)?;
    let days = |count: i64| counted(&count.to_string(), "day");
    let was = format!("in {} it was {}", period.in_words(), date_in_words(then));
    let message = format!(
        "{} says {} for {}; {was}. That is {} later{}.",
        at.at(Column::Forecast),
        date_in_words(now),
        at.action,
        days((now - then).num_days()),
        in_total(month, at, now)
    );
    let draft =
        at.raise(&RULE, Severity::Note, Column::Forecast).expected(date_in_words(then)).message(message);
    Some(draft.fix("Nothing to do, for the record. Commentary should say why."))
}

/// The slippage in total: after the target, and after the first target the plan ever gave where that was earlier.
fn in_total(month: &Month<'_>, at: MergedRow<'_>, now: NaiveDate) -> String {
    let Some(action) = month.plan.action(at.action) else { return String::new() };
    let (target, original) = (action.target.date(), month.plan.original_target(at.action));
    let late = |target: Option<NaiveDate>, name: &str| {
        let late = (now - target?).num_days();
        (late > 0).then(|| format!("{} after the {name}", counted(&late.to_string(), "day")))
    };
    let moved = original.filter(|original| Some(*original) != target);
    let parts = [late(target, "target date"), late(moved, "original target date")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(", and {}", listed(&parts)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;
    use crate::ledger::PastProgress;
    use crate::plan::sample::day;
    use crate::plan::{Change, ChangeSubject};
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_counts_the_days_later_and_in_total() {
        let mut sample = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 30), "");
        assert_eq!(sample.raises(&RULE), ["S08 note ann.xlsx · Progress!G5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .contains("in February 2024 it was 30 May 2024. That is 1 day later. Nothing")
        );
        sample.plan.actions[0].target = crate::plan::TargetDate::By(day(2024, 4, 21));
        assert!(sample.read_aloud(&RULE).contains("1 day later, and 40 days after the target date."));
        sample.plan.changes.push(Change {
            date: day(2024, 2, 1),
            subject: ChangeSubject::Action(crate::plan::sample::action_ref("1.1")),
            field: "target_date".to_owned(),
            from: "March 2024".to_owned(),
            to: "21 April 2024".to_owned(),
            approved_by: "Board".to_owned(),
            reason: "Agreed".to_owned(),
        });
        let total = "and 40 days after the target date and 61 days after the original target date.";
        assert!(sample.read_aloud(&RULE).contains(total), "{}", sample.read_aloud(&RULE));
    }

    #[test]
    fn each_lead_is_held_to_their_own_forecast() {
        let mut sample = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 30), "");
        let past = sample.history.actions.values_mut().next().unwrap();
        let said = |forecast| PastProgress { forecast: Some(forecast), ..PastProgress::default() };
        past.by_lead.insert("ann".into(), said(day(2024, 5, 31)));
        past.by_lead.insert("ben".into(), said(day(2024, 5, 30)));
        assert!(sample.raises(&RULE).is_empty());
    }

    #[test]
    fn spares_an_unchanged_forecast() {
        let sample = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 31), "");
        assert!(sample.raises(&RULE).is_empty());
    }
}
