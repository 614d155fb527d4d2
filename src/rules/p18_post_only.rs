//! P18: a lead known only by a post (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A lead known only by a post.
pub const RULE: Rule = Rule {
    code: Code("P18"),
    name: "post-only",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The plan names a post, and nobody who holds it: returns may come from anyone or no one.",
    example: "leads.csv, cell B17: \"Clinical Lead\" is a post; the plan does not say who holds it.",
    fix: "Ask who holds the post, and put the person in name and the post in role.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::PostOnly = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "a name".to_owned(),
        message: format!("\"{}\" is a post; the plan does not say who holds it.", fault.found),
        fix: "Ask who holds the post; put the person in name, and the post in role and aliases.".to_owned(),
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
        let faults = RawSample::clean().with(PlanFile::Leads, "Ben Baker,Registrar,", "Registrar,,").faults();
        assert_eq!(raised(&RULE, &faults), ["P18 query leads.csv · B3"]);
    }

    #[test]
    fn spares_an_organisation() {
        let faults = RawSample::clean()
            .with(PlanFile::Leads, "Ben Baker,Registrar,Example Council", "The Registry,,The Registry")
            .faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
