//! What an xls says of the whole workbook: sheets, number formats, shared texts, code page and date system.

use std::collections::HashMap;
use std::sync::Arc;

use super::records::{BOF, EOF, Records};
use super::text::{Rich, Writing, shared};
use crate::domain::folding::{FENCE, STRUCK};
use crate::domain::{Foreign, Refusal};
use crate::sheet::grid::{Doubt, FormatClass, SheetKind, Visibility};
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::fonts::{SIGNS, shows_signs};
use crate::sheet::read::number_format::{built_in, classify};
use crate::sheet::read::parts::damaged;
use crate::sheet::read::rich_text::{is_pale_of, is_too_small_to_see};

/// The workbook's own part of the stream.
pub(super) struct Globals {
    /// Sheets in order.
    pub(super) sheets: Vec<SheetEntry>,
    /// How text is written.
    pub(super) writing: Writing,
    /// Whether days count from 1904.
    pub(super) from_1904: bool,
    /// Texts that cells share.
    pub(super) texts: Vec<String>,
    formats: Vec<CellFormat>,
    fonts: Fonts,
    palette: Vec<[u8; 3]>,
}

/// A sheet as the workbook lists it.
pub(super) struct SheetEntry {
    /// Name.
    pub(super) name: String,
    /// Kind.
    pub(super) kind: SheetKind,
    /// Visibility.
    pub(super) visibility: Visibility,
    /// Where its records begin.
    pub(super) offset: usize,
}

/// The number format of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellFormat {
    /// Its class.
    pub(super) class: FormatClass,
    /// Its code, other than General.
    pub(super) code: Option<Arc<str>>,
    /// Whether its number means a date in some languages of Excel and a number in others.
    pub(super) is_date_somewhere: bool,
    /// Whether the cell is crossed out, or written so that nobody can see it.
    pub(super) looks: Option<Doubt>,
}

#[cfg(test)]
impl Default for Globals {
    fn default() -> Self {
        Reading::default().finish()
    }
}

impl Globals {
    /// Reads the stream's first part.
    ///
    /// # Errors
    /// `Password` when what follows is encrypted; `NotAWorkbook` for Excel 2 to 4; `Damaged`.
    pub(super) fn read(stream: &[u8]) -> Result<Self, Refusal> {
        let broken = || damaged("the part that lists its sheets breaks off or is not in order");
        let mut records = Records::from(stream, 0);
        let start = records.next().filter(|record| record.kind == BOF).ok_or_else(broken)?;
        let wide = match u16_at(start.data, 0) {
            Some(0x0600) => true,
            Some(0x0500) => false,
            _ => return Err(Refusal::NotAWorkbook(Foreign::UnreadFormat("xls"))),
        };
        let mut reading = Reading {
            writing: if wide { Writing::Wide } else { Writing::of_code_page(1_252) },
            ..Reading::default()
        };
        let mut ended = false;
        while let Some(record) = records.next() {
            match record.kind {
                EOF => {
                    ended = true;
                    break;
                }
                0x002f => return Err(Refusal::Password { default_password: false }),
                0x0042 if !wide => {
                    reading.writing = Writing::of_code_page(u16_at(record.data, 0).unwrap_or(1_252));
                }
                0x0022 => reading.from_1904 = u16_at(record.data, 0) == Some(1),
                0x0085 => reading.sheet(record.data).ok_or_else(broken)?,
                0x041e => reading.format(record.data, wide).ok_or_else(broken)?,
                0x0031 => reading.fonts.0.push(Font::read(record.data, reading.writing).ok_or_else(broken)?),
                0x00e0 => reading.style(record.data, wide).ok_or_else(broken)?,
                0x0092 => reading.palette = record.data.get(2..).map(colours).unwrap_or_default(),
                0x00fc => reading.texts = shared(&records.with_continued(record.data))?,
                _ => {}
            }
        }
        if !ended {
            return Err(broken());
        }
        Ok(reading.finish())
    }

    /// A text as it is to be read, its runs fenced where their fonts ask for it.
    pub(super) fn shown(&self, text: Rich) -> String {
        text.shown(|font| self.fonts.fence(font))
    }

    /// Whether writing in this colour, where one is given, on a fill of that cannot be seen: white on white, or in the colour of
    /// its fill.
    pub(super) fn is_unseen(&self, colour: Option<u16>, fill: Option<u16>) -> bool {
        let is_dark = fill.is_some_and(|fill| !is_white(fill, &self.palette));
        let is_white = colour.is_some_and(|colour| is_white(colour, &self.palette));
        is_white && !is_dark || is_dark && fill.map(plain) == Some(plain(colour.unwrap_or(8)))
    }

    /// The format of a cell with this style.
    pub(super) fn format(&self, style: u16) -> CellFormat {
        let unknown =
            CellFormat { class: FormatClass::Unknown, code: None, is_date_somewhere: false, looks: None };
        self.formats.get(usize::from(style)).cloned().unwrap_or(unknown)
    }
}

