//! Every problem planted in the sample returns is raised, once, at its cell; the counts add up.

use super::table::{Row, read};
use super::{Consolidated, root};

fn fits(exception: &Row, planted: &Row) -> bool {
    // A problem without a file (nobody sent one) is looked for by its code and returner.
    let same = |column: &str| planted[column].is_empty() || exception[column] == planted[column];
    let returner = planted["code"] == "M01" || exception["returner"] == planted["returner"];
    exception["code"] == planted["code"] && same("file") && same("sheet") && same("cell") && returner
}

#[test]
fn each_planted_problem_is_raised_once_at_its_cell() {
    let month = Consolidated::samples();
    let exceptions = month.table("exceptions.csv");
    for planted in read(&root().join("samples/planted.csv")) {
        let raised: Vec<_> = exceptions.iter().filter(|e| fits(e, &planted)).collect();
        // The two versions of one return are one exception, at either file.
        assert_eq!(raised.len(), 1, "{planted:?}\n{raised:#?}");
    }
}

#[test]
fn the_counts_of_files_and_exceptions_add_up() {
    let month = Consolidated::samples();
    let (returns, exceptions) = (month.table("returns.csv"), month.table("exceptions.csv"));
    let files = std::fs::read_dir(root().join("samples/2019-11")).unwrap().count();
    assert_eq!(returns.len(), files, "one row for each file met");
    let state = |word: &str| returns.iter().filter(|r| r["state"] == word).count();
    let line = format!(
        "{files} met: {} read, {} refused, {} duplicate, {} skipped",
        state("read"),
        state("refused"),
        state("duplicate"),
        state("skipped")
    );
    assert!(month.stdout.contains(&line), "{line}\n{}", month.stdout);
    let severity = |word: &str| exceptions.iter().filter(|e| e["severity"] == word).count();
    let (errors, queries, notes) = (severity("error"), severity("query"), severity("note"));
    assert_eq!(errors + queries + notes, exceptions.len());
    assert!(
        month.stdout.contains(&format!("{errors} errors, {queries} queries, {notes} notes")),
        "{}",
        month.stdout
    );
    for (column, word) in [("errors", "error"), ("queries", "query"), ("notes", "note")] {
        let of_files: usize = returns.iter().map(|r| r[column].parse::<usize>().unwrap()).sum();
        let with_file = exceptions.iter().filter(|e| e["severity"] == word && !e["file"].is_empty()).count();
        assert_eq!(of_files, with_file, "{column} in returns.csv");
    }
}

#[test]
fn nothing_is_half_written_when_it_cannot_be_done() {
    let out = tempfile::tempdir().unwrap();
    super::ragbook()
        .args([
            "consolidate",
            "--trial",
            "--plan",
            "samples/plan",
            "--period",
            "2019-11",
            "no/such/folder",
            "--out",
        ])
        .arg(out.path())
        .assert()
        .code(2);
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn strict_ends_with_one_and_plain_with_nought() {
    let out = tempfile::tempdir().unwrap();
    let mut strict = super::ragbook();
    strict.args([
        "consolidate",
        "--trial",
        "--plan",
        "samples/plan",
        "--period",
        "2019-11",
        "--strict",
        "samples/2019-11",
    ]);
    strict.arg("--out").arg(out.path()).assert().code(1);
    let mut check = super::ragbook();
    check
        .args(["check", "--plan", "samples/plan", "--period", "2019-11", "samples/2019-11"])
        .assert()
        .code(1);
}
