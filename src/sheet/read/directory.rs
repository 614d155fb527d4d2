//! The directory of a zip that is written in the plain way, as spreadsheet programs write it: at the end, whole, without
//! comments, extra fields or anything before it, names in ASCII, each once.
//!
//! The zip crate looks for much more and takes several times as long, twice for every return (benches/README.md). What is
//! not plain is left to it, as if this had not been tried; what is plain it reads likewise.

/// Entries at most: names are held against one another, and no spreadsheet program writes as many.
const MOST_ENTRIES: usize = 256;

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// As it is.
    Stored,
    /// By deflate.
    Deflated,
}

/// An entry of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// Its name, ASCII without backslashes.
    pub(super) name: &'a str,
    /// Whether it is encrypted.
    pub(super) encrypted: bool,
    /// How it is packed.
    pub(super) method: Method,
    /// Checksum of its bytes.
    pub(super) crc: u32,
    /// Declared size, unpacked.
    pub(super) size: u64,
    packed_size: usize,
    header: usize,
}

impl Entry<'_> {
    /// Where its packed bytes start; none where its own header is not there.
    pub(super) fn start(&self, bytes: &[u8]) -> Option<usize> {
        let header = bytes.get(self.header..self.header.checked_add(LOCAL_BYTES)?)?;
        let names = short(header, 26)? + short(header, 28)?;
        header.starts_with(LOCAL).then_some(self.header + LOCAL_BYTES + names)
    }

    /// Its packed bytes, which start here; none where they reach beyond the file.
    pub(super) fn packed<'b>(&self, start: usize, bytes: &'b [u8]) -> Option<&'b [u8]> {
        bytes.get(start..start.checked_add(self.packed_size)?)
    }
}

/// The entries of a zip, in order; none where it is not plain.
pub(super) fn plain(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let end_at = bytes.len().checked_sub(END_BYTES)?;
    let end = bytes.get(end_at..)?;
    // The last mark of an end is that of the end.
    if memchr::memmem::rfind(end, END) != Some(0) {
        return None;
    }
    let count = short(end, 8)?;
    let (size, start) = (long(end, 12)?, long(end, 16)?);
    let one_disk = short(end, 4)? == 0 && short(end, 6)? == 0 && short(end, 10)? == count;
    let no_comment = short(end, 20)? == 0;
    if !one_disk || !no_comment || !(1..=MOST_ENTRIES).contains(&count) || start.checked_add(size)? != end_at
    {
        return None;
    }
    let mut rest = bytes.get(start..end_at)?;
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(count);
    for _ in 0..count {
        let (entry, behind) = entry(rest)?;
        if entries.iter().any(|other| other.name.eq_ignore_ascii_case(entry.name)) {
            return None;
        }
        entries.push(entry);
        rest = behind;
    }
    rest.is_empty().then_some(entries)
}

/// The entry at the start of these bytes, and what comes behind it.
fn entry(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let head = bytes.get(..ENTRY_BYTES)?;
    let plain = head.starts_with(ENTRY) && short(head, 30)? == 0 && short(head, 32)? == 0;
    let (packed_size, size, header) = (long(head, 20)?, long(head, 24)?, long(head, 42)?);
    // The largest number leads to the long form of zip.
    let short_form = [packed_size, size, header].iter().all(|number| *number < u32::MAX as usize);
    if !plain || !short_form {
        return None;
    }
    let name_end = ENTRY_BYTES + short(head, 28)?;
    let name = std::str::from_utf8(bytes.get(ENTRY_BYTES..name_end)?).ok()?;
    if !name.is_ascii() || name.contains('\\') {
        return None;
    }
    let method = match short(head, 10)? {
        0 => Method::Stored,
        8 => Method::Deflated,
        _ => return None,
    };
    let entry = Entry {
        name,
        encrypted: short(head, 8)? & 1 == 1,
        method,
        crc: u32::try_from(long(head, 16)?).ok()?,
        size: size as u64,
        packed_size,
        header,
    };
    Some((entry, bytes.get(name_end..)?))
}

/// Two bytes as a number.
fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

/// Four bytes as a number.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::ZipArchive;

    use super::super::fixture::{Made, zip_of};
    use super::*;

    /// Whether the directory is plain; then the zip crate must read the same in it.
    fn is_plain_and_the_same(bytes: &[u8]) -> bool {
        let Some(entries) = plain(bytes) else { return false };
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(zip.len(), entries.len());
        for (number, entry) in entries.iter().enumerate() {
            match zip.by_index_raw(number) {
                Err(_) => assert_eq!(entry.start(bytes), None, "{entry:?}"),
                Ok(file) => {
                    let start = usize::try_from(file.data_start().unwrap()).unwrap();
                    let packed = bytes.get(start..start + usize::try_from(file.compressed_size()).unwrap());
                    assert_eq!(entry.start(bytes), Some(start));
                    assert_eq!(entry.packed(start, bytes), packed, "{entry:?}");
                    let deflated = file.compression() == zip::CompressionMethod::Deflated;
                    assert_eq!(deflated, entry.method == Method::Deflated);
                    assert_eq!((file.crc32(), file.size()), (entry.crc, entry.size));
                    assert_eq!((file.encrypted(), &*file.name().unwrap()), (entry.encrypted, entry.name));
                }
            }
        }
        true
    }

    #[test]
    fn plain_zips_read_as_the_zip_crate_reads_them() {
        assert!(is_plain_and_the_same(&Made::of("").file()));
        assert!(is_plain_and_the_same(&zip_of(&[("a", b"1"), ("b/c", &[b'x'; 900])])));
        for other in [
            zip_of(&[]),
            zip_of(&[("é", b"1")]),
            zip_of(&[("a\\b", b"1")]),
            zip_of(&[("a", b""), ("A", b"")]),
        ] {
            assert!(!is_plain_and_the_same(&other));
        }
        let with = |before: &[u8], behind: &[u8]| [before, &zip_of(&[("a", b"1")]), behind].concat();
        assert!(!is_plain_and_the_same(&with(b"x", b"")) && !is_plain_and_the_same(&with(b"", b"x")));
    }

    #[test]
    fn every_sample_is_plain() {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/2019-11");
        for file in std::fs::read_dir(samples).unwrap().flatten() {
            let path = file.path();
            if path.extension().is_some_and(|e| e == "xlsx") {
                assert!(is_plain_and_the_same(&std::fs::read(&path).unwrap()), "{path:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_stays_plain_reads_as_the_zip_crate_reads_it(
            edits in proptest::collection::vec((0_usize..10_000, proptest::prelude::any::<u8>()), 1..4),
            from_end in proptest::prelude::any::<bool>(),
        ) {
            let mut bytes = zip_of(&[("xl/a.xml", &[b'x'; 40]), ("b", b"12"), ("c.d", b"")]);
            let length = bytes.len();
            for (at, byte) in edits {
                let at = at % length;
                bytes[if from_end { length - 1 - at % 200.min(length) } else { at }] = byte;
            }
            is_plain_and_the_same(&bytes);
        }
    }
}
