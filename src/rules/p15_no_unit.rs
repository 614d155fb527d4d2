//! P15: a measure whose wording names no unit (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A measure whose wording names no unit.
pub const RULE: Rule = Rule {
    code: Code("P15"),
    name: "no-unit",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The wording does not say what the measure counts in. ragbook uses the unit in measures.csv, which is an assumption.",
    example: "measures.csv, cell C16: \"Timeliness of pathway plans\" names no unit; percent is assumed.",
    fix: "Confirm the unit with the lead, and say in the measure's text what is counted.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::NoUnit(unit) = fault.kind else { return None };
    Some(Said {
        severity: Severity::Query,
        expected: "a wording that says what is counted".to_owned(),
        message: format!("\"{}\" names no unit; {unit} is assumed.", fault.found),
        fix: "Confirm the unit with the lead, and say in the measure's text what is counted.".to_owned(),
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
        let faults = RawSample::clean()
            .with(PlanFile::Measures, "1.1,% of staff trained", "1.1,Quality of training")
            .faults();
        assert_eq!(raised(&RULE, &faults), ["P15 query measures.csv · C2"]);
    }

    #[test]
    fn spares_per_cent_in_words() {
        let faults = RawSample::clean()
            .with(PlanFile::Measures, "1.1,% of staff trained", "1.1,Per cent trained")
            .faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
