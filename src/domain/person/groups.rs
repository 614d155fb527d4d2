//! Digits as people group them: `943 476 5919`, `0151-496 0123`, `(01632) 960123`.

use std::ops::Range;

use super::plain::Plain;

/// Longest separator between two groups: ` - `, `) (`.
const SEPARATOR_CHARS: usize = 3;

/// Groups of digits, one behind the other, with nothing but separators between.
#[derive(Debug)]
pub(super) struct Chain {
    groups: Vec<Range<usize>>,
}

impl Chain {
    /// Every chain of a text.
    pub(super) fn all(plain: &Plain) -> Vec<Self> {
        let mut chains: Vec<Self> = Vec::new();
        let mut position = 0;
        while position < plain.len() {
            let end = plain.skip(position, |c| c.is_ascii_digit());
            if end == position {
                position += 1;
                continue;
            }
            let group = position..end;
            match chains.last_mut() {
                Some(chain) if chain.reaches(plain, group.start) => chain.groups.push(group),
                _ => chains.push(Self { groups: vec![group] }),
            }
            position = end;
        }
        chains
    }

    fn reaches(&self, plain: &Plain, start: usize) -> bool {
        let Some(end) = self.groups.last().map(|group| group.end) else { return false };
        let separator = plain.text(end..start);
        start - end <= SEPARATOR_CHARS && separator.chars().all(|c| " -.()".contains(c))
    }

    /// How many groups it has.
    pub(super) const fn len(&self) -> usize {
        self.groups.len()
    }

    /// These groups, when there are so many.
    pub(super) fn window(&self, groups: Range<usize>) -> Option<Window<'_>> {
        let within = self.groups.get(groups.clone()).filter(|within| !within.is_empty())?;
        Some(Window { chain: self, groups: within, first: groups.start })
    }
}

/// Some groups of a chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'a> {
    chain: &'a Chain,
    groups: &'a [Range<usize>],
    first: usize,
}

impl Window<'_> {
    /// All its digits.
    pub(super) fn digits(&self, plain: &Plain) -> String {
        self.groups.iter().map(|group| plain.text(group.clone())).collect()
    }

    /// How many digits each group has.
    pub(super) fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(Range::len).collect()
    }

    /// From its first digit to behind its last.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.groups.first().map_or(0, |group| group.start);
        start..self.groups.last().map_or(start, |group| group.end)
    }

    /// Whether it is the whole chain.
    pub(super) const fn is_whole(&self) -> bool {
        self.groups.len() == self.chain.groups.len()
    }

    /// Whether one and the same separator stands between its groups.
    pub(super) fn is_even(&self, plain: &Plain) -> bool {
        let separator = |pair: &[Range<usize>]| match pair {
            [one, two] => plain.text(one.end..two.start),
            _ => String::new(),
        };
        let mut separators = self.groups.windows(2).map(separator);
        let first = separators.next();
        separators.all(|other| Some(other) == first)
    }

    /// Whether it is a part of a longer word, code or decimal number: letters on it, or a bare point and more digits.
    pub(super) fn is_part_of_more(&self, plain: &Plain) -> bool {
        let range = self.range();
        let point = |from: usize, to: usize| plain.text(from..to) == ".";
        let before = self.first.checked_sub(1).and_then(|before| self.chain.groups.get(before));
        let behind = self.chain.groups.get(self.first + self.groups.len());
        plain.is_joined_at(range.end)
            || before.is_some_and(|group| point(group.end, range.start))
            || behind.is_some_and(|group| point(range.end, group.start))
    }
}
