//! What came back: files told apart, read, recognised, and every cell that matters given a meaning
//! (4-reading.md, 4.1 to 4.4).
//!
//! Takes paths and a [`crate::plan::Plan`], gives an [`Intake`]: every file met, with its answers and typed faults, each
//! with its cell. It puts nothing into words and judges nothing across returns: that is `rules`' and `merge`'s work.

pub mod answers;

pub use answers::{Answer, FileMet, FileState, Intake, MeasureRow, ProgressRow, Read, Return, TableRead};

mod choice;
mod date;
mod duration;
mod number;
mod own_formula;
mod percent;
mod reading;
#[cfg(test)]
pub(crate) mod sample;
mod text;
mod value;
