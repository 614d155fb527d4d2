//! L02: two columns that answer to one heading, or a heading row that two layouts read differently (4-reading.md, 4.3;
//! 9-architecture.md, "Layouts claim, never guess").

use super::saying::{at, on, quote};
use super::{Check, Month, Rule, Scope};
use crate::domain::CellRef;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Two columns that answer to one heading.
pub const RULE: Rule = Rule {
    code: Code("L02"),
    name: "caption-twice",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "Two columns answer to the same heading, so it cannot be told which one holds the answers. A query \
            where another column, such as \"Corrected value\", says something else than the answer beside it.",
    example: "\"Measures\" has two columns for \"Value\", headed in I4 and L4. Neither is used. Rename \
            or delete the column that is not meant.",
    fix: "Rename or delete the column that is not meant.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    if let FaultKind::RivalColumn { caption, cell, says } = &fault.kind {
        return Some(rival(fault, caption, *cell, says));
    }
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

fn rival(fault: &Fault, caption: &str, cell: CellRef, says: &str) -> Exception {
    let heading = if caption.is_empty() {
        "which has no heading".to_owned()
    } else {
        format!("under {}", quote(caption))
    };
    let says = quote(says);
    let own = super::saying::says(fault);
    let message = format!("{own}, but {cell}, {heading}, says {says}. What stands in {cell} is not used.");
    let draft = RULE.raise(Severity::Query, fault).expected("one answer in the row").message(message);
    draft.fix(format!("If {says} is meant, type it in place of the other answer. Then clear {cell}."))
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
    fn asks_where_another_column_says_something_else() {
        let rival = |caption: &str| {
            let kind = FaultKind::RivalColumn {
                caption: caption.to_owned(),
                cell: "L5".parse().unwrap(),
                says: "854".to_owned(),
            };
            Sample::clean().with_measure_fault("1.1a", crate::domain::Column::Value, "845", kind)
        };
        assert_eq!(rival("Corrected value").raises(&RULE), ["L02 query ann.xlsx · Measures!I5"]);
        let aloud = rival("Corrected value").read_aloud(&RULE);
        assert!(
            aloud.starts_with("Measures!I5 says \"845\", but L5, under \"Corrected value\", says \"854\"."),
            "{aloud}"
        );
        assert!(rival("").read_aloud(&RULE).contains("but L5, which has no heading, says"));
    }

    #[test]
    fn spares_an_extra_column() {
        let kind = FaultKind::Rearranged(vec!["extra column \"Owner\"".to_owned()]);
        assert!(Sample::clean().with_fault_at("Measures", "A4", "", kind).raises(&RULE).is_empty());
    }
}
