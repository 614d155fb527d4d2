//! What came back: files told apart, read, recognised, and every cell that matters given a meaning
//! (4-reading.md, 4.1 to 4.4).
//!
//! Takes paths and a [`crate::plan::Plan`], gives an [`Intake`]: every file met, with its answers and typed faults, each
//! with its cell. It puts nothing into words and judges nothing across returns: that is `rules`' and `merge`'s work.

pub mod answers;

use crate::domain::Period;
use crate::form::Template;
use crate::plan::Plan;

pub use answers::{Answer, FileMet, FileState, Intake, MeasureRow, ProgressRow, Read, Return, TableRead};

mod about;
mod accept;
mod choice;
mod comments;
#[cfg(test)]
mod damage;
mod date;
mod duration;
mod header;
mod identity;
mod layout;
mod measure_row;
mod number;
mod own_formula;
mod percent;
mod progress_row;
mod reading;
mod recognise;
mod refs;
mod returned;
mod row;
mod same;
#[cfg(test)]
pub(crate) mod sample;
mod table;
mod text;
mod value;

/// What reading needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The words of the return.
    pub template: &'a Template,
    /// The period read: a return for another one is refused (W03).
    pub period: Period,
    /// Whether a return that names no month is taken to be for `period` (`--assume-period`).
    pub assume_period: bool,
    /// Told after each file: how many are done, of how many. Called from several threads.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}
