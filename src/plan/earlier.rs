//! The plan as it was when a set of outputs was made from it: amendments entered since, by their rows in `changes.csv`, are
//! taken back in memory, and what is left must have the very bytes that the set's manifest names.

use std::collections::BTreeMap;
use std::path::Path;

use super::amend::STATUS;
use super::model::Change;
use super::raw::edit::{CsvBytes, Quotes, with_version};
use super::raw::files::SETTINGS_FILE;
use super::raw::{self, PlanFile, RawTable};
use super::{Loaded, Plan, validate};
use crate::domain::Sha256;

/// A plan of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// Files that are different now, as they were: each has the hash that was asked for.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Amendments entered since, in the order of the log.
    pub since: Vec<Change>,
}

impl Earlier {
    /// The plan as it was.
    pub fn plan(&self, folder: &Path) -> Option<Plan> {
        let (raw, unread) = raw::read_changed(folder, &self.files);
        let Loaded { plan, .. } = validate(&raw, unread);
        plan
    }
}

/// The plan in this folder as it was with these files and this version, as far as amendments in its log lead back there. Files
/// that cannot be led back are left out.
pub fn earlier(folder: &Path, was: &[(String, Sha256)], version: &str) -> Earlier {
    let mut files = BTreeMap::new();
    let (log, since) = log_then(folder, was).unwrap_or_default();
    if !since.is_empty() {
        files.insert(PlanFile::Changes.file_name().to_owned(), log);
    }
    for (name, sha256) in was.iter().filter(|(name, _)| name != PlanFile::Changes.file_name()) {
        let Ok(now) = std::fs::read(folder.join(name)) else { continue };
        if Sha256::of(&now) == *sha256 {
            continue;
        }
        let fits = |then: &Vec<u8>| Sha256::of(then) == *sha256;
        let then = if name == SETTINGS_FILE {
            String::from_utf8(now).ok().and_then(|now| with_version(&now, version)).map(String::into_bytes)
        } else {
            [Quotes::Kept, Quotes::Dropped]
                .into_iter()
                .filter_map(|quotes| without(folder, name, &now, &since, quotes))
                .find(fits)
        };
        if let Some(then) = then.filter(fits) {
            files.insert(name.clone(), then);
        }
    }
    let since = since.into_iter().rev().filter_map(Logged::change).collect();
    Earlier { files, since }
}

/// A row of the log.
struct Logged {
    reference: String,
    field: String,
    from: String,
    whole: Option<Change>,
}

impl Logged {
    fn change(self) -> Option<Change> {
        self.whole
    }
}

/// The log as it was, and the rows added since, the latest first.
fn log_then(folder: &Path, was: &[(String, Sha256)]) -> Option<(Vec<u8>, Vec<Logged>)> {
    let name = PlanFile::Changes.file_name();
    let (_, wanted) = was.iter().find(|(file, _)| file == name)?;
    let mut log = CsvBytes::new(std::fs::read(folder.join(name)).ok()?);
    let (raw, unread) = raw::read(folder);
    let changes = validate(&raw, unread).plan?.changes;
    let table = raw.table(PlanFile::Changes)?;
    let mut since: Vec<Logged> = Vec::new();
    loop {
        if let Some(bytes) = log.as_it_ended(|bytes| Sha256::of(bytes) == *wanted) {
            return Some((bytes, since));
        }
        let row = table.rows.iter().rev().nth(since.len())?;
        let text =
            |caption: &str| table.column(caption).and_then(|at| row.cell(at)).map(|cell| cell.text.clone());
        let (reference, field, from) = (text("ref")?, text("field")?, text("from")?);
        let whole = changes.iter().rev().nth(since.len()).cloned();
        since.push(Logged { reference, field, from, whole });
        log.cut_from(row.row)?;
    }
}

/// A file of the plan without what these rows of the log, the latest first, changed in it.
fn without(folder: &Path, name: &str, now: &[u8], since: &[Logged], quotes: Quotes) -> Option<Vec<u8>> {
    let file = PlanFile::ALL.into_iter().find(|file| file.file_name() == name)?;
    let (raw, _) = raw::read(folder);
    let table = raw.table(file)?;
    let mut csv = CsvBytes::new(now.to_vec());
    for row in since.iter().filter(|row| row.field.trim() != STATUS) {
        let Some((at, column)) = place(table, file, row) else { continue };
        csv.put(at, column, &row.from, quotes).then_some(())?;
    }
    Some(csv.into_bytes())
}

/// The cell that a row of the log is about, when this table has it.
fn place(table: &RawTable, file: PlanFile, row: &Logged) -> Option<(u32, u32)> {
    let key = table.column(file.columns().first()?)?;
    let is_it = |text: &str| text.trim().eq_ignore_ascii_case(row.reference.trim());
    let found = table.rows.iter().find(|r| r.cell(key).is_some_and(|cell| is_it(&cell.text)))?;
    Some((found.row, table.column(row.field.trim())?))
}
