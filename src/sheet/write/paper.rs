//! The printed page: where a chart stands, on the page of its table if it finds room there.

use super::super::book::{Line, LineStyle, Sheet, TableSpec};
use super::super::measure::Face;
use super::page::points;
use super::table;

/// Margins in inches: left and right, top, foot.
pub(super) const SIDE: f64 = 0.33;
pub(super) const TOP: f64 = 0.4;
pub(super) const FOOT: f64 = 0.55;

/// A4 across, in inches.
const ACROSS: (f64, f64) = (11.69, 8.27);
/// What a column takes besides its characters, in points.
const COLUMN_EDGES: f64 = 3.75;
/// `LibreOffice` makes columns wider than Excel.
const WIDER: f64 = 1.05;
/// Programs space rows a little differently.
const KEPT_BACK: f64 = 0.96;

/// Where a chart is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Below its table, on the page on which the table ends; or there is none.
    Below,
    /// On a page of its own: the table stands whole on the first page with all that is above it, and fills it.
    NextPage,
    /// On a page of its own behind those of a long table.
    AfterItsPages,
    /// On one page with its table, which starts with this row (from 0): the last heading above the table.
    WithItsTable(u32),
}

/// Where a chart this many points tall is printed, 0 for none. Sheets with charts print across, shrunk to one page wide and
/// never enlarged.
pub(super) fn place_of_chart(sheet: &Sheet, spec: &TableSpec, chart: f64) -> Place {
    if chart <= 0.0 {
        return Place::Below;
    }
    let page = page_height(spec);
    let above = points(1, Face::TITLE) + lines(&sheet.rows_of_lines()) + table::height(spec);
    if above % page + chart <= page {
        Place::Below
    } else if above <= page {
        Place::NextPage
    } else {
        section(sheet, spec, chart, page).map_or(Place::AfterItsPages, Place::WithItsTable)
    }
}

/// The row (from 0) where the last heading above the table stands, when from there on table and chart fit on one page, and
/// something stands above it.
fn section(sheet: &Sheet, spec: &TableSpec, chart: f64, page: f64) -> Option<u32> {
    let all = sheet.rows_of_lines();
    let heading = all.iter().rposition(|line| line.style == LineStyle::Heading).filter(|place| *place > 0)?;
    let height = lines(all.get(heading..)?) + table::height(spec) + chart;
    let title = u32::from(!sheet.title.is_empty());
    (height <= page).then(|| Some(u32::try_from(heading).ok()? + title))?
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
