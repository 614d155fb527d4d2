//! xls, xlsb and ods through the real program: read in a process of its own, whatever is in them (4-reading.md, 4.7).

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use ragbook::domain::{Foreign, Guard, Refusal};
use ragbook::sheet::grid::{Content, Doubt, FormatClass, Workbook};
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::{Worker, open_with};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_ragbook"))
}

/// An ods with this body and these further parts.
fn ods(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let content = format!("<d><automatic-styles/><body><spreadsheet>{body}");
    let kind = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [&[kind, ("content.xml", content.as_str())], parts].concat() {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(cells: &str) -> Vec<u8> {
    ods(&format!("<table name='S'><table-row>{cells}</table-row></table></spreadsheet></body></d>"), &[])
}

fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    open_with(bytes, "stem", limits, Some(&Worker::new(program())))
}

const PERCENT: &str = "<table-cell value-type='percentage' value='0.85'><p>85%</p></table-cell>";
const LOST: &str = "<table-cell value-type='float' value='0'><p>12</p></table-cell>";

#[test]
fn an_ods_comes_back_as_it_is() {
    let book = open(&sheet(&format!("{PERCENT}{LOST}")), &Limits::default()).unwrap();
    let cells = &book.grids[0].cells;
    assert_eq!((&cells[0].content, cells[0].format), (&Content::Number(0.85), FormatClass::Percent));
    assert_eq!(
        (cells[0].doubt.as_ref(), cells[1].doubt.as_ref()),
        (None, Some(&Doubt::ShownDiffers("12".into())))
    );
}

#[test]
fn without_a_worker_it_is_refused_by_name() {
    let read = open_with(&sheet(PERCENT), "stem", &Limits::default(), None);
    assert_eq!(read, Err(Refusal::NotAWorkbook(Foreign::UnreadFormat("ods"))));
}

#[test]
fn inspect_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("return.xlsx");
    std::fs::write(&path, sheet(PERCENT)).unwrap();
    let shown = Command::new(program()).arg("inspect").arg(&path).assert().code(0);
    let text = String::from_utf8_lossy(&shown.get_output().stdout).into_owned();
    assert!(text.contains("ods with 1 sheet") && text.contains("85%"), "{text}");
}

#[test]
fn a_password_is_told_from_damage() {
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let locked = ods("", &[("META-INF/manifest.xml", manifest)]);
    assert_eq!(open(&locked, &Limits::default()), Err(Refusal::Password { default_password: false }));
    let cut = ods("<table><table-row><table-cell><annotation><p>", &[]);
    assert!(matches!(open(&cut, &Limits::default()), Err(Refusal::Damaged(_))));
}

#[test]
fn repeats_without_end_are_refused_at_once() {
    let many = PERCENT.replace("value-type", "number-columns-repeated='16384' value-type");
    let rows = format!(
        "<table><table-row number-rows-repeated='1048576'>{many}</table-row></table></spreadsheet></body></d>"
    );
    let start = Instant::now();
    let read = open(&ods(&rows, &[]), &Limits::default());
    assert!(matches!(read, Err(Refusal::TooLarge { guard: Guard::Cells, .. })), "{read:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[cfg(unix)]
#[test]
fn the_operating_system_holds_the_memory_limit() {
    let body = format!("<!--{}-->", " ".repeat(48 << 20));
    let limits = Limits { memory_bytes: 64 << 20, ..Limits::default() };
    let read = open(&ods(&body, &[]), &limits);
    assert_eq!(read, Err(Refusal::TooLarge { guard: Guard::Memory, limit: 64, actual: None }));
}

#[test]
fn one_bad_file_never_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("cut.ods", &ods("<table><table-row>", &[]));
    put("cut.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, b'B', 0, b'o', 0, b'o', 0, b'k', 0]);
    let root = env!("CARGO_MANIFEST_DIR");
    let out = folder.path().join("out");
    Command::new(program())
        .current_dir(root)
        .args(["consolidate", "--trial", "--plan", "samples/plan", "--period", "2019-11", "--out"])
        .arg(&out)
        .arg("samples/2019-11")
        .arg(folder.path().join("cut.ods"))
        .arg(folder.path().join("cut.xls"))
        .assert()
        .code(0);
    let files = std::fs::read_to_string(out.join("2019-11-data/returns.csv")).unwrap();
    for name in ["cut.ods", "cut.xls"] {
        assert!(files.lines().any(|line| line.contains(name) && line.contains("refused")), "{files}");
    }
    assert!(files.lines().filter(|line| line.contains(",read,")).count() > 5, "{files}");
}
