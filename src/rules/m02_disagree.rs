//! M02: one question answered differently by two leads (4-reading.md, 4.6; 11-settled.md, "Plan").

use super::saying::{listed, quote};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// One question answered differently by two leads.
pub const RULE: Rule = Rule {
    code: Code("M02"),
    name: "disagree",
    severities: &[Severity::Error],
    scope: Scope::Month,
    meaning: "A measure that has one value was returned with different ones, or leads of one action gave \
            different answers. For an action the worst answer is used.",
    example: "1.10a has different answers for Value: \"12\" from Ann Archer (ben.xlsx · Measures!I5) and \
            \"14\" from Ben Baker (ben.xlsx · Measures!I5). They are not used. Agree on one answer and \
            send the returns again.",
    fix: "Agree on one answer and send the returns again.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Disagree { what, answers, used } = &fault.kind else { return None };
    let reference = fault.subject.reference();
    let answers: Vec<String> = answers
        .iter()
        .map(|(lead, said, place)| {
            format!("{} from {} ({})", quote(said), month.plan.lead_name(lead), clip(&place.to_string(), 200))
        })
        .collect();
    let settled = used
        .as_ref()
        .map_or_else(|| "They are not used.".to_owned(), |used| format!("{} is used.", quote(used)));
    let message = format!("{reference} has different answers for {what}: {}. {settled}", listed(&answers));
    let draft = RULE
        .raise(Severity::Error, fault)
        .found_in_words(listed(&answers))
        .expected("one answer")
        .message(message);
    Some(draft.fix("Agree on one answer and send the returns again."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LeadId, Provenance, Sha256};
    use crate::rules::sample::Sample;

    fn disagree(used: Option<&str>) -> Sample {
        let place = Provenance {
            file: "ben.xlsx".into(),
            sheet: "Measures".into(),
            cell: "I5".parse().unwrap(),
            sha256: Sha256::of(b"ben.xlsx"),
        };
        let answers = vec![
            (LeadId::from("ann"), "12".to_owned(), place.clone()),
            (LeadId::from("ben"), "14".to_owned(), place),
        ];
        let kind = FaultKind::Disagree { what: "Value".to_owned(), answers, used: used.map(str::to_owned) };
        Sample::clean().with_merge_fault("1.10a", "12", kind)
    }

    #[test]
    fn fires_with_every_answer_its_lead_and_its_place() {
        assert_eq!(disagree(None).raises(&RULE), ["M02 error ann.xlsx · Measures!I8"]);
        let read = disagree(None).read_aloud(&RULE);
        assert!(
            read.contains("\"14\" from Ben Baker (ben.xlsx · Measures!I5). They are not used."),
            "{read}"
        );
        assert!(disagree(Some("14")).read_aloud(&RULE).contains("\"14\" is used."));
    }

    #[test]
    fn spares_a_total_that_its_parts_contradict() {
        let (total, sum) = ("5".parse().unwrap(), "4".parse().unwrap());
        let kind = FaultKind::TotalDisagrees { total, sum, parts: Vec::new() };
        assert!(Sample::clean().with_merge_fault("1.10a", "5", kind).raises(&RULE).is_empty());
    }
}
