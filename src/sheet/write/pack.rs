//! Parts packed into the zip that a workbook is.
//!
//! Deflate's state is made once and used for every part: each thread keeps it for its next workbook. To get it ready again
//! takes as long as packing several thousand bytes, so what is small is stored as it is; and what many workbooks share is packed
//! once ([`super::frame`]). The zip crate writes no part that is packed already, but from another archive: so the few bytes around
//! the parts are written here, and read back by that crate in the tests.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// How hard parts are packed, from 1 to 9. At 2 packing takes half the instructions of 3, and gives a consolidated workbook that
/// is 5 to 7 % larger, a form 2 %; at 1 it would be 40 % larger. 3 itself takes half the time of 6 (10-limits-and-speed.md).
const LEVEL: u32 = 2;
/// Parts of fewer bytes are stored.
const SMALL: usize = 400;
/// Parts of fewer bytes are remembered, so many of late: the tables of forms are few, and come again from lead to lead.
const SHORT: usize = 1_000;
const REMEMBERED: usize = 64;

thread_local! {
    /// What the last part was packed with, ready for the next.
    static SPARE: RefCell<Option<DeflateEncoder<Vec<u8>>>> = const { RefCell::new(None) };
    /// Short parts by their texts.
    static LATELY: RefCell<HashMap<String, Packed>> = RefCell::new(HashMap::new());
}

/// A part as it lies in its zip.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    name: String,
    crc: u32,
    /// Bytes before packing.
    size: u64,
    deflated: bool,
    bytes: Vec<u8>,
}

impl Packed {
    /// A part that was packed by deflate elsewhere.
    pub(super) const fn deflated(name: String, crc: u32, size: u64, bytes: Vec<u8>) -> Self {
        Self { name, crc, size, deflated: true, bytes }
    }

    /// A part whose text is at hand.
    pub(super) fn of(name: &str, text: &str) -> io::Result<Self> {
        if text.len() >= SHORT {
            return Self::by_deflate(name, text);
        }
        if text.len() >= SMALL {
            let known = LATELY.with_borrow(|lately| lately.get(text).cloned());
            if let Some(known) = known {
                return Ok(Self { name: name.to_owned(), ..known });
            }
            let packed = Self::by_deflate(name, text)?;
            LATELY.with_borrow_mut(|lately| {
                if lately.len() == REMEMBERED {
                    lately.clear();
                }
                lately.insert(text.to_owned(), packed.clone());
            });
            return Ok(packed);
        }
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        let bytes = text.as_bytes().to_vec();
        Ok(Self { name: name.to_owned(), crc: crc.sum(), size: text.len() as u64, deflated: false, bytes })
    }

    fn by_deflate(name: &str, text: &str) -> io::Result<Self> {
        let mut packing = Packing::begin();
        packing.write_all(text.as_bytes())?;
        packing.finish(name)
    }

    /// The part's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// A part being packed, as its bytes come.
pub(super) struct Packing {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    size: u64,
}

impl Packing {
    /// Nothing is packed yet.
    pub(super) fn begin() -> Self {
        let spare = SPARE.with_borrow_mut(Option::take);
        let encoder = spare.unwrap_or_else(|| DeflateEncoder::new(Vec::new(), Compression::new(LEVEL)));
        Self { encoder, crc: Crc::new(), size: 0 }
    }

    /// The part of this name.
    pub(super) fn finish(mut self, name: &str) -> io::Result<Packed> {
        let bytes = self.encoder.reset(Vec::new())?;
        SPARE.with_borrow_mut(|spare| *spare = Some(self.encoder));
        Ok(Packed::deflated(name.to_owned(), self.crc.sum(), self.size, bytes))
    }
}

impl Write for Packing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.encoder.write(bytes)?;
        let bytes = bytes.get(..taken).unwrap_or_default();
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Version 2.0 of the format, which has deflate and nothing of what came later.
const VERSION: u16 = 20;
/// The first day that the format knows: a workbook says itself when it was made, and the same book gives the same bytes.
const DAY: u16 = 0x21;

/// A finished workbook.
#[derive(Debug, Default)]
pub struct Package {
    parts: Vec<Packed>,
}

impl Package {
    pub(super) const fn of(parts: Vec<Packed>) -> Self {
        Self { parts }
    }

