//! From a finished partial folder to the set's place.

use std::fs;
use std::path::{Path, PathBuf};

use super::stage::{Stage, flush_folder};
use super::{Existing, OutputError};

/// Replaces a set: commits the partial folder as ready, then moves it into place. If moving fails, everything is put back.
pub(super) fn swap_in(folder: &Path, set: &str, partial: &Path) -> Result<(), OutputError> {
    let ready = Stage::Ready.of(folder, set);
    fs::rename(partial, &ready).map_err(OutputError::on("preparing", partial))?;
    flush_folder(folder)?;
    let mut moves = Moves::default();
    if let Err(error) = place(folder, set, &ready, &mut moves) {
        // Where something could not be put back, the ready folder stays: the next run then finishes the new set.
        if moves.undo() && fs::rename(&ready, partial).is_ok() {
            drop(fs::remove_dir_all(partial));
            drop(fs::remove_dir(Stage::Old.of(folder, set)));
        }
        return Err(error);
    }
    Ok(())
}

/// Moves what is left of a ready set to its place, old entries aside first, then clears up. Safe to repeat: this is also
/// how a stopped run is finished.
pub(super) fn finish(folder: &Path, set: &str) -> Result<(), OutputError> {
    place(folder, set, &Stage::Ready.of(folder, set), &mut Moves::default())
}

fn place(folder: &Path, set: &str, ready: &Path, moves: &mut Moves) -> Result<(), OutputError> {
    let old = Stage::Old.of(folder, set);
    let entries = entries(ready)?;
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
    // Order matters: while .ready is there a later run finishes the set, and an .old alone is only swept.
    drop(fs::remove_dir(ready));
    drop(fs::remove_dir_all(&old));
    Ok(())
}

/// Moves each file of the partial folder to its place; on failure takes back those already moved.
pub(super) fn add(folder: &Path, set: &str, partial: &Path, existing: Existing) -> Result<(), OutputError> {
    if existing == Existing::Replace {
        return swap_in(folder, set, partial);
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

/// Names of the entries, sorted.
fn entries(folder: &Path) -> Result<Vec<std::ffi::OsString>, OutputError> {
    let listed = fs::read_dir(folder).map_err(OutputError::on("reading the folder", folder))?;
    let mut names: Vec<_> = listed.flatten().map(|entry| entry.file_name()).collect();
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
