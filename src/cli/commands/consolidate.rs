//! `ragbook consolidate`: the main job.

use std::path::Path;

use chrono::NaiveDate;

use super::month::TheMonth;
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::pipeline::consolidate::{self, ConsolidateError, Outcome};

/// Reads, merges, rates, checks and writes; prints where the workbook is and what was found.
pub(super) fn run(
    shared: &Shared,
    returns: &Returns,
    out: &Path,
    as_at: Option<NaiveDate>,
    strict: bool,
) -> Result<Ended, Failure> {
    let doing = || format!("consolidating {} into {}", returns.period.in_words(), out.display());
    let failed = |e: ConsolidateError| Failure::new(doing(), e, "");
    let month = TheMonth::load(shared, returns, as_at)?;
    let asked = month.asked();
    let folder = consolidate::claim(&asked, out).map_err(failed)?;
    let intake = month.read(shared, returns)?;
    let outcome = consolidate::write(&asked, &folder, intake).map_err(failed)?;
    console::result(&told(&outcome));
    let errors = outcome.exceptions.errors > 0;
    Ok(if strict && errors { Ended::WithErrors } else { Ended::Well })
}

fn told(outcome: &Outcome) -> String {
    let files = outcome.files;
    format!(
        "Workbook    {}\nData        {}\nFiles       {} met: {} read, {} refused, {} duplicate, {} skipped\n\
         Exceptions  {}\nDelivery    {}\n",
        outcome.workbook.display(),
        outcome.data.display(),
        files.met(),
        files.read,
        files.refused,
        files.duplicate,
        files.skipped,
        console::counted(&outcome.found.findings.exceptions),
        outcome.ratings.strip(),
    )
}
