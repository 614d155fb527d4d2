//! xlsx, xlsm, xltx and strict OOXML to grids, in process, behind the guards of 4-reading.md 4.1.
//!
//! The file is already in memory. The parts that are needed are inflated once and checked. Sheets and shared texts that
//! are written in the plain way, as nearly all are, are read by our own reader ([`super::plain`]), in about half the time. For
//! the others the parts are handed to calamine as a small package of our own making: stored, with a plain workbook part that lists the worksheets as `1`, `2` …, the shared
//! strings under their usual name, and neither styles nor theme. So calamine reads cells and nothing else, and none of
//! what it trips over in the rest of a package (4.7) reaches it.

use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{Reader, Xlsx};
use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::arrays::Arrays;
use super::beside;
use super::cells::{self, Reading};
use super::comments;
use super::counted::Counted;
use super::deadline::Deadline;
use super::known::Known;
use super::links;
use super::package::{self, Package, SheetEntry};
use super::parts::{Parts, damaged, too_large};
use super::rich_text::fenced;
use super::sheet_scan::SheetScan;
use super::styles::Styles;
use super::xml::{Malformed, Tokens};
use super::{plain, plain_cells, vocabulary};
use crate::domain::{CellRef, Guard, Refusal};
use crate::sheet::grid::{Doubt, Format, Grid, SheetKind, Workbook};
use crate::sheet::limits::Limits;

/// Reads a workbook into grids.
pub(super) fn open(bytes: &[u8], limits: &Limits, known: &Known) -> Result<Workbook, Refusal> {
    // calamine has panicked on damaged files before; such a file is damaged, and the others go on.
    catch_unwind(AssertUnwindSafe(|| read_with(bytes, limits, By::PlainFirst, known)))
        .unwrap_or_else(|_| Err(damaged("the program that reads workbooks could not make sense of it")))
}

/// [`open`] without the net under calamine, for tests that look for panics.
#[cfg(test)]
pub(super) fn read_without_net(bytes: &[u8]) -> Result<Workbook, Refusal> {
    read(bytes, &Limits::default(), By::PlainFirst)
}

/// By which reader the cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Our own where a sheet is written in the plain way, calamine for the rest.
    PlainFirst,
    /// Calamine: what the other must agree with.
    #[cfg(test)]
    CalamineAlone,
    /// Our own, and nothing else.
    #[cfg(test)]
    PlainAlone,
}

/// Reads a workbook into grids, without the net under calamine and knowing of no other.
#[cfg(test)]
pub(super) fn read(bytes: &[u8], limits: &Limits, by: By) -> Result<Workbook, Refusal> {
    read_with(bytes, limits, by, &Known::default())
}

fn read_with(bytes: &[u8], limits: &Limits, by: By, known: &Known) -> Result<Workbook, Refusal> {
    let deadline = Deadline::starting_now(limits);
    let mut parts = Parts::new(bytes, limits, known)?;
    let package = package::read(&mut parts, limits)?;
    let styles = match &package.styles {
        Some(path) => parts.shared(path, |known| &known.styles, |text| Styles::read(text, limits))?,
        None => None,
    };
    let styles = styles.unwrap_or_default();
    let texts = sheet_texts(&mut parts, &package)?;
    let strings = shared_strings(&mut parts, &package)?;
    deadline.check()?;

    let mut values = Values::new(&texts, strings.as_deref(), by);
    let mut reading = Reading {
        limits,
        deadline,
        styles,
        from_1904: package.from_1904,
        counted: Counted::default(),
        stray: Vec::new(),
    };
    let mut grids = Vec::with_capacity(package.sheets.len());
    for (number, (sheet, text)) in package.sheets.iter().zip(&texts).enumerate() {
        let mut grid = Grid::empty(Arc::clone(&sheet.name), sheet.kind, sheet.visibility);
        if let Some(text) = text {
            let printed = fill((&mut grid, number), sheet, text, &mut values, &mut reading, known)?;
            let arrays = Arrays::of_sheet(text).map_err(|Malformed| package::broken(&sheet.path))?;
            arrays.spread(&mut grid.cells);
            package.names.spell_out(&mut grid.cells);
            if package.uncalculated {
                for cell in grid.cells.iter_mut().filter(|cell| cell.formula.is_some()) {
                    cell.doubt.get_or_insert(Doubt::MayBeOld);
                }
            }
            grid.comments = comments::read(&mut parts, &sheet.path, limits)?;
            let links = package::relationships(&mut parts, &sheet.path)?;
            grid.comments.extend(links::read(text, &links, &grid, &sheet.path)?);
            beside::drawn(&mut parts, &links, &mut grid)?;
            match printed {
                Some(printed) => grid.comments.extend(printed),
                None => grid.comments.extend(beside::printed(text, &sheet.path)?),
            }
            grid.comments.extend(beside::in_formulas(&grid));
        }
        grids.push(grid);
    }
    parts.close();
    Ok(Workbook {
        format: Format::Xlsx,
        grids,
        properties: package.properties,
        producer: package.producer,
        from_1904: package.from_1904,
        stray: reading.stray,
    })
}

