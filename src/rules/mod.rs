//! The exception catalogue (6-exceptions.md): every rule with code, name, severity, meaning, example and fix, declared in
//! one file each, with its tests beneath.
//!
//! Takes typed faults and figures, gives exceptions. Pure: no I/O, no clock. Adding a rule touches its own file, one
//! `mod` line and one entry of [`RULES`].

pub mod p01_plan_file_unreadable;
pub mod p02_wrong_columns;
pub mod p03_ref_twice_in_plan;
pub mod p04_not_in_plan;
pub mod p05_not_a_word_of_the_plan;
pub mod p06_blank_in_plan;
pub mod p07_unreadable_in_plan;
pub mod p08_contradiction;
pub mod p09_wrong_setting;
pub mod p10_plan_size;
pub mod p11_no_measure;
pub mod p12_status_not_measure;
pub mod p13_due_before_inspection;
pub mod p14_nothing_to_count;
pub mod p15_no_unit;
pub mod p16_ongoing_without_review;
pub mod p17_same_measure_text;
pub mod p18_post_only;
pub mod p19_no_target;
pub mod p20_outcome_measures_undeveloped;
pub mod p21_amendment_incomplete;
pub mod p22_cannot_be_rated;
mod plan_faults;

use chrono::NaiveDate;

use crate::domain::Period;
use crate::domain::figure::{Figure, Progress};
use crate::domain::rated::{ActionRating, MeasureRating};
use crate::finding::{Code, Exception, Fault, Severity};
use crate::intake::Intake;
use crate::ledger::History;
use crate::plan::{Plan, PlanFault};

/// One rule of the catalogue.
#[derive(Debug)]
pub struct Rule {
    /// Code, such as `V01`.
    pub code: Code,
    /// Name: the fault, not the cure, in kebab case.
    pub name: &'static str,
    /// Severities it may raise, worst first.
    pub severities: &'static [Severity],
    /// What it looks at, so that `ragbook check` on one return leaves out what only a whole month can show.
    pub scope: Scope,
    /// What it means, for an officer: one or two sentences.
    pub meaning: &'static str,
    /// An example message, as a lead would read it.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// The check itself.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The plan's own files.
    Plan,
    /// One return, or one file, at a time.
    Return,
    /// The month as a whole: missing returns, merged figures, ratings.
    Month,
}

/// The function behind a rule.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at the plan's faults.
    Plan(fn(&[PlanFault]) -> Ran),
    /// Looks at the month.
    Month(fn(&Month<'_>) -> Ran),
}

/// How a rule ended: empty never means unchecked.
#[derive(Debug, Clone, PartialEq)]
pub enum Ran {
    /// It ran, and raised these.
    Checked(Vec<Exception>),
    /// It could not run, because …
    NotRun(String),
}

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Month<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The period consolidated.
    pub period: Period,
    /// The as-at date.
    pub as_at: NaiveDate,
    /// Every file met.
    pub intake: &'a Intake,
    /// Faults that merging found.
    pub merge_faults: &'a [Fault],
    /// Merged figures, in plan order of measures.
    pub figures: &'a [Figure],
    /// Merged progress, in plan order of actions.
    pub progress: &'a [Progress],
    /// Measure ratings, in plan order.
    pub measure_ratings: &'a [MeasureRating],
    /// Action ratings, in plan order.
    pub action_ratings: &'a [ActionRating],
    /// Earlier periods.
    pub history: &'a History,
}

impl<'a> Month<'a> {
    /// Every typed fault of the month: of files and returns in file order, then of merging.
    pub fn faults(&self) -> impl Iterator<Item = &'a Fault> {
        self.intake.faults().chain(self.merge_faults)
    }
}

/// A rule that did not run, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRun {
    /// Code of the rule.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// Why.
    pub because: String,
}

/// Every rule, by code.
pub const RULES: &[&Rule] = &[
    &p01_plan_file_unreadable::RULE,
    &p02_wrong_columns::RULE,
    &p03_ref_twice_in_plan::RULE,
    &p04_not_in_plan::RULE,
    &p05_not_a_word_of_the_plan::RULE,
    &p06_blank_in_plan::RULE,
    &p07_unreadable_in_plan::RULE,
    &p08_contradiction::RULE,
    &p09_wrong_setting::RULE,
    &p10_plan_size::RULE,
    &p11_no_measure::RULE,
    &p12_status_not_measure::RULE,
    &p13_due_before_inspection::RULE,
    &p14_nothing_to_count::RULE,
    &p15_no_unit::RULE,
    &p16_ongoing_without_review::RULE,
    &p17_same_measure_text::RULE,
    &p18_post_only::RULE,
    &p19_no_target::RULE,
    &p20_outcome_measures_undeveloped::RULE,
    &p21_amendment_incomplete::RULE,
    &p22_cannot_be_rated::RULE,
];
