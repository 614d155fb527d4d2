//! Excel 5 to 2003 workbooks (BIFF5 and BIFF8, [MS-XLS]) to grids, from their records. Runs in a [`super::worker`]'s
//! process.
//!
//! A reader of our own and not calamine's, which throws number formats away, takes numbers for dates, asks for 500 MB
//! where two cells stand far apart, and never ends on chains that run in a circle (4-reading.md, 4.7).
//!
//! - `mod`: the container, the properties, one sheet after another.
//! - `records`, `text`: how the stream is written.
//! - `globals`: sheets, number formats, shared texts. `sheet`: the cells. `formula`: formulas as people write them.

pub(super) mod conditional;
pub(super) mod formula;
mod globals;
mod records;
pub(super) mod sheet;
pub(super) mod text;

use std::sync::Arc;

use super::compound::Compound;
use super::filling::Filling;
use super::parts::{damaged, too_large};
use super::property_set::{application, custom};
use crate::domain::{Guard, Refusal};
use crate::sheet::grid::{Format, Grid, SheetKind, Workbook};
use crate::sheet::limits::Limits;
use globals::Globals;

/// Reads a workbook into grids.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let compound = Compound::open(bytes)?;
    let stream = match compound.stream("Workbook")? {
        Some(stream) => stream,
        None => {
            compound.stream("Book")?.ok_or_else(|| damaged("the part that holds its sheets is missing"))?
        }
    };
    let globals = Globals::read(&stream)?;
    let count = globals.sheets.len() as u64;
    if count > limits.sheets {
        return Err(too_large(Guard::Sheets, limits.sheets, Some(count)));
    }
    let properties = compound.stream("\u{5}DocumentSummaryInformation")?;
    let summary = compound.stream("\u{5}SummaryInformation")?;
    let workbook = Workbook {
        format: Format::Xls,
        properties: properties.map(|set| custom(&set)).unwrap_or_default(),
        producer: summary.and_then(|set| application(&set)),
        from_1904: globals.from_1904,
        ..Workbook::default()
    };
    let mut filling = Filling::of(workbook, limits);
    for entry in &globals.sheets {
        let grid = Grid::empty(Arc::from(entry.name.as_str()), entry.kind, entry.visibility);
        match entry.kind {
            SheetKind::Worksheet => sheet::read(&stream, entry.offset, &globals, grid, &mut filling)?,
            SheetKind::Other => filling.sheet(grid)?,
        }
    }
    Ok(filling.done())
}
