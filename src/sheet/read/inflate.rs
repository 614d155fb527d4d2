//! One entry of a zip, inflated whole, its length and checksum checked.
//!
//! Deflate's state is made once and used for every part: making it anew, as the zip crate does for each entry, was a third
//! of the instructions of reading a small return (measured with callgrind on samples/2019-11). Each thread keeps it for its
//! next file.

use std::cell::RefCell;
use std::io::{Cursor, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::{CompressionMethod, ZipArchive};

use super::directory::{Entry, Method};
use super::parts::{damaged, too_large};
use crate::domain::{Guard, Refusal};
use crate::sheet::limits::Limits;

/// Deflate makes no more than this many bytes of one.
const MOST_FROM_ONE: u64 = 1_032;

/// Takes entries out of zips, within the limits on parts.
#[derive(Debug)]
pub(super) struct Inflater {
    deflate: Decompress,
    /// Bytes taken out so far, against the limit on all together.
    inflated: u64,
}

thread_local! {
    /// What the last file was inflated with; it is reset before each part.
    static SPARE: RefCell<Option<Decompress>> = const { RefCell::new(None) };
}

impl Default for Inflater {
    fn default() -> Self {
        let spare = SPARE.with_borrow_mut(Option::take);
        Self { deflate: spare.unwrap_or_else(|| Decompress::new(false)), inflated: 0 }
    }
}

impl Inflater {
    /// Done with this file.
    pub(super) fn put_back(self) {
        SPARE.with_borrow_mut(|spare| *spare = Some(self.deflate));
    }
}

/// An entry as it lies in its zip, before anything of it is believed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'a> {
    /// Whether it is encrypted.
    pub(super) encrypted: bool,
    /// Declared size, unpacked.
    pub(super) size: u64,
    /// Declared checksum.
    pub(super) crc: u32,
    /// Packed by deflate, stored as it is, or by a method of its own.
    pub(super) method: Option<Method>,
    /// Its packed bytes; none where they reach beyond the file.
    pub(super) bytes: Option<&'a [u8]>,
}

impl<'a> Packed<'a> {
    /// An entry of a zip that lies in `bytes`, as the zip crate finds it.
    ///
    /// # Errors
    /// `Damaged` where its own header is not there.
    pub(super) fn by_crate(
        zip: &mut ZipArchive<Cursor<&[u8]>>,
        bytes: &'a [u8],
        number: usize,
    ) -> Result<Self, Refusal> {
        let file = zip.by_index_raw(number).map_err(|_| unreadable())?;
        let method = match file.compression() {
            CompressionMethod::Deflated => Some(Method::Deflated),
            CompressionMethod::Stored => Some(Method::Stored),
            _ => None,
        };
        Ok(Self {
            encrypted: file.encrypted(),
            size: file.size(),
            crc: file.crc32(),
            method,
            bytes: file.data_start().and_then(|start| within(bytes, start, file.compressed_size())),
        })
    }

    /// An entry of a plain directory.
    ///
    /// # Errors
    /// As [`Packed::by_crate`].
    pub(super) fn plain(entry: Entry<'a>, bytes: &'a [u8]) -> Result<Self, Refusal> {
        let start = entry.start(bytes).ok_or_else(unreadable)?;
        let Entry { encrypted, size, crc, method, .. } = entry;
        Ok(Self { encrypted, size, crc, method: Some(method), bytes: entry.packed(start, bytes) })
    }
}

impl Inflater {
    /// Inflates one entry of the zip that lies in `bytes`.
    ///
    /// # Errors
    /// `Password`, `TooLarge`, or `Damaged` where it does not inflate to its declared length and checksum.
    pub(super) fn entry(
        &mut self,
        zip: &mut ZipArchive<Cursor<&[u8]>>,
        bytes: &[u8],
        number: usize,
        limits: &Limits,
    ) -> Result<Vec<u8>, Refusal> {
        let packed = Packed::by_crate(zip, bytes, number)?;
        self.admit(&packed, limits)?;
        match self.take(&packed, limits) {
            Some(part) => part,
            None => otherwise_packed(zip, number, limits).and_then(|part| checked(part, packed.crc)),
        }
    }

    /// Counts an entry against the limits, before anything is inflated.
    ///
    /// # Errors
    /// `Password`, `TooLarge`.
    pub(super) fn admit(&mut self, entry: &Packed<'_>, limits: &Limits) -> Result<(), Refusal> {
        if entry.encrypted {
            return Err(Refusal::Password { default_password: false });
        }
        let declared = entry.size;
        if declared > limits.part_bytes {
            return Err(too_large(Guard::PartBytes, limits.part_bytes, Some(declared)));
        }
        self.inflated = self.inflated.saturating_add(declared);
        if self.inflated > limits.inflated_bytes {
            return Err(too_large(Guard::InflatedBytes, limits.inflated_bytes, Some(self.inflated)));
        }
        Ok(())
    }

