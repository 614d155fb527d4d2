//! The records of an xlsb part: a kind and a length of one to four bytes each, and bytes.

use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::rich_text::with_runs;

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// Its kind.
    pub(super) kind: u32,
    /// Its bytes.
    pub(super) data: &'a [u8],
}

/// Records one after another; ends where the part ends or breaks off.
#[derive(Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
}

impl<'a> Records<'a> {
    /// The records of a part.
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = self.number(2)?;
        let length = usize::try_from(self.number(4)?).ok()?;
        let (data, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(Record { kind, data })
    }
}

/// The text whose length in UTF-16 units stands before it, and where it ends; a length of all ones is no text.
pub(super) fn text_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(data, at)?;
    if length == u32::MAX {
        return Some((String::new(), at + 4));
    }
    let start = at + 4;
    let end = start.checked_add(usize::try_from(length).ok()?.checked_mul(2)?)?;
    let units: Vec<u16> = data.get(start..end)?.chunks_exact(2).filter_map(|two| u16_at(two, 0)).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// A text that may have runs: a byte of flags, the text, the runs. The runs in a font that changes what letters say are
/// fenced.
pub(super) fn rich_text_at(data: &[u8], at: usize, fences: &[Option<char>]) -> Option<String> {
    let flags = *data.get(at)?;
    let (text, end) = text_at(data, at + 1)?;
    if flags & 1 == 0 {
        return Some(text);
    }
    let count = usize::try_from(u32_at(data, end)?).ok()?;
    let runs = data.get(end + 4..)?.get(..count.checked_mul(4)?)?.chunks_exact(4);
    let runs = runs.filter_map(|run| {
        let font = usize::from(u16_at(run, 2)?);
        Some((usize::from(u16_at(run, 0)?), fences.get(font).copied().flatten()))
    });
    Some(with_runs(&text, runs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_lengths_take_as_many_bytes_as_they_need() {
        let mut part = vec![0x9c, 0x01, 0x80, 0x01];
        part.extend([7; 128]);
        part.extend([0x02, 0x05, 1]);
        let mut records = Records::of(&part);
        assert_eq!(records.next().map(|r| (r.kind, r.data.len())), Some((156, 128)));
        assert_eq!(records.next(), None);
    }

    #[test]
    fn runs_in_fonts_that_change_the_meaning_are_fenced() {
        let data = b"\x01\x03\0\0\x001\x002\x003\0\x02\0\0\0\0\0\x01\0\x02\0\0\0";
        let shown = rich_text_at(data, 0, &[None, Some(crate::domain::folding::FENCE)]).unwrap();
        assert_eq!(shown.replace(crate::domain::folding::FENCE, "|"), "|12|3");
        assert_eq!(rich_text_at(data, 0, &[]).as_deref(), Some("123"));
        assert_eq!(rich_text_at(&data[..20], 0, &[]), None);
    }

    #[test]
    fn texts_end_where_they_say() {
        assert_eq!(text_at(b"\x02\0\0\0a\0b\0c", 0), Some(("ab".to_owned(), 8)));
        assert_eq!(text_at(b"\xff\xff\xff\xff", 0), Some((String::new(), 4)));
        assert_eq!((text_at(b"\xff\xff\xff\x7f", 0), text_at(b"\x02\0\0\0a\0", 0)), (None, None));
    }
}
