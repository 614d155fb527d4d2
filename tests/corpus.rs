//! Real workbooks from public test suites, where they are at hand: each ends as grids or as a clear refusal, in time and
//! without a panic; xls, xlsb and ods in the process of the real program. The project does not depend on them.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ragbook::domain::{Foreign, Refusal};
use ragbook::sheet::grid::{FormatClass, Workbook};
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::{Worker, open_with};

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = [beside, PathBuf::from("/work/shared/corpus")].into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped, because the folder of foreign workbooks (../shared/corpus) is not there");
    }
    found
}

fn opened(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let worker = Worker::new(PathBuf::from(env!("CARGO_BIN_EXE_ragbook")));
    open_with(bytes, "stem", &Limits::default(), Some(&worker))
}

fn read(folder: &Path, name: &str) -> Option<Result<Workbook, Refusal>> {
    Some(opened(&std::fs::read(folder.join(name)).ok()?))
}

#[test]
fn every_foreign_file_ends_as_grids_or_a_refusal() {
    let Some(folder) = corpus() else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let start = Instant::now();
        let read = opened(&bytes);
        assert!(start.elapsed() < Duration::from_secs(10), "{}", path.display());
        let outcome = match read {
            Ok(book) => format!(
                "{:?}, {} sheets, {} cells, {} formulas, {} in doubt, {} stray",
                book.format,
                book.grids.len(),
                book.grids.iter().map(|g| g.cells.len()).sum::<usize>(),
                book.grids.iter().map(|g| g.formulas).sum::<usize>(),
                book.grids.iter().flat_map(|g| &g.cells).filter(|c| c.doubt.is_some()).count(),
                book.stray.len()
            ),
            Err(refusal) => format!("{refusal:?}"),
        };
        println!("{}: {outcome}", path.file_name().unwrap_or_default().to_string_lossy());
    }
}

#[test]
fn a_format_that_is_read_ends_as_grids() {
    let Some(folder) = corpus() else { return };
    for name in [
        "NumberFormatCondition.xls",
        "RepeatedDataCells.ods",
        "Simple.xlsb",
        "any_sheets.xlsb",
        "apachepoi_13796.xls.xlsb",
        "apachepoi_SharedFormulaTest.xls.xlsb",
        "mtcars.xls",
        "number_format.ods",
    ] {
        let book = read(&folder, name).unwrap();
        let cells = book.map(|book| book.grids.iter().map(|grid| grid.cells.len()).sum::<usize>());
        assert!(cells.as_ref().is_ok_and(|cells| *cells > 0), "{name}: {cells:?}");
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
    assert_eq!(cell("RepeatedDataCells.ods", 0, "I1").as_deref(), Some("SameValue"));
    assert_eq!(cell("mtcars.xls", 0, "A2").as_deref(), Some("21"));
    assert_eq!(
        read(&folder, "agile_AES256_SHA512_CBC_pwd_password.xlsx"),
        Some(Err(Refusal::Password { default_password: false }))
    );
    let old = read(&folder, "as3xls_BIFF3.xls");
    assert!(matches!(old, Some(Err(Refusal::NotAWorkbook(Foreign::UnreadFormat(_))))), "{old:?}");
}

#[test]
fn number_formats_are_told_in_every_format() {
    let Some(folder) = corpus() else { return };
    for (name, class) in
        [("NumberFormatCondition.xls", FormatClass::Number), ("number_format.ods", FormatClass::Percent)]
    {
        let book = read(&folder, name).unwrap().unwrap();
        let has = book.grids.iter().flat_map(|grid| &grid.cells).any(|cell| cell.format == class);
        assert!(has, "{name} has a {} cell", class.word());
    }
}
