//! P13: an action due before the inspection it answers (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::domain::Period;
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// An action due before the inspection it answers.
pub const RULE: Rule = Rule {
    code: Code("P13"),
    name: "due-before-inspection",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The target date is before the inspection that the plan answers. It may be a slip of the year, and the action is overdue from the start.",
    example: "actions.csv, cell E17: \"December 2018\" is before the inspection of June 2019 that the plan answers.",
    fix: "Ask the lead which date is meant; record the correction in changes.csv.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::DueBeforeInspection { inspected, .. } = fault.kind else { return None };
    let month = Period::of(inspected).map(Period::in_words).unwrap_or_default();
    Some(Said {
        severity: Severity::Query,
        expected: format!("a date after {month}"),
        message: format!("\"{}\" is before the inspection of {month} that the plan answers.", fault.found),
        fix: "Ask the lead which date is meant, and record the correction in changes.csv.".to_owned(),
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
        let faults = RawSample::clean().with(PlanFile::Actions, "June 2024", "October 2023").faults();
        assert_eq!(raised(&RULE, &faults), ["P13 query actions.csv · E2"]);
    }

    #[test]
    fn spares_the_day_itself() {
        let faults = RawSample::clean().with(PlanFile::Actions, "June 2024", "30/11/2023").faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
