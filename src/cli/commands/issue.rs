//! `ragbook issue`: blank returns into a folder.

use std::path::Path;

use crate::cli::args::Shared;
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::domain::period::date_in_words;
use crate::pipeline;
use crate::publish::output::{Existing, Folder, NewFile};

/// Writes the returns; files that are there already are never overwritten.
pub(super) fn run(
    shared: &Shared,
    period: Period,
    out: &Path,
    returners: &[String],
) -> Result<Ended, Failure> {
    let doing = || format!("issuing the returns for {} into {}", period.in_words(), out.display());
    let plan = super::plan(shared)?;
    let template = super::template(shared)?;
    let history = super::month::ledgers(shared)?.before(period);
    let folder = Folder::claim(out).map_err(|e| super::unwritten(doing(), &e))?;
    let wanted = (!returners.is_empty()).then_some(returners);
    let returns = pipeline::issue::issue(&plan, &template, &history, period, wanted)
        .map_err(|e| Failure::new(doing(), e, "Give a lead's name or id as in leads.csv."))?;
    let files: Vec<NewFile> = returns.into_iter().map(|(name, bytes)| NewFile { name, bytes }).collect();
    let written = folder
        .write_all(&format!("{period}-returns"), &files, Existing::Keep)
        .map_err(|e| super::unwritten(doing(), &e))?;
    if !shared.quiet {
        let already = files.len() - written;
        let kept =
            if already > 0 { format!(" ({already} were there already, unchanged)") } else { String::new() };
        let due = date_in_words(plan.due_back(period));
        console::message(&format!(
            "{written} {} written to {}{kept}. Due back by {due}.",
            if written == 1 { "return" } else { "returns" },
            out.display()
        ));
    }
    console::done(&files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join("\n"));
    Ok(Ended::Well)
}
