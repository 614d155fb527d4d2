//! W05: two different returns from one returner (4-reading.md, 4.6).

use super::saying::{at, quote, returner_name};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Two different returns from one returner.
pub const RULE: Rule = Rule {
    code: Code("W05"),
    name: "two-returns",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Month,
    meaning: "One returner sent two different returns for the month. The one completed later stands; when that \
            cannot be told, neither is used.",
    example: "Neither is used, because Date completed does not tell which is later. \"ann.xlsx\" and \
            \"ann (2).xlsx\" are both from Ann Archer. They differ in: 1.1a Value, \"12\" and \"14\". \
            Say which one is meant, or fill in Date completed in both and send them again.",
    fix: "Confirm that the later return is meant; if it is not, take it out of the folder.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TwoReturns { other, standing, differs } = &fault.kind else { return None };
    let differs: Vec<String> = differs
        .iter()
        .map(|(answer, here, there)| format!("{answer}, {} and {}", or_blank(here), or_blank(there)))
        .collect();
    let both = format!(
        "{} and {} are both from {}. They differ in: {}",
        at(&fault.place),
        quote(other),
        returner_name(month, fault),
        differs.join("; ")
    );
    Some(match standing {
        Some(standing) => RULE
            .raise(Severity::Query, fault)
            .found_in_words("two returns")
            .expected("one return")
            .message(format!("{} was completed later and is used. {both}.", quote(standing)))
            .fix("Confirm that the later one is meant. If it is not, say so: it is then taken out."),
        None => RULE
            .raise(Severity::Error, fault)
            .found_in_words("two returns")
            .expected("one return, or two with different dates under Date completed")
            .message(format!("Neither is used, because Date completed does not tell which is later. {both}."))
            .fix("Say which one is meant, or fill in Date completed in both and send them again."),
    })
}

/// An answer as it stands, or that there is none.
fn or_blank(answer: &str) -> String {
    if answer.trim().is_empty() { "blank".to_owned() } else { quote(answer) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn two(standing: Option<&str>) -> Sample {
        let differs = vec![("1.1a Value".to_owned(), "12".to_owned(), "14".to_owned())];
        let standing = standing.map(str::to_owned);
        Sample::clean().with_file_fault(FaultKind::TwoReturns {
            other: "ann (2).xlsx".to_owned(),
            standing,
            differs,
        })
    }

    #[test]
    fn fires_as_a_query_when_one_stands_and_as_an_error_when_none_does() {
        assert_eq!(two(Some("ann (2).xlsx")).raises(&RULE), ["W05 query ann.xlsx"]);
        assert_eq!(two(None).raises(&RULE), ["W05 error ann.xlsx"]);
        assert!(
            two(None)
                .read_aloud(&RULE)
                .contains("both from Ann Archer. They differ in: 1.1a Value, \"12\" and \"14\".")
        );
    }

    #[test]
    fn spares_an_exact_copy() {
        let kind = FaultKind::DuplicateFile { of: "ann (2).xlsx".to_owned(), same_bytes: true };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
