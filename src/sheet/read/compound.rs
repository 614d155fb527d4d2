//! Compound files ([MS-CFB]): the container of xls, a small file system of sectors. Every chain is followed at most as far
//! as the file has sectors, so that one that bites its own tail ends (4-reading.md, 4.7).

use super::parts::damaged;
use crate::domain::Refusal;

const HEADER: usize = 512;
const ENTRY: usize = 128;
/// Sector numbers from here on have special meanings: the end of a chain, or nothing.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// A compound file held in memory.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    mini_cutoff: u64,
    /// Streams at the top, not those of embedded objects.
    streams: Vec<Stream>,
}

struct Stream {
    name: String,
    start: u32,
    size: u64,
}

fn broken() -> Refusal {
    damaged("its directory is missing or broken, as when a file was not sent whole")
}

/// Two bytes as a number.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Four bytes as a number.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn size_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl<'a> Compound<'a> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12)).ok_or_else(broken)?;
        let mut file = Self {
            bytes,
            sector_bytes: 1 << shift,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            mini_cutoff: u32_at(bytes, 56).map_or(4_096, u64::from),
            streams: Vec::new(),
        };
        file.read_fat().ok_or_else(broken)?;
        let first = |at| u32_at(bytes, at).ok_or_else(broken);
        let directory = file.chain(first(48)?, None)?;
        let mini = first(60)?;
        if mini < LAST_SECTOR {
            file.mini_fat = numbers(&file.chain(mini, None)?);
        }
        let root = directory.get(..ENTRY).ok_or_else(broken)?;
        let (start, size) = place_of(root).ok_or_else(broken)?;
        if start < LAST_SECTOR && size > 0 {
            file.mini_stream = file.chain(start, Some(size))?;
        }
        file.streams = top_streams(&directory);
        Ok(file)
    }

    /// The stream of this name, whatever its case; none when there is none.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(stream) = self.streams.iter().find(|s| s.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        if stream.size == 0 {
            return Ok(Some(Vec::new()));
        }
        if stream.size >= self.mini_cutoff {
            return self.chain(stream.start, Some(stream.size)).map(Some);
        }
        self.mini_chain(stream).map(Some)
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        let start = (size_of(number).saturating_add(1)).saturating_mul(self.sector_bytes);
        let end = start.saturating_add(self.sector_bytes).min(self.bytes.len());
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn read_fat(&mut self) -> Option<()> {
        let most = self.bytes.len() / self.sector_bytes + 1;
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..HEADER)?);
        let mut next = u32_at(self.bytes, 68)?;
        for _ in 0..most {
            if next >= LAST_SECTOR {
                break;
            }
            let mut more = numbers(self.sector(next));
            next = more.pop()?;
            sectors.append(&mut more);
        }
        sectors.retain(|sector| *sector < LAST_SECTOR);
        sectors.truncate(most);
        for sector in sectors {
            self.fat.append(&mut numbers(self.sector(sector)));
        }
        // What the table says of sectors beyond the end of the file is of no use.
        self.fat.truncate(most);
        Some(())
    }

    /// The bytes of a chain of sectors: so many, or all there are.
    fn chain(&self, start: u32, size: Option<u64>) -> Result<Vec<u8>, Refusal> {
        let size = size.map(|size| usize::try_from(size).unwrap_or(usize::MAX));
        if size.is_some_and(|size| size > self.bytes.len()) {
            return Err(broken());
        }
        let mut found = Vec::new();
        let mut next = start;
        let mut seen = vec![false; self.fat.len()];
        loop {
            if next >= LAST_SECTOR || size.is_some_and(|size| found.len() >= size) {
                if let Some(size) = size {
                    if found.len() < size {
                        return Err(broken());
                    }
                    found.truncate(size);
                }
                return Ok(found);
            }
            let sector = self.sector(next);
            if sector.is_empty() || visit(&mut seen, next).is_none() {
                return Err(broken());
            }
            found.extend_from_slice(sector);
            next = self.fat.get(size_of(next)).copied().ok_or_else(broken)?;
        }
    }

    fn mini_chain(&self, stream: &Stream) -> Result<Vec<u8>, Refusal> {
        let size = usize::try_from(stream.size).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut next = stream.start;
        let mut seen = vec![false; self.mini_fat.len()];
        while found.len() < size {
            visit(&mut seen, next).ok_or_else(broken)?;
            let start = size_of(next).saturating_mul(64);
            let end = start.saturating_add(64).min(self.mini_stream.len());
            found.extend_from_slice(self.mini_stream.get(start..end).ok_or_else(broken)?);
            next = self.mini_fat.get(size_of(next)).copied().ok_or_else(broken)?;
        }
        found.truncate(size);
        Ok(found)
    }
}

