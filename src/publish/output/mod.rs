//! The one place that writes files: whole sets or nothing (8-commands-and-files.md; 10-limits-and-speed.md, "Promises
//! under trouble"). Knows names and bytes, no results.
//!
//! How a set is replaced, so that a stop at any instant leaves the old set or the new one:
//!
//! 1. [`Folder::claim`] makes the folder, locks it, mends what an earlier stop left, and proves that it can be written to,
//!    all before the long work.
//! 2. Every new file is written to `.ragbook-SET.partial/` in the same folder and flushed to disk, as it is made
//!    ([`NewSet`]): nobody has to hold the files of a large month in memory until the last of them is ready.
//! 3. That folder is renamed to `.ragbook-SET.ready/`. **This one rename is the commit.** Before it the old set stands
//!    untouched; after it the new set is complete on disk.
//! 4. Old entries are renamed into `.ragbook-SET.old/`, new ones to their places, then `.old` and `.ready` go.
//!
//! Two names cannot be renamed in one step, so a stop within step 4 is finished by the next run: a `.ready` folder is
//! always completed, a `.partial` one always thrown away (`mend`). If step 4 fails for a reason that is told to us (a file
//! open in Excel on Windows), it is undone at once and everything stands as before.
//!
//! A ledger in the plan's folder is replaced together with a set, by the same commit: see `ledger`.

mod error;
mod ledger;
mod link;
mod lock;
mod mend;
mod stage;
mod swap;

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use error::OutputError;
pub use ledger::LedgerFolder;
use stage::Partial;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Name relative to the output folder, parts joined by `/`: `2019-11-data/measures.csv`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What to do about a file of the same name with other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse the whole set: a lead's filled-in return may stand there.
    Keep,
    /// Replace it.
    Replace,
}

/// An output folder that this process may write to and no other ragbook writes to meanwhile.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Held open: the operating system drops the lock with it, also when the process is killed, so no lock goes stale.
    _lock: Option<File>,
}

impl Folder {
    /// Takes this folder for writing and makes it when it is not there. To be called before the long work, so that a
    /// folder that cannot be written to is told at once.
    pub fn claim(path: &Path) -> Result<Self, OutputError> {
        if path.exists() && !path.is_dir() {
            return Err(OutputError::NotAFolder(path.to_owned()));
        }
        fs::create_dir_all(path).map_err(OutputError::on("making the folder", path))?;
        let lock = lock(path)?;
        let folder = Self { path: path.to_owned(), _lock: lock };
        mend::mend(&folder.path)?;
        stage::probe(&folder.path)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether these entries (files or folders directly in it) could be replaced now. Tells of a workbook that is open in
    /// Excel before the long work, not after it.
    pub fn probe_replace(&self, entries: &[&str]) -> Result<(), OutputError> {
        entries.iter().try_for_each(|entry| stage::probe_existing(&self.path.join(entry)))
    }

    /// Writes this set; entries of the same names are replaced by it. `set` names it within the folder (`2019-11`).
    pub fn replace_set(&self, set: &str, files: &[NewFile]) -> Result<(), OutputError> {
        self.begin_with(set, files)?.replace()
    }

    /// Begins a set whose files are written one by one, as they are made.
    pub fn begin(&self, set: &str) -> Result<NewSet<'_>, OutputError> {
        self.begin_with(set, &[])
    }

    fn begin_with(&self, set: &str, files: &[NewFile]) -> Result<NewSet<'_>, OutputError> {
        let partial = Partial::of(&self.path, set, files)?;
        Ok(NewSet { folder: self, name: set.to_owned(), partial })
    }

    /// The same, and a ledger with it ([`NewSet::replace_with`]).
    pub fn replace_set_with(
        &self,
        set: &str,
        files: &[NewFile],
        ledgers: &LedgerFolder,
        ledger: &NewFile,
    ) -> Result<(), OutputError> {
        self.begin_with(set, files)?.replace_with(ledgers, ledger)
    }

    /// Writes these files, each directly into the folder. With [`Existing::Keep`], a file of the same name and other
    /// content stops all of them; one with the same content is left as it is. Returns how many were written.
    ///
    /// A stop in between leaves some of the files, each whole; running again adds the others.
    pub fn write_all(&self, set: &str, files: &[NewFile], existing: Existing) -> Result<usize, OutputError> {
        let missing: Vec<NewFile> = files
            .iter()
            .filter(|file| fs::read(self.path.join(&file.name)).ok().as_ref() != Some(&file.bytes))
            .cloned()
            .collect();
        let in_the_way: Vec<PathBuf> =
            missing.iter().map(|f| self.path.join(&f.name)).filter(|path| path.exists()).collect();
        if existing == Existing::Keep && !in_the_way.is_empty() {
            return Err(OutputError::InTheWay(in_the_way));
        }
        if missing.is_empty() {
            return Ok(0);
        }
        let partial = Partial::of(&self.path, set, &missing)?;
        swap::add(&self.path, set, partial.path(), existing)?;
        Ok(missing.len())
    }
}

