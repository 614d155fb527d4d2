//! Month after month through the real binary, on a small plan: what `history.csv` remembers, what the next month makes of it,
//! and that nothing of an earlier month changes unless its returns do.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use council::table::rows;
use council::{Council, Listing, date, number, said, stderr, text};
use ragbook::domain::Column;

/// January with returns from Mara and Otis, February and March from Mara alone; the Youth Trust never answers.
struct Quarter {
    _work: tempfile::TempDir,
    council: Council,
    months: BTreeMap<&'static str, Listing>,
}

fn mara(council: &Council, period: &str, completed: &str, days: u32) {
    let answers = [
        ("1.2", Column::Status, text("In progress")),
        ("1.2", Column::Forecast, date("2024-03-31")),
        ("1.2", Column::Commentary, text("=Two \"teams\",\nthen three")),
        ("1.2a", Column::Value, number(days)),
        ("1.2b", Column::Numerator, number(30)),
        ("1.2b", Column::Denominator, number(60)),
        ("1.10", Column::Status, text("In progress")),
        ("1.10a", Column::Value, number(4)),
    ];
    council.send(period, "mara-quill", completed, &answers);
}

fn otis(council: &Council, period: &str, completed: &str) {
    let answers = [
        ("1.1", Column::Status, text("In progress")),
        ("1.1", Column::Commentary, text("Two hubs are open")),
        ("1.2b", Column::Numerator, number(40)),
        ("1.2b", Column::Denominator, number(50)),
        ("1.10", Column::Status, text("Not started")),
        ("1.10a", Column::Value, number(5)),
    ];
    council.send(period, "otis-fenn", completed, &answers);
}

impl Quarter {
    fn new() -> Self {
        let work = tempfile::tempdir().unwrap();
        let council = Council::new(work.path());
        let mut months = BTreeMap::new();
        mara(&council, "2024-01", "2024-02-05", 19);
        otis(&council, "2024-01", "2024-02-05");
        months.insert("2024-01", council.consolidate("2024-01", "reports/2024-01"));
        mara(&council, "2024-02", "2024-03-05", 22);
        months.insert("2024-02", council.consolidate("2024-02", "reports/2024-02"));
        mara(&council, "2024-03", "2024-04-05", 15);
        months.insert("2024-03", council.consolidate("2024-03", "reports/2024-03"));
        Self { _work: work, council, months }
    }

    /// The row of a data file with this ref.
    fn row(&self, month: &str, file: &str, reference: &str) -> BTreeMap<String, String> {
        of(&self.months[month], month, file, reference)
    }
}

fn of(outputs: &Listing, month: &str, file: &str, reference: &str) -> BTreeMap<String, String> {
    let all = rows(&outputs[&format!("{month}-data/{file}.csv")]);
    all.into_iter().find(|row| row["ref"] == reference).unwrap()
}

