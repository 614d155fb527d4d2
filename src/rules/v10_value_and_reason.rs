//! V10: both a value and a reason for having none (4-reading.md, 4.4).

use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Both a value and a reason for having none.
pub const RULE: Rule = Rule {
    code: Code("V10"),
    name: "value-and-reason",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "A value and a reason why there is no value were both given. Neither is used until one of them is \
            cleared.",
    example: "Measures!I5 says \"12\", and Not available because says \"Awaited from partner\". Only one \
            of the two can be right for 1.1a. Clear the value or the reason, whichever is wrong.",
    fix: "Clear the value or the reason, whichever is wrong.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::ValueAndReason { reason } = &fault.kind else { return None };
    let chosen = format!("{}, and Not available because says \"{reason}\"", says(fault));
    let message = format!("{chosen}. Only one of the two can be right{}.", for_ref(fault));
    let fix = "Clear the value or the reason, whichever is wrong.";
    Some(
        RULE.raise(Severity::Error, fault)
            .expected("a value or a reason, not both")
            .message(message)
            .fix(fix),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Absence, Column};
    use crate::rules::sample::Sample;

    #[test]
    fn fires_when_both_are_given() {
        let kind = FaultKind::ValueAndReason { reason: Absence::AwaitedFromPartner };
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "12", kind);
        assert_eq!(sample.raises(&RULE), ["V10 error ann.xlsx · Measures!I5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .contains("says \"12\", and Not available because says \"Awaited from partner\".")
        );
    }

    #[test]
    fn spares_a_reason_alone() {
        let mut sample = Sample::clean();
        let row = &mut sample.ann().measures.as_mut().unwrap().rows[0];
        row.value = crate::intake::Answer::blank(row.value.cell);
        crate::rules::sample::answered(&mut row.absence, "Awaited from partner", Absence::AwaitedFromPartner);
        assert!(sample.raises(&RULE).is_empty());
    }
}
