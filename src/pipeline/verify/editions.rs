//! Editions: workbook and page held against `issues.csv` beside the plan, which has the hash of each, and made again from the
//! facts that the set beside them keeps, with the plan, the ledgers and the issues before them as they were then. No return
//! is needed.

use std::fs;
use std::path::Path;

use super::files::{compared, manifest, run_in};
use super::ledgers::Looked;
use super::rerun::by_this_version;
use super::{Checked, EditionVerified, Hand, MadeAgain, State, Whose};
use crate::domain::{Period, Sha256};
use crate::ledger::{Issued, Issues};
use crate::pipeline::recall::Recalled;
use crate::publish::edition::{self, ApprovedTexts};
use crate::publish::kept::Kept;
use crate::publish::manifest::{Manifest, is_whole};
use crate::publish::{self, edition_name, edition_page_name};

impl Hand<'_> {
    /// Verifies those of these months and names that are editions.
    pub(super) fn editions(&self, named: &[(Period, String)]) -> Vec<EditionVerified> {
        // What an officer named like an edition is told apart by the plan, where it can be read.
        let plan = self.question.plan.filter(|_| !named.is_empty());
        let declared: Vec<String> = plan
            .and_then(|path| crate::plan::load(path).plan)
            .map(|plan| plan.editions.into_iter().map(|edition| edition.name).collect())
            .unwrap_or_default();
        named
            .iter()
            .filter_map(|(period, name)| self.edition(*period, name, declared.contains(name)))
            .collect()
    }

    /// The edition of this month and name; none when it is some other file.
    fn edition(&self, period: Period, name: &str, is_declared: bool) -> Option<EditionVerified> {
        let of_name = |row: &Issued| row.period == period && row.edition == name;
        let issues = match self.ledgers.issues() {
            Some(Ok(issues)) => Some(issues),
            _ => None,
        };
        let row = issues.and_then(|issues| issues.rows().iter().rposition(of_name));
        let is_ours = || run_in(&self.folder.join(edition_name(period, name))).is_some();
        let is_edition = row.is_some() || is_declared || self.ledgers.folder.is_none() && is_ours();
        if !is_edition {
            return None;
        }
        let mut found = EditionVerified {
            period,
            name: name.to_owned(),
            run: String::new(),
            files: Vec::new(),
            made_again: MadeAgain::Not("something is altered, missing or not at hand".to_owned()),
        };
        if let Some((issues, row)) = issues.zip(row) {
            self.known(issues, row, &mut found);
        } else {
            let (state, told) = match self.ledgers.issues() {
                _ if self.ledgers.folder.is_none() => {
                    (State::NotAtHand, "what was issued stands beside its plan: give it with --plan")
                }
                None => (State::NotJudged, "issues.csv, in which its SHA-256 stood, is not beside the plan"),
                Some(Err(_)) => (State::NotJudged, "issues.csv, in which its SHA-256 stands, is altered"),
                Some(Ok(_)) => (State::Altered, "issues.csv beside the plan knows of no such issue"),
            };
            if self.ledgers.folder.is_some() && self.ledgers.issues().is_none() {
                let told = "editions were issued, and it is not beside the plan any more";
                found.files.push(Checked::new(Whose::Ledger, "issues.csv", State::Missing, told));
            }
            for (file, _) in self.files_of(period, name) {
                found.files.push(Checked::new(Whose::Edition, file, state, told));
            }
        }
        Some(found)
    }

    /// An edition that the ledger of issues has in this row, and in no later one.
    fn known(&self, ledger: &Issues, row: usize, found: &mut EditionVerified) {
        let Some(issued) = ledger.rows().get(row) else { return };
        found.run.clone_from(&issued.run);
        let earlier = |bytes: &[u8]| {
            let sha256 = Sha256::of(bytes);
            let before = ledger.rows().iter().take(row);
            before
                .filter(|other| other.period == issued.period && other.edition == issued.edition)
                .any(|other| other.sha256 == sha256 || other.page_sha256 == Some(sha256))
        };
        let mut is_last = true;
        for (file, bytes) in self.files_of(found.period, &found.name) {
            let is_page = Path::new(&file).extension().is_some_and(|extension| extension == "html");
            let was = if is_page { issued.page_sha256 } else { Some(issued.sha256) };
            let (state, told) = match (bytes, was) {
                (Err(error), _) => (State::Missing, error),
                (Ok(bytes), _) if was != Some(Sha256::of(&bytes)) && earlier(&bytes) => {
                    is_last = false;
                    (State::Same, "it is an earlier issue: another was published since".to_owned())
                }
                (Ok(bytes), Some(was)) => compared(&bytes, was),
                (Ok(_), None) => {
                    let told = "it was issued before issues.csv kept the SHA-256 of pages: publish it again";
                    (State::NotJudged, told.to_owned())
                }
            };
            found.files.push(Checked::new(Whose::Edition, file, state, told));
        }
        if !is_last {
            found.made_again = MadeAgain::Not("it is not the last issue".to_owned());
        } else if found.files.iter().all(|file| matches!(file.state, State::Same | State::NotJudged)) {
            let made = self.edition_again(&ledger.first(row), issued);
            found.made_again = made.unwrap_or_else(MadeAgain::Not);
        }
    }

    /// Workbook and page, as far as they are there, each with its bytes or why it cannot be read.
    fn files_of(&self, period: Period, name: &str) -> Vec<(String, Result<Vec<u8>, String>)> {
        let names = [edition_name(period, name), edition_page_name(period, name)];
        let read = names.into_iter().filter_map(|file| match fs::read(self.folder.join(&file)) {
            Ok(bytes) => Some((file, Ok(bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => Some((file, Err(error.to_string()))),
        });
        read.collect()
    }

    /// The edition made again, as it was issued when these issues stood before it.
    fn edition_again(&self, before: &Issues, issued: &Issued) -> Result<MadeAgain, String> {
        let (_, data) = publish::names(issued.period);
        let name = format!("{data}/run.json");
        let bytes = fs::read(self.folder.join(&name))
            .map_err(|_| "the set that it was made from is not in this folder".to_owned())?;
        let is_no_use = || "the manifest of the set that it was made from is altered".to_owned();
        let set: Manifest =
            manifest(&name, &bytes).map_err(|error| error.to_string())?.map_err(|_| is_no_use())?;
        if !is_whole(&bytes) {
            return Err(is_no_use());
        }
        if set.run != issued.run {
            return Err(format!(
                "it was made from the run {}, and the set in this folder is the run {}",
                issued.run, set.run
            ));
        }
        by_this_version(&set.origin.tool)?;
        let path = self.question.plan.ok_or("the plan is not at hand")?;
        let (_, then) = self.plan(&set.origin.plan);
        let plan = then.is_whole.then(|| then.plan(path)).flatten();
        let plan = plan.ok_or("the plan is not as it was")?;
        let used = self.ledgers.as_used(Looked::Before(issued.period), &set.origin.ledgers);
        let (history, decisions) =
            used.history.zip(used.decisions).ok_or("the ledgers are not as they were")?;
        let shown = issued.published.and_then(|issues| self.ledgers.published(issues));
        let shown = shown.ok_or("what issues before it showed of small numbers is not known")?;
        let kept = facts(&bytes).ok_or("the set keeps no facts that this ragbook knows")?;
        let month = Recalled::of(&set, kept, &plan, &history)
            .ok_or("the set keeps facts that this ragbook does not know")?;
        let declared = plan.editions.iter().find(|edition| edition.name == issued.edition);
        let consolidated = month.consolidation(&plan, &history, &decisions);
        let edited = edition::cut(
            &consolidated,
            &edition::Asked {
                edition: declared.ok_or("the plan declared no such edition")?,
                last_issue: before.last_before(&issued.edition, issued.period),
                approved: &ApprovedTexts::of(&decisions, consolidated.as_at),
                published: &shown,
            },
        )
        .map_err(|refused| refused.to_string())?;
        let files = publish::edition(&edited, &month.run).map_err(|error| error.to_string())?;
        let made = [(files.workbook, Some(issued.sha256)), (files.page, issued.page_sha256)];
        let differs =
            made.into_iter().filter(|(file, was)| was.is_some_and(|was| was != Sha256::of(&file.bytes)));
        let others: Vec<String> = differs.map(|(file, _)| file.name).collect();
        Ok(if others.is_empty() { MadeAgain::Same } else { MadeAgain::Differs(others) })
    }
}

/// The facts that a set's manifest keeps.
fn facts(manifest: &[u8]) -> Option<Kept<'static>> {
    #[derive(serde::Deserialize)]
    struct WithFacts {
        facts: Kept<'static>,
    }
    serde_json::from_slice::<WithFacts>(manifest).ok().map(|with| with.facts)
}
