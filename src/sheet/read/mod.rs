//! Bytes to grids (4-reading.md, 4.1 and 4.2): sniffing by content, guards, xlsx and csv. The only place that imports
//! calamine.

pub mod shown;

use super::grid::{Format, Workbook};
use super::limits::Limits;
use crate::domain::Refusal;

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    /// A workbook format (not yet opened).
    Workbook(Format),
    /// A zip that holds files other than the parts of a workbook: an archive of returns.
    Archive,
}

/// Tells what the bytes are, never by name.
pub fn sniff(bytes: &[u8]) -> Result<Sniffed, Refusal> {
    let _ = bytes;
    Err(Refusal::Empty)
}

/// Reads the bytes of one file into grids, behind every guard. `stem` names the sheet of a csv.
pub fn open(bytes: &[u8], stem: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    let _ = (bytes, stem, limits);
    Err(Refusal::Empty)
}

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner {
    /// Its path in the archive.
    pub name: String,
    /// Its bytes, or the guard that stopped it.
    pub bytes: Result<Vec<u8>, ()>,
}
