//! csv and tsv to one grid of texts (4-reading.md, 4.1): comma, semicolon or tab told by the rows, `sep=` lines, ragged
//! rows, bare carriage returns, line breaks inside quotes.
//!
//! Split by hand and not by the csv crate, which leaves blank lines out: then no address below one would be right.

use std::sync::Arc;

use super::deadline::Deadline;
use super::parts::{damaged, too_large};
use super::text;
use crate::domain::{CellRef, Foreign, Guard, Refusal};
use crate::sheet::grid::{Cell, Content, Doubt, Format, FormatClass, Grid, SheetKind, Visibility, Workbook};
use crate::sheet::limits::Limits;

/// Reads a csv; its one sheet is named `stem`.
pub(super) fn open(bytes: &[u8], stem: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    let deadline = Deadline::starting_now(limits);
    let text = text::decode(bytes).ok_or(Refusal::NotAWorkbook(Foreign::Unknown))?;
    let (declared, skipped, body) = declared_separator(&text);
    let separator = declared.unwrap_or_else(|| separator_of(body));
    let name: Arc<str> = Arc::from(stem);
    let mut grid = Grid::empty(Arc::clone(&name), SheetKind::Worksheet, Visibility::Visible);
    let mut stray = Vec::new();
    let mut count = 0_u64;
    let (_, usual) = agreement(body, separator);
    let mut fields = Fields::new(body, separator, skipped);
    while let Some((at, field)) = fields.next_field()? {
        // A row with more fields than the others was split in a wrong place, even where the last one is empty.
        let is_too_far = usual > 0 && at.column >= usual && fields.next.row > at.row;
        if field.trim().is_empty() && !is_too_far {
            continue;
        }
        count += 1;
        if count > limits.cells {
            return Err(too_large(Guard::Cells, limits.cells, None));
        }
        if count.is_multiple_of(256) {
            deadline.check()?;
        }
        let chars = field.chars().count() as u64;
        if chars > limits.cell_chars {
            return Err(too_large(Guard::CellChars, limits.cell_chars, Some(chars)));
        }
        if at.row >= limits.stray_row || at.column >= limits.stray_column {
            stray.push((Arc::clone(&name), at));
            continue;
        }
        let doubt = (separator == ';' && may_be_thousands(&field)).then_some(Doubt::ThousandsOrDecimals);
        grid.cells.push(Cell {
            at,
            content: Content::Text(field),
            format: FormatClass::Unknown,
            format_code: None,
            formula: None,
            doubt,
        });
    }
    Ok(Workbook { format: Format::Csv, grids: vec![grid], stray, ..Workbook::default() })
}

/// Whether a field is a number with a comma or point before three last digits: `1.234`, `12,500`. Semicolons are written
/// where the comma is the decimal sign, and then the point may separate thousands; an English file may have them too.
fn may_be_thousands(field: &str) -> bool {
    let number = field.trim().trim_start_matches(['-', '+']);
    number.rsplit_once(['.', ',']).is_some_and(|(whole, last)| {
        last.len() == 3
            && last.bytes().all(|b| b.is_ascii_digit())
            && whole.starts_with(|c: char| matches!(c, '1'..='9'))
            && whole.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    })
}

/// The separator a first line `sep=;` declares, the lines it takes, and the rest. Excel hides the line but counts it.
fn declared_separator(text: &str) -> (Option<char>, u32, &str) {
    let line_end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..line_end].trim_matches('"');
    let mut chars = line.chars();
    let word: String = chars.by_ref().take(4).collect();
    let separator = match (word.to_ascii_lowercase().as_str(), chars.next(), chars.next()) {
        ("sep=", Some(separator), None) if separator != '"' => separator,
        _ => return (None, 0, text),
    };
    let rest = &text[line_end..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    (Some(separator), 1, rest)
}

/// The separator under which most of the first rows have the same number of fields, more than one.
fn separator_of(text: &str) -> char {
    let mut best = (',', 0, 0);
    for separator in [',', ';', '\t'] {
        let (rows, width) = agreement(text, separator);
        if (rows, width) > (best.1, best.2) {
            best = (separator, rows, width);
        }
    }
    best.0
}

/// How many of the first 50 rows have the commonest number of fields over one, and that number.
fn agreement(text: &str, separator: char) -> (usize, u32) {
    let mut widths: Vec<u32> = Vec::new();
    let mut fields = Fields::new(text, separator, 0);
    while let Ok(Some((at, _))) = fields.next_field() {
        let row = usize::try_from(at.row).unwrap_or(usize::MAX);
        if row >= 50 {
            break;
        }
        widths.resize(row + 1, 0);
        widths[row] = at.column + 1;
    }
    let rows_of = |width: u32| widths.iter().filter(|other| **other == width).count();
    widths.iter().filter(|width| **width > 1).map(|width| (rows_of(*width), *width)).max().unwrap_or((0, 0))
}

