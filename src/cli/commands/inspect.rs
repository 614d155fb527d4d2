//! `ragbook inspect FILE`.

use std::io::ErrorKind;
use std::path::Path;

use crate::cli::args::{Form, Shared};
use crate::cli::quiet::quietly;
use crate::cli::{Ended, Failure, console};
use crate::pipeline;
use crate::sheet::limits::Limits;
use crate::sheet::read::regular;

/// Prints what ragbook sees in a file. The limits are the plan's when there is one, else the defaults.
pub(super) fn run(shared: &Shared, file: &Path, format: Form) -> Result<Ended, Failure> {
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
        Form::Text => console::result(&inspection.text(&limits)),
        Form::Json => console::result(&inspection.json().map_err(|e| Failure::new(doing(), e, ""))?),
        Form::Csv => return Err(super::no_such_form("inspect", "text or json")),
    }
    Ok(Ended::Well)
}
