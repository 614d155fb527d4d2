//! Makes `samples/year/`: the plan folder as it stands after thirteen months, October 2019 to October 2020, with its change log,
//! its history ledger and its decisions, so that `ragbook review`, trends and XmR have something to show. Everything in it is
//! made up and says "illustrative data"; nobody said or did any of it.
//!
//! `cargo run --example make_year` writes it anew, always the same bytes: the figures come from a hash of the ref and the month.
//! Every month goes the whole way: forms are issued and filled in, written as workbooks to a temporary folder, read back,
//! merged, rated and checked, and recorded. The workbooks are kept only with
//! `RAGBOOK_KEEP=DIR`, in a folder for each month. A test checks that the files in the repository are these.

#[path = "../make_samples/fill.rs"]
mod fill;
mod officer;
mod story;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use ragbook::domain::Period;
use ragbook::form::{self, Template};
use ragbook::intake;
use ragbook::ledger::{Decisions, HistoryLedger, decisions, history};
use ragbook::pipeline::month::{Asked, find};
use ragbook::pipeline::record::record;
use ragbook::plan::Plan;
use ragbook::publish;
use ragbook::rules::Scope;
use ragbook::sheet::write::to_bytes;

/// Months made.
pub(crate) const MONTHS: i32 = 13;

fn main() -> Result<(), Box<dyn Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/year");
    make(&std::env::args_os().nth(1).map_or_else(|| samples, PathBuf::from), MONTHS)
}

/// Writes the plan folder as it stands after so many months.
pub(crate) fn make(target: &Path, months: i32) -> Result<(), Box<dyn Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::create_dir_all(target)?;
    for entry in fs::read_dir(samples.join("plan"))? {
        let entry = entry?;
        fs::copy(entry.path(), target.join(entry.file_name()))?;
    }
    let first: Period = "2019-10".parse()?;
    let (mut ledger, mut decided) = (Vec::new(), Decisions::default());
    for period in (0..months).map(|count| first.plus_months(count)) {
        officer::amend(target, period)?;
        let plan = load(target)?;
        let raised = consolidate(&plan, period, story::Version::First, &mut ledger, &decided)?;
        decided.add(officer::decide(period, &raised));
        if story::CORRECTED == period.to_string() {
            consolidate(&plan, period, story::Version::Corrected, &mut ledger, &decided)?;
        }
    }
    fs::write(target.join(history::FILE), ledger)?;
    fs::write(target.join(decisions::FILE), decided.to_csv()?)?;
    Ok(())
}

fn load(folder: &Path) -> Result<Plan, Box<dyn Error>> {
    Ok(ragbook::plan::load(folder).plan.ok_or("the plan of samples/year has errors")?)
}

/// The month's returns, from form to ledger; the keys of the exceptions raised.
fn consolidate(
    plan: &Plan,
    period: Period,
    version: story::Version,
    ledger: &mut Vec<u8>,
    decided: &Decisions,
) -> Result<Vec<String>, Box<dyn Error>> {
    let template = Template::built_in()?;
    let known = HistoryLedger::read(ledger.clone())?;
    let history = known.before(period);
    let came_back = tempfile::tempdir()?;
    let filler = fill::Filler { plan, template: &template, period };
    for lead in plan.returners().filter(|lead| story::sends(&lead.id, period)) {
        let mut book = form::blank(plan, &template, &history, lead, period);
        filler.fill(&mut book, &lead.id);
        story::tell(&filler, &mut book, lead, version);
        let (name, bytes) = (form::file_name(plan, lead, period), to_bytes(&book)?);
        if let Some(folder) = std::env::var_os("RAGBOOK_KEEP") {
            let folder = Path::new(&folder).join(period.to_string());
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(&name), &bytes)?;
        }
        fs::write(came_back.path().join(name), bytes)?;
    }
    let context = intake::Context {
        plan,
        template: &template,
        period,
        assume_period: false,
        worker: None,
        progress: None,
    };
    let intake = intake::read(&[came_back.path().to_owned()], &context)?;
    let decisions = decided.up_to(period);
    let asked = Asked { plan, period, as_at: period.last_day(), history: &history, decisions: &decisions };
    let found = find(&asked, intake, &[Scope::Return, Scope::Month]);
    let month = found.consolidation(&asked);
    let recorded = record(&month, &found.intake);
    if let Some((_, bytes)) = known.with(&recorded, &publish::run_id(&month)?)? {
        *ledger = bytes;
    }
    Ok(recorded.raised.into_iter().collect())
}
