//! R05: a row that the plan expects and the return lacks (4-reading.md, 4.3).

use super::saying::{quote, returner_name};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A row that the plan expects and the return lacks.
pub const RULE: Rule = Rule {
    code: Code("R05"),
    name: "row-missing",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The plan expects a row from this lead, and the return does not have it.",
    example: "\"ann.xlsx\" has no row for 1.2a in its Measures table. The plan expects one from Ann \
            Archer. Add a row with the ref 1.2a and its answers, or use the return that was issued.",
    fix: "Add the row with its ref and its answers, or use the return that was issued.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::RowMissing(table) = &fault.kind else { return None };
    let reference = fault.subject.reference();
    let file = fault.place.file.as_deref().map_or_else(|| "The return".to_owned(), quote);
    let from = returner_name(month, fault);
    let message =
        format!("{file} has no row for {reference} in its {table} table. The plan expects one from {from}.");
    let draft = RULE
        .raise(Severity::Query, fault)
        .found_in_words("no row")
        .expected(format!("a row for {reference}"))
        .message(message);
    Some(draft.fix(format!(
        "Add a row with the ref {reference} and its answers, or use the return that was issued."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Column, Table};
    use crate::rules::sample::Sample;

    fn lacking(kind: FaultKind) -> Sample {
        let mut sample = Sample::clean().with_measure_fault("1.2a", Column::Ref, "", kind);
        let fault = sample.ann().faults.last_mut().unwrap();
        fault.place.cell = None;
        fault.column = None;
        sample
    }

    #[test]
    fn fires_without_a_cell() {
        let sample = lacking(FaultKind::RowMissing(Table::Measures));
        assert_eq!(sample.raises(&RULE), ["R05 query ann.xlsx · Measures"]);
        assert!(
            sample.read_aloud(&RULE).starts_with("\"ann.xlsx\" has no row for 1.2a in its Measures table.")
        );
    }

    #[test]
    fn spares_a_row_that_is_there_and_empty() {
        assert!(lacking(FaultKind::Missing).raises(&RULE).is_empty());
    }
}
