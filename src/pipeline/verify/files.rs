//! One set: its manifest, its outputs, and the plan, words, ledgers and inputs that it names.

use std::fs;
use std::path::Path;

use super::ledgers::Looked;
use super::{Checked, Hand, MadeAgain, SetVerified, State, VerifyError, Whose, rerun};
use crate::domain::{Period, Sha256};
use crate::intake::at_hand::{Match, matched};
use crate::plan::Plan;
use crate::plan::earlier::{Earlier, earlier};
use crate::publish;
use crate::publish::manifest::{HashedFile, Manifest, PlanFiles, SCHEMA, Tool, is_whole};
use crate::sheet::limits::Limits;
use crate::sheet::read;

/// A plan as a set used it.
pub(super) struct PlanThen {
    /// Its files that differ now, as they were.
    pub(super) earlier: Earlier,
    /// Whether every file of it is had.
    pub(super) is_whole: bool,
}

impl PlanThen {
    /// The plan as it was.
    pub(super) fn plan(&self, path: &Path) -> Option<Plan> {
        if self.earlier.files.is_empty() { crate::plan::load(path).plan } else { self.earlier.plan(path) }
    }
}

impl Hand<'_> {
    /// Verifies the set of this month.
    pub(super) fn set(&self, period: Period) -> Result<SetVerified, VerifyError> {
        let (workbook, data) = publish::names(period);
        let name = format!("{data}/run.json");
        let mut set = SetVerified {
            period,
            run: String::new(),
            files: Vec::new(),
            made_again: MadeAgain::Not("something is altered, missing or not at hand".to_owned()),
            recorded: String::new(),
        };
        let bytes = match fs::read(self.folder.join(&name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let told = format!("without it nothing of the set can be judged: {error}");
                set.files.push(Checked::new(Whose::Manifest, name, State::Missing, told));
                return Ok(set);
            }
        };
        let manifest: Manifest = match manifest(&name, &bytes)? {
            Ok(manifest) => manifest,
            Err(wrong) => {
                set.files.push(Checked::new(Whose::Manifest, name, State::Altered, wrong));
                return Ok(set);
            }
        };
        set.run.clone_from(&manifest.run);
        let outputs = self.outputs(&manifest.outputs);
        let is_same = |file: &&Checked| file.file == workbook && file.state == State::Same;
        let book = outputs.iter().find(is_same).and_then(|_| run_in(&self.folder.join(&workbook)));
        let other_month = Some(manifest.origin.settings.period).filter(|of| *of != period);
        let claim = Claim {
            run: &manifest.run,
            tool: &manifest.origin.tool,
            of_origin: manifest.origin.run().ok(),
            other: other_month.map(|of| of.to_string()),
        };
        let wrong = claim.what_is_wrong(&bytes, book.as_deref());
        let state = if wrong.is_some() { State::Altered } else { State::Same };
        set.files.push(Checked::new(Whose::Manifest, name, state, wrong.clone().unwrap_or_default()));
        let (plan, plan_then) = self.plan(&manifest.origin.plan);
        let ledgers = self.ledgers.as_used(Looked::Before(period), &manifest.origin.ledgers);
        let inputs = self.inputs(&manifest);
        let rest = [outputs, plan, self.words(&manifest), ledgers.checked.clone(), inputs];
        set.files.extend(rest.into_iter().flatten());
        if wrong.is_some() {
            self.not_judged(&mut set.files);
        }
        set.recorded = self.recorded(&manifest);
        let is_had = |file: &Checked| matches!(file.state, State::Same | State::ChangedSince);
        if set.files.iter().all(is_had) && plan_then.is_whole {
            rerun::make_again(self, &manifest, &bytes, &plan_then, ledgers, &mut set);
        }
        Ok(set)
    }

    /// What an altered manifest says of a file is no proof against that file.
    pub(super) fn not_judged(&self, files: &mut [Checked]) {
        for file in files.iter_mut().filter(|f| f.whose != Whose::Manifest && f.state.is_wrong()) {
            if self.ledgers.checked().iter().any(|l| l.file == file.file && l.state.is_wrong()) {
                continue;
            }
            (file.state, file.told) =
                (State::NotJudged, "it is not what the altered manifest says".to_owned());
        }
    }

    pub(super) fn outputs(&self, outputs: &[HashedFile]) -> Vec<Checked> {
        let checked = outputs.iter().map(|output| {
            let (state, told) = match fs::read(self.folder.join(&output.file)) {
                Ok(bytes) => compared(&bytes, output.sha256),
                Err(error) => (State::Missing, error.to_string()),
            };
            Checked::new(Whose::Output, &output.file, state, told)
        });
        checked.collect()
    }

    /// The plan's files, and the plan as it was.
    pub(super) fn plan(&self, was: &PlanFiles) -> (Vec<Checked>, PlanThen) {
        let named = |file: &HashedFile| (file.file.clone(), file.sha256);
        let none = Earlier { files: std::collections::BTreeMap::new(), since: Vec::new() };
        let Some(folder) = &self.ledgers.folder else {
            let told = "give it with --plan";
            let files = was.files.iter().map(|f| Checked::new(Whose::Plan, &f.file, State::NotAtHand, told));
            return (files.collect(), PlanThen { earlier: none, is_whole: false });
        };
        let now = |file: &HashedFile| fs::read(folder.join(&file.file));
        let differs =
            was.files.iter().any(|file| now(file).ok().map(|b| Sha256::of(&b)) != Some(file.sha256));
        let wanted: Vec<_> = was.files.iter().map(named).collect();
        let then = if differs { earlier(folder, &wanted, &was.version) } else { none };
        let since: Vec<String> = then
            .since
            .iter()
            .map(|change| {
                format!(
                    "{} {} {} (\"{}\" to \"{}\")",
                    change.date, change.subject, change.field, change.from, change.to
                )
            })
            .collect();
        let checked: Vec<Checked> = was
            .files
            .iter()
            .map(|file| {
                let (state, told) = match now(file) {
                    Err(error) => (State::Missing, error.to_string()),
                    Ok(_) if then.files.contains_key(&file.file) => {
                        let told = if since.is_empty() {
                            "only the plan's version was changed since".to_owned()
                        } else {
                            format!("amended since, as the log says: {}", since.join("; "))
                        };
                        (State::ChangedSince, told)
                    }
                    Ok(bytes) => compared(&bytes, file.sha256),
                };
                Checked::new(Whose::Plan, &file.file, state, told)
            })
            .collect();
        let is_whole = checked.iter().all(|file| !file.state.is_wrong());
        (checked, PlanThen { earlier: then, is_whole })
    }

    /// The words of the return, where they were not those built in.
    fn words(&self, manifest: &Manifest) -> Vec<Checked> {
        let given = self.question.template.files();
        let was = &manifest.origin.settings.templates;
        let checked = was.iter().map(|file| {
            let (state, told) = match given.iter().find(|(name, _)| *name == file.file) {
                Some((_, sha256)) if *sha256 == file.sha256 => (State::Same, ""),
                Some(_) => (State::Altered, "its SHA-256 is not that in the manifest"),
                None if given.is_empty() => (State::NotAtHand, "give its folder with --templates"),
                None => (State::Missing, "it is not in the folder given"),
            };
            Checked::new(Whose::Words, &file.file, state, told)
        });
        checked.collect()
    }

    fn inputs(&self, manifest: &Manifest) -> Vec<Checked> {
        let hashed: Vec<_> = manifest
            .origin
            .inputs
            .iter()
            .filter_map(|input| Some((input.file.as_str(), input.sha256?)))
            .collect();
        let Some(at_hand) = self.inputs else {
            let told = "say with --inputs where the returns are";
            let not_given = |(file, _): &(&str, _)| Checked::new(Whose::Input, *file, State::NotAtHand, told);
            return hashed.iter().map(not_given).collect();
        };
        let matches = matched(&hashed, at_hand);
        // The returns of one month are given, and this set is of another.
        if hashed.len() > 1
            && !at_hand.is_empty()
            && matches.iter().all(|found| matches!(found, Match::NotThere))
        {
            let told = "none of this month's returns is under the paths given";
            let elsewhere = |(file, _): &(&str, _)| Checked::new(Whose::Input, *file, State::NotAtHand, told);
            return hashed.iter().map(elsewhere).collect();
        }
        let told = |((file, _), found): (&(&str, Sha256), Match<'_>)| match found {
            Match::Same(now) if now.name == *file => Checked::new(Whose::Input, *file, State::Same, ""),
            Match::Same(now) => {
                Checked::new(Whose::Input, *file, State::Same, format!("it is now called {}", now.name))
            }
            Match::Altered(now) => {
                let told = format!("its SHA-256 is now {}", now.sha256);
                Checked::new(Whose::Input, *file, State::Altered, told)
            }
            Match::NotThere => {
                let told = "no file of this name or with these bytes is under the paths given";
                Checked::new(Whose::Input, *file, State::Missing, told)
            }
        };
        hashed.iter().zip(matches).map(told).collect()
    }

    /// Whether the history ledger knows the run.
    fn recorded(&self, manifest: &Manifest) -> String {
        let period = manifest.origin.settings.period;
        let Some(ledger) = self.ledgers.history() else { return String::new() };
        ledger
            .revision_of(period, &manifest.run)
            .map(|revision| format!("history.csv has this run as revision {revision} of {period}"))
            .unwrap_or_default()
    }
}

