//! What goes back to the leads of the sample month: each marked return read again raises the same and means the same, and
//! passes the accessibility rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::table::{Row, read};
use super::{ragbook, root};

const MONTH: [&str; 4] = ["--plan", "samples/plan", "--period", "2019-11"];

fn send_back(out: &Path) {
    ragbook().arg("feedback").args(MONTH).arg("samples/2019-11").arg("--out").arg(out).assert().code(0);
}

/// The marked returns in a folder.
fn marked(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut marked: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().ends_with("to correct.xlsx")).collect();
    marked.sort();
    marked
}

/// A table of what consolidating these returns gives.
fn consolidated(returns: &Path, name: &str) -> Vec<Row> {
    let out = tempfile::tempdir().unwrap();
    ragbook()
        .args(["consolidate", "--trial"])
        .args(MONTH)
        .arg(returns)
        .arg("--out")
        .arg(out.path())
        .assert()
        .code(0);
    read(&out.path().join("2019-11-data").join(name))
}

/// These columns of the rows of these returners.
fn of(rows: &[Row], returners: &BTreeSet<String>, columns: &[&str]) -> BTreeSet<Vec<String>> {
    let theirs = rows.iter().filter(|row| returners.contains(&row["returner"]));
    theirs.map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect()
}

#[test]
fn marked_returns_raise_the_same_and_hold_the_same_values() {
    let (out, back) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    send_back(out.path());
    for path in marked(out.path()) {
        std::fs::copy(&path, back.path().join(path.file_name().unwrap())).unwrap();
        assert!(path.with_extension("txt").exists(), "a message goes with {}", path.display());
    }
    let sent = root().join("samples/2019-11");
    let mut again: BTreeSet<String> =
        consolidated(back.path(), "returns.csv").iter().map(|row| row["returner"].clone()).collect();
    assert_eq!(again.len(), marked(out.path()).len());
    let values = ["returner", "ref", "value", "numerator", "denominator", "absence"];
    let before = consolidated(&sent, "contributions.csv");
    let after = consolidated(back.path(), "contributions.csv");
    // The first of two returns from one lead is not the one that goes back.
    let before: Vec<Row> = before.into_iter().filter(|row| row["file"] != "2019-11 Bev Hurst.xlsx").collect();
    assert_eq!(of(&after, &again, &values), of(&before, &again, &values));

    // A row that could not be placed has to be typed again: this lead is asked anew, never served with a guess.
    again.remove("clinical-lead");
    let open = |returns: &Path| {
        let mut found = consolidated(returns, "exceptions.csv");
        // Not in these: the other leads' returns, on which what only a whole month shows depends.
        found.retain(|row| row["severity"] != "note" && !["W05", "W07", "M01"].contains(&&*row["code"]));
        // A date where a number is needed stands in words, so that the number typed next is no date again.
        for row in &mut found {
            if row["code"] == "V06" {
                row.insert("code".to_owned(), "V01".to_owned());
            }
            let shown = row["found"].trim_end_matches(" (please type it again)").to_owned();
            row.insert("found".to_owned(), shown);
        }
        of(&found, &again, &["code", "severity", "returner", "action", "measure", "sheet", "cell", "found"])
    };
    assert_eq!(open(back.path()), open(&sent));
}

#[test]
fn what_a_lead_is_told_names_the_cell_and_what_to_do() {
    let out = tempfile::tempdir().unwrap();
    send_back(out.path());
    let message = |name: &str| std::fs::read_to_string(out.path().join(name)).unwrap();
    let estimate = message("2019-11 Wirral Children's Safeguarding Partnership - to correct.txt");
    assert!(
        estimate.contains(
            "1. Value of 1.6a (worksheet Measures, cell I5)\n   Measures!I5 says \"12 (est)\". A whole number is needed for \
             1.6a.\n   Type 12 and put the remark in Note."
        ),
        "{estimate}"
    );
    let wrong_month = message("2019-11 Anne-Marie Carney - not used.txt");
    assert!(wrong_month.contains("is for October 2019, not for November 2019"), "{wrong_month}");
    assert!(out.path().join("2019-11 Anne-Marie Carney.xlsx").exists(), "the right form is offered");
    assert!(!out.path().join("2019-11 Joe Banham - to correct.xlsx").exists(), "notes alone ask nothing");
}

#[test]
fn nothing_that_stands_there_is_overwritten() {
    let out = tempfile::tempdir().unwrap();
    send_back(out.path());
    let half_done = &marked(out.path())[0];
    std::fs::write(half_done, "somebody is at work on this").unwrap();
    let mut again = ragbook();
    again.arg("feedback").args(MONTH).arg("samples/2019-11").arg("--out").arg(out.path()).assert().code(2);
    assert_eq!(std::fs::read_to_string(half_done).unwrap(), "somebody is at work on this");
}

/// The check is no part of the repository: where it is not there, the rules tested in `sheet` and `form` stand alone.
#[test]
fn marked_returns_pass_the_accessibility_rules() {
    let check = root().join("../../shared/tools/a11y_check.py");
    let Some(check) =
        check.exists().then_some(check).or_else(|| std::env::var_os("RAGBOOK_A11Y").map(PathBuf::from))
    else {
        return println!("skipped, because a11y_check.py is not here");
    };
    let out = tempfile::tempdir().unwrap();
    send_back(out.path());
    for path in marked(out.path()) {
        let output = Command::new("python3").arg(&check).arg(&path).args(["--profile", "return"]).output();
        let Ok(output) = output else { return println!("skipped, because there is no Python") };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // What a lead typed comes back as typed, a mark such as "tbc" too (F11): it is for the lead to change.
        let failed: Vec<&str> =
            said.lines().filter(|l| l.starts_with("FAIL") && !l.starts_with("FAIL F11")).collect();
        assert!(failed.is_empty() && said.contains("PASS"), "{}: {said}", path.display());
    }
}
