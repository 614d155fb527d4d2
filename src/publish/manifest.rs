//! run.json, the manifest (8-commands-and-files.md): what a consolidated set was made from, with what settings, and the
//! SHA-256 of everything that went in and came out, so that `ragbook verify` and any reader can check it.
//!
//! A published format: these types are its own, apart from the inner ones. No wall-clock time; lists in a fixed order.
//! `--strict` is no setting here: it changes the exit status only, never an output.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{Period, Sha256};
use crate::intake::FileState;
use crate::ledger::{decisions, history};
use crate::plan::{Plan, RatingSettings, Tolerance};
use crate::sheet::limits::Limits;

use super::hashed::Hashed;
use super::kept::Kept;
use super::{Consolidation, PublishError};

/// Version of the manifest's shape: raised when a key changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this shape.
    pub schema: u32,
    /// First 16 digits of the SHA-256 over everything here but the outputs: the same run has the same id. It stands on the
    /// Notes sheet, since the workbook cannot hold its own hash.
    pub run: String,
    /// What everything came from.
    #[serde(flatten)]
    pub origin: Origin,
    /// Every file written, except this one, by name relative to the output folder. Behind it stands the key `seal`: the
    /// SHA-256 of every byte of the manifest before it.
    pub outputs: Vec<HashedFile>,
}

/// What a set was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The program.
    pub tool: Tool,
    /// The plan.
    pub plan: PlanFiles,
    /// Ledgers, each with the hash of the rows used in one fixed form: of history.csv those of earlier periods, of decisions.csv
    /// those that this period may know, so that a month can be run again after later ones. Only ledgers of which something
    /// was used.
    pub ledgers: Vec<HashedFile>,
    /// Every file met, by name.
    pub inputs: Vec<Input>,
    /// Settings used.
    pub settings: Settings,
}

/// Every file that the manifest in these bytes says was written; none when it says nothing of the kind. What was found is
/// passed over, not kept: it is nearly all of the manifest.
pub fn outputs(bytes: &[u8]) -> Option<Vec<HashedFile>> {
    #[derive(Deserialize)]
    struct Outputs {
        outputs: Vec<HashedFile>,
    }
    serde_json::from_slice(bytes).ok().map(|Outputs { outputs }| outputs)
}

/// The program that wrote the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `ragbook`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The plan and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFiles {
    /// Name.
    pub name: String,
    /// Version as its owner numbers it.
    pub version: String,
    /// Its files, by name.
    pub files: Vec<HashedFile>,
}

/// A file and its hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HashedFile {
    /// Name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
}

/// A file met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Name relative to the folder given.
    pub file: String,
    /// SHA-256 of its bytes; null when it was skipped or could not be read at all.
    pub sha256: Option<Sha256>,
    /// `read`, `refused`, `duplicate` or `skipped`.
    pub state: FileState,
}

/// Settings used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Month consolidated.
    pub period: Period,
    /// As-at date.
    pub as_at: NaiveDate,
    /// Rating thresholds by key of `[rating]` in plan.toml, as text.
    pub rating: BTreeMap<String, String>,
    /// Limits on what is read.
    pub limits: Limits,
    /// Whether returns that name no month were read as of this one (`--assume-period`).
    pub assume_period: bool,
    /// Files of the folder given with `--templates`; none: the words built in.
    pub templates: Vec<HashedFile>,
}

impl PlanFiles {
    /// Of this plan.
    pub fn of(plan: &Plan) -> Self {
        Self { name: plan.name.clone(), version: plan.version.clone(), files: hashed(&plan.files) }
    }
}

impl Origin {
    /// Of this month.
    pub fn of(month: &Consolidation<'_>) -> Self {
        let inputs = month.met.files.iter().map(|met| Input {
            file: met.name.to_string(),
            sha256: met.sha256,
            state: met.state,
        });
        Self {
            tool: Tool::this(),
            plan: PlanFiles::of(month.plan),
            ledgers: ledgers(month),
            inputs: inputs.collect(),
            settings: Settings {
                period: month.period,
                as_at: month.as_at,
                rating: rating_settings(&month.plan.rating)
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect(),
                limits: month.plan.limits.clone(),
                assume_period: month.met.how.assume_period,
                templates: hashed(&month.met.how.templates),
            },
        }
    }

