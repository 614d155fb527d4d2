//! Charts: numbers in the bars, a title that states the finding, and an alternative text (7-publication.md, 7.1).

use std::borrow::Cow;

use rust_xlsxwriter::{
    Chart as Drawing, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, ObjectMovement,
    Worksheet,
};

use super::super::book::{CellContent, Chart, ChartKind, Sheet, TableSpec};
use super::{WriteError, look, table, text};

/// Rows of default height that one chart and the space below it take.
const ROWS_A_CHART: u32 = 22;
/// Pixels left free between the table and the chart.
const GAP: u32 = 8;
const OUTLINE: Color = Color::RGB(0x0033_3333);
const GRID: Color = Color::RGB(0x00BF_C5CB);
const LINE: Color = Color::RGB(0x0012_436D);

/// Puts the chart below the table; further ones below each other.
pub(super) fn insert(
    page: &mut Worksheet,
    sheet: &Sheet,
    spec: &TableSpec,
    chart: &Chart,
    number: usize,
) -> Result<(), WriteError> {
    let header = sheet.header_row();
    feed(page, spec, chart, header + 1)?;
    let mut drawing = match chart.kind {
        ChartKind::StackedBar => Drawing::new(ChartType::BarStacked),
        ChartKind::Line => Drawing::new(ChartType::Line),
    };
    drawing.title().set_name(text::fit(&chart.title).as_ref()).set_font(font(14).set_bold());
    drawing.set_alt_text(text::fit(&chart.alt_text));
    drawing.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    drawing.set_width(width(spec)).set_height(height_in_pixels(chart));
    for (column, rating) in &chart.series {
        let range = |column: usize| cells(sheet, header, column, chart.rows);
        let series = drawing.add_series();
        series.set_values(&range(*column)).set_categories(&range(chart.categories));
        series.set_name(&ChartRange::new_from_range(
            &sheet.name,
            header,
            column_number(*column),
            header,
            column_number(*column),
        ));
        match chart.kind {
            ChartKind::StackedBar => {
                let colours = rating.and_then(look::rating_colours);
                let (fill, ink) = colours.unwrap_or((Color::White, Color::Black));
                series.set_gap(40).set_overlap(100);
                series.set_format(
                    ChartFormat::new()
                        .set_solid_fill(ChartSolidFill::new().set_color(fill))
                        .set_border(ChartLine::new().set_color(OUTLINE).set_width(1)),
                );
                // A nought needs no number in a bar that is not there.
                let mut label = ChartDataLabel::new();
                label.show_value().set_num_format("#,##0;;").set_font(font(11).set_bold().set_color(ink));
                series.set_data_label(&label);
            }
            ChartKind::Line => {
                series.set_format(
                    ChartFormat::new().set_line(ChartLine::new().set_color(LINE).set_width(2.25)),
                );
                series.set_marker(
                    ChartMarker::new()
                        .set_type(ChartMarkerType::Circle)
                        .set_size(7)
                        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(LINE))),
                );
                let mut label = ChartDataLabel::new();
                label.show_value().set_num_format("0%").set_position(ChartDataLabelPosition::Above);
                series.set_data_label(label.set_font(&font(11)));
            }
        }
    }
    axes(&mut drawing, chart.kind);
    let down = ROWS_A_CHART * u32::try_from(number).unwrap_or(0);
    page.insert_chart_with_offset(row_below(sheet, spec) + down, 0, &drawing, 0, GAP)?;
    Ok(())
}

/// Gives the library what the chart draws, to be stored in it. The cells themselves are written with the table's body.
fn feed(page: &mut Worksheet, spec: &TableSpec, chart: &Chart, first_row: u32) -> Result<(), WriteError> {
    for (row, column, content) in fed(spec, chart) {
        let (at, column) = (first_row + row, column_number(column));
        match &content {
            CellContent::Text(words) => page.write_string(at, column, text::fit(words))?,
            CellContent::Number(number, _) | CellContent::Plain(number) => {
                page.write_number(at, column, *number)?
            }
            CellContent::Percent(percent, _) => page.write_number(at, column, *percent / 100.0)?,
            _ => continue,
        };
    }
    Ok(())
}

