//! A progress bar on a terminal when work lasts over a second; silence in a pipe.
//!
//! Rate and time left come from all that was done since the start: a bar that appears late must not take its first step for
//! its speed.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// After how long a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress over files.
pub struct Progress {
    started: Instant,
    quiet: bool,
    bar: OnceLock<ProgressBar>,
    /// How many files the bar says are done.
    shown: Mutex<usize>,
}

impl Progress {
    /// Starts counting. Quiet: never shows anything.
    pub fn new(quiet: bool) -> Self {
        Self { started: Instant::now(), quiet, bar: OnceLock::new(), shown: Mutex::new(0) }
    }

    /// So many files are done, of so many. May be called from several threads.
    pub fn tell(&self, done: usize, of: usize) {
        let lasted = self.started.elapsed();
        if self.quiet || lasted < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            // Draws on stderr, and only when that is a terminal.
            let bar = ProgressBar::new(of as u64);
            let shape = ProgressStyle::with_template("{bar:30} {msg}");
            bar.set_style(shape.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        // Threads finish out of order, and tell of it at once: the bar never goes back.
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if done > *shown {
            *shown = done;
            bar.set_message(in_words(done, of, lasted));
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

/// `300 of 1000 files, 100 a second, 7 s left`.
fn in_words(done: usize, of: usize, lasted: Duration) -> String {
    let milliseconds = lasted.as_millis().max(1);
    let rate = (done as u128 * 1_000 + milliseconds / 2) / milliseconds;
    let left = (of.saturating_sub(done) as u128 * milliseconds).div_ceil(done.max(1) as u128 * 1_000);
    let rate = if rate == 0 { "under 1".to_owned() } else { rate.to_string() };
    let left = if left < 120 { format!("{left} s") } else { format!("{} min", left.div_ceil(60)) };
    format!("{done} of {of} files, {rate} a second, {left} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_are_those_of_the_whole_run_so_far() {
        let said = |done, of, seconds| in_words(done, of, Duration::from_secs(seconds));
        assert_eq!(said(300, 1_000, 3), "300 of 1000 files, 100 a second, 7 s left");
        assert_eq!(said(1, 100, 10), "1 of 100 files, under 1 a second, 17 min left");
        assert_eq!(said(100, 100, 10), "100 of 100 files, 10 a second, 0 s left");
        assert_eq!(in_words(0, 9, Duration::ZERO), "0 of 9 files, under 1 a second, 1 s left");
    }
}
