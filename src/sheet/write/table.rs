//! The table of a sheet: an Excel table without style, banding or filter; its cells, row heights and notes.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Formula, IgnoreError, Note, Table, TableColumn, TableStyle, Worksheet};

use super::super::book::{CellContent, CellSpec, FormulaResult, InputRule, Sheet, TableSpec};
use super::super::measure::{Face, count_lines, count_lines_for_any_font};
use super::look::{Role, Shape, Side};
use super::page::{points, set_height, url};
use super::{WriteError, look, mark, text, validation};

/// Lines that a row with a free text to fill in has room for (3-return-workbook.md, "Rules of the form").
const LINES_TO_FILL_IN: usize = 3;
/// Most links that Excel takes on one worksheet: a workbook with more is damaged to it. Further cells say the same without
/// a link.
const MOST_LINKS: usize = 65_530;
/// Width in characters that a date takes.
const DATE: f64 = 11.0;
/// Longest text that is kept as text when typed over: longer ones are narrative, and Excel shows no more than 255
/// characters of a cell in its text format in some versions.
const SHORT_TEXT: u32 = 255;

pub(super) fn write(
    page: &mut Worksheet,
    sheet: &Sheet,
    spec: &TableSpec,
    organisation: &str,
) -> Result<(), WriteError> {
    let header = sheet.header_row();
    for (column, shown) in columns(spec) {
        page.set_column_width(column, shown.width.max(room_for_numbers(spec, column)))?;
    }
    frame(page, spec, header)?;
    header_cells(page, spec, header, organisation)?;
    let mut looks = HashMap::new();
    let mut links = 0;
    let sides: Vec<Side> = columns(spec).map(|(column, _)| side(spec, column)).collect();
    for (row, cells) in (header + 1..).zip(&spec.rows) {
        for ((column, cell), side) in (0..).zip(cells).zip(&sides) {
            links += usize::from(cell.link.is_some());
            let unlinked =
                (links > MOST_LINKS && cell.link.is_some()).then(|| CellSpec { link: None, ..cell.clone() });
            let cell = unlinked.as_ref().unwrap_or(cell);
            let format = looks
                .entry((shape(cell), role(cell), *side, cell.mark.is_some()))
                .or_insert_with_key(|(shape, role, side, is_marked)| {
                    let plain = look::cell(*shape, *role, *side);
                    if *is_marked { look::marked(plain) } else { plain }
                });
            write_cell(page, (row, column), cell, format, &sheet.name)?;
            mark::add(page, (row, column), cell, organisation)?;
        }
        set_height(page, row, lines_needed(spec, cells), Face::TABLE)?;
    }
    if spec.rows.iter().flatten().any(|cell| shape(cell) == Shape::TextOnly) {
        // Excel's green corner invites to turn refs into numbers: 3.10 would become 3.1.
        let last = last_row(spec, header);
        let right = last_column(spec);
        page.ignore_error_range(header, 0, last, right, IgnoreError::NumberStoredAsText)?;
    }
    validation::add(page, spec, header + 1)
}