    /// The bytes of an entry, checked; none where it is packed by a method of its own.
    pub(super) fn take(&mut self, entry: &Packed<'_>, limits: &Limits) -> Option<Result<Vec<u8>, Refusal>> {
        let part = match (entry.method, entry.bytes) {
            (Some(Method::Deflated), Some(packed)) => self.inflate(packed, entry.size, limits),
            (Some(Method::Stored), Some(packed)) if packed.len() as u64 == entry.size => Ok(packed.to_vec()),
            (_, None) | (Some(Method::Stored), _) => Err(mismatch()),
            (None, Some(_)) => return None,
        };
        Some(part.and_then(|part| checked(part, entry.crc)))
    }

    fn inflate(&mut self, packed: &[u8], declared: u64, limits: &Limits) -> Result<Vec<u8>, Refusal> {
        // A lying size is not believed with memory: no more is asked for than these bytes can become.
        let most = (packed.len() as u64).saturating_mul(MOST_FROM_ONE);
        let room = usize::try_from(declared.min(most)).unwrap_or(usize::MAX);
        let mut part = Vec::new();
        part.try_reserve_exact(room)
            .map_err(|_| too_large(Guard::Memory, limits.memory_bytes >> 20, None))?;
        self.deflate.reset(false);
        let ended = self.deflate.decompress_vec(packed, &mut part, FlushDecompress::Finish);
        let whole = matches!(ended, Ok(Status::StreamEnd)) && part.len() as u64 == declared;
        if whole { Ok(part) } else { Err(mismatch()) }
    }
}

fn checked(part: Vec<u8>, crc: u32) -> Result<Vec<u8>, Refusal> {
    let mut sum = Crc::new();
    sum.update(&part);
    if sum.sum() == crc { Ok(part) } else { Err(mismatch()) }
}

fn unreadable() -> Refusal {
    damaged("a part of it is packed in a way that cannot be read")
}

/// Entries packed by a method of their own, which spreadsheet programs do not use, are left to the zip crate.
fn otherwise_packed(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    number: usize,
    limits: &Limits,
) -> Result<Vec<u8>, Refusal> {
    let file = zip.by_index(number).map_err(|_| unreadable())?;
    let mut part = Vec::new();
    file.take(limits.part_bytes + 1).read_to_end(&mut part).map_err(|_| mismatch())?;
    if part.len() as u64 > limits.part_bytes {
        return Err(too_large(Guard::PartBytes, limits.part_bytes, None));
    }
    Ok(part)
}

fn within(bytes: &[u8], start: u64, length: u64) -> Option<&[u8]> {
    let end = start.checked_add(length)?;
    bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

fn mismatch() -> Refusal {
    damaged("a part of it does not match its checksum")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::zip_of;
    use super::super::parts::open_zip;
    use super::*;

    fn taken(zipped: &[u8]) -> Result<Vec<u8>, Refusal> {
        let limits = Limits::default();
        let mut zip = open_zip(zipped, &limits)?;
        Inflater::default().entry(&mut zip, zipped, 0, &limits)
    }

    #[test]
    fn one_inflater_takes_out_one_entry_after_another() {
        let (a, b) = ("a".repeat(70_000), "b, c and d ".repeat(9));
        let zipped = zip_of(&[("a", a.as_bytes()), ("b", b.as_bytes()), ("empty", b"")]);
        let limits = Limits::default();
        let mut zip = open_zip(&zipped, &limits).unwrap();
        let mut inflater = Inflater::default();
        let mut entry = |number| inflater.entry(&mut zip, &zipped, number, &limits).unwrap();
        assert_eq!([entry(0), entry(1), entry(2), entry(0)], [a.as_bytes(), b.as_bytes(), b"", a.as_bytes()]);
    }

    #[test]
    fn a_flipped_bit_anywhere_in_the_packed_bytes_is_noticed() {
        let text = "A text that does not repeat itself much: 0123456789, abcdefghij, KLMNOP.".repeat(3);
        let zipped = zip_of(&[("a", text.as_bytes())]);
        // Between the local header of a one-letter name and the directory lie the packed bytes.
        let start = 31;
        let end = memchr::memmem::find(&zipped, b"PK\x01\x02").unwrap();
        for at in start..end {
            let mut broken = zipped.clone();
            broken[at] ^= 4;
            // Only the bits that fill up the last byte mean nothing.
            let harmless = at + 1 == end && taken(&broken).is_ok_and(|part| part == text.as_bytes());
            assert!(harmless || taken(&broken).is_err(), "byte {at}");
        }
        assert_eq!(taken(&zipped).unwrap(), text.as_bytes());
    }

    #[test]
    fn a_size_that_lies_is_not_believed() {
        let zipped = zip_of(&[("a", &[b'x'; 500])]);
        let directory = memchr::memmem::find(&zipped, b"PK\x01\x02").unwrap();
        for lie in [499_u32, 501, 60 << 20] {
            let mut lying = zipped.clone();
            lying[directory + 24..directory + 28].copy_from_slice(&lie.to_le_bytes());
            assert!(matches!(taken(&lying), Err(Refusal::Damaged(_))), "{lie}");
        }
    }
}
