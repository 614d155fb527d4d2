//! `ragbook review`: did the plan work?

use std::path::Path;

use crate::cli::args::Shared;
use crate::cli::{Ended, Failure, console};
use crate::domain::Period;
use crate::pipeline::review::{Outcome, review};

/// Writes the review of these months; prints where it is and what it says.
pub(super) fn run(shared: &Shared, from: Period, to: Period, out: &Path) -> Result<Ended, Failure> {
    let plan = super::plan(shared)?;
    let ledgers = super::month::ledgers(shared)?;
    let outcome = review(&plan, &ledgers, (from, to), out).map_err(|e| {
        let doing = format!("reviewing {} to {} into {}", from.in_words(), to.in_words(), out.display());
        let advice = e.advice();
        Failure::new(doing, e, advice)
    })?;
    console::done(&told(&outcome));
    Ok(Ended::Well)
}

fn told(outcome: &Outcome) -> String {
    let missing: Vec<String> = outcome.missing.iter().map(|month| month.in_words()).collect();
    let missing =
        if missing.is_empty() { String::new() } else { format!("; missing: {}", missing.join(", ")) };
    let answers: Vec<String> =
        outcome.answers.iter().map(|(number, answer)| format!("{number} {}", answer.words())).collect();
    format!(
        "Workbook    {}\nData        {}\nMonths      {} in the records{missing}\nImproved?   {}\n",
        outcome.workbook.display(),
        outcome.data.display(),
        outcome.months,
        answers.join(" · ")
    )
}