/// The XML of each worksheet; none for sheets of other kinds, which are never read.
fn sheet_texts(parts: &mut Parts<'_>, package: &Package) -> Result<Vec<Option<String>>, Refusal> {
    package
        .sheets
        .iter()
        .map(|sheet| match sheet.kind {
            SheetKind::Other => Ok(None),
            SheetKind::Worksheet => parts
                .xml(&sheet.path)?
                .ok_or_else(|| damaged("it lists a sheet that it does not hold"))
                .map(|text| Some(refenced(text))),
        })
        .collect()
}

fn shared_strings(parts: &mut Parts<'_>, package: &Package) -> Result<Option<String>, Refusal> {
    let Some(text) = package.shared_strings.as_deref().map(|path| parts.xml(path)).transpose()?.flatten()
    else {
        return Ok(None);
    };
    // calamine makes room for as many texts as the part says it has, before it has seen one.
    let mut tokens = Tokens::new(&text);
    let declared = tokens.next_start().ok().flatten().and_then(|tag| tag.attribute("uniqueCount"));
    let bound = text.len() as u64 / 4;
    match declared.map(|count| count.trim().parse::<u64>()) {
        Some(Ok(count)) if count > bound => Err(too_large(Guard::SharedStrings, bound, Some(count))),
        Some(Err(_)) => Err(damaged("it does not say how many texts it has")),
        _ => Ok(Some(refenced(text))),
    }
}

/// [`fenced`] without a copy where nothing is to be fenced.
fn refenced(text: String) -> String {
    match fenced(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(fenced) => fenced,
    }
}

/// What headers and footers say, where it was come across.
type Printed = Option<Vec<(CellRef, String)>>;

fn fill<'a>(
    (grid, number): (&mut Grid, usize),
    sheet: &'a SheetEntry,
    text: &'a str,
    values: &mut Values<'a>,
    reading: &mut Reading<'_>,
    known: &Known,
) -> Result<Printed, Refusal> {
    let mut scan = SheetScan::new(text, &sheet.path, known)?;
    let plain = match &values.plain {
        Some(texts) => plain_cells::read(&sheet.name, &mut scan, texts, reading)?,
        None => None,
    };
    let found = if let Some(found) = plain {
        found
    } else {
        let mut stream = values.calamine()?.worksheet_cells_reader(&sheet_key(number));
        let stream = stream.as_mut().map_err(|_| package::broken(&sheet.path))?;
        cells::read(&sheet.name, &mut scan, stream, reading)?
    };
    let tail = scan.tail(&reading.styles, known)?;
    grid.merges.clone_from(&tail.merges);
    grid.hidden_rows = scan.hidden_rows;
    grid.hidden_columns = scan.hidden_columns;
    grid.cells = found.cells;
    tail.conditionals.doubt(&mut grid.cells);
    grid.formulas = found.formulas;
    grid.never_calculated = found.never_calculated;
    Ok(tail.printed.clone())
}

/// What gives the cells their values: our own reader for what is written in the plain way, calamine for the rest, made
/// ready when the first sheet needs it.
struct Values<'a> {
    sheets: &'a [Option<String>],
    strings: Option<&'a str>,
    /// The shared texts; none where they are not written in the plain way.
    plain: Option<Vec<Cow<'a, str>>>,
    calamine: Option<Xlsx<Cursor<Vec<u8>>>>,
    by: By,
}

