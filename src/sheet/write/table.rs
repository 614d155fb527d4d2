//! The table of a sheet: an Excel table without style, banding or filter; its columns, header, heights and notes. Its rows are `body`'s.

use std::sync::Arc;

use rust_xlsxwriter::{IgnoreError, Note, Table, TableColumn, TableStyle, Worksheet};

use super::super::book::{CellContent, FormulaResult, Input, InputRule, Row, TableSpec};
use super::super::measure::{Face, count_lines, count_lines_for_any_font};
use super::body::Body;
use super::columns::Columns;
use super::look::Shape;
use super::page::{points, set_height};
use super::shape::SHORT_TEXT;
use super::{WriteError, look, mark, text, validation};

/// Lines that a row with a free text to fill in has room for (3-return-workbook.md, "Rules of the form").
const LINES_TO_FILL_IN: usize = 3;

/// Everything of the table but its body.
pub(super) fn write(
    page: &mut Worksheet,
    spec: &TableSpec,
    body: &Body<'_>,
    organisation: &str,
) -> Result<(), WriteError> {
    let header = body.first_row() - 1;
    for (column, shown) in columns(spec) {
        page.set_column_width(column, shown.width.max(body.columns().room_for_numbers(usize::from(column))))?;
    }
    frame(page, spec, header, body.columns())?;
    header_cells(page, spec, header, organisation)?;
    marks(page, spec, header + 1, organisation)?;
    body.lay_out(page)?;
    if body.holds(Shape::TextOnly) {
        // Excel's green corner invites to turn refs into numbers: 3.10 would become 3.1.
        let last = last_row(spec, header);
        let right = last_column(spec);
        page.ignore_error_range(header, 0, last, right, IgnoreError::NumberStoredAsText)?;
    }
    validation::add(page, spec, header + 1)
}

/// What is marked, and small lines: on the cells, and not in them.
fn marks(page: &mut Worksheet, spec: &TableSpec, first: u32, organisation: &str) -> Result<(), WriteError> {
    let has_marks = spec.rows.has_marks();
    if !has_marks && !spec.rows.has_sparklines() {
        return Ok(());
    }
    for (row, cells) in (first..).zip(spec.rows.iter()) {
        for (column, cell) in (0..).zip(cells.iter()) {
            if let CellContent::Sparkline { first, last } = &cell.content {
                page.add_sparkline(row, column, &look::sparkline(page.name().as_str(), row, *first, *last))?;
            }
            mark::add(page, (row, column), &cell, organisation)?;
        }
        if has_marks {
            // A note's place on the sheet is reckoned from these.
            set_height(page, row, lines_needed(spec, cells), Face::TABLE)?;
        }
    }
    Ok(())
}

/// Height of the header row and of all rows below it, in points.
pub(super) fn height(spec: &TableSpec) -> f64 {
    let body: f64 = spec.rows.iter().map(|cells| points(lines_needed(spec, cells), Face::TABLE)).sum();
    points(lines_of_header(spec), Face::STRONG) + body
}

/// Last row of the table (from 0). A table without rows keeps one blank row, as Excel itself does.
pub(super) fn last_row(spec: &TableSpec, header: u32) -> u32 {
    header + u32::try_from(spec.rows.len()).unwrap_or(u32::MAX - 1_048_577).max(1)
}

fn last_column(spec: &TableSpec) -> u16 {
    u16::try_from(spec.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn columns(spec: &TableSpec) -> impl Iterator<Item = (u16, &super::super::book::ColumnSpec)> {
    (0..).zip(&spec.columns)
}

fn frame(page: &mut Worksheet, spec: &TableSpec, header: u32, held: &Columns) -> Result<(), WriteError> {
    let heads: Vec<TableColumn> = columns(spec)
        .map(|(column, shown)| {
            TableColumn::new()
                .set_header(text::fit(&shown.caption))
                .set_header_format(look::header(held.side_of_caption(usize::from(column))))
        })
        .collect();
    let table = Table::new()
        .set_name(&spec.name)
        .set_columns(&heads)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None);
    // One row of it: the library would note every cell of a longer one, and its range is put right with its body.
    page.add_table(header, 0, header + 1, last_column(spec), &table)?;
    Ok(())
}

fn header_cells(
    page: &mut Worksheet,
    spec: &TableSpec,
    header: u32,
    organisation: &str,
) -> Result<(), WriteError> {
    for (column, shown) in columns(spec).filter(|(_, shown)| !shown.note.is_empty()) {
        let note = Note::new(text::fit(&shown.note))
            .set_author(organisation)
            .add_author_prefix(false)
            .set_font_name(look::FONT)
            .set_font_size(11)
            .set_width(240)
            .set_height(90);
        page.insert_note(header, column, &note)?;
    }
    set_height(page, header, lines_of_header(spec), Face::STRONG)
}

/// Lines that the tallest caption takes.
fn lines_of_header(spec: &TableSpec) -> usize {
    let lines = columns(spec).map(|(_, shown)| count_lines(&shown.caption, Face::STRONG, shown.width - 1.0));
    lines.max().unwrap_or(1)
}

/// Lines that the tallest cell of a row takes.
pub(super) fn lines_needed(spec: &TableSpec, cells: Row<'_>) -> usize {
    let takes = |(column, (content, input)): (usize, (CellContent<'_>, Option<&Arc<Input>>))| {
        // An indent takes about one character.
        let width = spec.columns.get(column).map_or(10.0, |shown| shown.width) - 1.0;
        let written = match &content {
            CellContent::Text(words) => count_lines_for_any_font(words, Face::TABLE, width),
            CellContent::Formula(live) => match &live.result {
                FormulaResult::Text(words) => count_lines_for_any_font(words, Face::TABLE, width),
                FormulaResult::Number(_) | FormulaResult::Empty => 1,
            },
            CellContent::Rating(rating) => count_lines(rating.word(), Face::STRONG, width),
            _ => 1,
        };
        match input.map(|input| &input.rule) {
            Some(InputRule::Text(most)) if *most > SHORT_TEXT => written.max(LINES_TO_FILL_IN),
            _ => written,
        }
    };
    cells.contents().enumerate().map(takes).max().unwrap_or(1)
}
