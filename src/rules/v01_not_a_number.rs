//! V01: text where a number is needed (4-reading.md, 4.4).

use super::saying::{OR_A_REASON, for_ref, needed, number_of, says, sentence, unit_of};
use super::{Check, Month, Rule, Scope};
use crate::domain::{Column, Unit};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Text where a number is needed.
pub const RULE: Rule = Rule {
    code: Code("V01"),
    name: "not-a-number",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The cell holds words where a number is needed. Nothing is guessed from the words.",
    example: "Measures!I5 says \"12 (est)\". A whole number is needed for 1.1a. Type 12 and put the \
            remark in Note.",
    fix: "Type the number alone; put remarks in Note. If there is no value, choose a reason under Not \
            available because.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NotANumber { suggestion } = &fault.kind else { return None };
    let needed = needed(month, fault);
    let is_part = matches!(fault.column, Some(Column::Numerator | Column::Denominator));
    let unit = unit_of(month, fault).filter(|_| !is_part);
    if is_part && unit_of(month, fault).is_some_and(|unit| unit != Unit::Percent) {
        let message = format!(
            "{}, but Numerator and Denominator are for percentages only, and {} is none. It is not used.",
            says(fault),
            fault.subject.reference()
        );
        let fix = "Type the value in the column Value, and clear this cell.";
        return Some(RULE.raise(Severity::Error, fault).expected("nothing").message(message).fix(fix));
    }
    let fix = suggestion.map_or_else(
        || format!("Type {needed}. {OR_A_REASON}"),
        |number| {
            // The form's cells for days and weeks take a number alone.
            let unit = unit.filter(|unit| !matches!(unit, Unit::Days | Unit::Weeks));
            format!("Type {} and put the remark in Note.", number_of(unit, number))
        },
    );
    let message = format!("{}. {} is needed{}.", says(fault), sentence(needed), for_ref(fault));
    Some(RULE.raise(Severity::Error, fault).expected(needed).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn typed(found: &str, suggestion: Option<&str>) -> Sample {
        let kind = FaultKind::NotANumber { suggestion: suggestion.map(|digits| digits.parse().unwrap()) };
        Sample::clean().with_measure_fault("1.1a", Column::Value, found, kind)
    }

    #[test]
    fn says_what_the_cell_of_the_form_takes() {
        let told = |reference, column, found: &str, suggestion: Option<&str>| {
            let kind = FaultKind::NotANumber { suggestion: suggestion.map(|digits| digits.parse().unwrap()) };
            Sample::clean().with_measure_fault(reference, column, found, kind).read_aloud(&RULE)
        };
        let weeks = told("1.2a", Column::Value, "about 14 weeks", Some("14"));
        assert!(weeks.ends_with("Type 14 and put the remark in Note."), "{weeks}");
        let part = told("1.1b", Column::Numerator, "150 (est)", Some("150"));
        assert!(
            part.ends_with("A whole number is needed for 1.1b. Type 150 and put the remark in Note."),
            "{part}"
        );
        let no_percent = told("1.1a", Column::Numerator, "150", None);
        assert!(no_percent.contains("are for percentages only, and 1.1a is none."), "{no_percent}");
        assert!(
            no_percent.ends_with("Type the value in the column Value, and clear this cell."),
            "{no_percent}"
        );
    }

    #[test]
    fn fires_on_a_number_with_a_remark() {
        let sample = typed("12 (est)", Some("12"));
        assert_eq!(sample.raises(&RULE), ["V01 error ann.xlsx · Measures!I5"]);
        let expected = "Measures!I5 says \"12 (est)\". A whole number is needed for 1.1a. Type 12 and put the remark in Note.";
        assert_eq!(sample.read_aloud(&RULE), expected);
        assert!(typed("lots", None).read_aloud(&RULE).contains("Type a whole number. If there is no value"));
    }

    #[test]
    fn spares_a_date() {
        let sample =
            Sample::clean().with_measure_fault("1.1a", Column::Value, "3 Apr", FaultKind::BecameADate);
        assert!(sample.raises(&RULE).is_empty());
    }
}
