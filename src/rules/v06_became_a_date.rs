//! V06: a date or time where a number is needed, or words (4-reading.md, 4.4).

use super::saying::{at, for_ref, needed, quote, sentence, unit_of};
use super::{Check, Month, Rule, Scope};
use crate::domain::{Column, Unit};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A date or time where a number is needed, or words.
pub const RULE: Rule = Rule {
    code: Code("V06"),
    name: "became-a-date",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The cell holds a date or a time where a number is needed. Excel turns entries such as 3-4 or 1/2 \
            into dates. A query where words are needed.",
    example: "Measures!I5 shows \"03/04/2024\", which is a date or a time. A whole number is needed for \
            1.1a. On the Home tab choose the number format General for the cell, then type one number alone, such as 12. \
            Excel turns entries such as 3-4 into dates, and then shows any number typed there as a date too.",
    fix: "On the Home tab choose the number format General for the cell, then type one number alone. For a percentage fill \
            in Numerator and Denominator.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let needed = needed(month, fault);
    match &fault.kind {
        FaultKind::BecameADate => {}
        FaultKind::DateForWords => {
            let shows = format!("{} shows {}, which is a date", at(&fault.place), quote(&fault.found));
            let message = format!("{shows}, used{} where words are needed.", for_ref(fault));
            let fix = "Confirm the date. If something else was typed, such as 3-4 or 1/2, choose the number format Text \
                       for the cell (Home tab) and type it again.";
            return Some(RULE.raise(Severity::Query, fault).expected(needed).message(message).fix(fix));
        }
        _ => return None,
    }
    let shows = format!("{} shows {}, which is a date or a time", at(&fault.place), quote(&fault.found));
    let message = format!("{shows}. {} is needed{}.", sentence(needed), for_ref(fault));
    let is_percent = fault.column == Some(Column::Value) && unit_of(month, fault) == Some(Unit::Percent);
    let fix = if is_percent {
        "Type the two numbers under Numerator and Denominator, or the percentage with its sign, such as 85%. Excel turns \
         entries such as 12/15 into dates, and then shows any number typed there as a date too."
    } else {
        "On the Home tab choose the number format General for the cell, then type one number alone, such as 12. Excel \
         turns entries such as 3-4 into dates, and then shows any number typed there as a date too."
    };
    Some(RULE.raise(Severity::Error, fault).expected(needed).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn sends_two_numbers_of_a_percent_to_their_own_columns() {
        let sample =
            Sample::clean().with_measure_fault("1.1b", Column::Value, "12/15/2024", FaultKind::BecameADate);
        assert!(
            sample.read_aloud(&RULE).contains("Type the two numbers under Numerator and Denominator, or")
        );
    }

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
    fn asks_about_a_date_where_words_are_needed() {
        let sample =
            Sample::clean().with_measure_fault("1.1a", Column::Value, "3 Apr 2024", FaultKind::DateForWords);
        assert_eq!(sample.raises(&RULE), ["V06 query ann.xlsx · Measures!I5"]);
        assert!(sample.read_aloud(&RULE).contains("a date, used for 1.1a where words are needed. Confirm"));
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
