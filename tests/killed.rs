//! The real binary, killed at random instants: afterwards the next command finds the old outputs and the old ledger, or the new
//! ones, never a mixture, and every ledger whole (10-limits-and-speed.md, "Promises under trouble").
//!
//! `RAGBOOK_KILLS=2000 cargo test --test killed -- --nocapture` kills more often and prints the tally.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;
#[path = "council/exceptions_sheet.rs"]
mod exceptions_sheet;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use council::table::rows;
use council::{Council, Listing, copy, listing, said};
use ragbook::ledger::HistoryLedger;

/// What is killed, and what must be whole afterwards.
struct Killing<'a> {
    /// The work folder before the run.
    old: &'a Path,
    /// Makes the command to be killed, in a copy of the work folder.
    command: &'a dyn Fn(&Path) -> Command,
    /// Folders within the work folder that are all old or all new together.
    watched: &'a [&'a str],
    /// Commands that touch one of the folders, of which the first after the kill must put things right.
    menders: &'a [&'a dyn Fn(&Path) -> Command],
}

/// How the kills ended.
#[derive(Debug, Default)]
struct Tally {
    old: usize,
    new: usize,
    /// Of these, stopped in between, and put right by the next command.
    mended: usize,
    /// The run had ended before it was killed.
    too_late: usize,
}

impl Killing<'_> {
    fn state(&self, work: &Path) -> Vec<Listing> {
        self.watched.iter().map(|folder| listing(&work.join(folder))).collect()
    }

    /// Kills the command this many times.
    fn kill(&self, times: usize) -> Tally {
        let work = tempfile::tempdir().unwrap();
        let whole = work.path().join("whole");
        // The second run is as fast as those to be killed: the first one still fetches the program from the disk.
        let lasted = (0..2).map(|_| {
            let _ = std::fs::remove_dir_all(&whole);
            copy(self.old, &whole);
            let started = Instant::now();
            said(&mut (self.command)(&whole));
            started.elapsed()
        });
        let lasted = lasted.min().unwrap();
        let (old, new) = (self.state(self.old), self.state(&whole));
        for (old, new) in old.iter().zip(&new) {
            assert!(old != new, "a run that changes nothing shows nothing");
        }
        let mut random = Random(0x5eed);
        let mut tally = Tally::default();
        for turn in 0..times {
            let here = work.path().join(format!("kill-{turn}"));
            copy(self.old, &here);
            let mut running =
                (self.command)(&here).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            // Every other kill falls into the end of the run, where everything is written.
            let (from, span) = if turn % 2 == 0 { (0.0, 1.0) } else { (0.7, 0.4) };
            std::thread::sleep(
                lasted.mul_f64(from + span * random.share()).min(lasted + Duration::from_millis(50)),
            );
            let ended = running.try_wait().unwrap().is_some();
            running.kill().unwrap();
            running.wait().unwrap();
            let before = self.state(&here);
            said(&mut (self.menders[turn % self.menders.len()])(&here));
            let after = self.state(&here);
            assert!(after == old || after == new, "kill {turn} left a mixture: {}", told(&after, &old, &new));
            tally.old += usize::from(after == old);
            tally.new += usize::from(after == new);
            tally.mended += usize::from(after != before);
            tally.too_late += usize::from(ended);
            // And the run itself can be repeated, whatever was left behind.
            if turn % 10 == 0 {
                let again = (self.command)(&here).output().unwrap();
                // What was done already may be refused the second time.
                assert!(again.status.success() || after == new, "{}", council::stderr(&again));
                assert!(self.state(&here) == new, "kill {turn} stood in the way of the next run");
            }
            std::fs::remove_dir_all(&here).unwrap();
        }
        tally
    }
}

/// Which file is old, new or neither.
fn told(after: &[Listing], old: &[Listing], new: &[Listing]) -> String {
    let mut told = Vec::new();
    for ((after, old), new) in after.iter().zip(old).zip(new) {
        for (name, bytes) in after {
            let is = match (old.get(name) == Some(bytes), new.get(name) == Some(bytes)) {
                (true, true) => continue,
                (true, false) => "old",
                (false, true) => "new",
                (false, false) => "neither",
            };
            told.push(format!("{name} is {is}"));
        }
        told.extend(
            old.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("{name} is gone")),
        );
    }
    told.join("; ")
}

/// Numbers from 0 to 1 that are the same at every run (xorshift).
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        #[expect(clippy::cast_precision_loss, reason = "any number will do")]
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        share
    }
}

