//! W02: properties, Start here and rows do not agree (4-reading.md, 4.3; 11-settled.md, "Reading").

use super::saying::{at, listed, quote, returner_name, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Properties, Start here and rows do not agree.
pub const RULE: Rule = Rule {
    code: Code("W02"),
    name: "identity-disagrees",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The return says different things about whose it is, for which month (a title or a sheet's name too) or from \
            which plan version, or \
            another lead of the same measures or actions completed it. \
            An error when no majority settles it: then nothing of it is used.",
    example: "\"ann.xlsx\" does not agree on its returner (Start here: \"Ben Baker\" and the rows: \"Ann \
            Archer\"). Nothing of it is used. Correct the returner on the sheet Start here and send \
            the return again.",
    fix: "Correct Return from on the sheet Start here, and send the return again if the wrong one was \
            used.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let (what, claims, winner) = match &fault.kind {
        FaultKind::IdentityDisagrees { what, claims, winner } => (what, claims, winner),
        FaultKind::CompletedByAnother { colleague, shared } => {
            return Some(by_another(month, fault, month.plan.lead_name(colleague), shared));
        }
        _ => return None,
    };
    let says: Vec<String> =
        claims.iter().map(|(source, says)| format!("{source}: {}", quote(says))).collect();
    let disagrees = format!("{} does not agree on its {what} ({})", at(&fault.place), listed(&says));
    let expected = format!("one {what}");
    Some(match winner {
        Some(winner) => RULE
            .raise(Severity::Query, fault)
            .found_in_words(listed(&says))
            .expected(expected)
            .message(format!("{disagrees}. {} is used.", quote(winner)))
            .fix(format!("Confirm the {what}, and correct it on the sheet Start here.")),
        None => RULE
            .raise(Severity::Error, fault)
            .found_in_words(listed(&says))
            .expected(expected)
            .message(format!("{disagrees}. Nothing of it is used."))
            .fix(format!("Correct the {what} on the sheet Start here and send the return again.")),
    })
}

/// A form that another lead of the same rows filled in.
fn by_another(month: &Month<'_>, fault: &Fault, colleague: &str, shared: &[String]) -> Exception {
    let from = returner_name(month, fault);
    let is_used = !fault.place.file.as_ref().is_some_and(|file| month.set_aside.contains_key(&**file));
    let used = if is_used {
        format!("It is used as the return of {from}.")
    } else {
        format!("Another return from {from} is there, so nothing of this one is used.")
    };
    let message = format!(
        "The return is from {from}, but {}. {colleague} answers for {} too. {used}",
        says(fault),
        listed(shared)
    );
    let fix = format!(
        "Confirm that these are the answers of {from}. If they are {colleague}'s own, {colleague} fills in the form for \
         {colleague}, and {from} sends this one."
    );
    RULE.raise(Severity::Query, fault).expected(&from).message(message).fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn disagree(winner: Option<&str>) -> Sample {
        let claims = [("Start here", "Ben Baker"), ("the rows", "Ann Archer")];
        let claims = claims.map(|(source, says)| (source.to_owned(), says.to_owned())).to_vec();
        let kind =
            FaultKind::IdentityDisagrees { what: "returner", claims, winner: winner.map(str::to_owned) };
        Sample::clean().with_file_fault(kind)
    }

    #[test]
    fn fires_as_a_query_with_a_winner_and_as_an_error_without() {
        assert_eq!(disagree(Some("Ann Archer")).raises(&RULE), ["W02 query ann.xlsx"]);
        assert_eq!(disagree(None).raises(&RULE), ["W02 error ann.xlsx"]);
        assert!(
            disagree(None)
                .read_aloud(&RULE)
                .contains("(Start here: \"Ben Baker\" and the rows: \"Ann Archer\").")
        );
    }

    #[test]
    fn fires_as_a_query_on_a_form_that_another_lead_of_its_measures_filled_in() {
        let shared = vec!["1.10a".to_owned()];
        let kind = FaultKind::CompletedByAnother { colleague: "ben".into(), shared };
        let mut sample = Sample::clean().with_fault_at("Start here", "B16", "Ben Baker", kind);
        assert_eq!(sample.raises(&RULE), ["W02 query ann.xlsx · Start here!B16"]);
        let aloud = sample.read_aloud(&RULE);
        assert!(
            aloud.contains(
                "from Ann Archer, but Start here!B16 says \"Ben Baker\". Ben Baker answers for 1.10a too."
            ),
            "{aloud}"
        );
        assert!(aloud.contains("It is used as the return of Ann Archer."), "{aloud}");
        sample.set_aside.insert("ann.xlsx".to_owned(), "another one stands".to_owned());
        let unused = sample.read_aloud(&RULE);
        assert!(unused.contains("nothing of this one is used") && !unused.contains("It is used"), "{unused}");
    }

    #[test]
    fn spares_a_return_of_another_month() {
        let kind = FaultKind::WrongPeriod {
            says: "2024-02".parse().ok(),
            wanted: "2024-03".parse().unwrap(),
            claims: Vec::new(),
        };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
