//! D03: words that a lead wrote, and that an edition shows only where a decision approves them (7-publication.md, 7.4). They
//! wait on the sheet *Texts* that `ragbook publish --texts` writes; in a month's exceptions they do not stand, as there are
//! two for each action every month.

use super::{Check, Rule, Scope};
use crate::domain::{ActionRef, Column, MeasureRef};
use crate::finding::{Code, Exception, Place, Severity, Subject};

/// A text that waits for approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// The edition's name.
    pub edition: &'a str,
    /// Ref of its action or measure.
    pub reference: &'a str,
    /// Where it stands: Commentary, Evidence or Value.
    pub column: Column,
}

/// Words that nobody has approved for publication.
pub const RULE: Rule = Rule {
    code: Code("D03"),
    name: "text-not-approved",
    severities: &[Severity::Note],
    scope: Scope::Edition,
    meaning: "An edition with free_text = \"approved only\" withholds these words of a lead, because no decision approves \
            them for publication. An approval holds for the very words: other words in the same place are withheld again.",
    example: "The scrutiny edition shows the commentary of 1.2 only if it is approved.",
    fix: "Read it on the sheet Texts that ragbook publish --texts writes. If it may be published as it is, choose Accept \
            there, with reason and name, run ragbook decide on that workbook, and consolidate again.",
    check: Check::Text(say),
};

fn say(text: &Waiting<'_>) -> Exception {
    let what = match text.column {
        Column::Commentary => "commentary",
        Column::Evidence => "evidence",
        _ => "value",
    };
    let measure = text.reference.parse::<MeasureRef>().map(Subject::measure);
    let action = || text.reference.parse::<ActionRef>().map(Subject::action);
    let subject = measure.or_else(|_| action()).unwrap_or_default();
    let message = format!(
        "The {} edition shows the {what} of {} only if it is approved.",
        text.edition, text.reference
    );
    RULE.raise_at(Severity::Note, Place::default(), subject)
        .found(text.edition)
        .message(message)
        .fix(RULE.fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;
    use crate::rules::{run, run_texts};

    #[test]
    fn fires_for_each_text_by_its_place() {
        let of = |reference, column| Waiting { edition: "scrutiny", reference, column };
        let raised = run_texts(&[
            of("1.2", Column::Commentary),
            of("1.10", Column::Evidence),
            of("1.2a", Column::Value),
        ]);
        let told: Vec<&str> = raised.iter().map(|e| e.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "The scrutiny edition shows the commentary of 1.2 only if it is approved.",
                "The scrutiny edition shows the evidence of 1.10 only if it is approved.",
                "The scrutiny edition shows the value of 1.2a only if it is approved.",
            ]
        );
        assert_eq!(raised[1].subject.reference(), "1.10");
    }

    #[test]
    fn spares_every_month() {
        let sample = Sample::clean();
        assert!(
            run(&sample.month(), &[Scope::Edition, Scope::Return, Scope::Month])
                .exceptions
                .iter()
                .all(|e| e.code != RULE.code)
        );
    }
}