fn kills() -> usize {
    std::env::var("RAGBOOK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200)
}

/// The same council with February consolidated and two of its exceptions decided on the workbook, which nobody has taken yet.
fn decided(work: &Path) -> Council {
    let council = Council::with_a_corrected_february(work);
    council.consolidate("2024-02", "reports");
    let book = work.join("reports/2024-02-consolidated.xlsx");
    let data = work.join("reports/2024-02-data/exceptions.csv");
    let open_ones = rows(&std::fs::read(data).unwrap());
    let open = |row: &&BTreeMap<String, String>| row["severity"] == "query" && !row["action"].is_empty();
    let open: Vec<&str> = open_ones.iter().filter(open).map(|row| row["key"].as_str()).collect();
    let by = [("Reason", "It is known."), ("Decided by", "Dana Fox")];
    let rating = [("Decision", "Override the rating"), ("Value", "Red"), ("Until", "2024-06-30")];
    exceptions_sheet::fill(&book, open[0], &[&rating[..], &by[..]].concat());
    exceptions_sheet::fill(&book, open[1], &[&[("Decision", "Accept")], &by[..]].concat());
    council
}

/// `ragbook decide` on February's workbook.
fn deciding(work: &Path) -> Command {
    let mut decide = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    decide.current_dir(work).args([
        "decide",
        "reports/2024-02-consolidated.xlsx",
        "--plan",
        "plan",
        "--on",
        "2024-03-08",
    ]);
    decide
}

fn at(work: &Path) -> Council {
    Council { work: work.to_owned() }
}

#[test]
fn consolidate_is_old_or_new_wherever_it_is_killed() {
    let work = tempfile::tempdir().unwrap();
    let old = work.path().join("old");
    Council::with_a_corrected_february(&old);
    let command = |work: &Path| at(work).consolidating("2024-02", "reports");
    // Touches the plan's folder only, and the output folder only.
    let in_plan = |work: &Path| {
        let mut issue = at(work).ragbook("issue", "2024-03");
        issue.args(["--returner", "mara-quill", "--out", "to-send"]);
        issue
    };
    let in_reports = |work: &Path| {
        let mut issue = Command::new(env!("CARGO_BIN_EXE_ragbook"));
        issue.current_dir(env!("CARGO_MANIFEST_DIR")).args([
            "issue",
            "--quiet",
            "--plan",
            "tests/plans/harbour",
        ]);
        // A lead's form that is there already, with the same content, is left as it is.
        issue
            .args(["--period", "2024-01", "--returner", "harbour-youth-trust", "--out"])
            .arg(work.join("reports"));
        issue
    };
    said(&mut in_reports(&old));
    let killing = Killing {
        old: &old,
        command: &command,
        watched: &["reports", "plan"],
        menders: &[&in_plan, &in_reports],
    };
    let tally = killing.kill(kills());
    println!("{} kills of consolidate: {tally:?}", kills());
    assert!(tally.old > 0 && tally.new > 0, "{tally:?}");
    let ledger = HistoryLedger::read(at(&old).history()).unwrap();
    assert_eq!(ledger.latest("2024-02".parse().unwrap()).unwrap().0, 1);
}

/// Touches the plan's folder only.
fn issuing(work: &Path) -> Command {
    let mut issue = at(work).ragbook("issue", "2024-03");
    issue.args(["--returner", "mara-quill", "--out", "to-send"]);
    issue
}

/// Reads the plan, and no ledger.
fn showing(work: &Path) -> Command {
    let mut show = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    show.current_dir(work).args(["plan", "show", "--plan", "plan"]);
    show
}

#[test]
fn decide_leaves_the_old_ledger_or_the_new_one_wherever_it_is_killed() {
    let work = tempfile::tempdir().unwrap();
    let old = work.path().join("old");
    decided(&old);
    let killing =
        Killing { old: &old, command: &deciding, watched: &["plan"], menders: &[&issuing, &deciding_again] };
    let tally = killing.kill(kills());
    println!("{} kills of decide: {tally:?}", kills());
    assert!(tally.old > 0 && tally.new > 0, "{tally:?}");
}

/// Reads the ledger of decisions, and changes nothing.
fn deciding_again(work: &Path) -> Command {
    let mut decide = deciding(work);
    decide.arg("--dry-run");
    decide
}

#[test]
fn consolidate_that_applies_decisions_is_old_or_new_wherever_it_is_killed() {
    let work = tempfile::tempdir().unwrap();
    let old = work.path().join("old");
    decided(&old);
    said(&mut deciding(&old));
    let command = |work: &Path| at(work).consolidating("2024-02", "reports");
    let killing = Killing {
        old: &old,
        command: &command,
        watched: &["reports", "plan"],
        menders: &[&issuing, &showing],
    };
    let tally = killing.kill(kills());
    println!("{} kills of consolidate with decisions: {tally:?}", kills());
    assert!(tally.old > 0 && tally.new > 0, "{tally:?}");
}

#[test]
fn plan_amend_changes_all_of_the_plan_or_nothing_wherever_it_is_killed() {
    let work = tempfile::tempdir().unwrap();
    let old = work.path().join("old");
    Council::new(&old);
    let command = |work: &Path| {
        let mut amend = Command::new(env!("CARGO_BIN_EXE_ragbook"));
        amend.current_dir(work).args([
            "plan",
            "amend",
            "--plan",
            "plan",
            "--ref",
            "1.2",
            "--field",
            "target_date",
        ]);
        amend.args(["--to", "June 2024", "--reason", "The trainer left", "--approved-by", "Board"]);
        amend.args(["--date", "2024-03-08", "--plan-version", "March 2024"]);
        amend
    };
    let killing =
        Killing { old: &old, command: &command, watched: &["plan"], menders: &[&showing, &issuing] };
    let tally = killing.kill(kills());
    println!("{} kills of plan amend: {tally:?}", kills());
    assert!(tally.old > 0 && tally.new > 0, "{tally:?}");
}
