//! R01: a ref that is not in the plan (4-reading.md, 4.3).

use super::saying::{row_says, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A ref that is not in the plan.
pub const RULE: Rule = Rule {
    code: Code("R01"),
    name: "unknown-ref",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The row has a ref that the plan does not know. The nearest one is named; the row is not used.",
    example: "Measures!A9 says \"1.2b\", which is not in the plan. It is not used. The nearest ref is \
            1.2a. The row says: Value: 14. Correct the ref. If the row is not meant, delete it.",
    fix: "Correct the ref, or delete the row if it is not meant.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::UnknownRef { nearest, answers } = &fault.kind else { return None };
    let hint = nearest.as_ref().map(|n| format!(" The nearest ref is {n}.")).unwrap_or_default();
    let message =
        format!("{}, which is not in the plan. It is not used.{hint}{}", says(fault), row_says(answers));
    let expected = nearest.as_deref().unwrap_or("a ref of the plan");
    let draft = RULE.raise(Severity::Error, fault).expected(expected).message(message);
    Some(draft.fix("Correct the ref. If the row is not meant, delete it."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_long_answer_of_the_row_is_kept_to_its_end() {
        let commentary = format!("Commentary: {}END", "word ".repeat(200));
        let kind = FaultKind::UnknownRef { nearest: None, answers: vec![commentary] };
        let sample = Sample::clean().with_fault_at("Measures", "A9", "9.9", kind);
        assert!(sample.read_aloud(&RULE).contains("END."));
    }

    #[test]
    fn fires_at_the_ref_and_keeps_what_the_row_says() {
        let kind =
            FaultKind::UnknownRef { nearest: Some("1.2a".to_owned()), answers: vec!["Value: 14".to_owned()] };
        let sample = Sample::clean().with_fault_at("Measures", "A9", "1.2b", kind);
        assert_eq!(sample.raises(&RULE), ["R01 error ann.xlsx · Measures!A9"]);
        let expected = "Measures!A9 says \"1.2b\", which is not in the plan. It is not used. The nearest ref is 1.2a. The row says: Value: 14.";
        assert!(sample.read_aloud(&RULE).starts_with(expected));
    }

    #[test]
    fn spares_a_known_ref_of_another_lead() {
        let kind = FaultKind::NotYours { expected_from: Vec::new(), used: false, answers: Vec::new() };
        assert!(Sample::clean().with_fault_at("Measures", "A9", "2.1a", kind).raises(&RULE).is_empty());
    }
}
