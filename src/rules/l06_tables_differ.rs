//! L06: two unequal tables of one kind (4-reading.md, 4.3).

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::domain::Table;
use crate::finding::{Code, Exception, Fault, FaultKind, Place, Severity};

/// Two unequal tables of one kind.
pub const RULE: Rule = Rule {
    code: Code("L06"),
    name: "tables-differ",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "The workbook holds two tables of one kind with different answers, so it cannot be told which one \
            counts. A query where the headings of one of them cannot be read, so that the other is used.",
    example: "Measures!A4 and Copy!A4 are both Measures tables, with different answers. Neither is used. \
            Delete the table that is not meant and send the return again.",
    fix: "Delete the table that is not meant and send the return again.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let (table, other) = match &fault.kind {
        FaultKind::TablesDiffer { table, other } => (table, other),
        FaultKind::TableUnread { table, used } => return Some(unread(fault, *table, used)),
        _ => return None,
    };
    let both =
        format!("{} and {} are both {table} tables, with different answers", at(other), at(&fault.place));
    let message = format!("{both}. Neither is used.");
    let draft = RULE.raise(Severity::Error, fault).expected(format!("one {table} table")).message(message);
    Some(draft.fix("Delete the table that is not meant and send the return again."))
}

fn unread(fault: &Fault, table: Table, used: &Place) -> Exception {
    let (here, used) = (at(&fault.place), at(used));
    let message = format!(
        "{here} seems to start another {table} table, whose headings cannot be read. {used} is used, and nothing of \
         what stands under {here}."
    );
    let draft = RULE.raise(Severity::Query, fault).expected(format!("one {table} table")).message(message);
    draft.fix("Say which of the two is meant. Delete the other one and send the return again.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_names_both_places() {
        let other = Place::cell("ann.xlsx", "Measures", "A4".parse().unwrap());
        let kind = FaultKind::TablesDiffer { table: Table::Measures, other };
        let sample = Sample::clean().with_fault_at("Copy", "A4", "", kind);
        assert_eq!(sample.raises(&RULE), ["L06 error ann.xlsx · Copy!A4"]);
        assert!(sample.read_aloud(&RULE).starts_with("Measures!A4 and Copy!A4 are both Measures tables"));
    }

    #[test]
    fn asks_where_the_other_table_cannot_be_read() {
        let used = Place::cell("ann.xlsx", "Measures", "A4".parse().unwrap());
        let kind = FaultKind::TableUnread { table: Table::Measures, used };
        let sample = Sample::clean().with_fault_at("Copy", "B4", "", kind);
        assert_eq!(sample.raises(&RULE), ["L06 query ann.xlsx · Copy!B4"]);
        let aloud = sample.read_aloud(&RULE);
        assert!(aloud.starts_with("Copy!B4 seems to start another Measures table"), "{aloud}");
        assert!(aloud.contains("Measures!A4 is used, and nothing of what stands under Copy!B4."), "{aloud}");
    }

    #[test]
    fn spares_two_columns_of_one_heading() {
        let cells = ["I4".parse().unwrap(), "L4".parse().unwrap()];
        let kind = FaultKind::CaptionTwice { caption: "Value".to_owned(), cells };
        assert!(Sample::clean().with_fault_at("Measures", "L4", "", kind).raises(&RULE).is_empty());
    }
}
