//! L01: a table without a needed column (4-reading.md, 4.3).

use super::saying::{at, either, listed, quote, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::CellRef;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A table without a needed column.
pub const RULE: Rule = Rule {
    code: Code("L01"),
    name: "caption-missing",
    severities: &[Severity::Error, Severity::Query],
    scope: Scope::Return,
    meaning: "A needed column heading was not found, so the table cannot be read. A query where any \
            other column seems to have lost its heading.",
    example: "Measures!A4 starts a Measures table without the heading Value. Found: \"Ref\" and \
            \"Note\". Put the missing headings back in the header row, spelt as in the return that was \
            issued.",
    fix: "Put the missing headings back in the header row, spelt as in the return that was issued.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let (table, missing, present) = match &fault.kind {
        FaultKind::CaptionMissing { table, missing, present } => (table, missing, present),
        FaultKind::ColumnUnknown { caption, answers } => return Some(unknown(fault, caption, answers)),
        _ => return None,
    };
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

/// How many cells of a column are listed.
const LISTED: usize = 30;

fn unknown(fault: &Fault, caption: &str, answers: &[(CellRef, String)]) -> Exception {
    let heading = if fault.found.is_empty() {
        format!("{} has no heading", at(&fault.place))
    } else {
        format!("{} is no heading of the return", says(fault).replacen(" says ", ", ", 1))
    };
    let cells: Vec<String> =
        answers.iter().take(LISTED).map(|(at, said)| format!("{at} {}", quote(said))).collect();
    let more = answers.len().saturating_sub(LISTED);
    let more = if more == 0 { String::new() } else { format!("; and {more} more cells") };
    let caption = quote(caption);
    let message = format!(
        "{heading}, and the heading {caption} is missing. What stands in the column is not used: {}{more}.",
        cells.join("; ")
    );
    let draft = RULE.raise(Severity::Query, fault).expected(caption.clone()).message(message);
    draft.fix(format!("If these are the answers for {caption}, put that heading back above them."))
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
    fn asks_where_another_column_may_hold_the_answers() {
        let asked = |found: &str| {
            let answers = vec![("G5".parse().unwrap(), "30 June 2024".to_owned())];
            let kind = FaultKind::ColumnUnknown { caption: "Forecast date".to_owned(), answers };
            Sample::clean().with_fault_at("Progress", "G4", found, kind)
        };
        assert_eq!(asked("Date").raises(&RULE), ["L01 query ann.xlsx · Progress!G4"]);
        let aloud = asked("Date").read_aloud(&RULE);
        assert!(
            aloud.starts_with("Progress!G4, \"Date\" is no heading of the return, and the heading"),
            "{aloud}"
        );
        assert!(aloud.contains("is not used: G5 \"30 June 2024\"."), "{aloud}");
        assert!(asked("").read_aloud(&RULE).starts_with("Progress!G4 has no heading, and"));
    }

    #[test]
    fn spares_columns_in_another_order() {
        let kind = FaultKind::Rearranged(vec!["Status stands after Commentary".to_owned()]);
        assert!(Sample::clean().with_fault_at("Progress", "A4", "", kind).raises(&RULE).is_empty());
    }
}
