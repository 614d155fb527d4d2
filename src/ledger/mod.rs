//! Ledgers beside the plan files: what earlier periods' consolidations and the officer's decisions left behind
//! (8-commands-and-files.md, "Ledgers").
//!
//! Feeds `rules`, `rating` and `form`. Writing them is the work of a later issue: until then a plan has no history and
//! everything that needs one says so.

pub mod history;
mod said;
pub mod series;

pub use history::{History, PastAction, PastContribution, PastFigure, PastProgress};
pub use series::{Kind, Point, Series};
