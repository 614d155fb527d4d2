//! A file that is hashed while it is written.

use std::io::{self, Write};

use crate::domain::{Hashing, Sha256};

/// How many bytes are handed on at once: rows and keys come in small pieces.
const AT_ONCE: usize = 1 << 16;

/// Writes to a file and hashes what goes there.
pub(super) struct Hashed<'w> {
    to: &'w mut (dyn Write + Send),
    waiting: Vec<u8>,
    hashing: Hashing,
}

impl<'w> Hashed<'w> {
    /// Writing to this file.
    pub(super) fn new(to: &'w mut (dyn Write + Send)) -> Self {
        Self { to, waiting: Vec::with_capacity(AT_ONCE), hashing: Hashing::default() }
    }

    /// Hash of all that was written up to now.
    pub(super) fn so_far(&mut self) -> io::Result<Sha256> {
        self.hand_on()?;
        Ok(self.hashing.so_far())
    }

    /// Hands the rest on; the hash of everything.
    pub(super) fn finish(mut self) -> io::Result<Sha256> {
        self.flush()?;
        Ok(self.hashing.so_far())
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.hashing.update(&self.waiting);
        self.to.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.waiting.len() + bytes.len() > AT_ONCE {
            self.hand_on()?;
        }
        if bytes.len() >= AT_ONCE {
            self.hashing.update(bytes);
            self.to.write_all(bytes)?;
        } else {
            self.waiting.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.waiting.len() + bytes.len() <= AT_ONCE {
            self.waiting.extend_from_slice(bytes);
            return Ok(());
        }
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_arrives_in_order_and_is_hashed() {
        let pieces = [vec![1; 10], vec![2; AT_ONCE], vec![3; AT_ONCE - 1], vec![4; 2], Vec::new()];
        let (whole, mut written) = (pieces.concat(), Vec::new());
        let mut hashed = Hashed::new(&mut written);
        hashed.write_all(&pieces[0]).unwrap();
        assert_eq!(hashed.so_far().unwrap(), Sha256::of(&pieces[0]));
        pieces[1..].iter().for_each(|piece| hashed.write_all(piece).unwrap());
        assert_eq!(hashed.finish().unwrap(), Sha256::of(&whole));
        assert!(written == whole);
    }
}
