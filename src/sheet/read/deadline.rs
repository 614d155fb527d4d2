//! The time limit for one file (10-limits-and-speed.md, "Limits": 10 s, F11).
//!
//! The one clock below `cli`, and only a guard: it can stop the reading of a file, never change what is read. The same
//! file read in time gives the same grids, however long it took.

use std::time::{Duration, Instant};

use crate::domain::Refusal;
use crate::sheet::limits::Limits;

/// When the reading of a file must have ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    end: Option<Instant>,
    seconds: u64,
}

impl Deadline {
    /// The file's time starts now.
    pub(super) fn starting_now(limits: &Limits) -> Self {
        let end = Instant::now().checked_add(Duration::from_secs(limits.seconds));
        Self { end, seconds: limits.seconds }
    }

    /// How much time is left.
    pub(super) fn remaining(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// Refuses when the time is up.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        match self.end {
            Some(end) if Instant::now() > end => Err(Refusal::TooSlow(self.seconds)),
            _ => Ok(()),
        }
    }
}
