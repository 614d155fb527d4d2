//! What is found out about a month once its returns are read: merged, rated, checked. The stages that `consolidate`,
//! `check` and every command on a month share.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::Period;
use crate::finding::Exception;
use crate::intake::Intake;
use crate::ledger::{Choice, Decision, Decisions, History};
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
    /// What the officer decided, as far as this period may know ([`Decisions::up_to`]).
    pub decisions: &'a Decisions,
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
///
/// A decision about a value holds only for the very exception it was taken on. So where there is one, the month is looked
/// at without any decision first: what is not raised there is not settled.
pub fn find(asked: &Asked<'_>, intake: Intake, scopes: &[Scope]) -> Found {
    let changes_something = |d: &&Decision| {
        d.choice == Choice::OverrideTheRating || d.is_for_one_period() && d.period == asked.period
    };
    if !asked.decisions.in_force().iter().any(changes_something) {
        return find_with(asked, intake, scopes, asked.decisions, Vec::new());
    }
    let none = Decisions::default();
    let bare = find_with(&Asked { decisions: &none, ..*asked }, intake, scopes, &none, Vec::new());
    let raised: BTreeSet<String> = bare.findings.exceptions.iter().map(Exception::key).collect();
    let is_raised = |d: &Decision| raised.contains(&d.about.key());
    let live = asked.decisions.only(|d| !d.is_for_one_period() || is_raised(d));
    let decided: BTreeSet<String> = live.in_force().iter().map(|d| d.about.key()).collect();
    let settled = bare.findings.exceptions.into_iter().filter(|e| decided.contains(&e.key())).collect();
    find_with(asked, bare.intake, scopes, &live, settled)
}

/// `live`: the decisions that may change a value or a rating; `settled`: exceptions that they are about.
fn find_with(
    asked: &Asked<'_>,
    intake: Intake,
    scopes: &[Scope],
    live: &Decisions,
    settled: Vec<Exception>,
) -> Found {
    let Asked { plan, period, as_at, history, .. } = *asked;
    let merged = merge::merge_decided(plan, period, as_at, &intake, live);
    let (figures, progress) = (merged.figures.as_slice(), merged.progress.as_slice());
    let ratings = rating::rate_decided(&Facts { plan, period, as_at, figures, progress, history }, live);
    let whole = Cut::whole(plan, period, history);
    let mut found =
        Found { intake, merged, ratings, findings: Findings::default(), met: Met::default(), whole };
    found.findings = rules::run_with(&found.month(asked), scopes, settled);
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
            superseded: &self.merged.superseded,
            figures: &self.merged.figures,
            progress: &self.merged.progress,
            measure_ratings: &self.ratings.measures,
            action_ratings: &self.ratings.actions,
            history: asked.history,
            decisions: asked.decisions,
            overridden: &self.ratings.overridden,
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
            decisions: asked.decisions,
            cut: &self.whole,
        }
    }
}
