//! The tables of a workbook: found by their captions on any sheet, hidden ones too; two of a kind are one when equal
//! and none when not (4-reading.md, 4.3; rules L01, L02, L06).

use std::sync::Arc;

use crate::domain::folding::fold_caption;
use crate::domain::{Column, Period, Table};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::form::{HeaderRows, Template};
use crate::plan::Indexed;
use crate::sheet::grid::{Content, Grid, SheetKind, Visibility, Workbook};

use super::answers::{MeasureRow, ProgressRow, UnreadRow};
use super::aside::aside;
use super::disclosure::Safe;
use super::header::{Header, headers, headless};
use super::row::{Found, place};
use super::same::{SameAnswers, table_key};
use super::scale;
use super::table::{TableRows, measure_rows, progress_rows};
use super::unread::{Which, unread_rows};

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

impl<'a, T> Sought<'a, T> {
    /// The table that was read.
    pub(super) fn found(&self) -> Option<&Found<'a>> {
        match self {
            Self::Read(found, _) => Some(found),
            Self::Absent | Self::Failed => None,
        }
    }
}

/// The tables of a workbook, with what was told about their headers.
#[derive(Debug, Clone)]
pub(super) struct Recognised<'a> {
    /// The Progress table.
    pub(super) progress: Sought<'a, ProgressRow>,
    /// The Measures table.
    pub(super) measures: Sought<'a, MeasureRow>,
    /// Answered rows of tables that cannot be used.
    pub(super) unread: Vec<UnreadRow>,
    /// L01, L02, L06.
    pub(super) faults: Vec<Fault>,
    /// The row of the first usable header of each worksheet, in order.
    pub(super) first_tables: Vec<Option<u32>>,
}

/// What is told about tables that cannot be used.
#[derive(Default)]
struct Told {
    unread: Vec<UnreadRow>,
    faults: Vec<Fault>,
}

/// Where and against what to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looking<'a> {
    /// The workbook, masked.
    pub(super) workbook: &'a Workbook,
    /// What was masked in it.
    pub(super) safe: &'a Safe<'a>,
    /// The file it came in.
    pub(super) file: &'a Arc<str>,
    /// The plan.
    pub(super) plan: &'a Indexed<'a>,
    /// The template.
    pub(super) template: &'a Template,
    /// Rows in which the headers of a return as issued stand.
    pub(super) issued: HeaderRows,
    /// The period read.
    pub(super) period: Period,
}