    /// Writes the zip.
    ///
    /// # Errors
    /// When writing fails, or it would be larger than 4 GiB, which the format does not hold.
    pub fn write_to(&self, to: &mut (impl Write + ?Sized)) -> io::Result<()> {
        let mut directory = Vec::new();
        let mut at = 0;
        for part in &self.parts {
            let header = part.header()?;
            directory.extend_from_slice(b"PK\x01\x02");
            directory.extend_from_slice(&VERSION.to_le_bytes());
            directory.extend_from_slice(&header);
            // No comment, first disk, no attributes.
            directory.extend_from_slice(&[0; 10]);
            directory.extend_from_slice(&long(at)?);
            directory.extend_from_slice(part.name.as_bytes());
            to.write_all(b"PK\x03\x04")?;
            to.write_all(&header)?;
            to.write_all(part.name.as_bytes())?;
            to.write_all(&part.bytes)?;
            at += 4 + header.len() + part.name.len() + part.bytes.len();
        }
        let count = short(self.parts.len())?;
        to.write_all(&directory)?;
        to.write_all(b"PK\x05\x06\0\0\0\0")?;
        to.write_all(&[count, count].concat())?;
        to.write_all(&[long(directory.len())?, long(at)?].concat())?;
        to.write_all(&[0, 0])
    }

    /// The zip's bytes.
    ///
    /// # Errors
    /// As [`Package::write_to`].
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.parts.iter().map(|part| part.bytes.len() + 200).sum());
        self.write_to(&mut bytes)?;
        Ok(bytes)
    }
}

impl Packed {
    /// What stands before a part and in the directory alike.
    fn header(&self) -> io::Result<Vec<u8>> {
        let mut header = Vec::with_capacity(26);
        let method: u16 = if self.deflated { 8 } else { 0 };
        let size = usize::try_from(self.size).map_err(io::Error::other)?;
        for two in [VERSION, 0, method, 0, DAY] {
            header.extend_from_slice(&two.to_le_bytes());
        }
        header.extend_from_slice(&self.crc.to_le_bytes());
        header.extend_from_slice(&long(self.bytes.len())?);
        header.extend_from_slice(&long(size)?);
        header.extend_from_slice(&short(self.name.len())?);
        header.extend_from_slice(&[0, 0]);
        Ok(header)
    }
}

/// A number as two bytes.
fn short(number: usize) -> io::Result<[u8; 2]> {
    u16::try_from(number).map(u16::to_le_bytes).map_err(|_| too_large())
}

/// A number as four bytes. The largest of them leads to the long form of zip.
fn long(number: usize) -> io::Result<[u8; 4]> {
    let fits = u32::try_from(number).ok().filter(|number| *number < u32::MAX);
    fits.map(u32::to_le_bytes).ok_or_else(too_large)
}

fn too_large() -> io::Error {
    io::Error::other("the workbook would be larger than a zip can be: give fewer returns at once")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn the_zip_crate_reads_what_was_packed_and_packing_again_gives_the_same() {
        let long = "what was done, what is next ".repeat(4_000);
        let packed = |long: &str| {
            let middling = long.get(..700).unwrap();
            let parts =
                [("a.xml", "short"), ("b/c.xml", long), ("d.xml", ""), ("e", middling), ("f", middling)];
            Package::of(parts.map(|(name, text)| Packed::of(name, text).unwrap()).into()).bytes().unwrap()
        };
        let bytes = packed(&long);
        assert_eq!(bytes, packed(&long));
        let elsewhere = std::thread::scope(|scope| scope.spawn(|| packed(&long)).join().unwrap());
        assert_eq!(bytes, elsewhere, "a state that was used before packs as a new one");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!([read("a.xml"), read("b/c.xml"), read("d.xml")], ["short", &long, ""]);
        assert_eq!([read("e"), read("f")], [&long[..700]; 2]);
    }

    #[test]
    fn what_a_zip_cannot_hold_is_an_error() {
        assert!(long(u32::MAX as usize).is_err() && long(7).is_ok());
        assert!(short(65_536).is_err());
    }
}
