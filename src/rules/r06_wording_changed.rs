//! R06: wording of the plan changed in a return (4-reading.md, 4.3).

use super::raise::QUOTED_CHARS;
use super::saying::{either, for_ref, quote, row_says, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Wording of the plan changed in a return.
pub const RULE: Rule = Rule {
    code: Code("R06"),
    name: "wording-changed",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The wording of an action or measure was changed in the return. The plan's wording stands. An error \
            when it is the wording of another row of the plan, as after sorting one column without the others: \
            then it is not clear which of the two the answers are for, and they are not used.",
    example: "Progress!B5 says \"Train all teams\". The plan says \"Train the teams\" for 1.1, and that \
            stands. Confirm that the answers are for the plan's wording. If the new wording is meant, \
            have the plan changed.",
    fix: "Nothing, if the answer is for the plan's wording. Otherwise have the plan changed. Where the row has the \
            wording of another one, put ref and wording together again.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    if let FaultKind::WordingOfAnother { others, answers } = &fault.kind {
        return Some(of_another(fault, others, answers));
    }
    let FaultKind::WordingChanged { plan } = &fault.kind else { return None };
    let message =
        format!("{}. The plan says {}{}, and that stands.", says(fault), quote(plan), for_ref(fault));
    let draft = RULE.raise(Severity::Query, fault).expected(clip(plan, QUOTED_CHARS)).message(message);
    Some(draft.fix("Confirm that the answers are for the plan's wording. If the new wording is meant, have the plan changed."))
}

fn of_another(fault: &Fault, others: &[String], answers: &[String]) -> Exception {
    let (others, row) = (either(others), fault.subject.reference());
    let message = format!(
        "{}. That is the wording of {others}, but the row says {row}. The row is not used.{}",
        says(fault),
        row_says(answers)
    );
    let draft = RULE.raise(Severity::Error, fault).expected(format!("the wording of {row}")).message(message);
    draft.fix(format!(
        "Put the ref and the wording together again: answer {row} in its own row, and {others} in its own."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn wording_of_another_row_is_an_error_that_names_both_and_keeps_the_answers() {
        let kind = FaultKind::WordingOfAnother {
            others: vec!["1.10".to_owned()],
            answers: vec!["Status: Complete".to_owned()],
        };
        let sample = Sample::clean().with_progress_fault("1.1", Column::Activity, "Hold joint panels", kind);
        assert_eq!(sample.raises(&RULE), ["R06 error ann.xlsx · Progress!B5"]);
        let said = sample.read_aloud(&RULE);
        assert!(said.contains("1.10") && said.contains("1.1") && said.contains("Status: Complete"), "{said}");
    }

    #[test]
    fn fires_and_shows_both_wordings() {
        let kind = FaultKind::WordingChanged { plan: "Train the teams".to_owned() };
        let sample = Sample::clean().with_progress_fault("1.1", Column::Activity, "Train all teams", kind);
        assert_eq!(sample.raises(&RULE), ["R06 query ann.xlsx · Progress!B5"]);
        let expected = "Progress!B5 says \"Train all teams\". The plan says \"Train the teams\" for 1.1, and that stands.";
        assert!(sample.read_aloud(&RULE).starts_with(expected));
    }

    #[test]
    fn spares_a_changed_target_date_which_has_its_own_rule() {
        let kind = FaultKind::TargetChanged { plan: "June 2024".to_owned(), asked: None };
        let sample = Sample::clean().with_progress_fault("1.1", Column::TargetDate, "July 2024", kind);
        assert!(sample.raises(&RULE).is_empty());
    }
}
