//! A text as the detectors see it: compatibility forms made plain, invisible characters gone, every run of white space
//! one space; each character still knows which bytes of the typed text it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::domain::folding::is_invisible;

/// How far back the start of a link is looked for, in characters.
const LINK_CHARS: usize = 300;

/// A plain view of a text. Positions are characters of this view.
#[derive(Debug)]
pub(super) struct Plain {
    chars: Vec<char>,
    spans: Vec<Range<usize>>,
}

impl Plain {
    /// The plain view of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self { chars: Vec::new(), spans: Vec::new() };
        for (start, typed) in text.char_indices() {
            let span = start..start + typed.len_utf8();
            if typed.is_ascii() {
                plain.take(typed, &span);
            } else {
                std::iter::once(typed).nfkc().for_each(|c| plain.take(c, &span));
            }
        }
        plain
    }

    fn take(&mut self, c: char, span: &Range<usize>) {
        if c.is_whitespace() {
            self.push_space(span);
        } else if !c.is_control() && !is_without_width(c) {
            self.push(dash_made_plain(c), span);
        }
    }

    fn push(&mut self, c: char, span: &Range<usize>) {
        self.chars.push(c);
        self.spans.push(span.clone());
    }

    fn push_space(&mut self, span: &Range<usize>) {
        match (self.chars.last(), self.spans.last_mut()) {
            (Some(' '), Some(last)) => last.end = span.end,
            _ => self.push(' ', span),
        }
    }

    /// Its characters, in order.
    pub(super) fn chars(&self) -> impl Iterator<Item = char> + '_ {
        self.chars.iter().copied()
    }

    /// How many characters it has.
    pub(super) const fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a position.
    pub(super) fn at(&self, position: usize) -> Option<char> {
        self.chars.get(position).copied()
    }

    /// The character at a position, or behind the one space or dash that stands there.
    pub(super) fn at_behind_gap(&self, position: usize) -> Option<char> {
        match self.at(position) {
            Some(' ' | '-') => self.at(position + 1),
            other => other,
        }
    }

    /// The character before a position.
    pub(super) fn before(&self, position: usize) -> Option<char> {
        position.checked_sub(1).and_then(|before| self.at(before))
    }

    /// Whether a letter, a digit or an underscore stands before this position.
    pub(super) fn is_joined_before(&self, position: usize) -> bool {
        self.before(position).is_some_and(is_of_a_word)
    }

    /// Whether a letter, a digit or an underscore stands at this position.
    pub(super) fn is_joined_at(&self, position: usize) -> bool {
        self.at(position).is_some_and(is_of_a_word)
    }

    /// A code written in groups of these lengths, with or without one space or dash between them, in upper case; and its
    /// range. None where a word or a longer code goes on behind it.
    pub(super) fn code_at(&self, start: usize, groups: &[usize]) -> Option<(String, Range<usize>)> {
        let (mut code, mut at) = (String::new(), start);
        for (index, length) in groups.iter().enumerate() {
            if index > 0 && matches!(self.at(at), Some(' ' | '-')) {
                at += 1;
            }
            code.push_str(&self.text(at..at + length));
            at += length;
        }
        (!self.is_joined_at(at)).then(|| (code.to_ascii_uppercase(), start..at))
    }

    /// The characters of a range as text.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// The range in lower case.
    pub(super) fn lower(&self, range: Range<usize>) -> String {
        self.text(range).to_lowercase()
    }

    /// Position behind the first that is not of this sort.
    pub(super) fn skip(&self, from: usize, of_sort: impl Fn(char) -> bool) -> usize {
        let mut position = from;
        while self.at(position).is_some_and(&of_sort) {
            position += 1;
        }
        position
    }

    /// First position of the characters of this sort that end before `to`.
    pub(super) fn skip_back(&self, to: usize, of_sort: impl Fn(char) -> bool) -> usize {
        let mut position = to;
        while self.before(position).is_some_and(&of_sort) {
            position -= 1;
        }
        position
    }

    /// Whether a position lies in a web or network link.
    pub(super) fn is_in_link(&self, position: usize) -> bool {
        let mut start = position;
        while start > 0 && position - start < LINK_CHARS && self.before(start) != Some(' ') {
            start -= 1;
        }
        let before = self.lower(start..position);
        before.contains("://") || before.contains("www.") || before.starts_with("\\\\")
    }

    /// The bytes of the typed text that a range came from.
    pub(super) fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.spans.get(range.start).map_or(0, |span| span.start);
        let last = range.end.checked_sub(1).and_then(|last| self.spans.get(last));
        start..last.map_or(start, |span| span.end)
    }
}

/// Whether a character belongs to a word or a code.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_without_width(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{206a}'..='\u{206f}'
            | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

const fn dash_made_plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2019}' | '\u{2018}' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_invisible_and_odd_spaces_are_made_plain_and_lead_back() {
        let typed = "a\u{200b}\u{ff19}\u{a0}\u{2009}\n4";
        let plain = Plain::of(typed);
        assert_eq!(plain.text(0..plain.len()), "a9 4");
        assert_eq!(&typed[plain.span(&(1..4))], "\u{ff19}\u{a0}\u{2009}\n4");
    }

    #[test]
    fn links_are_known_from_their_start() {
        let plain = Plain::of("see https://x.example/12 and 34");
        assert!(plain.is_in_link(22) && !plain.is_in_link(29));
    }
}
