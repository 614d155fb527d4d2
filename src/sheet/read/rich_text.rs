//! Rich text: parts of one cell's text that are crossed out, raised, lowered, or written so that nobody sees them.
//!
//! Plain text knows nothing of it: `120` crossed out before `140` would arrive as 120140, 12 with a raised footnote 2
//! as 122, and 1 before a white 2 as 12. So each such part is fenced with [`FENCE`], where words stay words in it, or [`STRUCK`]: invisible marks
//! that readers of values refuse.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem;

use super::fonts::is_of_signs;
use super::xml::{Tag, Tokens};
use crate::domain::folding::{FENCE, STRUCK};

/// What a part must hold for any of it to be looked for.
static PROPERTIES: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("rPr"));

/// The XML of shared strings or of a sheet with every crossed-out, raised, lowered or unseen run fenced.
pub(super) fn fenced(text: &str) -> Cow<'_, str> {
    if PROPERTIES.find(text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut fenced = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((properties, behind)) = next_properties(rest) {
        fenced.push_str(&rest[..rest.len() - behind.len()]);
        rest = behind;
        if let Some(fence) = fence(properties)
            && let Some((before, inside, after)) = run_text(rest)
        {
            fenced.push_str(before);
            fenced.push(fence);
            fenced.push_str(inside);
            fenced.push(fence);
            rest = after;
        }
    }
    fenced.push_str(rest);
    Cow::Owned(fenced)
}

/// The next run's properties, without their tags, and what comes behind them.
fn next_properties(text: &str) -> Option<(&str, &str)> {
    // The end tag may have white space before its bracket.
    let end = |at: usize| {
        let behind = &text[at + "rPr".len()..];
        let space = behind.len() - behind.trim_start().len();
        behind[space..].starts_with('>').then_some(at + "rPr".len() + space + 1)
    };
    let ends = memmem::find_iter(text.as_bytes(), b"rPr").filter_map(end);
    ends.into_iter().find_map(|end| {
        let tag = text[..end].rfind('<')?;
        let own = text[tag..].starts_with("</").then(|| &text[..tag])?;
        let start = own.rfind("rPr").map_or(0, |start| start + "rPr".len());
        Some((&own[start..], &text[end..]))
    })
}

/// What fences a run with these properties, if they cross out, raise, lower or hide.
fn fence(properties: &str) -> Option<char> {
    let mut tokens = Tokens::new(properties);
    let mut raised = None;
    while let Ok(Some(tag)) = tokens.next_start() {
        let value = tag.attribute("val");
        let is_struck = match tag.name {
            "strike" => !matches!(value, Some("0" | "false")),
            "color" => is_white(&tag),
            "sz" => value.and_then(|size| size.parse().ok()).is_some_and(is_too_small_to_see),
            // Signs are no letters, but a tick beside words takes none of them away.
            "rFont" | "charset" if is_of_signs(&tag) => {
                raised = Some(FENCE);
                false
            }
            _ => false,
        };
        if is_struck {
            return Some(STRUCK);
        }
        if tag.name == "vertAlign" && value != Some("baseline") {
            raised = Some(FENCE);
        }
    }
    raised
}

/// White or nearly, as a colour or as the theme's background: unseen on paper and on the pale fill of the form. On a dark
/// fill it is seen, and then the lead is asked once too often.
pub(super) fn is_white(color: &Tag<'_>) -> bool {
    color.attribute("rgb").is_some_and(is_pale)
        || color.attribute("theme") == Some("0")
        || matches!(color.attribute("indexed"), Some("1" | "9"))
}

/// Whether a colour written in hexadecimal digits, red, green and blue last, is white or nearly.
pub(super) fn is_pale(digits: &str) -> bool {
    let of = |end: usize| {
        let from = digits.len().checked_sub(end)?;
        u8::from_str_radix(digits.get(from..from + 2)?, 16).ok()
    };
    of(6).zip(of(4)).zip(of(2)).is_some_and(|((red, green), blue)| is_pale_of([red, green, blue]))
}

/// Whether a colour of these parts, red, green and blue, is white or nearly: ivory too, which is as bright.
pub(super) fn is_pale_of([red, green, blue]: [u8; 3]) -> bool {
    red.min(green).min(blue) >= 0xe0 || red.min(green) >= 0xf8 && blue >= 0xc0
}

/// A text whose runs begin at these UTF-16 units, in order, each with what fences it.
pub(super) fn with_runs(text: &str, runs: impl IntoIterator<Item = (usize, Option<char>)>) -> String {
    let (mut runs, mut fence) = (runs.into_iter().peekable(), None);
    let (mut shown, mut at) = (String::with_capacity(text.len() + 6), 0);
    for c in text.chars() {
        let before = fence;
        while let Some((_, next)) = runs.next_if(|(start, _)| *start <= at) {
            fence = next;
        }
        if fence != before {
            shown.extend(before.into_iter().chain(fence));
        }
        shown.push(c);
        at += c.len_utf16();
    }
    shown.extend(fence);
    shown
}

