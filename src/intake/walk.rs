//! Which files there are: files and folders given, folders searched to the bottom, litter and links that lead out
//! passed over and told (4-reading.md, 4.1; rule F07).
//!
//! Reads no file. Names are relative to the folder given, with `/`, and unique.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::domain::{Guard, Refusal};
use crate::finding::fault::Skip;
use crate::sheet::limits::Limits;

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// A path given does not exist or cannot be reached.
    #[error("cannot read {path}: {source}. Check the spelling of the path")]
    Unreachable {
        /// The path as given.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A file met on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Met {
    /// Its name, relative to what was given.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// What to do with it.
    pub(super) what: What,
}

/// What to do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Read it.
    Read,
    /// Pass it over (F07).
    Skip(Skip),
    /// Refuse it unread.
    Refuse(Refusal),
}

/// Every file under the paths given, by name.
pub(super) fn walk(inputs: &[PathBuf], limits: &Limits) -> Result<Vec<Met>, IntakeError> {
    let mut roots: Vec<&PathBuf> = inputs.iter().collect();
    roots.sort();
    let mut walker = Walker { limits, seen: BTreeSet::new(), met: Vec::new(), root: PathBuf::new() };
    for given in roots {
        let unreachable = |source| IntakeError::Unreachable { path: given.display().to_string(), source };
        let whole = given.canonicalize().map_err(unreachable)?;
        if whole.is_dir() {
            walker.root.clone_from(&whole);
            let label = given.file_name().map(|name| name.to_string_lossy().into_owned());
            walker.folder(&whole, &label.unwrap_or_default(), "", 0);
        } else {
            let name = given.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let parent = whole.parent().and_then(Path::file_name).map(|p| p.to_string_lossy().into_owned());
            let what = skipped(&name).map_or(What::Read, What::Skip);
            walker.take(&parent.unwrap_or_default(), Met { name, path: whole, what });
        }
    }
    Ok(named_once(walker.met))
}

/// The same files, named by their path from this folder where they lie in it.
///
/// # Errors
/// The folder does not exist or cannot be reached.
pub(super) fn named_below(mut met: Vec<Met>, below: &Path) -> Result<Vec<Met>, IntakeError> {
    let unreachable = |source| IntakeError::Unreachable { path: below.display().to_string(), source };
    let below = below.canonicalize().map_err(unreachable)?;
    for file in &mut met {
        let Ok(relative) = file.path.strip_prefix(&below) else { continue };
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        file.name = parts.join("/");
    }
    met.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(met)
}

struct Walker<'a> {
    limits: &'a Limits,
    /// As they are spelled: every path here is whole, and to compare paths part by part would take its time.
    seen: BTreeSet<OsString>,
    met: Vec<(String, Met)>,
    root: PathBuf,
}

impl Walker<'_> {
    /// Takes a file once, however often it is met.
    fn take(&mut self, folder: &str, met: Met) {
        if self.met.len() as u64 >= self.limits.files {
            if self.met.len() as u64 == self.limits.files {
                let refusal =
                    Refusal::TooLarge { guard: Guard::Files, limit: self.limits.files, actual: None };
                self.met.push((folder.to_owned(), Met { what: What::Refuse(refusal), ..met }));
            }
            return;
        }
        if self.seen.insert(met.path.clone().into_os_string()) {
            self.met.push((folder.to_owned(), met));
        }
    }

    fn folder(&mut self, folder: &Path, label: &str, prefix: &str, depth: u64) {
        let own = |what| Met { name: prefix.trim_end_matches('/').to_owned(), path: folder.to_owned(), what };
        if depth > self.limits.depth {
            let refusal =
                Refusal::TooLarge { guard: Guard::Depth, limit: self.limits.depth, actual: Some(depth) };
            self.take(label, own(What::Refuse(refusal)));
            return;
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.take(label, own(What::Refuse(Refusal::Damaged(format!("cannot be read: {error}")))));
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
        // All of one folder: their spelling orders them as their names do.
        paths.sort_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
        for path in paths {
            self.entry(path, label, prefix, depth);
        }
    }

    fn entry(&mut self, path: PathBuf, label: &str, prefix: &str, depth: u64) {
        let own_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = format!("{prefix}{own_name}");
        if let Some(skip) = skipped(&own_name) {
            self.take(label, Met { name, path, what: What::Skip(skip) });
            return;
        }
        let Ok(kind) = std::fs::symlink_metadata(&path) else {
            let refusal = Refusal::Damaged("cannot be read".to_owned());
            self.take(label, Met { name, path, what: What::Refuse(refusal) });
            return;
        };
        if kind.is_symlink() {
            match path.canonicalize() {
                // What it leads to is met where it stands; met here first, it keeps this name.
                Ok(target) if target.starts_with(&self.root) && target.is_file() => {
                    let what = if target.parent().is_some() { What::Read } else { What::Skip(Skip::LinkOut) };
                    self.take(label, Met { name, path: target, what });
                }
                Ok(target) if target.starts_with(&self.root) => {}
                _ => self.take(label, Met { name, path, what: What::Skip(Skip::LinkOut) }),
            }
        } else if kind.is_dir() {
            if is_own_data(&path) {
                self.take(label, Met { name, path, what: What::Skip(Skip::OwnOutput) });
            } else {
                self.folder(&path, label, &format!("{name}/"), depth + 1);
            }
        } else {
            self.take(label, Met { name, path, what: What::Read });
        }
    }
}

