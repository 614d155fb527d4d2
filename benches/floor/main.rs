//! The floor under ragbook's figures in `benches/README.md`: the libraries alone, doing nothing with what they read and
//! knowing nothing of what they write.
//!
//! - `floor inflate FOLDER JOBS`: inflates every part of every workbook of a folder.
//! - `floor cells FOLDER JOBS`: calamine reads every cell of every workbook of a folder.
//! - `floor write FOLDER ROUNDS`: `rust_xlsxwriter` writes the cells of every workbook of a folder (values alone) to memory, so
//!   many times over: with none, they are only read, and the difference is what writing takes.
//! - `floor empty FOLDER ROUNDS`: the same with workbooks of as many sheets and rows, and not a cell.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use calamine::{Data, DataRef, Range, Reader, Xlsx};
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;
use zip::ZipArchive;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [what, path, number] = args.as_slice() else {
        return Err("say what, of which path, and a number".into());
    };
    let number: usize = number.parse()?;
    let told = match what.as_str() {
        "inflate" => over(Path::new(path), number, inflate)?.to_string(),
        "cells" => over(Path::new(path), number, cells)?.to_string(),
        "write" => again(Path::new(path), number, with_cells)?.to_string(),
        "empty" => again(Path::new(path), number, empty)?.to_string(),
        _ => return Err("inflate, cells, write or empty".into()),
    };
    Ok(writeln!(std::io::stdout(), "{told}")?)
}

/// What the work gives for all workbooks of a folder, on so many cores.
fn over(folder: &Path, jobs: usize, work: fn(&[u8]) -> Outcome<usize>) -> Outcome<usize> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    let files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.par_iter().map(|path| work(&fs::read(path)?)).try_reduce(|| 0, |one, other| Ok(one + other))
}

fn inflate(bytes: &[u8]) -> Outcome<usize> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut total = 0;
    let mut part = Vec::new();
    for number in 0..zip.len() {
        part.clear();
        total += zip.by_index(number)?.read_to_end(&mut part)?;
    }
    Ok(total)
}

fn cells(bytes: &[u8]) -> Outcome<usize> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut total = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name)?;
        while let Some((cell, _)) = reader.next_cell_with_style_id()? {
            total += usize::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    Ok(total)
}

type Sheets = Vec<(String, Range<Data>)>;

/// Bytes of all workbooks of a folder, written so many times over, on one core.
fn again(folder: &Path, rounds: usize, write: fn(&Sheets) -> Outcome<Workbook>) -> Outcome<usize> {
    let mut books: Vec<Sheets> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "xlsx") {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path)?))?;
            books.push(book.worksheets());
        }
    }
    let mut bytes = 0;
    for _ in 0..rounds {
        for book in &books {
            bytes += write(book)?.save_to_buffer()?.len();
        }
    }
    Ok(bytes)
}

fn with_cells(sheets: &Sheets) -> Outcome<Workbook> {
    let mut workbook = Workbook::new();
    for (name, range) in sheets {
        let sheet = workbook.add_worksheet().set_name(name)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (top + u32::try_from(row)?, u16::try_from(left as usize + column)?);
            match value {
                Data::Float(number) => sheet.write_number(row, column, *number)?,
                Data::DateTime(date) => sheet.write_number(row, column, date.as_f64())?,
                Data::Bool(yes) => sheet.write_boolean(row, column, *yes)?,
                other => sheet.write_string(row, column, other.to_string())?,
            };
        }
    }
    Ok(workbook)
}

fn empty(sheets: &Sheets) -> Outcome<Workbook> {
    let mut workbook = Workbook::new();
    for (name, range) in sheets {
        let sheet = workbook.add_worksheet().set_name(name)?;
        for row in 0..range.end().map_or(0, |(last, _)| last + 1) {
            sheet.set_row_height(row, 18)?;
        }
    }
    Ok(workbook)
}
