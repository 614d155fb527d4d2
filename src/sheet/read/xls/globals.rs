//! What an xls says of the whole workbook: sheets, number formats, shared texts, code page and date system.

use std::collections::HashMap;
use std::sync::Arc;

use super::records::{BOF, EOF, Records};
use super::text::{Rich, Writing, shared};
use crate::domain::folding::{FENCE, STRUCK};
use crate::domain::{Foreign, Refusal};
use crate::sheet::grid::{FormatClass, SheetKind, Visibility};
use crate::sheet::read::compound::{u16_at, u32_at};
use crate::sheet::read::number_format::{built_in, classify};
use crate::sheet::read::parts::damaged;
use crate::sheet::read::rich_text::is_too_small_to_see;

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
    /// Whether its font crosses the cell out.
    pub(super) is_crossed_out: bool,
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
                0x0031 => reading.fonts.0.push(Font::read(record.data).ok_or_else(broken)?),
                0x00e0 => reading.style(record.data).ok_or_else(broken)?,
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

    /// The format of a cell with this style.
    pub(super) fn format(&self, style: u16) -> CellFormat {
        let unknown = CellFormat {
            class: FormatClass::Unknown,
            code: None,
            is_date_somewhere: false,
            is_crossed_out: false,
        };
        self.formats.get(usize::from(style)).cloned().unwrap_or(unknown)
    }
}

struct Reading {
    sheets: Vec<SheetEntry>,
    writing: Writing,
    from_1904: bool,
    texts: Vec<Rich>,
    codes: HashMap<u16, String>,
    /// Number of the format and of the font of each style.
    styles: Vec<(u16, u16)>,
    fonts: Fonts,
}

/// What a font does to letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Font {
    crosses_out: bool,
    /// What fences a part of a text in it that is crossed out, raised, lowered or unseen.
    fence: Option<char>,
}

impl Font {
    fn read(data: &[u8]) -> Option<Self> {
        // The two whites of the usual palette, and the background of windows.
        const WHITE: [u16; 3] = [1, 9, 65];
        let twips = u16_at(data, 0)?;
        let crosses_out = u16_at(data, 2)? & 8 != 0;
        let is_unseen = u16_at(data, 4).is_some_and(|colour| WHITE.contains(&colour))
            || is_too_small_to_see(f64::from(twips) / 20.0);
        let is_raised = u16_at(data, 8).is_some_and(|position| position != 0);
        let fence = if crosses_out || is_unseen { Some(STRUCK) } else { is_raised.then_some(FENCE) };
        Some(Self { crosses_out, fence })
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

    fn crosses_out(&self, number: u16) -> bool {
        self.get(number).is_some_and(|font| font.crosses_out)
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

    fn style(&mut self, data: &[u8]) -> Option<()> {
        self.styles.push((u16_at(data, 2)?, u16_at(data, 0)?));
        Some(())
    }

    fn format(&mut self, data: &[u8], wide: bool) -> Option<()> {
        let text = data.get(2..)?;
        let code = if wide { self.writing.long(text)? } else { self.writing.short(text)? };
        self.codes.insert(u16_at(data, 0)?, code);
        Some(())
    }

    fn finish(self) -> Globals {
        let formats = self.styles.iter().map(|(number, font)| {
            let own = self.codes.get(number).map(String::as_str);
            let code = own.or_else(|| built_in(u32::from(*number)));
            let class = code.map_or(FormatClass::Unknown, classify);
            CellFormat {
                class,
                code: code.filter(|_| class != FormatClass::General).map(Arc::from),
                is_date_somewhere: own.is_none() && matches!(number, 27..=36 | 50..=58),
                is_crossed_out: self.fonts.crosses_out(*font),
            }
        });
        Globals {
            formats: formats.collect(),
            sheets: self.sheets,
            writing: self.writing,
            from_1904: self.from_1904,
            texts: self.texts.into_iter().map(|text| text.shown(|font| self.fonts.fence(font))).collect(),
            fonts: self.fonts,
        }
    }
}
