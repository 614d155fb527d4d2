//! F04: a workbook with neither table (4-reading.md, 4.3).

use super::raise::QUOTED_CHARS;
use super::saying::{at, listed, quote};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A workbook with neither table.
pub const RULE: Rule = Rule {
    code: Code("F04"),
    name: "not-a-return",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The workbook opens, but on none of its sheets is there a Progress or a Measures table.",
    example: "\"ann.xlsx\" holds neither the Progress nor the Measures table. Looked at: \"Sheet1\" and \
            \"Notes\". A return has a header row with Ref and Status, or with Ref and Value. Send the \
            return that was issued. If this file is no return, take it out of the folder.",
    fix: "Send the return that was issued. If this file is no return, take it out of the folder.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::NotAReturn { sheets } = &fault.kind else { return None };
    let shown: Vec<String> = sheets.iter().map(|s| quote(s)).collect();
    let looked_at = if shown.is_empty() {
        "It has no sheet with cells".to_owned()
    } else {
        format!("Looked at: {}", listed(&shown))
    };
    let looked_at = clip(&looked_at, 4 * QUOTED_CHARS);
    let message = format!(
        "{} holds neither the Progress nor the Measures table. {looked_at}. \
         A return has a header row with Ref and Status, or with Ref and Value.",
        at(&fault.place)
    );
    let draft = RULE
        .raise(Severity::Error, fault)
        .found_in_words(&looked_at)
        .expected("a Progress or a Measures table")
        .message(message);
    Some(draft.fix("Send the return that was issued. If this file is no return, take it out of the folder."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_says_where_it_looked() {
        let kind = FaultKind::NotAReturn { sheets: vec!["Sheet1".to_owned(), "Notes".to_owned()] };
        let sample = Sample::clean().with_file_fault(kind);
        assert_eq!(sample.raises(&RULE), ["F04 error ann.xlsx"]);
        assert!(sample.read_aloud(&RULE).contains("Looked at: \"Sheet1\" and \"Notes\"."));
    }

    #[test]
    fn spares_a_table_that_lacks_one_caption() {
        let missing = vec!["Status".to_owned()];
        let kind =
            FaultKind::CaptionMissing { table: crate::domain::Table::Progress, missing, present: Vec::new() };
        assert!(Sample::clean().with_fault_at("Progress", "A4", "", kind).raises(&RULE).is_empty());
    }
}
