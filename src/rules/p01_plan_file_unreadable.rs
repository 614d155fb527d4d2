//! P01: a file of the plan is missing or cannot be read (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A file of the plan is missing or cannot be read.
pub const RULE: Rule = Rule {
    code: Code("P01"),
    name: "plan-file-unreadable",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "A file of the plan (or a sheet of plan.xlsx) is not there or cannot be read, so the plan cannot be used.",
    example: "leads.csv: this file of the plan is not there.",
    fix: "Put the file back, or save it again as the message says.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let (message, fix) = match &fault.kind {
        PlanFaultKind::FileMissing => {
            ("this file or sheet of the plan is not there.".to_owned(), "Put it back, under this name.")
        }
        PlanFaultKind::NotAPlan => (
            "this is no plan: it has no sheet plan, actions or leads.".to_owned(),
            "Give the folder that holds plan.toml, actions.csv and the other files of the plan, or a workbook that ragbook plan convert made.",
        ),
        PlanFaultKind::Unreadable(why) => {
            (format!("this cannot be read: {why}."), "Open it, mend this place and save it again.")
        }
        _ => return None,
    };
    let expected = "a file that can be read".to_owned();
    Some(Said { severity: Severity::Error, expected, message, fix: fix.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires() {
        let missing = std::path::Path::new("no such folder anywhere/plan.xlsx");
        assert_eq!(raised(&RULE, &crate::plan::load(missing).faults), ["P01 error plan.xlsx"]);
        // One file of a plan, or a return, is told as what it is and not sheet by sheet.
        let one = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/plan/actions.csv");
        let faults = crate::plan::load(&one).faults;
        assert_eq!(raised(&RULE, &faults), ["P01 error actions.csv"]);
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
