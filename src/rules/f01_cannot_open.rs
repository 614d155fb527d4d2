//! F01: a file that is damaged, truncated or empty (4-reading.md, 4.1).

use super::raise::QUOTED_CHARS;
use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::Refusal;
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A file that is damaged, truncated or empty.
pub const RULE: Rule = Rule {
    code: Code("F01"),
    name: "cannot-open",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The file is empty, damaged or cut short, so nothing in it can be read safely.",
    example: "\"ann.xlsx\" cannot be opened: the file is empty. Open the original in Excel, save it as \
            an Excel Workbook (.xlsx) and send it again.",
    fix: "Open the file in Excel, save it again and send the new copy.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let why = match &fault.kind {
        FaultKind::Unopened(Refusal::Empty) => "the file is empty".to_owned(),
        FaultKind::Unopened(Refusal::Damaged(detail)) => {
            format!(
                "the file is damaged or was cut short ({})",
                clip(detail.trim_end_matches('.'), QUOTED_CHARS)
            )
        }
        _ => return None,
    };
    let message = format!("{} cannot be opened: {why}.", at(&fault.place));
    let draft = RULE
        .raise(Severity::Error, fault)
        .found_in_words(&why)
        .expected("a workbook that opens")
        .message(message);
    Some(draft.fix("Open the original in Excel, save it as an Excel Workbook (.xlsx) and send it again."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_an_empty_and_on_a_damaged_file() {
        for refusal in [Refusal::Empty, Refusal::Damaged("the end of the file is missing".to_owned())] {
            let sample = Sample::clean().with_file_fault(FaultKind::Unopened(refusal));
            assert_eq!(sample.raises(&RULE), ["F01 error ann.xlsx"]);
        }
    }

    #[test]
    fn spares_a_file_with_a_password() {
        let refusal = Refusal::Password { default_password: false };
        assert!(Sample::clean().with_file_fault(FaultKind::Unopened(refusal)).raises(&RULE).is_empty());
    }
}
