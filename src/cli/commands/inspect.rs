//! `ragbook inspect FILE`.

use std::io::ErrorKind;
use std::path::Path;

use crate::cli::args::{Document, Shared};
use crate::cli::quiet::quietly;
use crate::cli::{Ended, Failure, console};
use crate::pipeline;
use crate::sheet::limits::Limits;
use crate::sheet::read::regular;

/// Prints what ragbook sees in a file. The limits are the plan's when there is one, else the defaults.
pub(super) fn run(shared: &Shared, file: &Path, format: Document) -> Result<Ended, Failure> {
    let doing = || format!("reading {}", file.display());
    let limits = if shared.plan.is_some() { super::plan(shared)?.limits } else { Limits::default() };
    let bytes = regular(file, limits.file_bytes).map_err(|error| {
        let advice = match error.kind() {
            ErrorKind::FileTooLarge => "Raise file_bytes under [limits] in plan.toml if it must be read.",
            _ => "Check the path.",
        };
        Failure::new(doing(), error, advice)
    })?;
    let worker = super::worker();
    let name = file.to_string_lossy();
    let inspect = || pipeline::inspect::inspect(&bytes, &name, &limits, worker.as_ref());
    let inspection = quietly(&doing(), inspect)?;
    match format {
        Document::Text => console::result_in_words(&inspection.text(&limits))?,
        Document::Json => console::result(&inspection.json().map_err(|e| Failure::new(doing(), e, ""))?)?,
    }
    Ok(Ended::Well)
}
