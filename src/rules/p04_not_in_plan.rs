//! P04: a row that names what the plan does not have (2-plan.md).

use super::plan_faults::{Said, did_you_mean, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A row that names what the plan does not have.
pub const RULE: Rule = Rule {
    code: Code("P04"),
    name: "not-in-plan",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "A row names an outcome, action, measure, lead or edition that is not in the plan.",
    example: "actions.csv, cell G4: there is no lead \"joe-banam\" in the plan. Did you mean \"joe-banham\"?",
    fix: "Correct the ref or id, or add the missing row.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::UnknownRef { what, nearest } = &fault.kind else { return None };
    Some(Said {
        severity: Severity::Error,
        expected: format!("{what} of the plan"),
        message: format!(
            "there is no {what} \"{}\" in the plan.{}",
            fault.found,
            did_you_mean(nearest.as_ref())
        ),
        fix: format!("Correct it, or add the {what} to the plan."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_on_leads_actions_totals_and_editions() {
        let leads = RawSample::clean().with(PlanFile::Actions, "ben;ann", "ben;anne").faults();
        assert_eq!(raised(&RULE, &leads), ["P04 error actions.csv · G3"]);
        let actions = RawSample::clean().with(PlanFile::Measures, "1.1a,1.1,", "1.2a,1.2,").faults();
        assert_eq!(raised(&RULE, &actions), ["P04 error measures.csv · A2"]);
        let totals = RawSample::clean().with(PlanFile::Measures, ",,,1.10a,0,50", ",,,1.10b,0,50").faults();
        assert_eq!(raised(&RULE, &totals), ["P04 error measures.csv · Q3"]);
        let editions = RawSample::clean().with_setting("edition = \"board\"", "edition = \"bord\"").faults();
        assert_eq!(raised(&RULE, &editions), ["P04 error plan.toml · A10"]);
    }

    #[test]
    fn fires_on_outcomes_and_boards_of_an_edition() {
        let with = |key: &str| {
            let keys = format!("public = false\n{key}");
            raised(&RULE, &RawSample::clean().with_setting("public = false", &keys).faults())
        };
        assert_eq!(with("outcomes = \"1\""), [""; 0]);
        assert_eq!(with("outcomes = \"1;77\""), ["P04 error plan.toml · A15"]);
        assert_eq!(with("boards = \"no such board\""), ["P04 error plan.toml · A15"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
