//! P08: two things in the plan that cannot both hold (2-plan.md).

use super::plan_faults::{Said, raise};
use super::{Check, Rule, Scope};
use crate::finding::{Code, Severity};
use crate::plan::{Impossible, PlanFault, PlanFaultKind};

/// Two things in the plan that cannot both hold.
pub const RULE: Rule = Rule {
    code: Code("P08"),
    name: "contradiction",
    severities: &[Severity::Error],
    scope: Scope::Plan,
    meaning: "Two cells contradict each other, so that any reading of them would be a guess.",
    example: "measures.csv, cell J5: merge pooled needs a percent, with its numerator and denominator.",
    fix: "Correct one of the two cells.",
    check: Check::Plan(|faults| raise(&RULE, faults, say)),
};

fn say(fault: &PlanFault) -> Option<Said> {
    let PlanFaultKind::Impossible(what) = fault.kind else { return None };
    let found =
        if fault.found.is_empty() { String::new() } else { format!(" (it says \"{}\")", fault.found) };
    Some(Said {
        severity: Severity::Error,
        expected: "cells that agree".to_owned(),
        message: format!("{}{found}.", words(what)),
        fix: "Correct this cell, or the one it contradicts.".to_owned(),
    })
}

const fn words(what: Impossible) -> &'static str {
    match what {
        Impossible::RefAndOwner => "this is not the action or outcome that the row's ref begins with",
        Impossible::RefAndKind => {
            "a ref such as 1.2a is an assurance measure, one such as O1.2 an outcome measure"
        }
        Impossible::PooledWithoutPercent => {
            "merge pooled needs a percent, with its numerator and denominator"
        }
        Impossible::SumOfPercents => "percents cannot be added up: use pooled, mean or single",
        Impossible::MergeOfWords => {
            "this merge rule needs numbers, and the unit has none: use list, latest or single"
        }
        Impossible::SeveralWithoutMerge => {
            "several leads return this measure, and nothing says how their answers combine"
        }
        Impossible::MinimumOverMaximum => "the minimum is above the maximum",
        Impossible::OutsideRange => "this is outside the measure's own minimum and maximum",
        Impossible::FractionWithoutPercent => "only a percent has a numerator and a denominator",
        Impossible::NumberForWords => "the unit has no numbers, so this cell must be blank",
        Impossible::NotACount => "a count is a whole number of nought or more",
        Impossible::SumsToItself => "sums_to leads back to this measure itself",
        Impossible::SumsToOtherUnit => {
            "sums_to names a measure of another unit, or of a unit without numbers"
        }
        Impossible::UndevelopedWithDetails => {
            "an outcome measure without a text is still to be developed: it has a ref and a kind and nothing else"
        }
        Impossible::AssuranceWithoutText => "an assurance measure needs its text",
        Impossible::ProfileOutOfOrder => "the months of the profile are not in order, each once",
        Impossible::TwoSmallNumberMethods => {
            "another edition shows the same sensitive measures with another small_numbers, and the two together would give small numbers away"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::raw::PlanFile;
    use crate::plan::raw_sample::RawSample;
    use crate::rules::plan_faults::raised;

    #[test]
    fn fires_on_each_contradiction() {
        let cells = [
            ("1.1b,1.1,", "1.1b,1.10,", "B3"),
            ("% trained,assurance,", "% trained,outcome,", "E2"),
            ("monthly,sum,", "monthly,pooled,", "J4"),
            ("monthly,single,40", "monthly,sum,40", "J2"),
            ("monthly,sum,,20", "monthly,,,20", "J4"),
            (",0,50,", ",60,50,", "R3"),
            (",0,50,", ",0,10,", "L3"),
            (",,12,10%", ",,12.5,10%", "L3"),
            (",,,,,yes,ann;ben", ",,1.1b,,,yes,ann;ben", "Q3 Q4"),
            (",assurance,percent,", ",assurance,count,", "O2 P2"),
            ("O1.1,,Number of complaints,", "O1.1,,,", "D5"),
            ("1.1b,1.1,Number of courses,", "1.1b,1.1,,", "C3"),
            ("2024-03:3;2024-06:12", "2024-06:12;2024-03:3", "N3"),
        ];
        for (from, to, places) in cells {
            let faults = RawSample::clean().with(PlanFile::Measures, from, to).faults();
            let expected: Vec<_> =
                places.split(' ').map(|cell| format!("P08 error measures.csv · {cell}")).collect();
            assert_eq!(raised(&RULE, &faults), expected, "{from} -> {to}");
        }
    }

    #[test]
    fn spares_the_clean_plan() {
        assert_eq!(raised(&RULE, &RawSample::clean().faults()), [""; 0]);
    }
}
