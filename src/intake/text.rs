//! Words: commentary, evidence, notes, and the values of text and document measures (4-reading.md, 4.4).

use crate::domain::folding::{FENCE, is_invisible};
use crate::finding::FaultKind;
use crate::sheet::grid::{Cell, Content};

use super::reading::Reading;

/// How long a commentary may be, in characters (3-return-workbook.md).
const COMMENTARY_CHARS: usize = 1_000;

/// The text as typed, without white space around it; a number or a date as it is shown.
pub(super) fn read_text(cell: &Cell) -> Reading<String> {
    let shown = match &cell.content {
        Content::Text(text) => text.clone(),
        _ => cell.shown(),
    };
    let words = shown.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    Reading::plain(words.replace(FENCE, ""))
}

/// A commentary: the same, kept whole when it is too long, and told (V15).
pub(super) fn read_commentary(cell: &Cell) -> Reading<String> {
    let mut reading = read_text(cell);
    if let super::answers::Read::As(text) = &reading.read {
        let length = text.chars().count();
        if length > COMMENTARY_CHARS {
            reading.told.push(FaultKind::TooLong { length, allowed: COMMENTARY_CHARS });
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::answers::Read;
    use crate::intake::sample::text;

    #[test]
    fn text_is_trimmed_and_otherwise_as_typed() {
        assert_eq!(read_text(&text(" \u{a0}Two\n lines\u{200b} ")).read, Read::As("Two\n lines".to_owned()));
    }

    #[test]
    fn a_long_commentary_is_kept_whole_and_told() {
        assert!(read_commentary(&text(&"é".repeat(1_000))).told.is_empty());
        let long = read_commentary(&text(&"é".repeat(1_001)));
        assert_eq!(long.told, vec![FaultKind::TooLong { length: 1_001, allowed: 1_000 }]);
        assert!(matches!(long.read, Read::As(whole) if whole.chars().count() == 1_001));
    }
}
