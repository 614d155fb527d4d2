//! What is found out about a month once its returns are read: merged, rated, checked. The stages that `consolidate`,
//! `check` and every command on a month share.

use chrono::NaiveDate;

use crate::domain::Period;
use crate::intake::Intake;
use crate::ledger::History;
use crate::merge::{self, Merged};
use crate::plan::Plan;
use crate::publish::Consolidation;
use crate::publish::edition::Cut;
use crate::publish::met::Met;
use crate::rating::{self, Facts, Ratings};
use crate::rules::{self, Findings, Month, Scope};

/// The plan, and the month it is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The month.
    pub period: Period,
    /// The as-at date.
    pub as_at: NaiveDate,
    /// Earlier periods.
    pub history: &'a History,
}

/// Everything found out about a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Every file met.
    pub intake: Intake,
    /// Figures and progress.
    pub merged: Merged,
    /// Ratings.
    pub ratings: Ratings,
    /// Exceptions, worst first, and rules that did not run.
    pub findings: Findings,
    /// What came back, as outputs tell it.
    pub met: Met,
    /// Nothing is left out of it.
    pub whole: Cut,
}

/// Merges what was read, rates it, and runs the rules of these scopes.
pub fn find(asked: &Asked<'_>, intake: Intake, scopes: &[Scope]) -> Found {
    let Asked { plan, period, as_at, history } = *asked;
    let merged = merge::merge(plan, period, as_at, &intake);
    let (figures, progress) = (merged.figures.as_slice(), merged.progress.as_slice());
    let ratings = rating::rate(&Facts { plan, period, as_at, figures, progress, history });
    let whole = Cut::whole(plan, period, history);
    let mut found =
        Found { intake, merged, ratings, findings: Findings::default(), met: Met::default(), whole };
    found.findings = rules::run(&found.month(asked), scopes);
    found.met = Met::of(plan, period, &found.intake, &found.merged.set_aside, &found.findings.exceptions);
    found
}

impl Found {
    /// As what rules look at.
    pub fn month<'a>(&'a self, asked: &Asked<'a>) -> Month<'a> {
        Month {
            plan: asked.plan,
            period: asked.period,
            as_at: asked.as_at,
            intake: &self.intake,
            merge_faults: &self.merged.faults,
            set_aside: &self.merged.set_aside,
            figures: &self.merged.figures,
            progress: &self.merged.progress,
            measure_ratings: &self.ratings.measures,
            action_ratings: &self.ratings.actions,
            history: asked.history,
        }
    }

    /// As what every output is made from.
    pub fn consolidation<'a>(&'a self, asked: &Asked<'a>) -> Consolidation<'a> {
        Consolidation {
            plan: asked.plan,
            period: asked.period,
            as_at: asked.as_at,
            met: &self.met,
            merged: &self.merged,
            ratings: &self.ratings,
            exceptions: &self.findings.exceptions,
            not_run: &self.findings.not_run,
            history: asked.history,
            cut: &self.whole,
        }
    }
}
