//! M04: one measure text under two actions, with two values (6-exceptions.md).

use super::saying::{quote, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// One measure text under two actions, with two values.
pub const RULE: Rule = Rule {
    code: Code("M04"),
    name: "same-measure-differs",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "The plan counts the same thing under two actions, and the two values differ.",
    example: "Measures!I5 says \"12\" for 1.1a, but 2.1a, which is worded the same, is \"14\". Confirm \
            which value is right, or that the two count different things.",
    fix: "Confirm which value is right, or that the two count different things.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::SameMeasureDiffers { other, other_value } = &fault.kind else { return None };
    let reference = fault.subject.reference();
    let differs = format!("{other}, which is worded the same, is {}", quote(other_value));
    let message = format!("{} for {reference}, but {differs}.", says(fault));
    let draft = RULE.raise(Severity::Query, fault).expected(other_value).message(message);
    Some(draft.fix("Confirm which value is right, or that the two count different things."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::measure_ref;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_names_both_measures() {
        let kind = FaultKind::SameMeasureDiffers { other: measure_ref("2.1a"), other_value: "14".to_owned() };
        let sample = Sample::clean().with_merge_fault("1.1a", "12", kind);
        assert_eq!(sample.raises(&RULE), ["M04 query ann.xlsx · Measures!I5"]);
        assert!(
            sample.read_aloud(&RULE).contains("for 1.1a, but 2.1a, which is worded the same, is \"14\".")
        );
    }

    #[test]
    fn spares_two_answers_to_one_measure() {
        let kind = FaultKind::Disagree {
            what: "Value".to_owned(),
            answers: Vec::new(),
            used: Some("14".to_owned()),
        };
        assert!(Sample::clean().with_merge_fault("1.1a", "12", kind).raises(&RULE).is_empty());
    }
}