/// Where the files of a set go as they are made.
pub trait Files: Sync {
    /// Takes a file of this name, relative to the output folder; `fill` writes its bytes.
    ///
    /// # Errors
    /// When they could not be written, for whatever reason `fill` gives.
    fn add(
        &self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), OutputError>;
}

/// A set that is being written, beside the one that stands in its place. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct NewSet<'f> {
    folder: &'f Folder,
    name: String,
    partial: Partial,
}

impl Files for NewSet<'_> {
    fn add(
        &self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        self.partial.add(name, |file| fill(file))
    }
}

impl NewSet<'_> {
    /// Puts the set in its place; entries of the same names are replaced by it.
    pub fn replace(self) -> Result<(), OutputError> {
        self.partial.flush()?;
        swap::swap_in(&self.folder.path, &self.name, self.partial.path(), None)
    }

    /// The same, and a ledger with it: after a stop at any instant, whoever next uses either folder makes both old or both
    /// new. The set holds no name that begins with `.ragbook`.
    pub fn replace_with(self, ledgers: &LedgerFolder, ledger: &NewFile) -> Result<(), OutputError> {
        let staged = ledgers.stage(ledger)?;
        let replaced = self.replace_both(ledgers, (&staged, ledger));
        if replaced.is_err() && !swap::is_committed(&self.folder.path, &self.name) {
            ledgers.discard();
        }
        replaced
    }

    fn replace_both(&self, ledgers: &LedgerFolder, staged: (&Path, &NewFile)) -> Result<(), OutputError> {
        let (out, partial) = (self.folder.path(), self.partial.path());
        let (link, pending) = link::joined(out, &self.name, self.partial.entries()?, ledgers.path(), staged)?;
        self.partial.flush()?;
        link.write(partial)?;
        ledgers.mark(&pending)?;
        swap::swap_in(out, &self.name, partial, Some((ledgers.path(), &link)))
    }
}

/// Finishes what a stopped run left in this folder: a set that was committed and not moved to its place, and a ledger that
/// was to be replaced together with outputs elsewhere. Writes nothing where there is nothing to finish, so that it may be
/// called before reading, in a folder that is read-only too; and leaves a run alone that is still at work on a ledger.
pub fn finish_stopped(path: &Path) -> Result<(), OutputError> {
    if !path.is_dir() {
        return Ok(());
    }
    if mend::is_unfinished(path)? {
        drop(Folder::claim(path)?);
    }
    ledger::settle(path)
}

