//! Files at hand, by their hash: to prove later what a figure came from, wherever the files lie now and whatever they are
//! called (`ragbook verify`).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::Sha256;
use crate::plan::Indexed;
use crate::sheet::limits::Limits;
use crate::sheet::read::{Known, Sniffed, archive, sniff};

use super::answers::{FileMet, Intake};
use super::open::{bytes_of, contained, read_named, skip_file};
use super::walk::{IntakeError, What, skipped, walk};
use super::{Against, Context, gathered};

/// A file that is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand {
    /// Its name now, relative to what was given; inside an archive `a.zip/inner.xlsx`.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
    path: PathBuf,
    inner: Option<String>,
}

/// Every file under these paths that can be read, archives and what is in them among them. What is passed over when returns
/// are read (litter, lock files) is passed over here too.
///
/// # Errors
/// Only for a path that does not exist or cannot be reached.
pub fn at_hand(paths: &[PathBuf], limits: &Limits) -> Result<Vec<AtHand>, IntakeError> {
    let mut found = Vec::new();
    for met in walk(paths, limits)?.into_iter().filter(|met| met.what == What::Read) {
        let Ok(bytes) = bytes_of(&met.path, limits) else { continue };
        let is_archive = contained(|| sniff(&bytes)) == Ok(Sniffed::Archive);
        for inner in contained(|| archive(&bytes, limits)).into_iter().flatten().filter(|_| is_archive) {
            let Ok(inside) = &inner.bytes else { continue };
            found.push(AtHand {
                name: format!("{}/{}", met.name, inner.name),
                sha256: Sha256::of(inside),
                path: met.path.clone(),
                inner: Some(inner.name),
            });
        }
        found.push(AtHand { name: met.name, sha256: Sha256::of(&bytes), path: met.path, inner: None });
    }
    Ok(found)
}

/// Reads files under the names that they once had; `None` for one that was passed over then, which only its name can tell.
pub fn read_again(files: &[(String, Option<&AtHand>)], context: &Context<'_>) -> Intake {
    let plan = Indexed::of(context.plan);
    let known = Known::default();
    let against = Against::new(context, &plan, &known);
    let read = files.iter().filter_map(|(name, file)| {
        let name: Arc<str> = Arc::from(name.as_str());
        match file {
            None => name.split('/').find_map(skipped).map(|skip| skip_file(Arc::clone(&name), skip)),
            Some(file) => Some(read_named(&name, &bytes(file, &context.plan.limits)?, against)),
        }
    });
    let files: Vec<FileMet> = read.collect();
    gathered(files, context)
}

/// The bytes of a file at hand, read anew; none when it is no longer what it was.
fn bytes(file: &AtHand, limits: &Limits) -> Option<Vec<u8>> {
    let outer = bytes_of(&file.path, limits).ok()?;
    let bytes = match &file.inner {
        None => outer,
        Some(inner) => {
            let all = contained(|| archive(&outer, limits)).ok()?;
            all.into_iter().find(|found| found.name == *inner)?.bytes.ok()?
        }
    };
    (Sha256::of(&bytes) == file.sha256).then_some(bytes)
}

/// Which file at hand each of these is: by name and hash, else by hash alone; each file counts once, so that of two equal
/// files one that was altered shows.
pub fn matched<'a>(wanted: &[(&str, Sha256)], at_hand: &'a [AtHand]) -> Vec<Match<'a>> {
    let mut free: BTreeMap<Sha256, Vec<&AtHand>> = BTreeMap::new();
    for file in at_hand {
        free.entry(file.sha256).or_default().push(file);
    }
    let mut take = |sha256: &Sha256, name: Option<&str>| {
        let files = free.get_mut(sha256)?;
        let at = files.iter().position(|file| name.is_none_or(|name| file.name == name))?;
        Some(files.swap_remove(at))
    };
    let exact: Vec<_> = wanted.iter().map(|(name, sha256)| take(sha256, Some(name))).collect();
    let same: Vec<_> = exact
        .into_iter()
        .zip(wanted)
        .map(|(exact, (_, sha256))| exact.or_else(|| take(sha256, None)))
        .collect();
    // What is none of them may be one of them that was altered: of the same name, else called the same in another folder.
    let others: Vec<&AtHand> = free.into_values().flatten().collect();
    let called = |name: &str, of: fn(&str) -> &str| others.iter().find(|file| of(&file.name) == of(name));
    let found = same.into_iter().zip(wanted).map(|(same, (name, _))| {
        let altered = called(name, |name| name).or_else(|| called(name, file_name));
        match (same, altered) {
            (Some(file), _) => Match::Same(file),
            (None, Some(other)) => Match::Altered(other),
            (None, None) => Match::NotThere,
        }
    });
    found.collect()
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// What became of a file that was read once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match<'a> {
    /// It is this one, byte for byte.
    Same(&'a AtHand),
    /// This one has its name, and other bytes.
    Altered(&'a AtHand),
    /// Nothing at hand has its name or its bytes.
    NotThere,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_hash_whatever_they_are_called_and_each_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("a.csv", "one"), ("copy.csv", "one"), ("new name.csv", "two"), ("c.csv", "three!")]
        {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let at_hand = at_hand(&[folder.path().to_owned()], &Limits::default()).unwrap();
        let hash = |text: &str| Sha256::of(text.as_bytes());
        let wanted = [
            ("b.csv", hash("one")),
            ("a.csv", hash("one")),
            ("old.csv", hash("two")),
            ("c.csv", hash("three")),
        ];
        let named = |found: &Match<'_>| match found {
            Match::Same(file) => format!("same {}", file.name),
            Match::Altered(file) => format!("altered {}", file.name),
            Match::NotThere => "not there".to_owned(),
        };
        let found: Vec<String> = matched(&wanted, &at_hand).iter().map(named).collect();
        assert_eq!(found, ["same copy.csv", "same a.csv", "same new name.csv", "altered c.csv"]);
        let thrice = [("a.csv", hash("one")), ("x.csv", hash("one")), ("y.csv", hash("one"))];
        assert!(matches!(matched(&[("deep/c.csv", hash("3"))], &at_hand)[0], Match::Altered(_)));
        assert_eq!(matched(&thrice, &at_hand)[2], Match::NotThere);
    }
}
