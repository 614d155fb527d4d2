//! P17: one measure text under two actions (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// One measure text under two actions.
pub const RULE: Rule = Rule {
    code: Code("P17"),
    name: "same-measure-text",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The same text stands under more than one action: two leads may count the same thing, or mean different things.",
    example: "measures.csv, cell C49: \"No' of practitioners trained\" is the text of 1.2a too.",
    fix: "Say in each text what is counted, or keep one of the two.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::SameMeasure(other) = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "a text of its own".to_owned(),
        message: format!("\"{}\" is the text of {other} too.", fault.found),
        fix: "Say in each text what is counted, or keep one of the two.".to_owned(),
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
            .with(PlanFile::Measures, "1.10,Number of entries", "1.10,NUMBER of  courses")
            .faults();
        assert_eq!(raised(&RULE, &faults), ["P17 query measures.csv · C4"]);
    }

    #[test]
    fn spares_two_measures_of_one_action() {
        let faults =
            RawSample::clean().with(PlanFile::Measures, "% of staff trained", "Number of courses").faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
