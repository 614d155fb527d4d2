//! Lines that the form writes outside its tables: told from what a lead typed there (rule L08).

use crate::domain::folding::tidy;

/// The form's own lines, tidied once: every text outside the tables of every return is compared with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OwnLines {
    lines: Vec<String>,
}

impl OwnLines {
    /// Lines with `{name}` where the form fills something in.
    pub(super) fn new<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Self { lines: lines.map(tidy).collect() }
    }

    /// Whether a text is one of them.
    pub(super) fn holds(&self, text: &str) -> bool {
        let text = tidy(text);
        self.lines.iter().any(|line| is_filled_in(line, &text))
    }
}

/// Whether a text is this line with something in place of each `{name}`.
fn is_filled_in(line: &str, text: &str) -> bool {
    let Some((before, rest)) = line.split_once('{') else { return line == text };
    let Some(text) = text.strip_prefix(before) else { return false };
    let rest = rest.split_once('}').map_or("", |(_, rest)| rest);
    let next = rest.split('{').next().unwrap_or_default();
    if next.is_empty() {
        return rest.is_empty();
    }
    text.match_indices(next).any(|(at, _)| is_filled_in(rest, text.get(at..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_whatever_fills_its_gaps() {
        let own = OwnLines::new(["Return for {period} from {lead}.", "Thank  you"].into_iter());
        for text in ["Return for May 2020 from Ann.", "Thank you ", " Thank\u{a0}you"] {
            assert!(own.holds(text), "{text}");
        }
        for text in ["Return for May 2020", "Thank you, 14", "", "Return from Ann for May."] {
            assert!(!own.holds(text), "{text}");
        }
    }
}
