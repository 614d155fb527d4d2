//! P23: the change log does not fit the plan (2-plan.md, "changes": the log explains how the plan came about).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// Longest text quoted.
const QUOTED: usize = 160;

/// The change log does not fit the plan.
pub const RULE: Rule = Rule {
    code: Code("P23"),
    name: "log-does-not-fit",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The change log explains how the plan came about: each change of a field starts where the one before it \
            ended, and the last one says what the plan says now. Where it does not, the plan was changed past its log, or \
            the log was mistyped.",
    example: "changes.csv, cell E3: the log changes it to \"June 2020\", and the plan says \"July 2020\".",
    fix: "Correct the one that is wrong, or enter the change that is missing with ragbook plan amend.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let found = &fault.found;
    let (expected, message) = match &fault.kind {
        PlanFaultKind::PlanSaysOther { now } => {
            let now = clip(now, QUOTED);
            let message = format!("the log changes it to \"{found}\", and the plan says \"{now}\".");
            (now, message)
        }
        PlanFaultKind::LogBreaks { before } => {
            let before = clip(before, QUOTED);
            let message =
                format!("this change starts from \"{found}\"; the one before it ended with \"{before}\".");
            (before, message)
        }
        _ => return None,
    };
    let fix = "Correct the one that is wrong, or enter the change that is missing.".to_owned();
    Some(Said { severity: Severity::Query, expected, message, fix })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    const FIRST: &str = "2024-02-01,1.1,target_date,March 2024,June 2024,The Board,Two courses were full\n";

    fn with_log(rows: &str) -> Vec<String> {
        raised(&RULE, &RawSample::clean().with(PlanFile::Changes, FIRST, rows).faults())
    }

    #[test]
    fn fires_where_the_plan_or_the_next_entry_says_other() {
        assert_eq!(
            with_log("2024-02-01,1.1,target_date,March 2024,May 2024,The Board,x\n"),
            ["P23 query changes.csv · E2"]
        );
        // The order is that of the dates, not of the rows.
        assert_eq!(
            with_log(
                "2024-03-01,1.1,target_date,April 2024,June 2024,The Board,x\n\
                 2024-02-01,1.1,target_date,March 2024,May 2024,The Board,x\n"
            ),
            ["P23 query changes.csv · D2"]
        );
    }

    #[test]
    fn spares_a_log_that_fits_in_other_words() {
        assert_eq!(with_log(FIRST), [""; 0]);
        assert_eq!(
            with_log(
                "2024-02-01,1.1,target_date,March 2024,May 2024,The Board,x\n\
                 2024-03-01,1.1,target_date,31/5/2024,30 June 2024,The Board,x\n\
                 2024-03-01,1.10,status,,stopped,The Board,x\n"
            ),
            [""; 0]
        );
    }
}
