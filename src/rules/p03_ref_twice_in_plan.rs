//! P03: a ref, id, number or name that two rows of the plan have (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A ref, id, number or name that two rows of the plan have.
pub const RULE: Rule = Rule {
    code: Code("P03"),
    name: "ref-twice-in-plan",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "Two rows have the same ref, or two leads answer to the same name: a return could not be matched to one of them.",
    example: "actions.csv, cell A9: \"1.7\" stands in cell A8 too.",
    fix: "Give one of the two rows its own ref, or take it out.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let found = &fault.found;
    let (message, fix) = match &fault.kind {
        PlanFaultKind::RefTwice { first } => (
            format!("\"{found}\" stands in cell {first} too."),
            "Give one of the two rows its own ref, or take it out.",
        ),
        PlanFaultKind::NameTwice { other } => (
            format!("the lead \"{other}\" answers to \"{found}\" too."),
            "Keep the name or alias with one of the two leads. A post held by several people is nobody's alias.",
        ),
        _ => return None,
    };
    let expected = "each once".to_owned();
    Some(Said { severity: Severity::Error, expected, message, fix: fix.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_on_refs_and_names() {
        let refs = RawSample::clean().with(PlanFile::Actions, "\n1.10,", "\n1.1,").faults();
        assert_eq!(raised(&RULE, &refs), ["P03 error actions.csv · A3"]);
        let names = RawSample::clean().with(PlanFile::Leads, ",,,board", ",,ANN ARCHER,board").faults();
        assert_eq!(raised(&RULE, &names), ["P03 error leads.csv · F3"]);
    }

    #[test]
    fn spares_one_one_beside_one_ten() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
