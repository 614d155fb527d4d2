//! F10: cell comments: listed, not used (6-exceptions.md).

use super::saying::{counted, on, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Cell comments: listed, not used.
pub const RULE: Rule = Rule {
    code: Code("F10"),
    name: "comments",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "Somebody wrote comments on cells, or words in a text box, a header or a footer, or put in a picture or a \
            link. They are listed here and not used as answers.",
    example: "Measures has 1 comment, which is not used: I5: \"Ben to confirm\". If a comment should be \
            reported, type it into Note or Commentary.",
    fix: "If a comment should be reported, type it into Note or Commentary.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Comments(comments) = &fault.kind else { return None };
    let count = counted(&comments.len().to_string(), "comment");
    let listed: Vec<String> =
        comments.iter().map(|(cell, text)| format!("{cell}: {}", quote(text))).collect();
    let not_used = if comments.len() == 1 { "which is not used" } else { "which are not used" };
    let message = format!("{} has {count}, {not_used}: {}.", on(&fault.place), listed.join("; "));
    let draft =
        RULE.raise(Severity::Note, fault).expected("answers in the cells themselves").message(message);
    Some(draft.fix("If a comment should be reported, type it into Note or Commentary."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_quotes_each_comment() {
        let kind = FaultKind::Comments(vec![("I5".parse().unwrap(), "Ben to\nconfirm".to_owned())]);
        let sample = Sample::clean().with_fault_at("Measures", "I5", "", kind);
        assert_eq!(sample.raises(&RULE), ["F10 note ann.xlsx · Measures!I5"]);
        assert!(
            sample.read_aloud(&RULE).contains("has 1 comment, which is not used: I5: \"Ben to confirm\".")
        );
    }

    #[test]
    fn spares_a_return_without_comments() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
