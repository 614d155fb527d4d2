//! L05: an answer in a row without a ref (6-exceptions.md).

use super::saying::says;
use super::{Check, Month, Rule, Scope};
use crate::domain::CellRef;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An answer in a row without a ref.
pub const RULE: Rule = Rule {
    code: Code("L05"),
    name: "orphan-answer",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The row holds an answer but no ref, so it cannot be told what it answers. So it is with a whole column \
            that seems to have been moved up or down. A query where a column seems to have been sorted alone.",
    example: "Measures!I9 says \"14\", but its row has no ref. It is not used. Type the ref in the \
            column Ref, or move the answer to the row it belongs to.",
    fix: "Type the ref in the column Ref, or move the answer to the row it belongs to.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    match &fault.kind {
        FaultKind::ColumnSlipped { gap, below } => return Some(slipped(fault, *gap, *below)),
        FaultKind::ColumnRaised { misfit, end } => return Some(raised(fault, *misfit, *end)),
        FaultKind::ColumnMixed { misfits } => return Some(mixed(fault, *misfits)),
        FaultKind::OrphanAnswer => {}
        _ => return None,
    }
    let message = format!("{}, but its row has no ref. It is not used.", says(fault));
    let draft = RULE.raise(Severity::Error, fault).expected("a ref in the same row").message(message);
    Some(draft.fix("Type the ref in the column Ref, or move the answer to the row it belongs to."))
}

fn slipped(fault: &Fault, gap: CellRef, below: CellRef) -> Exception {
    let message = format!(
        "{}, but the column is empty in {gap} and goes on in {below}, below the last row: the answers between may stand a \
         row too low. It is not used.",
        says(fault)
    );
    let draft = RULE.raise(Severity::Error, fault).expected("an answer in its own row").message(message);
    draft.fix(format!("Move the answers to their own rows, or clear {below}."))
}

fn raised(fault: &Fault, misfit: CellRef, end: CellRef) -> Exception {
    let (from, other, stand) = if end.row < misfit.row {
        (format!("up to {misfit}"), "above", "low")
    } else {
        (format!("from {misfit} on"), "below", "high")
    };
    let message = format!(
        "{}, but {end} is empty and {from} the answers of the column suit the row {other} their own: they may stand a row \
         too {stand}. It is not used.",
        says(fault)
    );
    let draft = RULE.raise(Severity::Error, fault).expected("an answer in its own row").message(message);
    draft.fix(format!("Move the answers to their own rows, or fill in {end}."))
}

fn mixed(fault: &Fault, [one, other]: [CellRef; 2]) -> Exception {
    let message = format!(
        "{}. It is used, but {one} and {other} of the same column suit other rows better than their own: the column may \
         have been sorted or moved without the others.",
        says(fault)
    );
    let draft = RULE.raise(Severity::Query, fault).expected("an answer in its own row").message(message);
    draft.fix("Confirm that the answers stand in their own rows, or move them there.")
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
        let kind = FaultKind::ColumnSlipped { gap: CellRef::new(4, 8), below: CellRef::new(8, 8) };
        let sample = Sample::clean().with_fault_at("Measures", "I7", "14", kind);
        assert_eq!(sample.raises(&RULE), ["L05 error ann.xlsx · Measures!I7"]);
        assert!(sample.read_aloud(&RULE).contains("goes on in I9"));
    }

    #[test]
    fn fires_at_answers_that_may_stand_too_high_and_asks_where_a_column_was_sorted_alone() {
        let cell = |row| CellRef::new(row, 8);
        let raised = FaultKind::ColumnRaised { misfit: cell(4), end: cell(8) };
        let raised = Sample::clean().with_fault_at("Measures", "I6", "14", raised);
        assert_eq!(raised.raises(&RULE), ["L05 error ann.xlsx · Measures!I6"]);
        assert!(raised.read_aloud(&RULE).contains("but I9 is empty and from I5 on"));
        let lowered = FaultKind::ColumnRaised { misfit: cell(7), end: cell(4) };
        let lowered = Sample::clean().with_fault_at("Measures", "I6", "14", lowered);
        assert!(
            lowered
                .read_aloud(&RULE)
                .contains("I5 is empty and up to I8 the answers of the column suit the row above")
        );
        let mixed = FaultKind::ColumnMixed { misfits: [cell(4), cell(6)] };
        let mixed = Sample::clean().with_fault_at("Measures", "I6", "14", mixed);
        assert_eq!(mixed.raises(&RULE), ["L05 query ann.xlsx · Measures!I6"]);
        assert!(mixed.read_aloud(&RULE).contains("It is used, but I5 and I7 of the same column"));
    }

    #[test]
    fn spares_an_answer_whose_ref_is_unknown() {
        let kind = FaultKind::UnknownRef { nearest: None, answers: vec!["Value: 14".to_owned()] };
        assert!(Sample::clean().with_fault_at("Measures", "A9", "9.9z", kind).raises(&RULE).is_empty());
    }
}
