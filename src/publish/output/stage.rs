//! New files, written and flushed to disk beside their target, before anything there is touched.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{NewFile, OutputError};

/// The three folders that a set may leave behind when it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Being written: worthless.
    Partial,
    /// Complete: to be moved to its place.
    Ready,
    /// What the new set replaced.
    Old,
}

impl Stage {
    const fn word(self) -> &'static str {
        match self {
            Self::Partial => "partial",
            Self::Ready => "ready",
            Self::Old => "old",
        }
    }

    /// Path of this stage of a set.
    pub(super) fn of(self, folder: &Path, set: &str) -> PathBuf {
        folder.join(format!(".ragbook-{set}.{}", self.word()))
    }

    /// Set and stage of an entry's name, when it is one of ours.
    pub(super) fn read(name: &str) -> Option<(&str, Self)> {
        let (set, word) = name.strip_prefix(".ragbook-")?.rsplit_once('.')?;
        [Self::Partial, Self::Ready, Self::Old].into_iter().find(|s| s.word() == word).map(|s| (set, s))
    }
}

/// A set's partial folder, into which its files are written one by one. Taken away again when it is dropped before it was
/// renamed: the reason for a failure is what the officer must read, and what cannot be taken away is swept by the next run.
#[derive(Debug)]
pub(super) struct Partial(PathBuf);

impl Partial {
    /// Makes the folder.
    pub(super) fn begin(folder: &Path, set: &str) -> Result<Self, OutputError> {
        let partial = Self(Stage::Partial.of(folder, set));
        fs::create_dir_all(&partial.0).map_err(OutputError::on("making the folder", &partial.0))?;
        Ok(partial)
    }

    /// With these files, flushed to disk.
    pub(super) fn of(folder: &Path, set: &str, files: &[NewFile]) -> Result<Self, OutputError> {
        let partial = Self::begin(folder, set)?;
        for file in files {
            partial.add(&file.name, |to| to.write_all(&file.bytes))?;
        }
        partial.flush()?;
        Ok(partial)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file of this name as `fill` gives its bytes, and flushes it to disk.
    pub(super) fn add(
        &self,
        name: &str,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        let path = self.0.join(name);
        let parent = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(parent).map_err(OutputError::on("making the folder", parent))?;
        let write = || {
            let mut handle = File::create(&path)?;
            fill(&mut handle)?;
            handle.sync_all()
        };
        write().map_err(OutputError::on("writing", &path))
    }

    /// Makes the names of its files last through a power cut.
    pub(super) fn flush(&self) -> Result<(), OutputError> {
        for folder in folders_in(&self.0)? {
            flush_folder(&folder)?;
        }
        flush_folder(&self.0)
    }

    /// Names of its files and folders, sorted.
    pub(super) fn entries(&self) -> Result<Vec<String>, OutputError> {
        let entries = fs::read_dir(&self.0).map_err(OutputError::on("reading the folder", &self.0))?;
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn folders_in(partial: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let entries = fs::read_dir(partial).map_err(OutputError::on("reading the folder", partial))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

/// Makes renames within a folder last through a power cut.
pub(super) fn flush_folder(folder: &Path) -> Result<(), OutputError> {
    // Only Unix lets a folder be opened and flushed; elsewhere the file system keeps its own journal.
    #[cfg(unix)]
    File::open(folder).and_then(|f| f.sync_all()).map_err(OutputError::on("flushing the folder", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Proves that files can be written in this folder.
pub(super) fn probe(folder: &Path) -> Result<(), OutputError> {
    let path = Stage::Partial.of(folder, "probe");
    let tried = File::create(&path).and_then(|mut f| f.write_all(b"ragbook"));
    let removed = fs::remove_file(&path);
    tried.and(removed).map_err(OutputError::on("writing to the folder", folder))
}

/// Proves that an entry could be replaced: a file that is read-only, or open in Excel, cannot be opened for writing.
pub(super) fn probe_existing(entry: &Path) -> Result<(), OutputError> {
    if entry.is_dir() {
        return probe(entry);
    }
    if !entry.exists() {
        return Ok(());
    }
    File::options().write(true).open(entry).map(drop).map_err(OutputError::on("replacing", entry))
}
