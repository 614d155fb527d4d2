//! L06: two unequal tables of one kind (4-reading.md, 4.3).

use super::saying::at;
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Two unequal tables of one kind.
pub const RULE: Rule = Rule {
    code: Code("L06"),
    name: "tables-differ",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The workbook holds two tables of one kind with different answers, so it cannot be told which one \
            counts.",
    example: "Measures!A4 and Copy!A4 are both Measures tables, with different answers. Neither is used. \
            Delete the table that is not meant and send the return again.",
    fix: "Delete the table that is not meant and send the return again.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TablesDiffer { table, other } = &fault.kind else { return None };
    let both =
        format!("{} and {} are both {table} tables, with different answers", at(other), at(&fault.place));
    let message = format!("{both}. Neither is used.");
    let draft = RULE.raise(Severity::Error, fault).expected(format!("one {table} table")).message(message);
    Some(draft.fix("Delete the table that is not meant and send the return again."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Table;
    use crate::finding::Place;
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
    fn spares_two_columns_of_one_heading() {
        let cells = ["I4".parse().unwrap(), "L4".parse().unwrap()];
        let kind = FaultKind::CaptionTwice { caption: "Value".to_owned(), cells };
        assert!(Sample::clean().with_fault_at("Measures", "L4", "", kind).raises(&RULE).is_empty());
    }
}
