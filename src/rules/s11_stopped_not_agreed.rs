//! S11: a lead says Stopped and the change log does not (11-settled.md, "Rules added").

use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A lead says Stopped and the change log does not.
pub const RULE: Rule = Rule {
    code: Code("S11"),
    name: "stopped-not-agreed",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The lead says the action was stopped, but no amendment of the plan says so. Delivery is Not \
            rated until it is settled.",
    example: "Progress!F5 says \"Stopped\" for 1.1, but no amendment of the plan stops it. Have the \
            amendment agreed and entered in the change log, or correct the Status.",
    fix: "Have the amendment agreed and entered in the change log, or correct the Status.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::StoppedNotAgreed { .. } = &fault.kind else { return None };
    let message = format!("{}{}, but no amendment of the plan stops it.", says(fault), for_ref(fault));
    let draft =
        RULE.raise(Severity::Query, fault).expected("an amendment in the change log").message(message);
    Some(draft.fix("Have the amendment agreed and entered in the change log, or correct the Status."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Column, Status};
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_status() {
        let kind = FaultKind::StoppedNotAgreed { status: Status::Stopped };
        let sample = Sample::clean().with_progress_fault("1.1", Column::Status, "Stopped", kind);
        assert_eq!(sample.raises(&RULE), ["S11 query ann.xlsx · Progress!F5"]);
    }

    #[test]
    fn spares_an_action_in_progress() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
