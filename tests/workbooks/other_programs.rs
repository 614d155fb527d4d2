//! Other programs open our workbooks without a repair and save them again without losing tables, validations, links or charts.
//! Where openpyxl or LibreOffice is missing, this says "skipped, because …"; `.ci/run` installs both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::made::{self, Made};
use crate::package::Package;

/// How much of each sort a workbook holds.
type Counts = BTreeMap<&'static str, usize>;

/// Counted in the parts themselves, so that no program's view of them matters.
fn counts(bytes: &[u8]) -> Counts {
    let package = Package::open(bytes);
    let sheets = package.sheets();
    let sum = |count: &dyn Fn(&str) -> usize| sheets.iter().map(|(_, part)| count(part)).sum::<usize>();
    let charts = package.parts.keys().filter(|part| part.starts_with("xl/charts/chart")).count();
    BTreeMap::from([
        ("sheets", sheets.len()),
        ("tables", sum(&|part| package.related(part, "table").len())),
        ("links", sum(&|part| package.all(part, "hyperlink").len())),
        ("validated cells", sum(&|part| validated(&package, part))),
        ("small lines", sum(&|part| package.all(part, "sparkline").len())),
        ("charts", charts),
    ])
}

/// Programs group validations differently: what counts is the cells.
fn validated(package: &Package, part: &str) -> usize {
    let cells = |range: &str| {
        let ((top, left), (bottom, right)) = crate::valid::range(range);
        ((bottom - top + 1) * (right - left + 1)) as usize
    };
    let ranges = package.all(part, "dataValidation").into_iter().map(|v| v.get("sqref").unwrap().to_owned());
    ranges.map(|ranges| ranges.split(' ').map(cells).sum::<usize>()).sum()
}

fn saved(folder: &Path) -> Vec<(&'static Made, PathBuf)> {
    let some = |book: &&Made| !book.name.starts_with("seeds");
    let write = |(number, book): (usize, &'static Made)| {
        let path = folder.join(format!("{number}.xlsx"));
        std::fs::write(&path, &book.bytes).unwrap();
        (book, path)
    };
    made::telling().filter(some).enumerate().map(write).collect()
}

#[test]
fn openpyxl_opens_and_saves_every_workbook_whole() {
    let there = Command::new("python3").args(["-c", "import openpyxl"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        return println!("skipped, because no Python here has openpyxl");
    }
    // openpyxl says of small lines that it leaves them out; any other warning is a failure.
    let program = "import sys, warnings\nwarnings.simplefilter('error')\n\
        warnings.filterwarnings('ignore', message='Sparkline Group extension')\nimport openpyxl\n\
        for path in sys.argv[1:]:\n    openpyxl.load_workbook(path).save(path + '.again')";
    let folder = tempfile::tempdir().unwrap();
    let books = saved(folder.path());
    let paths = books.iter().map(|(_, path)| path);
    let output = Command::new("python3").args(["-c", program]).args(paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (book, path) in books {
        let mut before = counts(&book.bytes);
        before.insert("small lines", 0);
        assert_eq!(
            counts(&std::fs::read(path.with_extension("xlsx.again")).unwrap()),
            before,
            "{}",
            book.name
        );
    }
}

#[test]
fn libreoffice_opens_and_saves_every_workbook_whole() {
    if !Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return println!("skipped, because LibreOffice (soffice) is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("again");
    let books = saved(folder.path());
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&again)
        .args(books.iter().map(|(_, path)| path))
        .output()
        .unwrap();
    for (book, path) in books {
        let saved = std::fs::read(again.join(path.file_name().unwrap()));
        let saved =
            saved.unwrap_or_else(|_| panic!("{}: {}", book.name, String::from_utf8_lossy(&output.stderr)));
        assert_eq!(counts(&saved), counts(&book.bytes), "{}", book.name);
    }
}
