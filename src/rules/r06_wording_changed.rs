//! R06: wording of the plan changed in a return (4-reading.md, 4.3).

use super::raise::QUOTED_CHARS;
use super::saying::{for_ref, quote, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Wording of the plan changed in a return.
pub const RULE: Rule = Rule {
    code: Code("R06"),
    name: "wording-changed",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The wording of an action or measure was changed in the return. The plan's wording stands.",
    example: "Progress!B5 says \"Train all teams\". The plan says \"Train the teams\" for 1.1, and that \
            stands. Confirm that the answers are for the plan's wording. If the new wording is meant, \
            have the plan changed.",
    fix: "Nothing, if the answer is for the plan's wording. Otherwise have the plan changed.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::WordingChanged { plan } = &fault.kind else { return None };
    let message =
        format!("{}. The plan says {}{}, and that stands.", says(fault), quote(plan), for_ref(fault));
    let draft = RULE.raise(Severity::Query, fault).expected(clip(plan, QUOTED_CHARS)).message(message);
    Some(draft.fix("Confirm that the answers are for the plan's wording. If the new wording is meant, have the plan changed."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

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
