//! What the plan's files say, before any of it is believed: tables of text with their places, and settings by key.
//!
//! Made from a folder ([`folder`]) or from `plan.xlsx` ([`workbook`]); read by `super::typed`, and written back by
//! `ragbook plan convert`, which must lose nothing. So texts stay exactly as found.

pub mod edit;
pub mod files;
pub mod folder;
pub mod setting;
pub mod table;
pub mod workbook;

use std::collections::BTreeMap;
use std::path::Path;

pub use files::PlanFile;
pub use setting::{Setting, SettingKind};
pub(crate) use table::nearest;
pub use table::{RawCell, RawRow, RawTable};

use super::fault::PlanFault;
use crate::domain::Sha256;

/// A plan as its files say it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawPlan {
    /// Settings of `plan.toml`, or of the sheet `plan`, in their order.
    pub settings: Vec<Setting>,
    /// One table for each CSV, or sheet, that was there.
    pub tables: Vec<RawTable>,
    /// The files with the SHA-256 of their bytes, by name.
    pub files: Vec<(String, Sha256)>,
}

impl RawPlan {
    /// The table of this file, if it was there and could be read.
    pub fn table(&self, file: PlanFile) -> Option<&RawTable> {
        self.tables.iter().find(|table| table.file == file)
    }
}

/// Reads a folder as it would be with these files, by name, in place of its own.
pub fn read_changed(folder: &Path, changed: &BTreeMap<String, Vec<u8>>) -> (RawPlan, Vec<PlanFault>) {
    folder::read_changed(folder, changed)
}

/// Reads the files: a folder, or one workbook. What cannot be read is a fault, and the rest is read all the same.
pub fn read(path: &Path) -> (RawPlan, Vec<PlanFault>) {
    if path.is_dir() { folder::read(path) } else { workbook::read(path) }
}
