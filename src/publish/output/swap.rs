//! From a finished partial folder to the set's place.

use std::fs;
use std::path::{Path, PathBuf};

use super::link::Link;
use super::lock::LockFile;
use super::stage::{Stage, flush_folder};
use super::{Existing, OutputError, ledger};

/// Replaces a set: commits the partial folder as ready, then moves it into place, and a ledger with it. If moving fails,
/// everything is put back.
pub(super) fn swap_in(
    folder: &Path,
    set: &str,
    partial: &Path,
    with: Option<(&Path, &Link)>,
) -> Result<(), OutputError> {
    let ready = Stage::Ready.of(folder, set);
    fs::rename(partial, &ready).map_err(OutputError::on("preparing", partial))?;
    flush_folder(folder)?;
    let mut moves = Moves::default();
    if let Err(error) = place(folder, set, with, &mut moves) {
        // Where something could not be put back, the ready folder stays: the next run then finishes the new set.
        if moves.undo() && fs::rename(&ready, partial).is_ok() {
            drop(fs::remove_dir_all(partial));
            drop(fs::remove_dir(Stage::Old.of(folder, set)));
        }
        return Err(error);
    }
    Ok(())
}

/// Whether a set that could not be moved into place is committed all the same, because not everything could be put back.
pub(super) fn is_committed(folder: &Path, set: &str) -> bool {
    Stage::Ready.of(folder, set).exists()
}

/// Moves what is left of a ready set to its place, old entries aside first, then clears up. Safe to repeat: this is also
/// how a stopped run is finished. A ledger that was committed with it is finished too; where the plan's folder no longer
/// waits for the set, it kept its old ledger, and the old set is put back.
pub(super) fn finish(folder: &Path, set: &str) -> Result<(), OutputError> {
    let ready = Stage::Ready.of(folder, set);
    let Some(link) = Link::read(&ready)? else {
        return place(folder, set, None, &mut Moves::default());
    };
    if let Some(plan) = link.waiting_plan(folder)? {
        let _lock = LockFile::take(&plan)?;
        return place(folder, set, Some((&plan, &link)), &mut Moves::default());
    }
    let is_new = match link.ledger_arrived(folder) {
        Some(arrived) => arrived,
        // Nobody can say: what is in its place stays.
        None => entries(&ready)?.is_empty(),
    };
    if is_new { place(folder, set, None, &mut Moves::default()) } else { roll_back(folder, set, &link) }
}

/// The same, for a plan's folder that is locked already.
pub(super) fn finish_with(folder: &Path, set: &str, plan: &Path) -> Result<(), OutputError> {
    let link = Link::read(&Stage::Ready.of(folder, set))?;
    place(folder, set, link.as_ref().map(|link| (plan, link)), &mut Moves::default())
}

fn place(
    folder: &Path,
    set: &str,
    with: Option<(&Path, &Link)>,
    moves: &mut Moves,
) -> Result<(), OutputError> {
    let (ready, old) = (Stage::Ready.of(folder, set), Stage::Old.of(folder, set));
    let entries = entries(&ready)?;
    fs::create_dir_all(&old).map_err(OutputError::on("making the folder", &old))?;
    for name in &entries {
        let target = folder.join(name);
        if target.exists() {
            moves.rename(&target, &old.join(name))?;
        }
    }
    for name in &entries {
        moves.rename(&ready.join(name), &folder.join(name))?;
    }
    flush_folder(folder)?;
    let cleared = match with {
        Some((plan, link)) => ledger::place(plan, link)?,
        None => true,
    };
    if cleared {
        clear(folder, set);
    }
    Ok(())
}

/// Takes away what is left of a set in its place. Order matters: while .ready is there a later run finishes the set, and an
/// .old alone is only swept.
fn clear(folder: &Path, set: &str) {
    let ready = Stage::Ready.of(folder, set);
    drop(fs::remove_file(ready.join(Link::NAME)));
    drop(fs::remove_dir(ready));
    drop(fs::remove_dir_all(Stage::Old.of(folder, set)));
}

/// Puts the old set back in its place. Safe to repeat.
fn roll_back(folder: &Path, set: &str, link: &Link) -> Result<(), OutputError> {
    let (ready, old) = (Stage::Ready.of(folder, set), Stage::Old.of(folder, set));
    let mut moves = Moves::default();
    for name in &link.entries {
        let (target, new, before) = (folder.join(name), ready.join(name), old.join(name));
        if !new.exists() && target.exists() {
            moves.rename(&target, &new)?;
        }
        if before.exists() {
            moves.rename(&before, &target)?;
        }
    }
    flush_folder(folder)?;
    let partial = Stage::Partial.of(folder, set);
    fs::rename(&ready, &partial).map_err(OutputError::on("putting back", &ready))?;
    drop(fs::remove_dir_all(partial));
    Ok(())
}

/// Moves each file of the partial folder to its place; on failure takes back those already moved.
pub(super) fn add(folder: &Path, set: &str, partial: &Path, existing: Existing) -> Result<(), OutputError> {
    if existing == Existing::Replace {
        return swap_in(folder, set, partial, None);
    }
    let mut moves = Moves::default();
    let placed = entries(partial).and_then(|names| {
        names.iter().try_for_each(|name| {
            let target = folder.join(name);
            // A file may have come since the check: it stays.
            if target.exists() {
                return Err(OutputError::InTheWay(vec![target]));
            }
            moves.rename(&partial.join(name), &target)
        })
    });
    if placed.is_err() {
        moves.undo();
    }
    drop(fs::remove_dir_all(partial));
    placed.and_then(|()| flush_folder(folder))
}

/// Names of the entries, sorted; the link to a ledger is none of them.
fn entries(folder: &Path) -> Result<Vec<std::ffi::OsString>, OutputError> {
    let listed = fs::read_dir(folder).map_err(OutputError::on("reading the folder", folder))?;
    let mut names: Vec<_> = listed.flatten().map(|entry| entry.file_name()).collect();
    names.retain(|name| name != Link::NAME);
    names.sort();
    Ok(names)
}

/// Renames made so far, so that they can be taken back.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> Result<(), OutputError> {
        fs::rename(from, to).map_err(OutputError::on("replacing", to))?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Last first; says whether everything could be taken back.
    fn undo(self) -> bool {
        self.0.iter().rev().all(|(from, to)| fs::rename(to, from).is_ok())
    }
}
