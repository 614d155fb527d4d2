//! Ledgers: files in the plan's folder that outlive every run, alone or together with a set of outputs in another folder.
//!
//! Two folders cannot be renamed in one step. So that a stop at any instant leaves both old or both new:
//!
//! 1. the new ledger is written whole to `.ragbook-ledger-…/` beside the old one and flushed;
//! 2. the set is written to its `.partial` folder, with a link (`link::Link`) that names the plan's folder;
//! 3. a marker, `.ragbook-pending`, is put into the plan's folder: it names the set's folder;
//! 4. `.partial` is renamed to `.ready`: **the one commit for both folders**;
//! 5. the set's entries go to their places, the ledger to its, then the marker goes, then `.ready`.
//!
//! Whoever next touches either folder finds the marker or the `.ready`, and each names the other: with `.ready` there both are
//! finished, without it the ledger's new version is thrown away ([`LedgerFolder::claim`], `mend`).

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::link::{Link, Pending};
use super::lock::LockFile;
use super::stage::{flush_folder, probe_existing};
use super::{NewFile, OutputError, swap};

/// How the names of folders with new ledgers begin.
const STAGED: &str = ".ragbook-ledger-";

/// The plan's folder, in which no other ragbook writes ledgers meanwhile.
#[derive(Debug)]
pub struct LedgerFolder {
    path: PathBuf,
    lock: LockFile,
}

impl LedgerFolder {
    /// Takes this folder, finishes or throws away what a stopped run left, and proves that it can be written to. To be
    /// called before the ledgers are read and before the long work.
    ///
    /// # Errors
    /// Another ragbook holds it, or nothing can be written there.
    pub fn claim(path: &Path) -> Result<Self, OutputError> {
        let folder = Self { path: path.to_owned(), lock: LockFile::take(path)? };
        folder.settle()?;
        super::stage::probe(path)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which run was stopped before it could give the folder back, when one was: "process 4711".
    pub fn left_by(&self) -> Option<&str> {
        self.lock.left_by.as_deref()
    }

    /// Whether this ledger could be replaced now: it cannot when it is read-only or open in Excel.
    pub fn probe_replace(&self, name: &str) -> Result<(), OutputError> {
        probe_existing(&self.path.join(name))
    }

    /// Replaces one ledger: old or new, whole.
    pub fn replace(&self, file: &NewFile) -> Result<(), OutputError> {
        let staged = self.stage(file)?;
        let target = self.path.join(&file.name);
        let placed =
            fs::rename(staged.join(&file.name), &target).map_err(OutputError::on("replacing", &target));
        drop(fs::remove_dir_all(&staged));
        placed.and_then(|()| flush_folder(&self.path))
    }

    /// Writes the new ledger beside the old one, flushed to disk; the folder it stands in.
    pub(super) fn stage(&self, file: &NewFile) -> Result<PathBuf, OutputError> {
        let made = tempfile::Builder::new().prefix(STAGED).tempdir_in(&self.path);
        let staged = made.map_err(OutputError::on("making a folder in", &self.path))?;
        let path = staged.path().join(&file.name);
        let write = || {
            let mut handle = File::create(&path)?;
            handle.write_all(&file.bytes)?;
            handle.sync_all()
        };
        write().map_err(OutputError::on("writing", &path))?;
        flush_folder(staged.path())?;
        Ok(staged.keep())
    }

    /// Names the set that decides about the staged ledger, on disk before that set is committed.
    pub(super) fn mark(&self, pending: &Pending) -> Result<(), OutputError> {
        pending.write(&self.path)
    }

    /// Throws away a staged ledger and its marker.
    pub(super) fn discard(&self) {
        drop(fs::remove_file(self.path.join(Pending::NAME)));
        drop(sweep(&self.path));
    }

    /// Finishes what was committed, and throws away what was not.
    fn settle(&self) -> Result<(), OutputError> {
        if let Some(pending) = Pending::read(&self.path)? {
            if let Some(out) = pending.committed_in(&self.path)? {
                let _lock = super::lock(&out)?;
                swap::finish_with(&out, &pending.set, &self.path)?;
            }
            let marker = self.path.join(Pending::NAME);
            remove(fs::remove_file(&marker), &marker)?;
        }
        sweep(&self.path)
    }
}

/// Puts a staged ledger in its place and takes the marker away; safe to repeat. Called with the plan's folder locked, once
/// the set that it belongs to is committed and in its place. An error means that nothing was changed; the answer says
/// whether all is cleared up: if not, the set's `.ready` must stay, so that the next run can do it.
pub(super) fn place(plan: &Path, link: &Link) -> Result<bool, OutputError> {
    let staged = plan.join(&link.staged);
    for entry in fs::read_dir(&staged).into_iter().flatten().flatten() {
        let target = plan.join(entry.file_name());
        fs::rename(entry.path(), &target).map_err(OutputError::on("replacing", &target))?;
    }
    let marker = plan.join(Pending::NAME);
    let cleared = flush_folder(plan).and_then(|()| remove(fs::remove_file(&marker), &marker)).is_ok();
    drop(fs::remove_dir(&staged));
    Ok(cleared)
}

/// Finishes or throws away what a stopped run left, for a command that only reads the ledgers. A run that is still at work is
/// left alone: every ledger is whole at any time.
pub fn settle(folder: &Path) -> Result<(), OutputError> {
    if !folder.join(Pending::NAME).exists() {
        return Ok(());
    }
    match LedgerFolder::claim(folder) {
        Ok(_) | Err(OutputError::LedgersBusy { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes away what runs that were stopped had written and not committed.
fn sweep(folder: &Path) -> Result<(), OutputError> {
    let listed = fs::read_dir(folder).map_err(OutputError::on("reading the folder", folder))?;
    for entry in listed.flatten() {
        if entry.file_name().to_string_lossy().starts_with(STAGED) {
            remove(fs::remove_dir_all(entry.path()), &entry.path())?;
        }
    }
    Ok(())
}

fn remove(removed: std::io::Result<()>, path: &Path) -> Result<(), OutputError> {
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(OutputError::on("clearing away", path)(error))
        }
        _ => Ok(()),
    }
}
