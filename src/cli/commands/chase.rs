//! `ragbook chase`: who has not answered yet.

use chrono::Local;

use super::month::TheMonth;
use crate::cli::args::{Form, Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::pipeline::{chase, month};
use crate::rules::Scope;

/// Prints who owes what, how late it is today, and a text to paste into an e-mail.
pub(super) fn run(shared: &Shared, returns: &Returns, form: Form) -> Result<Ended, Failure> {
    let the_month = TheMonth::load(shared, returns, None)?;
    let intake = the_month.read(shared, returns)?;
    let asked = the_month.asked();
    let found = month::find(&asked, intake, &[Scope::Return, Scope::Month]);
    let chase = chase::chase(&found.month(&asked), &found.findings.exceptions, Local::now().date_naive());
    let failed = |e: &dyn std::fmt::Display| Failure::new("printing who has not answered", e, "");
    match form {
        Form::Text => console::result_in_words(&chase.text())?,
        Form::Json => console::result(&chase.json().map_err(|e| failed(&e))?)?,
        Form::Csv => console::result(&chase.csv().map_err(|e| failed(&e))?)?,
    }
    Ok(Ended::Well)
}
