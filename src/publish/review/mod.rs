//! The review of a year, or of any stretch of months: did the plan work? (1-mission.md, "The month"; 8-commands-and-files.md.)
//!
//! Made from the history ledger, the decisions, the plan and its change log alone; no return is read again. What a month of the
//! stretch left in no ledger is named as missing and never guessed.
//!
//! - [`actions`], [`measures`], [`recommendations`], [`slips`], [`exceptions`]: what is found out, each a pure function.
//! - [`data`]: the CSVs; [`manifest`]: run.json. The workbook is `workbook::review`.

pub mod actions;
pub mod data;
pub mod exceptions;
pub mod manifest;
pub mod measures;
pub mod recommendations;
#[cfg(test)]
pub(crate) mod sample;
pub mod slips;

use std::collections::BTreeSet;

use crate::domain::rated::RatingCounts;
use crate::domain::{ActionRef, MeasureRef, Period, Sha256};
use crate::ledger::{Decisions, History};
use crate::plan::Plan;

use super::manifest::HashedFile;
use super::output::NewFile;
use super::{PublishError, workbook};

pub use actions::ActionYear;
pub use exceptions::ExceptionYear;
pub use measures::MeasureYear;
pub use recommendations::RecommendationYear;
pub use slips::Slip;

/// What a review is made from.
#[derive(Debug, Clone, Copy)]
pub struct Year<'a> {
    /// The plan, with its change log. Changes after the last day of the stretch are left out.
    pub plan: &'a Plan,
    /// The months of the stretch, and no others (`HistoryLedger::between`).
    pub history: &'a History,
    /// Decisions up to the last month of the stretch.
    pub decisions: &'a Decisions,
    /// First month.
    pub from: Period,
    /// Last month; not before the first.
    pub to: Period,
}

/// Everything found out about the stretch, so that no two sheets can disagree.
#[derive(Debug)]
pub struct Review<'a> {
    /// What it was made from.
    pub year: Year<'a>,
    /// Months of the stretch that the ledger has, in order.
    pub months: Vec<Period>,
    /// Months of the stretch that it does not have, in order.
    pub missing: Vec<Period>,
    /// Delivery of all actions by month.
    pub counts: Vec<(Period, RatingCounts)>,
    /// Every measure of the plan that is developed, in plan order.
    pub measures: Vec<MeasureYear<'a>>,
    /// Every action of the plan, in plan order.
    pub actions: Vec<ActionYear<'a>>,
    /// Every outcome of the plan, in plan order.
    pub recommendations: Vec<RecommendationYear<'a>>,
    /// Every move of a target date, in plan order.
    pub slips: Vec<Slip<'a>>,
    /// Every exception raised.
    pub exceptions: Vec<ExceptionYear<'a>>,
    /// Refs in the ledger that the plan no longer has.
    pub not_in_plan: Vec<String>,
}

impl<'a> Review<'a> {
    /// Of this stretch.
    pub fn of(year: Year<'a>) -> Self {
        let months: Vec<Period> = year.history.runs.keys().copied().collect();
        let missing =
            asked(year.from, year.to).filter(|month| !year.history.runs.contains_key(month)).collect();
        let developed = year.plan.measures.iter().filter(|measure| measure.developed);
        let measures: Vec<_> = developed.map(|measure| MeasureYear::of(&year, measure)).collect();
        let actions: Vec<_> =
            year.plan.actions.iter().map(|action| ActionYear::of(&year, action, &measures)).collect();
        let recommendations = year.plan.outcomes.iter();
        let recommendations = recommendations
            .map(|outcome| RecommendationYear::of(&year, outcome, &actions, &measures))
            .collect();
        Self {
            counts: months.iter().map(|month| (*month, counts(year.history, *month))).collect(),
            recommendations,
            slips: actions.iter().flat_map(|action| slips::of(&year, action)).collect(),
            exceptions: exceptions::of(&year),
            not_in_plan: not_in_plan(&year),
            year,
            months,
            missing,
            measures,
            actions,
        }
    }

    /// The last month that the ledger has.
    pub fn last(&self) -> Period {
        self.months.last().copied().unwrap_or(self.year.to)
    }

    /// Every month of the stretch, in the ledger or not.
    pub fn asked(&self) -> impl Iterator<Item = Period> + use<> {
        asked(self.year.from, self.year.to)
    }

    /// An action of the plan.
    pub fn action(&self, reference: ActionRef) -> Option<&ActionYear<'a>> {
        self.actions.iter().find(|action| action.action.reference == reference)
    }

    /// `October 2019 to September 2020`.
    pub fn in_words(&self) -> String {
        stretch(self.year.from, self.year.to)
    }
}

/// `October 2019 to September 2020`; one month alone is itself.
fn stretch(from: Period, to: Period) -> String {
    if from == to { from.in_words() } else { format!("{} to {}", from.in_words(), to.in_words()) }
}

fn asked(from: Period, to: Period) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(from), |month| Some(month.next())).take_while(move |month| *month <= to)
}

fn counts(history: &History, month: Period) -> RatingCounts {
    let mut counts = RatingCounts::default();
    let of_month = history.actions.iter().filter(|((_, period), _)| *period == month);
    of_month.for_each(|(_, past)| counts.add(past.delivery));
    counts
}

fn not_in_plan(year: &Year<'_>) -> Vec<String> {
    let actions: BTreeSet<ActionRef> = year.history.actions.keys().map(|(action, _)| *action).collect();
    let measures: BTreeSet<MeasureRef> = year.history.figures.keys().map(|(measure, _)| *measure).collect();
    let actions = actions.into_iter().filter(|action| year.plan.action(*action).is_none());
    let measures = measures.into_iter().filter(|measure| year.plan.measure(*measure).is_none());
    actions.map(|action| action.to_string()).chain(measures.map(|measure| measure.to_string())).collect()
}

/// Names of what a review writes: the workbook and the data folder.
pub fn names(from: Period, to: Period) -> (String, String) {
    (format!("{from}-to-{to}-review.xlsx"), format!("{from}-to-{to}-review-data"))
}

/// Everything that a review writes, by name relative to the output folder: the workbook, the CSVs, the manifest with the
/// hash of each. The same stretch always gives the same bytes.
pub fn outputs(review: &Review<'_>) -> Result<Vec<NewFile>, PublishError> {
    let (workbook, folder) = names(review.year.from, review.year.to);
    let origin = manifest::Origin::of(review);
    let book = workbook::review::book(review, &origin.run()?);
    let mut files = vec![NewFile { name: workbook, bytes: crate::sheet::write::to_bytes(&book)? }];
    for (name, bytes) in data::files(review)? {
        files.push(NewFile { name: format!("{folder}/{name}"), bytes });
    }
    let hashed = |file: &NewFile| HashedFile { file: file.name.clone(), sha256: Sha256::of(&file.bytes) };
    let bytes = manifest::to_json(origin, files.iter().map(hashed).collect())?;
    files.push(NewFile { name: format!("{folder}/run.json"), bytes });
    Ok(files)
}
