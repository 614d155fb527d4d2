//! Text made safe for a CSV that a spreadsheet may open (8-commands-and-files.md; 10-limits-and-speed.md, "Promises
//! under trouble"): what would start a formula gets an apostrophe in front; control characters go.

use std::borrow::Cow;

use crate::domain::csv_text::{is_plain_number, starts_a_formula, without_controls};

/// The field as written to a CSV.
///
/// Control characters are left out, except that every kind of line break becomes a line feed (a commentary may have
/// paragraphs) and a tab a space. Then a text that starts, white space aside, with `=`, `+`, `-`, `@` or one of their
/// full-width forms gets an apostrophe in front, and so does one that began with a tab or a line break. A plain number
/// such as `-12.5` is never altered.
pub fn guarded(field: &str) -> Cow<'_, str> {
    let clean = without_controls(field);
    let began_with_break = field.starts_with(['\t', '\r', '\n']);
    if (began_with_break || starts_a_formula(&clean)) && !is_plain_number(&clean) {
        return Cow::Owned(format!("'{clean}"));
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe() {
        for (field, written) in [
            ("=1+1", "'=1+1"),
            ("+44 151", "'+44 151"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("-", "'-"),
            ("-1-1", "'-1-1"),
            (" =1+1", "' =1+1"),
            ("\t=1", "' =1"),
            ("\r=1", "'\n=1"),
            ("\u{1}=1", "'=1"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(guarded(field), written, "{field:?}");
        }
    }

    #[test]
    fn numbers_and_plain_text_stay_as_they_are() {
        for field in ["", "-12.5", "-3", "85", "Done = no", "a - b", "3.10", "two\nlines", "'quoted"] {
            assert_eq!(guarded(field), field);
        }
        assert_eq!(guarded("bell\u{7} and\r\nbreak\ttab"), "bell and\nbreak tab");
    }
}
