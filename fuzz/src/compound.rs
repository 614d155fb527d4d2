//! The smallest compound file ([MS-CFB]) around one stream: the container of an xls, so that the bytes of its records can be
//! fuzzed without breaking the sectors they lie in.

const SECTOR: usize = 512;
const FREE: u32 = u32::MAX;
const END: u32 = u32::MAX - 1;

/// A compound file that holds `Workbook` and nothing else.
///
/// Sectors: the directory, the stream, the allocation table; the header lists the first 109 sectors of the table.
pub fn around(stream: &[u8]) -> Vec<u8> {
    let filled = stream.len().div_ceil(SECTOR).max(1);
    let table = (filled + 1).div_ceil(SECTOR / 4 - 1).min(109);
    let number = |n: usize| u32::try_from(n).unwrap_or(END);
    let mut bytes = vec![0; SECTOR * (2 + filled)];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    // Version 3, little-endian, sectors of 512 bytes and small ones of 64.
    (put(24, 0x0003_003e), put(28, 0x0009_fffe), put(32, 6));
    // The directory's sector; no small streams; no further sectors of the table's list.
    (put(44, number(table)), put(48, 0), put(56, 0), put(60, END), put(68, END));
    for place in 0..109 {
        put(76 + place * 4, if place < table { number(1 + filled + place) } else { FREE });
    }
    let (root, entry) = (SECTOR, SECTOR + 128);
    (
        put(root + 64, 0x0105_0016),
        put(root + 68, FREE),
        put(root + 72, FREE),
        put(root + 76, 1),
        put(root + 116, END),
    );
    (put(entry + 64, 0x0102_0012), put(entry + 68, FREE), put(entry + 72, FREE), put(entry + 76, FREE));
    (put(entry + 116, 1), put(entry + 120, number(stream.len())));
    for (place, letter) in "Root Entry".bytes().enumerate() {
        bytes[root + place * 2] = letter;
    }
    for (place, letter) in "Workbook".bytes().enumerate() {
        bytes[entry + place * 2] = letter;
    }
    bytes[SECTOR * 2..][..stream.len()].copy_from_slice(stream);
    let mut chain = vec![END];
    chain.extend((1..filled).map(|n| number(n + 1)));
    chain.push(END);
    chain.extend((0..table).map(|_| u32::MAX - 2));
    chain.resize(table * SECTOR / 4, FREE);
    bytes.extend(chain.iter().flat_map(|next| next.to_le_bytes()));
    bytes
}
