//! The ledgers beside the plan: found, mended after a stopped run, read; and, for a command that adds to them, held against
//! every other ragbook (docs/ledgers.md).

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::domain::Period;
use crate::ledger::decisions::{self, LedgerFault};
use crate::ledger::history::{self, HistoryLedger};
use crate::ledger::{Decisions, History, LedgerError, PastMonth};
use crate::publish::output::{self, LedgerFolder, NewFile, OutputError};

/// Why the ledgers could not be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LedgersError {
    /// A ledger is not as ragbook writes it.
    #[error("{wrong} (in {})", .folder.display())]
    Broken {
        /// The folder it stands in.
        folder: PathBuf,
        /// What is wrong, and in which line.
        wrong: LedgerError,
    },
    /// The ledger of decisions is not as ragbook writes it.
    #[error("{wrong} (in {})", .folder.display())]
    BrokenDecisions {
        /// The folder it stands in.
        folder: PathBuf,
        /// What is wrong, and in which line.
        wrong: LedgerFault,
    },
    /// A ledger cannot be read.
    #[error("reading {} failed: {source}", .path.display())]
    Unreadable {
        /// The ledger.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] OutputError),
}

impl LedgersError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Broken { .. } | Self::BrokenDecisions { .. } => {
                "ragbook writes this file itself. Put back the last good copy of it, or mend that line, then run this again."
            }
            Self::Unreadable { .. } => "Check that the file is there, is a file, and that you may read it.",
            Self::Folder(_) => {
                "The ledgers stand beside the plan. Where they cannot be written, `ragbook consolidate --trial` writes the \
                 outputs only."
            }
        }
    }
}

/// The ledgers of a plan.
#[derive(Debug, Default)]
pub struct Ledgers {
    history: HistoryLedger,
    decisions: Decisions,
    held: Option<LedgerFolder>,
}

impl Ledgers {
    /// Reads the ledgers of the plan in this folder or workbook, for a command that does not add to them.
    pub fn load(plan: &Path) -> Result<Self, LedgersError> {
        let folder = folder_of(plan);
        output::finish_stopped(&folder)?;
        Self::read(&folder, None)
    }

    /// Reads the ledgers of the plan in this folder as they are, for a command that holds the folder already.
    pub(super) fn read_beside(plan: &Path) -> Result<Self, LedgersError> {
        Self::read(&folder_of(plan), None)
    }

    /// Takes and reads the ledgers for a command that adds to them, before its long work: from here to the end of this value
    /// no other ragbook adds to them.
    pub fn claim(plan: &Path) -> Result<Self, LedgersError> {
        let folder = folder_of(plan);
        let held = LedgerFolder::claim(&folder)?;
        held.probe_replace(history::FILE)?;
        held.probe_replace(decisions::FILE)?;
        Self::read(&folder, Some(held))
    }

    fn read(folder: &Path, held: Option<LedgerFolder>) -> Result<Self, LedgersError> {
        Ok(Self { history: read_history(folder)?, decisions: read_decisions(folder)?, held })
    }

    /// Whether they may be added to.
    pub const fn held(&self) -> Option<&LedgerFolder> {
        self.held.as_ref()
    }

    /// What the consolidation of this period may know of earlier ones; with the earlier figures that a decision on an
    /// earlier month's workbook let stand.
    pub fn before(&self, period: Period) -> History {
        let mut history = self.history.before(period);
        history.restate(&self.decisions.up_to(period.previous()));
        history
    }

    /// What a review of this stretch may know, both ends included.
    pub fn between(&self, from: Period, to: Period) -> History {
        self.history.between(from, to)
    }

    /// Every decision ever taken, as the ledger has them.
    pub const fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The decisions that the consolidation of this period may know: those taken on its own workbook or an earlier one.
    pub fn decisions_up_to(&self, period: Period) -> Decisions {
        self.decisions.up_to(period)
    }

    /// Number of the latest revision of a period; 0 when it has none.
    pub fn latest_revision(&self, period: Period) -> u32 {
        self.history.latest(period).map_or(0, |(revision, _)| revision)
    }

    /// The history ledger with this month's results as a new revision, to be written, and the revision's number; none when
    /// they are the same as the latest.
    pub fn history_with(&self, month: &PastMonth, run: &str) -> Result<Option<(u32, NewFile)>, csv::Error> {
        let added = self.history.with(month, run)?;
        let file = |bytes| NewFile { name: history::FILE.to_owned(), bytes };
        Ok(added.map(|(revision, bytes)| (revision, file(bytes))))
    }
}

/// The folder in which the ledgers of a plan stand: the plan's own, or that of its workbook.
pub fn folder_of(plan: &Path) -> PathBuf {
    if plan.is_dir() {
        return plan.to_owned();
    }
    match plan.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn read_history(folder: &Path) -> Result<HistoryLedger, LedgersError> {
    let bytes = bytes_of(folder.join(history::FILE))?;
    HistoryLedger::read(bytes).map_err(|wrong| LedgersError::Broken { folder: folder.to_owned(), wrong })
}

fn read_decisions(folder: &Path) -> Result<Decisions, LedgersError> {
    let bytes = bytes_of(folder.join(decisions::FILE))?;
    if bytes.is_empty() {
        return Ok(Decisions::default());
    }
    Decisions::from_csv(&bytes)
        .map_err(|wrong| LedgersError::BrokenDecisions { folder: folder.to_owned(), wrong })
}

/// What a ledger's file holds; nothing when there is no such file.
fn bytes_of(path: PathBuf) -> Result<Vec<u8>, LedgersError> {
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(LedgersError::Unreadable { path, source }),
    }
}
