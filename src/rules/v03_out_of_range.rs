//! V03: a number outside what the measure allows (4-reading.md, 4.4).

use super::saying::{at, for_ref, number, number_of, says, unit_of};
use super::{Check, Month, Rule, Scope};
use crate::domain::Quantity;
use crate::finding::fault::Range;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};
use crate::sheet::grid::Content;

/// A number outside what the measure allows.
pub const RULE: Rule = Rule {
    code: Code("V03"),
    name: "out-of-range",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The number is negative, above the largest value allowed, or has a fraction where only whole \
            numbers make sense.",
    example: "Measures!I5 says \"-3.5\". The smallest value allowed for 1.1a is 0. Check the number and \
            type it again. If it is right, leave it and say so in Note.",
    fix: "Check the number and type it again. If it is right, ask for the limit in the plan to be changed.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::OutOfRange(range) = &fault.kind else { return None };
    let shown = |limit| number_of(unit_of(month, fault), limit);
    let for_ref = for_ref(fault);
    let (expected, wrong) = match range {
        Range::Below(least) => (
            format!("{} or more", shown(*least)),
            format!("The smallest value allowed{for_ref} is {}", shown(*least)),
        ),
        Range::Above(most) => (
            format!("{} or less", shown(*most)),
            format!("The largest value allowed{for_ref} is {}", shown(*most)),
        ),
        // Found is what the cell shows, and a cell may show 12 for 12.4.
        Range::Fraction if !fault.found.contains('.') => (
            "a whole number".to_owned(),
            format!("{}. Only a whole number makes sense{for_ref}", holds(month, fault)),
        ),
        Range::Fraction => ("a whole number".to_owned(), format!("Only a whole number makes sense{for_ref}")),
        Range::Unholdable => (
            "a number of ordinary size".to_owned(),
            format!("That is too large or too small a number to work with{for_ref}"),
        ),
    };
    // Merging raises it without a text: several numbers together are too large.
    let says = if fault.found.is_empty() {
        format!("{} was put together with the answers of other returns", at(&fault.place))
    } else {
        says(fault)
    };
    let message = format!("{says}. {wrong}.");
    let fix = match range {
        Range::Fraction => "Type the whole number that is meant. A number with a fraction is not used here.",
        _ => "Check the number and type it again. If it is right, leave it and say so in Note.",
    };
    Some(RULE.raise(Severity::Error, fault).expected(expected).message(message).fix(fix))
}

/// What the cell holds although it shows a whole number, as far as the return keeps it.
fn holds(month: &Month<'_>, fault: &Fault) -> String {
    let file = fault.place.file.as_deref().unwrap_or_default();
    let met = month.intake.files.binary_search_by(|met| (*met.name).cmp(file)).ok();
    let returned = met.and_then(|at| month.intake.files.get(at)?.returned.as_ref());
    let table = returned.and_then(|returned| returned.measures.as_ref());
    let cell = table.zip(fault.place.cell).and_then(|(table, at)| table.doubtful.get(&at));
    match cell.map(|cell| &cell.content) {
        Some(Content::Number(held)) => Quantity::from_double(*held),
        _ => None,
    }
    .map_or_else(
        || "The cell holds more decimal places than it shows".to_owned(),
        |held| format!("The cell holds {}, although it does not show it", number(held)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_below_above_and_between_whole_numbers() {
        let ranges = [
            Range::Below("0".parse().unwrap()),
            Range::Above("50".parse().unwrap()),
            Range::Fraction,
            Range::Unholdable,
        ];
        for range in ranges {
            let sample = Sample::clean().with_measure_fault(
                "1.1a",
                Column::Value,
                "-3.5",
                FaultKind::OutOfRange(range),
            );
            assert_eq!(sample.raises(&RULE), ["V03 error ann.xlsx · Measures!I5"]);
        }
    }

    #[test]
    fn says_when_the_cell_shows_less_than_it_holds() {
        let fraction = |found| {
            let kind = FaultKind::OutOfRange(Range::Fraction);
            Sample::clean().with_measure_fault("1.1a", Column::Value, found, kind).read_aloud(&RULE)
        };
        assert!(fraction("12").contains("holds more decimal places than it shows"));
        assert!(fraction("12").ends_with("A number with a fraction is not used here."));
        assert!(!fraction("12.4").contains("than it shows"));
    }

    #[test]
    fn says_the_limit_in_the_measures_unit() {
        let above = FaultKind::OutOfRange(Range::Above("100".parse().unwrap()));
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Value, "120%", above);
        assert!(sample.read_aloud(&RULE).contains("The largest value allowed for 1.1b is 100%."));
    }

    #[test]
    fn spares_a_numerator_over_its_denominator() {
        let kind = FaultKind::MoreThanWhole(crate::finding::fault::Whole::DenominatorNought);
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Denominator, "0", kind);
        assert!(sample.raises(&RULE).is_empty());
    }
}
