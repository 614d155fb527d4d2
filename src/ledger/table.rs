//! A ledger's file as a table: columns by name, every line whole, texts exactly as they were ([`super::text`]). What is not
//! as ragbook writes it is told with file and line; nothing is passed over.

use std::fmt::Display;

use super::text::{guarded, unguarded};

/// What is wrong with a ledger, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {wrong}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct LedgerError {
    /// Name of the ledger's file.
    pub file: &'static str,
    /// Line in the file, from 1; none when it concerns all of it.
    pub line: Option<u64>,
    /// What is wrong, in words.
    pub wrong: String,
}

/// One row of a ledger, its fields in the order of the ledger's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    file: &'static str,
    columns: &'static [&'static str],
    /// Line of the file in which the row begins, from 1.
    pub line: u64,
    fields: Vec<String>,
}

impl Row {
    /// The text in this column (its place among the ledger's columns).
    pub fn text(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }

    /// What this column says; an empty field is an error.
    pub fn needed<T, E: Display>(
        &self,
        column: usize,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, LedgerError> {
        match self.text(column) {
            "" => Err(self.wrong(format!("{} is empty", self.name(column)))),
            text => read(text).map_err(|why| self.wrong(format!("under {}, {why}", self.name(column)))),
        }
    }

    /// What this column says; none when it is empty.
    pub fn optional<T, E: Display>(
        &self,
        column: usize,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, LedgerError> {
        if self.text(column).is_empty() { Ok(None) } else { self.needed(column, read).map(Some) }
    }

    /// An error in this row.
    pub fn wrong(&self, wrong: impl Into<String>) -> LedgerError {
        LedgerError { file: self.file, line: Some(self.line), wrong: wrong.into() }
    }

    /// The fields, in the order of the ledger's columns.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    fn name(&self, column: usize) -> &'static str {
        self.columns.get(column).copied().unwrap_or_default()
    }
}

/// The rows of a ledger that must have exactly these columns, in any order. A file without a single byte has no rows.
pub fn read(
    file: &'static str,
    columns: &'static [&'static str],
    bytes: &[u8],
) -> Result<Vec<Row>, LedgerError> {
    let wrong = |line, wrong: String| LedgerError { file, line, wrong };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    if !bytes.ends_with(b"\n") {
        return Err(wrong(None, "the last line is not whole: the end of the file is missing".to_owned()));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(bytes);
    let unreadable = |error: &csv::Error| {
        let line = error.position().map(csv::Position::line);
        match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                wrong(line, format!("it has {len} fields where {expected_len} are needed"))
            }
            csv::ErrorKind::Utf8 { .. } => wrong(line, "it is not written in UTF-8".to_owned()),
            _ => wrong(line, error.to_string()),
        }
    };
    let header = reader.headers().map_err(|e| unreadable(&e))?.clone();
    let places = places(&header, columns).map_err(|why| wrong(Some(1), why))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| unreadable(&e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |place: &usize| unguarded(record.get(*place).unwrap_or_default()).to_owned();
        rows.push(Row { file, columns, line, fields: places.iter().map(field).collect() });
    }
    Ok(rows)
}

/// Where each column stands in the file.
fn places(header: &csv::StringRecord, columns: &[&str]) -> Result<Vec<usize>, String> {
    if let Some(unknown) = header.iter().find(|name| !columns.contains(name)) {
        return Err(format!("the column \"{unknown}\" is unknown; the columns are {}", columns.join(", ")));
    }
    let place = |column: &&str| {
        let mut found = header.iter().enumerate().filter(|(_, name)| name == column).map(|(place, _)| place);
        match (found.next(), found.next()) {
            (Some(place), None) => Ok(place),
            (None, _) => Err(format!("the column \"{column}\" is missing")),
            (Some(_), Some(_)) => Err(format!("the column \"{column}\" is there twice")),
        }
    };
    columns.iter().map(place).collect()
}

/// Rows as they are written, each ended by a line feed; with the header row, or to be added to a file that has it.
pub fn written<'a>(
    header: Option<&[&str]>,
    rows: impl IntoIterator<Item = &'a [String]>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    if let Some(header) = header {
        writer.write_record(header)?;
    }
    for row in rows {
        for field in row {
            writer.write_field(guarded(field).as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::from(error.error().kind())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["ref", "text", "end"];

    fn said(text: &str) -> String {
        read("x.csv", COLUMNS, text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn columns_go_by_name_and_every_text_comes_back() {
        let row = |text: &str| vec!["1.1".to_owned(), text.to_owned(), "e".to_owned()];
        let rows = [row("=two\r\nlines, \"said\" she"), row("'x"), row("")];
        let bytes = written(Some(COLUMNS), rows.iter().map(Vec::as_slice)).unwrap();
        let back = read("x.csv", COLUMNS, &bytes).unwrap();
        assert_eq!(back.iter().map(|r| r.fields().to_vec()).collect::<Vec<_>>(), rows);
        assert_eq!(back[1].line, 4, "a row of two lines is counted as such");
        let turned = read("x.csv", COLUMNS, b"end,ref,text\ne,1.1,x\n").unwrap();
        assert_eq!(turned[0].fields(), ["1.1", "x", "e"]);
        assert!(read("x.csv", COLUMNS, b"").unwrap().is_empty());
    }

    #[test]
    fn what_ragbook_did_not_write_is_told_with_its_line() {
        assert_eq!(
            said("ref,text,end,more\n"),
            "x.csv, line 1: the column \"more\" is unknown; the columns are ref, text, end"
        );
        assert_eq!(said("ref,text\n1,2\n"), "x.csv, line 1: the column \"end\" is missing");
        assert_eq!(said("ref,text,end,end\n"), "x.csv, line 1: the column \"end\" is there twice");
        assert_eq!(said("ref,text,end\n1,2,3\n1,2\n"), "x.csv, line 3: it has 2 fields where 3 are needed");
        assert_eq!(
            said("ref,text,end\n1,2"),
            "x.csv: the last line is not whole: the end of the file is missing"
        );
        assert!(said("ref,text,end\n1,\"2\n").starts_with("x.csv, line 2: it has 2 fields"));
        let foreign = read("x.csv", COLUMNS, b"ref,text,end\n1,\xff,3\n").unwrap_err().to_string();
        assert_eq!(foreign, "x.csv, line 2: it is not written in UTF-8");
    }
}
