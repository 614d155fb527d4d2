//! What the workbook library cannot write, added to its finished bytes: titles tagged as headings and the document
//! language, both of them what a screen reader goes by; the rows of tables; and, on forms, rows that Excel may grow as the
//! lead types. Large sheets are packed side by side, one on each core.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::body::Body;
use super::sheet_part::SheetPart;
use super::{PACKING, WriteError, look};

const SHEET: &str = "xl/worksheets/sheet";
const STYLES: &str = "xl/styles.xml";
const CORE: &str = "docProps/core.xml";

/// A sheet to be completed.
pub(super) struct ToComplete<'a> {
    /// The rows of its table.
    pub(super) body: Option<Body<'a>>,
    /// Whether it is a form.
    pub(super) protected: bool,
}

/// Tables of so many rows are packed on a core of their own. For a smaller one that is not worth it: to get a packer ready
/// takes as long as packing several hundred rows.
const LARGE: usize = 1_000;

/// The workbook completed: the library's bytes, and what is to be added to each sheet, in their order.
pub(super) fn complete(bytes: &[u8], sheets: &[ToComplete<'_>]) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut large = packed_aside(&archive, sheets)?;
    let room = bytes.len() + large.values().map(Vec::len).sum::<usize>();
    let mut completed = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    for index in 0..archive.len() {
        if let Some(packed) = large.remove(&index) {
            let mut packed = ZipArchive::new(Cursor::new(packed)).map_err(failed)?;
            completed.raw_copy_file(packed.by_index_raw(0).map_err(failed)?).map_err(failed)?;
        } else if let Some(part) = Part::of(&mut archive, index, sheets)? {
            part.pack(&mut completed)?;
        } else {
            let as_it_is = archive.by_index_raw(index).map_err(failed)?;
            completed.raw_copy_file(as_it_is).map_err(failed)?;
        }
    }
    Ok(completed.finish().map_err(failed)?.into_inner())
}

/// The sheets with large tables, each packed as an archive of this one part, by their place in the workbook's.
fn packed_aside(
    archive: &ZipArchive<Cursor<&[u8]>>,
    sheets: &[ToComplete<'_>],
) -> Result<BTreeMap<usize, Vec<u8>>, WriteError> {
    let is_large = |sheet: &ToComplete<'_>| sheet.body.as_ref().is_some_and(|body| body.rows() >= LARGE);
    let place = |(number, _)| archive.index_for_name(&format!("{SHEET}{number}.xml"));
    let large: Vec<usize> =
        (1..).zip(sheets).filter(|(_, sheet)| is_large(sheet)).filter_map(place).collect();
    let packed = |archive: &mut ZipArchive<_>, index: usize| {
        let Some(part) = Part::of(archive, index, sheets)? else { return Ok(None) };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        part.pack(&mut zip)?;
        Ok(Some((index, zip.finish().map_err(failed)?.into_inner())))
    };
    let packed = large.into_par_iter().map_init(|| archive.clone(), packed);
    packed.filter_map(Result::transpose).collect()
}

/// A part that is to be changed.
struct Part<'a> {
    name: String,
    /// As it is to be, but for the rows.
    text: String,
    rows: Option<&'a Body<'a>>,
}

impl<'a> Part<'a> {
    /// None where it stays as it is.
    fn of(
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        sheets: &'a [ToComplete<'a>],
    ) -> Result<Option<Self>, WriteError> {
        let mut part = archive.by_index(index).map_err(failed)?;
        let name = part.name().map_err(failed)?.into_owned();
        let sheet = number_in(&name, SHEET).and_then(|number| sheets.get(number));
        // Tables are numbered sheet by sheet, of which each has one at most.
        let mut bodies = sheets.iter().filter_map(|sheet| sheet.body.as_ref());
        let table = number_in(&name, "xl/tables/table").and_then(|number| bodies.nth(number));
        let stays = match sheet {
            Some(sheet) => sheet.body.is_none() && !sheet.protected,
            None => ![STYLES, CORE].contains(&name.as_str()) && table.is_none(),
        };
        if stays {
            return Ok(None);
        }
        let mut text = String::new();
        part.read_to_string(&mut text).map_err(failed)?;
        if sheet.is_some_and(|sheet| sheet.protected) {
            text = free_row_heights(&text);
        }
        match (name.as_str(), table) {
            (STYLES, _) => text = tag_headings(&text)?,
            (CORE, _) => text = state_language(&text)?,
            (_, Some(table)) => text = with_range(&text, &table.range())?,
            (_, None) => {}
        }
        Ok(Some(Self { name, text, rows: sheet.and_then(|sheet| sheet.body.as_ref()) }))
    }

    /// Adds it to an archive.
    fn pack(&self, zip: &mut ZipWriter<Cursor<Vec<u8>>>) -> Result<(), WriteError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(PACKING.into()))
            .last_modified_time(DateTime::default());
        zip.start_file(&*self.name, options).map_err(failed)?;
        match self.rows {
            Some(body) => SheetPart::of(&self.text, body)?.write(body, zip),
            None => zip.write_all(self.text.as_bytes()),
        }
        .map_err(failed)
    }
}