/// The fields of a text with their places.
struct Fields<'a> {
    rest: &'a str,
    separator: char,
    next: CellRef,
    /// Whether the last field ended with a separator, so that another follows even at the end of the text.
    owed: bool,
}

impl<'a> Fields<'a> {
    const fn new(text: &'a str, separator: char, first_row: u32) -> Self {
        Self { rest: text, separator, next: CellRef::new(first_row, 0), owed: false }
    }

    fn next_field(&mut self) -> Result<Option<(CellRef, String)>, Refusal> {
        if self.rest.is_empty() && !self.owed {
            return Ok(None);
        }
        let at = self.next;
        let mut field = String::new();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            self.quoted(&mut field)?;
        }
        let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
        field.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        self.owed = false;
        if let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            self.owed = true;
            self.next.column += 1;
        } else {
            let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\r', '\n']));
            self.rest = rest.unwrap_or("");
            self.next = CellRef::new(self.next.row + 1, 0);
        }
        Ok(Some((at, field)))
    }

    /// Up to the closing quotation mark; a doubled one stands for itself.
    fn quoted(&mut self, field: &mut String) -> Result<(), Refusal> {
        loop {
            let end = self
                .rest
                .find('"')
                .ok_or_else(|| damaged("a quotation mark is opened in it and never closed"))?;
            field.push_str(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    field.push('"');
                    self.rest = rest;
                }
                None => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(String, String)> {
        let book = open(text.as_bytes(), "stem", &Limits::default()).unwrap();
        assert_eq!(&*book.grids[0].name, "stem");
        book.grids[0].cells.iter().map(|c| (c.at.to_string(), c.shown())).collect()
    }

    fn pairs(found: &[(&str, &str)]) -> Vec<(String, String)> {
        found.iter().map(|(at, text)| ((*at).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn the_separator_is_told_by_the_rows() {
        let wanted = pairs(&[("A1", "Ref"), ("B1", "Value"), ("A2", "1.1a"), ("B2", "25,5")]);
        assert_eq!(cells("Ref;Value\n1.1a;25,5\n"), wanted);
        assert_eq!(cells("Ref\tValue\r1.1a\t25,5"), wanted);
        assert_eq!(cells("Ref,Value\r\n1.1a,\"25,5\"\r\n"), wanted);
    }

    #[test]
    fn in_a_file_with_semicolons_three_last_digits_are_in_doubt() {
        let doubted = |text: &str| {
            let book = open(text.as_bytes(), "stem", &Limits::default()).unwrap();
            let cells = book.grids[0].cells.iter().filter(|cell| cell.doubt.is_some());
            cells.map(Cell::shown).collect::<Vec<_>>()
        };
        let numbers = |separator: &str| {
            ["Ref", "a", "b", "c", "d", "e", "\n1.1a", "1.234", "\"12,500\"", "12.5", "0.625", "1,234.5"]
                .join(separator)
                .replace(&format!("{separator}\n"), "\n")
        };
        assert_eq!(doubted(&numbers(";")), ["1.234", "12,500"]);
        assert_eq!(doubted(&numbers("\t")), [""; 0]);
    }

    #[test]
    fn a_sep_line_is_obeyed_and_counted() {
        assert_eq!(cells("sep=|\r\na|b"), pairs(&[("A2", "a"), ("B2", "b")]));
    }

    #[test]
    fn an_empty_field_beyond_the_usual_ones_is_kept() {
        let found = cells("Ref,Value,Note\n1.1a,12,\n1.1b,13,\n1.1c,1,234,\n");
        assert_eq!(found.last(), Some(&("D4".to_owned(), String::new())));
        assert_eq!(found.len(), 11);
    }

    #[test]
    fn blank_lines_ragged_rows_and_quoted_breaks_keep_addresses() {
        let found = cells("a,b\n\n,\"two\nlines, \"\"x\"\"\",\r\rlast,,c");
        let wanted = [("A1", "a"), ("B1", "b"), ("B3", "two\nlines, \"x\""), ("A5", "last"), ("C5", "c")];
        assert_eq!(found, pairs(&wanted));
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_damage() {
        let opened = open(b"a,b\n1,\"2\n3,4\n", "s", &Limits::default());
        assert!(matches!(opened, Err(Refusal::Damaged(_))));
    }
}
