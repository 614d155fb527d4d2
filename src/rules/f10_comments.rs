//! F10: cell comments: listed, not used (6-exceptions.md).

use super::saying::{counted, for_ref, on, quote, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::fault::Cover;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Cell comments: listed, not used.
pub const RULE: Rule = Rule {
    code: Code("F10"),
    name: "comments",
    severities: &[Severity::Query, Severity::Note],
    scope: Scope::Return,
    meaning: "Somebody wrote comments on cells, or words in a text box, a header or a footer, or put in a picture or a \
            link. They are listed here and not used as answers. A query where a text box, a picture or another shape \
            lies over an answer: what people saw there is not what the cell says.",
    example: "Measures has 1 comment, which is not used: I5: \"Ben to confirm\". If a comment should be \
            reported, type it into Note or Commentary.",
    fix: "If a comment should be reported, type it into Note or Commentary.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let comments = match &fault.kind {
        FaultKind::Comments(comments) => comments,
        FaultKind::Covered(cover) => return Some(covered(fault, cover)),
        _ => return None,
    };
    let count = counted(&comments.len().to_string(), "comment");
    let listed: Vec<String> =
        comments.iter().map(|(cell, text)| format!("{cell}: {}", quote(text))).collect();
    let not_used = if comments.len() == 1 { "which is not used" } else { "which are not used" };
    let message = format!("{} has {count}, {not_used}: {}.", on(&fault.place), listed.join("; "));
    let draft =
        RULE.raise(Severity::Note, fault).expected("answers in the cells themselves").message(message);
    Some(draft.fix("If a comment should be reported, type it into Note or Commentary."))
}

fn covered(fault: &Fault, cover: &Cover) -> Exception {
    let over = match cover {
        Cover::Text(says) => format!("a text box lies over it that says {}", quote(says)),
        Cover::Picture => "a picture lies over it".to_owned(),
        Cover::Shape => "a shape is drawn over it".to_owned(),
    };
    RULE.raise(Severity::Query, fault)
        .expected("an answer that nothing lies over")
        .message(format!("{}, and {over}. The cell is used{}.", says(fault), for_ref(fault)))
        .fix("Type what is meant into the cell, and take away what lies over it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
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
    fn fires_as_a_query_on_an_answer_under_a_text_box() {
        let kind = FaultKind::Covered(Cover::Text("14".to_owned()));
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "12", kind);
        assert_eq!(sample.raises(&RULE), ["F10 query ann.xlsx · Measures!I5"]);
        let aloud = sample.read_aloud(&RULE);
        assert!(aloud.starts_with(
            "Measures!I5 says \"12\", and a text box lies over it that says \"14\". The cell is used for 1.1a."
        ));
    }

    #[test]
    fn spares_a_return_without_comments() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
