//! V06: a date or time where a number is needed (4-reading.md, 4.4).

use super::saying::{at, for_ref, needed, quote, sentence};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A date or time where a number is needed.
pub const RULE: Rule = Rule {
    code: Code("V06"),
    name: "became-a-date",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The cell holds a date or a time where a number is needed. Excel turns entries such as 3-4 or 1/2 \
            into dates.",
    example: "Measures!I5 shows \"03/04/2024\", which is a date or a time. A whole number is needed for \
            1.1a. On the Home tab choose the number format General for the cell, then type the number again. Excel turns \
            entries such as 3-4 into dates.",
    fix: "On the Home tab choose the number format General for the cell, then type the number again.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::BecameADate = &fault.kind else { return None };
    let needed = needed(month, fault);
    let shows = format!("{} shows {}, which is a date or a time", at(&fault.place), quote(&fault.found));
    let message = format!("{shows}. {} is needed{}.", sentence(needed), for_ref(fault));
    let fix = "On the Home tab choose the number format General for the cell, then type the number again. \
               Excel turns entries such as 3-4 into dates.";
    Some(RULE.raise(Severity::Error, fault).expected(needed).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_date_in_a_count() {
        let sample =
            Sample::clean().with_measure_fault("1.1a", Column::Value, "03/04/2024", FaultKind::BecameADate);
        assert_eq!(sample.raises(&RULE), ["V06 error ann.xlsx · Measures!I5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .contains("which is a date or a time. A whole number is needed for 1.1a.")
        );
    }

    #[test]
    fn spares_words_in_a_count() {
        let kind = FaultKind::NotANumber { suggestion: None };
        assert!(
            Sample::clean()
                .with_measure_fault("1.1a", Column::Value, "3 to 4", kind)
                .raises(&RULE)
                .is_empty()
        );
    }
}
