//! Settling exceptions through the real binary: consolidate, fill in the Decision columns, decide, consolidate again.
//! The workbook is filled in cell by cell in its XML, as it stands on disk; `tests/independent.rs` does the same by hand of
//! LibreOffice.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;
#[path = "council/exceptions_sheet.rs"]
mod exceptions_sheet;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use council::table::{Row, read};
use ragbook::intake::decided::mark;

const PERIOD: &str = "2019-11";

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
        read(&self.path("out").join(format!("{PERIOD}-data/{name}.csv")))
    }

    fn exception(&self, key: &str) -> Row {
        let mut all = self.data("exceptions").into_iter();
        all.find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key}"))
    }

    fn measure(&self, reference: &str) -> Row {
        self.data("measures").into_iter().find(|row| row["ref"] == reference).unwrap()
    }

    fn ledger(&self) -> Vec<Row> {
        read(&self.path("plan/decisions.csv"))
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
    // As typed by hand: a row whose seal does not fit is refused, one without a seal is told by verify.
    let unsealed = |line: &str| format!("{},", line.rsplit_once(',').unwrap().0);
    let typed = fs::read_to_string(&ledger).unwrap().replace(",2019-11,", ",2019-12,");
    let (header, row) = typed.trim_end().split_once('\n').unwrap();
    let later = format!("{header}\n{}\n", unsealed(row.trim_end()));
    fs::write(&ledger, &later).unwrap();
    // The decided workbook goes: it shows a decision that this month's ledger does not know.
    fs::remove_file(month.book()).unwrap();
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

#[test]
fn a_workbook_with_decisions_that_were_not_taken_is_not_replaced_nor_a_month_by_nothing() {
    let month = Month::consolidated();
    month.accept(OPTIMISM);
    let (book, typed) = (month.book(), fs::read(month.book()).unwrap());
    let out = month.path("out");
    let again = |returns: &str| {
        let arguments = ["consolidate", "--period", PERIOD, "--out", out.to_str().unwrap(), returns];
        let output = month.ragbook(&arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = again("samples/2019-11");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("1 decision on its sheet Exceptions not yet taken"), "{said}");
    assert_eq!(fs::read(&book).unwrap(), typed, "what was typed is still there");
    assert_eq!(month.decide(&[]).0, Some(0));
    month.consolidate();

    // The wrong folder: a file that is no return of the month.
    let (good, history) = (fs::read(&book).unwrap(), fs::read(month.path("plan/history.csv")).unwrap());
    let (code, said) = again("samples/planted.csv");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("none of the 1 files met is a return for November 2019"), "{said}");
    assert_eq!(fs::read(&book).unwrap(), good);
    assert_eq!(fs::read(month.path("plan/history.csv")).unwrap(), history);
}

const TWO_RETURNS: &str = "2019-11 Bev Hurst";

/// An older copy of a decided workbook would else put the older value back.
#[test]
fn a_workbook_that_says_what_was_overruled_since_is_neither_taken_nor_replaced() {
    let month = Month::consolidated();
    let value = |number| {
        [("Decision", "Use this value"), ("Value", number), ("Reason", "Rang."), ("Decided by", "Dana Fox")]
    };
    month.fill(UNREADABLE, &value("12"));
    let older = fs::read(month.book()).unwrap();
    assert!(month.decide(&[]).1.contains("1 decision added"));
    month.fill(UNREADABLE, &[("Value", "14")]);
    assert!(month.decide(&[]).1.contains("1 decision added"), "what was changed since is taken");
    fs::write(month.book(), older).unwrap();

    let (_, said) = month.decide(&[]);
    assert!(said.contains("0 decisions added"), "{said}");
    assert!(
        said.contains("taken as D1; D2 has overruled that since (Use this value: 14) and stands"),
        "{said}"
    );
    let out = month.path("out");
    let arguments = ["consolidate", "--period", PERIOD, "--out", out.to_str().unwrap(), "samples/2019-11"];
    let refused = month.ragbook(&arguments);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(2) && said.contains("D2 has overruled that since"), "{said}");
    fs::rename(month.book(), month.path("older.xlsx")).unwrap();
    month.consolidate();
    assert_eq!(month.measure("1.6a")["value"], "14");
}

/// A ledger is never shortened: a month that was asked for by mistake would stand in it for ever.
#[test]
fn a_month_of_which_only_other_months_returns_came_is_written_and_not_recorded() {
    let month = Month::consolidated();
    let recorded = fs::read(month.path("plan/history.csv")).unwrap();
    let out = month.path("wrong");
    let arguments = ["consolidate", "--period", "2020-01", "--out", out.to_str().unwrap(), "samples/2019-11"];
    let output = month.ragbook(&arguments);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("some are returns of another month. Is --period right?"), "{said}");
    assert!(out.join("2020-01-data/exceptions.csv").is_file());
    assert_eq!(fs::read(month.path("plan/history.csv")).unwrap(), recorded);
    // An edition would say of every measure that there is no value, and issues.csv would remember it.
    let from = ["--period", "2020-01", "--out", out.to_str().unwrap()];
    let output = month.ragbook(&[&["publish", "--edition", "dfe"], &from[..]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("no return of January 2020 could be used, and returns of another month came"),
        "{said}"
    );
    assert!(!month.path("plan/issues.csv").exists());
}

