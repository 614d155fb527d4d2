//! History: figures and ratings of earlier periods, as consolidated (8-commands-and-files.md, "Ledgers").
//!
//! [`HistoryLedger`] is history.csv, revision by revision; [`History`] is what a period may see of it: earlier periods only,
//! the latest revision of each. What a row holds is in `columns`; `rows` writes and `read` reads them.

mod columns;
mod read;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::figure::FigureState;
use crate::domain::{
    Absence, ActionRef, LeadId, MeasureRef, OwnRag, Period, Quantity, Rating, Sha256, Status, Value,
};

use super::table::{self, LedgerError, Row, written};

pub use columns::{COLUMNS, Column};

/// Name of the ledger's file, beside the plan.
pub const FILE: &str = "history.csv";

/// A measure's figure in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastFigure {
    /// The value; none when absent.
    pub value: Option<Value>,
    /// Sum or single numerator, percent measures only.
    pub numerator: Option<Quantity>,
    /// Sum or single denominator, percent measures only.
    pub denominator: Option<Quantity>,
    /// How whole it was.
    pub state: FigureState,
    /// Why there was no value, when every answer was a reason.
    pub absence: Option<Absence>,
    /// The target then.
    pub target: Option<Quantity>,
    /// The value expected then, by target and profile.
    pub expected: Option<Quantity>,
    /// Its impact rating then.
    pub impact: Rating,
    /// Why it was rated so, and what would have changed it.
    pub reason: String,
    /// Whether a later revision of that period changed the first whole value (`[r]`). A value that was only partial when the
    /// month was first consolidated was not revised: it was completed.
    pub revised: bool,
    /// What each returner gave, whether it was used or not.
    pub by_returner: BTreeMap<LeadId, PastContribution>,
    /// SHA-256 of the files that the value rests on.
    pub sources: Vec<Sha256>,
}

/// What one returner gave for a measure in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastContribution {
    /// The value as read.
    pub value: Option<Value>,
    /// Numerator as read.
    pub numerator: Option<Quantity>,
    /// Denominator as read.
    pub denominator: Option<Quantity>,
    /// Reason given instead of a value.
    pub absence: Option<Absence>,
    /// Whether the figure rested on it.
    pub used: bool,
    /// The lead's Note.
    pub note: String,
    /// SHA-256 of the file it stood in.
    pub source: Option<Sha256>,
}

/// What one lead said of an action in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastProgress {
    /// Status returned then.
    pub status: Option<Status>,
    /// Forecast returned then.
    pub forecast: Option<NaiveDate>,
    /// Own rating given then.
    pub own_rag: Option<OwnRag>,
    /// Commentary then.
    pub commentary: String,
    /// Evidence then.
    pub evidence: String,
    /// SHA-256 of the file it stood in.
    pub source: Option<Sha256>,
}

/// An action's answers and ratings in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastAction {
    /// Status returned then; none when no return came.
    pub status: Option<Status>,
    /// Forecast returned then.
    pub forecast: Option<NaiveDate>,
    /// Lead's own rating then.
    pub own_rag: Option<OwnRag>,
    /// Commentary then.
    pub commentary: String,
    /// Evidence then.
    pub evidence: String,
    /// Whether a return came in that period, as against answers carried forward.
    pub returned: bool,
    /// Delivery then.
    pub delivery: Rating,
    /// Why it was rated so, and what would have changed it.
    pub delivery_reason: String,
    /// Impact then.
    pub impact: Rating,
    /// Why it was rated so.
    pub impact_reason: String,
    /// The period whose answers were used, when they were carried forward.
    pub carried_from: Option<Period>,
    /// The target in force then.
    pub target: Option<NaiveDate>,
    /// The first target the plan ever gave, as known then.
    pub original_target: Option<NaiveDate>,
    /// What each lead said then.
    pub by_lead: BTreeMap<LeadId, PastProgress>,
    /// SHA-256 of the files that the answers rest on.
    pub sources: Vec<Sha256>,
}

