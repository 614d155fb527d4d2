//! The records of one sheet of an xls: cells, merges, hidden rows and columns, comments.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::conditional;
use super::formula::{UNREAD, Width, shared_text_of, text_of};
use super::globals::Globals;
use super::records::{BOF, EOF, Record, Records};
use super::text::{continued, packed_number};
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::{Cell, Content, DateSerial, Doubt, Grid};
use crate::sheet::read::beside;
use crate::sheet::read::compound::u16_at;
use crate::sheet::read::filling::{Filling, extend};
use crate::sheet::read::parts::damaged;

fn broken() -> Refusal {
    damaged("a sheet breaks off or is not in order")
}

/// Reads the records of a sheet into its grid, which it takes in.
pub(super) fn read(
    stream: &[u8],
    offset: usize,
    globals: &Globals,
    grid: Grid,
    filling: &mut Filling<'_>,
) -> Result<(), Refusal> {
    let mut records = Records::from(stream, offset);
    if records.next().is_none_or(|record| record.kind != BOF) {
        return Err(broken());
    }
    let mut sheet = Sheet {
        globals,
        grid,
        notes: Vec::new(),
        texts: BTreeMap::new(),
        printed: Vec::new(),
        links: Vec::new(),
        object: 0,
        rules: conditional::Reading::default(),
        shared: HashMap::new(),
    };
    let mut inside_chart = 0_usize;
    while let Some(record) = records.next() {
        match record.kind {
            BOF => inside_chart += 1,
            EOF if inside_chart > 0 => inside_chart -= 1,
            EOF => return sheet.finish(filling),
            _ if inside_chart > 0 => {}
            _ => sheet.take(record, &mut records, filling)?,
        }
    }
    Err(broken())
}

struct Sheet<'a> {
    globals: &'a Globals,
    grid: Grid,
    /// Comments: the cell and the number of the object that holds its text.
    notes: Vec<(CellRef, u16)>,
    /// Texts of objects: of comments, and of text boxes.
    texts: BTreeMap<u16, String>,
    /// Headers and footers, in Excel's codes.
    printed: Vec<String>,
    /// Links on cells.
    links: Vec<(CellRef, String)>,
    object: u16,
    /// Conditional formatting.
    rules: conditional::Reading,
    /// Formulas that several cells share, by row and column of the first of them.
    shared: HashMap<(u16, u16), Vec<u8>>,
}

