//! A workbook as the library makes it from its [`Outline`], taken apart where texts, rows and properties belong, and the rest
//! of it packed.
//!
//! The library takes a millisecond for the least of workbooks, most of it for parts that are the same in all forms of a month.
//! So the frames of forms are kept, a few of them, by each thread.

use std::cell::RefCell;
use std::io::Cursor;
use std::rc::Rc;

use flate2::{Decompress, FlushDecompress};
use rust_xlsxwriter::{DocProperties, Workbook};
use zip::ZipArchive;

use super::laid::Laid;
use super::outline::Outline;
use super::pack::Packed;
use super::sheet_frame::SheetFrame;
use super::{WriteError, headings, look, page};

/// How hard the library packs, which nobody keeps: as little as it can.
const LIBRARY_PACKING: u8 = 1;
/// How many frames are kept.
const KEPT: usize = 16;

thread_local! {
    /// The frames of late, the last one used last.
    static FRAMES: RefCell<Vec<(Outline, Rc<Frame>)>> = const { RefCell::new(Vec::new()) };
}

/// The parts of a workbook, in order.
#[derive(Debug)]
pub(super) struct Frame(Vec<Part>);

/// A part of a workbook.
#[derive(Debug)]
pub(super) enum Part {
    /// The same in every workbook of the outline; also as the library packed it.
    Same(Packed, Vec<u8>),
    /// A sheet, by its number from 0.
    Sheet(String, usize, SheetFrame),
    /// The table of a sheet: what stands before its range and behind it.
    Table(String, usize, [String; 2]),
    /// The texts above the rows.
    Texts(String),
    /// What every workbook says of itself.
    Core(String),
    /// Ragbook's own properties.
    Custom(String),
}

impl Frame {
    /// The frame of an outline, for these sheets.
    ///
    /// # Errors
    /// When the library refuses something, or what it makes does not look as expected.
    pub(super) fn of(outline: Outline, sheets: &[Laid<'_>]) -> Result<Rc<Self>, WriteError> {
        let is_drawn = sheets.iter().any(|laid| page::is_drawn(laid.sheet));
        if is_drawn || !outline.is_common() {
            return Ok(Rc::new(Self::made(&outline, sheets)?));
        }
        let known = FRAMES.with_borrow_mut(|frames| {
            let place = frames.iter().position(|(known, _)| *known == outline)?;
            let used = frames.remove(place);
            frames.push(used);
            frames.last().map(|(_, frame)| Rc::clone(frame))
        });
        if let Some(frame) = known {
            return Ok(frame);
        }
        let frame = Rc::new(Self::made(&outline, sheets)?);
        FRAMES.with_borrow_mut(|frames| {
            if frames.len() == KEPT {
                frames.remove(0);
            }
            frames.push((outline, Rc::clone(&frame)));
        });
        Ok(frame)
    }

    /// Its parts in order.
    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }

