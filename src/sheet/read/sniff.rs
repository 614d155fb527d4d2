//! What a file is, by its content and never by its name (4-reading.md, 4.1).

use std::io::Read;

use memchr::memmem;

use super::Sniffed;
use super::directory;
use super::parts::{damaged, open_zip};
use super::text;
use crate::domain::{Foreign, Refusal};
use crate::sheet::grid::Format;
use crate::sheet::limits::Limits;

/// Tells what the bytes are. Text that is nothing else is a csv, whether or not it looks like a table.
///
/// # Errors
/// `Empty`, `Damaged` (a zip that breaks off), `Password`, and `NotAWorkbook` for what is told apart by name. The limits
/// are for whoever opens it.
pub fn sniff(bytes: &[u8]) -> Result<Sniffed, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(b"PK\x07\x08")
    {
        return zip(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return compound(bytes);
    }
    if is_bare_biff(bytes) {
        return Err(Refusal::NotAWorkbook(Foreign::UnreadFormat("Excel 4 (or earlier)")));
    }
    if let Some(foreign) = by_signature(bytes) {
        return Err(Refusal::NotAWorkbook(foreign));
    }
    let text = text::decode(bytes).ok_or(Refusal::NotAWorkbook(Foreign::Unknown))?;
    match markup_or_message(&text) {
        Some(foreign) => Err(Refusal::NotAWorkbook(foreign)),
        None => Ok(Sniffed::Workbook(Format::Csv)),
    }
}

/// A zip: a workbook, another office document, or an archive of files.
fn zip(bytes: &[u8]) -> Result<Sniffed, Refusal> {
    // As nearly always; and otherwise by whatever the zip crate finds in it.
    if directory::plain(bytes)
        .is_some_and(|entries| entries.iter().any(|entry| entry.name == "xl/workbook.xml"))
    {
        return Ok(Sniffed::Workbook(Format::Xlsx));
    }
    let mut zip = open_zip(bytes, &Limits { zip_entries: u64::MAX, ..Limits::default() })?;
    // By far the most common case, told without inflating anything.
    if zip.index_for_name("xl/workbook.xml").is_some() {
        return Ok(Sniffed::Workbook(Format::Xlsx));
    }
    let mut start_of = |name: &str| {
        let number = zip.index_for_name(name)?;
        let mut start = Vec::new();
        zip.by_index(number).ok()?.take(64 << 10).read_to_end(&mut start).ok()?;
        Some(String::from_utf8_lossy(&start).into_owned())
    };
    if let Some(kind) = start_of("mimetype") {
        return match kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
            Some(kind) if kind.starts_with("spreadsheet") => Ok(Sniffed::Workbook(Format::Ods)),
            Some(kind) if kind.starts_with("text") => Err(Refusal::NotAWorkbook(Foreign::Word)),
            Some(kind) if kind.starts_with("presentation") => {
                Err(Refusal::NotAWorkbook(Foreign::Presentation))
            }
            _ => Err(Refusal::NotAWorkbook(Foreign::Unknown)),
        };
    }
    let types = start_of("[Content_Types].xml").unwrap_or_default();
    let names: Vec<String> =
        zip.file_names().filter_map(Result::ok).map(|name| name.replace('\\', "/").to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|other| other == name);
    let foreign = |foreign| Err(Refusal::NotAWorkbook(foreign));
    if has("xl/workbook.bin") {
        return Ok(Sniffed::Workbook(Format::Xlsb));
    }
    if has("xl/workbook.xml") || types.contains("sheet.main+xml") {
        return Ok(Sniffed::Workbook(Format::Xlsx));
    }
    if has("word/document.xml") {
        return foreign(Foreign::Word);
    }
    if has("ppt/presentation.xml") {
        return foreign(Foreign::Presentation);
    }
    if has("index.zip") || has("index/document.iwa") {
        return foreign(Foreign::Numbers);
    }
    if has("_rels/.rels") && has("[content_types].xml") {
        // A package without the part that would say what it is.
        return if types.contains("spreadsheetml") {
            Err(damaged("the part that lists its sheets is missing"))
        } else {
            foreign(Foreign::Unknown)
        };
    }
    Ok(Sniffed::Archive)
}

/// A compound file: the container of Office before 2007, of encrypted workbooks and of Outlook messages. Its streams
/// are told by their names, which stand in it in UTF-16.
fn compound(bytes: &[u8]) -> Result<Sniffed, Refusal> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        return Err(Refusal::Password { default_password: false });
    }
    if has("__properties_version1.0") || has("__substg1.0_") {
        return Err(Refusal::NotAWorkbook(Foreign::Message));
    }
    if has("WordDocument") {
        return Err(Refusal::NotAWorkbook(Foreign::Word));
    }
    if has("PowerPoint Document") {
        return Err(Refusal::NotAWorkbook(Foreign::Presentation));
    }
    if has("Workbook") || has("Book") {
        return Ok(Sniffed::Workbook(Format::Xls));
    }
    Err(Refusal::NotAWorkbook(Foreign::Unknown))
}

/// Excel 2 to 4, which are not read: no container, the first record is a BOF of its length.
fn is_bare_biff(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..])
}

