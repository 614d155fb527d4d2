//! The records of one sheet of an xlsb: cells, merges, hidden rows and columns.

use std::sync::Arc;

use super::book::Looks;
use super::conditional;
use super::records::{Record, Records, rich_text_at, text_at};
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Content, DateSerial, Doubt, FormatClass, Grid};
use crate::sheet::read::beside;
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::filling::{Filling, extend, is_on_a_sheet};
use crate::sheet::read::package::Relationship;
use crate::sheet::read::parts::damaged;
use crate::sheet::read::xls::formula::{UNREAD, Width, text_of};
use crate::sheet::read::xls::sheet::yes_or_error;
use crate::sheet::read::xls::text::packed_number;

/// What all sheets share.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    /// Number formats by style, and fonts.
    pub(super) looks: &'a Looks,
    /// Texts.
    pub(super) texts: &'a [String],
    /// Whether days count from 1904.
    pub(super) from_1904: bool,
    /// What the sheet's own links lead to.
    pub(super) links: &'a [Relationship],
}

/// The notes on cells, from their part.
pub(super) fn comments(part: &[u8]) -> Vec<(CellRef, String)> {
    let (mut found, mut at) = (Vec::new(), None);
    for record in Records::of(part) {
        match record.kind {
            635 => at = u32_at(record.data, 4).zip(u32_at(record.data, 12)),
            637 => {
                let said = text_at(record.data, 1).map(|(said, _)| said.trim().to_owned());
                let place = at.take().map(|(row, column)| CellRef::new(row, column));
                found.extend(
                    place.filter(|at| is_on_a_sheet(*at)).zip(said).filter(|_| found.len() < MOST_NOTES),
                );
            }
            _ => {}
        }
    }
    found
}

/// How many notes and links of a sheet are kept.
const MOST_NOTES: usize = 10_000;

/// Headers and footers: two bytes of flags and up to six texts.
fn printed(data: &[u8]) -> Option<(CellRef, String)> {
    let (mut said, mut at) = (Vec::new(), 2);
    while let Some((text, end)) = text_at(data, at) {
        said.push(text);
        at = end;
    }
    beside::header(said.iter().map(String::as_str))
}

fn broken() -> Refusal {
    damaged("a sheet breaks off or is not in order")
}

/// Reads the records of a sheet into its grid, which it takes in.
pub(super) fn read(
    part: &[u8],
    shared: Shared<'_>,
    mut grid: Grid,
    filling: &mut Filling<'_>,
) -> Result<(), Refusal> {
    let mut row = 0;
    let mut rules = conditional::Reading::default();
    let (mut in_cells, mut ended) = (false, false);
    for record in Records::of(part) {
        let data = record.data;
        match record.kind {
            145 => in_cells = true,
            146 => (in_cells, ended) = (false, true),
            0 if in_cells => {
                row = u32_at(data, 0).ok_or_else(broken)?;
                // Hidden, or so low that nothing of it is seen; the height is in twentieths of a point.
                let is_low = u16_at(data, 8).is_some_and(|height| height < 20);
                if is_low || data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    extend(&mut grid.hidden_rows, row, row);
                }
            }
            2..=11 | 62 if in_cells => {
                let cell = cell(record, row, shared).ok_or_else(broken)?;
                if !is_on_a_sheet(cell.at) {
                    return Err(broken());
                }
                filling.take(&mut grid, cell)?;
            }
            // Cells without an address, which no program is known to write.
            12..=18 if in_cells => return Err(broken()),
            60 if data.get(16).is_some_and(|flags| flags & 1 != 0)
                || u32_at(data, 8).is_some_and(|w| w < 128) =>
            {
                let columns = u32_at(data, 0).zip(u32_at(data, 4)).ok_or_else(broken)?;
                extend(&mut grid.hidden_columns, columns.0, columns.1);
            }
            176 => {
                let corner = |row, column| Some(CellRef::new(u32_at(data, row)?, u32_at(data, column)?));
                grid.merges.push(corner(0, 8).zip(corner(4, 12)).ok_or_else(broken)?);
            }
            461 | 463 => rules.take(record, &shared.looks.conditional)?,
            479 => grid.comments.extend(printed(data)),
            494 => {
                let place =
                    u32_at(data, 0).zip(u32_at(data, 8)).map(|(row, column)| CellRef::new(row, column));
                let id = text_at(data, 16).map(|(id, _)| id);
                let to = shared.links.iter().find(|link| Some(&link.id) == id.as_ref());
                let to =
                    to.and_then(|link| link.outside.as_deref()).filter(|_| grid.comments.len() < MOST_NOTES);
                let listed = place.zip(to).and_then(|(at, to)| beside::link(at, grid.get(at), to));
                grid.comments.extend(listed);
            }
            _ => {}
        }
    }
    grid.cells.sort_by_key(|cell| cell.at);
    rules.done().doubt(&mut grid.cells);
    if ended { filling.sheet(grid) } else { Err(broken()) }
}

