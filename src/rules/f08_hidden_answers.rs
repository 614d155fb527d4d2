//! F08: answers on a hidden sheet, in hidden rows or columns (4-reading.md, 4.3).

use super::saying::{listed, on};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Answers on a hidden sheet, in hidden rows or columns.
pub const RULE: Rule = Rule {
    code: Code("F08"),
    name: "hidden-answers",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "Some answers stand where Excel does not show them. They are used like any other.",
    example: "Measures has answers where the row is hidden: I7 and I8. They are used. Nothing to do if \
            that was meant. Otherwise show the row and check the answers.",
    fix: "Nothing to do if that was meant. Otherwise show the sheet, rows or columns and check the \
            answers.",
    check: Check::Fault(say),
};

/// How many cells are listed before the rest is only counted.
const SHOWN: usize = 10;

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::HiddenAnswers { what, cells } = &fault.kind else { return None };
    let mut shown: Vec<String> = cells.iter().take(SHOWN).map(ToString::to_string).collect();
    if cells.len() > SHOWN {
        shown.push(format!("{} more", cells.len() - SHOWN));
    }
    let message = format!(
        "{} has answers where the {what} is hidden: {}. They are used.",
        on(&fault.place),
        listed(&shown)
    );
    let draft = RULE.raise(Severity::Note, fault).expected("answers that can be seen").message(message);
    Some(
        draft.fix(format!(
            "Nothing to do if that was meant. Otherwise show the {what} and check the answers."
        )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_lists_the_cells() {
        let cells = vec!["I7".parse().unwrap(), "I8".parse().unwrap()];
        let kind = FaultKind::HiddenAnswers { what: "row", cells };
        let sample = Sample::clean().with_fault_at("Measures", "I7", "", kind);
        assert_eq!(sample.raises(&RULE), ["F08 note ann.xlsx · Measures!I7"]);
        assert!(
            sample.read_aloud(&RULE).starts_with("Measures has answers where the row is hidden: I7 and I8.")
        );
    }

    #[test]
    fn spares_a_return_with_nothing_hidden() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
