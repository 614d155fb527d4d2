//! A plan folder: `plan.toml` and five CSVs in UTF-8, a byte-order mark accepted.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::files::{PlanFile, SETTINGS_FILE};
use super::table::{RawCell, RawRow, RawTable, fault};
use super::{RawPlan, setting};
use crate::domain::Sha256;
use crate::finding::Place;
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::sheet::read::regular;

/// Reads the folder's files.
pub fn read(folder: &Path) -> (RawPlan, Vec<PlanFault>) {
    read_changed(folder, &BTreeMap::new())
}

/// Reads the folder as it would be with these files, by name, in place of its own.
pub fn read_changed(folder: &Path, changed: &BTreeMap<String, Vec<u8>>) -> (RawPlan, Vec<PlanFault>) {
    let mut plan = RawPlan::default();
    let mut faults = Vec::new();
    let take = |name: &str| {
        let found = bytes_of(folder, name, changed).and_then(text_of);
        found.map_err(|kind| Box::new(fault(Place::file(name), "", kind)))
    };
    let settings = take(SETTINGS_FILE).map(|(text, sha256)| (setting::from_toml(&text), sha256));
    let tables = PlanFile::ALL.par_iter().map(|file| {
        let (text, sha256) = take(file.file_name())?;
        Ok((table(*file, &text), sha256))
    });
    // In the order of the files, whichever was read first.
    let tables: Vec<Result<_, Box<PlanFault>>> = tables.collect();
    match settings {
        Ok((settings, sha256)) => {
            plan.files.push((SETTINGS_FILE.to_owned(), sha256));
            match settings {
                Ok(settings) => plan.settings = settings,
                Err(found) => faults.push(*found),
            }
        }
        Err(found) => faults.push(*found),
    }
    for (file, found) in PlanFile::ALL.into_iter().zip(tables) {
        match found {
            Ok((table, sha256)) => {
                plan.files.push((file.file_name().to_owned(), sha256));
                match table {
                    Ok(table) => plan.tables.push(table),
                    Err(found) => faults.push(*found),
                }
            }
            Err(found) => faults.push(*found),
        }
    }
    (plan, faults)
}

/// One CSV as a table. Row numbers are those a spreadsheet shows: a record is a row however many lines it takes, and an
/// empty line is an empty row.
pub fn table(file: PlanFile, text: &str) -> Result<RawTable, Box<PlanFault>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut table = RawTable {
        file,
        file_name: Arc::from(file.file_name()),
        sheet: None,
        header: Vec::new(),
        rows: Vec::new(),
    };
    let mut rows = Rows { bytes: text.as_bytes(), at: 0, row: 0, quoted: false };
    for record in reader.records() {
        let record = record.map_err(|error| {
            let kind = PlanFaultKind::Unreadable(error.to_string());
            Box::new(fault(Place::file(file.file_name()), "", kind))
        })?;
        let row = rows.up_to(record.position().map_or(0, csv::Position::byte));
        let cells = record.iter().map(|text| RawCell { text: text.to_owned(), was_number: false }).collect();
        let row = RawRow { row, cells };
        if table.header.is_empty() && !row.is_blank() {
            let captions = (0_u32..).zip(record.iter());
            table.header = captions
                .map(|(column, caption)| (caption.trim().to_owned(), column))
                .filter(|(caption, _)| !caption.is_empty())
                .collect();
        } else if !row.is_blank() {
            table.rows.push(row);
        }
    }
    Ok(table)
}

/// Counts the rows of a CSV as far as it has been read.
struct Rows<'a> {
    bytes: &'a [u8],
    at: usize,
    row: u32,
    quoted: bool,
}

impl Rows<'_> {
    /// Row (from 0) of the record that starts at this byte: the line ends before it, those within quotes apart.
    fn up_to(&mut self, start: u64) -> u32 {
        let start = usize::try_from(start).unwrap_or(self.bytes.len()).min(self.bytes.len());
        // The csv reader's position is before the empty lines that it skips.
        let empty = self.bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let end = (start + empty).max(self.at);
        for byte in &self.bytes[self.at..end] {
            match byte {
                b'"' => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.row += 1,
                _ => {}
            }
        }
        self.at = end;
        self.row
    }
}

/// The bytes of a file, or those that would replace it.
fn bytes_of(
    folder: &Path,
    name: &str,
    changed: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<u8>, PlanFaultKind> {
    if let Some(bytes) = changed.get(name) {
        return Ok(bytes.clone());
    }
    regular(&folder.join(name), u64::MAX).map_err(|error| match error.kind() {
        ErrorKind::NotFound => PlanFaultKind::FileMissing,
        _ => PlanFaultKind::Unreadable(error.to_string()),
    })
}

/// The text of a file, without a byte-order mark, and its hash.
fn text_of(bytes: Vec<u8>) -> Result<(String, Sha256), PlanFaultKind> {
    let sha256 = Sha256::of(&bytes);
    let text = String::from_utf8(bytes).map_err(|_| {
        PlanFaultKind::Unreadable(
            "it is not saved as UTF-8: in Excel choose Save As, \"CSV UTF-8 (Comma delimited)\"".to_owned(),
        )
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok((text, sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let text = "number,outcome,recommendation\n1,\"two\nlines\",x\n\n2,plain,y\n";
        let table = table(PlanFile::Outcomes, text).unwrap();
        assert_eq!(table.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(table.place(3, "outcome").to_string(), "outcomes.csv · B4");
    }

    #[test]
    fn columns_are_found_by_name_and_unknown_ones_named() {
        let text = "outcome,number,recomendation,number\na,1,b,2,stray\n";
        let faults = table(PlanFile::Outcomes, text).unwrap().header_faults();
        let kinds: Vec<_> = faults.iter().map(|f| (f.place.in_file(), &f.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("C1".to_owned(), &PlanFaultKind::UnknownColumn { nearest: Some("recommendation") }),
                ("D1".to_owned(), &PlanFaultKind::ColumnTwice),
                ("A1".to_owned(), &PlanFaultKind::ColumnMissing("recommendation")),
                ("E2".to_owned(), &PlanFaultKind::UnknownColumn { nearest: None }),
            ]
        );
    }
}
