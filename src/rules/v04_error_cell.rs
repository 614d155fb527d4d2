//! V04: a cell that shows an error (4-reading.md, 4.7).

use super::saying::{at, caption, for_ref, needed, sentence};
use super::{Check, Month, Rule, Scope};
use crate::domain::Column;
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};
use crate::sheet::read::shown::UNREADABLE;

/// A cell that shows an error.
pub const RULE: Rule = Rule {
    code: Code("V04"),
    name: "error-cell",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The cell shows an Excel error such as #REF! or #DIV/0!, so there is no value in it.",
    example: "Measures!I5 shows the error #REF!. A whole number is needed for 1.1a. Type a whole number \
            into the cell, without a formula.",
    fix: "Type the value itself instead of the formula.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::ErrorCell = &fault.kind else { return None };
    let needed = match fault.column {
        Some(Column::Value | Column::Numerator | Column::Denominator | Column::Forecast) => {
            needed(month, fault).to_owned()
        }
        Some(column) => format!("your {}", caption(column)),
        None => "a value".to_owned(),
    };
    let shown = match fault.found.as_str() {
        UNREADABLE => "holds something that cannot be read".to_owned(),
        error => format!("shows the error {}", clip(error, 40)),
    };
    let message = format!("{} {shown}. {} is needed{}.", at(&fault.place), sentence(&needed), for_ref(fault));
    let fix = format!("Type {needed} into the cell, without a formula.");
    Some(RULE.raise(Severity::Error, fault).expected(needed).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_an_error_in_a_used_cell() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "#REF!", FaultKind::ErrorCell);
        assert_eq!(sample.raises(&RULE), ["V04 error ann.xlsx · Measures!I5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Measures!I5 shows the error #REF!. A whole number is needed for 1.1a.")
        );
    }

    #[test]
    fn fires_on_what_cannot_be_read_without_calling_it_an_error_of_excels() {
        let sample =
            Sample::clean().with_measure_fault("1.1a", Column::Value, UNREADABLE, FaultKind::ErrorCell);
        assert!(sample.read_aloud(&RULE).starts_with(
            "Measures!I5 holds something that cannot be read. A whole number is needed for 1.1a."
        ));
    }

    #[test]
    fn spares_a_formula_that_was_never_calculated() {
        let kind = FaultKind::NotCalculated { formula: "=A1/0".to_owned() };
        assert!(Sample::clean().with_measure_fault("1.1a", Column::Value, "", kind).raises(&RULE).is_empty());
    }
}