/// A sheet of a workbook as rows of text.
fn sheet(workbook: &Path, name: &str) -> Vec<Vec<String>> {
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The row of a sheet that names this ref in this column.
fn row_of(workbook: &Path, name: &str, column: usize, reference: &str) -> Vec<String> {
    sheet(workbook, name).into_iter().find(|row| row[column] == reference).unwrap()
}

#[test]
fn a_month_knows_the_months_before_it() {
    let quarter = Quarter::new();
    let measure = quarter.row("2024-02", "measures", "1.2a");
    assert_eq!(
        [&*measure["last_value"], &measure["last_period"], &measure["direction"]],
        ["19", "2024-01", "worse"]
    );
    let carried = quarter.row("2024-02", "actions", "1.1");
    assert_eq!([&*carried["carried_forward"], &carried["status"]], ["yes", "In progress"]);
    assert_eq!([&*carried["commentary"], &carried["file"]], ["Two hubs are open", ""]);
    assert!(carried["delivery_reason"].contains("these are the answers of January 2024"), "{carried:?}");
    // Answers are carried forward for one period in this plan.
    assert_eq!(quarter.row("2024-03", "actions", "1.1")["carried_forward"], "no");
    let missing = rows(&quarter.months["2024-03"]["2024-03-data/exceptions.csv"]);
    let of = |lead: &str| missing.iter().find(|e| e["code"] == "W07" && e["returner"] == lead).unwrap();
    let youth_trust = of("harbour-youth-trust");
    assert_eq!([&*youth_trust["first_raised"], &youth_trust["times_raised"]], ["2024-01", "3"]);
    assert_eq!([&*of("otis-fenn")["first_raised"], &of("otis-fenn")["times_raised"]], ["2024-02", "2"]);

    let march = quarter.council.work.join("reports/2024-03/2024-03-consolidated.xlsx");
    assert_eq!(row_of(&march, "Attention", 1, "1.1")[6], "Red for 3 months");
    let why = row_of(&march, "Actions", 0, "1.1").swap_remove(10);
    assert!(why.starts_with("Delivery, Red for 3 months: ") && why.contains("it was due"), "{why}");
    let february = quarter.council.work.join("reports/2024-02/2024-02-consolidated.xlsx");
    assert_eq!(row_of(&february, "Actions", 0, "1.1")[5], "In progress [f] from Jan 2024");
    let worse = sheet(&february, "Movement").into_iter().filter(|row| row[5] == "Worse").count();
    let got_worse = row_of(&february, "Summary", 0, "All").swap_remove(11);
    let of_delivery =
        sheet(&february, "Movement").into_iter().filter(|row| row[5] == "Worse" && row[2] == "Delivery");
    assert_eq!(got_worse, of_delivery.count().to_string(), "of {worse} that got worse");
    let mut explain = quarter.council.ragbook("explain", "2024-03");
    let explained = said(explain.arg("1.1").arg(quarter.council.returns("2024-03")));
    assert!(explained.contains("For: 3 months, this one included"), "{explained}");

    // Without the returns: the same words from the set, and from the records what they hold.
    let mut explain = quarter.council.ragbook("explain", "2024-03");
    assert_eq!(said(explain.args(["1.1", "--from", "reports/2024-03"])), explained);
    let recorded = said(quarter.council.ragbook("explain", "2024-03").arg("1.1"));
    let why = explained.lines().find(|line| line.contains("Why:")).unwrap();
    assert!(recorded.contains(why) && recorded.contains("For: 3 months, this one included"), "{recorded}");
    let unknown = quarter.council.ragbook("explain", "2024-04").arg("1.1").output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("has not been consolidated yet"));
}

#[test]
fn each_lead_is_sent_their_own_last_answers_with_their_month() {
    let quarter = Quarter::new();
    let work = &quarter.council.work;
    said(quarter.council.ragbook("issue", "2024-03").args(["--out", "to-send"]));
    let form = |lead: &str| work.join(format!("to-send/2024-03 {lead}.xlsx"));
    let last_value = |lead: &str, reference: &str| row_of(&form(lead), "Measures", 0, reference)[5].clone();
    let last_month = |lead: &str, reference: &str| row_of(&form(lead), "Progress", 0, reference)[4].clone();
    assert_eq!(last_value("Mara Quill", "1.10a"), "4 (Feb 2024)");
    assert_eq!(last_value("Otis Fenn", "1.10a"), "5 (Jan 2024)");
    assert_eq!(last_value("Mara Quill", "1.2b"), "50% (Feb 2024)");
    assert_eq!(last_value("Otis Fenn", "1.2b"), "80% (Jan 2024)");
    assert_eq!(last_value("Otis Fenn", "1.1a"), "none yet");
    assert!(
        last_month("Mara Quill", "1.10").starts_with("In progress, "),
        "{}",
        last_month("Mara Quill", "1.10")
    );
    assert!(last_month("Otis Fenn", "1.10").starts_with("Not started, "));
    assert!(last_month("Otis Fenn", "1.1").ends_with("(Jan 2024)"), "{}", last_month("Otis Fenn", "1.1"));
}

