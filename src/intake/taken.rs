//! Whose figure a lead's own formula gives: another row's (asked about, V09), last month's, or another one each day (not used,
//! V16). Nothing is worked out (4-reading.md, 4.1): what the formula points to, by way of other cells too, is held against
//! what the file keeps there.

use std::borrow::Cow;

use crate::domain::{CellRef, Column, Quantity, Table, Value};
use crate::finding::fault::Lenient;
use crate::plan::Measure;
use crate::sheet::formula::{Named, Reference, calls, changes_by_itself, only_reference, references};
use crate::sheet::grid::{Cell, Content, Grid};

use super::answers::{MeasureRow, Read};
use super::number::{normalised, parse, read_as};
use super::rivals::is_same;
use super::row::{Found, Row};

/// So many steps are followed from cell to cell.
const STEPS: usize = 4;
/// How many cells behind one formula are looked at.
const MOST: usize = 2_000;

/// Functions that choose one of the cells they are given.
const CHOOSING: [&str; 22] = [
    "AGGREGATE",
    "AVERAGEIF",
    "AVERAGEIFS",
    "SUBTOTAL",
    "SUMIF",
    "SUMIFS",
    "SUMPRODUCT",
    "CHOOSE",
    "FILTER",
    "HLOOKUP",
    "IF",
    "IFERROR",
    "IFS",
    "INDEX",
    "INDIRECT",
    "LARGE",
    "LOOKUP",
    "MAX",
    "MIN",
    "OFFSET",
    "VLOOKUP",
    "XLOOKUP",
];
/// Functions that work out which cell they show.
const REACHING: [&str; 2] = ["INDIRECT", "OFFSET"];

/// Where a formula's figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// From a function that gives something else each time.
    Changing,
    /// From a *Last value*.
    LastValue,
    /// From a figure in another row, in this cell.
    Figure(CellRef),
}

