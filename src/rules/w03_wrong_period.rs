//! W03: a return for another month, or for none (11-settled.md, "Reading").

use super::for_lead::OFFICER;
use super::saying::{at, listed, quote};
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
    let FaultKind::WrongPeriod { says, wanted, claims } = &fault.kind else { return None };
    let (at, wanted) = (at(&fault.place), wanted.in_words());
    let found = says.map_or_else(|| "no month".to_owned(), Period::in_words);
    let draft = RULE.raise(Severity::Error, fault).found_in_words(&found).expected(&wanted);
    let only_in_properties = matches!(&claims[..], [(source, _)] if is_properties(source));
    let properties_differ = claims.iter().any(|(source, says)| is_properties(source) && *says != wanted);
    let told = |says: &str| format!("{at} {says}; nothing of it is used.");
    Some(match says {
        Some(period) => {
            let by = if only_in_properties { " by the properties of the file" } else { "" };
            draft
                .message(format!("{at} is for {}{by}, not for {wanted}. Nothing of it is used.", period.in_words()))
                .fix(format!("Fill in the return for {wanted} and send that."))
        }
        None if !claims.is_empty() => {
            let claims: Vec<String> =
                claims.iter().map(|(source, says)| format!("{} {}", quote(says), in_source(source))).collect();
            let fix = if properties_differ {
                format!(
                    "The file was sent out for another month and says so in its properties. Type the answers into the \
                     form for {wanted} and send that. {OFFICER}if this file is known to be for {wanted}, it is read so \
                     with --assume-period."
                )
            } else {
                format!("If it is for {wanted}, write that as Reporting period on the sheet Start here and send it again.")
            };
            draft.message(told(&format!("says {}. {wanted} is needed", listed(&claims)))).fix(fix)
        }
        None => draft.message(told(&format!("says no month. {wanted} is needed"))).fix(if is_a_list(fault) {
            format!(
                "Send the filled-in workbook itself. {OFFICER}if this file is known to be for {wanted}, it is read so \
                 with --assume-period."
            )
        } else {
            format!("Write {wanted} as Reporting period on the sheet Start here and send the return again.")
        }),
    })
}

/// Whether a source of what a return says of itself is the file's own properties, as `intake::identity` calls them.
fn is_properties(source: &str) -> bool {
    source.contains("properties")
}

fn in_source(source: &str) -> String {
    if is_properties(source) { format!("in its {source}") } else { format!("on {source}") }
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
        claiming(says, &[])
    }

    fn claiming(says: Option<Period>, claims: &[(&str, &str)]) -> Sample {
        let claims = claims.iter().map(|(source, says)| ((*source).to_owned(), (*says).to_owned())).collect();
        let wanted = "2024-03".parse().unwrap();
        Sample::clean().with_file_fault(FaultKind::WrongPeriod { says, wanted, claims })
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
    fn fires_with_where_the_other_month_stands() {
        let (properties, start) = ("document properties", "Start here");
        let both = claiming(None, &[(properties, "February 2024"), (start, "March 2024")]).read_aloud(&RULE);
        let says = "says \"February 2024\" in its document properties and \"March 2024\" on Start here. March 2024 is needed";
        assert!(
            both.contains(says) && both.contains("Type the answers into the form for March 2024"),
            "{both}"
        );
        let other = claiming(None, &[(properties, "March 2024"), (start, "May 2024")]).read_aloud(&RULE);
        assert!(other.contains("write that as Reporting period on the sheet Start here"), "{other}");
        let only = claiming("2024-02".parse().ok(), &[(properties, "February 2024")]).read_aloud(&RULE);
        assert!(
            only.contains("is for February 2024 by the properties of the file, not for March 2024."),
            "{only}"
        );
    }

    #[test]
    fn spares_a_return_from_an_older_plan() {
        let kind =
            FaultKind::OldPlan { says: "0.9".to_owned(), current: "1.0".to_owned(), changed: Vec::new() };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
