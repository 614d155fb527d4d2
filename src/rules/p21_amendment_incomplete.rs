//! P21: an amendment without date, approver or reason (6-exceptions.md, P).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// An amendment without date, approver or reason.
pub const RULE: Rule = Rule {
    code: Code("P21"),
    name: "amendment-incomplete",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Plan,
    meaning: "The change log must show who agreed a change and why: moved dates are shown to everyone with it.",
    example: "changes.csv, cell F2: this amendment does not say: approved_by, reason.",
    fix: "Fill in the blank cells.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let (severity, missing) = match &fault.kind {
        PlanFaultKind::AmendmentUndated => (Severity::Error, "date".to_owned()),
        PlanFaultKind::AmendmentIncomplete { missing } => (Severity::Query, missing.join(", ")),
        _ => return None,
    };
    Some(Said {
        severity,
        message: format!("this amendment does not say: {missing}."),
        expected: missing,
        fix: "Fill in the blank cells from the minutes of the meeting that agreed it.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_as_error_without_a_date() {
        let undated = RawSample::clean().with(PlanFile::Changes, "2024-02-01", "").faults();
        assert_eq!(raised(&RULE, &undated), ["P21 error changes.csv · A2"]);
        let unsigned = RawSample::clean().with(PlanFile::Changes, "The Board", "").faults();
        assert_eq!(raised(&RULE, &unsigned), ["P21 query changes.csv · F2"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