/// The manifest, or why it is none.
pub(super) fn manifest<M: serde::de::DeserializeOwned>(
    name: &str,
    bytes: &[u8],
) -> Result<Result<M, String>, VerifyError> {
    let value: serde_json::Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return Ok(Err(format!("it is no longer JSON: {error}"))),
    };
    let whole = is_whole(bytes);
    match value.get("schema").and_then(serde_json::Value::as_u64) {
        // A set and a review have the same.
        Some(schema) if schema != u64::from(SCHEMA) && whole => {
            return Err(VerifyError::OtherSchema { file: name.to_owned(), schema });
        }
        _ => {}
    }
    Ok(serde_json::from_value(value).map_err(|error| format!("it is no longer a manifest: {error}")))
}

/// What a manifest says of itself.
pub(super) struct Claim<'a> {
    /// Id of its run.
    pub(super) run: &'a str,
    /// The program that wrote it.
    pub(super) tool: &'a Tool,
    /// The id that follows from what it names as the run's origin.
    pub(super) of_origin: Option<String>,
    /// The months that it is of, when those are other ones than its name says.
    pub(super) other: Option<String>,
}

impl Claim<'_> {
    /// What shows that a manifest is not as it was written. `book`: the run that the workbook beside it names.
    pub(super) fn what_is_wrong(&self, bytes: &[u8], book: Option<&str>) -> Option<String> {
        if !is_whole(bytes) {
            return Some("its seal does not fit: something in it was altered".to_owned());
        }
        if let Some(other) = &self.other {
            return Some(format!("it is that of {other}"));
        }
        let is_ours = self.tool.version == env!("CARGO_PKG_VERSION");
        if is_ours && self.of_origin.as_deref() != Some(self.run) {
            return Some("the run's id is not that of what it names as the run's origin".to_owned());
        }
        let other = book.filter(|book| *book != self.run);
        other.map(|other| format!("it names the run {}, the workbook the run {other}", self.run))
    }
}

/// The id of the run, as the workbook's properties have it.
pub(super) fn run_in(workbook: &Path) -> Option<String> {
    let bytes = fs::read(workbook).ok()?;
    let book = read::open(&bytes, "workbook", &Limits::default()).ok()?;
    book.properties.get("ragbook.run").cloned()
}

pub(super) fn compared(bytes: &[u8], was: Sha256) -> (State, String) {
    let is = Sha256::of(bytes);
    if is == was {
        (State::Same, String::new())
    } else {
        (State::Altered, format!("its SHA-256 is now {is}"))
    }
}
