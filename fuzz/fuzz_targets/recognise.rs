//! A whole return damaged in any order: rows, columns, sheets moved, copied, hidden, renamed, cells replaced. What is read
//! is what the cells say, and what is refused is told.
#![no_main]

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use ragbook::domain::{CellRef, Sha256};
use ragbook::intake::read_workbook;
use ragbook::sheet::grid::{Format, Grid, SheetKind, Visibility, Workbook};
use ragbook_fuzz::{Setting, cells, oracle};

fuzz_target!(|data: &[u8]| {
    let setting = Setting::get();
    let mut book = setting.blank.clone();
    let mut u = Unstructured::new(data);
    let assume_period = u.arbitrary().unwrap_or(false);
    while !u.is_empty() && damage(&mut u, &mut book).is_ok() {}
    book.grids.iter().for_each(oracle::grid_holds);
    let met = read_workbook(&book, "x.xlsx", Sha256::of(b""), &setting.context(&setting.plan, assume_period));
    oracle::values_are_what_the_cells_say(&setting.plan, &book, &met);
    oracle::everything_refused_is_told(setting, &setting.plan, met);
});

/// A row or column near the tables.
fn near(u: &mut Unstructured<'_>) -> Result<u32> {
    u.int_in_range(0..=30)
}

fn place(u: &mut Unstructured<'_>) -> Result<CellRef> {
    Ok(CellRef::new(near(u)?, u.int_in_range(0..=14)?))
}

fn damage(u: &mut Unstructured<'_>, book: &mut Workbook) -> Result<()> {
    if book.grids.is_empty() {
        book.grids = Setting::get().blank.grids.clone();
    }
    let sheet = u.choose_index(book.grids.len())?;
    match u.int_in_range(0..=19)? {
        0..=5 => put(u, &mut book.grids[sheet])?,
        6 => shift(u, &mut book.grids[sheet])?,
        7 => swap(u, &mut book.grids[sheet])?,
        8 => copy_row(u, &mut book.grids[sheet])?,
        9 if book.grids.len() < 8 => {
            let mut copy = book.grids[sheet].clone();
            if u.arbitrary()? {
                copy.name = Arc::from(format!("{} (2)", copy.name));
            }
            book.grids.push(copy);
        }
        10 => drop(book.grids.remove(sheet)),
        11 => book.grids[sheet].name = Arc::from(cells::text(u)?),
        12 => {
            book.grids[sheet].visibility =
                *u.choose(&[Visibility::Visible, Visibility::Hidden, Visibility::VeryHidden])?
        }
        13 => {
            let (from, to) = (place(u)?, place(u)?);
            let corners = (
                CellRef::new(from.row.min(to.row), from.column.min(to.column)),
                CellRef::new(from.row.max(to.row), from.column.max(to.column)),
            );
            book.grids[sheet].merges.push(corners);
        }
        14 => {
            let (a, b) = (near(u)?, near(u)?);
            let ranges = if u.arbitrary()? {
                &mut book.grids[sheet].hidden_rows
            } else {
                &mut book.grids[sheet].hidden_columns
            };
            *ranges = vec![(a.min(b), a.max(b))];
        }
        15 => {
            let comment = (place(u)?, cells::text(u)?);
            book.grids[sheet].comments = vec![comment];
        }
        16 => book.grids[sheet].never_calculated = u.arbitrary()?,
        17 => {
            book.format = *u.choose(&[Format::Xlsx, Format::Csv, Format::Xls, Format::Xlsb, Format::Ods])?
        }
        18 => {
            let key =
                *u.choose(&["ragbook.plan", "ragbook.plan_version", "ragbook.period", "ragbook.returner"])?;
            let value = *u.choose(&["", "2024-03", "2024-02", "mara-quill", "otis-fenn", "nobody"])?;
            book.properties.insert(key.to_owned(), value.to_owned());
        }
        _ => {
            book.grids[sheet].kind =
                *u.choose(&[SheetKind::Worksheet, SheetKind::Worksheet, SheetKind::Other])?
        }
    }
    Ok(())
}

fn put(u: &mut Unstructured<'_>, grid: &mut Grid) -> Result<()> {
    let at = place(u)?;
    let cell = cells::cell(u, at)?;
    grid.cells.retain(|c| c.at != at);
    grid.cells.extend(cell);
    grid.cells.sort_by_key(|c| c.at);
    Ok(())
}

/// Rows or columns inserted or deleted.
fn shift(u: &mut Unstructured<'_>, grid: &mut Grid) -> Result<()> {
    let (from, by, insert, rows): (u32, u32, bool, bool) =
        (near(u)?, u.int_in_range(1..=3)?, u.arbitrary()?, u.arbitrary()?);
    let along = |at: &mut CellRef| -> bool {
        let place = if rows { &mut at.row } else { &mut at.column };
        if *place < from {
            return true;
        }
        if insert {
            *place += by;
            return *place < 500;
        }
        if *place < from + by {
            return false;
        }
        *place -= by;
        true
    };
    grid.cells.retain_mut(|cell| along(&mut cell.at));
    Ok(())
}

/// Two columns or two rows changed over.
fn swap(u: &mut Unstructured<'_>, grid: &mut Grid) -> Result<()> {
    let (a, b, rows): (u32, u32, bool) = (near(u)?, near(u)?, u.arbitrary()?);
    for cell in &mut grid.cells {
        let place = if rows { &mut cell.at.row } else { &mut cell.at.column };
        *place = if *place == a {
            b
        } else if *place == b {
            a
        } else {
            *place
        };
    }
    grid.cells.sort_by_key(|c| c.at);
    Ok(())
}

fn copy_row(u: &mut Unstructured<'_>, grid: &mut Grid) -> Result<()> {
    let (from, to) = (near(u)?, near(u)?);
    let mut copied = grid.row(from).to_vec();
    copied.iter_mut().for_each(|cell| cell.at.row = to);
    grid.cells.retain(|cell| cell.at.row != to);
    grid.cells.extend(copied);
    if from == to {
        grid.cells.dedup_by_key(|c| c.at);
    }
    grid.cells.sort_by_key(|c| c.at);
    Ok(())
}