fn cell(record: Record<'_>, row: u32, shared: Shared<'_>) -> Option<Cell> {
    let data = record.data;
    let at = CellRef::new(row, u32_at(data, 0)?);
    let style = usize::try_from(u32_at(data, 4)? & 0x00ff_ffff).ok()?;
    let (content, formula_at) = content(record, shared)?;
    let formula = formula_at.map(|at| {
        // Two bytes of flags, then how long the formula is.
        let length = u32_at(data, at + 2).and_then(|length| usize::try_from(length).ok());
        let code = length.and_then(|length| data.get(at + 6..)?.get(..length));
        Arc::from(code.and_then(|code| text_of(code, Width::Xlsb)).unwrap_or_else(|| UNREAD.to_owned()))
    });
    let format = shared.looks.styles.format(Some(style));
    let content = match content {
        Content::Number(number) if !number.is_finite() => {
            Content::Unreadable("it is not a number that can be held".to_owned())
        }
        Content::Number(serial) if matches!(format.class, FormatClass::Date | FormatClass::Time) => {
            Content::Date(DateSerial { serial, from_1904: shared.from_1904 })
        }
        content => content,
    };
    let doubt = match &content {
        Content::Number(_) | Content::Date(_) if formula.is_some() => Some(Doubt::FormulaResult),
        Content::Text(text) if text.contains(['\0', '\u{fffd}']) => Some(Doubt::BrokenText),
        _ => shared.looks.styles.doubt(Some(style)),
    };
    Some(Cell { at, content, format: format.class, format_code: format.code, formula, doubt })
}

/// What a cell holds, and where its formula begins when it has one.
fn content(record: Record<'_>, shared: Shared<'_>) -> Option<(Content, Option<usize>)> {
    let data = record.data;
    let number = || Some(Content::Number(f64::from_le_bytes(data.get(8..16)?.try_into().ok()?)));
    let text = |at| text_at(data, at).map(|(text, end)| (Content::Text(text), end));
    Some(match record.kind {
        2 => (Content::Number(packed_number(data, 8)?), None),
        3 => (yes_or_error(*data.get(8)?, true), None),
        4 => (yes_or_error(*data.get(8)?, false), None),
        5 => (number()?, None),
        6 => (text(8)?.0, None),
        7 => {
            let text = shared.texts.get(usize::try_from(u32_at(data, 8)?).ok()?).cloned().map(Content::Text);
            let missing = || Content::Unreadable("it names a text that the file does not hold".to_owned());
            (text.unwrap_or_else(missing), None)
        }
        8 => {
            let (text, end) = text(8)?;
            (text, Some(end))
        }
        9 => (number()?, Some(16)),
        10 => (yes_or_error(*data.get(8)?, false), Some(9)),
        11 => (yes_or_error(*data.get(8)?, true), Some(9)),
        // A text with formats of its own within the cell.
        _ => (Content::Text(rich_text_at(data, 8, &shared.looks.fencing)?), None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{SheetKind, Visibility, Workbook};
    use crate::sheet::limits::Limits;

    fn read_part(records: &[(u8, &[u8])]) -> Result<Vec<Cell>, Refusal> {
        let mut part = vec![0x91, 1, 0];
        for (kind, data) in records {
            part.extend([*kind, u8::try_from(data.len()).unwrap()]);
            part.extend(*data);
        }
        part.extend([0x92, 1, 0]);
        let limits = Limits::default();
        let mut filling = Filling::of(Workbook::default(), &limits);
        let grid = Grid::empty("S".into(), SheetKind::Worksheet, Visibility::Visible);
        let looks = Looks::default();
        let texts = ["one".to_owned()];
        super::read(
            &part,
            Shared { looks: &looks, texts: &texts, from_1904: false, links: &[] },
            grid,
            &mut filling,
        )?;
        Ok(filling.done().grids.remove(0).cells)
    }

    #[test]
    fn cells_formulas_and_errors() {
        let row: &[u8] = &[4, 0, 0, 0];
        let cells = read_part(&[
            (0, row),
            (7, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            (2, &[1, 0, 0, 0, 0, 0, 0, 0, 0xae, 1, 0, 0]),
            (11, &[2, 0, 0, 0, 0, 0, 0, 0, 0x2a, 0, 0, 3, 0, 0, 0, 0x1e, 5, 0]),
            (9, &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 64, 0, 0, 3, 0, 0, 0, 0x1e, 5, 0]),
        ])
        .unwrap();
        let found: Vec<(String, String)> = cells.iter().map(|c| (c.at.to_string(), c.shown())).collect();
        let wanted = [("A5", "one"), ("B5", "107"), ("C5", "#N/A"), ("D5", "5")];
        assert_eq!(found, wanted.map(|(at, text)| (at.to_owned(), text.to_owned())));
        assert_eq!((cells[3].formula.as_deref(), &cells[3].doubt), (Some("5"), &Some(Doubt::FormulaResult)));
        assert_eq!(cells[2].doubt, None);
    }

    #[test]
    fn notes_and_headers_are_kept() {
        let wide = |text: &str| -> Vec<u8> {
            let units: Vec<u16> = text.encode_utf16().collect();
            let length = u32::try_from(units.len()).unwrap().to_le_bytes();
            length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
        };
        let mut place = vec![0; 36];
        (place[4], place[12]) = (4, 8);
        let said = [vec![0], wide("14 not 12")].concat();
        // Kinds 635 and 637 take two bytes.
        let part =
            [vec![0xfb, 4, 36], place, vec![0xfd, 4, u8::try_from(said.len()).unwrap()], said].concat();
        assert_eq!(comments(&part), [("I5".parse().unwrap(), "14 not 12".to_owned())]);
        let header = [vec![0, 0], wide("&LNot final"), wide("&CPage &P")].concat();
        assert_eq!(printed(&header).map(|(_, said)| said).as_deref(), Some("header or footer: Not final"));
    }

    #[test]
    fn a_sheet_that_breaks_off_is_damage() {
        assert!(read_part(&[(0, &[4, 0])]).is_err());
        assert!(read_part(&[(0, &[0, 0, 0, 0]), (5, &[0; 10])]).is_err());
    }
}
