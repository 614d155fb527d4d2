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
