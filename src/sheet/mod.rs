//! Workbooks as files: grids read from them, books written to them. The only module that imports calamine or
//! `rust_xlsxwriter` (9-architecture.md); no other floor knows a file format.
//!
//! - [`formula`]: what the text of a formula names.
//! - [`grid`]: what was found on a sheet, whatever the format.
//! - [`limits`]: the guards' limits.
//! - [`read`]: bytes to grids: sniffing, guards, xlsx and csv here, xls, xlsb and ods in a process of its own.
//! - [`serial`]: dates as spreadsheets count them.
//! - [`book`]: a workbook to be written, as plain data.
//! - [`measure`]: how wide text is and where its lines break.
//! - [`mod@write`]: book to xlsx bytes.

pub mod book;
pub mod formula;
pub mod grid;
pub mod limits;
pub mod measure;
pub mod read;
pub mod serial;
pub mod write;
