//! What a run that was killed or lost its power left behind, put right before anything else is done in the folder.

use std::fs;
use std::path::Path;

use super::OutputError;
use super::stage::Stage;
use super::swap;

/// Whether a committed set waits for its place.
pub(super) fn is_unfinished(folder: &Path) -> Result<bool, OutputError> {
    let listed = fs::read_dir(folder).map_err(OutputError::on("reading the folder", folder))?;
    let ready = |name: &str| matches!(Stage::read(name), Some((_, Stage::Ready)));
    Ok(listed.flatten().any(|entry| entry.file_name().to_str().is_some_and(ready)))
}

/// Finishes every committed set and throws away everything unfinished. Called with the folder locked.
pub(super) fn mend(folder: &Path) -> Result<(), OutputError> {
    let listed = fs::read_dir(folder).map_err(OutputError::on("reading the folder", folder))?;
    let mut left: Vec<_> = listed.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    left.sort();
    let of = |wanted: Stage| {
        left.iter()
            .filter_map(move |name| Stage::read(name).filter(|(_, stage)| *stage == wanted))
            .map(|(set, _)| set)
    };
    of(Stage::Ready).try_for_each(|set| swap::finish(folder, set))?;
    for (stage, set) in
        of(Stage::Partial).map(|s| (Stage::Partial, s)).chain(of(Stage::Old).map(|s| (Stage::Old, s)))
    {
        let path = stage.of(folder, set);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(OutputError::on("clearing away", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}
