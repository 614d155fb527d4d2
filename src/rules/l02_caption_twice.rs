//! L02: two columns that answer to one heading, or a heading row that two layouts read differently (4-reading.md, 4.3;
//! 9-architecture.md, "Layouts claim, never guess").

use super::saying::{at, on, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Two columns that answer to one heading.
pub const RULE: Rule = Rule {
    code: Code("L02"),
    name: "caption-twice",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "Two columns answer to the same heading, so it cannot be told which one holds the answers.",
    example: "\"Measures\" has two columns for \"Value\", headed in I4 and L4. Neither is used. Rename \
            or delete the column that is not meant.",
    fix: "Rename or delete the column that is not meant.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let (caption, [first, second]) = match &fault.kind {
        FaultKind::CaptionTwice { caption, cells } => (caption, cells),
        FaultKind::TwoLayouts { table, layouts: [one, other] } => {
            let (table, one, other) = (table.name(), quote(one), quote(other));
            let sheet = quote(&on(&fault.place));
            let message = format!(
                "The headings of {sheet} can be read in two ways, by {one} and by {other}, and they name different \
                 columns. The {table} table is not used."
            );
            let draft =
                RULE.raise(Severity::Error, fault).expected("headings that only one layout answers to");
            let fix = "Change the captions of one of the two layouts, or send the answers in the form that was issued.";
            return Some(draft.message(message).fix(fix));
        }
        _ => return None,
    };
    let (caption, sheet) = (quote(caption), fault.place.sheet.as_deref().unwrap_or_default());
    let start = if sheet.is_empty() { at(&fault.place) } else { quote(sheet) };
    let message =
        format!("{start} has two columns for {caption}, headed in {first} and {second}. Neither is used.");
    let draft =
        RULE.raise(Severity::Error, fault).expected(format!("one column for {caption}")).message(message);
    Some(draft.fix("Rename or delete the column that is not meant."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_heading() {
        let cells = ["I4".parse().unwrap(), "L4".parse().unwrap()];
        let kind = FaultKind::CaptionTwice { caption: "Value".to_owned(), cells };
        let sample = Sample::clean().with_fault_at("Measures", "L4", "Actual", kind);
        assert_eq!(sample.raises(&RULE), ["L02 error ann.xlsx · Measures!L4"]);
        assert!(sample.read_aloud(&RULE).contains("two columns for \"Value\", headed in I4 and L4"));
    }

    #[test]
    fn fires_where_two_layouts_read_differently() {
        let layouts = ["A".to_owned(), "B".to_owned()];
        let kind = FaultKind::TwoLayouts { table: crate::domain::Table::Progress, layouts };
        let sample = Sample::clean().with_fault_at("Progress", "A4", "", kind);
        assert_eq!(sample.raises(&RULE), ["L02 error ann.xlsx · Progress!A4"]);
        assert!(sample.read_aloud(&RULE).contains("by \"A\" and by \"B\""));
    }

    #[test]
    fn spares_an_extra_column() {
        let kind = FaultKind::Rearranged(vec!["extra column \"Owner\"".to_owned()]);
        assert!(Sample::clean().with_fault_at("Measures", "A4", "", kind).raises(&RULE).is_empty());
    }
}