/// Why a file or folder of this name is passed over: Excel's lock files, and what operating systems leave lying about.
pub(super) fn skipped(name: &str) -> Option<Skip> {
    let litter = ["thumbs.db", "desktop.ini", "__macosx"];
    if name.starts_with("~$") {
        Some(Skip::LockFile)
    } else if name.starts_with('.') || litter.contains(&name.to_lowercase().as_str()) {
        Some(Skip::Litter)
    } else {
        None
    }
}

/// Whether a folder holds the data files of an earlier consolidation.
fn is_own_data(folder: &Path) -> bool {
    ["run.json", "contributions.csv", "exceptions.csv"].iter().all(|name| folder.join(name).is_file())
}

/// The files by name, each name once: where two folders give one name, each is led by its folder's name, and by a
/// number where even that is not enough.
fn named_once(met: Vec<(String, Met)>) -> Vec<Met> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, met) in &met {
        *count.entry(met.name.clone()).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut named: Vec<Met> = met
        .into_iter()
        .map(|(folder, mut met)| {
            if count.get(&met.name).is_some_and(|count| *count > 1) {
                met.name = format!("{folder}/{}", met.name);
            }
            let plain = met.name.clone();
            let mut number = 1;
            while !taken.insert(met.name.clone()) {
                number += 1;
                met.name = format!("{plain} ({number})");
            }
            met
        })
        .collect();
    named.sort_by(|a, b| a.name.cmp(&b.name));
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[PathBuf], limits: &Limits) -> Vec<(String, What)> {
        walk(inputs, limits).unwrap().into_iter().map(|met| (met.name, met.what)).collect()
    }

    fn write(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
    }

    #[test]
    fn folders_to_the_bottom_litter_told_and_each_file_once() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["b.xlsx", "sub/a.xlsx", "~$b.xlsx", ".DS_Store", "sub/Thumbs.db"]);
        let inputs = [folder.path().to_owned(), folder.path().join("b.xlsx"), folder.path().to_owned()];
        let expected = [
            (".DS_Store", What::Skip(Skip::Litter)),
            ("b.xlsx", What::Read),
            ("sub/Thumbs.db", What::Skip(Skip::Litter)),
            ("sub/a.xlsx", What::Read),
            ("~$b.xlsx", What::Skip(Skip::LockFile)),
        ];
        let expected: Vec<_> = expected.into_iter().map(|(name, what)| (name.to_owned(), what)).collect();
        assert_eq!(names(&inputs, &Limits::default()), expected);
    }

    #[test]
    fn two_folders_with_one_name_do_not_collide() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["one/a.xlsx", "two/a.xlsx", "two/b.xlsx"]);
        let inputs = [folder.path().join("one"), folder.path().join("two")];
        let names: Vec<String> =
            names(&inputs, &Limits::default()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b.xlsx", "one/a.xlsx", "two/a.xlsx"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_told_and_not_followed() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(folder.path(), &["a.xlsx"]);
        write(outside.path(), &["secret.xlsx"]);
        let link =
            |from: &Path, name: &str| std::os::unix::fs::symlink(from, folder.path().join(name)).unwrap();
        link(&outside.path().join("secret.xlsx"), "out.xlsx");
        link(folder.path(), "loop");
        link(&folder.path().join("a.xlsx"), "z.xlsx");
        let expected = [("a.xlsx", What::Read), ("out.xlsx", What::Skip(Skip::LinkOut))];
        let expected: Vec<_> = expected.into_iter().map(|(name, what)| (name.to_owned(), what)).collect();
        assert_eq!(names(&[folder.path().to_owned()], &Limits::default()), expected);
    }

    #[test]
    fn limits_and_paths_that_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["a/b/c/d.xlsx", "x.xlsx", "y.xlsx", "z.xlsx"]);
        let shallow = Limits { depth: 1, ..Limits::default() };
        let deep = names(&[folder.path().to_owned()], &shallow);
        assert!(
            matches!(&deep[0], (name, What::Refuse(Refusal::TooLarge { guard: Guard::Depth, .. })) if name == "a/b")
        );
        let few = Limits { files: 2, ..Limits::default() };
        let refused = names(&[folder.path().to_owned()], &few);
        assert_eq!(refused.iter().filter(|(_, what)| matches!(what, What::Refuse(_))).count(), 1);
        assert!(walk(&[folder.path().join("nowhere")], &Limits::default()).is_err());
    }
}
