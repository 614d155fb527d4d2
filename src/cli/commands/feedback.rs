//! `ragbook feedback`: marked returns and messages into a folder.

use std::path::Path;

use super::month::TheMonth;
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::pipeline::{feedback, month};
use crate::publish::output::{Existing, Folder};
use crate::rules::Scope;

/// Writes what goes back to the leads; files that are there already are never overwritten.
pub(super) fn run(shared: &Shared, returns: &Returns, out: &Path) -> Result<Ended, Failure> {
    let doing = || format!("writing what goes back for {} into {}", returns.period.in_words(), out.display());
    let the_month = TheMonth::load(shared, returns, None)?;
    let folder = Folder::claim(out).map_err(|e| super::unwritten(doing(), &e))?;
    let intake = the_month.read(shared, returns)?;
    let asked = the_month.asked();
    let found = month::find(&asked, intake, &[Scope::Return, Scope::Month]);
    let feedback = feedback::feedback(&asked, the_month.template(), &found)
        .map_err(|e| Failure::new(doing(), e, "This is a fault of ragbook; please report it."))?;
    let written = folder
        .write_all(&format!("{}-feedback", returns.period), &feedback.files, Existing::Keep)
        .map_err(|e| super::unwritten(doing(), &e))?;
    if !shared.quiet {
        console::message(&format!(
            "Files written to {}: {written}. Returns to correct or confirm: {}; files that could not be used: {}; returns that \
             need nothing: {}.",
            out.display(),
            feedback.marked,
            feedback.refused,
            feedback.clean
        ));
    }
    console::done(&feedback.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join("\n"));
    Ok(Ended::Well)
}
