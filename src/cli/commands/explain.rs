//! `ragbook explain REF`: a rating or a figure, with facts, rule and sources.

use chrono::NaiveDate;

use super::month::TheMonth;
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::pipeline::{explain, month};
use crate::rules::Scope;

/// Prints the explanation.
pub(super) fn run(
    shared: &Shared,
    reference: &str,
    returns: &Returns,
    as_at: Option<NaiveDate>,
) -> Result<Ended, Failure> {
    let the_month = TheMonth::load(shared, returns, as_at)?;
    let intake = the_month.read(shared, returns)?;
    let asked = the_month.asked();
    let found = month::find(&asked, intake, &[Scope::Return, Scope::Month]);
    let text = explain::explain(&found.consolidation(&asked), reference).ok_or_else(|| {
        let wrong = format!("the plan has no action and no measure \"{reference}\"");
        Failure::new("explaining a figure", wrong, "`ragbook plan show` lists them all.")
    })?;
    console::result(&text);
    Ok(Ended::Well)
}
