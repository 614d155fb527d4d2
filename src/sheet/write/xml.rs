//! Texts and numbers as the XML of a sheet holds them, in the way of Excel itself (ECMA-376, 18.3 and 22.9.2.19).

use std::fmt::Write;

/// How a part begins.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Length of an escaped character such as `_x0007_`.
const ESCAPED: usize = 7;

/// Adds a text of an element. What looks like an escaped character (`_x0041_`) is kept from being read as one.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |at| match text.as_bytes()[at] {
        b'_' if looks_escaped(text.as_bytes(), at) => Some("_x005F_"),
        byte => of_markup(byte),
    });
}

/// Adds a formula, or a text in which nothing is ever read as an escaped character.
pub(super) fn push_verbatim(out: &mut String, text: &str) {
    push_escaped(out, text, |at| of_markup(text.as_bytes()[at]));
}

/// Adds the value of an attribute.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push_escaped(out, text, |at| match text.as_bytes()[at] {
        b'"' => Some("&quot;"),
        b'\n' => Some("&#xA;"),
        byte => of_markup(byte),
    });
}

/// Adds a text; `written` gives what stands for the character at a place, none for itself.
fn push_escaped(out: &mut String, text: &str, written: impl Fn(usize) -> Option<&'static str>) {
    // Nearly every text is written as it is, and told so many bytes at a time.
    let may_change = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'_' | b'"' | b'\n');
    if !text.bytes().fold(false, |found, byte| found | may_change(byte)) {
        out.push_str(text);
        return;
    }
    let mut done = 0;
    for at in 0..text.len() {
        if let Some(written) = written(at) {
            out.push_str(&text[done..at]);
            out.push_str(written);
            done = at + 1;
        }
    }
    out.push_str(&text[done..]);
}

const fn of_markup(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    }
}

/// Adds a number, in the shortest way that gives it again.
pub(super) fn push_number(out: &mut String, number: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "compared with the number itself")]
    let whole = number as i32;
    // Most numbers are counts, and those are written ten times faster.
    let _never_fails = if f64::from(whole).to_bits() == number.to_bits() {
        write!(out, "{whole}")
    } else {
        write!(out, "{number}")
    };
}

fn looks_escaped(text: &[u8], at: usize) -> bool {
    let Some(part) = text.get(at..at + ESCAPED) else { return false };
    part.get(1) == Some(&b'x')
        && part.last() == Some(&b'_')
        && part.get(2..ESCAPED - 1).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(push: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_xml_or_for_an_escaped_character() {
        assert_eq!(made(push_text, "a < b & \"c\" > d"), "a &lt; b &amp; \"c\" &gt; d");
        assert_eq!(
            made(push_text, "_x0041_ _x00g1_ _x004 é_x00E9_"),
            "_x005F_x0041_ _x00g1_ _x004 é_x005F_x00E9_"
        );
        assert_eq!(made(push_attribute, "\"<&>\n"), "&quot;&lt;&amp;&gt;&#xA;");
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let number = |number| {
            let mut out = String::new();
            push_number(&mut out, number);
            out
        };
        assert_eq!(
            [0.0, -0.0, 12.0, -7.0, 0.1, 0.575, 3e9].map(number),
            ["0", "-0", "12", "-7", "0.1", "0.575", "3000000000"]
        );
    }
}
