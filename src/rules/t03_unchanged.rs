//! T03: a value unchanged three reporting periods running (4-reading.md, 4.5), or a return of which every value is that of
//! the reporting period before: last month's form under another month.

use super::merged_value::{Judged, MergedValue, merged_numbers};
use super::same_again::{before, is_same, same_as_before};
use super::saying::listed;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::{CountsAs, Period};
use crate::finding::{Code, Exception, Severity};
use crate::ledger::Point;
use crate::plan::due::{Due, due, last_due};

/// A value unchanged three reporting periods running.
pub const RULE: Rule = Rule {
    code: Code("T03"),
    name: "unchanged",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "The same value, with the same numerator and denominator, has come three times running (three months for \
              a monthly measure), where the measure does not just say how things stand. Or every value of a return, four or \
              more, is the one of the time before.",
    example: "1.1a is 12 (Measures!I5), as it was in February 2024 and January 2024. Confirm that it was \
            counted again each time, or send the new figure.",
    fix: "Confirm that it was counted again each time, or send the new figure.",
    check: Check::Month(check),
};

/// How many earlier values must be the same.
const EARLIER: usize = 2;

fn check(month: &Month<'_>) -> Ran {
    let mut judged = Judged::default();
    let values: Vec<MergedValue<'_>> = merged_numbers(month).filter(|v| concerns(month, v)).collect();
    let again = same_as_before(&values);
    for value in &values {
        let raised = unchanged(month, value);
        let untold = raised.as_ref().is_none_or(Vec::is_empty);
        let count = value.only_contributor().and_then(|lead| again.get(lead)).filter(|_| untold);
        let whole = count.zip(before(value)).map(|(count, last)| vec![repeated(value, last.period, *count)]);
        judged.add(value, whole.or(raised));
    }
    judged.ran(month, "values of the two reporting periods before")
}

/// Counts of a stretch of time, in a month in which they are due: a value that is wanted once cannot repeat itself, and a
/// snapshot may well stay as it is.
fn concerns(month: &Month<'_>, value: &MergedValue<'_>) -> bool {
    value.measure.counts_as != CountsAs::Snapshot && due(month.plan, value.measure, month.period) == Due::Now
}

/// What is raised; none when one of the two reporting periods before has no value.
fn unchanged(month: &Month<'_>, value: &MergedValue<'_>) -> Option<Vec<Exception>> {
    let earlier = earlier(month, value)?;
    if !earlier.iter().all(|point| is_same(value, point)) {
        return Some(Vec::new());
    }
    let months: Vec<String> = earlier.iter().map(|point| point.period.in_words()).collect();
    let message = format!("{}, as it was in {}.", value.stands(), listed(&months));
    let draft = value.raise(&RULE, Severity::Query).expected("a value counted anew").message(message);
    Some(vec![draft.fix("Confirm that it was counted again each time, or send the new figure.")])
}

fn repeated(value: &MergedValue<'_>, last: Period, count: usize) -> Exception {
    let when = last.in_words();
    let message =
        format!("{}, as it was in {when}, and so are all {count} values of this return.", value.stands());
    let draft = value.raise(&RULE, Severity::Query).expected("a value counted anew").message(message);
    draft.fix("Confirm that all were counted again, or send the new figures.")
}

/// The values of the two reporting periods before, the latest first.
fn earlier<'a>(month: &Month<'_>, value: &'a MergedValue<'_>) -> Option<[&'a Point<'a>; EARLIER]> {
    let at = |period: Period| value.earlier.points.iter().find(|point| point.period == period);
    let before = |period: Period| last_due(month.plan, value.measure, period.previous());
    let last = before(month.period)?;
    Some([at(last)?, at(before(last)?)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Frequency;
    use crate::plan::sample::quantity;
    use crate::rules::sample::Sample;

    fn counted(now: &str, earlier: &[&str]) -> Sample {
        let sample = Sample::clean().with_value("1.1a", now).with_earlier("1.1a", earlier);
        sample.with_earlier("2.1a", &["1", "2"])
    }

    #[test]
    fn fires_on_three_months_running() {
        let sample = counted("12", &["9", "12", "12"]);
        assert_eq!(sample.raises(&RULE), ["T03 query ann.xlsx · Measures!I5"]);
        let expected = "1.1a is 12 (Measures!I5), as it was in February 2024 and January 2024.";
        assert!(sample.read_aloud(&RULE).starts_with(expected), "{}", sample.read_aloud(&RULE));
    }

    #[test]
    fn fires_on_three_quarters_running_of_a_quarterly_measure() {
        let mut sample = counted("12", &["12", "1", "1", "12", "1", "1"]);
        sample.plan.measures[0].frequency = Frequency::Quarterly;
        assert!(sample.read_aloud(&RULE).contains("as it was in December 2023 and September 2023."));
    }

    #[test]
    fn spares_two_months_a_snapshot_a_gap_and_percents_of_other_numbers() {
        assert!(counted("12", &["12", "11", "12"]).raises(&RULE).is_empty());
        let mut snapshot = counted("12", &["12", "12"]);
        snapshot.plan.measures[0].counts_as = CountsAs::Snapshot;
        assert!(snapshot.raises(&RULE).is_empty());
        let mut gap = counted("12", &["12", "12", "12"]);
        let february = gap.period.previous();
        gap.history.figures.retain(|(_, period), _| *period != february);
        let Ran::NotRun(because) = check(&gap.month()) else { panic!("judged across a gap") };
        assert!(because.contains("reporting periods before"), "{because}");
        let mut percent = Sample::clean().with_value("1.1b", "100").with_earlier("1.1b", &["100", "100"]);
        percent.figures[1].numerator = Some(quantity("25"));
        percent.figures[1].denominator = Some(quantity("25"));
        assert!(percent.raises(&RULE).is_empty());
    }
}
