//! P12: a status stands where the measure should be (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A status stands where the measure should be.
pub const RULE: Rule = Rule {
    code: Code("P12"),
    name: "status-not-measure",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The plan states a status for the action, and no measure that would show it. What the plan says is not a lead's answer.",
    example: "actions.csv, cell H26: the plan says \"COMPLETED\" where the measure of 3.9 should be.",
    fix: "Agree a measure, or note how completion was evidenced.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::StatusNotMeasure = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "a measure".to_owned(),
        message: format!("the plan says \"{}\" where the measure of {} should be.", fault.found, fault.subject.reference()),
        fix: "Agree a measure, or say in note how it was evidenced. The lead's next return says what the status is.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires() {
        let faults = RawSample::clean().with(PlanFile::Actions, "ben;ann,,", "ben;ann,COMPLETED,").faults();
        assert_eq!(raised(&RULE, &faults), ["P12 query actions.csv · H3"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        let faults = RawSample::clean().faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