/// One month's results, as its consolidation leaves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMonth {
    /// The month.
    pub period: Period,
    /// As-at date of its ratings.
    pub as_at: NaiveDate,
    /// Every measure of the plan then.
    pub figures: BTreeMap<MeasureRef, PastFigure>,
    /// Every action of the plan then.
    pub actions: BTreeMap<ActionRef, PastAction>,
    /// Keys of the exceptions raised.
    pub raised: BTreeSet<String>,
}

impl PastMonth {
    /// A month without any results.
    pub fn new(period: Period, as_at: NaiveDate) -> Self {
        Self { period, as_at, figures: BTreeMap::new(), actions: BTreeMap::new(), raised: BTreeSet::new() }
    }
}

/// One set of results of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Id of the run that first gave these results.
    pub run: String,
    /// The results.
    pub month: PastMonth,
}

/// Which results of an earlier month are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRun {
    /// Number of the revision, from 1.
    pub revision: u32,
    /// Id of the run that first gave it.
    pub run: String,
    /// As-at date of its ratings.
    pub as_at: NaiveDate,
}

/// history.csv: every revision of every month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryLedger {
    bytes: Vec<u8>,
    months: BTreeMap<Period, Vec<Revision>>,
    seal: Option<Sha256>,
    order: read::Order,
}

impl HistoryLedger {
    /// Reads the file's bytes; none of them is an empty ledger.
    pub fn read(bytes: Vec<u8>) -> Result<Self, LedgerError> {
        let read::Held { months, seal, order } = read::read(&bytes)?;
        Ok(Self { bytes, months, seal, order })
    }

    /// The ledger as it was when this period's consolidation used the rows with this hash ([`History::sha256`]; none: it used
    /// none), and the revisions added since, in the order of the file. None when it never was so.
    ///
    /// As rows are only ever added, what it was then is what the file begins with.
    pub fn as_used(&self, period: Period, used: Option<Sha256>) -> Option<(Self, Vec<(Period, u32)>)> {
        let rows = table::read(FILE, COLUMNS, &self.bytes).ok()?;
        let earlier = (0..=self.order.len()).rev().find_map(|kept| {
            if kept == self.order.len() {
                return (self.before(period).sha256 == used).then(|| (self.clone(), kept));
            }
            let end = kept.checked_sub(1).and_then(|last| self.order.get(last)).map_or(0, |(.., end)| *end);
            let begins = rows.get(..end)?.iter().map(Row::fields);
            let ledger = Self::read(written(Some(COLUMNS), begins).ok()?).ok()?;
            (ledger.before(period).sha256 == used).then_some((ledger, kept))
        });
        let (ledger, kept) = earlier?;
        let since = self.order.get(kept..).unwrap_or_default();
        Some((ledger, since.iter().map(|(period, revision, _)| (*period, *revision)).collect()))
    }

    /// The number of the revision of this month that was first given by this run.
    pub fn revision_of(&self, period: Period, run: &str) -> Option<usize> {
        let revisions = self.months.get(&period)?;
        revisions.iter().position(|revision| revision.run == run).map(|index| index + 1)
    }

    /// The number of the first revision of a month that holds just these results.
    pub fn revision_like(&self, month: &PastMonth) -> Option<usize> {
        let revisions = self.months.get(&month.period)?;
        revisions.iter().position(|revision| revision.month == *month).map(|index| index + 1)
    }

    /// What the consolidation of this period may see: the latest revision of each earlier one.
    pub fn before(&self, period: Period) -> History {
        Self::seen(self.months.range(..period))
    }

    /// The latest revision of each month of this stretch, both ends included: what a review of it may see.
    pub fn between(&self, from: Period, to: Period) -> History {
        if from > to {
            return History::default();
        }
        Self::seen(self.months.range(from..=to))
    }

