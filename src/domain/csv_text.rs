//! What a text may not hold where a spreadsheet may open it as a CSV: the beginnings of formulas, and control characters
//! (8-commands-and-files.md; 10-limits-and-speed.md, "Promises under trouble"). The data files and the ledgers guard their
//! texts each in their own way; what needs guarding is said here alone.

use std::borrow::Cow;

use super::folding::{is_fenced, unfenced};

/// Characters with which a spreadsheet may take a text for a formula; the full-width forms count in some languages.
const STARTS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether a spreadsheet could take the text for a formula, white space in front aside.
pub fn starts_a_formula(text: &str) -> bool {
    // As nearly every text begins.
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    text.trim_start().starts_with(STARTS_A_FORMULA)
}

/// Digits with an optional minus and an optional fraction: `-12.5` is no formula.
pub fn is_plain_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    if !body.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// The text without control characters and without the marks of reading, except that every kind of line break becomes a line feed and a tab a space.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    // A control character beyond ASCII begins with the byte 0xc2.
    let may_be = |byte: u8| (byte < b' ' && byte != b'\n') || matches!(byte, 0x7f | 0xc2);
    if is_fenced(text) {
        return Cow::Owned(without_controls(&unfenced(text)).into_owned());
    }
    // All of it, without a question at each byte: that is many bytes at a time.
    if !text.bytes().fold(false, |found, byte| found | may_be(byte))
        || !text.chars().any(|c| c.is_control() && c != '\n')
    {
        return Cow::Borrowed(text);
    }
    let breaks = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    Cow::Owned(breaks.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}
