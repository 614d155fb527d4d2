//! The smallest compound file ([MS-CFB]) around one stream: the container of an xls, so that the bytes of its records can be
//! fuzzed without breaking the sectors they lie in.

const SECTOR: usize = 512;
const FREE: u32 = u32::MAX;
const END: u32 = u32::MAX - 1;
const TABLE: u32 = u32::MAX - 2;

/// Sectors of the allocation table that the header has room for.
const IN_HEADER: usize = 109;

/// A compound file that holds `Workbook` and nothing else.
///
/// Sectors: the directory, the stream, the allocation table.
pub fn around(stream: &[u8]) -> Vec<u8> {
    let filled = stream.len().div_ceil(SECTOR).max(1);
    let table = (filled + 1).div_ceil(SECTOR / 4 - 1).min(IN_HEADER);
    let mut bytes = vec![0; SECTOR * (2 + filled)];
    let (root, entry) = (SECTOR, SECTOR + 128);
    let header = [
        (0, 0xe011_cfd0),
        (4, 0xe11a_b1a1),
        // Version 3, little-endian, sectors of 512 bytes and small ones of 64.
        (24, 0x0003_003e),
        (28, 0x0009_fffe),
        (32, 6),
        (44, number(table)),
        // The directory is the first sector; there are no small streams, and no more of the table's list.
        (60, END),
        (68, END),
    ];
    let directory = [
        (root + 64, 0x0105_0016),
        (root + 68, FREE),
        (root + 72, FREE),
        (root + 76, 1),
        (root + 116, END),
        (entry + 64, 0x0102_0012),
        (entry + 68, FREE),
        (entry + 72, FREE),
        (entry + 76, FREE),
        (entry + 116, 1),
        (entry + 120, number(stream.len())),
    ];
    let of_table = |place| if place < table { number(1 + filled + place) } else { FREE };
    let list = (0..IN_HEADER).map(|place| (76 + place * 4, of_table(place)));
    for (at, value) in header.into_iter().chain(directory).chain(list) {
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    for (at, name) in [(root, "Root Entry"), (entry, "Workbook")] {
        name.bytes().enumerate().for_each(|(place, letter)| bytes[at + place * 2] = letter);
    }
    bytes[SECTOR * 2..][..stream.len()].copy_from_slice(stream);
    let mut chain = vec![END];
    chain.extend((1..filled).map(|sector| number(sector + 1)));
    chain.push(END);
    chain.extend((0..table).map(|_| TABLE));
    chain.resize(table * SECTOR / 4, FREE);
    bytes.extend(chain.iter().flat_map(|next| next.to_le_bytes()));
    bytes
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(END)
}
