//! V05: a formula without a saved result (4-reading.md, 4.7).

use super::saying::{at, for_ref, needed, quote, sentence};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A formula without a saved result.
pub const RULE: Rule = Rule {
    code: Code("V05"),
    name: "formula-not-calculated",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The cell holds a formula whose result was not saved, so there is no value to read. Formulas are \
            never worked out by ragbook.",
    example: "Measures!I5 holds the formula \"=SUM(A1:A9)\" but no result. A whole number is needed for \
            1.1a. Open the workbook in Excel, save it and send it again, or type the value itself.",
    fix: "Open the workbook in Excel, save it and send it again, or type the value itself.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NotCalculated { formula } = &fault.kind else { return None };
    let needed = needed(month, fault);
    let holds = format!("{} holds the formula {} but no result", at(&fault.place), quote(formula));
    let message = format!("{holds}. {} is needed{}.", sentence(needed), for_ref(fault));
    let fix = "Open the workbook in Excel, save it and send it again, or type the value itself.";
    Some(RULE.raise(Severity::Error, fault).found(formula).expected(needed).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_formula_without_result() {
        let kind = FaultKind::NotCalculated { formula: "=SUM(A1:A9)".to_owned() };
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "", kind);
        assert_eq!(sample.raises(&RULE), ["V05 error ann.xlsx · Measures!I5"]);
        assert_eq!(sample.exceptions(&RULE)[0].found, "=SUM(A1:A9)");
    }

    #[test]
    fn spares_a_blank_cell() {
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "", FaultKind::Missing);
        assert!(sample.raises(&RULE).is_empty());
    }
}
