//! The exception catalogue (6-exceptions.md): every rule with code, name, severity, meaning, example and fix, declared in
//! one file each, with its tests beneath.
//!
//! Takes typed faults and figures, gives exceptions. Pure: no I/O, no clock. Adding a rule touches its own file, one
//! `mod` line and one entry of [`RULES`].
//!
//! - [`run()`]: runs the rules over a month or a plan and sorts what they raise.
//! - [`raise`]: how a rule builds an exception.
//! - [`catalogue`]: the rules as text, JSON and `docs/exceptions.md`.
//! - [`came`]: what came from a lead.
//! - [`settle`]: what the officer decided, laid over what was raised.
//! - `for_lead`: what to do, as a lead is told it.
//! - `saying`: phrases that several rules share. `row`: Progress rows of merged returns.
//!   `unused`: rows whose answers are used nowhere. `merged_value`: figures with their earlier values; `spread`: what is
//!   usual among these; `issued`: what the form showed as last values.

pub mod came;
pub mod catalogue;
mod for_lead;
#[cfg(test)]
mod house;
mod issued;
mod lenient;
mod merged_value;
pub mod raise;
mod row;
pub mod run;
mod same_again;
#[cfg(test)]
pub(crate) mod sample;
mod saying;
pub mod settle;
mod spread;
mod unused;
// Rules, by code.
pub mod d01_looks_like_a_person;
pub mod d02_small_number;
pub mod d03_text_not_approved;
pub mod f01_cannot_open;
pub mod f02_password;
pub mod f03_not_a_workbook;
pub mod f04_not_a_return;
pub mod f05_too_large;
pub mod f06_duplicate_file;
pub mod f07_skipped;
pub mod f08_hidden_answers;
pub mod f09_outside_link;
pub mod f10_comments;
pub mod f11_too_slow;
pub mod l01_caption_missing;
pub mod l02_caption_twice;
pub mod l03_rearranged;
pub mod l04_merged_answers;
pub mod l05_orphan_answer;
pub mod l06_tables_differ;
pub mod l07_answers_not_used;
pub mod l08_outside_tables;
pub mod m01_partial;
pub mod m02_disagree;
pub mod m03_total_disagrees;
pub mod m04_same_measure_differs;
pub mod r01_unknown_ref;
pub mod r02_number_ref;
pub mod r03_ref_twice;
pub mod r04_not_yours;
pub mod r05_row_missing;
pub mod r06_wording_changed;
pub mod r07_target_changed;
pub mod s01_complete_no_evidence;
pub mod s02_complete_in_future;
pub mod s03_reopened;
pub mod s04_optimism;
pub mod s05_no_corrective_action;
pub mod s06_forecast_in_past;
pub mod s07_delivered_not_working;
pub mod s08_slipped;
pub mod s09_says_nothing;
pub mod s10_complete_short_of_target;
pub mod s11_stopped_not_agreed;
pub mod t01_running_total_fell;
pub mod t02_unusual;
pub mod t03_unchanged;
pub mod t04_past_restated;
pub mod t05_stale;
pub mod v01_not_a_number;
pub mod v02_percent_unclear;
pub mod v03_out_of_range;
pub mod v04_error_cell;
pub mod v05_formula_not_calculated;
pub mod v06_became_a_date;
pub mod v07_not_a_choice;
pub mod v08_not_a_date;
pub mod v09_read_as;
pub mod v10_value_and_reason;
pub mod v11_missing;
pub mod v12_fraction_disagrees;
pub mod v13_more_than_whole;
pub mod v14_no_fraction;
pub mod v15_too_long;
pub mod v16_unsafe_in_this_format;
pub mod w01_unknown_returner;
pub mod w02_identity_disagrees;
pub mod w03_wrong_period;
pub mod w04_old_plan;
pub mod w05_two_returns;
pub mod w06_late;
pub mod w07_no_return;
pub mod w08_undated;
pub mod x01_decision_lapsed;
pub mod x02_decision_incomplete;
pub mod x03_decision_unused;

use std::collections::{BTreeMap, BTreeSet};

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
pub mod p23_log_does_not_fit;
mod plan_faults;

use chrono::NaiveDate;

use crate::domain::figure::{Figure, Progress};
use crate::domain::rated::{ActionRating, MeasureRating, Overridden};
use crate::domain::{ActionRef, MeasureRef, Period};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};
use crate::intake::{FileMet, FileState, Intake, Return};
use crate::ledger::{Decisions, History};
use crate::plan::{Plan, PlanFault};

pub use for_lead::fix_for_lead;
pub use run::{Findings, run, run_edition, run_plan, run_texts, run_with};

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
    /// What an edition withholds, told when it is published.
    Edition,
}