struct Reading {
    sheets: Vec<SheetEntry>,
    writing: Writing,
    from_1904: bool,
    texts: Vec<Rich>,
    codes: HashMap<u16, String>,
    styles: Vec<Style>,
    fonts: Fonts,
    /// The workbook's own colours, from number 8 on; empty where it has the usual ones.
    palette: Vec<[u8; 3]>,
}

/// A style: the numbers of its format and its font, and the colour with which its cells are filled.
#[derive(Debug, Clone, Copy)]
struct Style {
    format: u16,
    font: u16,
    fill: Option<u16>,
    /// Whether that colour covers the whole cell, without a pattern.
    is_solid: bool,
    /// Whether its alignment repeats what a cell holds.
    repeats: bool,
}

/// Colours as red, green, blue and nothing.
fn colours(data: &[u8]) -> Vec<[u8; 3]> {
    data.chunks_exact(4).map(|colour| [colour[0], colour[1], colour[2]]).collect()
}

/// What a font does to letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Font {
    crosses_out: bool,
    /// Number of its colour.
    colour: u16,
    /// Whether it is a speck, or in a colour that nobody sees on white.
    is_unseen: bool,
    /// Whether it shows signs in place of letters.
    is_of_signs: bool,
    /// What fences a part of a text in it that is crossed out, raised, lowered or unseen.
    fence: Option<char>,
}

impl Font {
    fn read(data: &[u8], writing: Writing) -> Option<Self> {
        let twips = u16_at(data, 0)?;
        let crosses_out = u16_at(data, 2)? & 8 != 0;
        let colour = u16_at(data, 4).unwrap_or(u16::MAX);
        let is_unseen = is_too_small_to_see(f64::from(twips) / 20.0);
        let name = data.get(14..).and_then(|name| writing.short(name)).unwrap_or_default();
        let is_of_signs = data.get(12) == Some(&SIGNS) || shows_signs(&name);
        let is_raised = u16_at(data, 8).is_some_and(|position| position != 0);
        let fence = (is_raised || is_of_signs).then_some(FENCE);
        Some(Self { crosses_out, colour, is_unseen, is_of_signs, fence })
    }

    /// The same, once the colours are known.
    fn coloured(self, palette: &[[u8; 3]]) -> Self {
        let is_unseen = self.is_unseen || is_white(self.colour, palette);
        let fence = if self.crosses_out || is_unseen { Some(STRUCK) } else { self.fence };
        Self { is_unseen, fence, ..self }
    }
}

/// Whether the colour of this number is white or nearly: the background of windows, or one of the palette.
fn is_white(number: u16, palette: &[[u8; 3]]) -> bool {
    let own = number.checked_sub(8).and_then(|at| palette.get(usize::from(at)));
    match (number, own) {
        (1 | 65, _) => true,
        (_, Some(parts)) => is_pale_of(*parts),
        // White, and ivory.
        (number, None) => matches!(number, 9 | 26),
    }
}

/// The number of a colour, all those that mean the usual black the same.
const fn plain(number: u16) -> u16 {
    match number {
        0 | 64 | 0x7fff => 8,
        other => other,
    }
}

/// The fonts in order.
#[derive(Debug, Default)]
struct Fonts(Vec<Font>);

impl Fonts {
    /// The font of this number; there is no font 4, the next one is called 5.
    fn get(&self, number: u16) -> Option<Font> {
        self.0.get(usize::from(if number > 4 { number - 1 } else { number })).copied()
    }

    fn fence(&self, number: u16) -> Option<char> {
        self.get(number)?.fence
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            sheets: Vec::new(),
            writing: Writing::Wide,
            from_1904: false,
            texts: Vec::new(),
            codes: HashMap::new(),
            styles: Vec::new(),
            fonts: Fonts::default(),
            palette: Vec::new(),
        }
    }
}

impl Reading {
    fn sheet(&mut self, data: &[u8]) -> Option<()> {
        self.sheets.push(SheetEntry {
            name: self.writing.short(data.get(6..)?)?,
            kind: match data.get(5)? & 15 {
                0 => SheetKind::Worksheet,
                _ => SheetKind::Other,
            },
            visibility: match data.get(4)? & 3 {
                0 => Visibility::Visible,
                2 => Visibility::VeryHidden,
                _ => Visibility::Hidden,
            },
            offset: usize::try_from(u32_at(data, 0)?).ok()?,
        });
        Some(())
    }

    fn style(&mut self, data: &[u8], wide: bool) -> Option<()> {
        // Excel 5 keeps pattern and colour elsewhere.
        let (pattern, fill) = if wide {
            (u32_at(data, 14).map(|bits| bits >> 26), u16_at(data, 18))
        } else {
            (u16_at(data, 10).map(|bits| u32::from(bits & 0x3f)), u16_at(data, 8))
        };
        let fill = fill.filter(|_| pattern != Some(0)).map(|colours| colours & 0x7f);
        let is_solid = pattern == Some(1);
        let repeats = data.get(6).is_some_and(|alignment| alignment & 7 == 4);
        self.styles.push(Style { format: u16_at(data, 2)?, font: u16_at(data, 0)?, fill, is_solid, repeats });
        Some(())
    }