    fn made(outline: &Outline, sheets: &[Laid<'_>]) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        workbook.set_default_format(&look::table_text(), look::ROW_PIXELS, look::COLUMN_PIXELS)?;
        workbook.set_zip_compression_level(LIBRARY_PACKING);
        // Of the properties the library is told what other parts go by.
        let properties = DocProperties::new().set_company(outline.company.as_str());
        workbook.set_properties(&properties.set_custom_property("Language", look::LANGUAGE));
        for (of_sheet, laid) in outline.sheets.iter().zip(sheets) {
            let sheet = workbook.add_worksheet();
            page::lay_out(sheet, of_sheet, &outline.organisation)?;
            page::draw(sheet, laid.sheet, &outline.organisation)?;
        }
        Self::taken_apart(&workbook.save_to_buffer()?, outline)
    }

    fn taken_apart(bytes: &[u8], outline: &Outline) -> Result<Self, WriteError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
        let mut inflate = Decompress::new(false);
        // Tables are numbered sheet by sheet, of which each has one at most.
        let mut with_table = (0..).zip(&outline.sheets).filter(|(_, sheet)| sheet.table.is_some());
        let mut parts = Vec::with_capacity(zip.len());
        for number in 0..zip.len() {
            let file = zip.by_index_raw(number).map_err(failed)?;
            let name = file.name().map_err(failed)?.into_owned();
            let start = file.data_start().and_then(|start| usize::try_from(start).ok());
            let length = usize::try_from(file.compressed_size()).ok();
            let packed = start.zip(length).and_then(|(start, length)| bytes.get(start..start + length));
            let packed = packed.ok_or_else(|| unexpected(&name))?;
            let (crc, size) = (file.crc32(), file.size());
            let mut text = || {
                let mut text = Vec::with_capacity(usize::try_from(size).map_err(failed)?);
                inflate.reset(false);
                inflate.decompress_vec(packed, &mut text, FlushDecompress::Finish).map_err(failed)?;
                String::from_utf8(text).map_err(failed)
            };
            let part = if let Some(number) = number_in(&name, "xl/worksheets/sheet") {
                let of_sheet = outline.sheets.get(number);
                let sheet = of_sheet.and_then(|sheet| SheetFrame::of(&text().ok()?, sheet));
                Part::Sheet(name.clone(), number, sheet.ok_or_else(|| unexpected(&name))?)
            } else if number_in(&name, "xl/tables/table").is_some() {
                let (sheet, _) = with_table.next().ok_or_else(|| unexpected(&name))?;
                Part::Table(name.clone(), sheet, around_range(&text()?).ok_or_else(|| unexpected(&name))?)
            } else {
                match name.as_str() {
                    "xl/sharedStrings.xml" => Part::Texts(name),
                    "docProps/core.xml" => Part::Core(name),
                    "docProps/custom.xml" => Part::Custom(name),
                    _ => {
                        // What was written before must not be seen: other workbooks keep what the library packed.
                        let known = if outline.is_common() { known_part(&name, packed) } else { None };
                        let same = match known {
                            Some(known) => known,
                            None if name == "xl/styles.xml" => {
                                packed_part(&name, &headings::tag_headings(&text()?)?)?
                            }
                            // What is kept is packed as well as the rest of the workbook.
                            None if outline.is_common() => packed_part(&name, &text()?)?,
                            None => Packed::deflated(name, crc, size, packed.to_vec()),
                        };
                        let kept = if outline.is_common() { packed.to_vec() } else { Vec::new() };
                        Part::Same(same, kept)
                    }
                }
            };
            parts.push(part);
        }
        Ok(Self(parts))
    }
}

/// A part of this name of a frame of late that the library packed to the same bytes: most parts are the same in all forms.
fn known_part(name: &str, packed: &[u8]) -> Option<Packed> {
    let same = |part: &Part| match part {
        Part::Same(known, made) if known.name() == name && made == packed => Some(known.clone()),
        _ => None,
    };
    FRAMES.with_borrow(|frames| frames.iter().rev().find_map(|(_, frame)| frame.0.iter().find_map(same)))
}

fn packed_part(name: &str, text: &str) -> Result<Packed, WriteError> {
    Packed::of(name, text).map_err(failed)
}

/// What stands before the range of a table, and behind it.
fn around_range(table: &str) -> Option<[String; 2]> {
    let at = table.find(" ref=\"")? + " ref=\"".len();
    let (before, rest) = table.split_at(at);
    Some([before.to_owned(), rest.split_at(rest.find('"')?).1.to_owned()])
}

/// The number in the name of a part, counted from 0 (the names count from 1).
fn number_in(part: &str, kind: &str) -> Option<usize> {
    part.strip_prefix(kind)?.strip_suffix(".xml")?.parse::<usize>().ok()?.checked_sub(1)
}

/// The library may have changed.
pub(super) fn unexpected(part: &str) -> WriteError {
    WriteError::Patch(format!("{part} does not look as expected"))
}

fn failed(error: impl std::fmt::Display) -> WriteError {
    WriteError::Patch(error.to_string())
}