impl Sheet<'_> {
    fn take(
        &mut self,
        record: Record<'_>,
        records: &mut Records<'_>,
        filling: &mut Filling<'_>,
    ) -> Result<(), Refusal> {
        let data = record.data;
        match record.kind {
            0x00bd => self.numbers(data, filling),
            0x0203 | 0x027e | 0x00fd | 0x0204 | 0x00d6 | 0x0205 => {
                let content = self.content(record).ok_or_else(broken)?;
                self.cell(data, content, None, filling)
            }
            0x0006 | 0x0206 | 0x0406 => {
                let code = u16_at(data, 20).and_then(|length| data.get(22..22 + usize::from(length)));
                let formula = code.and_then(|code| match code {
                    [0x01, first @ ..] => self.shared_formula(data, first, records),
                    _ => text_of(code, self.width()),
                });
                let formula = formula.unwrap_or_else(|| UNREAD.to_owned());
                let content = self.result(data, records).ok_or_else(broken)?;
                self.cell(data, content, Some(Arc::from(formula)), filling)
            }
            kind if self.rules.take(kind, data, self.globals)? => Ok(()),
            _ => self.surroundings(record, records).ok_or_else(broken),
        }
    }

    /// The text of a formula that cells share; it stands in a record behind the first of them.
    fn shared_formula(&mut self, cell: &[u8], first: &[u8], records: &Records<'_>) -> Option<String> {
        let first = (u16_at(first, 0)?, u16_at(first, 2)?);
        let at = (u16_at(cell, 0)?, u16_at(cell, 2)?);
        if at == first
            && let Some(Record { kind: 0x04bc, data }) = records.clone().next()
        {
            let length = usize::from(u16_at(data, 8)?);
            self.shared.insert(first, data.get(10..10 + length)?.to_vec());
        }
        let code = self.shared.get(&first).filter(|_| self.width() == Width::Excel97)?;
        shared_text_of(code, CellRef::new(u32::from(at.0), u32::from(at.1)))
    }

    fn width(&self) -> Width {
        match self.globals.writing {
            super::text::Writing::Wide => Width::Excel97,
            super::text::Writing::Bytes(_) => Width::Excel5,
        }
    }

    /// A row of numbers in one record.
    fn numbers(&mut self, data: &[u8], filling: &mut Filling<'_>) -> Result<(), Refusal> {
        let number = |n: usize| packed_number(data, 6 + n * 6);
        let count = data.len().saturating_sub(6) / 6;
        for n in 0..count {
            let (row, first, style) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4 + n * 6));
            let at = row.zip(first).ok_or_else(broken)?;
            let column = u32::from(at.1) + u32::try_from(n).unwrap_or(u32::MAX);
            let content = Content::Number(number(n).ok_or_else(broken)?);
            let at = CellRef::new(u32::from(at.0), column);
            self.place(at, style.ok_or_else(broken)?, content, None, filling)?;
        }
        Ok(())
    }

    /// What a cell without a formula holds.
    fn content(&self, record: Record<'_>) -> Option<Content> {
        let value = record.data.get(6..)?;
        Some(match record.kind {
            0x0203 => Content::Number(double(value)?),
            0x027e => Content::Number(packed_number(value, 0)?),
            0x00fd => {
                let number = usize::try_from(crate::sheet::read::compound::u32_at(value, 0)?).ok()?;
                match self.globals.texts.get(number) {
                    Some(text) => Content::Text(text.clone()),
                    None => Content::Unreadable("it names a text that the file does not hold".to_owned()),
                }
            }
            0x0205 => yes_or_error(*value.first()?, *value.get(1)? != 0),
            // A text with its runs behind it. Where those break off, what they say of it is not known.
            0x00d6 => self.globals.writing.rich(value).map_or_else(
                || Content::Unreadable("its text breaks off".to_owned()),
                |text| Content::Text(self.globals.shown(text)),
            ),
            _ => self.text(value),
        })
    }

    /// A text that the record holds itself.
    fn text(&self, data: &[u8]) -> Content {
        let text = self.globals.writing.long(data).map(Content::Text);
        text.unwrap_or_else(|| Content::Unreadable("its text breaks off".to_owned()))
    }

    /// The saved result of a formula; a text stands in a record of its own, after those of shared formulas.
    fn result(&self, data: &[u8], records: &Records<'_>) -> Option<Content> {
        let saved = data.get(6..14)?;
        if saved[6..] != [0xff, 0xff] {
            return Some(Content::Number(double(saved)?));
        }
        Some(match saved[0] {
            0 => {
                let mut ahead =
                    records.clone().skip_while(|record| matches!(record.kind, 0x04bc | 0x0221 | 0x0236));
                match ahead.next().filter(|record| record.kind == 0x0207) {
                    Some(text) => self.text(text.data),
                    None => Content::Blank,
                }
            }
            1 => yes_or_error(saved[2], false),
            2 => yes_or_error(saved[2], true),
            3 => Content::Text(String::new()),
            _ => Content::Unreadable("its result is of an unknown kind".to_owned()),
        })
    }

    fn cell(
        &mut self,
        data: &[u8],
        content: Content,
        formula: Option<Arc<str>>,
        filling: &mut Filling<'_>,
    ) -> Result<(), Refusal> {
        let field = |at| u16_at(data, at).ok_or_else(broken);
        let at = CellRef::new(u32::from(field(0)?), u32::from(field(2)?));
        self.place(at, field(4)?, content, formula, filling)
    }

    fn place(
        &mut self,
        at: CellRef,
        style: u16,
        content: Content,
        formula: Option<Arc<str>>,
        filling: &mut Filling<'_>,
    ) -> Result<(), Refusal> {
        use crate::sheet::grid::FormatClass::{Date, Time};

        let format = self.globals.format(style);
        let content = match content {
            Content::Number(number) if !number.is_finite() => {
                Content::Unreadable("it is not a number that can be held".to_owned())
            }
            Content::Number(serial) if matches!(format.class, Date | Time) => {
                Content::Date(DateSerial { serial, from_1904: self.globals.from_1904 })
            }
            content => content,
        };
        let doubt = match &content {
            Content::Number(_) if format.is_date_somewhere => Some(Doubt::NumberOrDate),
            Content::Number(_) | Content::Date(_) | Content::Blank if formula.is_some() => {
                Some(Doubt::FormulaResult)
            }
            Content::Text(text) if text.contains(['\0', '\u{fffd}']) => Some(Doubt::BrokenText),
            _ => format.looks,
        };
        let cell = Cell { at, content, format: format.class, format_code: format.code, formula, doubt };
        filling.take(&mut self.grid, cell)
    }

    fn surroundings(&mut self, record: Record<'_>, records: &mut Records<'_>) -> Option<()> {
        let data = record.data;
        match record.kind {
            // Hidden, or so low that nothing of it is seen; the height is in twentieths of a point.
            0x0208 if u16_at(data, 12)? & 0x20 != 0 || u16_at(data, 6)? < 20 => {
                let row = u32::from(u16_at(data, 0)?);
                extend(&mut self.grid.hidden_rows, row, row);
            }
            0x007d if u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? < 128 => {
                let (first, last) = (u16_at(data, 0)?, u16_at(data, 2)?);
                extend(&mut self.grid.hidden_columns, u32::from(first), u32::from(last.min(255)));
            }
            0x00e5 => {
                for range in data.get(2..)?.chunks_exact(8) {
                    let corner = |row, column| {
                        Some(CellRef::new(u32::from(u16_at(range, row)?), u32::from(u16_at(range, column)?)))
                    };
                    self.grid.merges.push((corner(0, 4)?, corner(2, 6)?));
                }
            }
            // Header and footer.
            0x0014 | 0x0015 if !data.is_empty() => {
                let wide = matches!(self.width(), Width::Excel97);
                let writing = &self.globals.writing;
                let said = if wide { writing.long(data) } else { writing.short(data) };
                self.printed.extend(said);
            }
            0x01b8 => {
                let at = CellRef::new(u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 4)?));
                self.links.extend(address(data).filter(|_| self.links.len() < MOST_BOXES).map(|to| (at, to)));
            }
            0x005d => self.object = u16_at(data, 6).unwrap_or(0),
            0x01b6 => {
                let length = usize::from(u16_at(data, 10)?);
                let pieces = records.with_continued(&[]);
                let text = continued(pieces.get(1..)?, length)?;
                self.texts.insert(self.object, text);
            }
            0x001c => {
                let at = CellRef::new(u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
                if matches!(self.width(), Width::Excel97) {
                    self.notes.push((at, u16_at(data, 6)?));
                } else {
                    // Excel 5 writes the text itself.
                    let text = self.globals.writing.long(data.get(4..)?).unwrap_or_default();
                    self.grid.comments.push((at, text));
                }
            }
            _ => {}
        }
        Some(())
    }

    fn finish(mut self, filling: &mut Filling<'_>) -> Result<(), Refusal> {
        for (at, object) in self.notes {
            self.grid.comments.push((at, self.texts.remove(&object).unwrap_or_default()));
        }
        self.grid.comments.sort();
        // Texts of objects that are no notes; where they stand is written in another place.
        let boxes = self.texts.values().filter_map(|said| beside::text_box(said)).take(MOST_BOXES);
        self.grid.comments.extend(boxes.map(|said| (CellRef::new(0, 0), said)));
        self.grid.comments.extend(beside::header(self.printed.iter().map(String::as_str)));
        let links = self
            .links
            .iter()
            .filter_map(|(at, to)| beside::link(*at, self.grid.get(*at), to))
            .collect::<Vec<_>>();
        self.grid.comments.extend(links);
        self.grid.cells.sort_by_key(|cell| cell.at);
        self.rules.done().doubt(&mut self.grid.cells);
        filling.sheet(self.grid)
    }
}

/// How many text boxes, and links, of a sheet are kept.
const MOST_BOXES: usize = 200;

/// Where a link leads to on the web: the text behind the mark of such addresses.
fn address(data: &[u8]) -> Option<String> {
    const MARK: [u8; 16] =
        [0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b];
    let at = data.windows(MARK.len()).position(|window| window == MARK)?;
    let text = data.get(at + MARK.len() + 4..)?;
    let units = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).take(2_000).collect();
    Some(String::from_utf16_lossy(&units)).filter(|address| !address.is_empty())
}

fn double(bytes: &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
}

/// A boolean, or an error by its number.
pub(in crate::sheet::read) fn yes_or_error(value: u8, is_error: bool) -> Content {
    if !is_error {
        return Content::Boolean(value != 0);
    }
    let code = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#ERROR!",
    };
    Content::Error(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_where_it_leads_to() {
        let mut data = vec![0; 32];
        data.extend([
            0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b,
        ]);
        data.extend([16, 0, 0, 0]);
        data.extend("https://x.y\0z".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(address(&data).as_deref(), Some("https://x.y"));
        assert_eq!(address(&data[..48]), None);
    }
}
