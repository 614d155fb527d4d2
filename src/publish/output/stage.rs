//! New files, written and flushed to disk beside their target, before anything there is touched.

use std::fs::{self, File};
use std::io::Write;
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

/// Writes the files into the set's partial folder, flushed to disk; returns that folder. On failure it is taken away again.
pub(super) fn write(folder: &Path, set: &str, files: &[NewFile]) -> Result<PathBuf, OutputError> {
    let partial = Stage::Partial.of(folder, set);
    let written = write_into(&partial, files);
    if written.is_err() {
        // The reason for the failure is what the officer must read; leftovers are swept by the next run.
        drop(fs::remove_dir_all(&partial));
    }
    written.map(|()| partial)
}

fn write_into(partial: &Path, files: &[NewFile]) -> Result<(), OutputError> {
    fs::create_dir_all(partial).map_err(OutputError::on("making the folder", partial))?;
    for file in files {
        let path = partial.join(&file.name);
        let parent = path.parent().unwrap_or(partial);
        fs::create_dir_all(parent).map_err(OutputError::on("making the folder", parent))?;
        let write = || {
            let mut handle = File::create(&path)?;
            handle.write_all(&file.bytes)?;
            handle.sync_all()
        };
        write().map_err(OutputError::on("writing", &path))?;
    }
    for folder in folders_in(partial)? {
        flush_folder(&folder)?;
    }
    flush_folder(partial)
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
