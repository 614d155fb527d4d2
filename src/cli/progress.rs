//! A progress bar on a terminal when work lasts over a second; silence in a pipe.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// After how long a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress over files.
pub struct Progress {
    started: Instant,
    quiet: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Starts counting. Quiet: never shows anything.
    pub fn new(quiet: bool) -> Self {
        Self { started: Instant::now(), quiet, bar: OnceLock::new() }
    }

    /// So many files are done, of so many. May be called from several threads.
    pub fn tell(&self, done: usize, of: usize) {
        if self.quiet || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            // Draws on stderr, and only when that is a terminal.
            let bar = ProgressBar::new(of as u64);
            let shape = "{bar:30} {pos} of {len} files, {per_sec}, {eta} left";
            bar.set_style(
                ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar
        });
        // Threads finish out of order: the bar never goes back.
        if done as u64 > bar.position() {
            bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