    /// Id of the run: the first 16 digits of the SHA-256 of this as JSON.
    pub fn run(&self) -> Result<String, PublishError> {
        let bytes = serde_json::to_vec(self).map_err(failed)?;
        Ok(Sha256::of(&bytes).short())
    }
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// Files by name.
pub(super) fn hashed(files: &[(String, Sha256)]) -> Vec<HashedFile> {
    let hashed = files.iter().map(|(file, sha256)| HashedFile { file: file.clone(), sha256: *sha256 });
    let mut files: Vec<_> = hashed.collect();
    files.sort();
    files
}

fn ledgers(month: &Consolidation<'_>) -> Vec<HashedFile> {
    let known = month.decisions;
    let used = [(decisions::FILE, known.sha256()), (history::FILE, month.history.sha256)];
    let hashed =
        |(file, sha256): (&str, Option<Sha256>)| Some(HashedFile { file: file.to_owned(), sha256: sha256? });
    used.into_iter().filter_map(hashed).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function for map_err")]
fn failed(error: serde_json::Error) -> PublishError {
    PublishError::Manifest(error.to_string())
}

impl Manifest {
    /// Of a set made from this, with these files; `run` is the [`Origin::run`] of it.
    pub(super) const fn new(run: String, origin: Origin, outputs: Vec<HashedFile>) -> Self {
        Self { schema: SCHEMA, run, origin, outputs }
    }

    /// Writes it as JSON text, sealed, ending in a line feed: laid out to be read, but for what was found, which stands under
    /// `facts` in one line.
    pub(super) fn write(&self, facts: &Kept<'_>, to: &mut Hashed<'_>) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        // The closing brace and the line feed before it make room for two more keys.
        json.truncate(json.len().saturating_sub(2));
        to.write_all(&json)?;
        to.write_all(b",\n  \"facts\": ")?;
        facts.write(to)?;
        let seal = seal(to.so_far()?);
        to.write_all(seal.as_bytes())
    }
}

/// The end of a manifest: its key `seal`, the SHA-256 of everything before it.
pub(super) fn seal_line(open: &[u8]) -> String {
    seal(Sha256::of(open))
}

fn seal(of: Sha256) -> String {
    format!(",\n  \"seal\": \"{of}\"\n}}\n")
}

/// Whether the manifest's bytes are as they were written: its seal fits.
pub fn is_whole(bytes: &[u8]) -> bool {
    let length = seal_line(b"").len();
    let at = bytes.len().checked_sub(length);
    at.and_then(|at| bytes.split_at_checked(at))
        .is_some_and(|(open, seal)| seal == seal_line(open).as_bytes())
}

/// Rating thresholds in force, by their key in plan.toml: also shown on the Notes sheet.
pub fn rating_settings(rating: &RatingSettings) -> BTreeMap<&'static str, String> {
    let tolerance = match rating.tolerance {
        None => "none".to_owned(),
        Some(Tolerance::Points(points)) => points.to_string(),
        Some(Tolerance::Relative(share)) => format!("{share}%"),
    };
    BTreeMap::from([
        ("slip_amber_days", rating.slip_amber_days.to_string()),
        ("due_soon_days", rating.due_soon_days.to_string()),
        ("carry_periods", rating.carry_periods.to_string()),
        ("small_denominator", rating.small_denominator.to_string()),
        ("tolerance", tolerance),
        ("noticeable", rating.noticeable.to_string()),
        ("red_share", rating.red_share.to_string()),
        ("amber_share", rating.amber_share.to_string()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;

    fn manifest(month: &crate::publish::sample::Month, outputs: Vec<HashedFile>) -> serde_json::Value {
        let month = month.consolidation();
        serde_json::from_slice(&json(&month, outputs)).unwrap()
    }

    fn json(month: &Consolidation<'_>, outputs: Vec<HashedFile>) -> Vec<u8> {
        let mut json = Vec::new();
        let origin = Origin::of(month);
        let manifest = Manifest::new(origin.run().unwrap(), origin, outputs);
        let mut to = Hashed::new(&mut json);
        manifest.write(&Kept::of(month), &mut to).unwrap();
        to.finish().unwrap();
        json
    }

    #[test]
    fn names_everything_that_went_in_and_came_out() {
        let mut month = month();
        month.plan.files =
            vec![("plan.toml".to_owned(), Sha256::of(b"t")), ("actions.csv".to_owned(), Sha256::of(b"a"))];
        let output = HashedFile { file: "2024-03-data/measures.csv".to_owned(), sha256: Sha256::of(b"m") };
        let json = manifest(&month, vec![output]);
        assert_eq!(json["schema"], 1);
        assert_eq!(json["plan"]["files"][0]["file"], "actions.csv");
        assert_eq!(json["inputs"][1]["file"], "photo.xlsx");
        assert_eq!(json["inputs"][1]["state"], "refused");
        assert_eq!(json["settings"]["period"], "2024-03");
        assert_eq!(json["settings"]["as_at"], "2024-03-31");
        assert_eq!(json["settings"]["rating"]["slip_amber_days"], "30");
        assert_eq!(json["settings"]["limits"]["sheets"], 64);
        assert_eq!(json["outputs"][0]["sha256"], Sha256::of(b"m").to_string());
        assert_eq!(json["seal"].as_str().map(str::len), Some(64));
    }

    #[test]
    fn the_run_id_depends_on_what_went_in_and_not_on_what_came_out() {
        let (one, mut other) = (month(), month());
        let output = HashedFile { file: "x".to_owned(), sha256: Sha256::of(b"x") };
        assert_eq!(manifest(&one, vec![output])["run"], manifest(&other, Vec::new())["run"]);
        other.intake.files[0].sha256 = Some(Sha256::of(b"changed"));
        assert_ne!(manifest(&one, Vec::new())["run"], manifest(&other, Vec::new())["run"]);
    }

    #[test]
    fn one_flipped_bit_anywhere_breaks_the_seal() {
        let output = HashedFile { file: "x".to_owned(), sha256: Sha256::of(b"x") };
        let month = month();
        let month = month.consolidation();
        let json = json(&month, vec![output]);
        assert!(is_whole(&json) && !is_whole(&json[..json.len() - 1]) && !is_whole(b""));
        let read: Manifest = serde_json::from_slice(&json).unwrap();
        assert_eq!(read.run, read.origin.run().unwrap());
        for at in 0..json.len() {
            let mut flipped = json.clone();
            flipped[at] ^= 1 << (at % 8);
            assert!(!is_whole(&flipped), "byte {at}");
        }
    }
}
