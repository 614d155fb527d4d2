//! run.json of a review: what it was made from, and the SHA-256 of everything that came out. The same shape as a month's
//! manifest, with the months in the place of the returns.

use serde::Serialize;

use crate::domain::{Period, Sha256};
use crate::ledger::{decisions, history};
use crate::publish::PublishError;
use crate::publish::manifest::{HashedFile, PlanFiles, Tool};

use super::Review;

/// Version of this shape: raised when a key changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// What a review came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthUsed {
    /// The month.
    pub period: Period,
    /// Its latest revision.
    pub revision: u32,
    /// The run that first gave it.
    pub run: String,
}

#[derive(Serialize)]
struct Manifest {
    schema: u32,
    run: String,
    #[serde(flatten)]
    origin: Origin,
    outputs: Vec<HashedFile>,
}

impl Origin {
    /// Of this review.
    pub fn of(review: &Review<'_>) -> Self {
        let year = &review.year;
        let decided = (!year.decisions.rows().is_empty())
            .then(|| Sha256::of(&year.decisions.to_csv().unwrap_or_default()));
        let used = [(decisions::FILE, decided), (history::FILE, year.history.sha256)];
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

/// The manifest as JSON text, ending in a line feed.
pub fn to_json(origin: Origin, outputs: Vec<HashedFile>) -> Result<Vec<u8>, PublishError> {
    let manifest = Manifest { schema: SCHEMA, run: origin.run()?, origin, outputs };
    let mut json =
        serde_json::to_vec_pretty(&manifest).map_err(|error| PublishError::Manifest(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}
