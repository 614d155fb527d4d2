//! Words: commentary, evidence, notes, and the values of text and document measures (4-reading.md, 4.4).

use crate::domain::Column;
use crate::domain::folding::{FENCE, is_invisible};
use crate::finding::FaultKind;
use crate::form::longest_text;
use crate::sheet::grid::{Cell, Content};

use super::reading::Reading;

/// The text as typed, without white space around it; a number or a date as it is shown. Text longer than the form allows
/// in this column is kept whole, and told (V15).
pub(super) fn read_text(cell: &Cell, column: Column) -> Reading<String> {
    let shown = match &cell.content {
        Content::Text(text) => text.clone(),
        _ => cell.shown(),
    };
    let words = shown.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).replace(FENCE, "");
    let length = words.chars().count();
    let mut reading = Reading::plain(words);
    if let Some(allowed) = longest_text(column).and_then(|most| usize::try_from(most).ok())
        && length > allowed
    {
        reading.told.push(FaultKind::TooLong { length, allowed });
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
        let read = read_text(&text(" \u{a0}Two\n lines\u{200b} "), Column::Evidence);
        assert_eq!(read.read, Read::As("Two\n lines".to_owned()));
    }

    #[test]
    fn a_long_text_is_kept_whole_and_told() {
        for (column, most) in [(Column::Commentary, 1_000), (Column::Evidence, 1_000), (Column::Value, 255)] {
            assert!(read_text(&text(&"é".repeat(most)), column).told.is_empty());
            let long = read_text(&text(&"é".repeat(most + 1)), column);
            assert_eq!(long.told, vec![FaultKind::TooLong { length: most + 1, allowed: most }]);
            assert!(matches!(long.read, Read::As(whole) if whole.chars().count() == most + 1));
        }
    }
}
