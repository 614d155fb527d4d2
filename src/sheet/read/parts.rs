//! The parts of a zip package, inflated once, within the limits, with their checksums checked (4-reading.md, 4.1).
//!
//! calamine stops reading a part at the end of its cells and so never compares the checksum; here every part that is
//! used is read to its end. Only the parts asked for are inflated. The zip crate holds the declared size of a part to be
//! a true bound, so that declared sizes can be judged before anything is inflated.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use memchr::memmem;
use zip::ZipArchive;

use super::directory::{self, Entry, Method};
use super::inflate::{Inflater, Packed};
use super::known::{Known, Lying, Sort};
use crate::domain::{Guard, Refusal};
use crate::sheet::limits::Limits;

/// A zip held in memory whose parts can be taken out by name.
pub(super) struct Parts<'a> {
    directory: Directory<'a>,
    bytes: &'a [u8],
    inflater: Inflater,
    limits: &'a Limits,
    known: &'a Known,
}

/// What a zip holds.
enum Directory<'a> {
    /// Written in the plain way.
    Plain(Vec<Entry<'a>>),
    /// Any other, by the zip crate.
    Any {
        zip: ZipArchive<Cursor<&'a [u8]>>,
        /// Number in the zip by name in lower case with `/`: part names do not differ by case (ECMA-376 part 2, 6.2.2).
        numbers: HashMap<String, usize>,
    },
}

impl<'a> Parts<'a> {
    /// Looks at the directory of the zip; what is known of parts met before is taken from there.
    ///
    /// # Errors
    /// `Damaged` when the directory cannot be read or names a part twice, `TooLarge` when there are too many entries.
    pub(super) fn new(bytes: &'a [u8], limits: &'a Limits, known: &'a Known) -> Result<Self, Refusal> {
        let directory = match directory::plain(bytes) {
            Some(entries) if entries.len() as u64 > limits.zip_entries => {
                return Err(too_large(Guard::ZipEntries, limits.zip_entries, Some(entries.len() as u64)));
            }
            Some(entries) => Directory::Plain(entries),
            None => any_directory(bytes, limits)?,
        };
        Ok(Self { directory, bytes, inflater: Inflater::default(), limits, known })
    }

    /// Nothing more of it is wanted.
    pub(super) fn close(self) {
        self.inflater.put_back();
    }

    /// The text of an XML part; none when there is no such part.
    ///
    /// # Errors
    /// `Damaged` when the part does not inflate to its checksum, is not UTF-8 or has a DOCTYPE; `TooLarge`.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        utf8_xml(bytes, name).map(Some)
    }

    /// The bytes of a part; none when there is no such part.
    ///
    /// # Errors
    /// `Damaged` when the part does not inflate to its checksum; `TooLarge`.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match &mut self.directory {
            Directory::Plain(entries) => {
                let Some(entry) = named(entries, name) else { return Ok(None) };
                let packed = Packed::plain(entry, self.bytes)?;
                self.inflater.admit(&packed, self.limits)?;
                self.inflater.take(&packed, self.limits).transpose()
            }
            Directory::Any { zip, numbers } => match numbers.get(&name.to_lowercase()) {
                Some(&number) => self.inflater.entry(zip, self.bytes, number, self.limits).map(Some),
                None => Ok(None),
            },
        }
    }

    /// What is made of the text of an XML part, which is read only where this very part was not met before in the run; none
    /// when there is no such part.
    ///
    /// # Errors
    /// As [`Parts::xml`], and those of `read`.
    pub(super) fn shared<T: 'a>(
        &mut self,
        name: &str,
        sort: impl FnOnce(&'a Known) -> &'a Sort<T>,
        read: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Result<Option<Arc<T>>, Refusal> {
        let entry = match &self.directory {
            Directory::Plain(entries) => named(entries, name),
            Directory::Any { .. } => {
                return self.xml(name)?.map(|text| read(&text).map(Arc::new)).transpose();
            }
        };
        let Some(entry) = entry else { return Ok(None) };
        let packed = Packed::plain(entry, self.bytes)?;
        self.inflater.admit(&packed, self.limits)?;
        let (inflater, limits) = (&mut self.inflater, self.limits);
        let read = || {
            let bytes = inflater.take(&packed, limits).unwrap_or_else(|| Ok(Vec::new()))?;
            read(&utf8_xml(bytes, name)?)
        };
        let made = match packed.bytes {
            Some(bytes) => {
                let stored = entry.method == Method::Stored;
                let part = Lying { path: name, packed: bytes, crc: packed.crc, size: packed.size, stored };
                sort(self.known).get(part, read)?
            }
            None => Arc::new(read()?),
        };
        Ok(Some(made))
    }
}

/// The entry of this name, in any case.
fn named<'a>(entries: &[Entry<'a>], name: &str) -> Option<Entry<'a>> {
    let is_named = |entry: &&Entry<'_>| {
        if name.is_ascii() {
            entry.name.eq_ignore_ascii_case(name)
        } else {
            entry.name.to_lowercase() == name.to_lowercase()
        }
    };
    entries.iter().find(is_named).copied()
}

/// The directory of a zip by the zip crate.
fn any_directory<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Directory<'a>, Refusal> {
    let zip = open_zip(bytes, limits)?;
    let mut numbers = HashMap::with_capacity(zip.len());
    for (number, name) in zip.file_names().enumerate() {
        let name = name.map_err(|_| damaged("its directory cannot be read"))?;
        let name = name.replace('\\', "/").to_lowercase();
        if numbers.insert(name, number).is_some() {
            return Err(damaged("it holds two parts of the same name"));
        }
    }
    Ok(Directory::Any { zip, numbers })
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
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(refused("is not in UTF-8"));
    }
    if declared_encoding(&text)
        .is_some_and(|e| !["utf-8", "utf8", "us-ascii"].contains(&e.to_lowercase().as_str()))
    {
        return Err(refused("says that it is not in UTF-8"));
    }
    let bytes = text.as_bytes();
    let declares = |mark: usize| {
        let (before, behind) = bytes.split_at(mark);
        before.ends_with(b"<") && (behind.starts_with(b"!DOCTYPE") || behind.starts_with(b"!ENTITY"))
    };
    if memchr::memchr_iter(b'!', bytes).any(declares) {
        return Err(refused("declares its own abbreviations, which no spreadsheet program does"));
    }
    Ok(text)
}

/// The encoding that an XML declaration names.
fn declared_encoding(text: &str) -> Option<&str> {
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    // Without quotation marks it is no declaration that a program writes: the whole names no encoding then.
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.split(quote).next());
    Some(quoted.unwrap_or(value))
}

/// F01 in plain words: completes "The file is damaged: …".
pub(super) fn damaged(what: &str) -> Refusal {
    Refusal::Damaged(crate::domain::folding::clip(what, 160))
}

/// F05.
pub(super) const fn too_large(guard: Guard, limit: u64, actual: Option<u64>) -> Refusal {
    Refusal::TooLarge { guard, limit, actual }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_what_the_declaration_says_however_it_is_written() {
        for (part, says) in [
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", Some("UTF-8")),
            ("\u{feff}<?xml encoding = 'utf-16'?>", Some("utf-16")),
            ("<?xml encoding=\u{4064}d/mm\"UTF-8?>", Some("\u{4064}d/mm\"UTF-8")),
            ("<?xml encoding=?>", Some("")),
            ("<?xml version=\"1.0\"?>", None),
            ("<a encoding=\"x\"/>", None),
        ] {
            assert_eq!(declared_encoding(part), says, "{part}");
        }
    }
}
