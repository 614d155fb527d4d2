//! P05: a word that is none of those allowed (2-plan.md).

use super::plan_faults::{Said, did_you_mean, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// A word that is none of those allowed.
pub const RULE: Rule = Rule {
    code: Code("P05"),
    name: "not-a-word-of-the-plan",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "Unit, polarity, frequency and the like take one of a few words.",
    example: "measures.csv, cell F2: \"percentage\" is not one of: count, number, percent, days, weeks, date, text, document. Did you mean \"percent\"?",
    fix: "Choose one of the words listed.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::NotAChoice { choices, nearest } = &fault.kind else { return None };
    let words = choices.join(", ");
    let message = format!("\"{}\" is not one of: {words}.{}", fault.found, did_you_mean(nearest.as_ref()));
    let fix = "Choose one of the words listed.".to_owned();
    Some(Said { severity: Severity::Error, expected: words, message, fix })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires() {
        let faults = RawSample::clean().with(PlanFile::Measures, ",percent,", ",percentage,").faults();
        assert_eq!(raised(&RULE, &faults), ["P05 error measures.csv · F2"]);
    }

    #[test]
    fn spares_another_case() {
        let faults = RawSample::clean().with(PlanFile::Measures, ",percent,", ",Percent,").faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
