//! P10: how large the plan is (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// How large the plan is.
pub const RULE: Rule = Rule {
    code: Code("P10"),
    name: "plan-size",
    severities: &[Severity::Note],
    scope: Scope::Plan,
    meaning: "How many actions and measures the plan has, outcome by outcome, so that a lost row is seen.",
    example: "actions.csv, cell A1: the plan has 41 actions (7 + 9 + 12 + 7 + 6), 49 assurance measures and 25 places for outcome measures.",
    fix: "Compare with the plan as it was agreed.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::Size { actions, assurance, slots } = &fault.kind else { return None };
    let each: Vec<String> = actions.iter().map(usize::to_string).collect();
    let (all, each): (usize, _) = (actions.iter().sum(), each.join(" + "));
    let each = if each.is_empty() { String::new() } else { format!(" ({each})") };
    Some(Said {
        severity: Severity::Note,
        expected: String::new(),
        message: format!(
            "the plan has {all} actions{each}, {assurance} assurance measures and {slots} places for outcome measures."
        ),
        fix: "Compare with the plan as it was agreed.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_on_every_plan() {
        let faults = RawSample::clean().faults();
        assert_eq!(raised(&RULE, &faults), ["P10 note actions.csv · A1"]);
    }

    #[test]
    fn spares_a_plan_that_cannot_be_used() {
        let faults = RawSample::clean().with(PlanFile::Actions, "June 2024", "soon").faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
