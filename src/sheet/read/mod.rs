//! Bytes to grids (4-reading.md, 4.1, 4.2 and 4.7): sniffing by content, guards, xlsx and csv. The only place that imports
//! calamine.
//!
//! - [`sniff`]: what a file is, by content.
//! - [`regular`]: the bytes of a file, and of nothing else.
//! - [`archive`]: the files inside an archive of returns.
//! - `xlsx` puts a workbook together: `parts` (zip, checksums; `directory` reads the zips that are plain, `inflate` their
//!   entries, and [`Known`] keeps what many workbooks share), `package` (sheets, properties), `styles` and
//!   `number_format`, then for each sheet `plain` and `plain_cells`, our own reader of what is written in the plain way; where
//!   it knows no further, `sheet_scan` and `cells` beside calamine; and `comments`.
//! - `rich_text` fences what is crossed out, raised or unseen inside a text. `vocabulary` refuses parts that mix namespaces.
//! - `delimited` reads csv and tsv; `text` tells their encoding.
//! - [`shown`]: a cell as a person sees it; `worn`: what a number format adds to a number, or shows in its place.
//!
//! - [`worker`] has xls, xlsb and ods read in a process of its own, where `read_apart` runs: `ods` reads XML, `xls` and
//!   `xlsb` records; `compound` and `property_set` are the container of an xls.
//! - `filling` holds what those readers find against the limits.

mod archive;
mod arrays;
mod beside;
mod cells;
mod colours;
mod comments;
mod compound;
mod conditional;
mod counted;
mod deadline;
mod delimited;
mod directory;
mod filling;
#[cfg(test)]
pub(crate) mod fixture;
mod fonts;
mod inflate;
mod known;
mod links;
mod moved;
mod names;
mod number_format;
mod ods;
mod outside;
mod package;
mod parts;
mod plain;
mod plain_cells;
mod property_set;
mod regular;
mod rich_text;
mod sheet_scan;
pub mod shown;
mod sniff;
mod styles;
mod text;
#[cfg(test)]
mod traps;
mod vocabulary;
pub mod worker;
mod worn;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use archive::{Inner, archive};
pub use known::Known;
pub use outside::leads_outside;
pub use regular::regular;
pub use sniff::sniff;
pub use worker::Worker;

use super::grid::{Format, Workbook};
use super::limits::Limits;
use crate::domain::{Foreign, Guard, Refusal};

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    /// A workbook format (not yet opened).
    Workbook(Format),
    /// A zip that holds files other than the parts of a workbook: an archive of returns.
    Archive,
}

/// Reads the bytes of one file into grids, behind every guard, without a [`Worker`]: xls, xlsb and ods are refused by name.
/// `stem` names the sheet of a csv.
pub fn open(bytes: &[u8], stem: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    open_with(bytes, stem, limits, None)
}

/// Reads the bytes of one file into grids, behind every guard; xls, xlsb and ods in the process of the worker.
pub fn open_with(
    bytes: &[u8],
    stem: &str,
    limits: &Limits,
    worker: Option<&Worker>,
) -> Result<Workbook, Refusal> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(Refusal::TooLarge {
            guard: Guard::FileBytes,
            limit: limits.file_bytes,
            actual: Some(size),
        });
    }
    open_as(sniff(bytes)?, bytes, stem, limits, worker, &Known::default())
}

/// The same for bytes that [`sniff`] has already told apart, so that a zip's directory is not read once more, and with what
/// is known of other workbooks of the run. The size of the bytes is the caller's to check.
pub fn open_as(
    sniffed: Sniffed,
    bytes: &[u8],
    stem: &str,
    limits: &Limits,
    worker: Option<&Worker>,
    known: &Known,
) -> Result<Workbook, Refusal> {
    let mut book = match (sniffed, worker) {
        (Sniffed::Workbook(Format::Xlsx), _) => xlsx::open(bytes, limits, known),
        (Sniffed::Workbook(Format::Csv), _) => delimited::open(bytes, stem, limits),
        (Sniffed::Workbook(format), Some(worker)) => worker.read(format, bytes, limits),
        (Sniffed::Workbook(format), None) => Err(Refusal::NotAWorkbook(Foreign::UnreadFormat(format.word()))),
        (Sniffed::Archive, _) => Err(Refusal::NotAWorkbook(Foreign::Archive)),
    }?;
    outside::follow(&mut book);
    Ok(book)
}

/// What runs in the worker's process: the readers that are not trusted with ours.
fn read_apart(format: Format, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let book = match format {
        Format::Ods => ods::open(bytes, limits),
        Format::Xls => xls::open(bytes, limits),
        Format::Xlsb => xlsb::open(bytes, limits),
        Format::Xlsx | Format::Csv => Err(Refusal::NotAWorkbook(Foreign::UnreadFormat(format.word()))),
    }?;
    book.grids.iter().try_for_each(|grid| few_merges(grid.merges.len()))?;
    Ok(book)
}

/// Merged ranges of one sheet at most: every cell that counts is held against each of them, so that a sheet of hundreds of
/// thousands would take minutes.
const MOST_MERGES: u64 = 5_000;

/// Refuses a sheet of more merged ranges than [`MOST_MERGES`].
fn few_merges(count: usize) -> Result<(), Refusal> {
    let too_many = count as u64 > MOST_MERGES;
    if too_many { Err(parts::too_large(Guard::Merges, MOST_MERGES, None)) } else { Ok(()) }
}