/// Finds and reads both tables.
pub(super) fn recognise(looking: Looking<'_>) -> Recognised<'_> {
    let sheets = looking.workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    let found: Vec<(&Grid, Vec<Header>)> =
        sheets.map(|grid| (grid, headers(grid, looking.template))).collect();
    let first_table = |headers: &[Header]| headers.iter().find(|h| h.is_usable()).map(|h| h.row);
    let first_tables = found.iter().map(|(_, headers)| first_table(headers)).collect();
    let mut told = Told::default();
    let period = looking.period;
    let progress = seek(looking, &found, Table::Progress, |f| progress_rows(f, period), &mut told);
    let measures = seek(looking, &found, Table::Measures, |f| measure_rows(f, period), &mut told);
    if matches!((&progress, &measures), (Sought::Read(..), _) | (_, Sought::Read(..))) {
        // A sheet whose header was lost is told as a whole.
        let lost: Vec<Arc<str>> = told.faults.iter().filter_map(|fault| fault.place.sheet.clone()).collect();
        let others = found.iter().filter(|(grid, headers)| !headers.is_empty() || !lost.contains(&grid.name));
        told.faults.extend(others.filter_map(|(grid, headers)| aside(looking, grid, headers)));
    }
    Recognised { progress, measures, unread: told.unread, faults: told.faults, first_tables }
}

fn seek<'a, T: SameAnswers>(
    looking: Looking<'a>,
    sheets: &[(&'a Grid, Vec<Header>)],
    table: Table,
    read: impl Fn(&Found<'a>) -> TableRows<T>,
    told: &mut Told,
) -> Sought<'a, T> {
    let of_table = || {
        sheets.iter().flat_map(|(grid, headers)| {
            headers.iter().filter(|h| h.table == table).map(move |h| (*grid, headers, h))
        })
    };
    let table_under =
        |grid: &'a Grid, headers: &[Header], h: &Header| found_table(looking, grid, h, end_of(headers, h));
    let mut damaged: Vec<Found<'a>> = Vec::new();
    let unclear = |h: &Header| !h.twice.is_empty() || h.rivals.is_some();
    for (grid, headers, h) in of_table().filter(|(_, _, h)| h.is_usable() && unclear(h)) {
        told.faults.extend(caption_twice(looking, grid, h).into_iter().chain(two_layouts(looking, grid, h)));
        damaged.push(table_under(grid, headers, h));
    }
    let twice = !damaged.is_empty();
    let mut tables: Vec<(Found<'a>, TableRows<T>)> = of_table()
        .filter(|(_, headers, h)| {
            h.is_usable() && h.twice.is_empty() && h.rivals.is_none() && !is_repeat(headers, h)
        })
        .map(|(grid, headers, h)| {
            let found = table_under(grid, headers, h);
            let rows = read(&found);
            (found, rows)
        })
        .collect();
    if tables.iter().any(|(_, rows)| !rows.rows.is_empty()) {
        tables.retain(|(_, rows)| !rows.rows.is_empty() || !rows.faults.is_empty());
    }
    let headless = || of_table().filter(|(_, headers, h)| !h.is_usable() && !is_inside(headers, h));
    damaged.extend(headless().map(|(grid, headers, h)| table_under(grid, headers, h)));
    told.unread.extend(damaged.iter().flat_map(|found| unread_rows(found, Which::All)));
    if twice {
        told.unread.extend(tables.iter().flat_map(|(found, _)| unread_rows(found, Which::Inputs)));
        return Sought::Failed;
    }
    let read_from: Vec<&Grid> = tables.iter().map(|(found, _)| found.grid).collect();
    if let Some((grid, headers, header)) = lost_table(looking, sheets, table, &read_from) {
        told.faults.push(caption_missing(looking, grid, &header));
        told.unread.extend(tables.iter().flat_map(|(found, _)| unread_rows(found, Which::Inputs)));
        if header.columns.is_empty() {
            told.unread.extend(unread_rows(&table_under(grid, headers, &header), Which::All));
        }
        return Sought::Failed;
    }
    let nearest = of_table().filter(|(_, _, h)| !h.is_usable()).max_by_key(|(_, _, h)| h.columns.len());
    match (tables.is_empty(), nearest) {
        (false, _) => {
            if let Some((used, _)) = tables.first() {
                let other = used.header_place();
                told.faults.extend(damaged.iter().filter_map(|found| unread_copy(found, &other)));
            }
            one_of(tables, told, looking)
        }
        (true, None) => Sought::Absent,
        (true, Some((grid, _, header))) => {
            told.faults.push(caption_missing(looking, grid, header));
            Sought::Failed
        }
    }
}

/// L06 as a query: answers under a damaged header, beside a table of the kind that is used.
fn unread_copy(found: &Found<'_>, used: &Place) -> Option<Fault> {
    unread_rows(found, Which::All).first()?;
    let kind = FaultKind::TableUnread { table: found.table(), used: used.clone() };
    let place = found.header_place();
    Some(Fault { place, subject: Subject::default(), column: None, found: String::new(), kind })
}

/// The sheet that is issued for a table, or a visible one where only hidden ones can be read, when the table's rows
/// stand on it and its header is damaged or gone (L01): what stands on another sheet is then an older copy, or nothing.
fn lost_table<'a, 'b>(
    looking: Looking<'a>,
    sheets: &'b [(&'a Grid, Vec<Header>)],
    table: Table,
    read_from: &[&Grid],
) -> Option<(&'a Grid, &'b [Header], Header)> {
    let key = if table == Table::Progress { "progress" } else { "measures" };
    let issued = fold_caption(looking.template.sheet(key));
    let is_issued = |grid: &Grid| fold_caption(&grid.name) == issued;
    let is_visible = |grid: &Grid| grid.visibility == Visibility::Visible;
    let a_return = sheets.iter().any(|(_, headers)| headers.iter().any(Header::is_usable));
    let none_issued = a_return && !read_from.iter().any(|grid| is_issued(grid));
    let none_visible = !read_from.is_empty() && !read_from.iter().any(|grid| is_visible(grid));
    sheets.iter().find_map(|(grid, headers)| {
        let matters = none_issued && is_issued(grid) || none_visible && is_visible(grid);
        if !matters || headers.iter().any(Header::is_usable) {
            return None;
        }
        let near = headers.iter().find(|header| header.table == table);
        let header = near.cloned().or_else(|| {
            let first = headless(grid, table, looking.plan)?;
            Some(Header { first, ..Header::none(table, first.row.saturating_sub(1)) })
        })?;
        Some((*grid, headers.as_slice(), header))
    })
}

/// The only table, or the first of equal ones; unequal ones are told and none is used.
fn one_of<'a, T: SameAnswers>(
    tables: Vec<(Found<'a>, TableRows<T>)>,
    told: &mut Told,
    looking: Looking<'a>,
) -> Sought<'a, T> {
    let key = |rows: &TableRows<T>| table_key(rows.rows.iter().map(|read| &read.row));
    let Some(((first, rows), others)) = tables.split_first() else { return Sought::Absent };
    let differing: Vec<Fault> = others
        .iter()
        .filter(|(_, other)| key(other) != key(rows))
        .map(|(other, _)| Fault {
            place: other.header_place(),
            subject: Subject::default(),
            column: None,
            found: String::new(),
            kind: FaultKind::TablesDiffer { table: other.table(), other: first.header_place() },
        })
        .collect();
    if !differing.is_empty() {
        told.faults.extend(differing);
        told.unread.extend(tables.iter().flat_map(|(found, _)| unread_rows(found, Which::Inputs)));
        return Sought::Failed;
    }
    let mut tables = tables.into_iter();
    let Some((first, mut rows)) = tables.next() else { return Sought::Absent };
    for (copy, copied) in tables {
        rows.add_faults_of(&copy, copied);
    }
    if !first.header.missing().is_empty() {
        // Percents can still be made from their numbers, but every other value is out of reach.
        told.faults.push(caption_missing(looking, first.grid, &first.header));
        told.unread.extend(unread_rows(&first, Which::Others));
    }
    Sought::Read(Box::new(first), rows)
}

