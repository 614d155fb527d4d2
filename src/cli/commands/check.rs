//! `ragbook check`: findings on returns; writes nothing.

use super::month::TheMonth;
use crate::cli::args::{Form, Returns, Shared};
use crate::cli::{Ended, Failure, console, findings};
use crate::finding::{Exception, Severity};
use crate::pipeline::month;
use crate::rules::Scope;

/// Prints what is wrong with these returns, leaving out what only a whole month can show.
pub(super) fn run(shared: &Shared, returns: &Returns, form: Form) -> Result<Ended, Failure> {
    let the_month = TheMonth::load(shared, returns, None)?;
    let intake = the_month.read(shared, returns)?;
    let found = month::find(&the_month.asked(), intake, &[Scope::Return]);
    let exceptions: Vec<_> = found.findings.exceptions.into_iter().filter(Exception::is_open).collect();
    findings::print(form, Some(returns.period), &exceptions)?;
    if form == Form::Text && !shared.quiet {
        console::message(
            "These are faults of single returns. What shows only when they are merged, or beside earlier months, comes with \
             `ragbook consolidate` (and `ragbook feedback`).",
        );
    }
    let errors = exceptions.iter().any(|e| e.severity == Severity::Error);
    Ok(if errors { Ended::WithErrors } else { Ended::Well })
}
