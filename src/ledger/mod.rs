//! Ledgers beside the plan files: what earlier periods' consolidations and the officer's decisions left behind
//! (8-commands-and-files.md, "Ledgers"; docs/ledgers.md).
//!
//! [`history`] is history.csv, [`decisions`] decisions.csv, [`published`] published.csv; [`table`] and [`text`] are how any
//! ledger's file is read and written. Feeds `rules`, `rating`
//! and `form`. Touches no disk: `pipeline::ledgers` finds the files, `publish::output` writes them.

pub mod decisions;
pub mod history;
pub mod issues;
pub mod published;
pub mod restated;
mod said;
pub mod series;
pub mod table;
pub mod text;

pub use decisions::{Choice, Decision, Decisions, Identity, Overrides, Settles};
pub use history::{
    History, HistoryLedger, PastAction, PastContribution, PastFigure, PastMonth, PastProgress, PastRun,
};
pub use issues::{Issued, Issues};
pub use published::{CellId, Published};
pub use series::{Kind, Point, Series};
pub use table::LedgerError;
