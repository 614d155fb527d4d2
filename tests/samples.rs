//! The sample returns in the repository are exactly what the program that makes them makes, and each says that it is made up.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[expect(dead_code, reason = "its main belongs to `cargo run --example make_samples`")]
#[path = "../examples/make_samples/main.rs"]
mod make_samples;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |e: fs::DirEntry| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap());
    fs::read_dir(folder).unwrap().map(|e| entry(e.unwrap())).collect()
}

#[test]
fn the_samples_are_what_their_program_makes() {
    let made = tempfile::tempdir().unwrap();
    make_samples::make(made.path()).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let renew = "run `cargo run --example make_samples`";
    let (new, old) = (files(&made.path().join("2019-11")), files(&kept.join("2019-11")));
    assert_eq!(new.keys().collect::<Vec<_>>(), old.keys().collect::<Vec<_>>(), "{renew}");
    for (name, bytes) in &new {
        assert!(old[name] == *bytes, "{name}: {renew}");
    }
    assert!(
        fs::read(kept.join("planted.csv")).unwrap() == fs::read(made.path().join("planted.csv")).unwrap(),
        "{renew}"
    );
}

#[test]
fn every_sample_says_that_it_is_illustrative_where_a_reader_sees_it() {
    use calamine::{Reader, Xlsx, open_workbook};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/2019-11");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        let start = book.worksheet_range_at(0).unwrap().unwrap();
        let says = start
            .used_cells()
            .filter(|(.., cell)| cell.to_string().to_lowercase().contains("illustrative data"));
        assert!(says.count() >= 2, "{}: whom to ask, and who completed it", path.display());
    }
}
