//! `samples/year/` is exactly what the program that makes it makes, and a review of it can be written.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[expect(dead_code, reason = "its main belongs to `cargo run --example make_year`")]
#[path = "../examples/make_year/main.rs"]
mod make_year;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |e: fs::DirEntry| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap());
    fs::read_dir(folder).unwrap().map(|e| entry(e.unwrap())).collect()
}

#[test]
fn the_sample_year_is_what_its_program_makes_and_says_that_it_is_made_up() {
    let made = tempfile::tempdir().unwrap();
    make_year::make(made.path(), make_year::MONTHS).unwrap();
    let kept = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/year"));
    let new = files(made.path());
    assert_eq!(new.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (name, bytes) in &new {
        assert!(kept[name] == *bytes, "{name}: run `cargo run --example make_year`");
    }
    // Nobody's real words: every commentary, evidence, note and reason says so.
    let mut reader = csv::Reader::from_reader(kept["history.csv"].as_slice());
    let columns = reader.headers().unwrap().clone();
    let free = ["commentary", "evidence", "note"].map(|name| columns.iter().position(|c| c == name).unwrap());
    for record in reader.records().map(Result::unwrap) {
        for text in free.iter().map(|column| &record[*column]).filter(|text| !text.is_empty()) {
            assert!(text.to_lowercase().contains("illustrative data"), "{text}");
        }
    }
}

#[test]
fn the_review_of_the_sample_year_shows_thirteen_months_and_xmr() {
    let out = tempfile::tempdir().unwrap();
    let mut ragbook = std::process::Command::new(env!("CARGO_BIN_EXE_ragbook"));
    ragbook.current_dir(env!("CARGO_MANIFEST_DIR")).args(["review", "--plan", "samples/year"]);
    let done =
        ragbook.args(["--from", "2019-10", "--to", "2020-10", "--out"]).arg(out.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.contains("13 in the records") && !told.contains("missing"), "{told}");
    let measures = out.path().join("2019-10-to-2020-10-review-data/measures.csv");
    let mut reader = csv::Reader::from_path(measures).unwrap();
    let xmr = reader.headers().unwrap().iter().position(|column| column == "xmr").unwrap();
    assert!(reader.records().any(|record| record.unwrap()[xmr].contains("special cause")));
}
