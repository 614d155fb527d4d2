//! Texts in a ledger: as they are, except that a spreadsheet which opens the file cannot run them, and that reading gives back
//! exactly what was written.

use std::borrow::Cow;

use crate::domain::csv_text::{is_plain_number, starts_a_formula};

/// The text as written: with an apostrophe in front where a spreadsheet could take it for a formula, and where it begins with
/// an apostrophe itself. A plain number such as `-12.5` stays as it is.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['\t', '\r', '\n']) || starts_a_formula(text);
    if text.starts_with('\'') || (runs && !is_plain_number(text)) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The text behind what was written.
pub fn unguarded(written: &str) -> &str {
    written.strip_prefix('\'').unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_typed_comes_back_and_cannot_run() {
        for text in [
            "", "plain", "=1+1", "'quoted", "''", "-12.5", "-1-1", " =1", "\t=1", "\r\nx", "＝1", "@a", "'=1",
        ] {
            let written = guarded(text);
            assert_eq!(unguarded(&written), text, "{text:?}");
            let runs = starts_a_formula(&written) && !is_plain_number(&written);
            assert!(!runs, "{text:?} is written as {written:?}");
        }
    }
}
