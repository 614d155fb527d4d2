//! `ragbook init DIR`: a plan folder to start from.

use std::path::Path;

use crate::cli::args::Shared;
use crate::cli::{Ended, Failure, console};
use crate::pipeline::plan::{Start, init};
use crate::publish::output::{Existing, Folder};

/// Writes the plan folder; refuses where a plan stands already.
pub(super) fn run(shared: &Shared, dir: &Path, blank: bool) -> Result<Ended, Failure> {
    let doing = || format!("writing a plan folder to {}", dir.display());
    let files = init(if blank { Start::Blank } else { Start::BuiltIn });
    let folder = Folder::claim(dir).map_err(|e| super::unwritten(doing(), &e))?;
    folder.write_all("plan", &files, Existing::Keep).map_err(|e| super::unwritten(doing(), &e))?;
    if !shared.quiet {
        let next = format!("Next: `ragbook plan check --plan {}`.", dir.display());
        console::message(&format!(
            "A plan folder of {} files stands in {}. {next}",
            files.len(),
            dir.display()
        ));
    }
    Ok(Ended::Well)
}
