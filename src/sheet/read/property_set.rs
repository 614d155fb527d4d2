//! Document properties of a compound file ([MS-OLEPS]): the custom ones, by which a return says whose it is, and the
//! program that saved it. What cannot be made sense of is left out: identity is settled by a vote.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::compound::{u16_at, u32_at};

/// Custom properties, from the second section of the document's summary.
pub(super) fn custom(set: &[u8]) -> BTreeMap<String, String> {
    section(set, 1).map(|section| section.named()).unwrap_or_default()
}

/// The program that saved it, from the first section of the summary.
pub(super) fn application(set: &[u8]) -> Option<String> {
    const APPLICATION: u32 = 18;
    let name = section(set, 0)?.value(APPLICATION)?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

struct Section<'a> {
    bytes: &'a [u8],
    code_page: u16,
}

fn section(set: &[u8], number: usize) -> Option<Section<'_>> {
    if u32_at(set, 24)? <= u32::try_from(number).ok()? {
        return None;
    }
    let bytes = set.get(usize::try_from(u32_at(set, 28 + number * 20 + 16)?).ok()?..)?;
    let mut section = Section { bytes, code_page: 1_252 };
    section.code_page = section.offset(1).and_then(|at| u16_at(bytes, at + 4)).unwrap_or(1_252);
    Some(section)
}

impl Section<'_> {
    fn ids(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        let most = self.bytes.len() / 8;
        let count = u32_at(self.bytes, 4).and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(most);
        (0..count).filter_map(|n| {
            let id = u32_at(self.bytes, 8 + n * 8)?;
            Some((id, usize::try_from(u32_at(self.bytes, 12 + n * 8)?).ok()?))
        })
    }

    fn offset(&self, id: u32) -> Option<usize> {
        self.ids().find(|(other, _)| *other == id).map(|(_, at)| at)
    }

    fn value(&self, id: u32) -> Option<String> {
        let at = self.offset(id)?;
        let length = || usize::try_from(u32_at(self.bytes, at + 4)?).ok();
        match u32_at(self.bytes, at)? & 0xffff {
            30 => self.text(at + 8, length()?, self.code_page),
            31 => self.text(at + 8, length()?.checked_mul(2)?, 1_200),
            3 => Some(u32_at(self.bytes, at + 4)?.cast_signed().to_string()),
            11 => Some((u16_at(self.bytes, at + 4)? != 0).to_string()),
            _ => None,
        }
    }

    fn text(&self, at: usize, bytes: usize, code_page: u16) -> Option<String> {
        let raw = self.bytes.get(at..at.checked_add(bytes)?)?;
        let encoding = match code_page {
            1_200 => Some(encoding_rs::UTF_16LE),
            65_001 => Some(encoding_rs::UTF_8),
            10_000 => Some(encoding_rs::MACINTOSH),
            page => Encoding::for_label(format!("windows-{page}").as_bytes()),
        };
        let text = encoding.unwrap_or(encoding_rs::WINDOWS_1252).decode_without_bom_handling(raw).0;
        Some(text.trim_end_matches('\0').to_owned())
    }

    /// Properties by the names of the section's dictionary.
    fn named(&self) -> BTreeMap<String, String> {
        self.dictionary().into_iter().filter_map(|(id, name)| Some((name, self.value(id)?))).collect()
    }

    fn dictionary(&self) -> Vec<(u32, String)> {
        let mut found = Vec::new();
        let Some(mut at) = self.offset(0) else { return found };
        let count = u32_at(self.bytes, at).unwrap_or(0);
        at += 4;
        for _ in 0..count {
            let entry = || {
                let id = u32_at(self.bytes, at)?;
                let length = usize::try_from(u32_at(self.bytes, at + 4)?).ok()?;
                let bytes = if self.code_page == 1_200 { length.checked_mul(2)? } else { length };
                Some((id, self.text(at + 8, bytes, self.code_page)?, bytes))
            };
            let Some((id, name, bytes)) = entry() else { break };
            found.push((id, name));
            // Wide names are padded to four bytes.
            at += 8 + if self.code_page == 1_200 { bytes.next_multiple_of(4) } else { bytes };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> Vec<u8> {
        let mut section = Vec::new();
        let put = |section: &mut Vec<u8>, numbers: &[u32]| {
            section.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        };
        put(&mut section, &[0, 3, 0, 32, 1, 57, 2, 65]);
        put(&mut section, &[1, 2, 13]);
        section.extend(b"ragbook.plan\0");
        put(&mut section, &[2, 1252]);
        put(&mut section, &[30, 5]);
        section.extend(b"Caf\xe9\0");
        let mut set = vec![0; 24];
        put(&mut set, &[2]);
        set.extend([0; 16]);
        put(&mut set, &[9_999]);
        set.extend([0; 16]);
        put(&mut set, &[68]);
        set.extend(section);
        set
    }

    #[test]
    fn custom_properties_have_names() {
        assert_eq!(custom(&set()), BTreeMap::from([("ragbook.plan".to_owned(), "Caf\u{e9}".to_owned())]));
    }

    #[test]
    fn nonsense_is_no_property() {
        let set = set();
        for length in 0..set.len() {
            let _ = (custom(&set[..length]), application(&set[..length]));
        }
        assert_eq!(application(&[0xff; 200]), None);
    }
}
