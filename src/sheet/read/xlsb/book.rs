//! What the parts of an xlsb say of the whole workbook: sheets, number formats, shared texts.

use std::collections::HashMap;
use std::sync::Arc;

use super::conditional::Format;
use super::records::{Records, rich_text_at, text_at};
use crate::domain::Refusal;
use crate::domain::folding::{FENCE, STRUCK};
use crate::sheet::grid::{SheetKind, Visibility};
use crate::sheet::read::colours::BLACK;
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::fonts::{SIGNS, shows_signs};
use crate::sheet::read::package::{Relationship, SheetEntry};
use crate::sheet::read::parts::damaged;
use crate::sheet::read::rich_text::{is_pale_of, is_too_small_to_see};
use crate::sheet::read::styles::{Styles, Used};

fn broken() -> Refusal {
    damaged("a part of it breaks off or is not in order")
}

/// Sheets in order, and whether days count from 1904.
pub(super) fn sheets(part: &[u8], links: &[Relationship]) -> Result<(Vec<SheetEntry>, bool), Refusal> {
    let mut found = Vec::new();
    let (mut from_1904, mut ended) = (false, false);
    for record in Records::of(part) {
        match record.kind {
            153 => from_1904 = u32_at(record.data, 0).is_some_and(|flags| flags & 1 != 0),
            156 => found.push(sheet(record.data, links).ok_or_else(broken)?),
            132 => ended = true,
            _ => {}
        }
    }
    if ended { Ok((found, from_1904)) } else { Err(broken()) }
}

fn sheet(data: &[u8], links: &[Relationship]) -> Option<SheetEntry> {
    // Excel 2007 before its release wrote four bytes more in front of the link.
    let (link, end) = [8, 12].into_iter().find_map(|at| {
        let (id, end) = text_at(data, at)?;
        Some((links.iter().find(|link| link.id == id)?, end))
    })?;
    let (name, _) = text_at(data, end)?;
    Some(SheetEntry {
        name: Arc::from(name),
        kind: if link.kind == "worksheet" { SheetKind::Worksheet } else { SheetKind::Other },
        visibility: match u32_at(data, 0)? {
            0 => Visibility::Visible,
            2 => Visibility::VeryHidden,
            _ => Visibility::Hidden,
        },
        path: link.path.clone()?,
    })
}

/// What the part of styles says.
#[derive(Default)]
pub(super) struct Looks {
    /// Number formats by style, and which styles cross out or cannot be seen.
    pub(super) styles: Styles,
    /// For each font what fences a part of a text in it that is crossed out, raised, lowered or unseen.
    pub(super) fencing: Vec<Option<char>>,
    /// What rules of conditional formatting choose from.
    pub(super) conditional: Vec<Format>,
}

/// Reads the part of styles.
pub(super) fn looks(part: &[u8]) -> Result<Looks, Refusal> {
    let mut codes = HashMap::new();
    let mut styles = Vec::new();
    let (mut crossing_out, mut unseen, mut fencing) = (Vec::new(), Vec::new(), Vec::new());
    let (mut dark_fills, mut fonts, mut fills) = (Vec::new(), Vec::new(), Vec::new());
    let (mut of_signs, mut repeating) = (Vec::new(), Vec::new());
    let (mut font_colours, mut fill_colours) = (Vec::new(), Vec::new());
    let mut conditional = Vec::new();
    let mut in_cells = false;
    for record in Records::of(part) {
        match record.kind {
            44 => {
                let number = u16_at(record.data, 0).ok_or_else(broken)?;
                codes.insert(u32::from(number), text_at(record.data, 2).ok_or_else(broken)?.0);
            }
            507 => conditional.push(Format::read(record.data)),
            617 => in_cells = true,
            618 => in_cells = false,
            43 => {
                let crosses_out = u16_at(record.data, 2).is_some_and(|flags| flags & 8 != 0);
                crossing_out.push(crosses_out);
                unseen.push(is_unseen(record.data));
                of_signs.push(is_of_signs(record.data));
                let colour = record.data.get(12..).and_then(colour_of);
                font_colours.push(colour.unwrap_or_else(|| BLACK.to_owned()));
                fencing.push(if crosses_out { Some(STRUCK) } else { fence(record.data) });
            }
            45 => {
                let pattern = u32_at(record.data, 0);
                let is_filled = pattern.is_some_and(|pattern| pattern != 0);
                // Blacked out: filled in one colour, without a pattern.
                let colour = record.data.get(4..).and_then(colour_of);
                fill_colours.push(colour.filter(|_| pattern == Some(1)));
                dark_fills.push(is_filled && !record.data.get(4..).is_some_and(is_white));
            }
            47 if in_cells => {
                styles.push(u16_at(record.data, 2).map(u32::from));
                fonts.push(u16_at(record.data, 4).map(usize::from));
                fills.push(u16_at(record.data, 6).map(usize::from));
                repeating.push(record.data.get(12).is_some_and(|alignment| alignment & 7 == 4));
            }
            _ => {}
        }
    }
    let styles = Styles::of(&codes, styles).with_fonts(&crossing_out, &fonts);
    let used = Used { fonts: &fonts, fills: &fills };
    let styles = styles.with_unseen(&unseen, &dark_fills, used).with_signs(&of_signs, &fonts);
    let styles = styles.with_blacked_out(&font_colours, &fill_colours, used).with_repeating(repeating);
    Ok(Looks { styles, fencing, conditional })
}

