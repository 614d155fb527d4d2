//! D01: a text that looks like a particular person (6-exceptions.md, D; 11-settled.md, "Rules added"). What is found comes
//! masked; which texts look like a person is `domain::person`'s.

use super::saying::{caption, for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::{Column, PersonKind};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A text that looks like a particular person.
pub const RULE: Rule = Rule {
    code: Code("D01"),
    name: "looks-like-a-person",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The text holds what looks like a particular person: an NHS number, a unique pupil number, a National \
            Insurance number, a date of birth (after a word such as born, or beside initials: KS (03/05/11)), an e-mail address, a phone number, or a house number with its postcode. It \
            is masked in every message, table and workbook, and held out of every edition. The file and cell lead whoever \
            may see it to the return.",
    example: "Progress!I5 says \"Child [masked: NHS number] was seen\". What is masked looks like an NHS number. It is \
            not shown or published anywhere; the rest of Commentary for 1.1 is kept. Take it out of the return. If it is \
            no person's, write it in another way.",
    fix: "Take it out of the return. If it is no person's, write it in another way.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::LooksLikeAPerson { kinds } = &fault.kind else { return None };
    let looks_like = listed(kinds);
    let rest = match fault.column {
        Some(column @ (Column::Commentary | Column::Evidence | Column::Note)) => {
            format!("the rest of {}{} is kept", caption(column), for_ref(fault))
        }
        Some(column) if column.is_input() => format!("{}{} is not used", caption(column), for_ref(fault)),
        _ => "the rest of the text is kept".to_owned(),
    };
    let masked = "What is masked looks like";
    let message =
        format!("{}. {masked} {looks_like}. It is not shown or published anywhere; {rest}.", says(fault));
    let draft =
        RULE.raise(Severity::Error, fault).expected("nothing that could name a person").message(message);
    Some(draft.fix(RULE.fix))
}

/// `an NHS number and a phone number`.
fn listed(kinds: &[PersonKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| format!("{} {kind}", article(*kind))).collect();
    match words.split_last() {
        None => "a person".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

const fn article(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::NhsNumber | PersonKind::EMail => "an",
        _ => "a",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_cell_and_says_what_is_masked() {
        let kind = FaultKind::LooksLikeAPerson { kinds: vec![PersonKind::NhsNumber, PersonKind::Phone] };
        let found = "Child [masked: NHS number], [masked: phone number]";
        let sample = Sample::clean().with_progress_fault("1.1", Column::Commentary, found, kind);
        assert_eq!(sample.raises(&RULE), ["D01 error ann.xlsx · Progress!I5"]);
        let read = sample.read_aloud(&RULE);
        assert!(read.contains("looks like an NHS number and a phone number. It is not shown"), "{read}");
        assert!(read.contains("the rest of Commentary for 1.1 is kept"), "{read}");
    }

    #[test]
    fn fires_on_a_value_that_is_not_used() {
        let kind = FaultKind::LooksLikeAPerson { kinds: vec![PersonKind::NhsNumber] };
        let sample = Sample::clean().with_measure_fault("1.1a", Column::Value, "[masked: NHS number]", kind);
        assert!(sample.read_aloud(&RULE).contains("Value for 1.1a is not used"));
    }

    #[test]
    fn spares_a_clean_month() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
