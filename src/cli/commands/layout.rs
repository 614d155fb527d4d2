//! `ragbook layout try FILE`.

use crate::cli::args::{LayoutCommand, Shared};
use crate::cli::{Ended, Failure, console};
use crate::pipeline;

/// Prints what was recognised in a file.
pub(super) fn run(shared: &Shared, command: &LayoutCommand) -> Result<Ended, Failure> {
    let LayoutCommand::Try { file, period } = command;
    let doing = || format!("trying {}", file.display());
    let template = super::template(shared)?;
    let plan = if shared.plan.is_some() { Some(super::plan(shared)?) } else { None };
    let bytes = std::fs::read(file).map_err(|e| Failure::new(doing(), e, "Check the path."))?;
    let worker = super::worker();
    let tried = pipeline::layout::attempt(file, &bytes, &template, plan.as_ref(), *period, worker.as_ref())
        .map_err(|e| Failure::new(doing(), e, ""))?;
    console::result_in_words(&tried.text)?;
    Ok(if tried.is_usable { Ended::Well } else { Ended::WithErrors })
}
