//! T01: a running total that fell (4-reading.md, 4.5).

use super::merged_value::{Judged, MergedValue, merged_numbers};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::CountsAs;
use crate::finding::{Code, Exception, Severity};

/// A running total that fell.
pub const RULE: Rule = Rule {
    code: Code("T01"),
    name: "running-total-fell",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "The measure counts everything since the plan started, so that it can only stay or grow, and it is lower \
              than before.",
    example: "1.1a is 12 (Measures!I5), and it was 15 in February 2024. A running total cannot fall. Send \
            the total so far rather than the month's own number, or say in Note why the earlier figure was \
            too high.",
    fix: "Send the total so far rather than the month's own number, or say why the earlier figure was too high.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    let mut judged = Judged::default();
    for value in merged_numbers(month).filter(|v| v.measure.counts_as == CountsAs::Cumulative) {
        judged.add(&value, fell(&value));
    }
    judged.ran(month, "an earlier value")
}

/// What is raised; none when there is nothing to compare with.
fn fell(value: &MergedValue<'_>) -> Option<Vec<Exception>> {
    let last = value.earlier.points.last()?;
    if value.now >= last.value {
        return Some(Vec::new());
    }
    let then = value.say(last.value);
    let message = format!(
        "{}, and it was {then} in {}. A running total cannot fall.",
        value.stands(),
        last.period.in_words()
    );
    let draft = value.raise(&RULE, Severity::Query).expected(format!("{then} or more")).message(message);
    let fix = "Send the total so far rather than the month's own number, or say in Note why the earlier figure was \
               too high.";
    Some(vec![draft.fix(fix)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn total(now: &str, earlier: &[&str]) -> Sample {
        let mut sample = Sample::clean().with_value("1.1a", now).with_earlier("1.1a", earlier);
        sample.plan.measures[0].counts_as = CountsAs::Cumulative;
        sample
    }

    #[test]
    fn fires_at_the_value_and_shows_both_totals() {
        let sample = total("12", &["9", "15"]);
        assert_eq!(sample.raises(&RULE), ["T01 query ann.xlsx · Measures!I5"]);
        let expected =
            "1.1a is 12 (Measures!I5), and it was 15 in February 2024. A running total cannot fall.";
        assert!(sample.read_aloud(&RULE).starts_with(expected), "{}", sample.read_aloud(&RULE));
    }

    #[test]
    fn spares_a_total_that_stays_and_a_count_of_the_month() {
        assert!(total("15", &["9", "15"]).raises(&RULE).is_empty());
        let mut of_the_month = total("12", &["15"]);
        of_the_month.plan.measures[0].counts_as = CountsAs::Period;
        assert!(of_the_month.raises(&RULE).is_empty());
    }

    #[test]
    fn is_not_run_without_an_earlier_value_and_compares_no_value_of_another_kind() {
        let because = |sample: &Sample| match check(&sample.month()) {
            Ran::NotRun(because) => because,
            ran => panic!("{ran:?}"),
        };
        assert!(because(&total("12", &[])).contains("no earlier month"));
        let changed = because(&total("12", &["15.5"]));
        assert!(changed.contains("earlier values of 1.1a count something else"), "{changed}");
    }
}
