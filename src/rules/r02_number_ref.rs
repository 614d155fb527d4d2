//! R02: a ref that is a number: 3.1 or 3.10? (4-reading.md, 4.3)

use super::saying::{either, row_says, says};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A ref that is a number: 3.1 or 3.10?.
pub const RULE: Rule = Rule {
    code: Code("R02"),
    name: "number-ref",
    severities: &[Severity::Error, Severity::Note],
    scope: Scope::Return,
    meaning: "The ref is stored as a number, and a number cannot tell 3.1 from 3.10. A note when the wording \
            of the row settles it, otherwise an error.",
    example: "Progress!A5 says \"1.1\", and is stored as a number or a date. It could be 1.1 or 1.10. \
            The row is not used. Type the ref as text, with an apostrophe in front, such as '3.10.",
    fix: "Type the ref as text, with an apostrophe in front: '3.10.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NumberRef { candidates, settled, answers } = &fault.kind else { return None };
    let stored = format!("{}, and is stored as a number or a date", says(fault));
    let how = "Type the ref as text, with an apostrophe in front, such as '3.10.";
    Some(if let Some(settled) = settled {
        RULE.raise(Severity::Note, fault)
            .expected(settled)
            .message(format!("{stored}. The wording of the row shows that {settled} is meant."))
            .fix(format!("Nothing to do now. {how}"))
    } else {
        let could = if candidates.is_empty() { "no ref of the plan".to_owned() } else { either(candidates) };
        RULE.raise(Severity::Error, fault)
            .expected(either(candidates))
            .message(format!("{stored}. It could be {could}. The row is not used.{}", row_says(answers)))
            .fix(how)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    fn number(settled: Option<&str>) -> Sample {
        let candidates = vec!["1.1".to_owned(), "1.10".to_owned()];
        let kind =
            FaultKind::NumberRef { candidates, settled: settled.map(str::to_owned), answers: Vec::new() };
        Sample::clean().with_progress_fault("1.1", Column::Ref, "1.1", kind)
    }

    #[test]
    fn fires_as_an_error_and_as_a_note_when_settled() {
        assert_eq!(number(None).raises(&RULE), ["R02 error ann.xlsx · Progress!A5"]);
        assert!(
            number(None).read_aloud(&RULE).contains("stored as a number or a date. It could be 1.1 or 1.10.")
        );
        assert_eq!(number(Some("1.10")).raises(&RULE), ["R02 note ann.xlsx · Progress!A5"]);
    }

    #[test]
    fn spares_a_ref_that_is_simply_unknown() {
        let kind = FaultKind::UnknownRef { nearest: None, answers: Vec::new() };
        assert!(
            Sample::clean().with_progress_fault("1.1", Column::Ref, "7.7", kind).raises(&RULE).is_empty()
        );
    }
}
