//! T05: the last value is older than two of the measure's own reporting periods (6-exceptions.md).

use super::merged_value::{kind, rows_of};
use super::saying::{counted, names, value};
use super::{Check, Month, NO_HISTORY, Ran, Rule, Scope};
use crate::domain::figure::{Figure, FigureState};
use crate::domain::{Column, Unit};
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::plan::Measure;
use crate::plan::due::two_reporting_periods;

/// The last value is older than two of the measure's own reporting periods.
pub const RULE: Rule = Rule {
    code: Code("T05"),
    name: "stale",
    severities: &[Severity::Note],
    scope: Scope::Month,
    meaning: "No whole value has come for longer than two of the measure's own reporting periods (two months, two \
              quarters, two terms, two years).",
    example: "The last whole value of 1.1a is 12, of December 2023. That is 3 months ago, more than two of \
            its reporting periods. Ask Ann Archer for a current value.",
    fix: "Ask for a current value.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    if month.history.is_empty() {
        return Ran::NotRun(NO_HISTORY.to_owned());
    }
    let (mut raised, mut asked, mut without) = (Vec::new(), 0, 0);
    for (figure, measure) in month.figures.iter().filter_map(|f| Some((f, month.plan.measure(f.measure)?))) {
        let Some(most) = grows_old(month, measure).filter(|_| figure.state != FigureState::Value) else {
            continue;
        };
        asked += 1;
        let last = month.history.last_of_kind(measure.reference, month.period, kind(month, measure));
        let Some((period, past)) = last else {
            without += 1;
            continue;
        };
        let age = month.period.months_since(period);
        let told = past.value.as_ref().map(|v| value(Some(measure.unit), v)).unwrap_or_default();
        raised.extend((age > most).then(|| stale(month, measure, figure, (age, &told, &period.in_words()))));
    }
    match without {
        0 => Ran::Checked(raised),
        all if all == asked => {
            Ran::NotRun("no measure without a value now ever had one in the records".to_owned())
        }
        some => {
            let because =
                format!("{some} of {asked} measures without a value now never had one in the records");
            Ran::InPart(raised, because)
        }
    }
}

/// In how many months a value of the measure grows old; none for what is given once, and for closed actions.
fn grows_old(month: &Month<'_>, measure: &Measure) -> Option<i32> {
    let once = matches!(measure.unit, Unit::Document | Unit::Date);
    let closed = measure.reference.action().is_some_and(|a| month.plan.closed_by(a, month.as_at).is_some());
    (measure.developed && !once && !closed).then_some(two_reporting_periods(measure.frequency)?)
}

fn stale(month: &Month<'_>, measure: &Measure, figure: &Figure, last: (i32, &str, &str)) -> Exception {
    let (age, value, period) = last;
    let reference = measure.reference;
    let place = rows_of(month, reference).next().map(|(returned, sheet, row)| {
        Place::cell(std::sync::Arc::clone(&returned.file), std::sync::Arc::clone(sheet), row.value.cell)
    });
    let age = counted(&age.to_string(), "month");
    let message = format!(
        "The last whole value of {reference} is {value}, of {period}. That is {age} ago, more than two of its \
         reporting periods."
    );
    let asked = if figure.missing_contributors.is_empty() {
        &measure.returned_by
    } else {
        &figure.missing_contributors
    };
    let whom = if asked.is_empty() { "its lead".to_owned() } else { names(month, asked) };
    let draft = RULE.raise_at(Severity::Note, place.unwrap_or_default(), Subject::measure(reference));
    let draft = draft.column(Column::Value).found(period).expected("a value of this reporting period");
    draft.message(message).fix(format!("Ask {whom} for a current value."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Frequency;
    use crate::rules::sample::Sample;

    /// No value of 1.1a since so many months ago.
    fn silent_for(months: usize, frequency: Frequency) -> Sample {
        let mut sample = Sample::clean().with_earlier("1.1a", &vec!["12"; months]);
        let from = sample.period.plus_months(-i32::try_from(months).unwrap());
        sample.history.figures.retain(|(_, period), _| *period == from);
        sample.plan.measures[0].frequency = frequency;
        sample.figures[0].state = FigureState::Absent;
        sample.figures[0].value = None;
        sample
    }

    #[test]
    fn fires_once_the_last_value_is_older_than_two_reporting_periods() {
        let sample = silent_for(3, Frequency::Monthly);
        assert_eq!(sample.raises(&RULE), ["T05 note ann.xlsx · Measures!I5"]);
        let expected = "The last whole value of 1.1a is 12, of December 2023. That is 3 months ago, more than two of \
                        its reporting periods. Ask Ann Archer for a current value.";
        assert_eq!(sample.read_aloud(&RULE), expected);
        for (months, frequency) in
            [(7, Frequency::Quarterly), (9, Frequency::Termly), (25, Frequency::Annual)]
        {
            assert_eq!(silent_for(months, frequency).raises(&RULE).len(), 1, "{frequency}");
        }
    }

    #[test]
    fn spares_what_is_two_periods_old_what_is_wanted_once_and_what_has_a_value() {
        for (months, frequency) in [
            (2, Frequency::Monthly),
            (6, Frequency::Quarterly),
            (24, Frequency::Annual),
            (60, Frequency::Once),
        ] {
            assert!(silent_for(months, frequency).raises(&RULE).is_empty(), "{frequency}");
        }
        let with_value = Sample::clean().with_earlier("1.1a", &["12"]);
        assert!(with_value.raises(&RULE).is_empty());
    }

    #[test]
    fn says_for_what_it_was_not_run() {
        let mut sample = silent_for(3, Frequency::Monthly);
        sample.figures[3].state = FigureState::Partial;
        let Ran::InPart(raised, because) = check(&sample.month()) else { panic!("all was judged") };
        assert_eq!((raised.len(), because.contains("1 of 2 measures")), (1, true), "{because}");
        sample.history.figures.clear();
        assert_eq!(check(&sample.month()), Ran::NotRun(NO_HISTORY.to_owned()));
    }
}
