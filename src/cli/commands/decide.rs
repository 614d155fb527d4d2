//! `ragbook decide WORKBOOK`: the officer's decisions into the ledger.

use std::fmt::Write;
use std::path::Path;

use chrono::NaiveDate;

use crate::cli::args::Shared;
use crate::cli::quiet::quietly;
use crate::cli::{Ended, Failure, console};
use crate::domain::Column;
use crate::ledger::{Choice, Decision, Settles};
use crate::pipeline::decide::{self, Asked, Outcome};
use crate::plan::Plan;

/// Takes the decisions and says which were taken, which were not, and what is still open.
pub(super) fn run(
    shared: &Shared,
    workbook: &Path,
    data: Option<&Path>,
    dry_run: bool,
    on: Option<NaiveDate>,
) -> Result<Ended, Failure> {
    let doing = || format!("taking the decisions of {}", workbook.display());
    let plan = super::plan(shared)?;
    let beside = super::plan_path(shared)?;
    let worker = super::worker();
    let today = on.unwrap_or_else(|| chrono::Local::now().date_naive());
    let asked =
        Asked { plan: &plan, workbook, data, beside: &beside, today, worker: worker.as_ref(), dry_run };
    let outcome = quietly("taking the decisions", || decide::decide(&asked))?
        .map_err(|e| Failure::new(doing(), e, "Nothing was changed."))?;
    console::done(&told(&outcome, &asked));
    let flawed = !outcome.not_used.is_empty() || !outcome.incomplete.is_empty();
    Ok(if flawed { Ended::WithErrors } else { Ended::Well })
}

fn told(outcome: &Outcome, asked: &Asked<'_>) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    };
    for decision in &outcome.added {
        line(&taken(asked.plan, decision));
        if let Some(dropped) = dropped(decision) {
            line(&format!("{:14}{dropped}", ""));
        }
    }
    if !outcome.not_used.is_empty() {
        line("Not used:");
    }
    for row in &outcome.not_used {
        line(&format!("  Row {}: {}", row.row, row.why));
    }
    if !outcome.incomplete.is_empty() {
        line("Kept, and not applied until complete:");
    }
    for exception in &outcome.incomplete {
        line(&format!("  {} {}", exception.message, exception.fix));
    }
    let (added, known) = (decisions(outcome.added.len()), outcome.known);
    let already = if known == 0 { String::new() } else { format!(" {known} were there already.") };
    let taken = if asked.dry_run { "would be added to" } else { "added to" };
    line(&format!(
        "{added} {taken} {}.{already}",
        crate::pipeline::ledgers::folder_of(asked.beside).join(crate::ledger::decisions::FILE).display()
    ));
    let open = match outcome.open {
        1 => "1 error or query".to_owned(),
        open => format!("{open} errors and queries"),
    };
    line(&format!("Still open in {}: {open}.", outcome.period.in_words()));
    if !outcome.added.is_empty() && !asked.dry_run {
        line("Consolidate again: that applies them.");
    }
    text
}

/// `D3   row 7    V01 1.1a of Ann Archer: Use this value: 12 (Dana Fox)`.
fn taken(plan: &Plan, decision: &Decision) -> String {
    let about = &decision.about;
    let value = if decision.value.is_empty() { String::new() } else { format!(": {}", decision.value) };
    let by = match decision.decided_by.trim() {
        "" => String::new(),
        by => format!(" ({by})"),
    };
    let row = decision.sheet_row.map_or_else(String::new, |row| format!("row {row}"));
    let lead = about.lead().map(|lead| format!(" of {}", plan.lead_name(&lead))).unwrap_or_default();
    let reference = if about.reference.is_empty() { String::new() } else { format!(" {}", about.reference) };
    format!("{:<5}{row:<9}{}{reference}{lead}: {}{value}{by}", decision.id, about.code, decision.choice)
}

/// What a rejection takes out, which its code and ref need not tell: `the Status of action 2.3, "Complete", is not used`.
fn dropped(decision: &Decision) -> Option<String> {
    if decision.choice != Choice::RejectTheValue || !decision.lacks().is_empty() {
        return None;
    }
    let found = match decision.about.found.trim() {
        "" => String::new(),
        found => format!(", \"{found}\","),
    };
    match Settles::of(&decision.about) {
        Settles::Answer(action, column) => {
            let column = match column {
                Column::Status => "Status",
                Column::Forecast => "Forecast date",
                _ => "Your RAG",
            };
            Some(format!(
                "So the {column} of action {action}{found} is not used for {}.",
                decision.period.in_words()
            ))
        }
        Settles::Figure(measure) => {
            Some(format!("So the value of {measure}{found} is not used for {}.", decision.period.in_words()))
        }
        _ => None,
    }
}

fn decisions(count: usize) -> String {
    if count == 1 { "1 decision".to_owned() } else { format!("{count} decisions") }
}
