//! L01: a table without a needed column (4-reading.md, 4.3).

use super::saying::{at, either, listed, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A table without a needed column.
pub const RULE: Rule = Rule {
    code: Code("L01"),
    name: "caption-missing",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "A needed column heading was not found, so the table cannot be read.",
    example: "Measures!A4 starts a Measures table without the heading Value. Found: \"Ref\" and \
            \"Note\". Put the missing headings back in the header row, spelt as in the return that was \
            issued.",
    fix: "Put the missing headings back in the header row, spelt as in the return that was issued.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::CaptionMissing { table, missing, present } = &fault.kind else { return None };
    let found = if present.is_empty() {
        "no heading of this table".to_owned()
    } else {
        listed(&present.iter().map(|p| quote(p)).collect::<Vec<_>>())
    };
    let at = at(&fault.place);
    let message =
        format!("{at} starts a {table} table without the heading {}. Found: {found}.", either(missing));
    let draft =
        RULE.raise(Severity::Error, fault).found_in_words(&found).expected(listed(missing)).message(message);
    Some(
        draft.fix("Put the missing headings back in the header row, spelt as in the return that was issued."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Table;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_header_row() {
        let kind = FaultKind::CaptionMissing {
            table: Table::Measures,
            missing: vec!["Value".to_owned()],
            present: vec!["Ref".to_owned(), "Note".to_owned()],
        };
        let sample = Sample::clean().with_fault_at("Measures", "A4", "", kind);
        assert_eq!(sample.raises(&RULE), ["L01 error ann.xlsx · Measures!A4"]);
        assert!(sample.read_aloud(&RULE).contains("without the heading Value. Found: \"Ref\" and \"Note\"."));
    }

    #[test]
    fn spares_columns_in_another_order() {
        let kind = FaultKind::Rearranged(vec!["Status stands after Commentary".to_owned()]);
        assert!(Sample::clean().with_fault_at("Progress", "A4", "", kind).raises(&RULE).is_empty());
    }
}
