//! W05: two different returns from one returner (4-reading.md, 4.6).

use super::for_lead::OFFICER;
use super::saying::{at, quote, returner_name};
use super::{Check, Month, Rule, Scope};
use crate::finding::fault::Verdict;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Two different returns from one returner.
pub const RULE: Rule = Rule {
    code: Code("W05"),
    name: "two-returns",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "One returner sent two different returns for the month. The one completed later stands; one \
            that says clearly whose it is stands before one that does not; where the dates do not tell, the form that \
            feedback made from the other one stands. When nothing settles it, none is used.",
    example: "Neither is used, because Date completed does not tell which is later. \"ann.xlsx\" and \
            \"ann (2).xlsx\" are both from Ann Archer. They differ in: 1.1a Value, \"12\" and \"14\". \
            Say which one is meant, or fill in a later Date completed in it and send it again. Performance officer: or \
            choose \"Use this value\" under Decision, and type the name of the file that is meant under Value.",
    fix: "Confirm that the return used is meant. If it is not, name the one that is: the officer's decision lets it stand.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TwoReturns { other, standing, verdict, differs } = &fault.kind else { return None };
    let differs: Vec<String> = differs
        .iter()
        .map(|(answer, here, there)| format!("{answer}, {} and {}", or_blank(here), or_blank(there)))
        .collect();
    let differ = if differs.is_empty() {
        "Their answers are the same".to_owned()
    } else {
        format!("They differ in: {}", differs.join("; "))
    };
    let from = returner_name(month, fault);
    let both = format!("{} and {} are both from {from}. {differ}", at(&fault.place), quote(other));
    Some(match standing {
        Some(standing) => RULE
            .raise(Severity::Query, fault)
            .found_in_words("two returns")
            .expected("one return")
            .message(format!("{} {both}.", stands_because(standing, other, *verdict)))
            .fix(format!(
                "Confirm that {} is meant. If it is not, say so: {} is then used. {OFFICER}choose \"Accept\" under \
                 Decision if it is meant, else \"Use this value\" with the name of the other file under Value.",
                quote(standing),
                quote(other)
            )),
        None => RULE
            .raise(Severity::Error, fault)
            .found_in_words("two returns")
            .expected("one return, or two with different dates under Date completed")
            .message(format!("Neither is used, because Date completed does not tell which is later. {both}."))
            .fix(format!(
                "Say which one is meant, or fill in a later Date completed in it and send it again. {OFFICER}or choose \
                 \"Use this value\" under Decision, and type the name of the file that is meant under Value."
            )),
    })
}

fn stands_because(standing: &str, other: &str, verdict: Verdict) -> String {
    let (standing, other) = (quote(standing), quote(other));
    match verdict {
        Verdict::CompletedLater => format!("{standing} was completed later and is used."),
        Verdict::Corrects => {
            format!(
                "{standing} is used: it is the form that was sent back to be corrected, in place of {other}."
            )
        }
        Verdict::SameAnswers => format!("{standing} is used: it makes no difference which."),
        Verdict::OtherDisputed => {
            format!("{standing} is used, because {other} does not say clearly whose return it is.")
        }
        Verdict::DatesDoNotTell => format!("{standing} is used."),
    }
}

/// An answer as it stands, or that there is none.
fn or_blank(answer: &str) -> String {
    if answer.trim().is_empty() { "blank".to_owned() } else { quote(answer) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn two(standing: Option<&str>, verdict: Verdict) -> Sample {
        let differs = vec![("1.1a Value".to_owned(), "12".to_owned(), "14".to_owned())];
        with(standing, verdict, differs)
    }

    fn with(standing: Option<&str>, verdict: Verdict, differs: Vec<(String, String, String)>) -> Sample {
        let (other, standing) = ("ann (2).xlsx".to_owned(), standing.map(str::to_owned));
        Sample::clean().with_file_fault(FaultKind::TwoReturns { other, standing, verdict, differs })
    }

    #[test]
    fn fires_as_a_query_when_one_stands_and_as_an_error_when_none_does() {
        let none = two(None, Verdict::DatesDoNotTell);
        assert_eq!(two(Some("ann.xlsx"), Verdict::CompletedLater).raises(&RULE), ["W05 query ann.xlsx"]);
        assert_eq!(none.raises(&RULE), ["W05 error ann.xlsx"]);
        assert!(
            none.read_aloud(&RULE)
                .contains("both from Ann Archer. They differ in: 1.1a Value, \"12\" and \"14\".")
        );
    }

    #[test]
    fn fires_with_the_reason_for_which_one_stands() {
        let aloud = |verdict| two(Some("ann.xlsx"), verdict).read_aloud(&RULE);
        assert!(aloud(Verdict::CompletedLater).starts_with("\"ann.xlsx\" was completed later and is used."));
        let disputed =
            "\"ann.xlsx\" is used, because \"ann (2).xlsx\" does not say clearly whose return it is.";
        assert!(aloud(Verdict::OtherDisputed).starts_with(disputed));
        let same = with(Some("ann.xlsx"), Verdict::SameAnswers, Vec::new()).read_aloud(&RULE);
        assert!(
            same.contains("no difference which.") && same.contains("Their answers are the same."),
            "{same}"
        );
    }

    /// A form that was sent back is no guess; and who cannot be helped by dates is told the way out.
    #[test]
    fn fires_with_the_way_out_and_knows_the_corrected_form() {
        let corrected = two(Some("ann.xlsx"), Verdict::Corrects);
        assert_eq!(corrected.raises(&RULE), ["W05 query ann.xlsx"]);
        assert!(corrected.read_aloud(&RULE).contains("the form that was sent back to be corrected"));
        let none = &two(None, Verdict::DatesDoNotTell).exceptions(&RULE)[0];
        assert!(none.fix.contains("choose \"Use this value\" under Decision"), "{none:?}");
        assert!(!crate::rules::fix_for_lead(none).contains("Decision"), "{none:?}");
    }

    #[test]
    fn spares_an_exact_copy() {
        let kind = FaultKind::DuplicateFile { of: "ann (2).xlsx".to_owned(), same_bytes: true };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
