//! M01: a measure with a contributor missing (4-reading.md, 4.6).

use super::saying::{names, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};
use crate::plan::due::{Due, asked_for};

/// A measure with a contributor missing.
pub const RULE: Rule = Rule {
    code: Code("M01"),
    name: "partial",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "Several leads return this measure and one or more have not. The value is shown as partial and \
            not rated.",
    example: "1.10a is partial and not rated: no usable value came from Ben Baker. So far it is \"12\". \
            Ask Ben Baker for the value of 1.10a.",
    fix: "Ask the leads named for their values.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::PartialValue { missing } = &fault.kind else { return None };
    let (reference, missing) = (fault.subject.reference(), names(month, missing));
    let so_far = if fault.found.is_empty() {
        String::new()
    } else {
        format!(" So far it is {}.", quote(&fault.found))
    };
    let message =
        format!("{reference} is partial and not rated: no usable value came from {missing}.{so_far}");
    let draft =
        RULE.raise(Severity::Query, fault).expected(format!("a value from {missing}")).message(message);
    let measure = fault.subject.measure.and_then(|measure| month.plan.measure(measure));
    let due = measure.map_or(Due::Now, |measure| asked_for(month.plan, measure, month.period));
    Some(draft.fix(match due {
        Due::Now => format!("Ask {missing} for the value of {reference}."),
        Due::Next(next) => format!(
            "Nobody has to be asked now: {reference} is not due before {}. The value was given early and stays partial.",
            next.in_words()
        ),
        Due::Never => format!("Nobody has to be asked: {reference} is not due. The value stays partial."),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LeadId;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_names_who_is_missing() {
        let kind = FaultKind::PartialValue { missing: vec![LeadId::from("ben")] };
        let sample = Sample::clean().with_merge_fault("1.10a", "12", kind);
        assert_eq!(sample.raises(&RULE), ["M01 query ann.xlsx · Measures!I8"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("1.10a is partial and not rated: no usable value came from Ben Baker.")
        );
    }

    #[test]
    fn asks_nobody_for_what_is_not_due() {
        let kind = FaultKind::PartialValue { missing: vec![LeadId::from("ben")] };
        let mut sample = Sample::clean().with_merge_fault("1.10a", "12", kind);
        let joint = sample.plan.measures.iter_mut().find(|m| m.returned_by.len() > 1).unwrap();
        joint.frequency = crate::domain::Frequency::Termly;
        let aloud = sample.read_aloud(&RULE);
        assert!(aloud.contains("Nobody has to be asked now: 1.10a is not due before April 2024."), "{aloud}");
    }

    #[test]
    fn spares_a_measure_that_everybody_returned() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
