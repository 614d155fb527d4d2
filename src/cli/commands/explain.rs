//! `ragbook explain REF`: a rating or a figure, with facts, rule and sources.

use std::path::Path;

use chrono::NaiveDate;

use super::month::{TheMonth, ledgers};
use crate::cli::args::{Returns, Shared};
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::pipeline::explain::{self, NotRecorded};
use crate::pipeline::month;
use crate::pipeline::recall::{self, NotRecalled};
use crate::rules::Scope;

/// Prints the explanation, from these returns.
pub(super) fn from_returns(
    shared: &Shared,
    reference: &str,
    returns: &Returns,
    as_at: Option<NaiveDate>,
) -> Result<Ended, Failure> {
    let the_month = TheMonth::load(shared, returns, as_at)?;
    let intake = the_month.read(shared, returns)?;
    let asked = the_month.asked();
    let found = month::find(&asked, intake, &[Scope::Return, Scope::Month]);
    let text = explain::explain(&found.consolidation(&asked), reference).ok_or_else(|| unknown(reference))?;
    console::result_in_words(&text)?;
    Ok(Ended::Well)
}

/// Prints the explanation from what was consolidated: from the set in this folder or, where no folder is named and the current
/// one holds none, from history.csv.
pub(super) fn from_records(
    shared: &Shared,
    reference: &str,
    period: Period,
    from: Option<&Path>,
) -> Result<Ended, Failure> {
    let plan = super::plan(shared)?;
    let ledgers = ledgers(shared)?;
    let (history, decisions) = (ledgers.before(period), ledgers.decisions_up_to(period));
    let folder = from.unwrap_or_else(|| Path::new("."));
    let text = match recall::recall(&plan, &history, &decisions, period, folder) {
        Ok(recalled) => explain::explain(&recalled.consolidation(&plan, &history, &decisions), reference)
            .ok_or_else(|| unknown(reference))?,
        Err(NotRecalled::Missing(_)) if from.is_none() => {
            let history = ledgers.between(Period::FIRST, period);
            explain::recorded(&plan, &history, period, reference).map_err(|wrong| not_recorded(&wrong))?
        }
        Err(wrong) => return Err(Failure::new("explaining a figure", wrong, "")),
    };
    console::result_in_words(&text)?;
    Ok(Ended::Well)
}

fn unknown(reference: &str) -> Failure {
    not_recorded(&NotRecorded::NoSuchRef(reference.to_owned()))
}

fn not_recorded(wrong: &NotRecorded) -> Failure {
    let advice = match wrong {
        NotRecorded::NoSuchRef(_) => "`ragbook plan show` lists them all.",
        NotRecorded::NoSuchMonth(_) => {
            "Name the returns after --period, or consolidate the month first, or say with --from where it was consolidated to."
        }
        NotRecorded::NotThen { .. } => {
            "The plan had no such action or measure then, or it has another ref now."
        }
    };
    Failure::new("explaining a figure", wrong, advice)
}
