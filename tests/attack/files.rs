//! What a reader gets: the bytes, unzipped.

use std::io::Read;

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
            let at = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
            let around = |text: &str| {
                String::from_utf8_lossy(
                    text.as_bytes()
                        .get(at.saturating_sub(160)..(at + 120).min(text.len()))
                        .unwrap_or_default(),
                )
                .into_owned()
            };
            return Some(format!("{name}:\n  {}\n  {}", around(a), around(b)));
        }
    }
    Some("the zip itself".to_owned())
}
