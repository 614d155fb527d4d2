//! P19: measures without a target (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{PlanFault, PlanFaultKind};

/// Measures without a target.
pub const RULE: Rule = Rule {
    code: Code("P19"),
    name: "no-target",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "A measure without a target cannot be rated: its Impact is Not rated. Measures that are watched only (polarity none) need none.",
    example: "measures.csv, cell L1: 2 of 3 measures have no target: 1.1a, 1.2a.",
    fix: "Agree a target for each, with the Director, and fill in target (and tolerance and baseline).",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::NoTarget { measures, of } = &fault.kind else { return None };
    let refs: Vec<String> = measures.iter().map(ToString::to_string).collect();
    let count = match measures.len() {
        all if all == *of => format!("none of the {of} measures has a target"),
        1 => format!("1 of {of} measures has no target"),
        some => format!("{some} of {of} measures have no target"),
    };
    Some(Said {
        severity: Severity::Query,
        expected: "a target for every measure".to_owned(),
        message: format!("{count}: {}.", refs.join(", ")),
        fix: "Agree a target for each, and fill in target (and tolerance and baseline).".to_owned(),
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
        let faults =
            RawSample::clean().with(PlanFile::Measures, "monthly,sum,,20,", "monthly,sum,,,").faults();
        assert_eq!(raised(&RULE, &faults), ["P19 query measures.csv · L1"]);
    }

    #[test]
    fn spares_a_measure_that_is_watched_only() {
        let faults = RawSample::clean()
            .with(PlanFile::Measures, "higher,period,monthly,sum,,20,", "none,period,monthly,sum,,,")
            .faults();
        assert_eq!(raised(&RULE, &faults), [""; 0]);
    }
}
