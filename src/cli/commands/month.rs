//! What the commands on a month share: the plan, the words of the return, and reading with progress.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{plan, plan_path, template};
use crate::cli::args::{Returns, Shared};
use crate::cli::progress::Progress;
use crate::cli::quiet::quietly;
use crate::cli::{Failure, console};
use crate::domain::Period;
use crate::form::Template;
use crate::intake::{self, Intake};
use crate::ledger::{Decisions, History};
use crate::pipeline::extract::{self, ExtractError};
use crate::pipeline::ledgers::{Ledgers, LedgersError};
use crate::pipeline::month::Asked;
use crate::plan::Plan;

/// The plan and what it is asked about.
pub(super) struct TheMonth {
    plan: Plan,
    template: Template,
    ledgers: Ledgers,
    history: History,
    decisions: Decisions,
    period: Period,
    as_at: NaiveDate,
}

impl TheMonth {
    /// Loads the plan, the words of the return and the ledgers.
    pub(super) fn load(
        shared: &Shared,
        returns: &Returns,
        as_at: Option<NaiveDate>,
    ) -> Result<Self, Failure> {
        Self::with(shared, returns, as_at, ledgers)
    }

    /// The same, for a command that adds to the ledgers: no other ragbook does so meanwhile.
    pub(super) fn claim(
        shared: &Shared,
        returns: &Returns,
        as_at: Option<NaiveDate>,
    ) -> Result<Self, Failure> {
        Self::with(shared, returns, as_at, claimed)
    }

    /// Loads the plan and the words of the return, and no ledger: for reading alone.
    pub(super) fn plan_only(shared: &Shared, returns: &Returns) -> Result<Self, Failure> {
        Self::with(shared, returns, None, |_| Ok(Ledgers::default()))
    }

    fn with(
        shared: &Shared,
        returns: &Returns,
        as_at: Option<NaiveDate>,
        ledgers: impl Fn(&Shared) -> Result<Ledgers, Failure>,
    ) -> Result<Self, Failure> {
        let period = returns.period;
        let as_at = as_at.unwrap_or_else(|| period.last_day());
        let (plan, template) = (plan(shared)?, template(shared)?);
        let ledgers = ledgers(shared)?;
        let (history, decisions) = (ledgers.before(period), ledgers.decisions_up_to(period));
        Ok(Self { plan, template, ledgers, history, decisions, period, as_at })
    }

    /// The ledgers.
    pub(super) const fn ledgers(&self) -> &Ledgers {
        &self.ledgers
    }

    /// The words of the return.
    pub(super) const fn template(&self) -> &Template {
        &self.template
    }

    /// As the pipeline takes it.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            plan: &self.plan,
            period: self.period,
            as_at: self.as_at,
            history: &self.history,
            decisions: &self.decisions,
        }
    }

    /// Reads the returns, showing progress on a terminal when it takes more than a second.
    pub(super) fn read(&self, shared: &Shared, returns: &Returns) -> Result<Intake, Failure> {
        self.read_with(shared, returns, &[])
    }

    /// The same, and what was extracted from returns before.
    pub(super) fn read_with(
        &self,
        shared: &Shared,
        returns: &Returns,
        answers: &[PathBuf],
    ) -> Result<Intake, Failure> {
        let read =
            self.reading(shared, returns, |context| extract::gather(&returns.returns, answers, context))?;
        if read.files.is_empty() && !shared.quiet {
            console::message("There is no file in what was given.");
        }
        Ok(read)
    }

    /// Reads the returns for a consolidation elsewhere.
    pub(super) fn extract(
        &self,
        shared: &Shared,
        returns: &Returns,
        below: Option<&Path>,
    ) -> Result<Vec<u8>, Failure> {
        self.reading(shared, returns, |context| extract::extract(&returns.returns, below, context))
    }

    fn reading<T>(
        &self,
        shared: &Shared,
        returns: &Returns,
        work: impl FnOnce(&intake::Context<'_>) -> Result<T, ExtractError>,
    ) -> Result<T, Failure> {
        let progress = Progress::new(shared.quiet);
        let told = |done, of| progress.tell(done, of);
        let worker = super::worker();
        let context = intake::Context {
            plan: &self.plan,
            template: &self.template,
            period: self.period,
            assume_period: returns.assume_period,
            worker: worker.as_ref(),
            progress: Some(&told),
        };
        let done = quietly("reading the returns", || work(&context));
        progress.finish();
        done?.map_err(|e| Failure::new("reading the returns", &e, e.advice()))
    }
}

/// The ledgers of the plan, for a command that does not add to them.
pub(super) fn ledgers(shared: &Shared) -> Result<Ledgers, Failure> {
    Ledgers::load(&plan_path(shared)?).map_err(|e| unusable(&e))
}

/// The ledgers, held against every other ragbook, for a command that adds to them.
pub(super) fn claimed(shared: &Shared) -> Result<Ledgers, Failure> {
    let ledgers = Ledgers::claim(&plan_path(shared)?).map_err(|e| unusable(&e))?;
    if let Some(run) = ledgers.held().and_then(|held| held.left_by()).filter(|_| !shared.quiet) {
        console::message(&format!(
            "An earlier run ({run}) was stopped before its end. What it left unfinished is put right."
        ));
    }
    Ok(ledgers)
}

fn unusable(error: &LedgersError) -> Failure {
    Failure::new("reading the records of earlier months", error, error.advice())
}
