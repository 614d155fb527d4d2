//! P14: a measure that names a document or words (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::domain::Unit;
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A measure that names a document or words.
pub const RULE: Rule = Rule {
    code: Code("P14"),
    name: "nothing-to-count",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The measure names a document, or has no unit, so that there is no number to compare with a target.",
    example: "measures.csv, cell C18: \"Recommendations from review\" names a document, nothing that can be counted.",
    fix: "Agree what shows that it works: a number, a percent or a date.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::NothingToCount(unit) = fault.kind else { return None };
    let what = if unit == Unit::Document { "names a document" } else { "has no unit" };
    Some(Said {
        severity: Severity::Query,
        expected: "a number, a percent or a date".to_owned(),
        message: format!("\"{}\" {what}: nothing can be counted or compared.", fault.found),
        fix: "Agree what shows that it works: a number, a percent or a date.".to_owned(),
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
            .with(
                PlanFile::Measures,
                "outcome,count,lower,period,quarterly,single,9,4,",
                "outcome,document,none,snapshot,annual,single,,,",
            )
            .faults();
        assert_eq!(raised(&RULE, &faults), ["P14 query measures.csv · C5"]);
    }

    #[test]
    fn spares_a_document_with_a_day() {
        let faults = RawSample::clean()
            .with(
                PlanFile::Measures,
                "outcome,count,lower,period,quarterly,single,9,4,",
                "outcome,document,none,snapshot,annual,single,,May 2025,",
            )
            .faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
