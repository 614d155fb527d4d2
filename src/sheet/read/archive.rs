//! The files inside an archive of returns, such as what "download" gives for a folder of `SharePoint` (4-reading.md, 4.1).
//!
//! One level deep: an archive inside an archive comes out as bytes and is refused by whoever opens it. Names are only
//! names: nothing is ever written to disk, so a name with `..` leads nowhere.

use super::inflate::Inflater;
use super::parts::{damaged, open_zip};
use crate::domain::Refusal;
use crate::sheet::limits::Limits;

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner {
    /// Its path in the archive, with `/`.
    pub name: String,
    /// Its bytes, or what stopped it.
    pub bytes: Result<Vec<u8>, Refusal>,
}

/// The files inside an archive, in its order; folders are passed over. The limits on parts hold for each file and for all
/// together, so that an archive costs no more than its limits; a file that exceeds them comes out as a refusal.
///
/// # Errors
/// `Damaged` when the archive itself cannot be read or holds no file, `TooLarge` when it has too many entries.
pub fn archive(bytes: &[u8], limits: &Limits) -> Result<Vec<Inner>, Refusal> {
    let mut zip = open_zip(bytes, limits)?;
    let names: Vec<String> =
        zip.file_names().map(|name| name.map(|n| n.replace('\\', "/")).unwrap_or_default()).collect();
    let mut inflater = Inflater::default();
    let mut files = Vec::new();
    for (number, name) in names.into_iter().enumerate().filter(|(_, name)| !name.ends_with('/')) {
        files.push(Inner { name, bytes: inflater.entry(&mut zip, bytes, number, limits) });
    }
    // Without this an archive of nothing would be met and never spoken of.
    if files.is_empty() { Err(damaged("the archive has no files in it")) } else { Ok(files) }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::zip_of;
    use super::*;
    use crate::domain::Guard;

    #[test]
    fn every_file_comes_out_or_says_why_not() {
        let zipped = zip_of(&[("a/one.csv", b"1"), ("..\\two.csv", b"2"), ("big.csv", &[b'x'; 500])]);
        let limits = Limits { part_bytes: 100, ..Limits::default() };
        let files = archive(&zipped, &limits).unwrap();
        assert_eq!(files[0], Inner { name: "a/one.csv".to_owned(), bytes: Ok(b"1".to_vec()) });
        assert_eq!(files[1].name, "../two.csv");
        let stopped = Refusal::TooLarge { guard: Guard::PartBytes, limit: 100, actual: Some(500) };
        assert_eq!(files[2].bytes, Err(stopped));
    }

    #[test]
    fn an_archive_of_nothing_is_refused() {
        for zipped in [zip_of(&[]), zip_of(&[("folder/", b"")])] {
            assert!(matches!(archive(&zipped, &Limits::default()), Err(Refusal::Damaged(_))));
        }
    }

    #[test]
    fn all_files_together_have_a_limit() {
        let zipped = zip_of(&[("1", &[b'x'; 60]), ("2", &[b'x'; 60])]);
        let limits = Limits { inflated_bytes: 100, ..Limits::default() };
        let files = archive(&zipped, &limits).unwrap();
        assert!(files[0].bytes.is_ok() && files[1].bytes.is_err());
    }
}
