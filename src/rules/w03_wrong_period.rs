//! W03: a return for another month, or for none (11-settled.md, "Reading").

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::Period;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A return for another month, or for none.
pub const RULE: Rule = Rule {
    code: Code("W03"),
    name: "wrong-period",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The return is for another month than the one being consolidated, or does not say for which month \
            it is. Nothing of it is used.",
    example: "\"ann.xlsx\" is for February 2024, not for March 2024. Nothing of it is used. Fill in the \
            return for March 2024 and send that.",
    fix: "Send the return for the month wanted. If the month is right and only mislabelled, correct \
            Reporting period on Start here.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::WrongPeriod { says, wanted } = &fault.kind else { return None };
    let (at, wanted) = (at(&fault.place), wanted.in_words());
    let found = says.map_or_else(|| "no month".to_owned(), Period::in_words);
    let draft = RULE.raise(Severity::Error, fault).found_in_words(&found).expected(&wanted);
    Some(match says {
        Some(period) => draft
            .message(format!("{at} is for {}, not for {wanted}. Nothing of it is used.", period.in_words()))
            .fix(format!("Fill in the return for {wanted} and send that.")),
        None => draft
            .message(format!(
                "{at} says no month, or two different ones. {wanted} is needed; nothing of it is used."
            ))
            .fix(if is_a_list(fault) {
                format!(
                    "Send the filled-in workbook itself. If this file is known to be for {wanted}, the performance officer \
                     can have it read so with --assume-period."
                )
            } else {
                format!("Write {wanted} as Reporting period on the sheet Start here and send the return again.")
            }),
    })
}

/// Whether the file is a csv or its like, which has no sheet on which a month could stand.
fn is_a_list(fault: &Fault) -> bool {
    let name = fault.place.file.as_deref().unwrap_or_default().to_lowercase();
    [".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn period(says: Option<&str>) -> Sample {
        let says = says.and_then(|text| text.parse().ok());
        Sample::clean().with_file_fault(FaultKind::WrongPeriod { says, wanted: "2024-03".parse().unwrap() })
    }

    #[test]
    fn fires_on_another_month_and_on_none() {
        assert_eq!(period(Some("2024-02")).raises(&RULE), ["W03 error ann.xlsx"]);
        assert!(
            period(Some("2024-02")).read_aloud(&RULE).contains("is for February 2024, not for March 2024.")
        );
        assert!(period(None).read_aloud(&RULE).contains("says no month"));
        let mut csv = period(None);
        for fault in csv.intake.files.iter_mut().flat_map(|file| &mut file.faults) {
            fault.place.file = Some("ann.csv".into());
        }
        assert!(!csv.read_aloud(&RULE).contains("Start here"));
    }

    #[test]
    fn spares_a_return_from_an_older_plan() {
        let kind =
            FaultKind::OldPlan { says: "0.9".to_owned(), current: "1.0".to_owned(), changed: Vec::new() };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
