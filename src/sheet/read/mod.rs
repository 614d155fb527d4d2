//! Bytes to grids (4-reading.md, 4.1, 4.2 and 4.7): sniffing by content, guards, xlsx and csv. The only place that imports
//! calamine.
//!
//! - [`sniff`]: what a file is, by content.
//! - [`archive`]: the files inside an archive of returns.
//! - `xlsx` puts a workbook together: `parts` (zip, checksums), `package` (sheets, properties), `styles` and
//!   `number_format`, then for each sheet `sheet_scan` and `cells` side by side, and `comments`.
//! - `rich_text` fences what is crossed out or raised inside a text.
//! - `delimited` reads csv and tsv; `text` tells their encoding.
//! - [`shown`]: a cell as a person sees it.
//!
//! xlsb, xls and ods are told by name and refused: their readers abort on damaged files, so that they will be read in a
//! child process, whose cells come in beside `xlsx` in [`open`].

mod archive;
mod cells;
mod comments;
mod deadline;
mod delimited;
#[cfg(test)]
pub(crate) mod fixture;
mod moved;
mod number_format;
mod package;
mod parts;
mod rich_text;
mod sheet_scan;
pub mod shown;
mod sniff;
mod styles;
mod text;
#[cfg(test)]
mod traps;
mod xlsx;
mod xml;

pub use archive::{Inner, archive};
pub use sniff::sniff;

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

/// Reads the bytes of one file into grids, behind every guard. `stem` names the sheet of a csv.
pub fn open(bytes: &[u8], stem: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(Refusal::TooLarge {
            guard: Guard::FileBytes,
            limit: limits.file_bytes,
            actual: Some(size),
        });
    }
    open_as(sniff(bytes)?, bytes, stem, limits)
}

/// The same for bytes that [`sniff`] has already told apart, so that a zip's directory is not read once more. The size of
/// the bytes is the caller's to check.
pub fn open_as(sniffed: Sniffed, bytes: &[u8], stem: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    match sniffed {
        Sniffed::Workbook(Format::Xlsx) => xlsx::open(bytes, limits),
        Sniffed::Workbook(Format::Csv) => delimited::open(bytes, stem, limits),
        Sniffed::Workbook(format) => Err(Refusal::NotAWorkbook(Foreign::UnreadFormat(format.word()))),
        Sniffed::Archive => Err(Refusal::NotAWorkbook(Foreign::Archive)),
    }
}
