//! run.json of a review: what it was made from, and the SHA-256 of everything that came out. The same shape as a month's
//! manifest, sealed like it, with the months in the place of the returns. `ragbook verify` holds a review against it.

use serde::{Deserialize, Serialize};

use crate::domain::{Period, Sha256};
use crate::ledger::{decisions, history};
use crate::publish::PublishError;
use crate::publish::manifest::{HashedFile, PlanFiles, Tool, seal_line};

use super::Review;

/// Version of this shape: raised when a key changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// What a review came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The program.
    pub tool: Tool,
    /// The plan.
    pub plan: PlanFiles,
    /// Ledgers, each with the hash of the rows used in one fixed form.
    pub ledgers: Vec<HashedFile>,
    /// First month.
    pub from: Period,
    /// Last month.
    pub to: Period,
    /// Months that the ledger has, each with the revision used and the run that gave it.
    pub months: Vec<MonthUsed>,
    /// Months of the stretch that it does not have.
    pub missing: Vec<Period>,
}

/// A month used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthUsed {
    /// The month.
    pub period: Period,
    /// Its latest revision.
    pub revision: u32,
    /// The run that first gave it.
    pub run: String,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this shape.
    pub schema: u32,
    /// First 16 digits of the SHA-256 over everything here but the outputs; it stands in the workbook too.
    pub run: String,
    /// What everything came from.
    #[serde(flatten)]
    pub origin: Origin,
    /// Every file written, except this one. Behind it stands the key `seal`: the SHA-256 of every byte before it.
    pub outputs: Vec<HashedFile>,
}

impl Origin {
    /// Of this review.
    pub fn of(review: &Review<'_>) -> Self {
        let year = &review.year;
        let used = [(decisions::FILE, year.decisions.sha256()), (history::FILE, year.history.sha256)];
        let hashed = |(file, sha256): (&str, Option<Sha256>)| {
            Some(HashedFile { file: file.to_owned(), sha256: sha256? })
        };
        let month = |(period, run): (&Period, &crate::ledger::PastRun)| MonthUsed {
            period: *period,
            revision: run.revision,
            run: run.run.clone(),
        };
        Self {
            tool: Tool::this(),
            plan: PlanFiles::of(year.plan),
            ledgers: used.into_iter().filter_map(hashed).collect(),
            from: year.from,
            to: year.to,
            months: year.history.runs.iter().map(month).collect(),
            missing: review.missing.clone(),
        }
    }

    /// Id of the run: the first 16 digits of the SHA-256 of this as JSON.
    pub fn run(&self) -> Result<String, PublishError> {
        let bytes = serde_json::to_vec(self).map_err(|error| PublishError::Manifest(error.to_string()))?;
        Ok(Sha256::of(&bytes).short())
    }
}

/// The manifest as JSON text, sealed, ending in a line feed.
pub fn to_json(origin: Origin, outputs: Vec<HashedFile>) -> Result<Vec<u8>, PublishError> {
    let manifest = Manifest { schema: SCHEMA, run: origin.run()?, origin, outputs };
    let mut json =
        serde_json::to_vec_pretty(&manifest).map_err(|error| PublishError::Manifest(error.to_string()))?;
    // The closing brace and the line feed before it make room for the seal.
    json.truncate(json.len().saturating_sub(2));
    let seal = seal_line(&json);
    json.extend_from_slice(seal.as_bytes());
    Ok(json)
}
