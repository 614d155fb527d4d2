//! The tables of a workbook: found by their captions on any sheet, hidden ones too; two of a kind are one when equal
//! and none when not (4-reading.md, 4.3; rules L01, L02, L06).

use std::sync::Arc;

use crate::domain::{Column, Period, Table};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::Template;
use crate::plan::Plan;
use crate::sheet::grid::{Content, Grid, SheetKind, Workbook};

use super::answers::{MeasureRow, ProgressRow};
use super::header::{Header, headers};
use super::row::{Found, place};
use super::same::{SameAnswers, table_key};
use super::table::{TableRows, measure_rows, progress_rows};

/// What came of looking for one table.
#[derive(Debug, Clone)]
pub(super) enum Sought<'a, T> {
    /// Nothing on any sheet is like it.
    Absent,
    /// Something is, but cannot be used; a fault says why.
    Failed,
    /// Found and read.
    Read(Box<Found<'a>>, TableRows<T>),
}

/// The tables of a workbook, with what was told about their headers.
#[derive(Debug, Clone)]
pub(super) struct Recognised<'a> {
    /// The Progress table.
    pub(super) progress: Sought<'a, ProgressRow>,
    /// The Measures table.
    pub(super) measures: Sought<'a, MeasureRow>,
    /// L01, L02, L06.
    pub(super) faults: Vec<Fault>,
}

/// Where and against what to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looking<'a> {
    /// The workbook.
    pub(super) workbook: &'a Workbook,
    /// The file it came in.
    pub(super) file: &'a Arc<str>,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The template.
    pub(super) template: &'a Template,
    /// The period read.
    pub(super) period: Period,
}