/// The key of the exception on Bev Hurst's two returns.
fn two_returns(month: &Month) -> String {
    let is_it = |row: &Row| row["code"] == "W05" && row["returner"] == "bev-hurst";
    month.data("exceptions").into_iter().find(is_it).unwrap()["key"].clone()
}

#[test]
fn the_return_that_the_officer_names_stands_and_the_other_one_is_listed_with_the_reason() {
    let month = Month::consolidated();
    let key = two_returns(&month);
    let of_bev = || {
        let rows = month.data("contributions").into_iter().filter(|row| row["returner"] == "bev-hurst");
        rows.map(|row| (row["file"].clone(), row["used"].clone())).collect::<Vec<_>>()
    };
    let used = |name: &str| of_bev().iter().any(|(file, used)| file == name && used == "yes");
    assert!(used("2019-11 Bev Hurst corrected.xlsx"));
    let choose = |value: &str, choice: &str| {
        let by = [("Reason", "The first one is right."), ("Decided by", "Dana Fox")];
        month.fill(&key, &[&[("Decision", choice), ("Value", value)], &by[..]].concat());
    };
    // What could be either, or is none, is not taken.
    choose("Bev Hurst", "Use this value");
    let (code, said) = month.decide(&[]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("Value says \"Bev Hurst\", which is none of these returns. Type \"2019-11 Bev Hurst"),
        "{said}"
    );
    choose("[x]", "Reject the return's value");
    assert!(month.decide(&[]).1.contains("Of two returns one has to stand."));
    choose(TWO_RETURNS, "Use this value");
    let (code, said) = month.decide(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("W05 of Bev Hurst: Use this value: 2019-11 Bev Hurst.xlsx (Dana Fox)"), "{said}");
    month.consolidate();
    assert!(used("2019-11 Bev Hurst.xlsx") && !used("2019-11 Bev Hurst corrected.xlsx"));
    let reference =
        month.data("contributions").into_iter().find(|row| row["returner"] == "bev-hurst").unwrap();
    let explained =
        month.ragbook(&["explain", &reference["ref"], "--period", PERIOD, "samples/2019-11"]).stdout;
    let explained = String::from_utf8(explained).unwrap();
    let why = "Dana Fox decided that 2019-11 Bev Hurst.xlsx stands (D1): The first one is right.";
    assert!(explained.contains(why), "{explained}");
    let told = month.exception(&key);
    assert_eq!(
        told["decision"],
        "2019-11 Bev Hurst.xlsx stands, decided by Dana Fox: The first one is right."
    );
    assert!(told["message"].contains("They differ in:"), "{}", told["message"]);
    assert_eq!(month.data("exceptions").iter().filter(|row| row["code"] == "W05").count(), 1);
    assert!(month.decide(&[]).1.contains("0 decisions added"));
}

#[test]
fn a_status_is_settled_and_what_no_decision_can_settle_says_what_to_do_instead() {
    let month = Month::consolidated();
    let status = "S10|paul-smith|2.3a|status|Complete";
    let by = [("Reason", "Not yet."), ("Decided by", "Dana Fox")];
    let use_this = |value| [&[("Decision", "Use this value"), ("Value", value)], &by[..]].concat();
    month.fill(status, &use_this("in progress"));
    month.fill("W07|fiona-oshaughnessy|||no return", &use_this("12"));
    month.fill("R07|hannah-myers|5.6|target_date|March 2020", &[&[("Decision", "Accept")], &by[..]].concat());
    month.fill(OPTIMISM, &[("Decision", "Withdraw the decision")]);
    let (code, said) = month.decide(&[]);
    assert_eq!(code, Some(1), "{said}");
    for why in [
        "D1   row",
        "Use this value: In progress (Dana Fox)",
        "so there is none to use or to reject. Choose Accept if it is as it should be",
        "choose Agreed there and run ragbook plan amend --from",
        "Nothing is decided here that could be taken back.",
        "1 decision added",
    ] {
        assert!(said.contains(why), "{why} in {said}");
    }
    month.consolidate();
    let action = month.data("actions").into_iter().find(|row| row["ref"] == "2.3").unwrap();
    assert_eq!((action["status"].as_str(), action["file"].as_str()), ("In progress", "decisions.csv"));
}

