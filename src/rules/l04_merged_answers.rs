//! L04: cells merged across answers of several rows (4-reading.md, 4.7).

use super::saying::says;
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Cells merged across answers of several rows.
pub const RULE: Rule = Rule {
    code: Code("L04"),
    name: "merged-answers",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "Cells of several rows were merged into one. What it says counts for the first row only.",
    example: "Progress!I5 says \"On course\". It is part of the merged cells I5:I7, which answer their \
            first row only. Unmerge the cells (Home, Merge & Center) and fill in each row.",
    fix: "Unmerge the cells (Home, Merge & Center) and fill in each row.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::MergedAnswers(range) = &fault.kind else { return None };
    let part =
        format!("It is part of the merged cells {}, which answer their first row only", clip(range, 40));
    let message = format!("{}. {part}.", says(fault));
    let draft = RULE.raise(Severity::Query, fault).expected("one cell for each row").message(message);
    Some(draft.fix("Unmerge the cells (Home, Merge & Center) and fill in each row."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_first_cell_of_the_merge() {
        let sample = Sample::clean().with_fault_at(
            "Progress",
            "I5",
            "On course",
            FaultKind::MergedAnswers("I5:I7".to_owned()),
        );
        assert_eq!(sample.raises(&RULE), ["L04 query ann.xlsx · Progress!I5"]);
    }

    #[test]
    fn spares_an_answer_without_a_ref() {
        assert!(
            Sample::clean()
                .with_fault_at("Progress", "I9", "On course", FaultKind::OrphanAnswer)
                .raises(&RULE)
                .is_empty()
        );
    }
}
