//! A large sheet written by ragbook, or the same cells written by the workbook library alone (`benches/README.md`).
//!
//! `rows ragbook|library|neither 100000 BOOK SHEET` takes the rows of a sheet of a consolidated workbook over and over until
//! there are so many, and writes them to memory; `neither` only reads them, and the difference is what writing takes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{Cursor, Write};

use calamine::{Data, Reader, Xlsx};
use ragbook::domain::{CellRef, Period};
use ragbook::sheet::book::{Book, CellContent, CellSpec, ColumnSpec, Sheet, TableSpec};
use ragbook::sheet::write::to_bytes;
use rust_xlsxwriter::Workbook;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [who, count, book, sheet] = args.as_slice() else {
        return Err("say who writes, how many rows, and of which sheet of which workbook".into());
    };
    let rows = rows(book, sheet)?;
    let (head, body) = rows.split_first().ok_or("the sheet has no table")?;
    let body = || body.iter().cycle().take(count.parse().unwrap_or(0));
    let bytes = match who.as_str() {
        "ragbook" => to_bytes(&by_ragbook(head, body())?)?.len(),
        "library" => by_library(head, body())?.len(),
        _ => body().count(),
    };
    Ok(writeln!(std::io::stdout(), "{bytes}")?)
}

/// The sheet's table from its header on: the first row with a cell in its third column.
fn rows(book: &str, sheet: &str) -> Outcome<Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(book)?))?;
    let rows = book.worksheet_range(sheet)?;
    let above = |row: &&[Data]| row.get(2).is_none_or(|cell| *cell == Data::Empty);
    Ok(rows.rows().skip_while(above).map(<[Data]>::to_vec).collect())
}

/// With what stands on such a sheet: a link in its fourth column where a row has a ref.
fn by_ragbook<'a>(head: &[Data], body: impl Iterator<Item = &'a Vec<Data>>) -> Outcome<Book> {
    let column =
        |caption: &Data| ColumnSpec { caption: caption.to_string(), width: 12.0, note: String::new() };
    let cell = |(column, value): (usize, &Data)| match value {
        Data::Float(number) => CellSpec::of(CellContent::Number(*number, 0)),
        Data::Empty => CellSpec::of(CellContent::Blank),
        other if column == 3 => CellSpec::text(other.to_string()).linked("Large", CellRef::new(0, 0)),
        other => CellSpec::text(other.to_string()),
    };
    let rows = body.map(|row| row.iter().enumerate().map(cell).collect::<Vec<_>>()).collect();
    let columns = head.iter().map(column).collect();
    let sheet = Sheet {
        name: "Large".to_owned(),
        title: "A large sheet".to_owned(),
        lines: Vec::new(),
        table: Some(TableSpec { name: "Large".to_owned(), columns, rows }),
        charts: Vec::new(),
        protected: false,
        frozen_header: false,
    };
    Ok(Book {
        title: String::new(),
        subject: String::new(),
        author: String::new(),
        keywords: String::new(),
        company: String::new(),
        created: Period::new(2019, 11).ok_or("no such month")?.last_day(),
        properties: BTreeMap::new(),
        sheets: vec![sheet],
    })
}

/// The values alone.
fn by_library<'a>(head: &'a [Data], body: impl Iterator<Item = &'a Vec<Data>>) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(head).chain(body.map(Vec::as_slice))) {
        for (column, value) in (0..).zip(cells) {
            match value {
                Data::Float(number) => sheet.write_number(row, column, *number)?,
                Data::Empty => continue,
                other => sheet.write_string(row, column, other.to_string())?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}
