//! Real workbooks from public test suites, where they are at hand: each ends as grids or as a clear refusal, in time and
//! without a panic. The project does not depend on them.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ragbook::domain::{Foreign, Refusal};
use ragbook::sheet::grid::Workbook;
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = [beside, PathBuf::from("/work/shared/corpus")].into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped, because the folder of foreign workbooks (../shared/corpus) is not there");
    }
    found
}

fn read(folder: &Path, name: &str) -> Option<Result<Workbook, Refusal>> {
    let bytes = std::fs::read(folder.join(name)).ok()?;
    Some(open(&bytes, name, &Limits::default()))
}

#[test]
fn every_foreign_file_ends_as_grids_or_a_refusal() {
    let Some(folder) = corpus() else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let start = Instant::now();
        let opened = open(&bytes, "stem", &Limits::default());
        assert!(start.elapsed() < Duration::from_secs(10), "{}", path.display());
        let outcome = match opened {
            Ok(book) => format!(
                "{:?}, {} sheets, {} cells, {} formulas, {} stray",
                book.format,
                book.grids.len(),
                book.grids.iter().map(|g| g.cells.len()).sum::<usize>(),
                book.grids.iter().map(|g| g.formulas).sum::<usize>(),
                book.stray.len()
            ),
            Err(refusal) => format!("{refusal:?}"),
        };
        println!("{}: {outcome}", path.file_name().unwrap_or_default().to_string_lossy());
    }
}

#[test]
fn known_values_come_out_right() {
    let Some(folder) = corpus() else { return };
    let cell = |file: &str, sheet: usize, at: &str| {
        let book = read(&folder, file)?.ok()?;
        Some(book.grids.get(sheet)?.get(at.parse().ok()?)?.shown())
    };
    assert_eq!(cell("roo_1904_base.xlsx", 0, "A1").as_deref(), Some("15 Jun 2009"));
    assert_eq!(cell("cast-int-to-string-issue-1251.xlsx", 0, "A2").as_deref(), Some("001"));
    assert_eq!(
        read(&folder, "agile_AES256_SHA512_CBC_pwd_password.xlsx"),
        Some(Err(Refusal::Password { default_password: false }))
    );
    assert_eq!(read(&folder, "Simple.xlsb"), Some(Err(Refusal::NotAWorkbook(Foreign::UnreadFormat("xlsb")))));
}