/// Finds and reads both tables.
pub(super) fn recognise(looking: Looking<'_>) -> Recognised<'_> {
    let sheets = looking.workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    let found: Vec<(&Grid, Vec<Header>)> =
        sheets.map(|grid| (grid, headers(grid, looking.template))).collect();
    let mut faults = Vec::new();
    let progress = seek(looking, &found, Table::Progress, progress_rows, &mut faults);
    let period = looking.period;
    let measures = seek(looking, &found, Table::Measures, |f| measure_rows(f, period), &mut faults);
    Recognised { progress, measures, faults }
}

fn seek<'a, T: SameAnswers>(
    looking: Looking<'a>,
    sheets: &[(&'a Grid, Vec<Header>)],
    table: Table,
    read: impl Fn(&Found<'a>) -> TableRows<T>,
    faults: &mut Vec<Fault>,
) -> Sought<'a, T> {
    let of_table = || {
        sheets.iter().flat_map(|(grid, headers)| {
            headers.iter().filter(|h| h.table == table).map(move |h| (*grid, headers, h))
        })
    };
    let twice: Vec<Fault> = of_table()
        .filter(|(_, _, h)| h.is_usable())
        .flat_map(|(grid, _, h)| caption_twice(looking, grid, h))
        .collect();
    let mut tables: Vec<(Found<'a>, TableRows<T>)> = of_table()
        .filter(|(_, headers, h)| h.is_usable() && h.twice.is_empty() && !is_repeat(headers, h))
        .map(|(grid, headers, h)| {
            let found = found_table(looking, grid, h, end_of(headers, h));
            let rows = read(&found);
            (found, rows)
        })
        .collect();
    if tables.iter().any(|(_, rows)| !rows.rows.is_empty()) {
        tables.retain(|(_, rows)| !rows.rows.is_empty() || !rows.faults.is_empty());
    }
    let failed = !twice.is_empty();
    faults.extend(twice);
    let nearest = of_table().filter(|(_, _, h)| !h.is_usable()).max_by_key(|(_, _, h)| h.columns.len());
    if let (true, false, Some((grid, _, header))) = (tables.is_empty(), failed, nearest) {
        faults.push(caption_missing(looking, grid, header));
        return Sought::Failed;
    }
    if tables.is_empty() || failed {
        return if failed { Sought::Failed } else { Sought::Absent };
    }
    one_of(tables, faults, looking)
}

/// The only table, or the first of equal ones; unequal ones are told and none is used.
fn one_of<'a, T: SameAnswers>(
    tables: Vec<(Found<'a>, TableRows<T>)>,
    faults: &mut Vec<Fault>,
    looking: Looking<'a>,
) -> Sought<'a, T> {
    let mut tables = tables.into_iter();
    let Some((first, rows)) = tables.next() else { return Sought::Absent };
    let key = |rows: &TableRows<T>| table_key(rows.rows.iter().map(|read| &read.row));
    let differing: Vec<Fault> = tables
        .filter(|(_, other)| key(other) != key(&rows))
        .map(|(other, _)| Fault {
            place: other.header_place(),
            subject: Subject::default(),
            column: None,
            found: String::new(),
            kind: FaultKind::TablesDiffer { table: other.table(), other: first.header_place() },
        })
        .collect();
    if !differing.is_empty() {
        faults.extend(differing);
        return Sought::Failed;
    }
    if !first.header.missing().is_empty() {
        // Percents can still be made from their numbers, but every other value is out of reach.
        faults.push(caption_missing(looking, first.grid, &first.header));
    }
    Sought::Read(Box::new(first), rows)
}

/// Whether a header above this one is the same: then this is a copy inside its table.
fn is_repeat(headers: &[Header], header: &Header) -> bool {
    let above = headers.iter().filter(|h| h.row < header.row && h.is_usable());
    let nearest = above.filter(|h| h.overlaps(header)).max_by_key(|h| h.row);
    nearest.is_some_and(|h| h.table == header.table && h.columns == header.columns)
}

/// The row at which the next table begins below this one, in the same columns of the sheet.
fn end_of(headers: &[Header], header: &Header) -> u32 {
    let below = headers.iter().filter(|h| h.row > header.row && h.is_usable() && h.overlaps(header));
    let other = below.filter(|h| h.table != header.table || h.columns != header.columns);
    other.map(|h| h.row).min().unwrap_or(u32::MAX)
}

fn found_table<'a>(looking: Looking<'a>, grid: &'a Grid, header: &Header, end: u32) -> Found<'a> {
    Found {
        file: looking.file,
        format: looking.workbook.format,
        grid,
        header: header.clone(),
        end,
        from_1904: looking.workbook.from_1904,
        plan: looking.plan,
        template: looking.template,
    }
}

fn header_fault(looking: Looking<'_>, grid: &Grid, header: &Header, kind: FaultKind) -> Fault {
    let place = place(looking.file, looking.workbook.format, grid, Some(header.first));
    Fault { place, subject: Subject::default(), column: None, found: String::new(), kind }
}

/// L01, with what was found and what is needed.
fn caption_missing(looking: Looking<'_>, grid: &Grid, header: &Header) -> Fault {
    let caption = |column: &Column| looking.template.caption(header.table, *column).to_owned();
    let row = grid.row(header.row).iter();
    let present = row
        .filter_map(|cell| match &cell.content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let missing = header.missing().iter().map(caption).collect();
    header_fault(looking, grid, header, FaultKind::CaptionMissing { table: header.table, missing, present })
}

/// L02, one for each caption that two columns answer to, at the second one.
fn caption_twice(looking: Looking<'_>, grid: &Grid, header: &Header) -> Vec<Fault> {
    let fault = |(column, cells): &(Column, [crate::domain::CellRef; 2])| {
        let caption = looking.template.caption(header.table, *column).to_owned();
        let kind = FaultKind::CaptionTwice { caption, cells: *cells };
        let place = place(looking.file, looking.workbook.format, grid, Some(cells[1]));
        Fault { place, column: Some(*column), ..header_fault(looking, grid, header, kind) }
    };
    header.twice.iter().map(fault).collect()
}
