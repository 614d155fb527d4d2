//! csv and tsv: any bytes; and any text, which must read alike in every encoding, and again when it is written out with every
//! field in quotation marks.
//!
//! The first byte chooses: `t` is a text in UTF-8, all else a file.
#![no_main]

use std::fmt::Write;

use libfuzzer_sys::fuzz_target;
use ragbook::domain::{Foreign, Refusal};
use ragbook::sheet::grid::{Cell, Content, Format, Grid, Workbook};
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;
use ragbook_fuzz::oracle;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    if *choice != b't' {
        if let Ok(book) = read(rest) {
            written_out_it_is_the_same(&book);
        }
        return;
    }
    let text = String::from_utf8_lossy(rest);
    let text = text.trim_start_matches('\u{feff}');
    let units = || text.encode_utf16();
    let low: Vec<u8> = [0xff, 0xfe].into_iter().chain(units().flat_map(u16::to_le_bytes)).collect();
    let high: Vec<u8> = [0xfe, 0xff].into_iter().chain(units().flat_map(u16::to_be_bytes)).collect();
    let plain = read(format!("\u{feff}{text}").as_bytes());
    assert_eq!(plain, read(&low), "UTF-16, low byte first");
    assert_eq!(plain, read(&high), "UTF-16, high byte first");
    if let Ok(book) = plain {
        written_out_it_is_the_same(&book);
    }
});

fn read(file: &[u8]) -> Result<Workbook, Refusal> {
    let limits = Limits { seconds: 8, ..Limits::default() };
    let book = open(file, "stem", &limits)?;
    oracle::book_holds(&book, &limits);
    Ok(book)
}

/// The grid as a csv of another making reads the same, one line further down: a line that names the separator, every field
/// in quotation marks.
fn written_out_it_is_the_same(book: &Workbook) {
    if book.format != Format::Csv || !book.stray.is_empty() || is_wide(&book.grids[0]) {
        return;
    }
    let mut moved = book.grids[0].cells.clone();
    let mut text = "\u{feff}sep=;".to_owned();
    let (mut row, mut column) = (0, 0);
    for cell in &mut moved {
        cell.at.row += 1;
        while row < cell.at.row {
            text.push_str("\r\n");
            (row, column) = (row + 1, 0);
        }
        while column < cell.at.column {
            text.push(';');
            column += 1;
        }
        let Content::Text(field) = &cell.content else { panic!("a csv holds texts: {cell:?}") };
        let _ = write!(text, "\"{}\"", field.replace('"', "\"\""));
    }
    let again = match read(text.as_bytes()) {
        Ok(again) => again,
        // Without its blanks and empty lines, one in fifty of its characters may be a control character: then it is no text.
        Err(Refusal::NotAWorkbook(Foreign::Unknown)) if text.contains(is_odd) => return,
        Err(refused) => panic!("{text:?}: {refused:?}"),
    };
    // A separator that may have taken a decimal comma's place is a doubt of this file; written out with another it is none, or
    // one more. Fields of blanks are kept only where a row is longer than most, and the line of the separator is one row more.
    let filled = |cells: &[Cell]| -> Vec<Cell> {
        let is_blank = |cell: &&Cell| matches!(&cell.content, Content::Text(text) if text.trim().is_empty());
        let undoubted = |cell: Cell| Cell { doubt: None, ..cell };
        cells.iter().filter(|cell| !is_blank(cell)).cloned().map(undoubted).collect()
    };
    assert_eq!(filled(&again.grids[0].cells), filled(&moved), "{text:?}");
}

fn is_odd(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\r' | '\n')
}

fn is_wide(grid: &Grid) -> bool {
    grid.cells.iter().any(|cell| cell.at.row > 300 || cell.at.column > 60)
}
