//! The plan changes: `plan amend`, `plan diff`, returns issued before an amendment, through the real binary.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod amend;
mod calendar;
mod diff;
mod old_returns;
mod requests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// A copy of the samples' plan that a test may change.
fn plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository("samples/plan"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs ragbook: exit status, stdout, stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::cargo_bin("ragbook").unwrap().args(arguments).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Consolidates November 2019 from these returns: exit status and what was said.
fn consolidate(plan: &Path, reports: &Path, returns: &Path) -> (i32, String) {
    let (status, _, said) = run(&[
        "consolidate",
        "--plan",
        text(plan),
        "--period",
        "2019-11",
        "--out",
        text(reports),
        text(returns),
    ]);
    (status, said)
}

/// Amends the target date of an action.
fn move_date(plan: &Path, reference: &str, to: &str, date: &str) {
    let (status, _, said) = run(&[
        "plan",
        "amend",
        "--plan",
        text(plan),
        "--ref",
        reference,
        "--field",
        "target_date",
        "--to",
        to,
        "--reason",
        "The trainer left",
        "--approved-by",
        "Improvement Board",
        "--date",
        date,
    ]);
    assert_eq!(status, 0, "{said}");
}
