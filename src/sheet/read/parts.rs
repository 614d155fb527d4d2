//! The parts of a zip package, inflated once, within the limits, with their checksums checked (4-reading.md, 4.1).
//!
//! calamine stops reading a part at the end of its cells and so never compares the checksum; here every part that is
//! used is read to its end. Only the parts asked for are inflated. The zip crate holds the declared size of a part to be
//! a true bound, so that declared sizes can be judged before anything is inflated.

use std::collections::HashMap;
use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

use super::inflate::Inflater;
use crate::domain::{Guard, Refusal};
use crate::sheet::limits::Limits;

/// A zip held in memory whose parts can be taken out by name.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Number in the zip by name in lower case with `/`: part names do not differ by case (ECMA-376 part 2, 6.2.2).
    numbers: HashMap<String, usize>,
    bytes: &'a [u8],
    inflater: Inflater,
    limits: &'a Limits,
}

impl<'a> Parts<'a> {
    /// Looks at the directory of the zip.
    ///
    /// # Errors
    /// `Damaged` when the directory cannot be read or names a part twice, `TooLarge` when there are too many entries.
    pub(super) fn new(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Refusal> {
        let zip = open_zip(bytes, limits)?;
        let mut numbers = HashMap::with_capacity(zip.len());
        for (number, name) in zip.file_names().enumerate() {
            let name = name.map_err(|_| damaged("its directory cannot be read"))?;
            let name = name.replace('\\', "/").to_lowercase();
            if numbers.insert(name, number).is_some() {
                return Err(damaged("it holds two parts of the same name"));
            }
        }
        Ok(Self { zip, numbers, bytes, inflater: Inflater::default(), limits })
    }

    /// The text of an XML part; none when there is no such part.
    ///
    /// # Errors
    /// `Damaged` when the part does not inflate to its checksum, is not UTF-8 or has a DOCTYPE; `TooLarge`.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(&number) = self.numbers.get(&name.to_lowercase()) else { return Ok(None) };
        let bytes = self.inflate(number)?;
        utf8_xml(bytes, name).map(Some)
    }

    /// The bytes of a part; none when there is no such part.
    ///
    /// # Errors
    /// `Damaged` when the part does not inflate to its checksum; `TooLarge`.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.numbers.get(&name.to_lowercase()) {
            Some(&number) => self.inflate(number).map(Some),
            None => Ok(None),
        }
    }

    fn inflate(&mut self, number: usize) -> Result<Vec<u8>, Refusal> {
        self.inflater.entry(&mut self.zip, self.bytes, number, self.limits)
    }
}

/// Opens the directory of a zip within the limit on its entries.
pub(super) fn open_zip<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<ZipArchive<Cursor<&'a [u8]>>, Refusal> {
    let declared = declared_entries(bytes);
    if let Some(entries) = declared.filter(|entries| *entries > limits.zip_entries) {
        return Err(too_large(Guard::ZipEntries, limits.zip_entries, Some(entries)));
    }
    let zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| damaged("its directory is missing or broken, as when a file was not sent whole"))?;
    let found = zip.len() as u64;
    if found > limits.zip_entries {
        return Err(too_large(Guard::ZipEntries, limits.zip_entries, Some(found)));
    }
    // The zip crate lets the last of two equal names win in silence.
    if declared.is_some_and(|entries| entries != found) {
        return Err(damaged("it holds two parts of the same name"));
    }
    Ok(zip)
}

/// Entries that the end of a zip declares; none for the long form of zip, and where there is no end.
fn declared_entries(bytes: &[u8]) -> Option<u64> {
    let end = memmem::rfind(bytes, b"PK\x05\x06")?;
    let field = bytes.get(end + 10..end + 12)?;
    let entries = u16::from_le_bytes([field[0], field[1]]);
    (entries != u16::MAX).then_some(u64::from(entries))
}

fn utf8_xml(bytes: Vec<u8>, name: &str) -> Result<String, Refusal> {
    let refused = |what: &str| damaged(&format!("its part {name} {what}"));
    let text = String::from_utf8(bytes).map_err(|_| refused("is not in UTF-8"))?;
    if text.contains('\0') {
        return Err(refused("is not in UTF-8"));
    }
    if declared_encoding(&text)
        .is_some_and(|e| !["utf-8", "utf8", "us-ascii"].contains(&e.to_lowercase().as_str()))
    {
        return Err(refused("says that it is not in UTF-8"));
    }
    let bytes = text.as_bytes();
    if memmem::find(bytes, b"<!DOCTYPE").is_some() || memmem::find(bytes, b"<!ENTITY").is_some() {
        return Err(refused("declares its own abbreviations, which no spreadsheet program does"));
    }
    Ok(text)
}

/// The encoding that an XML declaration names.
fn declared_encoding(text: &str) -> Option<&str> {
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next()?;
    value[1..].split(quote).next()
}

/// F01 in plain words: completes "The file is damaged: …".
pub(super) fn damaged(what: &str) -> Refusal {
    Refusal::Damaged(crate::domain::folding::clip(what, 160))
}

/// F05.
pub(super) const fn too_large(guard: Guard, limit: u64, actual: Option<u64>) -> Refusal {
    Refusal::TooLarge { guard, limit, actual }
}
