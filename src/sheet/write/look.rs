//! Fonts, colours and number formats of every workbook (7-publication.md, 7.1). All contrasts are 9:1 or more.

use rust_xlsxwriter::{ChartRange, Color, Format, FormatAlign, FormatBorder, Sparkline};

use crate::domain::Rating;

/// Language of every workbook.
pub(super) const LANGUAGE: &str = "en-GB";
/// The one font.
pub(super) const FONT: &str = "Arial";
/// Excel's default row height for Arial 11, in pixels.
pub(super) const ROW_PIXELS: u32 = 19;
/// Excel's default column width for Arial 11, in pixels.
pub(super) const COLUMN_PIXELS: u32 = 72;
/// Size of a sheet's title; the patch finds titles by it.
pub(super) const TITLE_POINTS: u32 = 16;
/// Size of a heading within a sheet; the patch finds headings by it.
pub(super) const HEADING_POINTS: u32 = 13;

const HEADER_FILL: Color = Color::RGB(0x00E7_EAEE);
const RULE: Color = Color::RGB(0x0059_5F66);
const ROW_RULE: Color = Color::RGB(0x00C8_CDD2);
const INPUT_FILL: Color = Color::RGB(0x00FF_F8E1);
const INPUT_BORDER: Color = Color::RGB(0x0080_6000);
const GREYED_FILL: Color = Color::RGB(0x00D9_D9D9);
const MARK_FILL: Color = Color::RGB(0x00FF_CFA8);
const MARK_BORDER: Color = Color::RGB(0x00A3_3B00);
const LINK: Color = Color::RGB(0x000B_4C8C);
const SMALL_LINE: Color = Color::RGB(0x0012_436D);
const SMALL_LINE_END: Color = Color::RGB(0x008E_1B1B);

/// What a cell is besides its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Said by ragbook.
    Said,
    /// Filled in by a lead.
    Input,
    /// Does not apply to this row.
    Greyed,
    /// Does not apply to this row, but holds something that is to be cleared.
    GreyedInput,
    /// Leads to another sheet.
    Link,
}

/// How a cell's content is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// Words.
    Text,
    /// Text that programs would take for a number or a date, such as a ref: kept as text also when typed over.
    TextOnly,
    /// A number with this many decimals.
    Number(u32),
    /// A number as it is.
    PlainNumber,
    /// A percent with this many decimals.
    Percent(u32),
    /// A date.
    Date,
    /// A rating.
    Rating(Rating),
}

/// Text in a table; also the workbook's default.
pub(super) fn table_text() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

/// A sheet's title, tagged Heading 1 by the patch.
pub(super) fn title() -> Format {
    Format::new().set_font_name(FONT).set_font_size(TITLE_POINTS).set_bold().set_align(FormatAlign::Top)
}

/// A heading within a sheet, tagged Heading 2 by the patch.
pub(super) fn heading() -> Format {
    Format::new().set_font_name(FONT).set_font_size(HEADING_POINTS).set_bold().set_align(FormatAlign::Top)
}

/// A line above a table.
pub(super) fn line(is_link: bool) -> Format {
    let format = Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::Top);
    if is_link { underlined(format) } else { format }
}

/// Where a column's cells stand, captions among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// Words in the first column.
    Left,
    /// Words in a further column, kept off what stands to their left.
    LeftIndented,
    /// Numbers.
    Right,
    /// Numbers beside a rating, kept off its fill.
    RightIndented,
}

impl Side {
    /// Whether cells stand at the right.
    fn is_right(self) -> bool {
        matches!(self, Self::Right | Self::RightIndented)
    }
}

/// A table's header cell.
pub(super) fn header(side: Side) -> Format {
    let align = if side.is_right() { FormatAlign::Right } else { FormatAlign::Left };
    indented(table_text(), side)
        .set_bold()
        .set_background_color(HEADER_FILL)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(RULE)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(align)
}

