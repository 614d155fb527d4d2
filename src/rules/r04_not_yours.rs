//! R04: a row that the plan expects from another lead (11-settled.md, "Reading").

use super::saying::{at, names, returner_name, row_says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A row that the plan expects from another lead.
pub const RULE: Rule = Rule {
    code: Code("R04"),
    name: "not-yours",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The row belongs to another lead. It may be used, with a query, when this lead answers for \
            the action; otherwise it is not.",
    example: "Measures!A9 answers 2.1a, which the plan expects from Ben Baker and not from Ann Archer. \
            It is not used. Clear the row and have it returned by the lead in the plan, or have the \
            plan changed.",
    fix: "Have the row returned by the lead named in the plan, or have the plan changed.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NotYours { expected_from, used, answers } = &fault.kind else { return None };
    let who = if expected_from.is_empty() { "nobody".to_owned() } else { names(month, expected_from) };
    let from = returner_name(month, fault);
    let row = fault.subject.reference();
    let start = at(&fault.place);
    let row = if row.is_empty() { fault.found.clone() } else { row };
    let expects = format!("{start} answers {row}, which the plan expects from {who} and not from {from}");
    Some(if *used {
        RULE.raise(Severity::Query, fault)
            .expected(format!("from {who}"))
            .message(format!("{expects}. {}", what_became_of_it(month, fault, &from)))
            .fix(format!("Confirm that {from} may return it, or clear the row."))
    } else {
        RULE.raise(Severity::Error, fault)
            .expected(format!("from {who}"))
            .message(format!("{expects}. It is not used.{}", row_says(answers)))
            .fix("Clear the row and have it returned by the lead in the plan, or have the plan changed.")
    })
}

/// Whether the figure rests on the row: merging takes it only where somebody whom the plan expects is missing.
fn what_became_of_it(month: &Month<'_>, fault: &Fault, from: &str) -> String {
    let returner = fault.subject.returner.as_ref();
    let figure = fault.subject.measure.and_then(|measure| month.figure_of(measure));
    let rests = figure.is_some_and(|figure| figure.contributors.iter().any(|lead| Some(lead) == returner));
    if rests {
        format!("It is used, because {from} answers for the action.")
    } else {
        format!("It may be used, because {from} answers for the action, but no figure rests on it this time.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LeadId;
    use crate::rules::sample::Sample;

    fn row(used: bool) -> Sample {
        let kind =
            FaultKind::NotYours { expected_from: vec![LeadId::from("ben")], used, answers: Vec::new() };
        Sample::clean().with_fault_at("Measures", "A9", "2.1a", kind)
    }

    #[test]
    fn fires_as_an_error_or_as_a_query_when_the_row_is_used() {
        assert_eq!(row(false).raises(&RULE), ["R04 error ann.xlsx · Measures!A9"]);
        let expected = "Measures!A9 answers 2.1a, which the plan expects from Ben Baker and not from Ann Archer. It is not used.";
        assert!(row(false).read_aloud(&RULE).starts_with(expected));
        assert_eq!(row(true).raises(&RULE), ["R04 query ann.xlsx · Measures!A9"]);
    }

    #[test]
    fn fires_with_what_became_of_the_row() {
        let mut sample = row(true);
        sample.ann().faults[0].subject.measure = Some("2.1a".parse().unwrap());
        assert!(sample.read_aloud(&RULE).contains("but no figure rests on it this time."));
        let figure = sample.figures.iter_mut().find(|f| f.measure.to_string() == "2.1a").unwrap();
        figure.contributors.push(LeadId::from("ann"));
        assert!(sample.read_aloud(&RULE).contains("It is used, because Ann Archer answers for the action."));
    }

    #[test]
    fn spares_a_joint_row() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
