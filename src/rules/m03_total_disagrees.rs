//! M03: parts that do not add up to their total (4-reading.md, 4.5; 11-settled.md, "Plan").

use super::saying::{listed, number_of, unit_of};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Parts that do not add up to their total.
pub const RULE: Rule = Rule {
    code: Code("M03"),
    name: "total-disagrees",
    severities: &[Severity::Error],
    scope: Scope::Month,
    meaning: "The total returned is not the sum of its parts. The total is not used until they agree.",
    example: "1.1a is 1,030, but its parts 2.1a and 2.1b make 24. The total is not used. Correct the \
            total or whichever part is wrong.",
    fix: "Correct the total or its parts.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TotalDisagrees { total, sum, parts } = &fault.kind else { return None };
    let unit = unit_of(month, fault);
    let (total, sum) = (number_of(unit, *total), number_of(unit, *sum));
    let parts = listed(&parts.iter().map(ToString::to_string).collect::<Vec<_>>());
    let reference = fault.subject.reference();
    let message = format!("{reference} is {total}, but its parts {parts} make {sum}. The total is not used.");
    let draft = RULE.raise(Severity::Error, fault).found_in_words(&total).expected(sum).message(message);
    Some(draft.fix("Correct the total or whichever part is wrong."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::measure_ref;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_total() {
        let parts = vec![measure_ref("2.1a"), measure_ref("2.1b")];
        let (total, sum) = ("1030".parse().unwrap(), "24".parse().unwrap());
        let kind = FaultKind::TotalDisagrees { total, sum, parts };
        let sample = Sample::clean().with_merge_fault("1.1a", "30", kind);
        assert_eq!(sample.raises(&RULE), ["M03 error ann.xlsx · Measures!I5"]);
        assert!(sample.read_aloud(&RULE).starts_with("1.1a is 1,030, but its parts 2.1a and 2.1b make 24."));
    }

    #[test]
    fn spares_a_total_with_a_part_missing() {
        let kind = FaultKind::PartialValue { missing: Vec::new() };
        assert!(Sample::clean().with_merge_fault("1.1a", "30", kind).raises(&RULE).is_empty());
    }
}