/// A table's body cell.
pub(super) fn cell(shape: Shape, role: Role, side: Side) -> Format {
    let plain = table_text()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Hair)
        .set_border_bottom_color(ROW_RULE);
    let shaped = match shape {
        // Shorthand in the place of a number.
        Shape::Text if side.is_right() => right(plain, side),
        Shape::Text => left(plain, side),
        Shape::TextOnly => left(plain, side).set_num_format("@"),
        Shape::Number(places) => number(plain, side, decimals("#,##0", places, "")),
        Shape::PlainNumber => right(plain, side),
        Shape::Percent(places) => number(plain, side, decimals("0", places, "%")),
        Shape::Date => number(plain, side, "d mmm yyyy".to_owned()),
        Shape::Rating(rating) => rated(left(plain, side), rating),
    };
    match role {
        Role::Said => shaped,
        Role::Link => underlined(shaped),
        Role::Input => shaped
            .set_unlocked()
            .set_background_color(INPUT_FILL)
            .set_border(FormatBorder::Thin)
            .set_border_color(INPUT_BORDER),
        Role::Greyed => shaped.set_background_color(GREYED_FILL),
        Role::GreyedInput => shaped.set_unlocked().set_background_color(GREYED_FILL),
    }
}

/// The frame of a doubtful cell; its colour is added for as long as it stands ([`doubtful`]).
pub(super) fn marked(format: Format) -> Format {
    format.set_border(FormatBorder::Medium).set_border_color(MARK_BORDER)
}

/// The colour of a doubtful cell that nobody has changed yet.
pub(super) fn doubtful() -> Format {
    Format::new().set_background_color(MARK_FILL).set_font_color(Color::Black)
}

/// Fill and text colour of a rating; none where the word stands alone.
pub(super) fn rating_colours(rating: Rating) -> Option<(Color, Color)> {
    let colour = |fill: u32, text: u32| Some((Color::RGB(fill), Color::RGB(text)));
    match rating {
        Rating::Red => colour(0x008E_1B1B, 0x00FF_FFFF),
        Rating::Amber => colour(0x00F2_A93B, 0x0000_0000),
        Rating::Green => colour(0x00D8_F1CF, 0x0000_0000),
        Rating::Complete => colour(0x0012_436D, 0x00FF_FFFF),
        Rating::NotRated | Rating::Closed => None,
    }
}

/// A small line from the numbers of this row between two columns, its last point marked. Each has a scale of its own.
pub(super) fn sparkline(sheet: &str, row: u32, first: usize, last: usize) -> Sparkline {
    let column = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let range = ChartRange::new_from_range(sheet, row, column(first), row, column(last));
    let small_line = Sparkline::new().set_range(&range).set_line_weight(1.5).set_sparkline_color(SMALL_LINE);
    small_line.show_last_point(true).set_last_point_color(SMALL_LINE_END)
}

fn rated(format: Format, rating: Rating) -> Format {
    match rating_colours(rating) {
        Some((fill, text)) => format.set_bold().set_background_color(fill).set_font_color(text),
        None => format,
    }
}

fn left(format: Format, side: Side) -> Format {
    indented(format.set_align(FormatAlign::Left), side)
}

fn indented(format: Format, side: Side) -> Format {
    match side {
        Side::LeftIndented | Side::RightIndented => format.set_indent(1),
        Side::Left | Side::Right => format,
    }
}

fn right(format: Format, side: Side) -> Format {
    let format = format.set_align(FormatAlign::Right);
    // A number in a column of words stands at the right all the same, without their indent.
    if side == Side::RightIndented { format.set_indent(1) } else { format }
}

/// A number in this format. Beside a fill its format ends in the room of a digit: `LibreOffice` does not indent numbers.
fn number(format: Format, side: Side, code: String) -> Format {
    match side {
        Side::RightIndented => format.set_align(FormatAlign::Right).set_num_format(format!("{code}_0")),
        _ => right(format, side).set_num_format(code),
    }
}

fn underlined(format: Format) -> Format {
    format.set_underline(rust_xlsxwriter::FormatUnderline::Single).set_font_color(LINK)
}

fn decimals(whole: &str, places: u32, unit: &str) -> String {
    let zeros = "0".repeat(usize::try_from(places.min(15)).unwrap_or(0));
    if zeros.is_empty() { format!("{whole}{unit}") } else { format!("{whole}.{zeros}{unit}") }
}
