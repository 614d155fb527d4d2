//! Ledgers beside the plan files: what earlier periods' consolidations and the officer's decisions left behind
//! (8-commands-and-files.md, "Ledgers").
//!
//! Feeds `rules`, `rating` and `form`. Writing them is the work of a later issue: until then a plan has no history and
//! everything that needs one says so.

pub mod history;
pub mod issues;
pub mod published;

pub use history::{History, PastAction, PastContribution, PastFigure, PastProgress};
pub use issues::{Issued, Issues};
pub use published::{CellId, Published};