/// The texts that a chart was fed with, in that order: the library's own list of texts has them too.
pub(super) fn texts<'a>(spec: &'a TableSpec, chart: &'a Chart) -> impl Iterator<Item = Cow<'a, str>> {
    fed(spec, chart).filter_map(|(.., content)| match content {
        CellContent::Text(Cow::Borrowed(words)) if !words.is_empty() => Some(text::fit(words)),
        _ => None,
    })
}

/// What a chart draws: row of the table (from 0), column, and content, row after row.
fn fed<'a>(spec: &'a TableSpec, chart: &'a Chart) -> impl Iterator<Item = (u32, usize, CellContent<'a>)> {
    let columns = std::iter::once(chart.categories).chain(chart.series.iter().map(|(column, _)| *column));
    let columns: Vec<usize> = columns.collect();
    let drawn = (0..).zip(spec.rows.iter()).skip(chart.rows.0).take(chart.rows.1 + 1 - chart.rows.0);
    drawn.flat_map(move |(row, cells)| {
        let fed: Vec<_> =
            columns.iter().filter_map(|column| Some((row, *column, cells.get(*column)?.content))).collect();
        fed
    })
}

/// The row (from 0) where the first chart starts, a little below its upper edge.
pub(super) fn row_below(sheet: &Sheet, spec: &TableSpec) -> u32 {
    table::last_row(spec, sheet.header_row()) + 1
}

/// Height of a chart with what is left free above it, in points.
pub(super) fn height(chart: &Chart) -> f64 {
    f64::from(height_in_pixels(chart) + GAP) * 0.75
}

/// A bar chart is as tall as its bars need, so that few bars do not push it to a page of its own.
fn height_in_pixels(chart: &Chart) -> u32 {
    match chart.kind {
        ChartKind::StackedBar => {
            let bars = u32::try_from(chart.rows.1 - chart.rows.0 + 1).unwrap_or(u32::MAX);
            bars.saturating_mul(22).saturating_add(73).clamp(180, 380)
        }
        ChartKind::Line => 320,
    }
}

fn axes(drawing: &mut Drawing, kind: ChartKind) {
    drawing.x_axis().set_font(&font(11));
    drawing.y_axis().set_font(&font(11));
    match kind {
        ChartKind::StackedBar => {
            drawing.legend().set_position(ChartLegendPosition::Top).set_font(&font(11));
            // In a bar chart the categories stand on what the library calls the y axis.
            drawing.y_axis().set_reverse();
            drawing.x_axis().set_hidden(true).set_major_gridlines(false);
        }
        ChartKind::Line => {
            drawing.legend().set_hidden();
            let faint = ChartLine::new().set_color(GRID).set_width(0.5).clone();
            // A little above 100 %, so that its number does not run into the title.
            drawing.y_axis().set_min(0).set_max(1.1).set_major_unit(0.2).set_num_format("0%");
            drawing.y_axis().set_major_gridlines_line(&faint);
        }
    }
}

fn font(points: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(look::FONT).set_size(points);
    font
}

/// As wide as the table, within reason.
fn width(spec: &TableSpec) -> u32 {
    let characters: f64 = spec.columns.iter().map(|column| column.width).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let pixels = (characters * 8.0).clamp(480.0, 1_100.0) as u32;
    pixels
}

fn cells(sheet: &Sheet, header: u32, column: usize, (first, last): (usize, usize)) -> ChartRange {
    let row = |index: usize| header + 1 + u32::try_from(index).unwrap_or(0);
    let column = column_number(column);
    ChartRange::new_from_range(&sheet.name, row(first), column, row(last), column)
}

fn column_number(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