/// Whether letters of this size, in points, are a speck.
pub(super) fn is_too_small_to_see(points: f64) -> bool {
    points <= 3.0
}

/// The text of the run whose properties just ended: what stands before it, itself, what comes after.
fn run_text(rest: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while rest[from..].trim_start().starts_with("<!--") {
        from += rest[from..].find("-->")? + "-->".len();
    }
    let open = from + rest[from..].find('>')?;
    let tag = rest[from..open].trim_start().strip_prefix('<')?;
    let name = tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    if tag.ends_with('/') || name.rsplit(':').next() != Some("t") {
        return None;
    }
    let (before, behind) = rest.split_at(open + 1);
    let (inside, after) = behind.split_at(behind.find("</")?);
    Some((before, inside, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fenced(text).replace([FENCE, STRUCK], "|")
    }

    #[test]
    fn white_and_ivory_are_pale() {
        let pale = ["FFFFFFFF", "FFE6E6E6", "FFFFFFCC", "FFFFFF99", "FFD9D9D9", "FFFFFF00"].map(is_pale);
        assert_eq!(pale, [true, true, true, false, false, false]);
    }

    #[test]
    fn crossed_out_raised_and_lowered_runs_are_fenced() {
        for (written, expected) in [
            ("<r><rPr><b/><strike/></rPr><t>12</t></r><r><t>14</t></r>", "<t>|12|</t></r><r><t>14</t></r>"),
            (
                "<r><t>12</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t xml:space=\"preserve\">2 </t></r>",
                "<t xml:space=\"preserve\">|2 |</t></r>",
            ),
            ("<r><rPr><strike/></rPr ><t>12</t></r>", "<t>|12|</t></r>"),
            (
                "<r><rPr><strike/></rPr><!-- > --><t\txml:space='preserve'>12</t></r>",
                "'preserve'>|12|</t></r>",
            ),
            ("<x:r><x:rPr><x:strike val=\"1\"/></x:rPr><x:t>12</x:t></x:r>", "<x:t>|12|</x:t></x:r>"),
            (
                "<rPr><strike/></rPr><t>1</t></r><r><rPr><b/></rPr><t>2</t></r><r><rPr><strike/></rPr><t>3</t></r>",
                "<t>|1|</t></r><r><rPr><b/></rPr><t>2</t></r><r><rPr><strike/></rPr><t>|3|</t></r>",
            ),
        ] {
            assert!(shown(written).ends_with(expected), "{written}: {}", shown(written));
        }
    }

    #[test]
    fn runs_that_nobody_sees_are_fenced() {
        for unseen in [
            "<color rgb=\"FFFFFFFF\"/>",
            "<color rgb=\"FFFFF8E1\"/>",
            "<b/><color rgb='ffffffff'/>",
            "<color theme=\"0\"/><sz val=\"11\"/>",
            "<color indexed=\"9\"/>",
            "<sz val=\"1\"/>",
        ] {
            let written = format!("<r><t>1</t></r><r><rPr>{unseen}</rPr><t>2</t></r>");
            assert!(shown(&written).ends_with("<t>|2|</t></r>"), "{written}: {}", shown(&written));
        }
    }

    #[test]
    fn runs_of_binary_formats_are_fenced_by_their_places() {
        let fence = |(at, fenced): &(usize, bool)| (*at, fenced.then_some(STRUCK));
        let shown =
            |runs: &[(usize, bool)]| with_runs("120\u{1f600}14", runs.iter().map(fence)).replace(STRUCK, "|");
        assert_eq!(shown(&[]), "120\u{1f600}14");
        assert_eq!(shown(&[(0, true), (3, false)]), "|120|\u{1f600}14");
        assert_eq!(shown(&[(5, true)]), "120\u{1f600}|14|");
        assert_eq!(shown(&[(4, true), (9, false)]), "120\u{1f600}|14|");
        assert_eq!(shown(&[(1, false), (2, false)]), "120\u{1f600}14");
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for written in [
            "<r><rPr><color rgb=\"FF9FFFFF\"/><color theme=\"1\"/><color indexed=\"10\"/><sz val=\"11\"/></rPr><t>12</t></r>",
            "<si><t>no strike today</t></si>",
            "<r><rPr><strike val=\"0\"/></rPr><t>12</t></r>",
            "<r><rPr><vertAlign val=\"baseline\"/></rPr><t>12</t></r>",
            "<r><rPr><strike/></rPr><t/></r><r><t>4</t></r>",
            "<r><rPr><strike/></rPr>",
        ] {
            assert_eq!(shown(written), written);
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics_and_drops_nothing(text in "(<r>|<rPr>|</rPr>|<strike/>|<t>|</t>|<x:t>|:t>|rPr>|é|<| |1|vertAlign){0,30}") {
            proptest::prop_assert_eq!(fenced(&text).replace([FENCE, STRUCK], ""), text);
        }
    }
}
