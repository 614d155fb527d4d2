//! The house's own checker, where it lies beside the repository: `../shared/tools/a11y_check.py` at its strictest level, in every
//! profile that applies. Where it or openpyxl is missing, this says "skipped, because …".

use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use crate::made::{self, Kind, Made};

/// The one rule that ragbook cannot meet for the caller: a plan that names no e-mail address or telephone number has none
/// to show. The cover says so.
const NEEDS_A_CONTACT: &str = "W13";

fn checker() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A worktree lies one folder deeper than the repository.
    let places = ["../shared/tools/a11y_check.py", "../../shared/tools/a11y_check.py"];
    places.iter().map(|place| root.join(place)).find(|path| path.is_file())
}

/// What failed, in the checker's words.
fn failures(checker: &Path, file: &Path, profile: &str) -> Vec<String> {
    let output =
        Command::new("python3").arg(checker).arg(file).args(["--profile", profile, "--level", "H"]).output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.trim_end().ends_with("failed"), "{}", String::from_utf8_lossy(&output.stderr));
    let about = said.lines().filter(|line| !line.starts_with("PASS") && !line.ends_with(" failed"));
    about.map(str::to_owned).collect()
}

fn check(book: &Made, checker: &Path, folder: &Path) -> Vec<String> {
    let file = folder.join(&book.name);
    std::fs::write(&file, &book.bytes).unwrap();
    let profiles: &[&str] = match book.kind {
        Kind::Published => &["published"],
        Kind::Public => &["published", "public"],
        Kind::Return => &["return"],
    };
    let mut failed: Vec<String> =
        profiles.iter().flat_map(|profile| failures(checker, &file, profile)).collect();
    if !book.names_a_contact {
        failed.retain(|line| {
            !line.contains(NEEDS_A_CONTACT) && !line.contains("no contact email or telephone")
        });
    }
    failed.into_iter().map(|line| format!("{}: {line}", book.name)).collect()
}

#[test]
fn the_checker_finds_nothing_in_any_workbook() {
    let Some(checker) = checker() else {
        return println!("skipped, because a11y_check.py does not lie beside the repository");
    };
    let has_openpyxl = Command::new("python3").args(["-c", "import openpyxl"]).output();
    if !has_openpyxl.is_ok_and(|output| output.status.success()) {
        return println!("skipped, because no Python here has openpyxl");
    }
    let folder = tempfile::tempdir().unwrap();
    let books: Vec<&Made> = made::telling().collect();
    let failed: Vec<String> =
        books.par_iter().flat_map_iter(|book| check(book, &checker, folder.path())).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
