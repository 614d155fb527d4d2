//! What the commands on a month share: the plan, the words of the return, and reading with progress.

use chrono::NaiveDate;

use super::{plan, template};
use crate::cli::args::{Returns, Shared};
use crate::cli::progress::Progress;
use crate::cli::quiet::quietly;
use crate::cli::{Failure, console};
use crate::domain::Period;
use crate::form::Template;
use crate::intake::{self, Intake};
use crate::ledger::{Decisions, History};
use crate::pipeline::month::Asked;
use crate::plan::Plan;

/// The plan and what it is asked about.
pub(super) struct TheMonth {
    plan: Plan,
    template: Template,
    history: History,
    decisions: Decisions,
    period: Period,
    as_at: NaiveDate,
}

impl TheMonth {
    /// Loads the plan and the words of the return.
    pub(super) fn load(
        shared: &Shared,
        returns: &Returns,
        as_at: Option<NaiveDate>,
    ) -> Result<Self, Failure> {
        let period = returns.period;
        let as_at = as_at.unwrap_or_else(|| period.last_day());
        Ok(Self {
            plan: plan(shared)?,
            template: template(shared)?,
            history: History::default(),
            decisions: super::decisions(shared)?.up_to(period),
            period,
            as_at,
        })
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
        let read = quietly("reading the returns", || intake::read(&returns.returns, &context));
        progress.finish();
        let read = read?.map_err(|e| Failure::new("reading the returns", e, ""))?;
        if read.files.is_empty() && !shared.quiet {
            console::message("There is no file in what was given.");
        }
        Ok(read)
    }
}