#[test]
fn a_request_that_was_not_agreed_is_remembered_with_who_and_why() {
    let month = Month::consolidated();
    let key = "R07|hannah-myers|5.6|target_date|March 2020";
    let filled = [("Decision", "Not agreed"), ("Reason", "No ground."), ("Decided by", "Board")];
    exceptions_sheet::fill_in(&month.book(), "Requested changes", "5.6", &filled);
    let amend = |more: &[&str]| {
        let book = month.book();
        let arguments = ["plan", "amend", "--from", book.to_str().unwrap(), "--date", "2019-12-12"];
        let output = month.ragbook(&[&arguments, more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = amend(&["--dry-run"]);
    assert!(code == Some(0) && said.contains("Noted in decisions.csv as not agreed: 1."), "{said}");
    assert!(!month.path("plan/decisions.csv").exists());
    assert_eq!(amend(&[]).0, Some(0));
    assert_eq!(month.ledger()[0]["key"], key);
    month.consolidate();
    let settled = month.exception(key);
    let decision = "Not agreed, the plan's date stands: decided by Board on 12 December 2019: No ground.";
    assert_eq!(settled["decision"], decision);
    // The sheet shows it, and taking the workbook again adds nothing.
    let (_, said) = amend(&[]);
    assert!(
        said.contains("not agreed, the plan stands (Board: No ground.)") && !said.contains("Noted"),
        "{said}"
    );
    assert!(month.decide(&[]).1.contains("0 decisions added"));
    assert_eq!(month.ledger().len(), 1);
}

#[test]
fn an_accepted_restatement_stands_from_the_next_month_on_and_changes_nothing_before() {
    use council::{Council, number, said};
    use ragbook::domain::Column;
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let days = |days| vec![("1.2a", Column::Value, number(days))];
    council.send("2024-01", "mara-quill", "2024-02-05", &days(19));
    let january = council.consolidate("2024-01", "reports");
    council.send("2024-02", "mara-quill", "2024-03-05", &days(17));
    let returned = council.returns("2024-02").join("mara-quill 2024-03-05.xlsx");
    exceptions_sheet::retype(&returned, "19 days (Jan 2024)", "18 days (Jan 2024)");
    council.consolidate("2024-02", "reports");
    let exceptions = || read(&work.path().join("reports/2024-02-data/exceptions.csv"));
    let restated = || exceptions().into_iter().find(|row| row["code"] == "T04").unwrap();
    assert!(
        restated()["message"].contains("the records say 19 days for January 2024"),
        "{}",
        restated()["message"]
    );
    let book = work.path().join("reports/2024-02-consolidated.xlsx");
    let filled = [("Decision", "Accept"), ("Reason", "Miscounted."), ("Decided by", "Dana Fox")];
    exceptions_sheet::fill(&book, &restated()["key"], &filled);
    let decide = || {
        let mut decide = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        let arguments =
            ["decide", "reports/2024-02-consolidated.xlsx", "--plan", "plan", "--on", "2024-03-08"];
        decide.current_dir(work.path()).args(arguments);
        said(&mut decide)
    };
    assert!(decide().contains("T04 1.2a of Mara Quill: Accept: 2024-01 18 days"), "{}", decide());
    let history = council.history();
    let february = council.consolidate("2024-02", "reports");
    assert_eq!(
        restated()["decision"],
        "18 days stands for January 2024 from next month on, accepted by Dana Fox: Miscounted."
    );
    assert_eq!(council.history(), history, "the original figure stays where it was");
    // Both months give the same bytes again.
    assert_eq!(council.consolidate("2024-02", "reports"), february);
    let again = council.consolidate("2024-01", "reports-again");
    assert!(january.iter().all(|(name, bytes)| again.get(name) == Some(bytes)));
    // Whoever verifies a month makes it again from the figures as they were restated by then.
    let verify = |month: &str| {
        let mut verify = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
        verify.current_dir(work.path()).args(["verify", &format!("reports/{month}-data"), "--plan", "plan"]);
        let told = said(verify.args(["--inputs", "came-back"]));
        assert!(told.contains("every output the same, byte for byte"), "{told}");
    };
    council.send("2024-03", "mara-quill", "2024-04-04", &days(15));
    council.consolidate("2024-03", "reports");
    for month in ["2024-02", "2024-03"] {
        verify(month);
    }
    // Restated figures stand in March; February sees January as it was.
    let last = |period: &str, out: &str| {
        let measures = read(&work.path().join(format!("{out}/{period}-data/measures.csv")));
        measures.into_iter().find(|row| row["ref"] == "1.2a").unwrap()["last_value"].clone()
    };
    assert_eq!(last("2024-02", "reports"), "19");
    // Without February in the ledger the last figure is January's.
    let only_january: Vec<u8> = {
        let text = String::from_utf8(history).unwrap();
        let kept = text.lines().enumerate().filter(|(at, line)| *at == 0 || line.contains(",2024-01,"));
        kept.flat_map(|(_, line)| format!("{line}\n").into_bytes()).collect()
    };
    fs::write(council.plan().join("history.csv"), only_january).unwrap();
    fs::create_dir_all(council.returns("2024-03")).unwrap();
    council.send("2024-03", "mara-quill", "2024-04-05", &days(16));
    council.consolidate("2024-03", "reports");
    assert_eq!(last("2024-03", "reports"), "18");
}
