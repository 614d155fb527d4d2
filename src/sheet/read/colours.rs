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
