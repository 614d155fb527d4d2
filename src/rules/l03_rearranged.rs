//! L03: moved, inserted or extra columns and rows, a renamed sheet (4-reading.md, 4.3).

use super::raise::QUOTED_CHARS;
use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Moved, inserted or extra columns and rows, a renamed sheet.
pub const RULE: Rule = Rule {
    code: Code("L03"),
    name: "rearranged",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The form was rearranged. The answers were found all the same.",
    example: "Measures!A4: the form was rearranged (extra column \"Owner\"; the sheet was renamed). The \
            answers were found all the same. Nothing to do. What stands in extra columns is not used.",
    fix: "Nothing to do.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Rearranged(noticed) = &fault.kind else { return None };
    let noticed: Vec<String> = noticed.iter().map(|n| clip(n.trim_end_matches('.'), QUOTED_CHARS)).collect();
    let message = format!(
        "{}: the form was rearranged ({}). The answers were found all the same.",
        at(&fault.place),
        noticed.join("; ")
    );
    if noticed.iter().any(|n| n.starts_with("there is no column")) {
        let found = "What stands under the other headings was found all the same.";
        let message = message.replace("The answers were found all the same.", found);
        let draft = RULE.raise(Severity::Note, fault).expected("the form as it was issued").message(message);
        return Some(
            draft.fix(
                "Nothing to do for the columns that are there. What stands in extra columns is not used.",
            ),
        );
    }
    let draft = RULE.raise(Severity::Note, fault).expected("the form as it was issued").message(message);
    Some(draft.fix("Nothing to do. What stands in extra columns is not used."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_lists_what_was_noticed() {
        let kind = FaultKind::Rearranged(vec![
            "extra column \"Owner\"".to_owned(),
            "the sheet was renamed".to_owned(),
        ]);
        let sample = Sample::clean().with_fault_at("Measures", "A4", "", kind);
        assert_eq!(sample.raises(&RULE), ["L03 note ann.xlsx · Measures!A4"]);
        assert!(sample.read_aloud(&RULE).contains("(extra column \"Owner\"; the sheet was renamed)"));
    }

    #[test]
    fn fires_without_claiming_answers_of_a_column_that_is_not_there() {
        let kind = FaultKind::Rearranged(vec!["there is no column \"Value\"".to_owned()]);
        let aloud = Sample::clean().with_fault_at("Measures", "A4", "", kind).read_aloud(&RULE);
        assert!(
            aloud.contains("under the other headings was found") && !aloud.contains("The answers"),
            "{aloud}"
        );
    }

    #[test]
    fn spares_the_form_as_issued() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
