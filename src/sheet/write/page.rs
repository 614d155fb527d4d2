//! One sheet: title, lines, print set-up, protection; its table and charts by their own modules; its table's rows as the
//! library does not write them ([`Body`]).

use rust_xlsxwriter::{ProtectionOptions, Url, Worksheet};

use super::super::book::{Line, LineStyle, Link, Sheet};
use super::super::measure::{Face, count_lines};
use super::body::Body;
use super::paper::Place;
use super::{WriteError, chart, look, paper, table, text};

/// A4 in Excel's list of papers.
const A4: u8 = 9;
/// Widest sheet, in characters, that stays upright: what an A4 page shows at full size.
const UPRIGHT: f64 = 90.0;

pub(super) fn write<'a>(
    page: &mut Worksheet,
    sheet: &'a Sheet,
    organisation: &str,
) -> Result<Option<Body<'a>>, WriteError> {
    page.set_name(&sheet.name)?;
    // Otherwise the library stores an empty result as 0, and a reader shows 0 % where nothing was answered.
    page.set_formula_result_default("");
    print_set_up(page, sheet)?;
    lines(page, sheet)?;
    let body = sheet.table.as_ref().map(|spec| Body::of(sheet, spec)).transpose()?;
    let header = sheet.header_row();
    if let (Some(spec), Some(body)) = (&sheet.table, &body) {
        table::write(page, spec, body, organisation)?;
        for (number, shown) in sheet.charts.iter().enumerate() {
            chart::insert(page, sheet, spec, shown, number)?;
        }
        let chart = sheet.charts.first().map_or(0.0, chart::height);
        match paper::place_of_chart(sheet, spec, chart) {
            Place::Below => page.set_repeat_rows(header, header)?,
            // The header stands over the chart there too: no table may go on without it in a program that breaks pages elsewhere.
            Place::NextPage | Place::AfterItsPages => {
                page.set_repeat_rows(header, header)?.set_page_breaks(&[chart::row_below(sheet, spec)])?
            }
            Place::WithItsTable(row) => page.set_repeat_rows(header, header)?.set_page_breaks(&[row])?,
        };
    }
    if sheet.frozen_header {
        page.set_freeze_panes(header + 1, 0)?;
    }
    if sheet.protected {
        page.protect_with_options(&protection());
    }
    Ok(body)
}

fn print_set_up(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    let columns = sheet.table.as_ref().map_or(1, |t| t.columns.len());
    page.set_paper_size(A4);
    // A form is always wide, so that its sheets print alike (3-return-workbook.md).
    if columns > 5 || sheet.line_width() > UPRIGHT || sheet.protected {
        page.set_landscape();
    }
    page.set_print_fit_to_pages(1, 0);
    // Wide tables print larger between narrow sides; every printer reaches a third of an inch.
    let side = if sheet.protected { 0.5 } else { paper::SIDE };
    page.set_margins(side, side, paper::TOP, paper::FOOT, 0.3, 0.3);
    page.set_footer("&CPage &P of &N");
    page.set_screen_gridlines(false);
    page.set_zoom(100);
    page.set_default_note_author("");
    if sheet.table.is_none() {
        page.set_column_width(0, sheet.line_width())?;
    }
    Ok(())
}

/// Title and lines. Over a table they run on to the right, because wrapping them in a narrow first column would make
/// towers of them; on a sheet of lines alone they fit their column already.
fn lines(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    let mut row = 0;
    if !sheet.title.is_empty() {
        let (format, height) = if sheet.table.is_none() {
            (look::title().set_text_wrap(), count_lines(&sheet.title, Face::TITLE, sheet.line_width()))
        } else {
            (look::title(), 1)
        };
        page.write_string_with_format(0, 0, text::fit(&sheet.title), &format)?;
        set_height(page, 0, height, Face::TITLE)?;
        row = 1;
    }
    for line in sheet.rows_of_lines() {
        write_line(page, row, &line)?;
        row += 1;
    }
    Ok(())
}

fn write_line(page: &mut Worksheet, row: u32, line: &Line) -> Result<(), WriteError> {
    let (face, format) = match line.style {
        LineStyle::Text => (Face::LINE, look::line(line.link.is_some())),
        LineStyle::Heading => (Face::HEADING, look::heading()),
    };
    let words = text::fit(&line.text);
    match &line.link {
        Some(target) => {
            page.write_url_with_options(row, 0, url(target), words, "", Some(&format))?;
        }
        None => {
            page.write_string_with_format(row, 0, words, &format)?;
        }
    }
    set_height(page, row, 1, face)
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

/// The address of a link inside the workbook.
fn url(link: &Link) -> Url {
    let Link::Cell { sheet, cell } = link;
    Url::new(format!("internal:'{}'!{cell}", sheet.replace('\'', "''")))
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