/// Whether a row that looks like a broken header stands inside a table, whose rows are read, or under another such row.
fn is_inside(headers: &[Header], header: &Header) -> bool {
    let above = headers.iter().filter(|h| h.row < header.row && h.overlaps(header));
    above.into_iter().any(|h| header.row < end_of(headers, h))
}

/// Whether a header above this one is the same: then this is a copy inside its table.
fn is_repeat(headers: &[Header], header: &Header) -> bool {
    let above = headers.iter().filter(|h| h.row < header.row && h.is_usable());
    let nearest = above.filter(|h| h.overlaps(header)).max_by_key(|h| h.row);
    nearest.is_some_and(|h| h.table == header.table && h.columns == header.columns)
}

/// The row at which the next table begins below this one, in the same columns of the sheet.
pub(super) fn end_of(headers: &[Header], header: &Header) -> u32 {
    let below = headers.iter().filter(|h| h.row > header.row && h.is_usable() && h.overlaps(header));
    let other = below.filter(|h| h.table != header.table || h.columns != header.columns);
    other.map(|h| h.row).min().unwrap_or(u32::MAX)
}

fn found_table<'a>(looking: Looking<'a>, grid: &'a Grid, header: &Header, end: u32) -> Found<'a> {
    Found {
        file: looking.file,
        format: looking.workbook.format,
        workbook: looking.workbook,
        grid,
        header: header.clone(),
        end,
        from_1904: looking.workbook.from_1904,
        persons: looking.safe.persons(&grid.name),
        births: looking.safe.births,
        plan: looking.plan,
        template: looking.template,
        issued: looking.issued,
        scale: scale::of_sheet(looking, grid, header),
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
        .filter(|_| !header.columns.is_empty())
        .filter_map(|cell| match &cell.content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let missing = header.missing().iter().map(caption).collect();
    header_fault(looking, grid, header, FaultKind::CaptionMissing { table: header.table, missing, present })
}

/// L02: two layouts read the header differently.
fn two_layouts(looking: Looking<'_>, grid: &Grid, header: &Header) -> Option<Fault> {
    let layouts = header.rivals.clone()?;
    let kind = FaultKind::TwoLayouts { table: header.table, layouts };
    Some(header_fault(looking, grid, header, kind))
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