/// Width in characters that the longest number of a column takes: one that finds no room is shown as `###`.
fn room_for_numbers(spec: &TableSpec, column: u16) -> f64 {
    let mut cells = spec.rows.iter().filter_map(|row| row.get(usize::from(column)));
    let signs = |cell: &CellSpec| match cell.content {
        CellContent::Number(number, places) => {
            let shown = format!("{:.*}", usize::try_from(places).unwrap_or(0), number);
            // A comma for every three digits before the point.
            shown.len()
                + shown
                    .split('.')
                    .next()
                    .map_or(0, |whole| whole.trim_start_matches('-').len().saturating_sub(1) / 3)
        }
        CellContent::Percent(percent, places) => {
            format!("{:.*}%", usize::try_from(places).unwrap_or(0), percent).len()
        }
        _ => 0,
    };
    let most = cells.clone().map(signs).max().unwrap_or(0);
    let beside = if holds_ratings(spec, column + 1) { 1.0 } else { 0.0 };
    let is_date = |cell: &CellSpec| matches!(cell.content, CellContent::Date(_));
    let for_dates = if cells.any(is_date) { DATE + beside } else { 0.0 };
    // Digits are a little wider than the column's unit, and programs keep the edges free.
    #[expect(clippy::cast_precision_loss, reason = "a number shown has few digits")]
    let width = most as f64 * 1.03;
    for_dates.max(if most == 0 { 0.0 } else { width + 0.9 + beside })
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

fn frame(page: &mut Worksheet, spec: &TableSpec, header: u32) -> Result<(), WriteError> {
    let heads: Vec<TableColumn> = columns(spec)
        .map(|(column, shown)| {
            TableColumn::new()
                .set_header(text::fit(&shown.caption))
                .set_header_format(look::header(side(spec, column)))
        })
        .collect();
    let table = Table::new()
        .set_name(&spec.name)
        .set_columns(&heads)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None);
    page.add_table(header, 0, last_row(spec, header), last_column(spec), &table)?;
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

fn side(spec: &TableSpec, column: u16) -> Side {
    match column {
        _ if holds_numbers(spec, column) && holds_ratings(spec, column + 1) => Side::RightIndented,
        _ if holds_numbers(spec, column) => Side::Right,
        0 => Side::Left,
        _ => Side::LeftIndented,
    }
}

/// Whether a column shows ratings, whose fills stand edge to edge with the column before.
fn holds_ratings(spec: &TableSpec, column: u16) -> bool {
    let mut cells = spec.rows.iter().filter_map(|row| row.get(usize::from(column)));
    cells.any(|cell| matches!(cell.content, CellContent::Rating(_) | CellContent::RatingLetter(_)))
}

/// Whether a column's cells are numbers, so that its caption stands at the right too. Shorthand such as `[x]` in the place
/// of a number does not make it a column of words.
fn holds_numbers(spec: &TableSpec, column: u16) -> bool {
    let cells = spec.rows.iter().filter_map(|row| row.get(usize::from(column)));
    let mut written = cells
        .filter(|cell| {
            !matches!(cell.content, CellContent::Blank | CellContent::Sparkline { .. })
                || cell.input.is_some()
        })
        .filter(|cell| !is_shorthand(cell))
        .peekable();
    let numeric = |cell: &CellSpec| !matches!(shape(cell), Shape::Text | Shape::TextOnly | Shape::Rating(_));
    written.peek().is_some() && written.all(numeric)
}

/// One letter or a few in square brackets (7-publication.md, 7.1).
fn is_shorthand(cell: &CellSpec) -> bool {
    let CellContent::Text(words) = &cell.content else { return false };
    let inner = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|letters| letters.len() <= 4 && letters.bytes().all(|b| b.is_ascii_lowercase()))
}

fn shape(cell: &CellSpec) -> Shape {
    match &cell.content {
        CellContent::Number(_, places) => Shape::Number(*places),
        CellContent::Percent(_, places) | CellContent::Formula { percent: Some(places), .. } => {
            Shape::Percent(*places)
        }
        CellContent::Formula { result: FormulaResult::Text(_), .. } | CellContent::Sparkline { .. } => {
            Shape::Text
        }
        CellContent::Formula { .. } | CellContent::Plain(_) => Shape::PlainNumber,
        CellContent::Date(_) => Shape::Date,
        CellContent::Rating(rating) | CellContent::RatingLetter(rating) => Shape::Rating(*rating),
        // In a cell to fill in, words that were typed for a number must not keep the number typed over them from being one.
        CellContent::Text(words) if cell.input.is_none() && looks_like_a_number(words) => Shape::TextOnly,
        CellContent::Text(_) | CellContent::Error(_) | CellContent::Blank => {
            cell.input.as_ref().map_or(Shape::Text, |input| shape_to_fill_in(&input.rule))
        }
    }
}

