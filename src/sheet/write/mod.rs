//! A [`super::book::Book`] to xlsx bytes: the only place that imports rust_xlsxwriter.

use super::book::Book;

/// Why a book could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook library refused something.
    #[error("writing the workbook failed: {0}")]
    Library(String),
    /// The finished workbook could not be completed (headings, language).
    #[error("completing the workbook failed: {0}")]
    Patch(String),
}

/// The workbook as xlsx bytes; the same book always gives the same bytes.
pub fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteError> {
    let _ = book;
    Err(WriteError::Library("not built yet".to_owned()))
}
