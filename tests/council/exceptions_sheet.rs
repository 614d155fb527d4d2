//! The officer's hand on the sheet Exceptions: cells are filled in in the workbook's XML, as it stands on disk.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use ragbook::domain::CellRef;
use ragbook::intake::decided::{CAPTIONS, mark};
use ragbook::sheet::limits::Limits;
use ragbook::sheet::read::open;

/// Fills in cells of the row of the exception with this key, by caption.
pub(crate) fn fill(book: &Path, key: &str, cells: &[(&str, &str)]) {
    let bytes = fs::read(book).unwrap();
    let workbook = open(&bytes, "book", &Limits::default()).unwrap();
    let sheet = workbook.grids.iter().position(|grid| &*grid.name == "Exceptions").unwrap();
    let grid = &workbook.grids[sheet];
    let says = |text: &str| grid.cells.iter().find(|cell| cell.shown() == text).unwrap().at;
    let row = says(&mark(key)).row;
    let part = format!("xl/worksheets/sheet{}.xml", sheet + 1);
    let mut xml = part_of(&bytes, &part);
    for (caption, text) in cells {
        assert!(CAPTIONS.contains(caption), "{caption}");
        let at = CellRef::new(row, says(caption).column);
        xml = with_text(&xml, &at.to_string(), text);
    }
    fs::write(book, with_part(&bytes, &part, &xml)).unwrap();
}

fn part_of(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn with_part(bytes: &[u8], part: &str, xml: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
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
