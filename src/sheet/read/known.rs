//! Parts that many workbooks of a run share byte for byte, read once.
//!
//! The returns of a month are issued from one form, so that their styles, relationships and notes are nearly always the same
//! parts again: most of a return need not be inflated a second time. A part is known by its path and all its packed bytes,
//! never by a hash alone, and what is kept was read from exactly these: whichever file comes first, the result is the same.
//! What is kept is bounded; a part that is no longer taken in is read as if this were not there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::package::{Listed, Relationship};
use super::sheet_scan::{Head, Tail};
use super::styles::Styles;
use crate::domain::remembered::mixed;
use crate::domain::{CellRef, Refusal};

/// Different parts of one sort at most.
const MOST_PARTS: usize = 64;
/// Longest part kept, unpacked.
const MOST_BYTES: u64 = 64 << 10;
/// Different pieces of text of one sort at most, and the longest kept.
const MOST_PIECES: usize = 128;
const LONGEST_PIECE: usize = 16 << 10;

/// What is known of parts met before, by sort. Share one over the files of a run; an empty one is always right.
#[derive(Debug, Default)]
pub struct Known {
    pub(super) links: Sort<Vec<Relationship>>,
    pub(super) workbooks: Sort<Listed>,
    pub(super) styles: Sort<Styles>,
    pub(super) producers: Sort<Option<String>>,
    pub(super) notes: Sort<Vec<(CellRef, String)>>,
    pub(super) threads: Sort<Vec<(CellRef, String)>>,
    /// What stands in a sheet before its rows, and behind them: widths, and what each column takes.
    pub(super) heads: Pieces<Head>,
    pub(super) tails: Pieces<Tail>,
}

/// Pieces of parts, with what was read from each. A piece is known by all of its bytes.
#[derive(Debug)]
pub(super) struct Pieces<T> {
    pieces: Mutex<HashMap<u64, Piece<T>>>,
}

#[derive(Debug)]
struct Piece<T> {
    text: Box<str>,
    read: Arc<T>,
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Self { pieces: Mutex::default() }
    }
}

impl<T> Pieces<T> {
    /// What was read from this very piece.
    pub(super) fn get(&self, text: &str) -> Option<Arc<T>> {
        let pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pieces.get(&mixed(text.as_bytes()))?;
        (*known.text == *text).then(|| Arc::clone(&known.read))
    }

    /// Keeps what was read from a piece. It must be made of this text, and of nothing besides.
    pub(super) fn keep(&self, text: &str, read: impl Into<Arc<T>>) {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        if text.len() <= LONGEST_PIECE && pieces.len() < MOST_PIECES {
            let piece = || Piece { text: text.into(), read: read.into() };
            pieces.entry(mixed(text.as_bytes())).or_insert_with(piece);
        }
    }
}

/// A part as it lies in its zip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lying<'a> {
    pub(super) path: &'a str,
    pub(super) packed: &'a [u8],
    pub(super) crc: u32,
    pub(super) size: u64,
    pub(super) stored: bool,
}

/// Parts of one sort, with what was read from each.
#[derive(Debug)]
pub(super) struct Sort<T> {
    parts: Mutex<HashMap<(u32, u64), Part<T>>>,
}

#[derive(Debug)]
struct Part<T> {
    path: Box<str>,
    packed: Box<[u8]>,
    stored: bool,
    read: Arc<T>,
}

impl<T> Default for Sort<T> {
    fn default() -> Self {
        Self { parts: Mutex::default() }
    }
}

impl<T> Sort<T> {
    /// What was read from this very part, else what `read` makes of it now.
    pub(super) fn get(
        &self,
        part: Lying<'_>,
        read: impl FnOnce() -> Result<T, Refusal>,
    ) -> Result<Arc<T>, Refusal> {
        let key = (part.crc, part.size);
        let same = |known: &&Part<T>| {
            *known.path == *part.path && *known.packed == *part.packed && known.stored == part.stored
        };
        let found = self.lock().get(&key).filter(same).map(|known| Arc::clone(&known.read));
        if let Some(found) = found {
            return Ok(found);
        }
        let made = Arc::new(read()?);
        let mut parts = self.lock();
        if part.size <= MOST_BYTES && part.packed.len() as u64 <= MOST_BYTES && parts.len() < MOST_PARTS {
            parts.entry(key).or_insert_with(|| Part {
                path: part.path.into(),
                packed: part.packed.into(),
                stored: part.stored,
                read: Arc::clone(&made),
            });
        }
        Ok(made)
    }

    /// A reader that panicked elsewhere left nothing half done here.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(u32, u64), Part<T>>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lying<'a>(path: &'a str, packed: &'a [u8]) -> Lying<'a> {
        Lying { path, packed, crc: 7, size: 3, stored: false }
    }

    #[test]
    fn the_same_bytes_are_read_once_and_others_anew() {
        let sort: Sort<u8> = Sort::default();
        let get = |part, read| sort.get(part, || Ok(read)).map(|found| *found);
        assert_eq!(get(lying("a", b"one"), 1), Ok(1));
        assert_eq!(get(lying("a", b"one"), 2), Ok(1));
        // The same checksum and size by chance or malice, and the same bytes elsewhere.
        assert_eq!(get(lying("a", b"two"), 3), Ok(3));
        assert_eq!(get(lying("b", b"one"), 4), Ok(4));
        assert_eq!(get(Lying { stored: true, ..lying("a", b"one") }, 5), Ok(5));
    }

    #[test]
    fn what_cannot_be_read_is_not_kept_and_what_is_kept_is_bounded() {
        let sort: Sort<u32> = Sort::default();
        assert!(sort.get(lying("a", b"one"), || Err(Refusal::Empty)).is_err());
        assert_eq!(sort.get(lying("a", b"one"), || Ok(1)).map(|found| *found), Ok(1));
        for crc in 0..1_000 {
            let part = Lying { crc, ..lying("a", b"one") };
            assert_eq!(sort.get(part, || Ok(crc)).map(|found| *found), Ok(if crc == 7 { 1 } else { crc }));
        }
        assert_eq!(sort.lock().len(), MOST_PARTS);
        let pieces: Pieces<usize> = Pieces::default();
        for number in 0..1_000 {
            pieces.keep(&format!("<dimension ref=\"A1:B{number}\"/>"), number);
        }
        assert_eq!(pieces.get("<dimension ref=\"A1:B7\"/>").map(|found| *found), Some(7));
        assert_eq!(pieces.get("<dimension ref=\"A1:B999\"/>"), None);
        assert_eq!(pieces.pieces.lock().unwrap().len(), MOST_PIECES);
        let huge: Sort<u8> = Sort::default();
        huge.get(Lying { size: MOST_BYTES + 1, ..lying("a", b"one") }, || Ok(1)).unwrap();
        assert!(huge.lock().is_empty());
    }
}
