//! One file a command: typed arguments in, a pipeline function called, its result printed.

mod amend;
mod calendar;
mod chase;
mod check;
mod completions;
mod consolidate;
mod decide;
mod explain;
mod extract;
mod feedback;
mod init;
mod inspect;
mod issue;
mod layout;
mod man;
mod month;
mod plan;
mod publish;
mod read_apart;
mod review;
mod rules;
mod verify;

use std::path::PathBuf;

use super::args::{Cli, Command, Shared};
use super::{Ended, Failure};
use crate::form::Template;
use crate::pipeline;
use crate::plan::Plan;
use crate::publish::output::{self, OutputError};

use read_apart::worker;
pub(super) use read_apart::{is_call_from_reader, read_apart};

/// Does what was asked.
pub(super) fn dispatch(cli: &Cli) -> Result<Ended, Failure> {
    let shared = &cli.shared;
    if let Some(jobs) = shared.jobs {
        // Fails only when the pool exists already (tests in one process): then its size stands.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    match &cli.command {
        Command::Init { dir, blank } => init::run(shared, dir, *blank),
        Command::Plan(command) => plan::run(shared, command),
        Command::Check { returns, findings } => check::run(shared, returns, findings.format),
        Command::Chase { returns, findings } => chase::run(shared, returns, findings.format),
        Command::Consolidate { returns, out, as_at, strict, trial } => {
            let how =
                consolidate::How { as_at: *as_at, strict: *strict, trial: *trial, answers: &returns.answers };
            consolidate::run(shared, &returns.returns(), out, &how)
        }
        Command::Extract { returns, below } => extract::run(shared, returns, below.as_deref()),
        Command::Feedback { returns, out } => feedback::run(shared, returns, out),
        Command::Decide { workbook, data, dry_run, on } => {
            decide::run(shared, workbook, data.as_deref(), *dry_run, *on)
        }
        Command::Publish { edition, period, out, from, html, texts } => {
            let wanted = match (html, texts) {
                (_, true) => publish::Wanted::Texts,
                (true, false) => publish::Wanted::WorkbookAndPage,
                (false, false) => publish::Wanted::Workbook,
            };
            publish::run(shared, edition.as_deref(), *period, out.as_deref(), from.as_deref(), wanted)
        }
        Command::Explain { reference, returns, from, as_at } => match returns.returns() {
            Some(returns) => explain::from_returns(shared, reference, &returns, *as_at),
            None => explain::from_records(shared, reference, returns.period, from.as_deref()),
        },
        Command::Issue { period, out, returner } => issue::run(shared, *period, out, returner),
        Command::Inspect { file, format } => inspect::run(shared, file, *format),
        Command::Layout(command) => layout::run(shared, command),
        Command::Calendar { from, to, ics, format } => calendar::run(shared, *from, *to, *ics, *format),
        Command::Review { from, to, out } => review::run(shared, *from, *to, out),
        Command::Rules { code, format } => rules::run(code.as_deref(), *format),
        Command::Verify { folder, inputs, format } => verify::run(shared, folder, inputs, *format),
        Command::Man { words } => man::run(words),
        Command::Completions { shell } => completions::run(*shell),
    }
}

/// The plan's folder or workbook: as given, else the current folder when it holds `plan.toml`.
fn plan_path(shared: &Shared) -> Result<PathBuf, Failure> {
    let path = shared.plan.clone().unwrap_or_else(|| PathBuf::from("."));
    if !path.exists() {
        let doing = format!("looking for the plan in {}", path.display());
        return Err(Failure::new(
            doing,
            "there is no such folder or workbook",
            "Check the path after --plan.",
        ));
    }
    // An amendment that a power cut stopped half way is finished before anybody looks at the plan: its files may stand aside.
    let doing = || format!("reading the plan in {}", path.display());
    output::finish_stopped(&path).map_err(|e| unwritten(doing(), &e))?;
    if shared.plan.is_none() && !path.join("plan.toml").exists() {
        let advice = "Say which plan with --plan DIR, or run this in the plan's folder.";
        return Err(Failure::new("looking for the plan", "the current folder holds no plan.toml", advice));
    }
    // A plan that only lacks a file is `plan check`'s business; a folder without any is the wrong folder.
    if path.is_dir() && !path.join("plan.toml").exists() && !path.join("actions.csv").exists() {
        let doing = format!("looking for the plan in {}", path.display());
        let advice = "Give the folder that holds plan.toml, actions.csv and the other files of the plan.";
        return Err(Failure::new(
            doing,
            "there is no plan in this folder: neither plan.toml nor actions.csv",
            advice,
        ));
    }
    Ok(path)
}

/// The plan, ready to work with; the failure lists the errors that stand in its way.
fn plan(shared: &Shared) -> Result<Plan, Failure> {
    let path = plan_path(shared)?;
    let advice =
        format!("`ragbook plan check --plan {}` says what to mend, with file and row.", path.display());
    pipeline::plan::usable(&path).map_err(|e| Failure::new("reading the plan", e, advice))
}

/// The words of the return.
fn template(shared: &Shared) -> Result<Template, Failure> {
    let read = shared.templates.as_deref().map_or_else(Template::built_in, Template::from_folder);
    read.map_err(|e| {
        Failure::new("reading the words of the return", e, "Mend return.toml, or leave --templates out.")
    })
}

/// Why nothing was written. The writer's own message ends with what to do.
fn unwritten(doing: String, error: &OutputError) -> Failure {
    Failure::new(doing, error, "")
}
