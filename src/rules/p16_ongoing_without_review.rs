//! P16: an Ongoing action without a review date (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// An Ongoing action without a review date.
pub const RULE: Rule = Rule {
    code: Code("P16"),
    name: "ongoing-without-review",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "An action without a date is never overdue: without a review nobody looks at it again.",
    example: "actions.csv, cell E13: 2.5 is Ongoing and has no review date.",
    fix: "Agree when it is reviewed, and write in note, for example, Review: March 2020.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::OngoingWithoutReview = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "a review date in note".to_owned(),
        message: format!("{} is Ongoing and has no review date.", fault.subject.reference()),
        fix: "Agree when it is reviewed, and write it in note, for example: Review: March 2020.".to_owned(),
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
        let faults = RawSample::clean().with(PlanFile::Actions, "Review: March 2025", "Review soon").faults();
        assert_eq!(raised(&RULE, &faults), ["P16 query actions.csv · E3"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        let faults = RawSample::clean().faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
