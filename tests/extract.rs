//! `ragbook extract` and `consolidate --answers` through the real binary: parts read anywhere, in any order, some of them
//! twice, give the same bytes as one run; and nothing damaged, lost or read for something else is taken.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod council;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use council::{Council, copy, date, listing, number, said, stderr, text};
use ragbook::domain::Column;

fn ragbook(work: &Path, arguments: &[&str]) -> Command {
    let mut ragbook = Command::new(env!("CARGO_BIN_EXE_ragbook"));
    ragbook.current_dir(work).env("NO_COLOR", "1").args(arguments);
    ragbook
}

/// The samples with a few awkward files among them: a second folder, an archive, a copy, litter, rubbish.
fn samples(work: &Path) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    copy(&root.join("plan"), &work.join("plan"));
    copy(&root.join("2019-11"), &work.join("back"));
    let mut returns: Vec<PathBuf> =
        fs::read_dir(work.join("back")).unwrap().map(|e| e.unwrap().path()).collect();
    returns.sort();
    fs::create_dir(work.join("back/late")).unwrap();
    fs::rename(&returns[3], work.join("back/late").join(returns[3].file_name().unwrap())).unwrap();
    fs::copy(&returns[0], work.join("back/late/copy.xlsx")).unwrap();
    fs::write(work.join("back/~$lock.xlsx"), "lock").unwrap();
    fs::write(work.join("back/rubbish.xlsx"), "rubbish").unwrap();
    fs::write(work.join("back/empty.csv"), "").unwrap();
    let mut files: Vec<PathBuf> =
        listing(&work.join("back")).keys().map(|name| work.join("back").join(name)).collect();
    files.sort();
    files
}

const MONTH: [&str; 4] = ["--plan", "plan", "--period", "2019-11"];

fn extracted(work: &Path, files: &[&PathBuf], into: &str) {
    let mut extract = ragbook(work, &["extract", "--below", "back", "--quiet"]);
    let output = extract.args(MONTH).args(files).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    fs::write(work.join(into), output.stdout).unwrap();
}

fn consolidated(work: &Path, out: &str, from: &[&str]) -> Output {
    let mut consolidate = ragbook(work, &["consolidate", "--trial", "--quiet", "--out", out]);
    consolidate.args(MONTH).args(from).output().unwrap()
}

