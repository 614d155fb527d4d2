//! A CSV read back into rows by column name: shared by the tests that look into what ragbook wrote.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::path::Path;

/// A row: column name to field.
pub(crate) type Row = BTreeMap<String, String>;
/// Rows in order.
pub(crate) type Rows = Vec<Row>;

/// Reads a CSV file with a header row.
pub(crate) fn read(path: &Path) -> Rows {
    rows(&std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

/// Reads a CSV with a header row.
pub(crate) fn rows(bytes: &[u8]) -> Rows {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        columns.iter().zip(&record).map(|(c, f)| (c.to_owned(), f.to_owned())).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}
