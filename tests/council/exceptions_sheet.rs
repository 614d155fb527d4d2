//! The officer's hand on a consolidated workbook: cells of the sheet Exceptions filled in, in the XML as it stands on disk.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use ragbook::intake::decided::{CAPTIONS, mark};
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;

/// Fills in cells, by caption, of the row of the exception with this key.
pub(crate) fn fill(book: &Path, key: &str, cells: &[(&str, &str)]) {
    assert!(cells.iter().all(|(caption, _)| CAPTIONS.contains(caption)), "{cells:?}");
    fill_in(book, "Exceptions", &mark(key), cells);
}

/// Fills in cells, by caption, of the first row of a sheet that says this in one of its cells.
pub(crate) fn fill_in(book: &Path, sheet: &str, says_this: &str, cells: &[(&str, &str)]) {
    let bytes = fs::read(book).unwrap();
    let workbook = open(&bytes, "book", &Limits::default()).unwrap();
    let number = workbook.grids.iter().position(|grid| &*grid.name == sheet).unwrap();
    let grid = &workbook.grids[number];
    let says = |text: &str| {
        let cell = grid.cells.iter().find(|cell| cell.shown() == text);
        cell.unwrap_or_else(|| panic!("nothing on {sheet} says {text}")).at
    };
    let row = says(says_this).row;
    let part = format!("xl/worksheets/sheet{}.xml", number + 1);
    let mut xml = part_of(&bytes, &part);
    for (caption, text) in cells {
        let at = ragbook::domain::CellRef::new(row, says(caption).column);
        xml = with_text(&xml, &at.to_string(), text);
    }
    fs::write(book, with_part(&bytes, &part, &xml)).unwrap();
}

/// Types something else over a text in a saved workbook.
pub(crate) fn retype(book: &Path, from: &str, to: &str) {
    let bytes = fs::read(book).unwrap();
    let names: Vec<String> = {
        let archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        archive.file_names().map(|name| name.unwrap().into_owned()).collect()
    };
    let has = |name: &&String| name.starts_with("xl/") && part_of(&bytes, name).contains(from);
    let part = names.iter().find(has).unwrap_or_else(|| panic!("nothing says {from}"));
    fs::write(book, with_part(&bytes, part, &part_of(&bytes, part).replace(from, to))).unwrap();
}

fn part_of(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn with_part(bytes: &[u8], part: &str, xml: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(if name == part { xml.as_bytes() } else { &content }).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The cell at this address with this text; what it held goes.
fn with_text(xml: &str, at: &str, text: &str) -> String {
    let start = xml.find(&format!("<c r=\"{at}\"")).unwrap();
    let rest = &xml[start..];
    let end = rest.find("</c>").unwrap() + "</c>".len();
    format!(
        "{}<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>{}",
        &xml[..start],
        &xml[start + end..]
    )
}