/// Marks a sector as visited; none when it was, or is not there.
fn visit(seen: &mut [bool], sector: u32) -> Option<()> {
    let mark = seen.get_mut(size_of(sector))?;
    (!std::mem::replace(mark, true)).then_some(())
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

fn place_of(entry: &[u8]) -> Option<(u32, u64)> {
    Some((u32_at(entry, 116)?, u64::from(u32_at(entry, 120)?)))
}

/// The streams that hang directly under the root: a tree in which each entry names a left and a right neighbour.
fn top_streams(directory: &[u8]) -> Vec<Stream> {
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let mut waiting: Vec<u32> = entries.first().and_then(|root| u32_at(root, 76)).into_iter().collect();
    let mut seen = vec![false; entries.len()];
    let mut found = Vec::new();
    while let Some(number) = waiting.pop() {
        let number = size_of(number);
        let Some(entry) = entries.get(number) else { continue };
        if std::mem::replace(&mut seen[number], true) {
            continue;
        }
        waiting.extend([u32_at(entry, 68), u32_at(entry, 72)].into_iter().flatten());
        let (Some((start, size)), Some(length)) = (place_of(entry), u16_at(entry, 64)) else { continue };
        if entry[66] == 2 {
            let length = usize::from(length).saturating_sub(2).min(62) / 2;
            let units: Vec<u16> = (0..length).filter_map(|n| u16_at(entry, n * 2)).collect();
            found.push(Stream { name: String::from_utf16_lossy(&units), start, size });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file with one stream of two sectors, whose chain goes on at `after`.
    fn file(after: u32) -> Vec<u8> {
        let mut bytes = vec![0_u8; 512 * 5];
        let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(30, 9);
        put(48, 1);
        put(56, 0);
        put(60, u32::MAX);
        put(68, u32::MAX);
        (0..109).for_each(|n| put(76 + n * 4, if n == 0 { 0 } else { u32::MAX }));
        for (sector, next) in [(0, u32::MAX - 2), (1, u32::MAX - 1), (2, 3), (3, after)] {
            put(512 + sector * 4, next);
        }
        let root = 1024;
        put(root + 76, 1);
        put(root + 116, u32::MAX - 1);
        let entry = root + 128;
        put(entry + 64, 0x0002_000a);
        put(entry + 68, 1);
        put(entry + 72, 0);
        put(entry + 116, 2);
        put(entry + 120, 700);
        bytes[entry..entry + 8].copy_from_slice(b"B\0o\0o\0k\0");
        bytes[512 * 3..].fill(7);
        bytes
    }

    #[test]
    fn a_stream_is_its_sectors_in_order() {
        let bytes = file(u32::MAX - 1);
        let compound = Compound::open(&bytes).unwrap();
        assert_eq!(compound.stream("BOOK").unwrap().map(|s| (s.len(), s[699])), Some((700, 7)));
        assert_eq!(compound.stream("Workbook").unwrap(), None);
    }

    #[test]
    fn chains_that_run_in_a_circle_or_off_the_end_are_damage() {
        let mut bytes = file(2);
        bytes[512 * 2 + 128 + 120..][..4].copy_from_slice(&2_400_u32.to_le_bytes());
        assert!(Compound::open(&bytes).unwrap().stream("Book").is_err());
        let cut = &file(u32::MAX - 1)[..512 * 4];
        assert!(Compound::open(cut).is_ok_and(|compound| compound.stream("Book").is_err()));
        for length in (0..bytes.len()).step_by(37) {
            let _ = Compound::open(&bytes[..length]).map(|compound| compound.stream("Book"));
        }
    }
}
