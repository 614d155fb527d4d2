//! A small, quick part of `tests/odd/`: workbooks made in odd ways end as a return, as no return, or as a clear exception, and
//! no value comes out other than the good return has it. All of them: `python3 tests/odd/run.py --office`.

use std::path::Path;
use std::process::Command;

/// How many files of each generator are passed over for one that is run.
const EVERY: &str = "41";

#[test]
fn odd_workbooks_end_as_a_return_or_an_exception() {
    let has_openpyxl =
        Command::new("python3").args(["-c", "import openpyxl"]).output().is_ok_and(|o| o.status.success());
    if !has_openpyxl {
        println!("skipped, because no Python here has openpyxl");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = Command::new("python3")
        .current_dir(root)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([
            "tests/odd/run.py",
            "--every",
            EVERY,
            "--only",
            "OOXML,XML,zip packing,zip lies,openpyxl,csv,no work",
        ])
        .arg("--binary")
        .arg(env!("CARGO_BIN_EXE_ragbook"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("0 of them wrong"), "{said}");
}
