//! What the parts of an xlsb say of the whole workbook: sheets, number formats, shared texts.

use std::collections::HashMap;
use std::sync::Arc;

use super::records::{Records, rich_text_at, text_at};
use crate::domain::Refusal;
use crate::domain::folding::{FENCE, STRUCK};
use crate::sheet::grid::{SheetKind, Visibility};
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::package::{Relationship, SheetEntry};
use crate::sheet::read::parts::damaged;
use crate::sheet::read::rich_text::is_too_small_to_see;
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
}

/// Reads the part of styles.
pub(super) fn looks(part: &[u8]) -> Result<Looks, Refusal> {
    let mut codes = HashMap::new();
    let mut styles = Vec::new();
    let (mut crossing_out, mut unseen, mut fencing) = (Vec::new(), Vec::new(), Vec::new());
    let (mut dark_fills, mut fonts, mut fills) = (Vec::new(), Vec::new(), Vec::new());
    let mut in_cells = false;
    for record in Records::of(part) {
        match record.kind {
            44 => {
                let number = u16_at(record.data, 0).ok_or_else(broken)?;
                codes.insert(u32::from(number), text_at(record.data, 2).ok_or_else(broken)?.0);
            }
            617 => in_cells = true,
            618 => in_cells = false,
            43 => {
                let crosses_out = u16_at(record.data, 2).is_some_and(|flags| flags & 8 != 0);
                crossing_out.push(crosses_out);
                unseen.push(is_unseen(record.data));
                fencing.push(if crosses_out { Some(STRUCK) } else { fence(record.data) });
            }
            45 => {
                let is_filled = u32_at(record.data, 0).is_some_and(|pattern| pattern != 0);
                dark_fills.push(is_filled && !record.data.get(4..).is_some_and(is_white));
            }
            47 if in_cells => {
                styles.push(u16_at(record.data, 2).map(u32::from));
                fonts.push(u16_at(record.data, 4).map(usize::from));
                fills.push(u16_at(record.data, 6).map(usize::from));
            }
            _ => {}
        }
    }
    let styles = Styles::of(&codes, styles).with_fonts(&crossing_out, &fonts);
    let styles = styles.with_unseen(&unseen, &dark_fills, Used { fonts: &fonts, fills: &fills });
    Ok(Looks { styles, fencing })
}

/// What fences a part of a text in a font that raises or lowers, or writes so that nobody sees it.
fn fence(font: &[u8]) -> Option<char> {
    let is_raised = u16_at(font, 6).is_some_and(|position| position != 0);
    if is_unseen(font) { Some(STRUCK) } else { is_raised.then_some(FENCE) }
}

/// Whether a font is white or a speck.
fn is_unseen(font: &[u8]) -> bool {
    let is_small = u16_at(font, 0).is_some_and(|twips| is_too_small_to_see(f64::from(twips) / 20.0));
    is_small || font.get(12..).is_some_and(is_white)
}

/// Whether a colour is white or nearly. How it is given stands above one bit: 1 an index, 2 as red, green and blue, 3 of
/// the theme.
fn is_white(colour: &[u8]) -> bool {
    match colour.first().map(|kind| kind >> 1) {
        Some(1) => matches!(colour.get(1), Some(1 | 9)),
        Some(2) => colour.get(4..7).is_some_and(|parts| parts.iter().all(|part| *part >= 0xe0)),
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
}
