//! F09: a used cell that takes its value from another workbook (6-exceptions.md).

use super::saying::{at, for_ref, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A used cell that takes its value from another workbook.
pub const RULE: Rule = Rule {
    code: Code("F09"),
    name: "outside-link",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The value comes from another workbook, as it was when this one was last saved. It may be out of \
            date.",
    example: "Measures!I5 takes \"12\" from another workbook (\"=[1]Data!B2\"). It is used as last saved \
            for 1.1a. Check that the value is right, and type it instead of the formula.",
    fix: "Check the value, and type it instead of the formula.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::OutsideLink { formula } = &fault.kind else { return None };
    let takes = format!(
        "{} takes {} from another workbook ({})",
        at(&fault.place),
        quote(&fault.found),
        quote(formula)
    );
    let message = format!("{takes}. It is used as last saved{}.", for_ref(fault));
    let draft =
        RULE.raise(Severity::Query, fault).expected("a value typed into this workbook").message(message);
    Some(draft.fix("Check that the value is right, and type it instead of the formula."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_value_from_elsewhere() {
        let kind = FaultKind::OutsideLink { formula: "=[1]Data!B2".to_owned() };
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "12", kind);
        assert_eq!(sample.raises(&RULE), ["F09 query ann.xlsx · Measures!I5"]);
    }

    #[test]
    fn spares_a_formula_without_result() {
        let kind = FaultKind::NotCalculated { formula: "=[1]Data!B2".to_owned() };
        assert!(Sample::clean().with_measure_fault("1.1a", Column::Value, "", kind).raises(&RULE).is_empty());
    }
}
