//! V14: a percent without its numbers where returns are pooled (4-reading.md, 4.6).

use super::saying::says;
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A percent without its numbers where returns are pooled.
pub const RULE: Rule = Rule {
    code: Code("V14"),
    name: "no-fraction",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "This measure is worked out from the Numerators and Denominators of several returns, and this one \
            gives only a percentage.",
    example: "Measures!I6 says \"85%\", without Numerator and Denominator. Several returns are put \
            together for 1.1b, which needs both numbers. Fill in Numerator and Denominator.",
    fix: "Fill in Numerator and Denominator.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NoFraction = &fault.kind else { return None };
    let needs = format!(
        "Several returns are put together for {}, which needs both numbers",
        fault.subject.reference()
    );
    let message = format!("{}, without Numerator and Denominator. {needs}.", says(fault));
    let draft = RULE.raise(Severity::Query, fault).expected("Numerator and Denominator").message(message);
    Some(draft.fix("Fill in Numerator and Denominator."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_percent_alone() {
        let sample = Sample::clean().with_measure_fault("1.1b", Column::Value, "85%", FaultKind::NoFraction);
        assert_eq!(sample.raises(&RULE), ["V14 query ann.xlsx · Measures!I6"]);
        assert!(sample.read_aloud(&RULE).contains("says \"85%\", without Numerator and Denominator."));
    }

    #[test]
    fn spares_one_number_alone() {
        let kind = FaultKind::MoreThanWhole(crate::finding::fault::Whole::OneBlank(Column::Numerator));
        assert!(
            Sample::clean().with_measure_fault("1.1b", Column::Numerator, "", kind).raises(&RULE).is_empty()
        );
    }
}
