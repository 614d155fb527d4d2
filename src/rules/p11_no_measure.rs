//! P11: an action without a measure (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// An action without a measure.
pub const RULE: Rule = Rule {
    code: Code("P11"),
    name: "no-measure",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "Nothing shows whether the action is delivered or works: its Impact is Not rated.",
    example: "actions.csv, cell A18: 3.1 has no measure.",
    fix: "Agree a measure and add it to measures.csv.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::NoMeasure = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "at least one measure".to_owned(),
        message: format!("{} has no measure.", fault.found),
        fix: "Agree a measure and add it to measures.csv.".to_owned(),
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
        let faults = RawSample::clean()
            .with(PlanFile::Actions, "\n1.10,", "\n1.2,Skip,\n1.10,")
            .with(PlanFile::Actions, "1.2,Skip,", "1.2,1,Skip,Skip,May 2024,Ann,ann,,")
            .faults();
        assert_eq!(raised(&RULE, &faults), ["P11 query actions.csv · A3"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        let faults = RawSample::clean().faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
