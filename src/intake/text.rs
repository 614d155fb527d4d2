//! Words: commentary, evidence, notes, and the values of text and document measures (4-reading.md, 4.4).

use crate::domain::Column;
use crate::domain::folding::{FENCE, STRUCK, is_invisible};
use crate::finding::FaultKind;
use crate::finding::fault::Remedy;
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
    // A part that is crossed out is not said, and without it the rest may say the contrary.
    if shown.contains(STRUCK) {
        return Reading::refused(FaultKind::UnsafeInThisFormat {
            why: "a part of it is crossed out or cannot be seen".to_owned(),
            remedy: Remedy::DropStrikethrough,
        });
    }
    // As words, `1/2` is something else than 0.5.
    if !cell.is_shown_to_the_letter() {
        return Reading::refused(FaultKind::UnsafeInThisFormat {
            why: "it is a number that is shown as a fraction or a power of ten".to_owned(),
            remedy: Remedy::PlainNumberFormat,
        });
    }
    if is_an_error(&shown) {
        return Reading::refused(FaultKind::ErrorCell);
    }
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

/// Whether a text is what a spreadsheet shows where something went wrong: `#REF!`, `#N/A`, or `########` for a number that
/// found no room. Exports to csv write it out.
fn is_an_error(text: &str) -> bool {
    let text = text.trim();
    let code = text.strip_prefix('#').unwrap_or_default();
    text.len() > 2 && text.chars().all(|c| c == '#')
        || matches!(
            code,
            "N/A" | "DIV/0!" | "NAME?" | "NULL!" | "NUM!" | "REF!" | "VALUE!" | "SPILL!" | "CALC!"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::answers::Read;
    use crate::intake::sample::text;

    #[test]
    fn a_fraction_is_no_text() {
        let under = |code: &str| {
            let cell = crate::intake::sample::number(0.5);
            let cell = Cell {
                format: crate::sheet::grid::FormatClass::Number,
                format_code: Some(code.into()),
                ..cell
            };
            matches!(read_text(&cell, Column::Value).read, Read::As(_))
        };
        assert_eq!(["# ?/?", "0.00E+00", "0.0"].map(under), [false, false, true]);
    }

    #[test]
    fn text_is_trimmed_and_otherwise_as_typed() {
        let read = read_text(&text(" \u{a0}Two\n lines\u{200b} "), Column::Evidence);
        assert_eq!(read.read, Read::As("Two\n lines".to_owned()));
    }

    #[test]
    fn a_text_of_which_a_part_is_crossed_out_is_asked_about_and_a_raised_one_is_not() {
        let crossed_out = text(&format!("The pilot is {STRUCK}not{STRUCK} done"));
        assert_eq!(read_text(&crossed_out, Column::Commentary).read, Read::Refused);
        let raised = text(&format!("on 1{FENCE}st{FENCE} March"));
        assert_eq!(read_text(&raised, Column::Commentary).read, Read::As("on 1st March".to_owned()));
    }

    #[test]
    fn what_a_spreadsheet_shows_for_an_error_is_no_text() {
        for shown in ["#REF!", " #N/A ", "########"] {
            let read = read_text(&text(shown), Column::Value);
            assert_eq!((read.read, read.told), (Read::Refused, vec![FaultKind::ErrorCell]), "{shown}");
        }
        assert_eq!(read_text(&text("#1 of 3"), Column::Value).read, Read::As("#1 of 3".to_owned()));
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
