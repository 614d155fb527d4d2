//! V11: a due answer that was left blank (4-reading.md, 4.4; 11-settled.md, "Reading").

use super::saying::{OR_A_REASON, at, needed, quote, sentence};
use super::{Check, Month, Rule, Scope};
use crate::domain::Column;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A due answer that was left blank.
pub const RULE: Rule = Rule {
    code: Code("V11"),
    name: "missing",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "A measure is due and has neither a value nor a reason, or an action has no Status.",
    example: "Measures!I5 is empty. A whole number is needed for 1.1a, which is due this month. Type a \
            whole number. If there is no value, leave Value blank and choose a reason under Not \
            available because.",
    fix: "Fill in the cell, or choose a reason under Not available because.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Missing = &fault.kind else { return None };
    let draft = RULE.raise(Severity::Query, fault);
    let (at, reference) = (at(&fault.place), fault.subject.reference());
    if fault.column == Some(Column::Status) {
        let message = format!("{at} is empty. A Status is needed for {reference}.");
        return Some(
            draft.expected("a Status").message(message).fix("Choose a Status from the list in the cell."),
        );
    }
    let needed = needed(month, fault);
    let is = if fault.found.is_empty() {
        "is empty".to_owned()
    } else {
        format!("holds a formula that gives {}, and nobody typed that", quote(&fault.found))
    };
    let message =
        format!("{at} {is}. {} is needed for {reference}, which is due this month.", sentence(needed));
    let fix = format!("Type {needed}. {OR_A_REASON}");
    Some(draft.expected(format!("{needed}, or a reason")).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_blank_value_and_a_blank_status() {
        let value = Sample::clean().with_measure_fault("1.1a", Column::Value, "", FaultKind::Missing);
        assert_eq!(value.raises(&RULE), ["V11 query ann.xlsx · Measures!I5"]);
        let status = Sample::clean().with_progress_fault("1.1", Column::Status, "", FaultKind::Missing);
        assert_eq!(status.raises(&RULE), ["V11 query ann.xlsx · Progress!F5"]);
        assert!(status.read_aloud(&RULE).starts_with("Progress!F5 is empty. A Status is needed for 1.1."));
    }

    #[test]
    fn spares_an_answer_that_could_not_be_read() {
        let kind = FaultKind::NotANumber { suggestion: None };
        assert!(
            Sample::clean().with_measure_fault("1.1a", Column::Value, "some", kind).raises(&RULE).is_empty()
        );
    }
}