fn by_signature(bytes: &[u8]) -> Option<Foreign> {
    let signatures: [(&[u8], Foreign); 22] = [
        (b"%PDF", Foreign::Pdf),
        (b"{\\rtf", Foreign::Word),
        (b"\x89PNG", Foreign::Image),
        (b"\xff\xd8\xff", Foreign::Image),
        (b"GIF8", Foreign::Image),
        (b"II*\0", Foreign::Image),
        (b"MM\0*", Foreign::Image),
        (b"\0\0\x01\0", Foreign::Image),
        (b"\x01\0\0\0", Foreign::Image),
        (b"\xd7\xcd\xc6\x9a", Foreign::Image),
        (b"Rar!", Foreign::Archive),
        (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
        (b"\x1f\x8b", Foreign::Archive),
        (b"BZh", Foreign::Archive),
        (b"\xfd7zXZ", Foreign::Archive),
        (b"\x28\xb5\x2f\xfd", Foreign::Archive),
        (b"MSCF", Foreign::Archive),
        (b"bvx2", Foreign::Archive),
        (b"\x78\x9f\x3e\x22", Foreign::Message),
        (b"From - ", Foreign::Message),
        (b"\x7fELF", Foreign::Unknown),
        (b"MZ\x90\0", Foreign::Unknown),
    ];
    let picture_by_inner_mark = matches!(bytes.get(8..12), Some(b"WEBP" | b"avif" | b"heic" | b"mif1"))
        || (bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]));
    if picture_by_inner_mark {
        return Some(Foreign::Image);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(Foreign::Archive);
    }
    signatures.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, foreign)| *foreign)
}

/// HTML, XML and e-mail are text too, and are told from a csv by how they begin.
fn markup_or_message(text: &str) -> Option<Foreign> {
    let start: String = text.trim_start().chars().take(4_096).collect::<String>().to_ascii_lowercase();
    if start.starts_with('<') {
        let html = ["<html", "<!doctype html", "<table", "<head", "<body", "<style", "<div", "<meta"];
        if html.iter().any(|mark| start.contains(mark))
            && !start.contains("urn:schemas-microsoft-com:office:spreadsheet\"")
        {
            return Some(Foreign::Html);
        }
        let second = start.chars().nth(1)?;
        return (second.is_ascii_alphabetic() || matches!(second, '?' | '!')).then_some(Foreign::Xml);
    }
    let headers = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "mime-version",
        "message-id",
        "x-sender",
    ];
    let named = |line: &str| {
        line.split_once(':').and_then(|(name, _)| headers.iter().position(|header| *header == name))
    };
    // A message begins with its header, and so at its first line; a table's first line may hold one colon, not three.
    named(start.lines().next()?)?;
    let mut met: Vec<usize> =
        start.lines().take_while(|line| !line.trim().is_empty()).filter_map(named).collect();
    met.sort_unstable();
    met.dedup();
    if met.len() < 3 && !(start.starts_with("mime-version:") && start.contains("content-type:")) {
        return None;
    }
    // Excel's "single file web page" is a message that holds a page.
    let page = start.contains("multipart/related");
    Some(if page { Foreign::Html } else { Foreign::Message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, zip_of};
    use super::*;

    fn of(bytes: &[u8]) -> Result<Sniffed, Refusal> {
        sniff(bytes)
    }

    fn foreign(bytes: &[u8]) -> Foreign {
        match of(bytes) {
            Err(Refusal::NotAWorkbook(foreign)) => foreign,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn workbooks_archives_and_tables_are_told_by_content() {
        let book = Made::of("").file();
        assert_eq!(of(&book), Ok(Sniffed::Workbook(Format::Xlsx)));
        assert_eq!(of(&zip_of(&[("a/b.xlsx", &book), ("c.csv", b"x")])), Ok(Sniffed::Archive));
        let ods = zip_of(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]);
        assert_eq!(of(&ods), Ok(Sniffed::Workbook(Format::Ods)));
        assert_eq!(of(&zip_of(&[("xl/workbook.bin", b"")])), Ok(Sniffed::Workbook(Format::Xlsb)));
        for text in ["Ref,Value\n1.1a,5", "no table at all", "\u{feff}a;b", "Date: today\n1,2", "< 5,6"] {
            assert_eq!(of(text.as_bytes()), Ok(Sniffed::Workbook(Format::Csv)), "{text}");
        }
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        assert_eq!(foreign(b"%PDF-1.7"), Foreign::Pdf);
        assert_eq!(foreign(b"\x89PNG\r\n"), Foreign::Image);
        assert_eq!(foreign(b"Rar!\x1a"), Foreign::Archive);
        assert_eq!(foreign(b"  <html><table>"), Foreign::Html);
        assert_eq!(
            foreign(b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook>"),
            Foreign::Xml
        );
        assert_eq!(foreign(b"From: a@b\nTo: c@d\nSubject: return\n\nHello"), Foreign::Message);
        assert_eq!(foreign(&zip_of(&[("word/document.xml", b"")])), Foreign::Word);
        assert_eq!(foreign(&zip_of(&[("ppt/presentation.xml", b"")])), Foreign::Presentation);
        assert_eq!(foreign(&zip_of(&[("Index/Document.iwa", b"")])), Foreign::Numbers);
        assert!(matches!(foreign(&[9, 0, 4, 0, 2, 0, 16, 0]), Foreign::UnreadFormat(_)));
        assert_eq!(foreign(&[0, 1, 2, 3, 0xff, 0xfe, 7, 0]), Foreign::Unknown);
    }

    #[test]
    fn empty_cut_off_and_locked_files_are_told_apart() {
        assert_eq!(of(b""), Err(Refusal::Empty));
        let book = Made::of("").file();
        assert!(matches!(of(&book[..book.len() / 2]), Err(Refusal::Damaged(_))));
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(of(&locked), Err(Refusal::Password { default_password: false }));
    }
}