impl<'a> Values<'a> {
    fn new(sheets: &'a [Option<String>], strings: Option<&'a str>, by: By) -> Self {
        let plain = match by {
            #[cfg(test)]
            By::CalamineAlone => None,
            _ => strings.map_or_else(|| Some(Vec::new()), |text| plain::strings(text).ok()),
        };
        Self { sheets, strings, plain, calamine: None, by }
    }

    fn calamine(&mut self) -> Result<&mut Xlsx<Cursor<Vec<u8>>>, Refusal> {
        if !matches!(self.by, By::PlainFirst) && self.plain.is_some() {
            return Err(damaged("not written in the plain way"));
        }
        let made = if let Some(made) = self.calamine.take() {
            made
        } else {
            self.sheets.iter().flatten().try_for_each(|text| vocabulary::one_in_sheet(text))?;
            self.strings.map_or(Ok(()), vocabulary::one_in_texts)?;
            let stored = stored_package(self.sheets, self.strings)
                .map_err(|_| damaged("it could not be unpacked in memory"))?;
            Xlsx::new(Cursor::new(stored)).map_err(|_| damaged("its texts are not in order"))?
        };
        Ok(self.calamine.insert(made))
    }
}

fn sheet_key(number: usize) -> String {
    (number + 1).to_string()
}

/// The package calamine is given.
fn stored_package(sheets: &[Option<String>], strings: Option<&str>) -> zip::result::ZipResult<Vec<u8>> {
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let total: usize = sheets.iter().flatten().map(String::len).sum::<usize>() + strings.map_or(0, str::len);
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(total + 4_096)));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, text: &str| -> zip::result::ZipResult<()> {
        zip.start_file(name, options)?;
        Ok(zip.write_all(text.as_bytes())?)
    };
    add(
        "_rels/.rels",
        &format!(
            r#"<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    )?;
    let (mut list, mut links) = (Vec::new(), Vec::new());
    for (number, text) in sheets.iter().enumerate() {
        let Some(text) = text else { continue };
        let key = sheet_key(number);
        list.push(format!(r#"<sheet name="{key}" sheetId="{key}" r:id="r{key}"/>"#));
        links.push(format!(
            r#"<Relationship Id="r{key}" Type="{RELATIONS}/worksheet" Target="worksheets/{key}.xml"/>"#
        ));
        add(&format!("xl/worksheets/{key}.xml"), &without_extent(text))?;
    }
    add("xl/workbook.xml", &format!("<workbook><sheets>{}</sheets></workbook>", list.concat()))?;
    add("xl/_rels/workbook.xml.rels", &format!("<Relationships>{}</Relationships>", links.concat()))?;
    if let Some(strings) = strings {
        add("xl/sharedStrings.xml", strings)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The sheet with its declared extent renamed: a hint that is of no use to the cell reader, and a wrong one stops it.
fn without_extent(text: &str) -> Cow<'_, str> {
    let head = memmem::find(text.as_bytes(), b"sheetData").unwrap_or(text.len());
    if text[..head].contains("dimension") {
        let (before, after) = text.split_at(head);
        Cow::Owned(before.replace("dimension", "_imension") + after)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Made;
    use super::*;
    use crate::sheet::grid::{Cell, Content, FormatClass};

    fn cells(rows: &str) -> Vec<Cell> {
        open(&Made::of(rows).file(), &Limits::default(), &Known::default()).unwrap().grids.remove(0).cells
    }

    #[test]
    fn a_sheet_comes_as_it_is() {
        let found = cells(
            r#"<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>0.85</v></c><c r="C2" s="2"><v>46112</v></c>
            <c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#SPILL!</v></c><c r="F2" t="inlineStr"><is><t>in</t></is></c>
            <c r="G2" s="1"/></row>"#,
        );
        let contents: Vec<(String, &Content)> =
            found.iter().map(|c| (c.at.to_string(), &c.content)).collect();
        let date = crate::sheet::grid::DateSerial { serial: 46_112.0, from_1904: false };
        assert_eq!(
            contents,
            [
                ("A2".to_owned(), &Content::Text("one".to_owned())),
                ("B2".to_owned(), &Content::Number(0.85)),
                ("C2".to_owned(), &Content::Date(date)),
                ("D2".to_owned(), &Content::Boolean(true)),
                ("E2".to_owned(), &Content::Error("#SPILL!".to_owned())),
                ("F2".to_owned(), &Content::Text("in".to_owned())),
            ]
        );
        assert_eq!(found[1].format, FormatClass::Percent);
    }
}