/// The function behind a rule.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at the plan's faults.
    Plan(fn(&[PlanFault]) -> Ran),
    /// Looks at the month.
    Month(fn(&Month<'_>) -> Ran),
    /// Puts the typed faults of its own kind into words, one by one; none for a fault of another rule's.
    Fault(fn(&Month<'_>, &Fault) -> Option<Exception>),
    /// Puts into words what an edition withholds of one measure.
    Edition(fn(&d02_small_number::Withheld) -> Exception),
    /// Puts into words that a text waits for approval.
    Text(fn(&d03_text_not_approved::Waiting<'_>) -> Exception),
}

/// Why a rule that compares with earlier months did not run.
const NO_HISTORY: &str = "there is no earlier month in the records to compare with";

/// How a rule ended: empty never means unchecked.
#[derive(Debug, Clone, PartialEq)]
pub enum Ran {
    /// It ran, and raised these.
    Checked(Vec<Exception>),
    /// A part of it ran and raised these; the rest could not, because …
    InPart(Vec<Exception>, String),
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
    /// Files of returns that are not merged because another return of the same returner stands (or none does), with why.
    pub set_aside: &'a BTreeMap<String, String>,
    /// Those of them in whose place another return stands, so that nobody has to put their tables right.
    pub superseded: &'a BTreeSet<String>,
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
    /// What the officer decided, as far as this period may know.
    pub decisions: &'a Decisions,
    /// What became of decisions to override a rating.
    pub overridden: &'a [Overridden],
}

impl<'a> Month<'a> {
    /// Every typed fault that concerns what is used: of files and returns in file order, then of merging. Of a return
    /// that is not merged only the faults that say what the file is, how it is laid out, and whose and when it is, and
    /// answers without a ref, which stand nowhere else; of a copy that it is one, and what is true of it alone.
    pub fn faults(&self) -> impl Iterator<Item = &'a Fault> {
        let (set_aside, superseded) = (self.set_aside, self.superseded);
        let of_files = self.intake.files.iter().flat_map(move |file| {
            let of = copy_of(file).unwrap_or(&*file.name);
            let read = matches!(file.state, FileState::Read | FileState::Duplicate);
            let merged = read && !set_aside.contains_key(of);
            let inside = file.returned.iter().flat_map(|r| &r.faults);
            let stands_another = superseded.contains(&*file.name);
            let of_file =
                move |kind: &FaultKind| is_of_the_return(kind) && !(is_of_the_layout(kind) && stands_another);
            file.faults.iter().chain(inside.filter(move |f| merged || of_file(&f.kind)))
        });
        of_files.chain(self.merge_faults)
    }

    /// Copies of returns that are merged: their answers are the same, what else they say may not be.
    fn copies(&self) -> impl Iterator<Item = &'a Return> {
        let set_aside = self.set_aside;
        let files = self.intake.files.iter();
        files
            .filter(move |file| copy_of(file).is_some_and(|of| !set_aside.contains_key(of)))
            .filter_map(|file| file.returned.as_ref())
    }

    /// Returns whose answers are merged: read, and not set aside for another return of the same returner.
    pub fn merged_returns(&self) -> impl Iterator<Item = &'a Return> {
        let set_aside = self.set_aside;
        self.intake.returns().filter(move |r| !set_aside.contains_key(&*r.file))
    }

    /// Merged progress of an action.
    pub fn progress_of(&self, action: ActionRef) -> Option<&'a Progress> {
        in_plan_order(self.progress, action, |p| p.action)
    }

    /// Figure of a measure.
    pub fn figure_of(&self, measure: MeasureRef) -> Option<&'a Figure> {
        in_plan_order(self.figures, measure, |f| f.measure)
    }

    /// Ratings of an action; none when it was not rated yet.
    pub fn action_rating(&self, action: ActionRef) -> Option<&'a ActionRating> {
        in_plan_order(self.action_ratings, action, |r| r.action)
    }
}

/// The file of which this one is a copy.
fn copy_of(file: &FileMet) -> Option<&str> {
    file.faults.iter().find_map(|fault| match &fault.kind {
        FaultKind::DuplicateFile { of, .. } => Some(of.as_str()),
        _ => None,
    })
}

/// The entry with this key. Lists of a month are in plan order, which is by ref: a plain search would make the time grow
/// with the square of the plan. A list in another order is searched through.
fn in_plan_order<K: Ord + Copy, T>(list: &[T], key: K, key_of: impl Fn(&T) -> K) -> Option<&T> {
    let found = list.binary_search_by_key(&key, &key_of).ok().and_then(|index| list.get(index));
    found.or_else(|| list.iter().find(|entry| key_of(entry) == key))
}

