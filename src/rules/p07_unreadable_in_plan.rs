//! P07: a cell of the plan that cannot be read as what it should hold (2-plan.md; 11-settled.md, "Plan").

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A cell of the plan that cannot be read as what it should hold.
pub const RULE: Rule = Rule {
    code: Code("P07"),
    name: "unreadable-in-plan",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "A ref, date, number, tolerance or profile cannot be read, or a workbook cell turned the plan's words into a number or a date.",
    example: "actions.csv, cell E4: \"early March\" cannot be read. Needed is March 2020, 2020/21, Ongoing or a full date such as 31 March 2020.",
    fix: "Type it in one of the forms named. In a workbook, format refs and target dates as text first: 3.10 as a number is 3.1.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let found = &fault.found;
    let (expected, message, fix) = match &fault.kind {
        PlanFaultKind::NotReadable { expected } => (
            *expected,
            format!("\"{found}\" cannot be read. Needed is {expected}."),
            "Type it in the form named.",
        ),
        PlanFaultKind::NotText => (
            "text",
            format!(
                "\"{found}\" is kept as a number or a date, so the plan's own words may be lost: 3.10 would be 3.1."
            ),
            "Format the cell as text and type it again; in plan.toml put it in quotation marks.",
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
    fn fires_on_each_kind_of_cell() {
        let cells = [
            (PlanFile::Actions, "June 2024", "early June", "actions.csv · E2"),
            (PlanFile::Actions, "\n1.1,", "\n1,", "actions.csv · A2"),
            (PlanFile::Measures, ",40,90,5,", ",40,90,five,", "measures.csv · M2"),
            (PlanFile::Measures, ",40,90,5,", ",40,90%,5,", "measures.csv · L2"),
            (PlanFile::Measures, ",straight,", ",2024-3:1,", "measures.csv · N2"),
            (PlanFile::Changes, "2024-02-01", "02/13/2024", "changes.csv · A2"),
            (PlanFile::Leads, "\nben,", "\nben baker,", "leads.csv · A3"),
        ];
        for (file, from, to, cell) in cells {
            let faults = RawSample::clean().with(file, from, to).faults();
            assert_eq!(raised(&RULE, &faults), [format!("P07 error {cell}")]);
        }
        let number = RawSample::clean().with_setting("version = \"1.0\"", "version = 1.10").faults();
        assert_eq!(raised(&RULE, &number), ["P07 error plan.toml · A3"]);
    }

    #[test]
    fn spares_every_form_of_a_date() {
        let faults = RawSample::clean().with(PlanFile::Actions, "June 2024", "2024/25").faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