/// V09 as a query at every number of the row that its formula takes from another row.
pub(super) fn ask(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow) {
    let number = |read: &Read<Value>| match read {
        Read::As(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let numbers = [
        (Column::Value, number(&read.value.read)),
        (Column::Numerator, read.numerator.value().copied()),
        (Column::Denominator, read.denominator.value().copied()),
    ];
    for (column, number) in numbers {
        let Some(number) = number else { continue };
        let cell = row.cell(column).filter(|cell| cell.formula.is_some() && !row.holds_own_formula(column));
        if let Some(Takes::Figure(at)) = cell.and_then(|cell| takes(row, column, cell)) {
            let how = Lenient::TakenFrom { cell: at, measure: measure_at(row, at, measure) };
            row.tell(column, read_as(number.to_string(), how));
        }
    }
}

/// The ref of the row in which this cell stands, as it is shown there.
fn measure_at(row: &Row<'_>, at: CellRef, own: &Measure) -> String {
    let cell = row.found.header.cell(Column::Ref, at.row).and_then(|at| row.found.grid.get(at));
    cell.map_or_else(|| own.reference.to_string(), Cell::shown)
}

/// Where the figure of a formula comes from, as far as that makes it doubtful.
pub(super) fn takes(row: &Row<'_>, column: Column, cell: &Cell) -> Option<Takes> {
    let formula = cell.formula.as_deref()?;
    let behind = Behind::of(row.found, formula);
    if behind.changes {
        return Some(Takes::Changing);
    }
    if row.found.table() != Table::Measures || column == Column::Note {
        return None;
    }
    if let Some(shown) = shown_at(row.found, formula)
        && let Some(takes) = of_this_table(row, shown)
    {
        return Some(takes);
    }
    let alone: Vec<CellRef> =
        behind.alone.iter().copied().filter(|at| of_this_table(row, *at).is_some()).collect();
    let chooses = calls(formula, &CHOOSING);
    let mut candidates: Cow<'_, [CellRef]> = Cow::Borrowed(&alone);
    if calls(formula, &REACHING) {
        candidates = Cow::Owned(row.found.grid.cells.iter().map(|cell| cell.at).collect());
    } else if chooses {
        candidates.to_mut().extend(&behind.in_ranges);
    } else if alone.len() != 1 {
        return None;
    }
    candidates.iter().find_map(|at| {
        let takes = of_this_table(row, *at)?;
        is_figure_of(row, cell, *at, takes).then_some(takes)
    })
}

/// What a cell of this sheet is to the row: a figure of another row of the table, or any *Last value*.
fn of_this_table(row: &Row<'_>, at: CellRef) -> Option<Takes> {
    let header = &row.found.header;
    let is = |of: Column| header.cell(of, at.row) == Some(at);
    if at.row <= header.row || at.row >= row.found.end {
        None
    } else if is(Column::LastValue) {
        Some(Takes::LastValue)
    } else {
        let is_figure = [Column::Value, Column::Numerator, Column::Denominator].into_iter().any(is);
        (is(Column::Target) || is_figure && at.row != row.number).then_some(Takes::Figure(at))
    }
}

/// Whether a formula's result is what stands in this cell; nought proves nothing.
fn is_figure_of(row: &Row<'_>, cell: &Cell, at: CellRef, takes: Takes) -> bool {
    let Some(other) = row.found.grid.get(at) else { return false };
    let own = number_of(cell).filter(|own| *own != Quantity::ZERO);
    let other = match (takes, &other.content) {
        (Takes::LastValue, Content::Text(text)) => {
            let last = row.found.template.read_last_value(text).map(|(value, _)| value);
            last.and_then(|value| normalised(value.trim_end_matches('%')))
                .and_then(|v| parse(&v))
                .map(|p| p.0)
        }
        _ => number_of(other),
    };
    own.zip(other).is_some_and(|(own, other)| is_same(own, other) || is_same(other, own))
}

fn number_of(cell: &Cell) -> Option<Quantity> {
    match &cell.content {
        Content::Number(number) => Quantity::from_double(*number),
        Content::Text(text) => normalised(text).and_then(|text| parse(&text)).map(|(number, _)| number),
        _ => None,
    }
}

/// The cell of the table's sheet that a formula does nothing but show, by way of other such cells too.
fn shown_at(found: &Found<'_>, formula: &str) -> Option<CellRef> {
    let (mut grid, mut formula) = (found.grid, Cow::Borrowed(formula));
    for _ in 0..STEPS {
        let reference = only_reference(&formula)?;
        let (on, at, _) = resolved(found, grid, &reference)?;
        let next = on.get(at).and_then(|cell| cell.formula.clone());
        let is_in_table =
            std::ptr::eq(on, found.grid) && found.header.columns.values().any(|c| *c == at.column);
        match next.filter(|_| !is_in_table || at.row <= found.header.row) {
            Some(next) => (grid, formula) = (on, Cow::Owned(next.to_string())),
            None => return std::ptr::eq(on, found.grid).then_some(at),
        }
    }
    None
}

/// What stands behind a formula, by way of other cells too.
#[derive(Debug, Default)]
struct Behind {
    changes: bool,
    /// Cells of the table's own sheet that are named by themselves, and those within ranges.
    alone: Vec<CellRef>,
    in_ranges: Vec<CellRef>,
}

impl Behind {
    fn of(found: &Found<'_>, formula: &str) -> Self {
        let mut behind = Self::default();
        let mut left: Vec<(&Grid, Cow<'_, str>)> = vec![(found.grid, Cow::Borrowed(formula))];
        let mut seen: Vec<(*const Grid, CellRef)> = Vec::new();
        for _ in 0..STEPS {
            let mut next = Vec::new();
            for (grid, formula) in left {
                behind.changes |= changes_by_itself(&formula);
                for reference in references(&formula) {
                    let Some((on, from, to)) = resolved(found, grid, &reference) else { continue };
                    let own_sheet = std::ptr::eq(on, found.grid);
                    if own_sheet && from == to {
                        behind.alone.push(from);
                    }
                    for cell in cells_within(on, from, to) {
                        if seen.len() >= MOST {
                            return behind;
                        }
                        seen.push((std::ptr::from_ref(on), cell.at));
                        if own_sheet && from != to {
                            behind.in_ranges.push(cell.at);
                        }
                        if let Some(formula) = &cell.formula {
                            next.push((on, Cow::Owned(formula.to_string())));
                        }
                    }
                }
            }
            if behind.changes || next.is_empty() {
                break;
            }
            left = next;
        }
        behind.alone.sort_unstable();
        behind.alone.dedup();
        behind
    }
}

/// The sheet and the corners of what a reference on this sheet names; none where the workbook has no such thing.
pub(super) fn resolved<'a>(
    found: &Found<'a>,
    on: &'a Grid,
    reference: &Reference,
) -> Option<(&'a Grid, CellRef, CellRef)> {
    match &reference.to {
        Named::Cells(from, to) => {
            let named =
                |name: &String| found.workbook.grids.iter().find(|grid| grid.name.to_lowercase() == *name);
            let grid = reference.sheet.as_ref().map_or(Some(on), named)?;
            Some((grid, *from, *to))
        }
        Named::Column(caption, own_row) => {
            let column: Column = found.template.column(found.table(), caption)?;
            let top = found.header.cell(column, found.header.row + 1)?;
            // Which row a formula stands in is not known here: its own row holds no figure of another.
            let bottom = CellRef::new(found.end.saturating_sub(1), top.column);
            (!own_row || column == Column::LastValue).then_some((found.grid, top, bottom))
        }
    }
}

/// The filled cells of a range.
pub(super) fn cells_within(grid: &Grid, from: CellRef, to: CellRef) -> impl Iterator<Item = &Cell> {
    let start = grid.cells.partition_point(|cell| cell.at.row < from.row);
    let end = grid.cells.partition_point(|cell| cell.at.row <= to.row);
    let inside = move |cell: &&Cell| (from.column..=to.column).contains(&cell.at.column);
    grid.cells.get(start..end).unwrap_or_default().iter().filter(inside)
}
