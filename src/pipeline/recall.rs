//! A consolidated month taken up again from its data folder: checked against its manifest, against the plan and the ledgers, and
//! by making the whole set anew and comparing it byte for byte.

use std::path::Path;

use chrono::NaiveDate;

use crate::domain::{Period, Sha256};
use crate::ledger::{Decisions, History};
use crate::plan::Plan;
use crate::publish::edition::Cut;
use crate::publish::kept::{Kept, Recalled as Facts};
use crate::publish::manifest::{HashedFile, Manifest, Origin, SCHEMA, Tool};
use crate::publish::{self, Consolidation};

/// Why what was consolidated cannot be used. Each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecalled {
    /// There is none.
    #[error("{0} is not there. Consolidate the month first, or say with --from where its files are")]
    Missing(String),
    /// It cannot be read.
    #[error("{0} cannot be read: {1}. Consolidate the month again")]
    Unreadable(String, String),
    /// Of another shape.
    #[error(
        "run.json is of shape {0}, and this ragbook knows shape {SCHEMA}. Use the newer ragbook, or consolidate the month again"
    )]
    Schema(u64),
    /// Written by a ragbook that kept no facts.
    #[error(
        "the month was consolidated by ragbook {0}, whose files do not hold all that this one needs. Consolidate it again"
    )]
    NoFacts(String),
    /// Of another month.
    #[error("run.json is of {0}, not of {1}. Consolidate {1} again")]
    OtherPeriod(String, String),
    /// Files were changed, or are missing.
    #[error(
        "these files are not as they were consolidated: {0}. Consolidate the month again: nothing is made of altered figures"
    )]
    Altered(String),
    /// The plan changed since.
    #[error(
        "the plan has changed since the month was consolidated: {0}. Consolidate the month again, so that what is shown is of the plan in force"
    )]
    PlanChanged(String),
    /// The ledgers changed since.
    #[error(
        "what is known of earlier months, or decided, has changed since the month was consolidated: {0}. Consolidate the month again"
    )]
    LedgersChanged(String),
    /// It does not make the same files again.
    #[error(
        "run.json does not say what the files beside it say ({0}): it was altered. Consolidate the month again"
    )]
    Disagrees(String),
}

/// A month taken up again.
#[derive(Debug, Clone)]
pub struct Recalled {
    /// Id of the run that consolidated it.
    pub run: String,
    period: Period,
    as_at: NaiveDate,
    facts: Facts,
    whole: Cut,
}

impl Recalled {
    /// The month of this manifest, unchecked; none when its facts speak of something that this ragbook does not know.
    pub(super) fn of(manifest: &Manifest, kept: Kept, plan: &Plan, history: &History) -> Option<Self> {
        let settings = &manifest.origin.settings;
        Some(Self {
            run: manifest.run.clone(),
            period: settings.period,
            as_at: settings.as_at,
            facts: kept.recall()?,
            whole: Cut::whole(plan, settings.period, history),
        })
    }

    /// As every output is made from.
    pub fn consolidation<'a>(
        &'a self,
        plan: &'a Plan,
        history: &'a History,
        decisions: &'a Decisions,
    ) -> Consolidation<'a> {
        Consolidation {
            plan,
            period: self.period,
            as_at: self.as_at,
            met: &self.facts.met,
            merged: &self.facts.merged,
            ratings: &self.facts.ratings,
            exceptions: &self.facts.exceptions,
            not_run: &self.facts.not_run,
            history,
            decisions,
            cut: &self.whole,
        }
    }
}

/// Takes up the month whose set is in this folder.
pub fn recall(
    plan: &Plan,
    history: &History,
    decisions: &Decisions,
    period: Period,
    folder: &Path,
) -> Result<Recalled, NotRecalled> {
    let (_, data) = publish::names(period);
    let path = folder.join(data).join("run.json");
    let name = path.display().to_string();
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => NotRecalled::Missing(name.clone()),
        _ => NotRecalled::Unreadable(name.clone(), error.to_string()),
    })?;
    let unreadable = |error: serde_json::Error| NotRecalled::Unreadable(name.clone(), error.to_string());
    let mut json: serde_json::Value = serde_json::from_slice(&bytes).map_err(unreadable)?;
    match json["schema"].as_u64() {
        Some(schema) if schema == u64::from(SCHEMA) => {}
        schema => return Err(NotRecalled::Schema(schema.unwrap_or(0))),
    }
    let facts = json.as_object_mut().and_then(|object| object.remove("facts"));
    let manifest: Manifest = serde_json::from_value(json).map_err(unreadable)?;
    let origin = &manifest.origin;
    if origin.settings.period != period {
        return Err(NotRecalled::OtherPeriod(origin.settings.period.in_words(), period.in_words()));
    }
    unaltered(folder, &manifest.outputs)?;
    let version = || NotRecalled::NoFacts(origin.tool.version.clone());
    let kept: Kept = serde_json::from_value(facts.ok_or_else(version)?).map_err(|_| version())?;
    let recalled = Recalled::of(&manifest, kept, plan, history).ok_or_else(version)?;
    still_the_same(&manifest, &recalled.consolidation(plan, history, decisions))?;
    Ok(recalled)
}

/// That every file of the set is there as it was written.
fn unaltered(folder: &Path, outputs: &[HashedFile]) -> Result<(), NotRecalled> {
    let altered = |output: &&HashedFile| {
        std::fs::read(folder.join(&output.file)).ok().map(|bytes| Sha256::of(&bytes)) != Some(output.sha256)
    };
    let names: Vec<&str> = outputs.iter().filter(altered).map(|output| output.file.as_str()).collect();
    if names.is_empty() { Ok(()) } else { Err(NotRecalled::Altered(names.join(", "))) }
}

/// That plan and ledgers are those of the run, and that the facts make its very files again.
fn still_the_same(manifest: &Manifest, month: &Consolidation<'_>) -> Result<(), NotRecalled> {
    let (was, now) = (&manifest.origin, Origin::of(month));
    if was.plan.version != now.plan.version {
        let versions = format!("version \"{}\" then, \"{}\" now", was.plan.version, now.plan.version);
        return Err(NotRecalled::PlanChanged(versions));
    }
    if was.plan != now.plan || was.settings != now.settings {
        return Err(NotRecalled::PlanChanged(differing(&was.plan.files, &now.plan.files)));
    }
    if was.ledgers != now.ledgers {
        return Err(NotRecalled::LedgersChanged(differing(&was.ledgers, &now.ledgers)));
    }
    if was.tool != Tool::this() {
        // Another ragbook may word its files in another way: then the hashes have to do.
        return Ok(());
    }
    let disagrees = |error: publish::PublishError| NotRecalled::Disagrees(error.to_string());
    let made = publish::hashes(month).map_err(disagrees)?;
    let differs = |output: &&HashedFile| {
        let same = made.iter().find(|file| file.file == output.file);
        same.is_none_or(|file| file.sha256 != output.sha256)
    };
    let names: Vec<&str> =
        manifest.outputs.iter().filter(differs).map(|output| output.file.as_str()).collect();
    if names.is_empty() { Ok(()) } else { Err(NotRecalled::Disagrees(names.join(", "))) }
}

/// Names of the files that are not the same in both lists.
fn differing(one: &[HashedFile], other: &[HashedFile]) -> String {
    let lacks = |file: &&HashedFile, list: &[HashedFile]| !list.contains(file);
    let gone = one.iter().filter(|file| lacks(file, other));
    let came = other.iter().filter(|file| lacks(file, one));
    let names: std::collections::BTreeSet<&str> = gone.chain(came).map(|file| file.file.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
