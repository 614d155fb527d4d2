//! V13: a numerator and a denominator that make no percent (4-reading.md, 4.4).

use super::saying::{at, caption, number};
use super::{Check, Month, Rule, Scope};
use crate::finding::fault::Whole;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A numerator and a denominator that make no percent.
pub const RULE: Rule = Rule {
    code: Code("V13"),
    name: "more-than-whole",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "Numerator is larger than Denominator, Denominator is 0, or only one of the two was filled in.",
    example: "Measures!G6: for 1.1b Numerator is 25 and Denominator only 20. Numerator counts a part of \
            Denominator: correct whichever is wrong.",
    fix: "Correct Numerator or Denominator. If there was nothing to count, clear both and choose a reason \
            under Not available because.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::MoreThanWhole(whole) = &fault.kind else { return None };
    let draft = RULE.raise(Severity::Error, fault);
    let (at, reference) = (at(&fault.place), fault.subject.reference());
    Some(match whole {
        Whole::NumeratorOver { numerator, denominator } => {
            let (part, of) = (number(*numerator), number(*denominator));
            let message = format!("{at}: for {reference} Numerator is {part} and Denominator only {of}.");
            let fix = "Numerator counts a part of Denominator: correct whichever is wrong.";
            draft.expected(format!("a Numerator of {of} or less")).message(message).fix(fix)
        }
        Whole::DenominatorNought => {
            let message =
                format!("{at} says 0. A percentage of nothing cannot be worked out for {reference}.");
            let fix = "If there was nothing to count, clear Numerator and Denominator and choose a reason under Not available because.";
            draft.expected("a Denominator of 1 or more").message(message).fix(fix)
        }
        Whole::OneBlank(missing) => {
            let missing = caption(*missing);
            let message = format!(
                "{at}: {reference} has one of its two numbers. {missing} is empty or cannot be read."
            );
            let fix = format!("Fill in {missing}, or clear both and type the percentage as Value.");
            draft.expected(format!("a {missing}")).message(message).fix(fix)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    fn numbers(column: Column, found: &str, whole: Whole) -> Sample {
        Sample::clean().with_measure_fault("1.1b", column, found, FaultKind::MoreThanWhole(whole))
    }

    #[test]
    fn fires_on_more_than_all_on_nought_and_on_one_number_alone() {
        let over =
            Whole::NumeratorOver { numerator: "25".parse().unwrap(), denominator: "20".parse().unwrap() };
        assert_eq!(
            numbers(Column::Numerator, "25", over).raises(&RULE),
            ["V13 error ann.xlsx · Measures!G6"]
        );
        let nought = numbers(Column::Denominator, "0", Whole::DenominatorNought);
        assert_eq!(nought.raises(&RULE), ["V13 error ann.xlsx · Measures!H6"]);
        let blank = numbers(Column::Denominator, "", Whole::OneBlank(Column::Denominator));
        assert_eq!(blank.raises(&RULE), ["V13 error ann.xlsx · Measures!H6"]);
    }

    #[test]
    fn spares_numbers_that_disagree_with_the_value() {
        let kind =
            FaultKind::FractionDisagrees { computed: "85".parse().unwrap(), typed: "90".parse().unwrap() };
        assert!(
            Sample::clean().with_measure_fault("1.1b", Column::Value, "90%", kind).raises(&RULE).is_empty()
        );
    }
}
