//! P22: a rating rule that can never apply (5-rating.md, 5.2; 11-settled.md, "Plan").

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{CannotRate, PlanFault, PlanFaultKind};

/// A rating rule that can never apply.
pub const RULE: Rule = Rule {
    code: Code("P22"),
    name: "cannot-be-rated",
    severities: &[Severity::Query],
    scope: Scope::Plan,
    meaning: "The plan asks for a rating that cannot be worked out, so that the measure stays Not rated.",
    example: "measures.csv, cell N2: a straight profile needs a baseline to start from.",
    fix: "Fill in what is missing, or take the tolerance or profile out.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::CannotRate(why) = fault.kind else { return None };
    let reference = fault.subject.reference();
    Some(Said {
        severity: Severity::Query,
        expected: "a measure that can be rated".to_owned(),
        message: format!("{}; {reference} will be Not rated.", words(why)),
        fix: "Fill in what is missing, or take out what cannot apply.".to_owned(),
    })
}

const fn words(why: CannotRate) -> &'static str {
    match why {
        CannotRate::ToleranceWithoutTarget => "there is a tolerance and no target",
        CannotRate::ProfileWithoutTarget => "there is a profile and no target to lead to",
        CannotRate::TargetWithoutPolarity => "there is a target, and polarity none says it is watched only",
        CannotRate::StraightWithoutBaseline => "a straight profile needs a baseline to start from",
        CannotRate::StraightWithoutEnd => {
            "a straight profile needs a target date to lead to, and there is none"
        }
        CannotRate::NoDueDate => "it falls due once, and neither it nor its action has a date",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_where_a_rule_cannot_apply() {
        let cells = [
            ("single,40,90,5,", "single,,90,5,", "N2"),
            ("percent,higher,", "percent,none,", "L2"),
            ("period,quarterly,", "period,once,", "L5"),
            ("monthly,sum,,20,,", "monthly,sum,5,20,,straight", "N4"),
            (",12,10%,2024-03:3;2024-06:12,", ",,10%,,", "M3"),
        ];
        for (from, to, cell) in cells {
            let faults = RawSample::clean().with(PlanFile::Measures, from, to).faults();
            assert_eq!(raised(&RULE, &faults), [format!("P22 query measures.csv · {cell}")], "{from}");
        }
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
