//! L05: an answer in a row without a ref (6-exceptions.md).

use super::saying::says;
use super::{Check, Month, Rule, Scope};
use crate::domain::CellRef;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An answer in a row without a ref.
pub const RULE: Rule = Rule {
    code: Code("L05"),
    name: "orphan-answer",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The row holds an answer but no ref, so it cannot be told what it answers. So it is with a whole column \
            that seems to have been pasted one row too low.",
    example: "Measures!I9 says \"14\", but its row has no ref. It is not used. Type the ref in the \
            column Ref, or move the answer to the row it belongs to.",
    fix: "Type the ref in the column Ref, or move the answer to the row it belongs to.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    if let FaultKind::ColumnSlipped { below } = &fault.kind {
        return Some(slipped(fault, *below));
    }
    let FaultKind::OrphanAnswer = &fault.kind else { return None };
    let message = format!("{}, but its row has no ref. It is not used.", says(fault));
    let draft = RULE.raise(Severity::Error, fault).expected("a ref in the same row").message(message);
    Some(draft.fix("Type the ref in the column Ref, or move the answer to the row it belongs to."))
}

fn slipped(fault: &Fault, below: CellRef) -> Exception {
    let message = format!(
        "{}, but the column is empty in the first row and goes on in {below}, below the last: its answers may stand a \
         row too low. It is not used.",
        says(fault)
    );
    let draft = RULE.raise(Severity::Error, fault).expected("an answer in its own row").message(message);
    draft.fix(format!("Move the answers of the column up by one row, or clear {below}."))
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
    fn fires_at_every_answer_of_a_column_that_slipped() {
        let kind = FaultKind::ColumnSlipped { below: CellRef::new(8, 8) };
        let sample = Sample::clean().with_fault_at("Measures", "I7", "14", kind);
        assert_eq!(sample.raises(&RULE), ["L05 error ann.xlsx · Measures!I7"]);
        assert!(sample.read_aloud(&RULE).contains("goes on in I9"));
    }

    #[test]
    fn spares_an_answer_whose_ref_is_unknown() {
        let kind = FaultKind::UnknownRef { nearest: None, answers: vec!["Value: 14".to_owned()] };
        assert!(Sample::clean().with_fault_at("Measures", "A9", "9.9z", kind).raises(&RULE).is_empty());
    }
}