    fn seen<'a>(months: impl Iterator<Item = (&'a Period, &'a Vec<Revision>)>) -> History {
        let mut history = History::default();
        let mut used = Vec::new();
        for (_, revisions) in months {
            let Some((revision, latest)) = latest(revisions) else { continue };
            history.take(revision, latest, revisions);
            used.extend(rows::rows(&latest.month, revision, &latest.run));
        }
        // Writing into memory fails for no row of equal length.
        let canonical = written(None, used.iter().map(Vec::as_slice)).unwrap_or_default();
        history.sha256 = (!used.is_empty()).then(|| Sha256::of(&canonical));
        history
    }

    /// The latest results of a month, with the number of their revision.
    pub fn latest(&self, period: Period) -> Option<(u32, &Revision)> {
        self.months.get(&period).and_then(|revisions| latest(revisions))
    }

    /// The number of the revision that these results would be, and the file with it at the end; none when they are the same
    /// as the latest. Every byte of the file as it is stays.
    ///
    /// # Errors
    /// None that a month can cause.
    pub fn with(&self, month: &PastMonth, run: &str) -> Result<Option<(u32, Vec<u8>)>, csv::Error> {
        let before = self.latest(month.period);
        if before.is_some_and(|(_, latest)| latest.month == *month) {
            return Ok(None);
        }
        let revision = before.map_or(1, |(number, _)| number + 1);
        let rows = rows::sealed(rows::rows(month, revision, run), self.seal);
        let header = self.bytes.is_empty().then_some(COLUMNS);
        let mut bytes = self.bytes.clone();
        bytes.extend(written(header, rows.iter().map(Vec::as_slice))?);
        Ok(Some((revision, bytes)))
    }
}

fn latest(revisions: &[Revision]) -> Option<(u32, &Revision)> {
    Some((u32::try_from(revisions.len()).ok()?, revisions.last()?))
}

/// What earlier periods left behind. Empty when the ledger has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Figures by measure and period.
    pub figures: BTreeMap<(MeasureRef, Period), PastFigure>,
    /// Actions by action and period.
    pub actions: BTreeMap<(ActionRef, Period), PastAction>,
    /// Periods in which an exception of this key was raised.
    pub raised: BTreeMap<String, BTreeSet<Period>>,
    /// Which results of each period these are.
    pub runs: BTreeMap<Period, PastRun>,
    /// SHA-256 of the ledger's rows that these are, in one fixed form (run.json, `ledgers`); none without any.
    pub sha256: Option<Sha256>,
}