/// Whether a fault says that the tables of a return cannot be read as they are laid out. Where another return stands in its
/// place that is settled: W05 lists what differs, L07 what the tables say.
const fn is_of_the_layout(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::CaptionMissing { .. }
            | FaultKind::CaptionTwice { .. }
            | FaultKind::TwoLayouts { .. }
            | FaultKind::TablesDiffer { .. }
            | FaultKind::TableUnread { .. }
            | FaultKind::ColumnUnknown { .. }
    )
}

/// Whether a fault says what the file is, how it is laid out, or whose and when it is (groups F, L and W), rather than
/// what one row or cell holds: the latter means nothing when no answer of the return is used. An answer without a ref
/// is told all the same, as it stands in no row that L07 or contributions.csv lists.
const fn is_of_the_return(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Unopened(_)
            | FaultKind::NotAReturn { .. }
            | FaultKind::DuplicateFile { .. }
            | FaultKind::Skipped(_)
            | FaultKind::CaptionMissing { .. }
            | FaultKind::CaptionTwice { .. }
            | FaultKind::OrphanAnswer
            | FaultKind::TwoLayouts { .. }
            | FaultKind::TablesDiffer { .. }
            | FaultKind::TableUnread { .. }
            | FaultKind::ColumnUnknown { .. }
            | FaultKind::Aside { .. }
            | FaultKind::UnknownReturner { .. }
            | FaultKind::IdentityDisagrees { .. }
            | FaultKind::CompletedByAnother { .. }
            | FaultKind::WrongPeriod { .. }
            | FaultKind::OldPlan { .. }
            | FaultKind::TwoReturns { .. }
    )
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
    &d01_looks_like_a_person::RULE,
    &d02_small_number::RULE,
    &d03_text_not_approved::RULE,
    &f01_cannot_open::RULE,
    &f02_password::RULE,
    &f03_not_a_workbook::RULE,
    &f04_not_a_return::RULE,
    &f05_too_large::RULE,
    &f06_duplicate_file::RULE,
    &f07_skipped::RULE,
    &f08_hidden_answers::RULE,
    &f09_outside_link::RULE,
    &f10_comments::RULE,
    &f11_too_slow::RULE,
    &l01_caption_missing::RULE,
    &l02_caption_twice::RULE,
    &l03_rearranged::RULE,
    &l04_merged_answers::RULE,
    &l05_orphan_answer::RULE,
    &l06_tables_differ::RULE,
    &l07_answers_not_used::RULE,
    &l08_outside_tables::RULE,
    &m01_partial::RULE,
    &m02_disagree::RULE,
    &m03_total_disagrees::RULE,
    &m04_same_measure_differs::RULE,
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
    &p23_log_does_not_fit::RULE,
    &r01_unknown_ref::RULE,
    &r02_number_ref::RULE,
    &r03_ref_twice::RULE,
    &r04_not_yours::RULE,
    &r05_row_missing::RULE,
    &r06_wording_changed::RULE,
    &r07_target_changed::RULE,
    &s01_complete_no_evidence::RULE,
    &s02_complete_in_future::RULE,
    &s03_reopened::RULE,
    &s04_optimism::RULE,
    &s05_no_corrective_action::RULE,
    &s06_forecast_in_past::RULE,
    &s07_delivered_not_working::RULE,
    &s08_slipped::RULE,
    &s09_says_nothing::RULE,
    &s10_complete_short_of_target::RULE,
    &s11_stopped_not_agreed::RULE,
    &t01_running_total_fell::RULE,
    &t02_unusual::RULE,
    &t03_unchanged::RULE,
    &t04_past_restated::RULE,
    &t05_stale::RULE,
    &v01_not_a_number::RULE,
    &v02_percent_unclear::RULE,
    &v03_out_of_range::RULE,
    &v04_error_cell::RULE,
    &v05_formula_not_calculated::RULE,
    &v06_became_a_date::RULE,
    &v07_not_a_choice::RULE,
    &v08_not_a_date::RULE,
    &v09_read_as::RULE,
    &v10_value_and_reason::RULE,
    &v11_missing::RULE,
    &v12_fraction_disagrees::RULE,
    &v13_more_than_whole::RULE,
    &v14_no_fraction::RULE,
    &v15_too_long::RULE,
    &v16_unsafe_in_this_format::RULE,
    &w01_unknown_returner::RULE,
    &w02_identity_disagrees::RULE,
    &w03_wrong_period::RULE,
    &w04_old_plan::RULE,
    &w05_two_returns::RULE,
    &w06_late::RULE,
    &w07_no_return::RULE,
    &w08_undated::RULE,
    &x01_decision_lapsed::RULE,
    &x02_decision_incomplete::RULE,
    &x03_decision_unused::RULE,
];
