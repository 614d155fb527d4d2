//! V08: an answer that is no date (4-reading.md, 4.4).

use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An answer that is no date.
pub const RULE: Rule = Rule {
    code: Code("V08"),
    name: "not-a-date",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The cell does not hold one certain date. Month-first numbers, ranges and words such as early \
            March are not guessed, and a Date completed that is years off is not used.",
    example: "Progress!G5 says \"early March\". A date is needed for 1.1. Type one date, day first, such \
            as 31/03/2020 or 31 March 2020.",
    fix: "Type one date, day first, such as 31/03/2020 or 31 March 2020.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let message = match &fault.kind {
        FaultKind::NotADate => format!("{}. A date is needed{}.", says(fault), for_ref(fault)),
        FaultKind::CompletedFarOff { period } => format!(
            "{}, which cannot be when the return for {} was completed. The date is not used.",
            says(fault),
            period.in_words()
        ),
        _ => return None,
    };
    let fix = "Type one date, day first, such as 31/03/2020 or 31 March 2020.";
    Some(
        RULE.raise(Severity::Error, fault).expected("a date such as 31 March 2020").message(message).fix(fix),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_date_completed_that_is_years_off() {
        let kind = FaultKind::CompletedFarOff { period: "2024-03".parse().unwrap() };
        let sample = Sample::clean().with_fault_at("Start here", "B17", "2 April 2091", kind);
        assert_eq!(sample.raises(&RULE), ["V08 error ann.xlsx · Start here!B17"]);
        assert!(sample.read_aloud(&RULE).contains("cannot be when the return for March 2024 was completed."));
    }

    #[test]
    fn fires_on_words_for_a_forecast() {
        let sample =
            Sample::clean().with_progress_fault("1.1", Column::Forecast, "early March", FaultKind::NotADate);
        assert_eq!(sample.raises(&RULE), ["V08 error ann.xlsx · Progress!G5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Progress!G5 says \"early March\". A date is needed for 1.1.")
        );
    }

    #[test]
    fn spares_a_month_read_as_its_last_day() {
        let kind = FaultKind::ReadAs {
            used: "31 March 2024".to_owned(),
            how: crate::finding::fault::Lenient::MonthForDate,
        };
        assert!(
            Sample::clean()
                .with_progress_fault("1.1", Column::Forecast, "March 2024", kind)
                .raises(&RULE)
                .is_empty()
        );
    }
}
