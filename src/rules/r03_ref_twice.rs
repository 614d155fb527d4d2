//! R03: one ref twice in one return (4-reading.md, 4.3).

use super::saying::{row_says, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// One ref twice in one return.
pub const RULE: Rule = Rule {
    code: Code("R03"),
    name: "ref-twice",
    severities: &[Severity::Error, Severity::Note],
    scope: Scope::Return,
    meaning: "The same ref stands in two rows of one return. A note when all answers are equal, otherwise an \
            error: neither row is used.",
    example: "Measures!A9 says \"1.1a\", which also stands in A5, with different answers. Neither row is \
            used. The row says: Value: 14. Delete the row that is not meant.",
    fix: "Delete the row that is not meant.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::RefTwice { other, equal, answers } = &fault.kind else { return None };
    let twice = format!("{}, which also stands in {other}", says(fault));
    Some(if *equal {
        RULE.raise(Severity::Note, fault)
            .expected("each ref once")
            .message(format!("{twice}, with the same answers. They are used once."))
            .fix("Nothing to do.")
    } else {
        RULE.raise(Severity::Error, fault)
            .expected("each ref once")
            .message(format!("{twice}, with different answers. Neither row is used.{}", row_says(answers)))
            .fix("Delete the row that is not meant.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn twice(equal: bool) -> Sample {
        let kind = FaultKind::RefTwice {
            other: "A5".parse().unwrap(),
            equal,
            answers: vec!["Value: 14".to_owned()],
        };
        Sample::clean().with_fault_at("Measures", "A9", "1.1a", kind)
    }

    #[test]
    fn fires_as_an_error_or_as_a_note_when_equal() {
        assert_eq!(twice(false).raises(&RULE), ["R03 error ann.xlsx · Measures!A9"]);
        assert!(twice(false).read_aloud(&RULE).contains("also stands in A5, with different answers."));
        assert_eq!(twice(true).raises(&RULE), ["R03 note ann.xlsx · Measures!A9"]);
    }

    #[test]
    fn spares_refs_that_only_look_alike() {
        let kind = FaultKind::NumberRef {
            candidates: Vec::new(),
            settled: Some("1.10".to_owned()),
            answers: Vec::new(),
        };
        assert!(Sample::clean().with_fault_at("Progress", "A7", "1.1", kind).raises(&RULE).is_empty());
    }
}
