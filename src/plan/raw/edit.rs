//! Changing one cell of a plan file, or adding a row to it, and leaving every other byte as it stands: the order of the
//! columns, quotation marks, the byte-order mark and the line ends are the officer's (2-plan.md).

use std::ops::Range;

use toml::de::DeTable;

/// A CSV with the places of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvBytes {
    bytes: Vec<u8>,
    /// One for each row that a spreadsheet shows, empty lines among them.
    rows: Vec<Vec<Range<usize>>>,
}

/// What becomes of the quotation marks around a cell that needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// Where the cell had some, it keeps them.
    Kept,
    /// It has them only where it must.
    Dropped,
}

impl CsvBytes {
    /// Finds the cells of a CSV as the csv reader does: `"` opens a quoted cell only at its start, `""` within one is a
    /// quotation mark.
    pub fn new(bytes: Vec<u8>) -> Self {
        let rows = cells_of(&bytes);
        Self { bytes, rows }
    }

    /// The file's bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Puts a text into a cell; row and column from 0. False when there is no such cell.
    pub fn replace(&mut self, row: u32, column: u32, text: &str) -> bool {
        self.put(row, column, text, Quotes::Kept)
    }

    /// Takes away this row (from 0) and all below it. None when there is no such row.
    pub fn cut_from(&mut self, row: u32) -> Option<()> {
        let start = self.rows.get(usize::try_from(row).ok()?)?.first()?.start;
        self.bytes.truncate(start);
        self.rows = cells_of(&self.bytes);
        Some(())
    }

    /// The bytes when these are they, or without the line end that [`Self::append`] had to add.
    pub fn as_it_ended(&self, are_they: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
        let whole = self.bytes.as_slice();
        let bare = whole.strip_suffix(b"\r\n").or_else(|| whole.strip_suffix(b"\n"));
        [Some(whole), bare].into_iter().flatten().find(|bytes| are_they(bytes)).map(<[u8]>::to_vec)
    }

    /// Puts a text into a cell; row and column from 0. False when there is no such cell.
    pub fn put(&mut self, row: u32, column: u32, text: &str, quotes: Quotes) -> bool {
        let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else { return false };
        let Some(cells) = self.rows.get(row) else { return false };
        let (place, missing) = match (cells.get(column), cells.last()) {
            (Some(cell), _) => (cell.clone(), 0),
            // A short row: the cells that it leaves out are added.
            (None, Some(last)) => (last.end..last.end, column + 1 - cells.len()),
            (None, None) => return false,
        };
        let in_quotes = quotes == Quotes::Kept && self.bytes.get(place.start) == Some(&b'"');
        let text = format!("{}{}", ",".repeat(missing), as_cell(text, in_quotes && missing == 0));
        self.bytes.splice(place, text.into_bytes());
        self.rows = cells_of(&self.bytes);
        true
    }

    /// Adds a row at the end, in the file's own style.
    pub fn append(&mut self, cells: &[&str]) {
        let line_end: &[u8] = if self.bytes.windows(2).any(|pair| pair == b"\r\n") { b"\r\n" } else { b"\n" };
        let first = self.rows.first().and_then(|row| row.first()).map(|cell| cell.start);
        let quoted = first.and_then(|start| self.bytes.get(start)) == Some(&b'"');
        let cells: Vec<String> = cells.iter().map(|cell| as_cell(cell, quoted)).collect();
        if !self.bytes.is_empty() && !self.bytes.ends_with(b"\n") && !self.bytes.ends_with(b"\r") {
            self.bytes.extend_from_slice(line_end);
        }
        self.bytes.extend_from_slice(cells.join(",").as_bytes());
        self.bytes.extend_from_slice(line_end);
        self.rows = cells_of(&self.bytes);
    }
}

/// The text of a cell in a CSV, quoted where it has to be.
fn as_cell(text: &str, quoted: bool) -> String {
    let needs = text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if quoted || needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The cells of each row, by their bytes.
fn cells_of(bytes: &[u8]) -> Vec<Vec<Range<usize>>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut at = start;
    let mut within_quotes = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' if at == start || within_quotes => within_quotes = !within_quotes,
            // The second half of a doubled quotation mark opens the quotes again.
            b'"' if bytes.get(at - 1) == Some(&b'"') && bytes.get(start) == Some(&b'"') => {
                within_quotes = true;
            }
            b',' if !within_quotes => {
                row.push(start..at);
                start = at + 1;
            }
            b'\n' if !within_quotes => {
                let end = if at > start && bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
                row.push(start..end);
                rows.push(std::mem::take(&mut row));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start < bytes.len() || !row.is_empty() {
        row.push(start..bytes.len());
        rows.push(row);
    }
    rows
}

/// A `plan.toml` with another `version`, every other byte as it was. None when it has none or cannot be read.
pub fn with_version(settings: &str, version: &str) -> Option<String> {
    let table = DeTable::parse(settings).ok()?;
    let span = table.get_ref().get("version")?.span();
    let mut changed = settings.to_owned();
    changed.replace_range(span, &toml::Value::String(version.to_owned()).to_string());
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, row: u32, column: u32, to: &str) -> String {
        let mut csv = CsvBytes::new(text.into());
        assert!(csv.replace(row, column, to), "{text:?}");
        String::from_utf8(csv.into_bytes()).unwrap()
    }

    #[test]
    fn one_cell_changes_and_no_other_byte() {
        for (text, row, column, expected) in [
            ("a,b\r\n1,2\r\n", 1, 1, "a,b\r\n1,X\r\n"),
            (
                "\u{feff}\"a\",b\n\"1 \"\"x\"\", y\",\"2\"\n",
                1,
                1,
                "\u{feff}\"a\",b\n\"1 \"\"x\"\", y\",\"X\"\n",
            ),
            ("a,b\n\n\"1\n1\",2", 2, 1, "a,b\n\n\"1\n1\",X"),
            ("a,b,c\n1\n2,3,4\n", 1, 2, "a,b,c\n1,,X\n2,3,4\n"),
            ("a,b\n5\" pipe,2\n", 1, 1, "a,b\n5\" pipe,X\n"),
            ("a\n\"\"\n", 1, 0, "a\n\"X\"\n"),
        ] {
            assert_eq!(edited(text, row, column, "X"), expected);
        }
        assert_eq!(edited("a\n1\n", 1, 0, "say \"x\", y"), "a\n\"say \"\"x\"\", y\"\n");
        assert!(!CsvBytes::new(b"a\n".to_vec()).replace(5, 0, "X"));
    }

    #[test]
    fn a_row_is_added_in_the_style_of_the_file() {
        for (text, expected) in [
            ("a,b", "a,b\nx,\"y, z\"\n"),
            ("a,b\r\n1,2\r\n", "a,b\r\n1,2\r\nx,\"y, z\"\r\n"),
            ("\u{feff}\"a\",\"b\"\n", "\u{feff}\"a\",\"b\"\n\"x\",\"y, z\"\n"),
        ] {
            let mut csv = CsvBytes::new(text.into());
            csv.append(&["x", "y, z"]);
            assert_eq!(String::from_utf8(csv.into_bytes()).unwrap(), expected);
        }
    }

    #[test]
    fn the_version_changes_and_the_comments_stay() {
        let text = "# ours\nname = \"x\"\nversion = 'October 2019' # as published\n[rating]\n";
        let expected = "# ours\nname = \"x\"\nversion = \"November 2019\" # as published\n[rating]\n";
        assert_eq!(with_version(text, "November 2019").as_deref(), Some(expected));
        assert_eq!(with_version("name = 1\n", "2"), None);
    }
}