#[test]
fn eight_parts_in_any_order_give_the_same_bytes_as_one_run() {
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    let files = samples(work);
    assert!(consolidated(work, "one", &["back"]).status.success());
    for part in 0..8 {
        // Every part has its own files, and one that another part has too.
        let own = files.iter().enumerate().filter(|(n, _)| n % 8 == part || n % 11 == part).map(|(_, f)| f);
        extracted(work, &own.collect::<Vec<_>>(), &format!("part-{part}.ndjson"));
    }
    let parts: Vec<String> = [5, 2, 7, 0, 3, 1, 6, 4, 2].iter().map(|n| format!("part-{n}.ndjson")).collect();
    let from: Vec<&str> = parts.iter().flat_map(|part| ["--answers", part]).collect();
    let output = consolidated(work, "eight", &from);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(listing(&work.join("one")) == listing(&work.join("eight")), "eight parts differ from one run");
    // All lines in one file, sorted by whatever engine joined them, and half of the returns read here and now.
    let mut lines: Vec<String> = parts
        .iter()
        .flat_map(|part| {
            fs::read_to_string(work.join(part)).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    lines.sort();
    fs::write(work.join("all.ndjson"), lines.join("\n") + "\n").unwrap();
    let output = consolidated(work, "mixed", &["--answers", "all.ndjson", "back"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        listing(&work.join("one")) == listing(&work.join("mixed")),
        "answers and returns differ from one run"
    );
}

#[test]
fn nothing_damaged_lost_or_read_for_something_else_is_taken() {
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    let files = samples(work);
    extracted(work, &files.iter().take(4).collect::<Vec<_>>(), "good.ndjson");
    let good = fs::read_to_string(work.join("good.ndjson")).unwrap();
    let lines: Vec<&str> = good.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 4);
    let refused = |name: &str, text: &str, says: &str| {
        fs::write(work.join("bad.ndjson"), text).unwrap();
        let output = consolidated(work, "out", &["--answers", "bad.ndjson"]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{name} said {}", stderr(&output));
        assert!(listing(&work.join("out")).is_empty(), "{name} wrote something");
    };
    refused(
        "one character",
        &good.replacen("\"rubbish", "\"rubbisj", 1).replacen("xlsx", "xlsy", 1),
        "line 1 is not as ragbook wrote it",
    );
    refused("cut off", &good[..good.len() - 1], "line 4 is not as ragbook wrote it");
    refused("a line lost", &lines[..3].concat(), "1 of the 4 lines of one extraction are missing");
    refused("nothing", "", "it holds no line");
    refused("another schema", "{\"schema\":\"ragbook.answers/9\"}\n", "its schema is ragbook.answers/9");
    refused("an empty line", &format!("{good}\n"), "line 5");
    // The same name, other bytes.
    fs::write(work.join("back").join(files[0].file_name().unwrap()), "other").unwrap();
    fs::copy(work.join("good.ndjson"), work.join("bad.ndjson")).unwrap();
    let output = consolidated(work, "out", &["--answers", "bad.ndjson", "back"]);
    assert!(stderr(&output).contains("two different files are called"), "{}", stderr(&output));
    // Another month, and another plan.
    let mut other =
        ragbook(work, &["consolidate", "--trial", "--out", "out", "--plan", "plan", "--period", "2019-12"]);
    let output = other.args(["--answers", "good.ndjson"]).output().unwrap();
    assert!(
        stderr(&output).contains("extracted for November 2019, and this is December 2019"),
        "{}",
        stderr(&output)
    );
    let plan = work.join("plan/leads.csv");
    fs::write(&plan, fs::read_to_string(&plan).unwrap() + "\n").unwrap();
    let output = consolidated(work, "out", &["--answers", "good.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("extracted for plan version"), "{}", stderr(&output));
}

#[test]
fn nothing_personal_stands_in_what_was_extracted() {
    let work = tempfile::tempdir().unwrap();
    let council = Council::new(work.path());
    let personal = ["943 476 5919", "jane.roe@example.org", "07700 900123"];
    let told = format!("Mum of {} writes from {}, call {}.", personal[0], personal[1], personal[2]);
    let answers = [
        ("1.2", Column::Status, text("In progress")),
        ("1.2", Column::Commentary, text(&told)),
        ("1.2", Column::Evidence, text(&told)),
        ("1.2", Column::Forecast, text(&told)),
        ("1.2a", Column::Value, text(&told)),
        ("1.2a", Column::Note, text(&told)),
    ];
    council.send("2024-01", "mara-quill", "2024-02-05", &answers);
    let mut extract = council.ragbook("extract", "2024-01");
    let lines = said(extract.arg(council.returns("2024-01")));
    for secret in personal {
        assert!(!lines.contains(secret) && !lines.contains(&secret.replace(' ', "")), "{secret} in {lines}");
    }
    assert!(lines.contains("Mum of"), "{lines}");
    // And they give what the return gives.
    fs::write(work.path().join("a.ndjson"), &lines).unwrap();
    let mut one = council.ragbook("consolidate", "2024-01");
    said(one.args(["--trial", "--out", "one"]).arg(council.returns("2024-01")));
    let mut two = council.ragbook("consolidate", "2024-01");
    said(two.args(["--trial", "--out", "two", "--answers", "a.ndjson"]));
    assert!(listing(&work.path().join("one")) == listing(&work.path().join("two")));
    // An extraction of nothing is one too.
    fs::create_dir(work.path().join("none")).unwrap();
    let none = said(council.ragbook("extract", "2024-01").arg("none"));
    assert_eq!(none.lines().count(), 1);
    fs::write(work.path().join("none.ndjson"), none).unwrap();
    let mut three = council.ragbook("consolidate", "2024-01");
    said(three.args(["--trial", "--out", "three", "--answers", "none.ndjson", "--answers", "a.ndjson"]));
    assert!(listing(&work.path().join("one")) == listing(&work.path().join("three")));
    let _ = (date("2024-01-01"), number(1));
}