#[test]
fn a_month_run_again_after_later_ones_gives_the_same_bytes_and_adds_nothing() {
    let quarter = Quarter::new();
    let before = quarter.council.history();
    for (month, outputs) in &quarter.months {
        assert!(quarter.council.consolidate(month, "again") == *outputs, "{month} differs");
        fs::remove_dir_all(quarter.council.work.join("again")).unwrap();
    }
    assert!(quarter.council.history() == before);
    let manifest: serde_json::Value =
        serde_json::from_slice(&quarter.months["2024-01"]["2024-01-data/run.json"]).unwrap();
    assert_eq!(manifest["ledgers"], serde_json::json!([]), "the first month uses no earlier one");
    let manifest: serde_json::Value =
        serde_json::from_slice(&quarter.months["2024-02"]["2024-02-data/run.json"]).unwrap();
    assert_eq!(manifest["ledgers"][0]["file"], "history.csv");
}

#[test]
fn a_corrected_return_is_a_revision_that_the_next_month_sees_and_marks() {
    let quarter = Quarter::new();
    let before = quarter.council.history();
    mara(&quarter.council, "2024-02", "2024-03-20", 17);
    quarter.council.consolidate("2024-02", "corrected");
    let after = quarter.council.history();
    assert!(after.starts_with(&before), "what stood in the ledger stays");
    let added = rows(&after).split_off(rows(&before).len());
    assert!(added.iter().all(|row| row["period"] == "2024-02" && row["revision"] == "2"));
    let march = quarter.council.consolidate("2024-03", "march");
    let measure = of(&march, "2024-03", "measures", "1.2a");
    assert_eq!([&*measure["last_value"], &measure["last_period"]], ["17", "2024-02"]);
    let workbook = quarter.council.work.join("march/2024-03-consolidated.xlsx");
    assert_eq!(row_of(&workbook, "Measures", 0, "1.2a")[11], "whole; last [r]");
    let lines: Vec<String> = sheet(&workbook, "Measures").into_iter().map(|mut row| row.remove(0)).collect();
    assert!(lines.iter().any(|line| line.contains("[r] = revised")), "{lines:?}");
    // January knows nothing of it.
    assert!(quarter.council.consolidate("2024-01", "january") == quarter.months["2024-01"]);
}

#[test]
fn a_trial_writes_the_same_outputs_and_leaves_the_ledger() {
    let quarter = Quarter::new();
    let before = quarter.council.history();
    mara(&quarter.council, "2024-03", "2024-04-20", 11);
    let trial = quarter.council.consolidating("2024-03", "trial").arg("--trial").output().unwrap();
    assert!(String::from_utf8_lossy(&trial.stdout).contains("a trial: history.csv is left as it is"));
    assert!(quarter.council.history() == before);
    let real = quarter.council.consolidate("2024-03", "real");
    assert!(real == council::listing(&quarter.council.work.join("trial")));
    assert_ne!(quarter.council.history(), before);
}

#[test]
fn texts_come_back_exactly_and_persons_stay_masked() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let typed = "=Two \"teams\",\nthen three. Born 12/03/2015: Jamie Example";
    let answers = [("1.2", Column::Status, text("In progress")), ("1.2", Column::Commentary, text(typed))];
    council.send("2024-01", "mara-quill", "2024-02-05", &answers);
    let outputs = council.consolidate("2024-01", "reports");
    let ledger = String::from_utf8(council.history()).unwrap();
    assert!(ledger.contains("\"'=Two \"\"teams\"\",\nthen three."), "{ledger}");
    assert!(!ledger.contains("12/03/2015"), "a date of birth is kept");
    assert!(of(&outputs, "2024-01", "actions", "1.2")["commentary"].contains("then three."));
}

#[test]
fn a_ledger_that_ragbook_did_not_write_stops_every_command_and_nothing_changes() {
    let quarter = Quarter::new();
    let path = quarter.council.plan().join("history.csv");
    let spoilt = String::from_utf8(quarter.council.history()).unwrap().replacen(",Red,", ",Purple,", 1);
    fs::write(&path, &spoilt).unwrap();
    let line = 1 + spoilt[..spoilt.find("Purple").unwrap()].matches('\n').count();
    for command in ["consolidate", "check", "chase", "feedback", "explain", "issue"] {
        let mut ragbook = quarter.council.ragbook(command, "2024-04");
        match command {
            "issue" => ragbook.args(["--out", "none"]),
            "explain" => ragbook.arg("1.1").arg("came-back/2024-03"),
            "consolidate" | "feedback" => ragbook.args(["--out", "none", "came-back/2024-03"]),
            _ => ragbook.arg("came-back/2024-03"),
        };
        let ran = ragbook.output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{command}");
        let message = stderr(&ran);
        assert!(message.contains("\"Purple\" is not a rating"), "{command}: {message}");
        assert!(message.contains("history.csv, line ") && message.contains("last good copy"), "{message}");
        assert!(line > 1);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), spoilt);
    assert!(!quarter.council.work.join("none").exists());
}

