//! Settling exceptions through the real binary: consolidate, fill in the Decision columns, decide, consolidate again.
//! The workbook is filled in cell by cell in its XML, as it stands on disk; `tests/independent.rs` does the same by hand of
//! LibreOffice.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "council/exceptions_sheet.rs"]
mod exceptions_sheet;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use ragbook::intake::decided::mark;

const PERIOD: &str = "2019-11";

type Row = BTreeMap<String, String>;

/// A copy of the sample plan, and where its month is consolidated to.
struct Month {
    work: tempfile::TempDir,
}

impl Month {
    fn consolidated() -> Self {
        let month = Self { work: tempfile::tempdir().unwrap() };
        fs::create_dir(month.path("plan")).unwrap();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/plan");
        for file in fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()) {
            fs::copy(&file, month.path("plan").join(file.file_name().unwrap())).unwrap();
        }
        month.consolidate();
        month
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn book(&self) -> PathBuf {
        self.path("out").join(format!("{PERIOD}-consolidated.xlsx"))
    }

    fn ragbook(&self, arguments: &[&str]) -> Output {
        let mut command = Command::cargo_bin("ragbook").unwrap();
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
        command.args(arguments).arg("--plan").arg(self.path("plan")).output().unwrap()
    }

    fn consolidate(&self) -> String {
        let out = self.path("out");
        let arguments =
            ["consolidate", "--period", PERIOD, "--out", out.to_str().unwrap(), "samples/2019-11"];
        let output = self.ragbook(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Status and what was said.
    fn decide(&self, more: &[&str]) -> (Option<i32>, String) {
        let book = self.book();
        let mut arguments = vec!["decide", book.to_str().unwrap(), "--on", "2019-12-09"];
        arguments.extend(more);
        let output = self.ragbook(&arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    }

    fn data(&self, name: &str) -> Vec<Row> {
        rows(&self.path("out").join(format!("{PERIOD}-data/{name}.csv")))
    }

    fn exception(&self, key: &str) -> Row {
        let mut all = self.data("exceptions").into_iter();
        all.find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key}"))
    }

    fn measure(&self, reference: &str) -> Row {
        self.data("measures").into_iter().find(|row| row["ref"] == reference).unwrap()
    }

    fn ledger(&self) -> Vec<Row> {
        rows(&self.path("plan/decisions.csv"))
    }

    /// Fills in cells of the row of this exception.
    fn fill(&self, key: &str, cells: &[(&str, &str)]) {
        exceptions_sheet::fill(&self.book(), key, cells);
    }

    fn accept(&self, key: &str) {
        let filled = [("Decision", "Accept"), ("Reason", "It is known."), ("Decided by", "Dana Fox")];
        self.fill(key, &filled);
    }
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let columns = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        columns.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}

const UNREADABLE: &str = "V01|safeguarding-partnership|1.6a|value|12 (est)";
const OPTIMISM: &str = "S04|lynn-campbell|2.7|own_rag|Amber";
const PARTIAL: &str = "M01||1.5a|value|48";

#[test]
fn an_accepted_query_is_listed_apart_and_counted_nowhere() {
    let month = Month::consolidated();
    assert!(month.data("exceptions").iter().all(|row| row["decision"].is_empty()));
    month.accept(OPTIMISM);
    month.accept(UNREADABLE);
    let (code, said) = month.decide(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("2 decisions added"), "{said}");
    let told = month.consolidate();
    assert!(told.contains("6 errors, 24 queries, 10 notes. 2 more decided."), "{told}");
    assert_eq!(month.exception(OPTIMISM)["decision"], "Accepted by Dana Fox: It is known.");
    // Accepting an error never makes its value used.
    assert_eq!(month.measure("1.6a")["value"], "");
    let last: Vec<Row> = month.data("exceptions").into_iter().rev().take(2).collect();
    assert!(last.iter().all(|row| !row["decision"].is_empty()), "decided ones stand last");
    // The workbook shows the decision, and taking it again adds nothing.
    assert!(month.decide(&[]).1.contains("0 decisions added"));
    assert_eq!(month.ledger().len(), 2);
}

#[test]
fn a_value_is_used_with_its_own_provenance_and_a_changed_decision_stands_for_it() {
    let month = Month::consolidated();
    let value =
        [("Decision", "Use this value"), ("Value", "12"), ("Reason", "Rang."), ("Decided by", "Dana Fox")];
    month.fill(UNREADABLE, &value);
    month.fill(
        PARTIAL,
        &[("Decision", "Use this value"), ("Value", "60"), ("Reason", "All in."), ("Decided by", "D")],
    );
    assert_eq!(month.decide(&[]).0, Some(0));
    month.consolidate();
    let used = month.measure("1.6a");
    assert_eq!((used["value"].as_str(), used["state"].as_str()), ("12", "value"));
    let whole = month.measure("1.5a");
    assert_eq!((whole["value"].as_str(), whole["state"].as_str()), ("60", "value"));
    let of = |reference: &str, used: &str| {
        let mine = |row: &Row| row["ref"] == reference && row["used"] == used;
        month.data("contributions").into_iter().filter(mine).collect::<Vec<_>>()
    };
    assert_eq!(of("1.6a", "yes")[0]["file"], "decisions.csv");
    assert_eq!(of("1.6a", "yes")[0]["cell"], "K2");
    assert_eq!(of("1.6a", "yes")[0]["note"], "Decided by Dana Fox: Rang.");
    assert_eq!(of("1.6a", "no")[0]["found"], "12 (est)", "what the lead typed is still there");
    assert_eq!(month.exception(UNREADABLE)["decision"], "12 is used instead, decided by Dana Fox: Rang.");
    let explained = month.ragbook(&["explain", "1.6a", "--period", PERIOD, "samples/2019-11"]).stdout;
    let explained = String::from_utf8(explained).unwrap();
    assert!(
        explained.contains("Decided: 12 is used instead") && explained.contains("decisions.csv"),
        "{explained}"
    );

    month.fill(UNREADABLE, &[("Decision", "Withdraw the decision")]);
    month.fill(PARTIAL, &[("Decision", "Reject the return's value"), ("Value", "[x]")]);
    assert_eq!(month.decide(&[]).0, Some(0));
    month.consolidate();
    assert_eq!(month.measure("1.6a")["value"], "");
    assert_eq!(month.measure("1.5a")["value"], "");
    let explained = month.ragbook(&["explain", "1.5a", "--period", PERIOD, "samples/2019-11"]).stdout;
    assert!(String::from_utf8(explained).unwrap().contains("Rejected by D (D4): All in."));
    assert!(month.exception(UNREADABLE)["decision"].is_empty());
    assert_eq!(month.ledger().len(), 4, "nothing is ever deleted");
}

#[test]
fn an_override_shows_both_ratings_and_one_that_lacks_its_end_is_kept_and_not_applied() {
    let month = Month::consolidated();
    let delivery = || month.data("actions").into_iter().find(|row| row["ref"] == "2.7").unwrap();
    let before = delivery()["delivery"].clone();
    let wanted = [
        ("Decision", "override the rating"),
        ("Value", "Green"),
        ("Reason", "Replanned."),
        ("Decided by", "Dana Fox"),
    ];
    month.fill(OPTIMISM, &wanted);
    let (code, said) = month.decide(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("is not applied: it lacks the day until which it holds."), "{said}");
    month.consolidate();
    assert_eq!(delivery()["delivery"], before);
    assert!(month.data("exceptions").iter().any(|row| row["code"] == "X02"));
    // What was filled in is still there: only the day is wanted.
    month.fill(OPTIMISM, &[("Until", "29/02/2020")]);
    assert_eq!(month.decide(&[]).0, Some(0));
    month.consolidate();
    let rated = delivery();
    assert_eq!(rated["delivery"], "Green");
    let reason = &rated["delivery_reason"];
    assert!(reason.starts_with("Green: set by Dana Fox until 29 February 2020 (D2): Replanned."), "{reason}");
    assert!(reason.contains(&format!("The rules say {before}")), "{reason}");
    assert_eq!(month.ledger()[1]["rated"], before);
}

#[test]
fn a_row_that_was_altered_or_stands_twice_is_told_and_not_used() {
    let month = Month::consolidated();
    month.accept(OPTIMISM);
    month.fill(OPTIMISM, &[("Ref", "2.8")]);
    month.accept(UNREADABLE);
    month.fill(UNREADABLE, &[("Key", &mark(PARTIAL))]);
    month.fill("W07|fiona-oshaughnessy|||no return", &[("Reason", "On leave"), ("Key", "zzzzzzzz")]);
    month.fill("R02|clinical-lead||ref|3.1", &[("Decision", "Perhaps")]);
    month.fill("M04||5.5a|value|13", &[("Reason", "?")]);
    let (code, said) = month.decide(&["--dry-run"]);
    assert_eq!(code, Some(1));
    for why in [
        "Its Ref is not that of the exception with its key",
        "Its Code is not that of the exception",
        "No exception of November 2019 has the key zzzzzzzz",
        "Decision says \"Perhaps\". Choose one of the list: Accept",
        "Decision is still Open",
        "0 decisions would be added",
    ] {
        assert!(said.contains(why), "{why} in {said}");
    }
    assert!(!month.path("plan/decisions.csv").exists());
}

#[test]
fn an_earlier_month_knows_nothing_of_a_later_decision_and_a_damaged_ledger_stops_the_run() {
    let month = Month::consolidated();
    let manifest = || fs::read(month.path("out").join(format!("{PERIOD}-data/run.json"))).unwrap();
    let before = manifest();
    month.accept(OPTIMISM);
    month.decide(&[]);
    let ledger = month.path("plan/decisions.csv");
    let later = fs::read_to_string(&ledger).unwrap().replace(",2019-11,", ",2019-12,");
    fs::write(&ledger, &later).unwrap();
    month.consolidate();
    assert_eq!(manifest(), before);
    fs::write(&ledger, later.replace(",Accept,", ",Maybe,")).unwrap();
    let out = month.path("out");
    let again = ["consolidate", "--period", PERIOD, "--out", out.to_str().unwrap(), "samples/2019-11"];
    let stopped = month.ragbook(&again);
    let said = String::from_utf8_lossy(&stopped.stderr).into_owned();
    assert_eq!(stopped.status.code(), Some(2), "{said}");
    assert!(said.contains("decisions.csv line 2: decision says \"Maybe\""), "{said}");
    assert_eq!(manifest(), before);
}
