//! A CSV read back into rows by column name.

use std::collections::BTreeMap;
use std::path::Path;

/// A row: column name to field.
pub(crate) type Row = BTreeMap<String, String>;
/// Rows in order.
pub(crate) type Rows = Vec<Row>;

/// Reads a CSV with a header row.
pub(crate) fn read(path: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let columns = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        columns.iter().zip(&record).map(|(c, f)| (c.to_owned(), f.to_owned())).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}
