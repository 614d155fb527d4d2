//! Choices: Status, Your RAG and the reason (4-reading.md, 4.4, last row). Choices and synonyms are the template's.

use crate::domain::folding::{is_fenced, tidy};
use crate::domain::{Absence, OwnRag, Status};
use crate::finding::FaultKind;
use crate::form::Template;
use crate::sheet::grid::{Cell, Content};

use super::reading::Reading;

/// Status.
pub(super) fn read_status(cell: &Cell, template: &Template) -> Reading<Status> {
    read_choice(cell, |text| template.status(text), Status::ALL, Status::word)
}

/// Your RAG.
pub(super) fn read_rag(cell: &Cell, template: &Template) -> Reading<OwnRag> {
    read_choice(cell, |text| template.rag(text), OwnRag::ALL, OwnRag::word)
}

/// Not available because.
pub(super) fn read_reason(cell: &Cell, template: &Template) -> Reading<Absence> {
    read_choice(cell, |text| template.absence(text), Absence::ALL, Absence::word)
}

fn read_choice<T: Copy>(
    cell: &Cell,
    chosen: impl Fn(&str) -> Option<(T, bool)>,
    all: &[T],
    word: fn(T) -> &'static str,
) -> Reading<T> {
    let choices = || all.iter().map(|choice| word(*choice)).collect();
    let found = match &cell.content {
        Content::Text(text) if !is_hedged(text) => chosen(text),
        _ => None,
    };
    match found {
        Some((choice, true)) => Reading::plain(choice),
        Some((choice, false)) => {
            let told = FaultKind::NotAChoice { choices: choices(), read_as: Some(word(choice)) };
            Reading::noted(choice, told)
        }
        None => Reading::refused(FaultKind::NotAChoice { choices: choices(), read_as: None }),
    }
}

/// Whether a text carries a mark that folding would drop although it changes what is meant: `Complete?`, `~Green`, `A-`.
fn is_hedged(text: &str) -> bool {
    if is_fenced(text) {
        return true;
    }
    let text = tidy(text);
    let quotes = |c: char| c.is_whitespace() || ".,;:!'\"()\u{2018}\u{2019}\u{201c}\u{201d}".contains(c);
    let core = text.trim_matches(quotes);
    let solid = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '%');
    !solid(core.chars().next())
        || !solid(core.chars().last())
        || core.contains(['?', '<', '>', '~', '≠', '*', '¬'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::folding::FENCE;
    use crate::intake::answers::Read;
    use crate::intake::sample::{number, template, text};

    #[test]
    fn own_words_pass_and_synonyms_are_noted() {
        let template = template();
        for own in ["Complete", " complete ", "COMPLETE.", "Com\u{200b}plete"] {
            assert_eq!(read_status(&text(own), &template), Reading::plain(Status::Complete), "{own}");
        }
        let done = read_status(&text("Done"), &template);
        assert_eq!(done.read, Read::As(Status::Complete));
        assert!(matches!(done.told[..], [FaultKind::NotAChoice { read_as: Some("Complete"), .. }]));
        assert_eq!(read_status(&text("On track"), &template).read, Read::As(Status::InProgress));
        assert_eq!(read_rag(&text("g"), &template).read, Read::As(OwnRag::Green));
        assert_eq!(read_reason(&text("N/A"), &template).read, Read::As(Absence::NotApplicable));
        let other = read_reason(&text("Other (say in Note)"), &template);
        assert_eq!(other, Reading::plain(Absence::Other));
    }

    #[test]
    fn anything_else_is_refused_with_the_choices() {
        let template = template();
        for wrong in ["Complete?", "~Complete", "nearly complete", "Green", "Complete*", "-", "?", "Y"] {
            let reading = read_status(&text(wrong), &template);
            assert_eq!(reading.read, Read::Refused, "{wrong}");
            assert!(
                matches!(&reading.told[..], [FaultKind::NotAChoice { choices, read_as: None }] if choices.len() == 4)
            );
        }
        let crossed_out = format!("{FENCE}Red{FENCE}");
        for wrong in ["A-", &crossed_out, "Amber/Green", "Blue", "Green?"] {
            assert_eq!(read_rag(&text(wrong), &template).read, Read::Refused, "{wrong}");
        }
        assert_eq!(read_status(&number(1.0), &template).read, Read::Refused);
    }
}
