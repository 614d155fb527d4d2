//! What a consolidation said when it wrote the workbook: its data CSVs, by which the rows of the sheet are recognised.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::rated::Rated;
use crate::domain::{Column, Rating};
use crate::finding::Severity;
use crate::intake::decided::mark;
use crate::ledger::{Identity, Overrides};

use super::DecideError;

/// An exception as exceptions.csv has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Its key.
    pub(super) about: Identity,
    /// Severity.
    pub(super) severity: Severity,
    /// Whether nothing had been decided about it.
    pub(super) is_open: bool,
}

/// The data written with the workbook.
#[derive(Debug, Default)]
pub(super) struct Written {
    exceptions: BTreeMap<String, Vec<Told>>,
    /// By file, ref and column: the ratings by the rules alone.
    ratings: BTreeMap<(String, &'static str), Rating>,
    /// Files read, by the id of their returner.
    returns: BTreeMap<String, Vec<String>>,
}

impl Written {
    /// Reads exceptions.csv and the ratings beside it.
    pub(super) fn read(folder: &Path) -> Result<Self, DecideError> {
        let mut written = Self::default();
        let path = folder.join("exceptions.csv");
        for row in rows(&path)? {
            let about = row.get("key").and_then(|key| Identity::of_key(key));
            let severity = match row.get("severity").map(String::as_str) {
                Some("error") => Some(Severity::Error),
                Some("query") => Some(Severity::Query),
                Some("note") => Some(Severity::Note),
                _ => None,
            };
            let Some((about, severity)) = about.zip(severity) else {
                return Err(damaged(&path, "is not as ragbook wrote it"));
            };
            let told = Told { is_open: row.get("decision").is_none_or(String::is_empty), about, severity };
            written.exceptions.entry(mark(&told.about.key())).or_default().push(told);
        }
        for (file, rating, reason, what) in [
            ("measures.csv", "impact", "reason", "impact"),
            ("actions.csv", "delivery", "delivery_reason", "delivery"),
            ("actions.csv", "impact", "impact_reason", "impact"),
        ] {
            for row in rows(&folder.join(file))? {
                let field = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
                let by_rules = Rated::by_rules(field(reason)).map(|(rating, _)| rating);
                if let Some(rating) = by_rules.or_else(|| Rating::from_word(field(rating))) {
                    written.ratings.insert((field("ref").to_owned(), what), rating);
                }
            }
        }
        for (file, columns) in [
            ("actions.csv", &[("commentary", Column::Commentary), ("evidence", Column::Evidence)][..]),
            ("measures.csv", &[("value", Column::Value)]),
        ] {
            for row in rows(&folder.join(file))? {
                for (name, column) in columns {
                    let text = row.get(*name).map(String::as_str).unwrap_or_default();
                    let reference = row.get("ref").map(String::as_str).unwrap_or_default();
                    let about = Identity::of_text(reference, *column, text);
                    let told = Told { about, severity: Severity::Note, is_open: true };
                    written.exceptions.entry(mark(&told.about.key())).or_default().push(told);
                }
            }
        }
        for mut row in rows(&folder.join("returns.csv"))? {
            let mut field = |name: &str| row.remove(name).unwrap_or_default();
            if field("state") == "read" {
                written.returns.entry(field("returner")).or_default().push(field("file"));
            }
        }
        Ok(written)
    }

    /// Names of the files that were read as returns of this returner.
    pub(super) fn returns_of(&self, returner: &str) -> Vec<String> {
        self.returns.get(returner).cloned().unwrap_or_default()
    }

    /// Exceptions with this mark.
    pub(super) fn marked(&self, mark: &str) -> &[Told] {
        self.exceptions.get(mark).map_or(&[], Vec::as_slice)
    }

    /// Every exception.
    pub(super) fn all(&self) -> impl Iterator<Item = &Told> {
        self.exceptions.values().flatten()
    }

    /// What the rules alone said of a rating.
    pub(super) fn rated(&self, what: Overrides) -> Option<Rating> {
        let key = match what {
            Overrides::Delivery(action) => (action.to_string(), "delivery"),
            Overrides::ActionImpact(action) => (action.to_string(), "impact"),
            Overrides::MeasureImpact(measure) => (measure.to_string(), "impact"),
        };
        self.ratings.get(&key).copied()
    }
}

/// Rows of a data CSV by column name.
fn rows(path: &PathBuf) -> Result<Vec<BTreeMap<String, String>>, DecideError> {
    let bytes = fs::read(path).map_err(|error| damaged(path, &format!("cannot be read ({error})")))?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let unreadable = |_| damaged(path, "is not as ragbook wrote it");
    let columns = reader.headers().map_err(unreadable)?.clone();
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        found.push(columns.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect());
    }
    Ok(found)
}

fn damaged(path: &Path, what: &str) -> DecideError {
    DecideError::Data { path: path.to_owned(), what: what.to_owned() }
}
