//! One sheet as the library is asked for it: the rows above the table, print set-up, protection; its table and charts by their
//! own modules.

use rust_xlsxwriter::{Format, ProtectionOptions, Worksheet};

use super::super::book::Sheet;
use super::super::measure::Face;
use super::outline::{Above, AboveKind, SheetOutline};
use super::paper::Place;
use super::{WriteError, chart, look, paper, table};

/// A4 in Excel's list of papers.
const A4: u8 = 9;
/// Stands for a text: which one it is is told in [`super::frame`].
const SOME_TEXT: &str = "x";

/// Lays out a sheet, and nothing but what its outline says.
pub(super) fn lay_out(
    page: &mut Worksheet,
    outline: &SheetOutline,
    organisation: &str,
) -> Result<(), WriteError> {
    page.set_name(&outline.name)?;
    print_set_up(page, outline)?;
    for (row, above) in (0..).zip(&outline.above) {
        write_above(page, row, *above)?;
    }
    let header = u32::try_from(outline.above.len()).unwrap_or(u32::MAX - 1);
    if let Some(table) = &outline.table {
        table::write(page, table, header, organisation)?;
        page.set_repeat_rows(header, header)?;
    }
    if outline.frozen_header {
        page.set_freeze_panes(header + 1, 0)?;
    }
    if outline.protected {
        page.protect_with_options(&protection());
    }
    Ok(())
}

/// Whether a sheet shows what its outline does not say.
pub(super) fn is_drawn(sheet: &Sheet) -> bool {
    let rows = sheet.table.as_ref().map(|spec| &spec.rows);
    !sheet.charts.is_empty() || rows.is_some_and(|rows| rows.has_marks() || rows.has_sparklines())
}

/// Adds charts, small lines and marks, which go by the rows of the table.
pub(super) fn draw(page: &mut Worksheet, sheet: &Sheet, organisation: &str) -> Result<(), WriteError> {
    let Some(spec) = &sheet.table else { return Ok(()) };
    let header = sheet.header_row();
    table::marks(page, spec, header + 1, organisation)?;
    for (number, shown) in sheet.charts.iter().enumerate() {
        chart::insert(page, sheet, spec, shown, number)?;
    }
    let chart = sheet.charts.first().map_or(0.0, chart::height);
    match paper::place_of_chart(sheet, spec, chart) {
        Place::Below => {}
        // The header stands over the chart there too: no table may go on without it in a program that breaks pages elsewhere.
        Place::NextPage | Place::AfterItsPages => {
            page.set_page_breaks(&[chart::row_below(sheet, spec)])?;
        }
        Place::WithItsTable(row) => {
            page.set_page_breaks(&[row])?;
        }
    }
    Ok(())
}

fn print_set_up(page: &mut Worksheet, outline: &SheetOutline) -> Result<(), WriteError> {
    page.set_paper_size(A4);
    if outline.landscape {
        page.set_landscape();
    }
    page.set_print_fit_to_pages(1, 0);
    // Wide tables print larger between narrow sides; every printer reaches a third of an inch.
    let side = if outline.protected { 0.5 } else { paper::SIDE };
    page.set_margins(side, side, paper::TOP, paper::FOOT, 0.3, 0.3);
    page.set_footer("&CPage &P of &N");
    page.set_screen_gridlines(false);
    page.set_zoom(100);
    page.set_default_note_author("");
    if let Some(width) = outline.alone {
        page.set_column_width(0, width.characters())?;
    }
    Ok(())
}

/// Title and lines. Over a table they run on to the right, because wrapping them in a narrow first column would make
/// towers of them; on a sheet of lines alone they fit their column already.
fn write_above(page: &mut Worksheet, row: u32, above: Above) -> Result<(), WriteError> {
    let (face, format): (Face, Format) = match above.kind {
        AboveKind::Title => (Face::TITLE, look::title()),
        AboveKind::WrappedTitle => (Face::TITLE, look::title().set_text_wrap()),
        AboveKind::Text => (Face::LINE, look::line(false)),
        AboveKind::Link => (Face::LINE, look::line(true)),
        AboveKind::Heading => (Face::HEADING, look::heading()),
    };
    let words = if above.is_blank { "" } else { SOME_TEXT };
    page.write_string_with_format(row, 0, words, &format)?;
    set_height(page, row, above.lines, face)
}

/// Stores a row's height for so many lines of a font; Excel allows 409 points.
pub(super) fn set_height(page: &mut Worksheet, row: u32, lines: usize, face: Face) -> Result<(), WriteError> {
    page.set_row_height(row, points(lines, face))?;
    Ok(())
}

/// The same in pixels of three quarters of a point, as programs store it.
pub(super) fn pixels(lines: usize, face: Face) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 409 points")]
    let pixels = (points(lines, face) * 4.0 / 3.0).round() as u32;
    pixels
}

/// Height in points of a row of so many lines of a font; Excel allows 409.
pub(super) fn points(lines: usize, face: Face) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "lines of one cell are few")]
    let lines = lines.max(1) as f64;
    lines.mul_add(face.line_height(), 1.0).min(409.0)
}

/// Without a password: it only makes Tab go from input to input. Columns and rows may be resized; a cell that Excel turned
/// into a date may be given its number format back, as V06 asks.
fn protection() -> ProtectionOptions {
    ProtectionOptions {
        select_locked_cells: true,
        select_unlocked_cells: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    }
}