    fn format(&mut self, data: &[u8], wide: bool) -> Option<()> {
        let text = data.get(2..)?;
        let code = if wide { self.writing.long(text)? } else { self.writing.short(text)? };
        self.codes.insert(u16_at(data, 0)?, code);
        Some(())
    }

    /// Why a cell of this style may not be an answer. On a dark fill white writing is seen.
    fn looks(&self, style: Style) -> Option<Doubt> {
        let font = self.fonts.get(style.font)?;
        let is_dark = style.fill.is_some_and(|fill| !is_white(fill, &self.palette));
        if font.crosses_out {
            Some(Doubt::CrossedOut)
        } else {
            // Blacked out: filled in the colour of its writing.
            let has_its_colour =
                style.is_solid && style.fill.is_some_and(|fill| plain(fill) == plain(font.colour));
            if font.is_unseen && !is_dark || has_its_colour {
                Some(Doubt::Unseen)
            } else if font.is_of_signs {
                Some(Doubt::Symbols)
            } else {
                style.repeats.then_some(Doubt::Repeated)
            }
        }
    }

    fn finish(mut self) -> Globals {
        for font in &mut self.fonts.0 {
            *font = font.coloured(&self.palette);
        }
        let formats = self.styles.iter().map(|style| {
            let number = style.format;
            let own = self.codes.get(&number).map(String::as_str);
            let code = own.or_else(|| built_in(u32::from(number)));
            let class = code.map_or(FormatClass::Unknown, classify);
            CellFormat {
                class,
                code: code.filter(|_| class != FormatClass::General).map(Arc::from),
                is_date_somewhere: own.is_none() && matches!(number, 27..=36 | 50..=58),
                looks: self.looks(*style),
            }
        });
        Globals {
            formats: formats.collect(),
            sheets: self.sheets,
            writing: self.writing,
            from_1904: self.from_1904,
            texts: self.texts.into_iter().map(|text| text.shown(|font| self.fonts.fence(font))).collect(),
            fonts: self.fonts,
            palette: self.palette,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_writing_is_unseen_but_on_a_dark_fill() {
        let font = |twips: u16, colour: u16| {
            let mut data = [0; 16];
            data[..2].copy_from_slice(&twips.to_le_bytes());
            data[4..6].copy_from_slice(&colour.to_le_bytes());
            Font::read(&data, Writing::Wide).unwrap()
        };
        // Number 8 of the workbook's own palette is white, number 9 is not.
        let palette = vec![[0xff, 0xff, 0xff], [0x12, 0x43, 0x6d]];
        let mut reading = Reading { palette: palette.clone(), ..Reading::default() };
        reading.fonts.0 =
            [font(220, 8), font(220, 9), font(220, 65), font(20, 9)].map(|f| f.coloured(&palette)).into();
        let looks =
            |font, fill, is_solid| reading.looks(Style { format: 0, font, fill, is_solid, repeats: false });
        let unseen = |font, fill| looks(font, fill, false) == Some(Doubt::Unseen);
        assert_eq!([0, 1, 2, 3].map(|font| unseen(font, None)), [true, false, true, true]);
        assert!(unseen(0, Some(8)) && !unseen(0, Some(9)));
        assert!(is_white(9, &[]) && !is_white(8, &[]));
        // Blacked out, but for a pattern through which writing can be read.
        assert_eq!([true, false].map(|solid| looks(1, Some(9), solid)), [Some(Doubt::Unseen), None]);
        assert_eq!([plain(0x7fff), plain(64), plain(10)], [8, 8, 10]);
    }

    #[test]
    fn a_font_of_signs_and_an_alignment_that_repeats_are_told() {
        let font = |charset: u8, name: &str| {
            let mut data = vec![220, 0, 0, 0, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, charset, 0];
            data.extend([u8::try_from(name.len()).unwrap(), 0]);
            data.extend(name.as_bytes());
            Font::read(&data, Writing::Wide).unwrap()
        };
        let mut reading = Reading::default();
        reading.fonts.0 =
            [font(0, "Arial"), font(2, "Own"), font(0, "Webdings")].map(|f| f.coloured(&[])).into();
        let looks =
            |font, repeats| reading.looks(Style { format: 0, font, fill: None, is_solid: false, repeats });
        assert_eq!(
            [0, 1, 2].map(|font| looks(font, false)),
            [None, Some(Doubt::Symbols), Some(Doubt::Symbols)]
        );
        assert_eq!(looks(0, true), Some(Doubt::Repeated));
    }
}
