//! S01: complete without evidence (4-reading.md, 4.5).

use super::row::{MergedRow, merged_rows};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::Column;
use crate::finding::{Code, Exception, Severity};

/// Complete without evidence.
pub const RULE: Rule = Rule {
    code: Code("S01"),
    name: "complete-no-evidence",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The lead says the action is complete and names nothing that shows it.",
    example: "Progress!J5 is empty, although 1.1 is said to be Complete. Name the document, or give the \
            link, that shows it.",
    fix: "Name the document, or give the link, that shows it.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(merged_rows(month).filter_map(|row| unproven(month, row)).collect())
}

fn unproven(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    (at.is_complete(month) && !at.row.evidence.is_answered()).then_some(())?;
    let message =
        format!("{} is empty, although {} is said to be Complete.", at.at(Column::Evidence), at.action);
    let draft =
        at.raise(&RULE, Severity::Query, Column::Evidence).expected("a document or a link").message(message);
    Some(draft.fix("Name the document, or give the link, that shows it."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;
    use crate::rules::sample::answered;

    fn complete() -> Sample {
        let mut sample = Sample::clean();
        answered(&mut sample.row().status, "Complete", Status::Complete);
        answered(&mut sample.row().forecast, "28/03/2024", day(2024, 3, 28));
        sample
    }

    #[test]
    fn fires_at_the_empty_evidence_cell() {
        let sample = complete();
        assert_eq!(sample.raises(&RULE), ["S01 query ann.xlsx · Progress!J5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Progress!J5 is empty, although 1.1 is said to be Complete.")
        );
    }

    #[test]
    fn spares_a_complete_action_with_evidence() {
        let mut sample = complete();
        answered(&mut sample.row().evidence, "Training log", "Training log".to_owned());
        assert!(sample.raises(&RULE).is_empty());
    }
}
