//! V12: a percent that is not what its two numbers make (4-reading.md, 4.4).

use super::saying::{at, for_ref, percent, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A percent that is not what its two numbers make.
pub const RULE: Rule = Rule {
    code: Code("V12"),
    name: "fraction-disagrees",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The Value typed is not Numerator divided by Denominator. Neither is used until they agree. So it is where \
            the form's formula stands in another row than its numbers.",
    example: "Measures!I6 says 90%, but Numerator and Denominator make 66.67% for 1.1b. Correct \
            whichever of the three is wrong, or clear Value: the two numbers are enough.",
    fix: "Correct Numerator, Denominator or Value, or clear Value: the two numbers are enough.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    if let FaultKind::NumbersOfAnotherRow { formula } = &fault.kind {
        return Some(of_another_row(fault, formula));
    }
    let FaultKind::FractionDisagrees { computed, typed } = &fault.kind else { return None };
    // Two places tell any two percents apart that the precision shown tells apart.
    let computed = percent(computed.rounded(2));
    let says = format!("{} says {}", at(&fault.place), percent(*typed));
    let message = format!("{says}, but Numerator and Denominator make {computed}{}.", for_ref(fault));
    let fix = "Correct whichever of the three is wrong, or clear Value: the two numbers are enough.";
    Some(RULE.raise(Severity::Error, fault).expected(computed).message(message).fix(fix))
}

fn of_another_row(fault: &Fault, formula: &str) -> Exception {
    let message = format!(
        "{} is worked out by {} from the numbers of another row{}. It is not used.",
        at(&fault.place),
        quote(formula),
        for_ref(fault)
    );
    let draft = RULE.raise(Severity::Error, fault).expected("the numbers of its own row").message(message);
    draft.fix("Type Numerator and Denominator in this row, and type over Value or clear it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_when_the_numbers_are_another_rows() {
        let kind = FaultKind::NumbersOfAnotherRow { formula: "G5/H5".to_owned() };
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Value, "50%", kind);
        assert_eq!(sample.raises(&RULE).len(), 1);
        assert!(sample.read_aloud(&RULE).contains("G5/H5"));
    }

    #[test]
    fn fires_when_the_three_cells_disagree() {
        let kind = FaultKind::FractionDisagrees {
            computed: "66.666667".parse().unwrap(),
            typed: "90".parse().unwrap(),
        };
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Value, "90%", kind);
        assert_eq!(sample.raises(&RULE), ["V12 error ann.xlsx · Measures!I6"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Measures!I6 says 90%, but Numerator and Denominator make 66.67% for 1.1b.")
        );
    }

    #[test]
    fn spares_a_percent_without_its_numbers() {
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Value, "90%", FaultKind::NoFraction);
        assert!(sample.raises(&RULE).is_empty());
    }
}
