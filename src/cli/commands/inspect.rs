//! `ragbook inspect FILE`.

use std::path::Path;

use crate::cli::args::{Document, Shared};
use crate::cli::quiet::quietly;
use crate::cli::{Ended, Failure, console};
use crate::pipeline;
use crate::sheet::limits::Limits;

/// Prints what ragbook sees in a file. The limits are the plan's when there is one, else the defaults.
pub(super) fn run(shared: &Shared, file: &Path, format: Document) -> Result<Ended, Failure> {
    let doing = || format!("reading {}", file.display());
    let limits = if shared.plan.is_some() { super::plan(shared)?.limits } else { Limits::default() };
    let size = std::fs::metadata(file).map_err(|e| Failure::new(doing(), e, "Check the path."))?.len();
    if size > limits.file_bytes {
        let wrong = format!("it has {size} bytes; at most {} are read", limits.file_bytes);
        return Err(Failure::new(
            doing(),
            wrong,
            "Raise file_bytes under [limits] in plan.toml if it must be read.",
        ));
    }
    let bytes = std::fs::read(file).map_err(|e| Failure::new(doing(), e, "Check the path."))?;
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
