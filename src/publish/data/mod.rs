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

use std::borrow::Cow;
use std::io::Write;

use super::{Consolidation, PublishError};

/// A data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFile {
    /// measures.csv.
    Measures,
    /// contributions.csv.
    Contributions,
    /// actions.csv.
    Actions,
    /// exceptions.csv.
    Exceptions,
    /// returns.csv.
    Returns,
}

impl DataFile {
    /// All of them, in the order in which 8-commands-and-files.md lists them.
    pub const ALL: [Self; 5] =
        [Self::Measures, Self::Contributions, Self::Actions, Self::Exceptions, Self::Returns];

    /// Its name inside the data folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measures => "measures.csv",
            Self::Contributions => "contributions.csv",
            Self::Actions => "actions.csv",
            Self::Exceptions => "exceptions.csv",
            Self::Returns => "returns.csv",
        }
    }

    /// Writes what it says of this month.
    pub fn write(self, month: &Consolidation<'_>, to: impl Write) -> csv::Result<()> {
        let period = &month.period.to_string();
        match self {
            Self::Measures => write(to, &measures::COLUMNS, measures::rows(month, period)),
            Self::Contributions => write(to, &contributions::COLUMNS, contributions::rows(month, period)),
            Self::Actions => write(to, &actions::COLUMNS, actions::rows(month, period)),
            Self::Exceptions => write(to, &exceptions::COLUMNS, exceptions::rows(month, period)),
            Self::Returns => write(to, &returns::COLUMNS, returns::rows(month)),
        }
    }
}

/// The same for what a command prints.
pub fn as_csv<const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<String, PublishError> {
    encode(columns, rows).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// A field of a row, lent where it stands as it is written.
type Field<'a> = Cow<'a, str>;

/// A header row and these rows. The array length ties every row to its columns.
pub(in crate::publish) fn encode<const N: usize, F: AsRef<str>>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [F; N]>,
) -> Result<Vec<u8>, PublishError> {
    let mut bytes = Vec::new();
    write(&mut bytes, columns, rows).map_err(PublishError::csv)?;
    Ok(bytes)
}

fn write<const N: usize, F: AsRef<str>>(
    to: impl Write,
    columns: &[&str; N],
    rows: impl Iterator<Item = [F; N]>,
) -> csv::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(to);
    writer.write_record(columns)?;
    for row in rows {
        for field in &row {
            writer.write_field(guard::guarded(field.as_ref()).as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush().map_err(csv::Error::from)
}

/// A field that may be missing: empty then.
pub(in crate::publish) fn optional<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// The same of what is shown as it stands.
fn lent<T: AsRef<str> + ?Sized>(value: Option<&T>) -> Field<'_> {
    value.map_or(Cow::Borrowed(""), |text| Cow::Borrowed(text.as_ref()))
}

/// A yes-or-no field (11-settled.md, "Files").
pub(in crate::publish) const fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Several values in one field, parted by `; `.
pub(in crate::publish) fn joined<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|v| v.to_string()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;

    fn bytes(month: &crate::publish::sample::Month, file: DataFile) -> Vec<u8> {
        let mut bytes = Vec::new();
        file.write(&month.consolidation(), &mut bytes).unwrap();
        bytes
    }

    /// Header and records of one of the files.
    fn read(name: &str) -> Vec<Vec<String>> {
        let month = month();
        let file = DataFile::ALL.into_iter().find(|file| file.name() == name).unwrap();
        let bytes = bytes(&month, file);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// The field of the record in this row (1 is the first) under this column.
    fn field(name: &str, row: usize, column: &str) -> String {
        let records = read(name);
        let index = records[0].iter().position(|c| c == column).unwrap();
        records[row][index].clone()
    }

    #[test]
    fn one_row_per_measure_action_exception_and_file_met() {
        let rows = |name| read(name).len() - 1;
        assert_eq!(rows("measures.csv"), 10);
        assert_eq!(rows("actions.csv"), 5);
        assert_eq!(rows("contributions.csv"), 2);
        assert_eq!(rows("exceptions.csv"), 3);
        assert_eq!(rows("returns.csv"), 3);
    }

    #[test]
    fn values_are_plain_decimals_and_states_are_words() {
        assert_eq!(field("measures.csv", 2, "value"), "87.5");
        assert_eq!(field("measures.csv", 2, "impact"), "Amber");
        assert_eq!(field("measures.csv", 1, "state"), "absent");
        assert_eq!(field("measures.csv", 4, "state"), "partial");
        assert_eq!(field("measures.csv", 4, "missing_contributors"), "ben");
        assert_eq!(field("actions.csv", 1, "target"), "2024-06-30");
        assert_eq!(field("actions.csv", 1, "slippage_days"), "45");
        assert_eq!(field("actions.csv", 1, "carried_forward"), "no");
        assert_eq!(field("actions.csv", 4, "status"), "");
        assert_eq!(field("contributions.csv", 1, "cell"), "H7");
        assert_eq!(field("exceptions.csv", 1, "key"), "V01|ann|1.1a|value|-12 (est)");
        assert_eq!(field("returns.csv", 1, "errors"), "1");
        assert_eq!(field("returns.csv", 3, "state"), "duplicate");
    }

    #[test]
    fn nothing_a_lead_typed_can_run() {
        assert_eq!(field("contributions.csv", 1, "found"), "'-12 (est)");
        assert_eq!(field("actions.csv", 1, "commentary"), "'-cmd|' /C calc'!A0");
        assert_eq!(field("exceptions.csv", 3, "found"), "'=12");
        assert_eq!(field("returns.csv", 1, "completed_by"), "'=HYPERLINK(\"http://example.invalid\")");
    }

    #[test]
    fn lines_end_in_a_line_feed_and_the_same_month_gives_the_same_bytes() {
        let (one, other) = (month(), month());
        for file in DataFile::ALL {
            let written = bytes(&one, file);
            assert_eq!(written, bytes(&other, file));
            assert!(written.ends_with(b"\n") && !written.contains(&b'\r'));
        }
    }
}
