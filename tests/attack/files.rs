//! What a reader gets: the bytes, unzipped.

use std::io::Read;

use crate::world::Files;

/// Every part with its text.
pub(crate) fn parts(file: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    (0..archive.len())
        .map(|number| {
            let mut part = archive.by_index(number).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// Where two files differ, with what stands there; none when they do not.
pub(crate) fn difference(one: &[u8], other: &[u8]) -> Option<String> {
    if one == other {
        return None;
    }
    let (one, other) = (parts(one), parts(other));
    for ((name, a), (other_name, b)) in one.iter().zip(&other) {
        if name != other_name {
            return Some(format!("part {name} against part {other_name}"));
        }
        if a != b {
            return Some(around(name, a, b));
        }
    }
    Some("the zip itself".to_owned())
}

/// Where two pages differ, with what stands there; none when they do not.
pub(crate) fn difference_of_pages(one: &str, other: &str) -> Option<String> {
    (one != other).then(|| around("the page", one, other))
}

fn around(name: &str, a: &str, b: &str) -> String {
    let at = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    let around = |text: &str| {
        let bytes = text.as_bytes().get(at.saturating_sub(160)..(at + 120).min(text.len()));
        String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
    };
    format!("{name}:\n  {}\n  {}", around(a), around(b))
}

/// Everything in an edition's files, one after the other.
pub(crate) fn all(files: &Files) -> String {
    let parts = parts(&files.workbook).into_iter().map(|(name, text)| name + &text);
    parts.chain([files.page.clone()]).collect()
}

/// Where a number stands in a text, in a row of digits of its own, with or without a comma for thousands: what is around it.
pub(crate) fn number_in(text: &str, number: i64) -> Option<String> {
    let plain = number.to_string();
    let (thousands, rest) = plain.split_at(plain.len().saturating_sub(3));
    [plain.clone(), format!("{thousands},{rest}")].iter().find_map(|written| {
        let mut places = text.match_indices(written.as_str());
        let (at, _) = places.find(|(at, found)| {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
            !is_digit(text[..*at].chars().next_back()) && !is_digit(text[at + found.len()..].chars().next())
        })?;
        let bytes = text.as_bytes().get(at.saturating_sub(160)..(at + 60).min(text.len()));
        Some(String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned())
    })
}
