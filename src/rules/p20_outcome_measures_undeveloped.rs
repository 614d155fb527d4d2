//! P20: outcome measures that are still to be written (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// Outcome measures that are still to be written.
pub const RULE: Rule = Rule {
    code: Code("P20"),
    name: "outcome-measures-undeveloped",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The plan has places for outcome measures that are still empty: nothing says yet whether children's lives change.",
    example: "measures.csv, cell C51: 0 of 25 outcome measures are developed.",
    fix: "Write the outcome measures, with unit, target and returner.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::OutcomeMeasuresUndeveloped { developed, of } = fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: format!("{of} developed"),
        message: format!("{developed} of {of} outcome measures are developed."),
        fix: "Write them, with unit, target and returner; until then the workbook shows \"to be developed\"."
            .to_owned(),
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
        let blank = "O1.2,,,,outcome,,,,,,,,,,,,,,,,,\n";
        let row = "O1.1,,Number of complaints";
        let faults = RawSample::clean().with(PlanFile::Measures, row, &format!("{blank}{row}")).faults();
        assert_eq!(raised(&RULE, &faults), ["P20 query measures.csv · C5"]);
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
