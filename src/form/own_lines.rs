//! Lines that the form writes outside its tables: told from what a lead typed there (rule L08).

use crate::domain::folding::{tidied, tidy};

/// The form's own lines, tidied once: every text outside the tables of every return is compared with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OwnLines {
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    text: String,
    /// How many bytes stand before the first gap; all where it has none.
    before: usize,
}

impl OwnLines {
    /// Lines with `{name}` where the form fills something in.
    pub(super) fn new<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let line = |line: &'a str| {
            let text = tidy(line);
            Line { before: text.find('{').unwrap_or(text.len()), text }
        };
        Self { lines: lines.map(line).collect() }
    }

    /// Whether a text is one of them. `fits` says whether a text may stand in the gap of a name: a line that ends in one would
    /// otherwise take whatever was added behind it for its own.
    pub(super) fn holds(&self, text: &str, fits: &dyn Fn(&str, &str) -> bool) -> bool {
        let text = tidied(text);
        // Nearly every line is told apart by how it begins.
        let begins = |line: &&Line| text.as_bytes().starts_with(&line.text.as_bytes()[..line.before]);
        self.lines.iter().filter(begins).any(|line| is_filled_in(&line.text, &text, fits))
    }
}

/// Whether a text is this line with something that fits in place of each `{name}`.
fn is_filled_in(line: &str, text: &str, fits: &dyn Fn(&str, &str) -> bool) -> bool {
    let Some((before, rest)) = line.split_once('{') else { return line == text };
    let Some(text) = text.strip_prefix(before) else { return false };
    let (name, rest) = rest.split_once('}').unwrap_or((rest, ""));
    let next = rest.split('{').next().unwrap_or_default();
    if next.is_empty() {
        return rest.is_empty() && fits(name, text);
    }
    text.match_indices(next).any(|(at, _)| {
        let (filled, behind) = text.split_at(at);
        fits(name, filled) && is_filled_in(rest, behind, fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_whatever_fills_its_gaps() {
        let lines = ["Return for {period} from {lead}.", "Thank  you", "Questions: {contact}"];
        let own = OwnLines::new(lines.into_iter());
        let fits = |name: &str, text: &str| match name {
            "period" => text == "May 2020",
            "lead" => text == "Ann",
            _ => text == "Dana Fox",
        };
        for text in ["Return for May 2020 from Ann.", "Thank you ", " Thank\u{a0}you", "Questions: Dana Fox"]
        {
            assert!(own.holds(text, &fits), "{text}");
        }
        for text in [
            "Return for May 2020",
            "Thank you, 14",
            "",
            "Return from Ann for May.",
            "Return for May 2020 from Ann. 1.1a is 14.",
            "Questions: Dana Fox. 1.1a is 14",
        ] {
            assert!(!own.holds(text, &fits), "{text}");
        }
    }
}
