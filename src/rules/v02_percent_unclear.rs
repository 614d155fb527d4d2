//! V02: a percent that could mean two things (4-reading.md, 4.4; 11-settled.md, "Reading").

use super::saying::{at, for_ref, needed, percent, quote, says, sentence, used_in_words};
use super::{Check, Month, Rule, Scope};
use crate::finding::fault::{Lenient, PercentUnclear};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A percent that could mean two things.
pub const RULE: Rule = Rule {
    code: Code("V02"),
    name: "percent-unclear",
    severities: &[Severity::Error, Severity::Note],
    scope: Scope::Return,
    meaning: "A number in a percent measure that could mean two things, or a percentage where a plain number \
            is needed. As a note: a plain number over 1 was read as so many percent.",
    example: "Measures!I6 says \"0.85\". It could mean 0.85% or 85% for 1.1b. Type it again with the \
            percent sign, or fill in Numerator and Denominator.",
    fix: "Type the value with a percent sign, or fill in Numerator and Denominator.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    match &fault.kind {
        FaultKind::PercentUnclear(why) => Some(unclear(month, fault, why)),
        FaultKind::ReadAs { used, how: Lenient::PlainPercent } => {
            let used = used_in_words(month, fault, used);
            let message =
                format!("{}, without a percent sign. It is used as {used}{}.", says(fault), for_ref(fault));
            let fix = "Nothing to do if that is right. Next time type the percent sign too.";
            Some(
                RULE.raise(Severity::Note, fault)
                    .expected("a percentage such as 85%")
                    .message(message)
                    .fix(fix),
            )
        }
        _ => None,
    }
}

fn unclear(month: &Month<'_>, fault: &Fault, why: &PercentUnclear) -> Exception {
    let draft = RULE.raise(Severity::Error, fault);
    let retype = "Type it again with the percent sign, such as 85%, or fill in Numerator and Denominator.";
    match why {
        PercentUnclear::FractionOrPercent { as_typed, hundredfold } => {
            let (small, large) = (percent(*as_typed), percent(*hundredfold));
            let message = format!("{}. It could mean {small} or {large}{}.", says(fault), for_ref(fault));
            draft.expected(format!("{small} or {large}")).message(message).fix(retype)
        }
        PercentUnclear::PercentFormatForNumber => {
            let needed = needed(month, fault);
            let shows = format!(
                "{} is formatted as a percentage and shows {}",
                at(&fault.place),
                quote(&fault.found)
            );
            let message = format!("{shows}. {} is needed{}.", sentence(needed), for_ref(fault));
            draft.expected(needed).message(message).fix(
                "On the Home tab choose the number format General for the cell, then type the number again.",
            )
        }
        PercentUnclear::CountShown => {
            let message = format!("{}. A percentage is needed{}.", says(fault), for_ref(fault));
            draft.expected("a percentage such as 85%").message(message).fix(retype)
        }
        PercentUnclear::FormatUnknown => {
            let message = format!(
                "{}. This kind of file does not show whether that is a percentage{}.",
                says(fault),
                for_ref(fault)
            );
            draft.expected("a percentage such as 85%").message(message).fix(retype)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    fn typed(found: &str, kind: FaultKind) -> Sample {
        Sample::clean().with_measure_fault("1.1b", Column::Value, found, kind)
    }

    #[test]
    fn fires_on_a_number_that_could_be_either() {
        let either = PercentUnclear::FractionOrPercent {
            as_typed: "0.85".parse().unwrap(),
            hundredfold: "85".parse().unwrap(),
        };
        let sample = typed("0.85", FaultKind::PercentUnclear(either));
        assert_eq!(sample.raises(&RULE), ["V02 error ann.xlsx · Measures!I6"]);
        assert!(sample.read_aloud(&RULE).contains("It could mean 0.85% or 85% for 1.1b."));
        let others = [
            PercentUnclear::PercentFormatForNumber,
            PercentUnclear::CountShown,
            PercentUnclear::FormatUnknown,
        ];
        for why in others {
            let raised = typed("85%", FaultKind::PercentUnclear(why)).raises(&RULE);
            assert_eq!(raised, ["V02 error ann.xlsx · Measures!I6"]);
        }
    }

    #[test]
    fn fires_as_a_note_when_a_plain_number_is_settled() {
        let sample = typed("85", FaultKind::ReadAs { used: "85".to_owned(), how: Lenient::PlainPercent });
        assert_eq!(sample.raises(&RULE), ["V02 note ann.xlsx · Measures!I6"]);
    }

    #[test]
    fn spares_a_percent_typed_with_its_sign() {
        let sample = typed("85%", FaultKind::ReadAs { used: "85%".to_owned(), how: Lenient::TextPercent });
        assert!(sample.raises(&RULE).is_empty());
    }
}
