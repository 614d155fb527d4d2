//! P02: a column that the plan does not have, lacks, or has twice (2-plan.md).

use super::plan_faults::{Said, did_you_mean, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A column that the plan does not have, lacks, or has twice.
pub const RULE: Rule = Rule {
    code: Code("P02"),
    name: "wrong-columns",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "Columns are found by name. A caption that ragbook does not know may be a slip, and would leave a column unread.",
    example: "measures.csv, cell L1: \"Targt\" is no column of the plan. Did you mean \"target\"?",
    fix: "Correct the caption, or take the column out.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let found = &fault.found;
    let (expected, message, fix) = match &fault.kind {
        PlanFaultKind::UnknownColumn { nearest } => (
            "a column of the plan",
            format!("\"{found}\" stands under no column of the plan.{}", did_you_mean(nearest.as_ref())),
            "Correct the caption, or take the column out.",
        ),
        PlanFaultKind::ColumnMissing(column) => (
            *column,
            format!("the column \"{column}\" is missing."),
            "Add a column with this caption. It may be empty where the plan has nothing to say.",
        ),
        PlanFaultKind::ColumnTwice => (
            "each caption once",
            format!("\"{found}\" is the caption of two columns."),
            "Take one of the two out, or correct its caption.",
        ),
        _ => return None,
    };
    Some(Said { severity: Severity::Error, expected: expected.to_owned(), message, fix: fix.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires() {
        let faults = RawSample::clean().with(PlanFile::Leads, ",email,", ",mail,").faults();
        assert_eq!(raised(&RULE, &faults), ["P02 error leads.csv · A1", "P02 error leads.csv · E1"]);
    }

    #[test]
    fn spares_columns_in_another_order() {
        let order = "role,id,name";
        let rows = "ann,Ann Archer,Head of Training";
        let moved = RawSample::clean()
            .with(PlanFile::Leads, "id,name,role", order)
            .with(PlanFile::Leads, rows, "Head of Training,ann,Ann Archer")
            .with(PlanFile::Leads, "ben,Ben Baker,Registrar", "Registrar,ben,Ben Baker");
        assert_eq!(raised(&RULE, &moved.faults()), [""; 0]);
    }
}
