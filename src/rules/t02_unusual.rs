//! T02: a value far outside its own history, or a denominator that changed more than tenfold (4-reading.md, 4.5;
//! 11-settled.md, "Rules added").

use super::merged_value::{Judged, MergedValue, merged_numbers};
use super::saying::number;
use super::spread::Spread;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::{Column, Quantity};
use crate::finding::{Code, Exception, Severity};

/// A value far outside its own history, or a denominator that changed more than tenfold.
pub const RULE: Rule = Rule {
    code: Code("T02"),
    name: "unusual",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "The value lies more than four times as far from the middle of its earlier values as these usually do \
              (from 6 earlier values on), or the denominator of a percent is more than ten times, or less than a \
              tenth of, the last one.",
    example: "1.1a is 120 (Measures!I5). Its 6 earlier values lie around 12, give or take 1.48; this one is \
            108 away, more than four times as far. Check it against your records. If it is right, say in \
            Note what happened.",
    fix: "Check it against the records. If it is right, say in Note what happened.",
    check: Check::Month(check),
};

/// Earlier values that are needed to say what is usual.
const ENOUGH: usize = 6;
/// So many spreads from the middle are still usual; a denominator may change so many times over.
const USUAL: (i64, i64) = (4, 10);

const FIX: &str = "Check it against your records. If it is right, say in Note what happened.";

fn check(month: &Month<'_>) -> Ran {
    let mut judged = Judged::default();
    let mut denominators = Vec::new();
    for value in merged_numbers(month) {
        denominators.extend(tenfold(month, &value));
        judged.add(&value, unusual(month, &value));
    }
    let all = |raised: Vec<Exception>| denominators.into_iter().chain(raised).collect();
    match judged.ran(month, "6 earlier values") {
        Ran::Checked(raised) => Ran::Checked(all(raised)),
        Ran::InPart(raised, because) => Ran::InPart(all(raised), because),
        // The denominators were compared all the same.
        Ran::NotRun(because) if !month.history.is_empty() => Ran::InPart(all(Vec::new()), because),
        Ran::NotRun(because) => Ran::NotRun(because),
    }
}

/// What is raised; none when there are too few earlier values to say what is usual.
fn unusual(month: &Month<'_>, value: &MergedValue<'_>) -> Option<Vec<Exception>> {
    let earlier: Vec<Quantity> = value.earlier.points.iter().map(|point| point.value).collect();
    if earlier.len() < ENOUGH {
        return None;
    }
    let Spread { middle, spread } = Spread::of(&earlier, month.plan.rating.noticeable)?;
    let distance = value.now.distance(middle)?;
    if distance <= spread.times(Quantity::from(USUAL.0))? {
        return Some(Vec::new());
    }
    let message = format!(
        "{}. Its {} earlier values lie around {}, give or take {}; this one is {} away, more than four times as far.",
        value.stands(),
        earlier.len(),
        value.say(middle.rounded(2)),
        number(spread.rounded(2)),
        number(distance.rounded(2)),
    );
    let draft = value.raise(&RULE, Severity::Query);
    let draft = draft.expected(format!("a value around {}", value.say(middle.rounded(2)))).message(message);
    Some(vec![draft.fix(FIX)])
}

fn tenfold(month: &Month<'_>, value: &MergedValue<'_>) -> Option<Exception> {
    let now = value.figure.denominator?;
    let (period, then) =
        value.earlier.points.iter().rev().find_map(|p| Some((p.period, p.past.denominator?)))?;
    let over = |large: Quantity, small: Quantity| {
        small.times(Quantity::from(USUAL.1)).is_some_and(|most| large > most)
    };
    let how = match (over(now, then), over(then, now)) {
        (true, _) => "more than ten times as many",
        (_, true) => "less than a tenth",
        _ => return None,
    };
    let reference = value.measure.reference;
    let message = format!(
        "{reference} counts {} in all (the denominator); in {} it was {}. That is {how}.",
        number(now),
        period.in_words(),
        number(then)
    );
    let draft =
        value.raise_beside(&RULE, Severity::Query, month, Column::Denominator, |row| row.denominator.cell);
    Some(draft.found(&now.to_string()).expected(format!("about {}", number(then))).message(message).fix(FIX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::{measure_ref, quantity};
    use crate::rules::sample::Sample;

    const EARLIER: [&str; 6] = ["12", "11", "13", "12", "14", "11"];

    fn counted(now: &str, earlier: &[&str]) -> Sample {
        Sample::clean().with_value("1.1a", now).with_earlier("1.1a", earlier)
    }

    fn percent_of(now: &str, then: &str) -> Sample {
        let mut sample = Sample::clean().with_value("1.1b", "92").with_earlier("1.1b", &["90"]);
        sample.figures[1].denominator = Some(quantity(now));
        let key = (measure_ref("1.1b"), sample.period.previous());
        sample.history.figures.get_mut(&key).unwrap().denominator = Some(quantity(then));
        sample
    }

    #[test]
    fn fires_beyond_four_spreads_from_the_middle() {
        // Median 12, median distance 1: the spread is 1.4826, four of them 5.9304.
        assert_eq!(counted("18", &EARLIER).raises(&RULE), ["T02 query ann.xlsx · Measures!I5"]);
        let expected = "1.1a is 120 (Measures!I5). Its 6 earlier values lie around 12, give or take 1.48; this one is \
                        108 away, more than four times as far.";
        assert!(counted("120", &EARLIER).read_aloud(&RULE).starts_with(expected));
        assert_eq!(counted("6", &EARLIER).raises(&RULE).len(), 1);
    }

    #[test]
    fn fires_on_a_denominator_that_changed_more_than_tenfold() {
        let sample = percent_of("401", "40");
        assert_eq!(sample.raises(&RULE), ["T02 query ann.xlsx · Measures!H6"]);
        let expected = "1.1b counts 401 in all (the denominator); in February 2024 it was 40. That is more than ten \
                        times as many.";
        assert!(sample.read_aloud(&RULE).starts_with(expected), "{}", sample.read_aloud(&RULE));
        assert!(percent_of("3", "40").read_aloud(&RULE).contains("less than a tenth."));
    }

    #[test]
    fn spares_what_is_within_four_spreads_too_few_values_and_exactly_tenfold() {
        assert!(counted("17", &EARLIER).raises(&RULE).is_empty());
        let few = counted("120", &EARLIER[..5]);
        let Ran::InPart(raised, because) = check(&few.month()) else { panic!("all was judged") };
        assert!(raised.is_empty() && because.contains("6 earlier values"), "{because}");
        assert!(
            percent_of("400", "40").raises(&RULE).is_empty()
                && percent_of("4", "40").raises(&RULE).is_empty()
        );
    }
}
