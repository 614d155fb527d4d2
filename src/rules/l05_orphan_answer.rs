//! L05: an answer in a row without a ref (6-exceptions.md).

use super::saying::says;
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An answer in a row without a ref.
pub const RULE: Rule = Rule {
    code: Code("L05"),
    name: "orphan-answer",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The row holds an answer but no ref, so it cannot be told what it answers.",
    example: "Measures!I9 says \"14\", but its row has no ref. It is not used. Type the ref in the \
            column Ref, or move the answer to the row it belongs to.",
    fix: "Type the ref in the column Ref, or move the answer to the row it belongs to.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::OrphanAnswer = &fault.kind else { return None };
    let message = format!("{}, but its row has no ref. It is not used.", says(fault));
    let draft = RULE.raise(Severity::Error, fault).expected("a ref in the same row").message(message);
    Some(draft.fix("Type the ref in the column Ref, or move the answer to the row it belongs to."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_answer() {
        let sample = Sample::clean().with_fault_at("Measures", "I9", "14", FaultKind::OrphanAnswer);
        assert_eq!(sample.raises(&RULE), ["L05 error ann.xlsx · Measures!I9"]);
        assert!(sample.read_aloud(&RULE).starts_with("Measures!I9 says \"14\", but its row has no ref."));
    }

    #[test]
    fn spares_an_answer_whose_ref_is_unknown() {
        let kind = FaultKind::UnknownRef { nearest: None, answers: vec!["Value: 14".to_owned()] };
        assert!(Sample::clean().with_fault_at("Measures", "A9", "9.9z", kind).raises(&RULE).is_empty());
    }
}
