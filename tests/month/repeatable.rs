//! The same inputs give the same bytes: with the arguments in another order, another folder, another number of cores,
//! another time zone and file times.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{ragbook, root};

fn consolidate(
    files: &[std::path::PathBuf],
    out: &Path,
    jobs: &str,
    zone: &str,
) -> BTreeMap<String, Vec<u8>> {
    let mut command = ragbook();
    command.args([
        "consolidate",
        "--trial",
        "--plan",
        "samples/plan",
        "--period",
        "2019-11",
        "--jobs",
        jobs,
        "--out",
    ]);
    command.arg(out).args(files).env("TZ", zone).assert().code(0);
    let mut written = BTreeMap::new();
    for folder in [out.to_owned(), out.join("2019-11-data")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                written.insert(
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    fs::read(path).unwrap(),
                );
            }
        }
    }
    written
}

#[test]
fn order_folder_cores_zone_and_file_times_change_nothing() {
    let copies = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("samples/2019-11")).unwrap() {
        let path = entry.unwrap().path();
        let copy = copies.path().join(path.file_name().unwrap());
        // A copy has the time of now: another clock than the files in the repository.
        fs::copy(&path, &copy).unwrap();
        files.push((path, copy));
    }
    files.sort();
    let (out_1, out_2) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let forward: Vec<_> = files.iter().map(|(path, _)| path.clone()).collect();
    let backward: Vec<_> = files.iter().rev().map(|(_, copy)| copy.clone()).collect();
    let first = consolidate(&forward, out_1.path(), "1", "Europe/London");
    let second = consolidate(&backward, &out_2.path().join("deeper"), "2", "Pacific/Auckland");
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    // And over an earlier set.
    let again = consolidate(&forward, out_1.path(), "2", "UTC");
    assert!(first == again);
}
