//! P06: a cell of the plan that is needed and blank (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A cell of the plan that is needed and blank.
pub const RULE: Rule = Rule {
    code: Code("P06"),
    name: "blank-in-plan",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "The row cannot be used without this cell.",
    example: "actions.csv, cell G4: \"leads\" is blank.",
    fix: "Fill the cell in.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::Blank(column) = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Error,
        expected: (*column).to_owned(),
        message: format!("\"{column}\" is blank, and the row cannot be used without it."),
        fix: "Fill the cell in.".to_owned(),
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
        let faults = RawSample::clean().with(PlanFile::Measures, ",ann;ben,", ",,").faults();
        assert_eq!(raised(&RULE, &faults), ["P06 error measures.csv · U4"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        let faults = RawSample::clean().faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