/// Locks the folder against other ragbooks. None where the file system has no locks.
fn lock(path: &Path) -> Result<Option<File>, OutputError> {
    #[cfg(unix)]
    let file = File::open(path);
    // Elsewhere a folder cannot be opened: a file in it stands for it.
    #[cfg(not(unix))]
    let file = File::options().create(true).truncate(false).write(true).open(path.join(".ragbook.lock"));
    let file = file.map_err(OutputError::on("opening the folder", path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy(path.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<NewFile> {
        ["book.xlsx", "data/a.csv", "data/b.csv"]
            .map(|name| NewFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() })
            .to_vec()
    }

    /// Every file below the folder with its content, by relative name.
    fn listing(folder: &Path) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_dir() {
                let inner = listing(&entry.path());
                found.extend(inner.into_iter().map(|(n, text)| (format!("{name}/{n}"), text)));
            } else {
                found.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
        }
        found.sort();
        found
    }

    fn set_of(text: &str) -> Vec<(String, String)> {
        files(text).into_iter().map(|f| (f.name, text.to_owned())).collect()
    }

    #[test]
    fn a_set_replaces_the_earlier_one_whole_and_leaves_nothing_else() {
        let temporary = tempfile::tempdir().unwrap();
        let out = temporary.path().join("new/out");
        let folder = Folder::claim(&out).unwrap();
        folder.replace_set("m", &files("old")).unwrap();
        fs::write(out.join("data/stray.csv"), "of an older version").unwrap();
        folder.probe_replace(&["book.xlsx", "data", "not-there"]).unwrap();
        folder.replace_set("m", &files("new")).unwrap();
        assert_eq!(listing(&out), set_of("new"));
    }

    /// Runs the renames of step 4 up to `stop`, as a killed run would have.
    fn stopped_at(stop: usize, out: &Path) {
        let partial = Partial::of(out, "m", &files("new")).unwrap();
        if stop == 0 {
            // Killed, it could not clear up.
            std::mem::forget(partial);
            return;
        }
        let ready = out.join(".ragbook-m.ready");
        let old = out.join(".ragbook-m.old");
        fs::rename(partial.path(), &ready).unwrap();
        fs::create_dir_all(&old).unwrap();
        let moves = [
            (out.join("book.xlsx"), old.join("book.xlsx")),
            (out.join("data"), old.join("data")),
            (ready.join("book.xlsx"), out.join("book.xlsx")),
            (ready.join("data"), out.join("data")),
        ];
        moves.iter().take(stop - 1).for_each(|(from, to)| fs::rename(from, to).unwrap());
    }

    #[test]
    fn a_run_stopped_at_any_rename_ends_as_the_old_set_or_the_new_one() {
        for stop in 0..=5 {
            let out = tempfile::tempdir().unwrap();
            Folder::claim(out.path()).unwrap().replace_set("m", &files("old")).unwrap();
            stopped_at(stop, out.path());
            drop(Folder::claim(out.path()).unwrap());
            let expected = if stop == 0 { "old" } else { "new" };
            assert_eq!(listing(out.path()), set_of(expected), "stopped at {stop}");
        }
    }

    #[test]
    fn a_failure_while_swapping_puts_everything_back() {
        let out = tempfile::tempdir().unwrap();
        let folder = Folder::claim(out.path()).unwrap();
        folder.replace_set("m", &files("old")).unwrap();
        // A file where the old workbook would be moved aside makes the second move fail.
        fs::create_dir_all(out.path().join(".ragbook-m.old/data/full")).unwrap();
        let error = folder.replace_set("m", &files("new")).unwrap_err();
        fs::remove_dir_all(out.path().join(".ragbook-m.old")).unwrap();
        assert_eq!(listing(out.path()), set_of("old"));
        assert!(error.to_string().contains("unchanged"), "{error}");
    }

    #[test]
    fn a_return_that_was_filled_in_is_never_overwritten() {
        let out = tempfile::tempdir().unwrap();
        let folder = Folder::claim(out.path()).unwrap();
        let forms = |text: &str| {
            vec![
                NewFile { name: "ann.xlsx".to_owned(), bytes: text.into() },
                NewFile { name: "ben.xlsx".to_owned(), bytes: text.into() },
            ]
        };
        assert_eq!(folder.write_all("forms", &forms("blank"), Existing::Keep).unwrap(), 2);
        fs::write(out.path().join("ben.xlsx"), "filled in").unwrap();
        assert_eq!(folder.write_all("forms", &forms("blank")[..1], Existing::Keep).unwrap(), 0);
        let refused = folder.write_all("forms", &forms("other"), Existing::Keep).unwrap_err();
        assert!(matches!(refused, OutputError::InTheWay(ref paths) if paths.len() == 2), "{refused}");
        assert_eq!(fs::read_to_string(out.path().join("ben.xlsx")).unwrap(), "filled in");
        assert_eq!(folder.write_all("forms", &forms("other"), Existing::Replace).unwrap(), 2);
        assert_eq!(fs::read_to_string(out.path().join("ben.xlsx")).unwrap(), "other");
    }

    #[test]
    fn two_ragbooks_do_not_write_to_one_folder_and_a_file_is_no_folder() {
        let out = tempfile::tempdir().unwrap();
        let _first = Folder::claim(out.path()).unwrap();
        assert!(matches!(Folder::claim(out.path()), Err(OutputError::Busy(_))));
        let file = out.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(Folder::claim(&file), Err(OutputError::NotAFolder(_))));
    }
}
