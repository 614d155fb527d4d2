//! Slips of an officer at the command line: each ends with a sentence that says what to do.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn ragbook(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    command.current_dir(root()).args(arguments).arg("--out").arg(out).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_wrong_month_is_named_together_with_the_right_one() {
    let out = tempfile::tempdir().unwrap();
    let arguments =
        ["consolidate", "--trial", "--plan", "samples/plan", "--period", "2019-12", "samples/2019-11"];
    let ran = ragbook(&arguments, out.path());
    let said = said(&ran);
    assert!(said.contains("No return for December 2019 was used"), "{said}");
    // One of the sample returns is for October.
    assert!(said.contains("21 of the 22 files say November 2019."), "{said}");
    assert!(said.contains("run this again with --period 2019-11"), "{said}");
}

#[test]
fn the_wrong_folder_for_a_plan_is_told_from_a_plan_with_errors() {
    let out = tempfile::tempdir().unwrap();
    let arguments = ["issue", "--plan", "samples/2019-11", "--period", "2019-11"];
    let ran = ragbook(&arguments, &out.path().join("to-send"));
    assert_eq!(ran.status.code(), Some(2));
    let said = said(&ran);
    assert!(said.contains("there is no plan in this folder"), "{said}");
    assert!(said.contains("Give the folder that holds plan.toml"), "{said}");
}

#[test]
fn a_return_is_issued_to_a_lead_by_name() {
    let out = tempfile::tempdir().unwrap();
    let arguments = ["issue", "--plan", "samples/plan", "--period", "2019-11", "--returner", "joe banham"];
    let ran = ragbook(&arguments, out.path());
    assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
    assert!(out.path().join("2019-11 Joe Banham.xlsx").exists());
}
