//! The printed page: whether a chart still finds room on the page on which its table ends.

use super::super::book::{Line, LineStyle, Sheet, TableSpec};
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
    let page = page_height(spec);
    // A free row stands between the table and the chart.
    let above =
        points(1, Face::TITLE) + lines(&sheet.rows_of_lines()) + table::height(spec) + points(1, Face::TABLE);
    above % page + chart <= page
}

/// The row (from 0) where the last heading above the table stands, when from there on table and chart fit on one page, and
/// something stands above it.
pub(super) fn section_with_room(sheet: &Sheet, spec: &TableSpec, chart: f64) -> Option<u32> {
    let all = sheet.rows_of_lines();
    let heading = all.iter().rposition(|line| line.style == LineStyle::Heading).filter(|place| *place > 0)?;
    let section = lines(all.get(heading..)?) + table::height(spec) + points(1, Face::TABLE) + chart;
    let title = u32::from(!sheet.title.is_empty());
    (section <= page_height(spec)).then(|| Some(u32::try_from(heading).ok()? + title))?
}

/// Height in points of what a page holds of a sheet this wide.
fn page_height(spec: &TableSpec) -> f64 {
    let width: f64 = spec.columns.iter().map(|column| column.width.mul_add(6.0, COLUMN_EDGES)).sum();
    let width = width * WIDER;
    let scale = ((ACROSS.0 - 2.0 * SIDE) * 72.0 / width.max(1.0)).min(1.0);
    (ACROSS.1 - TOP - FOOT) * 72.0 / scale * KEPT_BACK
}

fn lines(lines: &[Line]) -> f64 {
    let face = |style: LineStyle| if style == LineStyle::Heading { Face::HEADING } else { Face::LINE };
    lines.iter().map(|line| points(1, face(line.style))).sum()
}
