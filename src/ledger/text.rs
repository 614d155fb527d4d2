//! Texts in a ledger: as they are, except that a spreadsheet which opens the file cannot run them, and that reading gives back
//! exactly what was written.

use std::borrow::Cow;

/// What makes a spreadsheet take a text for a formula; the full-width forms count in some languages.
const STARTS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// The text as written: with an apostrophe in front where a spreadsheet could take it for a formula, and where it begins with
/// an apostrophe itself. A plain number such as `-12.5` stays as it is.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(STARTS_A_FORMULA);
    if text.starts_with('\'') || (runs && !is_plain_number(text)) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The text behind what was written.
pub fn unguarded(written: &str) -> &str {
    written.strip_prefix('\'').unwrap_or(written)
}

/// Digits with an optional minus and an optional fraction.
fn is_plain_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction)
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
            let runs = written.trim_start().starts_with(STARTS_A_FORMULA) && !is_plain_number(&written);
            assert!(!runs, "{text:?} is written as {written:?}");
        }
    }
}
