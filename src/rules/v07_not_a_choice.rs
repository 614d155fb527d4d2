//! V07: an answer that is none of the choices (4-reading.md, 4.4).

use super::saying::{caption, either, for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// An answer that is none of the choices.
pub const RULE: Rule = Rule {
    code: Code("V07"),
    name: "not-a-choice",
    severities: &[Severity::Error, Severity::Note],
    scope: Scope::Return,
    meaning: "The answer is none of the choices of this column. As a note: another word was used that stands \
            for one of them.",
    example: "Progress!F5 says \"Nearly there\". Status for 1.1 must be Not started or Complete. Choose \
            one from the list in the cell.",
    fix: "Choose one from the list in the cell.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NotAChoice { choices, read_as } = &fault.kind else { return None };
    let column = fault.column.map_or("The answer", caption);
    let expected = either(choices);
    let Some(used) = read_as else {
        let message = format!("{}. {column}{} must be {expected}.", says(fault), for_ref(fault));
        let draft = RULE.raise(Severity::Error, fault).expected(expected).message(message);
        return Some(draft.fix("Choose one from the list in the cell."));
    };
    let message = format!("{}. It is read as {used}{}.", says(fault), for_ref(fault));
    let draft = RULE.raise(Severity::Note, fault).expected(expected).message(message);
    Some(draft.fix("Nothing to do if that is right. Otherwise choose one from the list in the cell."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    fn status(found: &str, read_as: Option<&'static str>) -> Sample {
        let kind = FaultKind::NotAChoice { choices: vec!["Not started", "Complete"], read_as };
        Sample::clean().with_progress_fault("1.1", Column::Status, found, kind)
    }

    #[test]
    fn fires_on_an_unknown_word_and_as_a_note_on_a_synonym() {
        let unknown = status("Nearly there", None);
        assert_eq!(unknown.raises(&RULE), ["V07 error ann.xlsx · Progress!F5"]);
        assert!(unknown.read_aloud(&RULE).contains("Status for 1.1 must be Not started or Complete."));
        let synonym = status("Done", Some("Complete"));
        assert_eq!(synonym.raises(&RULE), ["V07 note ann.xlsx · Progress!F5"]);
        assert!(synonym.read_aloud(&RULE).contains("It is read as Complete for 1.1."));
    }

    #[test]
    fn spares_a_blank_status() {
        let sample = Sample::clean().with_progress_fault("1.1", Column::Status, "", FaultKind::Missing);
        assert!(sample.raises(&RULE).is_empty());
    }
}
