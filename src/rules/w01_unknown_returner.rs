//! W01: a return that nobody in the plan matches (4-reading.md, 4.3).

use super::saying::{at, listed, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A return that nobody in the plan matches.
pub const RULE: Rule = Rule {
    code: Code("W01"),
    name: "unknown-returner",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The return does not say whose it is, or names nobody whom the plan knows. Nothing of it is used.",
    example: "\"ann.xlsx\" is from nobody whom the plan knows: Start here: \"A. N. Other\". Nothing of \
            it is used. Write the lead's name or post as in the plan under Return from, on the sheet \
            Start here.",
    fix: "Write the lead's name or post as in the plan under Return from, or add it to the plan as another \
            name of that lead.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::UnknownReturner { claims } = &fault.kind else { return None };
    let claims: Vec<String> =
        claims.iter().map(|(source, says)| format!("{source}: {}", quote(says))).collect();
    let why = if claims.is_empty() { "it names nobody".to_owned() } else { listed(&claims) };
    let at = at(&fault.place);
    let message = format!("{at} is from nobody whom the plan knows: {why}. Nothing of it is used.");
    let draft = RULE
        .raise(Severity::Error, fault)
        .found_in_words(&why)
        .expected("a lead of the plan")
        .message(message);
    Some(
        draft.fix("Write the lead's name or post as in the plan under Return from, on the sheet Start here."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_says_what_the_return_says() {
        let kind =
            FaultKind::UnknownReturner { claims: vec![("Start here".to_owned(), "A. N. Other".to_owned())] };
        let sample = Sample::clean().with_file_fault(kind);
        assert_eq!(sample.raises(&RULE), ["W01 error ann.xlsx"]);
        assert!(sample.read_aloud(&RULE).contains("Start here: \"A. N. Other\"."));
    }

    #[test]
    fn spares_a_return_whose_sources_disagree() {
        let kind = FaultKind::IdentityDisagrees { what: "returner", claims: Vec::new(), winner: None };
        assert!(Sample::clean().with_file_fault(kind).raises(&RULE).is_empty());
    }
}
