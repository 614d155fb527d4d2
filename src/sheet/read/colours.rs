//! Colours of xlsx styles, so far as to tell whether writing and what lies behind it have the same one.

use super::xml::Tag;

/// Black, as [`colour_of`] has it: the colour of a font that names none.
pub(super) const BLACK: &str = "000000";

/// A colour so that the same one is the same text; none where the tag names none.
pub(super) fn colour_of(tag: &Tag<'_>) -> Option<String> {
    if let Some(rgb) = tag.attribute("rgb") {
        return Some(rgb.get(rgb.len().checked_sub(6)?..)?.to_ascii_uppercase());
    }
    let tint = tag.attribute("tint").unwrap_or_default();
    match (tag.attribute("theme"), tag.attribute("indexed")) {
        (Some("1"), _) if tint.is_empty() => Some(BLACK.to_owned()),
        (Some(theme), _) => Some(format!("theme {theme} {tint}")),
        (None, Some("0" | "8" | "64")) => Some(BLACK.to_owned()),
        (None, Some(indexed)) => Some(format!("indexed {indexed}")),
        (None, None) => None,
    }
}

/// Whether writing of one colour on the other cannot be seen: they are the same, or as near as makes no difference.
pub(super) fn looks_same(one: &str, other: &str) -> bool {
    const NEAR: u8 = 0x18;
    let parts = |colour: &str| {
        let part = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok();
        (colour.len() == 6).then(|| Some([part(0)?, part(2)?, part(4)?])).flatten()
    };
    let near = |(one, other): ([u8; 3], [u8; 3])| {
        one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= NEAR)
    };
    one == other || parts(one).zip(parts(other)).is_some_and(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_nobody_tells_apart_are_the_same() {
        for (one, other) in [("00FF00", "02FF01"), ("theme 4 ", "theme 4 "), (BLACK, "101010")] {
            assert!(looks_same(one, other), "{one} {other}");
        }
        for (one, other) in [("00FF00", "00C000"), ("theme 4 ", "theme 5 "), (BLACK, "404040")] {
            assert!(!looks_same(one, other), "{one} {other}");
        }
    }
}
