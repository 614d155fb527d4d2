//! From answers to figures (4-reading.md, 4.6; 11-settled.md, "Plan" and "Rules added").
//!
//! Takes the intake, gives one figure per measure of the plan and one progress per action, each with everything that went
//! into it, and typed faults where answers contradict one another. Pure: no I/O, no clock, no words for people.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::Period;
use crate::domain::figure::{Contribution, Figure, Progress, RequestedChange};
use crate::finding::Fault;
use crate::intake::Intake;
use crate::plan::Plan;

/// What merging gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merged {
    /// One figure per measure of the plan, in plan order.
    pub figures: Vec<Figure>,
    /// One progress per action of the plan, in plan order.
    pub progress: Vec<Progress>,
    /// Every measure row answered in any return, used or not: by file, sheet, cell.
    pub contributions: Vec<Contribution>,
    /// Changes that returns ask for, in plan order.
    pub requested: Vec<RequestedChange>,
    /// Files of returns that are not merged because another return of the same returner stands (or none does), with why.
    pub set_aside: BTreeMap<String, String>,
    /// What contradicts what.
    pub faults: Vec<Fault>,
}

/// Merges a month's returns.
pub fn merge(plan: &Plan, period: Period, as_at: NaiveDate, intake: &Intake) -> Merged {
    let _ = (plan, period, as_at, intake);
    Merged::default()
}
