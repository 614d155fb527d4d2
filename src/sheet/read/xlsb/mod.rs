//! Excel's binary workbooks ([MS-XLSB]) to grids, from the records of their parts. Runs in a [`super::worker`]'s process.
//!
//! A reader of our own and not calamine's, which panics on damaged ones, reads a formula whose result is an error as blank
//! and throws number formats away (4-reading.md, 4.7).
//!
//! - `mod`: the package, one sheet after another.
//! - `records`: how the parts are written. `book`: sheets, styles, shared texts. `sheet`: the cells.

mod book;
mod conditional;
mod records;
mod sheet;

use std::sync::Arc;

use super::beside;
use super::filling::Filling;
use super::known::Known;
use super::package::{find, producer, properties, relationships};
use super::parts::{Parts, damaged, too_large};
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::{Format, Grid, SheetKind, Workbook};
use crate::sheet::limits::Limits;

/// Reads a workbook into grids.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let known = Known::default();
    let mut parts = Parts::new(bytes, limits, &known)?;
    let roots = relationships(&mut parts, "")?;
    let main = find(&roots, "officeDocument")
        .ok_or_else(|| damaged("it does not say which of its parts is the workbook"))?;
    let missing = || damaged("the part that lists its sheets is missing");
    let links = relationships(&mut parts, &main)?;
    let (entries, from_1904) = book::sheets(&parts.bytes(&main)?.ok_or_else(missing)?, &links)?;
    let count = entries.len() as u64;
    if count > limits.sheets {
        return Err(too_large(Guard::Sheets, limits.sheets, Some(count)));
    }
    let mut part = |kind| find(&links, kind).map_or(Ok(None), |path| parts.bytes(&path));
    let looks = part("styles")?.map_or_else(|| Ok(book::Looks::default()), |styles| book::looks(&styles))?;
    let texts = part("sharedStrings")?;
    let texts = texts.map_or_else(|| Ok(Vec::new()), |texts| book::texts(&texts, &looks.fencing))?;
    let custom = find(&roots, "custom-properties").unwrap_or_else(|| "docProps/custom.xml".to_owned());
    let application = find(&roots, "extended-properties").unwrap_or_else(|| "docProps/app.xml".to_owned());
    let workbook = Workbook {
        format: Format::Xlsb,
        properties: properties(&mut parts, &custom)?,
        producer: producer(&mut parts, &application)?,
        from_1904,
        ..Workbook::default()
    };
    let mut filling = Filling::of(workbook, limits);
    let shared = sheet::Shared { looks: &looks, texts: &texts, from_1904, links: &[] };
    for entry in entries {
        let grid = Grid::empty(Arc::clone(&entry.name), entry.kind, entry.visibility);
        if entry.kind == SheetKind::Other {
            filling.sheet(grid)?;
            continue;
        }
        let part = parts.bytes(&entry.path)?;
        let part = part.ok_or_else(|| damaged("it lists a sheet that it does not hold"))?;
        let links = relationships(&mut parts, &entry.path)?;
        let mut grid = grid;
        for link in links.iter().filter(|link| link.kind == "comments") {
            let comments = link.path.as_ref().map_or(Ok(None), |path| parts.bytes(path))?;
            grid.comments.extend(comments.map(|part| sheet::comments(&part)).unwrap_or_default());
        }
        beside::drawn(&mut parts, &links, &mut grid)?;
        sheet::read(&part, sheet::Shared { links: &links, ..shared }, grid, &mut filling)?;
    }
    Ok(filling.done())
}
