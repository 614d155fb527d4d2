//! The table of a sheet: a caption, a heading for every column and row, in a frame that scrolls where the page is narrow.

use crate::domain::Rating;
use crate::sheet::book::{CellContent, CellSpec, Sheet, TableSpec};

use super::anchors::Anchors;
use super::markup::Markup;
use super::{shown, small_line, widths};

/// Width of a character of a column on the page, in the table's font size: digits and the room beside them.
const CHARACTER: f64 = 0.54;

pub(super) fn write(page: &mut Markup, number: usize, sheet: &Sheet, table: &TableSpec, anchors: &Anchors) {
    let caption = format!("{}__caption", anchors.section(number));
    let frame: [(&str, &str); 4] =
        [("class", "scroll"), ("role", "region"), ("aria-labelledby", &caption), ("tabindex", "0")];
    let columns = widths::of(table);
    let characters: f64 = columns.iter().sum();
    let width = format!("min-width:{:.1}em", characters * CHARACTER);
    let sides: Vec<bool> = (0..table.columns.len()).map(|column| holds_numbers(table, column)).collect();
    page.inside("div", &frame, |page| {
        page.inside("table", &[("style", &width)], |page| {
            // On a narrow page the caption stays in sight while the table scrolls.
            page.inside("caption", &[("id", &caption)], |page| page.element("span", &[], &sheet.title));
            page.inside("colgroup", &[], |page| {
                for column in &columns {
                    let share = format!("width:{:.2}%", column * 100.0 / characters.max(1.0));
                    page.empty("col", &[("style", &share)]);
                }
            });
            page.inside("thead", &[], |page| page.inside("tr", &[], |page| captions(page, table)));
            page.inside("tbody", &[], |page| {
                for (row, cells) in table.rows.iter().enumerate() {
                    let id = anchors.row(number, row).map(|id| ("id", id));
                    page.inside("tr", id.as_slice(), |page| {
                        for (column, cell) in cells.iter().enumerate() {
                            let is_number = sides.get(column).copied().unwrap_or_default();
                            write_cell(page, table, (row, column), &cell, is_number, anchors);
                        }
                    });
                }
            });
        });
    });
}

/// What a cell says, with its link.
pub(super) fn linked(page: &mut Markup, cell: &CellSpec<'_>, anchors: &Anchors) {
    let text = shown::words(cell);
    match cell.link.as_deref().and_then(|link| anchors.address(link)) {
        Some(address) => page.inside("a", &[("href", &address)], |page| page.breakable(&text)),
        None => page.breakable(&text),
    }
}

/// Name of a rating's fill and ink in the style sheet; none where the word stands alone.
pub(super) const fn fill(rating: Rating) -> Option<&'static str> {
    match rating {
        Rating::Red => Some("red"),
        Rating::Amber => Some("amber"),
        Rating::Green => Some("green"),
        Rating::Complete => Some("complete"),
        Rating::NotRated | Rating::Closed => None,
    }
}

fn captions(page: &mut Markup, table: &TableSpec) {
    for (number, column) in table.columns.iter().enumerate() {
        let class = mostly_numbers(table, number).then_some(("class", "number"));
        let attributes: Vec<_> = std::iter::once(("scope", "col")).chain(class).collect();
        page.element("th", &attributes, &column.caption);
    }
}

fn write_cell(
    page: &mut Markup,
    table: &TableSpec,
    (row, column): (usize, usize),
    cell: &CellSpec<'_>,
    in_numbers: bool,
    anchors: &Anchors,
) {
    let class = match cell.content {
        CellContent::Rating(rating) | CellContent::RatingLetter(rating) => fill(rating).or(Some("unfilled")),
        _ if in_numbers || is_number(cell) => Some("number"),
        _ => None,
    };
    let mut attributes = Vec::new();
    let element = if column == 0 { "th" } else { "td" };
    if column == 0 {
        attributes.push(("scope", "row"));
    }
    attributes.extend(class.map(|class| ("class", class)));
    page.inside(element, &attributes, |page| match cell.content {
        CellContent::Sparkline { first, last } => small_line::write(page, table, row, (first, last)),
        CellContent::RatingLetter(rating) => {
            page.element("abbr", &[("title", rating.word())], &shown::words(cell));
        }
        _ => linked(page, cell, anchors),
    });
}

const fn is_number(cell: &CellSpec<'_>) -> bool {
    matches!(
        cell.content,
        CellContent::Number(..) | CellContent::Percent(..) | CellContent::Plain(_) | CellContent::Date(_)
    )
}

/// Whether a column's cells are numbers, so that its caption stands at the right too. Shorthand such as `[x]` in the place
/// of a number does not make it a column of words.
fn holds_numbers(table: &TableSpec, column: usize) -> bool {
    let cells = table.rows.column(column);
    let mut told = cells.filter(|cell| !is_shorthand(cell)).peekable();
    told.peek().is_some() && told.all(|cell| is_number(&cell))
}

/// Whether its caption stands over numbers, though a few words may stand among them.
fn mostly_numbers(table: &TableSpec, column: usize) -> bool {
    let cells = || table.rows.column(column);
    let numbers = cells().filter(|cell| is_number(cell)).count();
    numbers * 2 > cells().filter(|cell| !is_shorthand(cell)).count()
}

/// A few letters in square brackets (7-publication.md, 7.1).
fn is_shorthand(cell: &CellSpec<'_>) -> bool {
    let CellContent::Text(words) = &cell.content else { return false };
    let inner = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|letters| letters.len() <= 4 && letters.bytes().all(|b| b.is_ascii_lowercase()))
}