/// The number in the name of a part, counted from 0 (the names count from 1).
fn number_in(part: &str, kind: &str) -> Option<usize> {
    part.strip_prefix(kind)?.strip_suffix(".xml")?.parse::<usize>().ok()?.checked_sub(1)
}

/// The table with its range put right.
fn with_range(table: &str, range: &str) -> Result<String, WriteError> {
    let parts =
        table.split_once(" ref=\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1)));
    let (before, behind) = parts.ok_or_else(|| failed("a table does not say where it stands"))?;
    Ok(format!("{before} ref=\"{range}\"{behind}"))
}

fn failed(error: impl std::fmt::Display) -> WriteError {
    WriteError::Patch(error.to_string())
}

/// Excel then sets a row's height anew when the lead types more than it shows.
fn free_row_heights(sheet: &str) -> String {
    sheet.replace(" customHeight=\"1\"", "")
}

fn state_language(core: &str) -> Result<String, WriteError> {
    let language = format!("<dc:language>{}</dc:language></cp:coreProperties>", look::LANGUAGE);
    replace_once(core, "</cp:coreProperties>", &language)
}

/// Adds the built-in styles Heading 1 and Heading 2 and gives them to the cells in the two heading fonts, which no other
/// text uses.
fn tag_headings(styles: &str) -> Result<String, WriteError> {
    let mut styles = styles.to_owned();
    for (points, level) in [(look::TITLE_POINTS, 1), (look::HEADING_POINTS, 2)] {
        if let Some(font) = font_of_size(&styles, points) {
            styles = add_style(&styles, font, level)?;
        }
    }
    Ok(styles)
}

/// Index of the first font of this size.
fn font_of_size(styles: &str, points: u32) -> Option<usize> {
    let fonts = between(styles, "<fonts ", "</fonts>")?;
    fonts.split("<font>").skip(1).position(|font| font.contains(&format!("<sz val=\"{points}\"/>")))
}

fn add_style(styles: &str, font: usize, level: u8) -> Result<String, WriteError> {
    let missing = |what: &str| WriteError::Patch(format!("the styles lack {what}"));
    let style_xfs =
        between(styles, "<cellStyleXfs ", "</cellStyleXfs>").ok_or_else(|| missing("style formats"))?;
    let style_count = style_xfs.matches("<xf ").count();
    let names = between(styles, "<cellStyles ", "</cellStyles>").ok_or_else(|| missing("style names"))?;
    let name_count = names.matches("<cellStyle ").count();
    let cell_xfs = between(styles, "<cellXfs ", "</cellXfs>").ok_or_else(|| missing("cell formats"))?;
    let in_font = format!("fontId=\"{font}\"");
    let tagged: Vec<String> = cell_xfs
        .split_inclusive("<xf ")
        .map(|xf| {
            if xf.contains(&in_font) {
                xf.replace("xfId=\"0\"", &format!("xfId=\"{style_count}\""))
            } else {
                xf.to_owned()
            }
        })
        .collect();
    let styles = replace_once(styles, cell_xfs, &tagged.concat())?;
    let style = format!(
        "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" applyNumberFormat=\"0\" applyFill=\"0\" applyBorder=\"0\" applyAlignment=\"0\" applyProtection=\"0\"/>"
    );
    let styles = replace_once(&styles, style_xfs, &counted(style_xfs, style_count, &style))?;
    let name =
        format!("<cellStyle name=\"Heading {level}\" xfId=\"{style_count}\" builtinId=\"{}\"/>", 15 + level);
    replace_once(&styles, names, &counted(names, name_count, &name))
}

/// The list with one more entry and its count put right.
fn counted(list: &str, count: usize, entry: &str) -> String {
    let list = list.replacen(&format!("count=\"{count}\""), &format!("count=\"{}\"", count + 1), 1);
    format!("{list}{entry}")
}

/// What stands from `start` up to `end`, `start` included.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)?;
    let length = text[from..].find(end)?;
    Some(&text[from..from + length])
}

fn replace_once(text: &str, old: &str, new: &str) -> Result<String, WriteError> {
    if text.matches(old).count() == 1 {
        Ok(text.replacen(old, new, 1))
    } else {
        Err(WriteError::Patch("a part of the workbook does not look as expected".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<styleSheet><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="16"/></font></fonts><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" xfId="0"/><xf numFmtId="0" fontId="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

    #[test]
    fn the_title_font_becomes_heading_1_and_nothing_else_does() {
        let tagged = tag_headings(STYLES).unwrap();
        assert!(tagged.contains(r#"fontId="1" xfId="1"/>"#), "{tagged}");
        assert!(tagged.contains(r#"fontId="0" xfId="0"/>"#), "{tagged}");
        assert!(tagged.contains(r#"<cellStyles count="2">"#), "{tagged}");
        assert!(tagged.contains(r#"name="Heading 1" xfId="1" builtinId="16""#), "{tagged}");
    }

    #[test]
    fn a_part_that_looks_different_is_an_error() {
        assert!(state_language("<x/>").is_err());
    }
}
