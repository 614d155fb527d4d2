//! The month on a second, quite different plan: nothing of the first council's stands in the program.

use std::fs;

use super::ragbook;
use super::table::read;

#[test]
fn a_blank_month_of_another_council_runs_from_issue_to_workbook() {
    let work = tempfile::tempdir().unwrap();
    let (sent, out) = (work.path().join("sent"), work.path().join("out"));
    let plan = ["--plan", "tests/plans/harbour"];
    ragbook().args(["plan", "check"]).args(plan).assert().code(0);
    ragbook().args(["issue", "--period", "2024-03", "--out"]).arg(&sent).args(plan).assert().code(0);
    let issued = fs::read_dir(&sent).unwrap().count();
    assert!(issued > 1);
    ragbook()
        .args(["consolidate", "--trial", "--period", "2024-03", "--out"])
        .arg(&out)
        .arg(&sent)
        .args(plan)
        .assert()
        .code(0);
    let data = out.join("2024-03-data");
    let returns = read(&data.join("returns.csv"));
    assert_eq!(returns.iter().filter(|r| r["state"] == "read").count(), issued);
    // Nobody typed anything: no figure, no contribution, and no error but what is missing.
    assert!(read(&data.join("contributions.csv")).is_empty());
    assert!(read(&data.join("measures.csv")).iter().all(|r| r["value"].is_empty()));
    for exception in read(&data.join("exceptions.csv")) {
        assert_ne!(exception["severity"], "error", "{exception:?}");
    }
}
