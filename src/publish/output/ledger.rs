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
pub(super) fn settle(folder: &Path) -> Result<(), OutputError> {
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

#[cfg(test)]
mod tests {
    use super::super::stage::{Partial, Stage};
    use super::super::{Folder, link};
    use super::*;

    const OUT: [&str; 2] = ["book.xlsx", "data"];

    fn files(text: &str) -> Vec<NewFile> {
        let file = |name: &str| NewFile { name: name.to_owned(), bytes: text.into() };
        vec![file("book.xlsx"), file("data/a.csv"), file("data/run.json")]
    }

    fn ledger(text: &str) -> NewFile {
        NewFile { name: "history.csv".to_owned(), bytes: text.into() }
    }

    /// Plan and output folder with the old set and the old ledger.
    fn old(work: &Path) -> (PathBuf, PathBuf) {
        let (plan, out) = (work.join("plan"), work.join("out"));
        fs::create_dir_all(&plan).unwrap();
        let ledgers = LedgerFolder::claim(&plan).unwrap();
        Folder::claim(&out).unwrap().replace_set_with("m", &files("old"), &ledgers, &ledger("old")).unwrap();
        (plan, out)
    }

    /// What each file of both folders says; nothing but these may be left of the set.
    fn said(plan: &Path, out: &Path) -> Vec<String> {
        let said = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
        ["book.xlsx", "data/a.csv", "data/run.json"]
            .map(|name| said(out.join(name)))
            .into_iter()
            .chain([said(plan.join("history.csv"))])
            .collect()
    }

    /// How many instants there are between two steps.
    const INSTANTS: usize = 12;
    /// From this one on the new set is committed.
    const COMMITTED: usize = 3;

    /// Goes as far as a run that is stopped at this instant.
    fn stopped_at(instant: usize, plan: &Path, out: &Path) {
        let ledgers = LedgerFolder::claim(plan).unwrap();
        let staged = ledgers.stage(&ledger("new")).unwrap();
        let set = Partial::of(out, "m", &files("new")).unwrap();
        let partial = set.path().to_owned();
        let entries = OUT.map(str::to_owned).to_vec();
        let (link, pending) = link::joined(out, "m", entries, plan, (&staged, &ledger("new"))).unwrap();
        let (ready, aside) = (Stage::Ready.of(out, "m"), Stage::Old.of(out, "m"));
        let steps: [&dyn Fn(); INSTANTS - 1] = [
            &|| link.write(&partial).unwrap(),
            &|| ledgers.mark(&pending).unwrap(),
            &|| fs::rename(&partial, &ready).unwrap(),
            &|| fs::create_dir(&aside).unwrap(),
            &|| fs::rename(out.join(OUT[0]), aside.join(OUT[0])).unwrap(),
            &|| fs::rename(out.join(OUT[1]), aside.join(OUT[1])).unwrap(),
            &|| fs::rename(ready.join(OUT[0]), out.join(OUT[0])).unwrap(),
            &|| fs::rename(ready.join(OUT[1]), out.join(OUT[1])).unwrap(),
            &|| fs::rename(staged.join("history.csv"), plan.join("history.csv")).unwrap(),
            &|| fs::remove_file(plan.join(Pending::NAME)).unwrap(),
            &|| fs::remove_file(ready.join(Link::NAME)).unwrap(),
        ];
        steps.iter().take(instant).for_each(|step| step());
        // Stopped, it could not clear up.
        std::mem::forget(set);
    }

    /// Whoever touches the plan's folder or the output folder next.
    type Mender = dyn Fn(&Path, &Path);

    #[test]
    fn a_stop_at_any_instant_leaves_both_old_or_both_new_for_whoever_comes_next() {
        let menders: [&Mender; 3] = [
            &|plan, _| drop(LedgerFolder::claim(plan).unwrap()),
            &|plan, _| super::super::finish_stopped(plan).unwrap(),
            &|_, out| drop(Folder::claim(out).unwrap()),
        ];
        for instant in 0..INSTANTS {
            for (which, mend) in menders.iter().enumerate() {
                let work = tempfile::tempdir().unwrap();
                let (plan, out) = old(work.path());
                stopped_at(instant, &plan, &out);
                mend(&plan, &out);
                let expected = if instant < COMMITTED { "old" } else { "new" };
                assert_eq!(said(&plan, &out), [expected; 4], "stopped at {instant}, mended by {which}");
                // Whoever writes next finds nothing left.
                drop(LedgerFolder::claim(&plan).unwrap());
                drop(Folder::claim(&out).unwrap());
                let hidden = |folder: &Path| {
                    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
                    names.filter(|name| name.to_string_lossy().starts_with('.')).count()
                };
                assert_eq!((hidden(&plan), hidden(&out)), (0, 0), "stopped at {instant}, mended by {which}");
                assert_eq!(said(&plan, &out), [expected; 4]);
            }
        }
    }

    #[test]
    fn folders_that_were_moved_after_a_stop_are_still_old_or_new_together() {
        for instant in COMMITTED..INSTANTS {
            let work = tempfile::tempdir().unwrap();
            let (plan, out) = old(&work.path().join("here"));
            stopped_at(instant, &plan, &out);
            fs::rename(work.path().join("here"), work.path().join("there")).unwrap();
            let (plan, out) = (work.path().join("there/plan"), work.path().join("there/out"));
            settle(&plan).unwrap();
            assert_eq!(said(&plan, &out), ["new"; 4], "both moved, stopped at {instant}");
        }
        for (instant, expected) in
            (COMMITTED..INSTANTS).map(|instant| (instant, if instant < 9 { "old" } else { "new" }))
        {
            let work = tempfile::tempdir().unwrap();
            let (plan, out) = old(work.path());
            stopped_at(instant, &plan, &out);
            let moved = work.path().join("elsewhere/deeper");
            fs::create_dir_all(moved.parent().unwrap()).unwrap();
            fs::rename(&out, &moved).unwrap();
            settle(&plan).unwrap();
            drop(Folder::claim(&moved).unwrap());
            assert_eq!(said(&plan, &moved), [expected; 4], "outputs moved, stopped at {instant}");
        }
    }

    #[test]
    fn what_cannot_be_put_in_its_place_leaves_both_as_they_were() {
        let work = tempfile::tempdir().unwrap();
        let (plan, out) = old(work.path());
        let (ledgers, folder) = (LedgerFolder::claim(&plan).unwrap(), Folder::claim(&out).unwrap());
        fs::remove_file(plan.join("history.csv")).unwrap();
        fs::create_dir_all(plan.join("history.csv/full")).unwrap();
        let error = folder.replace_set_with("m", &files("new"), &ledgers, &ledger("new")).unwrap_err();
        assert!(error.to_string().contains("unchanged"), "{error}");
        assert_eq!(said(&plan, &out), ["old", "old", "old", ""]);
        fs::remove_dir_all(plan.join("history.csv")).unwrap();
        folder.replace_set_with("m", &files("new"), &ledgers, &ledger("new")).unwrap();
        assert_eq!(said(&plan, &out), ["new"; 4]);
        ledgers.replace(&ledger("newer")).unwrap();
        assert_eq!(said(&plan, &out)[3], "newer");
        assert!(matches!(LedgerFolder::claim(&plan), Err(OutputError::LedgersBusy { .. })));
    }
}
