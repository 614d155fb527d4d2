//! The lock file of a folder that holds ledgers: one ragbook at a time writes there.
//!
//! The operating system holds the lock and drops it with the process, however that ends, so a lock is never obeyed for ever.
//! What the file says is only for people: which process holds it; and a file that says so without being locked tells that an
//! earlier run was stopped.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::OutputError;

/// Name of the lock file.
const NAME: &str = ".ragbook.lock";
/// How often a lock file that another process takes away meanwhile is made again.
const TRIES: usize = 20;

/// A lock that is held.
#[derive(Debug)]
pub(super) struct LockFile {
    path: PathBuf,
    file: File,
    /// What the file said when nobody held it any more: the run that was stopped.
    pub(super) left_by: Option<String>,
}

impl LockFile {
    /// Takes the lock of this folder.
    pub(super) fn take(folder: &Path) -> Result<Self, OutputError> {
        let path = folder.join(NAME);
        for _ in 0..TRIES {
            let mut file = File::options()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(&path)
                .map_err(OutputError::on("making the lock file", &path))?;
            match file.try_lock() {
                // Where the file system has no locks, nothing can keep two runs apart.
                Ok(()) | Err(TryLockError::Error(_)) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(folder, &said(&mut file))),
            }
            // Whoever held it may have taken the file away between our opening and locking it.
            if !is_at(&file, &path) {
                continue;
            }
            let before = said(&mut file);
            let left_by = (!before.is_empty()).then_some(before);
            let mut lock = Self { path, file, left_by };
            lock.say().map_err(OutputError::on("writing the lock file", &lock.path))?;
            return Ok(lock);
        }
        Err(busy(folder, ""))
    }

    fn say(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        std::io::Seek::rewind(&mut self.file)?;
        self.file.write_all(format!("process {}\n", std::process::id()).as_bytes())
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Elsewhere an open file cannot be taken away: an empty one says that nobody holds it.
        drop(self.file.set_len(0));
        if cfg!(unix) {
            drop(fs::remove_file(&self.path));
        }
    }
}

/// What the file says, as one short line; nothing where it cannot be read.
fn said(file: &mut File) -> String {
    let mut text = Vec::new();
    drop(std::io::Seek::rewind(file));
    drop(file.take(100).read_to_end(&mut text));
    String::from_utf8_lossy(&text).chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn busy(folder: &Path, by: &str) -> OutputError {
    OutputError::LedgersBusy { folder: folder.to_owned(), by: by.to_owned() }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(a, b)| same(a, b))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
