//! The printed page: whether a chart still finds room on the page on which its table ends.

use super::super::book::{LineStyle, Sheet, TableSpec};
use super::super::measure::Face;
use super::page::points;
use super::table;

/// Margins in inches: left and right, top, foot.
pub(super) const SIDE: f64 = 0.33;
pub(super) const TOP: f64 = 0.6;
pub(super) const FOOT: f64 = 0.7;

/// A4 across, in inches.
const ACROSS: (f64, f64) = (11.69, 8.27);
/// What a column takes besides its characters, in points.
const COLUMN_EDGES: f64 = 3.75;
/// `LibreOffice` makes columns wider than Excel.
const WIDER: f64 = 1.05;
/// Programs space rows a little differently.
const KEPT_BACK: f64 = 0.97;

/// Whether a chart this many points tall fits below the table on the page on which the table ends. Sheets with charts print
/// across, shrunk to one page wide and never enlarged.
pub(super) fn has_room_below(sheet: &Sheet, spec: &TableSpec, chart: f64) -> bool {
    let width: f64 = spec.columns.iter().map(|column| column.width.mul_add(6.0, COLUMN_EDGES)).sum();
    let width = width * WIDER;
    let scale = ((ACROSS.0 - 2.0 * SIDE) * 72.0 / width.max(1.0)).min(1.0);
    let page = (ACROSS.1 - TOP - FOOT) * 72.0 / scale * KEPT_BACK;
    // A free row stands between the table and the chart.
    let above = points(1, Face::TITLE) + lines(sheet) + table::height(spec) + points(1, Face::TABLE);
    above % page + chart <= page
}

fn lines(sheet: &Sheet) -> f64 {
    let face = |style: LineStyle| if style == LineStyle::Heading { Face::HEADING } else { Face::LINE };
    sheet.rows_of_lines().iter().map(|line| points(1, face(line.style))).sum()
}
