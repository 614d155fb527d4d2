//! Where a figure came from: file, sheet, cell, SHA-256 of the file (1-mission.md, promise 2).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A cell's place on its sheet, counted from 0; printed and read in A1 style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct CellRef {
    /// Row, from 0 (row 1 of the sheet).
    pub row: u32,
    /// Column, from 0 (column A).
    pub column: u32,
}

impl CellRef {
    /// The cell in this row and column, both counted from 0.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

/// Letters of a column counted from 0: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = u64::from(self.row) + 1;
        match u8::try_from(self.column) {
            // Nearly every column, and without a text of its own.
            Ok(column @ 0..26) => write!(f, "{}{row}", char::from(b'A' + column)),
            _ => write!(f, "{}{row}", column_letters(self.column)),
        }
    }
}

/// Why a text is not a cell address within A1 to XFD1048576.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a cell address such as H7")]
pub struct CellRefError(pub String);

impl FromStr for CellRef {
    type Err = CellRefError;

    fn from_str(text: &str) -> Result<Self, CellRefError> {
        let refused = || CellRefError(text.chars().take(40).collect());
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (name, number) = text.split_at(letters);
        if !(1..=3).contains(&letters) || number.len() > 7 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refused());
        }
        let column = name.bytes().fold(0_u32, |sum, b| sum * 26 + u32::from(b - b'A') + 1);
        let row: u32 = number.parse().map_err(|_| refused())?;
        if number.starts_with('0') || !(1..=1_048_576).contains(&row) || column > 16_384 {
            return Err(refused());
        }
        Ok(Self { row: row - 1, column: column - 1 })
    }
}

/// SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// Hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The 64 hexadecimal digits.
    fn digits(&self) -> [u8; 64] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0xf)]]);
        }
        digits
    }

    /// The first 16 hexadecimal digits, for people.
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(16);
        digits
    }
}

/// A SHA-256 of bytes that come one after another.
#[derive(Debug, Clone, Default)]
pub struct Hashing(sha2::Sha256);

impl Hashing {
    /// Takes further bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        use sha2::Digest;
        self.0.update(bytes);
    }

    /// Hash of all bytes up to now.
    pub fn so_far(&self) -> Sha256 {
        use sha2::Digest;
        Sha256(self.0.clone().finalize().into())
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

/// Why a text is not a SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a SHA-256 of 64 hexadecimal digits")]
pub struct Sha256Error(pub String);

impl FromStr for Sha256 {
    type Err = Sha256Error;

    /// Reads the 64 digits as printed.
    fn from_str(text: &str) -> Result<Self, Sha256Error> {
        let refused = || Sha256Error(text.chars().take(80).collect());
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return Err(refused());
        }
        let mut hash = [0_u8; 32];
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| refused())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
        }
        Ok(Self(hash))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", self.short())
    }
}

impl serde::Serialize for Sha256 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl<'de> serde::Deserialize<'de> for Sha256 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// File, sheet, cell and hash behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Provenance {
    /// File name relative to the folder given; inside an archive `a.zip/inner.xlsx`.
    pub file: Arc<str>,
    /// Sheet name as found.
    pub sheet: Arc<str>,
    /// The cell; for a percent made from its numbers, the Value cell.
    pub cell: CellRef,
    /// SHA-256 of the file's bytes.
    pub sha256: Sha256,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {}!{}", self.file, self.sheet, self.cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_hash_alike_in_one_piece_and_in_several() {
        let mut hashing = Hashing::default();
        b"whole".chunks(2).for_each(|piece| hashing.update(piece));
        assert_eq!(hashing.so_far(), Sha256::of(b"whole"));
    }

    #[test]
    fn addresses_go_both_ways_and_stay_within_the_sheet() {
        for text in ["A1", "Z9", "AA10", "H7", "XFD1048576"] {
            assert_eq!(text.parse::<CellRef>().unwrap().to_string(), text);
        }
        for text in ["", "A", "1", "A0", "XFE1", "A1048577", "a1", "A1B", "AAAA1", "A01", "A+1"] {
            assert!(text.parse::<CellRef>().is_err(), "{text}");
        }
    }
}