impl History {
    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.actions.is_empty()
    }

    /// The latest period there is before this one.
    pub fn latest_period(&self, before: Period) -> Option<Period> {
        let earlier = self.actions.keys().map(|(_, period)| *period).filter(|period| *period < before);
        earlier.chain(self.runs.range(..before).next_back().map(|(period, _)| *period)).max()
    }

    /// The last whole value of a measure before this period.
    pub fn last_value(&self, measure: MeasureRef, before: Period) -> Option<(Period, &PastFigure)> {
        self.figures_before(measure, before).find(|(_, past)| past.state == FigureState::Value)
    }

    /// What this returner last gave for a measure before this period: the last time with a value that the figure rested on.
    /// What the officer rejected, or was never used, is no value to go on from.
    pub fn last_given(
        &self,
        measure: MeasureRef,
        lead: &LeadId,
        before: Period,
    ) -> Option<(Period, &PastContribution)> {
        let mut given = self
            .figures_before(measure, before)
            .filter_map(|(period, past)| Some((period, past.by_returner.get(lead)?)));
        given.find(|(_, given)| given.used && given.value.is_some())
    }

    /// Earlier figures of a measure before this period, the latest first.
    pub fn figures_before(
        &self,
        measure: MeasureRef,
        before: Period,
    ) -> impl Iterator<Item = (Period, &PastFigure)> {
        let earlier = self.figures.range((measure, Period::FIRST)..(measure, before)).rev();
        earlier.map(|((_, period), past)| (*period, past))
    }

    /// Earlier entries of an action before this period, the latest first.
    pub fn actions_before(
        &self,
        action: ActionRef,
        before: Period,
    ) -> impl Iterator<Item = (Period, &PastAction)> {
        let earlier = self.actions.range((action, Period::FIRST)..(action, before)).rev();
        earlier.map(|((_, period), past)| (*period, past))
    }

    /// The latest earlier entry of an action before this period.
    pub fn last_action(&self, action: ActionRef, before: Period) -> Option<(Period, &PastAction)> {
        self.actions_before(action, before).next()
    }

    /// The latest earlier entry of an action for which a return came that said something, before this period.
    pub fn last_returned(&self, action: ActionRef, before: Period) -> Option<(Period, &PastAction)> {
        self.actions_before(action, before).find(|(_, past)| past.says_something())
    }

    /// What this lead last said of an action before this period: the last time with a status.
    pub fn last_said(
        &self,
        action: ActionRef,
        lead: &LeadId,
        before: Period,
    ) -> Option<(Period, &PastProgress)> {
        let mut said = self
            .actions_before(action, before)
            .filter_map(|(period, past)| Some((period, past.by_lead.get(lead)?)));
        said.find(|(_, said)| said.status.is_some())
    }

    /// For how many months in a row, this period included, an action has had a Delivery rating that is this one now.
    pub fn months_of_delivery(&self, action: ActionRef, period: Period, now: Rating) -> usize {
        months_in_a_row(period, |month| Some(self.actions.get(&(action, month))?.delivery == now))
    }

    /// The same of its Impact rating.
    pub fn months_of_impact(&self, action: ActionRef, period: Period, now: Rating) -> usize {
        months_in_a_row(period, |month| Some(self.actions.get(&(action, month))?.impact == now))
    }

    /// The same of a measure's rating.
    pub fn months_of_measure(&self, measure: MeasureRef, period: Period, now: Rating) -> usize {
        months_in_a_row(period, |month| Some(self.figures.get(&(measure, month))?.impact == now))
    }

    fn take(&mut self, number: u32, latest: &Revision, revisions: &[Revision]) {
        let Revision { run, month } = latest;
        let period = month.period;
        self.runs.insert(period, PastRun { revision: number, run: run.clone(), as_at: month.as_at });
        for (measure, figure) in &month.figures {
            let revised = is_revised(*measure, figure, revisions);
            self.figures.insert((*measure, period), PastFigure { revised, ..figure.clone() });
        }
        for (action, past) in &month.actions {
            self.actions.insert((*action, period), past.clone());
        }
        for key in &month.raised {
            self.raised.entry(key.clone()).or_default().insert(period);
        }
    }
}

/// A month that was not consolidated breaks the row: nobody knows what it would have been.
fn months_in_a_row(period: Period, is_same: impl Fn(Period) -> Option<bool>) -> usize {
    let earlier = std::iter::successors(Some(period), |month| Some(month.previous())).skip(1);
    1 + earlier.take(MOST_MONTHS).take_while(|month| is_same(*month) == Some(true)).count()
}

/// Months looked back at most: a hundred years.
const MOST_MONTHS: usize = 1_200;

impl PastAction {
    /// Whether a return came and gave a status, a forecast or an own rating: only such answers are carried forward.
    pub const fn says_something(&self) -> bool {
        self.returned && (self.status.is_some() || self.forecast.is_some() || self.own_rag.is_some())
    }
}

/// Whether the first whole value of a measure in a month differs from what its latest revision has.
fn is_revised(measure: MeasureRef, now: &PastFigure, revisions: &[Revision]) -> bool {
    let mut figures = revisions.iter().filter_map(|revision| revision.month.figures.get(&measure));
    let first = figures.find(|figure| figure.state == FigureState::Value);
    first.is_some_and(|first| {
        (&first.value, first.numerator, first.denominator) != (&now.value, now.numerator, now.denominator)
    })
}