/// What fences a part of a text in a font that raises or lowers, or writes so that nobody sees it.
fn fence(font: &[u8]) -> Option<char> {
    let is_raised = u16_at(font, 6).is_some_and(|position| position != 0);
    if is_unseen(font) { Some(STRUCK) } else { (is_raised || is_of_signs(font)).then_some(FENCE) }
}

/// Whether a font is white or a speck.
fn is_unseen(font: &[u8]) -> bool {
    let is_small = u16_at(font, 0).is_some_and(|twips| is_too_small_to_see(f64::from(twips) / 20.0));
    is_small || font.get(12..).is_some_and(is_white)
}

/// Whether a font shows signs in place of letters: by its character set, or by its name.
fn is_of_signs(font: &[u8]) -> bool {
    font.get(10) == Some(&SIGNS) || text_at(font, 21).is_some_and(|(name, _)| shows_signs(&name))
}

/// A colour so that the same one is the same text, as [`crate::sheet::read::colours`] has it; none where none is given.
pub(super) fn colour_of(colour: &[u8]) -> Option<String> {
    let (kind, index) = (colour.first()? >> 1, *colour.get(1)?);
    let tint = u16_at(colour, 2)?;
    match (kind, index) {
        (2, _) => match colour.get(4..7)? {
            [red, green, blue] => Some(format!("{red:02X}{green:02X}{blue:02X}")),
            _ => None,
        },
        (1, 0 | 8 | 64) => Some(BLACK.to_owned()),
        (3, 1) if tint == 0 => Some(BLACK.to_owned()),
        (1, index) => Some(format!("indexed {index}")),
        (3, theme) => Some(format!("theme {theme} {tint}")),
        _ => None,
    }
}

/// Whether a colour is white or nearly. How it is given stands above one bit: 1 an index, 2 as red, green and blue, 3 of
/// the theme.
pub(super) fn is_white(colour: &[u8]) -> bool {
    match colour.first().map(|kind| kind >> 1) {
        Some(1) => matches!(colour.get(1), Some(1 | 9)),
        Some(2) => matches!(colour.get(4..7), Some([red, green, blue]) if is_pale_of([*red, *green, *blue])),
        Some(3) => colour.get(1) == Some(&0),
        _ => false,
    }
}

/// Texts that cells share.
pub(super) fn texts(part: &[u8], fencing: &[Option<char>]) -> Result<Vec<String>, Refusal> {
    let items = Records::of(part).filter(|record| record.kind == 19);
    items.map(|item| rich_text_at(item.data, 0, fencing).ok_or_else(broken)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::Doubt::{Repeated, Symbols, Unseen};

    #[test]
    fn a_font_may_be_one_that_nobody_sees() {
        let font = |twips: u8, colour: [u8; 8]| {
            let mut data = vec![twips, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            data.extend(colour);
            is_unseen(&data)
        };
        assert!(font(220, [5, 0, 0, 0, 255, 255, 255, 255]) && font(220, [7, 0, 0, 0, 0, 0, 0, 0]));
        assert!(font(20, [7, 1, 0, 0, 0, 0, 0, 0]));
        assert!(!font(220, [5, 0, 0, 0, 0, 0, 0, 255]) && !font(220, [7, 1, 0, 0, 0, 0, 0, 0]));
    }

    /// A record with its kind and length in front.
    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let [low, high] = kind.to_le_bytes();
        let kind = if kind < 128 { vec![low] } else { vec![low | 0x80, high << 1 | low >> 7] };
        [kind, vec![u8::try_from(data.len()).unwrap()], data.to_vec()].concat()
    }

    #[test]
    fn blacked_out_signs_and_repeats_are_told() {
        let font = |name: &str| {
            let mut data = vec![220, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1, 0, 0, 0, 0, 0, 0xff, 0];
            data.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
            data.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            record(43, &data)
        };
        let fill = |pattern: u8, red: u8| record(45, &[pattern, 0, 0, 0, 5, 0, 0, 0, red, 0, 0, 0xff]);
        let style = |font: u8, fill: u8, alignment: u8| {
            record(47, &[0, 0, 0, 0, font, 0, fill, 0, 0, 0, 0, 0, alignment, 0, 0, 0])
        };
        let part = [
            font("Calibri"),
            font("Wingdings"),
            fill(0, 0),
            fill(1, 0),
            fill(1, 0xc0),
            record(617, &[0; 4]),
            style(0, 0, 0),
            style(0, 1, 0),
            style(0, 2, 0),
            style(1, 0, 0),
            style(0, 0, 4),
            record(618, &[]),
        ];
        let styles = looks(&part.concat()).unwrap().styles;
        let doubts = [0, 1, 2, 3, 4].map(|id| styles.doubt(Some(id)));
        assert_eq!(doubts, [None, Some(Unseen), None, Some(Symbols), Some(Repeated)]);
    }
}
