//! The data CSVs beside the consolidated workbook (8-commands-and-files.md): one file per table here, columns exactly
//! as that page names them.
//!
//! RFC 4180, UTF-8 without a byte-order mark, lines ended by a line feed, one header row. Every field goes through
//! [`guard`], so that no text from a return can run as a formula. Takes a [`Consolidation`], touches no disk.

pub mod actions;
pub mod contributions;
pub mod exceptions;
pub mod guard;
pub mod measures;
pub mod returns;

use super::{Consolidation, PublishError};

/// A data file: its name inside the data folder and its bytes.
pub type DataFile = (&'static str, Vec<u8>);

/// All data CSVs, in the order in which 8-commands-and-files.md lists them.
pub fn files(month: &Consolidation<'_>) -> Result<Vec<DataFile>, PublishError> {
    Ok(vec![
        ("measures.csv", encode(&measures::COLUMNS, measures::rows(month))?),
        ("contributions.csv", encode(&contributions::COLUMNS, contributions::rows(month))?),
        ("actions.csv", encode(&actions::COLUMNS, actions::rows(month))?),
        ("exceptions.csv", encode(&exceptions::COLUMNS, exceptions::rows(month))?),
        ("returns.csv", encode(&returns::COLUMNS, returns::rows(month))?),
    ])
}

/// A header row and these rows. The array length ties every row to its columns.
fn encode<const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, PublishError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(columns).map_err(PublishError::csv)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|field| guard::guarded(field).into_owned()))
            .map_err(PublishError::csv)?;
    }
    writer.into_inner().map_err(|error| PublishError::Csv(error.error().to_string()))
}

/// A field that may be missing: empty then.
fn optional<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// A yes-or-no field (11-settled.md, "Files").
const fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Several values in one field, parted by `; `.
fn joined<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|v| v.to_string()).collect::<Vec<_>>().join("; ")
}