#[test]
fn a_plan_workbook_has_its_ledger_beside_it() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    mara(&council, "2024-01", "2024-02-05", 19);
    fs::create_dir(work.path().join("book")).unwrap();
    said(std::process::Command::new(env!("CARGO_BIN_EXE_ragbook")).current_dir(work.path()).args([
        "plan",
        "convert",
        "--plan",
        "plan",
        "book/plan.xlsx",
    ]));
    let mut consolidate = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
    consolidate.current_dir(work.path().join("book")).args(["consolidate", "--plan", "plan.xlsx"]);
    said(consolidate.args(["--period", "2024-01", "--out", "out", "../came-back/2024-01"]));
    assert!(work.path().join("book/history.csv").exists());
    assert!(council.history().is_empty());
}

#[test]
#[cfg(unix)]
fn two_runs_do_not_interleave_and_a_lock_left_behind_is_told_and_taken_over() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    mara(&council, "2024-01", "2024-02-05", 19);
    let path = council.plan().join(".ragbook.lock");
    fs::write(&path, "process 4711\n").unwrap();
    let held = fs::File::open(&path).unwrap();
    held.lock().unwrap();
    let ran = council.consolidating("2024-01", "out").output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(
        stderr(&ran).contains("another ragbook (process 4711) is working with the ledgers"),
        "{}",
        stderr(&ran)
    );
    assert!(!work.path().join("out").exists());
    drop(held);
    let mut ragbook = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
    ragbook.current_dir(work.path()).args([
        "consolidate",
        "--plan",
        "plan",
        "--period",
        "2024-01",
        "--out",
        "out",
    ]);
    let ran = ragbook.arg(council.returns("2024-01")).output().unwrap();
    assert!(
        ran.status.success() && stderr(&ran).contains("An earlier run (process 4711) was stopped"),
        "{}",
        stderr(&ran)
    );
    assert!(!path.exists());
}

/// A limit on the size of a file stands for a disk that is full: writing beyond it fails.
#[test]
#[cfg(unix)]
fn a_full_disk_or_a_folder_that_cannot_be_written_leaves_everything_as_it_was() {
    let quarter = Quarter::new();
    let council = &quarter.council;
    council.consolidate("2024-03", "reports/2024-03");
    mara(council, "2024-03", "2024-04-20", 11);
    let (before, ledger) = (council::listing(&council.work.join("reports")), council.history());
    let ends = |script: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.current_dir(&council.work).arg("-c").arg(format!("{script} exec \"$0\" \"$@\""));
        shell.arg(env!("CARGO_BIN_EXE_ragbook")).args([
            "consolidate",
            "--plan",
            "plan",
            "--period",
            "2024-03",
        ]);
        shell.args(["--out", "reports/2024-03", "came-back/2024-03"]).output().unwrap()
    };
    // Blocks of 512 bytes: nothing at all, part of the ledger, part of the workbook.
    for blocks in [0, 1, 20, 40] {
        let ran = ends(&format!("trap '' XFSZ; ulimit -f {blocks};"));
        assert_eq!(ran.status.code(), Some(2), "{blocks}: {}", stderr(&ran));
        assert!(council::listing(&council.work.join("reports")) == before, "{blocks}: outputs changed");
        assert!(council.history() == ledger, "{blocks}: the ledger changed");
    }
    // Where no lock can be taken, as in a folder that may only be read.
    fs::create_dir(council.plan().join(".ragbook.lock")).unwrap();
    let ran = ends("");
    assert_eq!(ran.status.code(), Some(2));
    assert!(stderr(&ran).contains("--trial"), "{}", stderr(&ran));
    assert!(council::listing(&council.work.join("reports")) == before && council.history() == ledger);
    fs::remove_dir(council.plan().join(".ragbook.lock")).unwrap();
    assert!(ends("").status.success());
}