/// How an answer is shown once it is typed.
fn shape_to_fill_in(rule: &InputRule) -> Shape {
    match rule {
        InputRule::Date(..) => Shape::Date,
        InputRule::WholeNumber => Shape::Number(0),
        InputRule::Number(..) => Shape::PlainNumber,
        InputRule::Percent(..) => Shape::Percent(1),
        InputRule::Text(most) if *most <= SHORT_TEXT => Shape::TextOnly,
        InputRule::Text(_) | InputRule::List(_) => Shape::Text,
    }
}

fn looks_like_a_number(words: &str) -> bool {
    !words.is_empty()
        && words.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'/' | b'%'))
}

const fn role(cell: &CellSpec) -> Role {
    match (&cell.input, cell.greyed, &cell.link) {
        (Some(_), false, _) => Role::Input,
        (Some(_), true, _) => Role::GreyedInput,
        (None, true, _) => Role::Greyed,
        (None, false, Some(_)) => Role::Link,
        (None, false, None) => Role::Said,
    }
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &CellSpec,
    format: &Format,
    sheet: &str,
) -> Result<(), WriteError> {
    let finite = |number: f64| {
        let refused = || WriteError::NotANumber { sheet: sheet.to_owned() };
        number.is_finite().then_some(number).ok_or_else(refused)
    };
    match (&cell.content, &cell.link) {
        (CellContent::Blank, _) => page.write_blank(row, column, format)?,
        // An empty text would be no cell at all, or show its link's address; a blank one keeps its look.
        (CellContent::Text(words), _) if words.is_empty() => page.write_blank(row, column, format)?,
        (CellContent::Text(words), Some(link)) => {
            page.write_url_with_options(row, column, url(link), text::fit(words), "", Some(format))?
        }
        (CellContent::Text(words), None) => {
            page.write_string_with_format(row, column, text::fit(words), format)?
        }
        (CellContent::Number(number, _) | CellContent::Plain(number), _) => {
            page.write_number_with_format(row, column, finite(*number)?, format)?
        }
        (CellContent::Percent(percent, _), _) => {
            page.write_number_with_format(row, column, finite(*percent)? / 100.0, format)?
        }
        (CellContent::Date(date), _) => page.write_datetime_with_format(row, column, date, format)?,
        (CellContent::Rating(rating), _) => {
            page.write_string_with_format(row, column, rating.word(), format)?
        }
        (CellContent::RatingLetter(rating), _) => {
            page.write_string_with_format(row, column, rating.letter().to_string(), format)?
        }
        (CellContent::Sparkline { first, last }, _) => {
            let small_line = look::sparkline(sheet, row, *first, *last);
            page.write_blank(row, column, format)?.add_sparkline(row, column, &small_line)?
        }
        (CellContent::Error(error), _) => {
            let constant = Formula::new(error).set_result(error);
            page.write_formula_with_format(row, column, constant, format)?
        }
        (CellContent::Formula { formula, result, .. }, _) => {
            let stored = match result {
                FormulaResult::Empty => String::new(),
                FormulaResult::Number(number) => finite(*number)?.to_string(),
                FormulaResult::Text(words) => text::fit(words),
            };
            page.write_formula_with_format(row, column, Formula::new(formula).set_result(stored), format)?
        }
    };
    Ok(())
}

/// Lines that the tallest cell of a row takes.
fn lines_needed(spec: &TableSpec, cells: &[CellSpec]) -> usize {
    let takes = |(column, cell): (usize, &CellSpec)| {
        // An indent takes about one character.
        let width = spec.columns.get(column).map_or(10.0, |shown| shown.width) - 1.0;
        let written = match &cell.content {
            CellContent::Text(words) | CellContent::Formula { result: FormulaResult::Text(words), .. } => {
                count_lines_for_any_font(words, Face::TABLE, width)
            }
            CellContent::Rating(rating) => count_lines(rating.word(), Face::STRONG, width),
            _ => 1,
        };
        match cell.input.as_ref().map(|input| &input.rule) {
            Some(InputRule::Text(most)) if *most > SHORT_TEXT => written.max(LINES_TO_FILL_IN),
            _ => written,
        }
    };
    cells.iter().enumerate().map(takes).max().unwrap_or(1)
}
