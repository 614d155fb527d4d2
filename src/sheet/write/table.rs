//! The table of a sheet: an Excel table without style, banding or filter; its columns, header, heights and notes. Its rows are `body`'s, and what
//! its cells take is `validation`'s.

use std::sync::Arc;

use rust_xlsxwriter::{IgnoreError, Note, Table, TableColumn, TableStyle, Worksheet};

use super::super::book::{CellContent, FormulaResult, Input, InputRule, Row, TableSpec};
use super::super::measure::{Face, count_lines, count_lines_for_any_font};
use super::look::Shape;
use super::outline::{ColumnOutline, TableOutline};
use super::page::{points, set_height};
use super::shape::SHORT_TEXT;
use super::{WriteError, look, mark};

/// Lines that a row with a free text to fill in has room for (3-return-workbook.md, "Rules of the form").
const LINES_TO_FILL_IN: usize = 3;

/// Everything of a table under this header but its rows: of each look of these a *specimen*, a blank cell right of the table.
pub(super) fn write(
    page: &mut Worksheet,
    table: &TableOutline,
    header: u32,
    organisation: &str,
) -> Result<(), WriteError> {
    for (column, shown) in (0..).zip(&table.columns) {
        page.set_column_width(column, shown.width.characters())?;
    }
    let right = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    frame(page, table, header, right.saturating_sub(1))?;
    notes(page, table, header, organisation)?;
    set_height(page, header, table.lines_of_header, Face::STRONG)?;
    for (row, (shape, role, side, marked)) in (header + 1..).zip(&table.looks) {
        let plain = look::cell(*shape, *role, *side);
        let format = if *marked { look::marked(plain) } else { plain };
        page.write_blank(row, right, &format)?;
    }
    if table.looks.iter().any(|(shape, ..)| *shape == Shape::TextOnly) {
        // Excel's green corner invites to turn refs into numbers: 3.10 would become 3.1.
        let right = right.saturating_sub(1);
        page.ignore_error_range(header, 0, header + 1, right, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// What is marked, and small lines: on the cells, and not in them.
pub(super) fn marks(
    page: &mut Worksheet,
    spec: &TableSpec,
    first: u32,
    organisation: &str,
) -> Result<(), WriteError> {
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

/// The Excel table, over one row: the library would note every cell of a longer one, and its range is put right with its rows.
fn frame(page: &mut Worksheet, table: &TableOutline, header: u32, right: u16) -> Result<(), WriteError> {
    let head = |column: &ColumnOutline| {
        let format = look::header(column.side_of_caption);
        TableColumn::new().set_header(column.caption.as_str()).set_header_format(format)
    };
    let heads: Vec<TableColumn> = table.columns.iter().map(head).collect();
    let table = Table::new()
        .set_name(&table.name)
        .set_columns(&heads)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None);
    page.add_table(header, 0, header + 1, right, &table)?;
    Ok(())
}

/// The notes on the header.
fn notes(
    page: &mut Worksheet,
    table: &TableOutline,
    header: u32,
    organisation: &str,
) -> Result<(), WriteError> {
    for (column, shown) in (0..).zip(&table.columns).filter(|(_, shown)| !shown.note.is_empty()) {
        let note = Note::new(shown.note.as_str())
            .set_author(organisation)
            .add_author_prefix(false)
            .set_font_name(look::FONT)
            .set_font_size(11)
            .set_width(240)
            .set_height(90);
        page.insert_note(header, column, &note)?;
    }
    Ok(())
}

/// Lines that the tallest caption takes.
pub(super) fn lines_of_header(spec: &TableSpec) -> usize {
    let lines = spec.columns.iter().map(|shown| count_lines(&shown.caption, Face::STRONG, shown.width - 1.0));
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
