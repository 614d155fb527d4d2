//! Workbooks from fuzzed parts, zipped without compression: random bytes inside a deflated part never get past its checksum.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Parts of a workbook: name and bytes.
pub type Parts = Vec<(String, Vec<u8>)>;

/// A workbook of one sheet with one part of each kind that is read.
pub fn small() -> Parts {
    let part = |name: &str, xml: &str| (name.to_owned(), xml.as_bytes().to_vec());
    vec![
        part("xl/worksheets/sheet1.xml", include_str!("../seeds/parts/sheet1.xml")),
        part("xl/workbook.xml", include_str!("../seeds/parts/workbook.xml")),
        part("xl/_rels/workbook.xml.rels", include_str!("../seeds/parts/workbook.xml.rels")),
        part("xl/styles.xml", include_str!("../seeds/parts/styles.xml")),
        part("xl/sharedStrings.xml", include_str!("../seeds/parts/sharedStrings.xml")),
        part("docProps/custom.xml", include_str!("../seeds/parts/custom.xml")),
        part("docProps/app.xml", include_str!("../seeds/parts/app.xml")),
        part("xl/worksheets/_rels/sheet1.xml.rels", include_str!("../seeds/parts/sheet1.xml.rels")),
        part("xl/comments1.xml", include_str!("../seeds/parts/comments1.xml")),
        part("xl/t.xml", include_str!("../seeds/parts/threaded.xml")),
        part("_rels/.rels", include_str!("../seeds/parts/rels")),
    ]
}

/// The same in Excel's binary format; the parts that are XML there too come last.
pub fn small_xlsb() -> Parts {
    let part = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    vec![
        part("xl/worksheets/sheet1.bin", include_bytes!("../seeds/parts/sheet1.bin")),
        part("xl/workbook.bin", include_bytes!("../seeds/parts/workbook.bin")),
        part("xl/styles.bin", include_bytes!("../seeds/parts/styles.bin")),
        part("xl/sharedStrings.bin", include_bytes!("../seeds/parts/sharedStrings.bin")),
        part("xl/_rels/workbook.bin.rels", include_bytes!("../seeds/parts/workbook.bin.rels")),
        part("_rels/.rels", include_bytes!("../seeds/parts/bin.rels")),
        part("docProps/custom.xml", include_bytes!("../seeds/parts/custom.xml")),
        part("docProps/app.xml", include_bytes!("../seeds/parts/app.xml")),
    ]
}

/// An Open Document of one sheet with one part of each kind that is read.
pub fn small_ods() -> Parts {
    let part = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    vec![
        part("content.xml", include_bytes!("../seeds/parts/content.xml")),
        part("styles.xml", include_bytes!("../seeds/parts/ods-styles.xml")),
        part("meta.xml", include_bytes!("../seeds/parts/meta.xml")),
        part("META-INF/manifest.xml", include_bytes!("../seeds/parts/manifest.xml")),
        part("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    ]
}

/// The parts of a workbook's file.
pub fn parts_of(file: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(file)).expect("a good zip");
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("readable");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// The file of these parts, stored.
pub fn file_of(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), stored).expect("a new name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// The parts with bytes replaced, put in and taken out, as the input says: five bytes an edit.
pub fn edited(parts: &Parts, edits: &[u8]) -> Parts {
    let mut parts = parts.clone();
    for edit in edits.chunks_exact(5) {
        let index = usize::from(edit[0]) % parts.len();
        let bytes = &mut parts[index].1;
        let at = usize::from(u16::from_le_bytes([edit[1], edit[2]])) % bytes.len().max(1);
        match edit[3] % 3 {
            0 => bytes[at] = edit[4],
            1 => bytes.insert(at, edit[4]),
            _ => drop(bytes.drain(at..(at + usize::from(edit[4])).min(bytes.len()))),
        }
        if bytes.is_empty() {
            bytes.push(b' ');
        }
    }
    parts
}
