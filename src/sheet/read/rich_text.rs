//! Rich text: parts of one cell's text that are crossed out, raised or lowered.
//!
//! Plain text knows nothing of it: `120` crossed out before `140` would arrive as 120140, and 12 with a raised footnote 2
//! as 122. So each such part is fenced with [`FENCE`], an invisible mark that readers of values refuse and that is dropped
//! from words.

use std::borrow::Cow;

use memchr::memmem;

use crate::domain::folding::FENCE;

/// The XML of shared strings or of a sheet with every crossed-out, raised or lowered run fenced.
pub(super) fn fenced(text: &str) -> Cow<'_, str> {
    let holds = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !holds("strike") && !holds("vertAlign") {
        return Cow::Borrowed(text);
    }
    let mut fenced = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((properties, behind)) = next_properties(rest) {
        fenced.push_str(&rest[..rest.len() - behind.len()]);
        rest = behind;
        if changes_meaning(properties)
            && let Some((before, inside, after)) = run_text(rest)
        {
            fenced.push_str(before);
            fenced.push(FENCE);
            fenced.push_str(inside);
            fenced.push(FENCE);
            rest = after;
        }
    }
    fenced.push_str(rest);
    Cow::Owned(fenced)
}

/// The next run's properties, without their tags, and what comes behind them.
fn next_properties(text: &str) -> Option<(&str, &str)> {
    let ends = memmem::find_iter(text.as_bytes(), b"rPr>").map(|at| at + "rPr>".len());
    ends.into_iter().find_map(|end| {
        let tag = text[..end].rfind('<')?;
        let own = text[tag..].starts_with("</").then(|| &text[..tag])?;
        let start = own.rfind("rPr").map_or(0, |start| start + "rPr".len());
        Some((&own[start..], &text[end..]))
    })
}

/// Whether run properties cross out, raise or lower.
fn changes_meaning(properties: &str) -> bool {
    properties.split('<').any(|tag| {
        let name = tag.split(['>', '/', ' ']).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let says = |value: &str| tag.contains(&format!("\"{value}\"")) || tag.contains(&format!("'{value}'"));
        match name {
            "strike" => !says("0") && !says("false"),
            "vertAlign" => !says("baseline"),
            _ => false,
        }
    })
}

/// The text of the run whose properties just ended: what stands before it, itself, what comes after.
fn run_text(rest: &str) -> Option<(&str, &str, &str)> {
    let open = rest.find('>')?;
    let tag = rest[..open].trim_start().strip_prefix('<')?;
    let name = tag.split(' ').next().unwrap_or_default();
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
        fenced(text).replace(FENCE, "|")
    }

    #[test]
    fn crossed_out_raised_and_lowered_runs_are_fenced() {
        for (written, expected) in [
            ("<r><rPr><b/><strike/></rPr><t>12</t></r><r><t>14</t></r>", "<t>|12|</t></r><r><t>14</t></r>"),
            (
                "<r><t>12</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t xml:space=\"preserve\">2 </t></r>",
                "<t xml:space=\"preserve\">|2 |</t></r>",
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
    fn other_text_stays_as_it_is() {
        for written in [
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
            proptest::prop_assert_eq!(fenced(&text).replace(FENCE, ""), text);
        }
    }
}
