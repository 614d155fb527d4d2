//! Layouts through the real binary: a made workbook of an illustrative council, with captions in two rows, is read like the
//! form; without its layout it is no return; and where two layouts read one row differently, neither is used.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

const RETURN: &str = "tests/data/layouts/two-row-captions.xlsx";
const EXAMPLE: &str = include_str!("../templates/layouts/two-row-captions.toml");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Exit status and output.
fn ragbook(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("ragbook").unwrap();
    let output = command.current_dir(root()).env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

/// A folder for `--templates` with these layouts.
fn templates(layouts: &[(&str, &str)]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("templates/return.toml"), folder.path().join("return.toml")).unwrap();
    std::fs::create_dir(folder.path().join("layouts")).unwrap();
    for (name, text) in layouts {
        std::fs::write(folder.path().join("layouts").join(name), text).unwrap();
    }
    let path = folder.path().to_string_lossy().into_owned();
    (folder, path)
}

/// contributions.csv of the made workbook or of the issued form, without what tells where a value stood.
fn contributions(returned: &str) -> Vec<Vec<String>> {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().to_string_lossy().into_owned();
    let (code, said) = ragbook(&[
        "consolidate",
        "--trial",
        "--templates",
        "templates",
        "--plan",
        "samples/plan",
        "--period",
        "2019-11",
        "--out",
        &to,
        returned,
    ]);
    assert!(code < 2, "{said}");
    let path: PathBuf = out.path().join("2019-11-data/contributions.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let place = ["file", "sheet", "cell", "sha256"];
    let kept: Vec<bool> = reader.headers().unwrap().iter().map(|h| !place.contains(&h)).collect();
    let row = |row: csv::StringRecord| {
        row.iter().zip(&kept).filter(|(_, k)| **k).map(|(v, _)| v.to_owned()).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_layout_gives_the_same_values_as_the_form() {
    let made = contributions(RETURN);
    assert!(made.iter().any(|row| row.iter().any(|field| field == "1.4a")), "{made:?}");
    assert_eq!(made, contributions("samples/2019-11/2019-11 Joe Banham.xlsx"));
}

#[test]
fn try_tells_what_answers_to_what_and_whose_it_is() {
    let (code, said) =
        ragbook(&["layout", "try", "--templates", "templates", "--plan", "samples/plan", RETURN]);
    assert_eq!(code, 0, "{said}");
    for line in [
        "Sheet \"Monitoring\": Progress, by the layout \"Two rows of captions (illustrative council)\"; captions in row 9",
        "C9  This month / Where we are  is \"Status\"",
        "rows with a ref beneath: 4",
        "Label \"Reporting period\": November 2019",
        "Return from: Joe Banham",
        "Measures: 6 of 6 rows would be merged",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn without_its_layout_it_is_no_return() {
    let (code, said) = ragbook(&["layout", "try", RETURN]);
    assert_eq!(code, 1);
    assert!(said.contains("No row answers") && said.contains("Layouts known: none"), "{said}");
    let (code, said) = ragbook(&["check", "--plan", "samples/plan", "--period", "2019-11", RETURN]);
    assert!(code == 1 && said.contains("F04"), "{said}");
}

#[test]
fn two_layouts_that_read_differently_are_told_and_neither_is_used() {
    let other = EXAMPLE
        .replace("Two rows of captions (illustrative council)", "Another council")
        .replace("\"This month / Done by\"", "\"Nothing\"")
        .replace("own_rag = [\"This month / Colour\"]", "forecast = [\"This month / Colour\"]")
        .replacen("forecast = [\"Nothing\"]\n", "", 1);
    let (_keep, folder) = templates(&[("a.toml", EXAMPLE), ("b.toml", &other)]);
    let arguments =
        ["check", "--templates", &folder, "--plan", "samples/plan", "--period", "2019-11", RETURN];
    let (code, said) = ragbook(&arguments);
    assert!(code == 1 && said.contains("L02") && said.contains("Another council"), "{said}");
    let (code, said) = ragbook(&["layout", "try", "--templates", &folder, RETURN]);
    assert!(code == 1 && said.contains("which read it differently; the table is not read"), "{said}");
    // A layout that says nothing else is no rival.
    let same = EXAMPLE.replace("(illustrative council)", "again");
    let (_keep, folder) = templates(&[("a.toml", EXAMPLE), ("b.toml", &same)]);
    assert_eq!(ragbook(&["layout", "try", "--templates", &folder, RETURN]).0, 0);
}

#[test]
fn the_issued_form_is_read_as_ever_beside_layouts() {
    let form = "samples/2019-11/2019-11 Joe Banham.xlsx";
    let with = ragbook(&[
        "check",
        "--templates",
        "templates",
        "--plan",
        "samples/plan",
        "--period",
        "2019-11",
        form,
    ]);
    let without = ragbook(&["check", "--plan", "samples/plan", "--period", "2019-11", form]);
    assert_eq!(with, without);
}

#[test]
fn a_layout_with_a_gap_is_refused_with_its_file() {
    let (_keep, folder) = templates(&[("a.toml", &EXAMPLE.replace("ref = [\"Action no\"]", ""))]);
    let (code, said) = ragbook(&["layout", "try", "--templates", &folder, RETURN]);
    assert!(
        code == 2 && said.contains("a.toml") && said.contains("[progress] needs ref and status"),
        "{said}"
    );
}
