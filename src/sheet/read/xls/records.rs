//! The records of an xls stream: a kind, a length, and bytes.

use crate::sheet::read::compound::u16_at;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// Its kind.
    pub(super) kind: u16,
    /// Its bytes.
    pub(super) data: &'a [u8],
}

/// Records one after another; ends where the stream ends or breaks off.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
}

/// Marks the start of a sheet or of the workbook's own part.
pub(super) const BOF: u16 = 0x0809;
/// Marks its end.
pub(super) const EOF: u16 = 0x000a;
/// What did not fit into the record before.
pub(super) const CONTINUE: u16 = 0x003c;

impl<'a> Records<'a> {
    /// From this place in the stream.
    pub(super) fn from(stream: &'a [u8], offset: usize) -> Self {
        Self { bytes: stream.get(offset..).unwrap_or_default() }
    }

    /// The pieces of a record that goes on in the records after it.
    pub(super) fn with_continued(&mut self, first: &'a [u8]) -> Vec<&'a [u8]> {
        let mut pieces = vec![first];
        loop {
            let mut ahead = self.clone();
            match ahead.next() {
                Some(Record { kind: CONTINUE, data }) => pieces.push(data),
                _ => return pieces,
            }
            *self = ahead;
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = u16_at(self.bytes, 0)?;
        let end = 4 + usize::from(u16_at(self.bytes, 2)?);
        let data = self.bytes.get(4..end)?;
        self.bytes = &self.bytes[end..];
        Some(Record { kind, data })
    }
}
