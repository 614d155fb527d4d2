//! A review: its manifest, its outputs, and the plan and ledgers that it names; made again from those.

use std::fs;

use super::files::{Claim, PlanThen, manifest, run_in};
use super::ledgers::{AsUsed, Looked};
use super::rerun::by_this_version;
use super::{Checked, Hand, MadeAgain, ReviewVerified, State, VerifyError, Whose};
use crate::domain::{Period, Sha256};
use crate::publish::review::manifest::Manifest;
use crate::publish::review::{self, Review, Year};

impl Hand<'_> {
    /// Verifies the review of these months.
    pub(super) fn review(&self, (from, to): (Period, Period)) -> Result<ReviewVerified, VerifyError> {
        let (workbook, data) = review::names(from, to);
        let name = format!("{data}/run.json");
        let mut found = ReviewVerified {
            from,
            to,
            run: String::new(),
            files: Vec::new(),
            made_again: MadeAgain::Not("something is altered, missing or not at hand".to_owned()),
        };
        let bytes = match fs::read(self.folder.join(&name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let told = format!("without it nothing of the review can be judged: {error}");
                found.files.push(Checked::new(Whose::Manifest, name, State::Missing, told));
                return Ok(found);
            }
        };
        let manifest: Manifest = match manifest(&name, &bytes)? {
            Ok(manifest) => manifest,
            Err(wrong) => {
                found.files.push(Checked::new(Whose::Manifest, name, State::Altered, wrong));
                return Ok(found);
            }
        };
        found.run.clone_from(&manifest.run);
        let outputs = self.outputs(&manifest.outputs);
        let is_same = |file: &&Checked| file.file == workbook && file.state == State::Same;
        let book = outputs.iter().find(is_same).and_then(|_| run_in(&self.folder.join(&workbook)));
        let origin = &manifest.origin;
        let is_other = (origin.from, origin.to) != (from, to);
        let claim = Claim {
            run: &manifest.run,
            tool: &origin.tool,
            of_origin: origin.run().ok(),
            other: is_other.then(|| format!("{} to {}", origin.from, origin.to)),
        };
        let wrong = claim.what_is_wrong(&bytes, book.as_deref());
        let state = if wrong.is_some() { State::Altered } else { State::Same };
        found.files.push(Checked::new(Whose::Manifest, name, state, wrong.clone().unwrap_or_default()));
        let (plan, then) = self.plan(&origin.plan);
        let used = self.ledgers.as_used(Looked::Between(from, to), &origin.ledgers);
        found.files.extend([outputs, plan, used.checked.clone()].into_iter().flatten());
        if wrong.is_some() {
            self.not_judged(&mut found.files);
        }
        let is_had = |file: &Checked| matches!(file.state, State::Same | State::ChangedSince);
        if found.files.iter().all(is_had) && then.is_whole {
            let made = self.review_again(&manifest, &bytes, &then, used);
            found.made_again = made.unwrap_or_else(MadeAgain::Not);
        }
        Ok(found)
    }

    fn review_again(
        &self,
        manifest: &Manifest,
        bytes: &[u8],
        then: &PlanThen,
        used: AsUsed,
    ) -> Result<MadeAgain, String> {
        let origin = &manifest.origin;
        by_this_version(&origin.tool)?;
        let path = self.question.plan.ok_or("the plan is not at hand")?;
        let plan = then.plan(path).ok_or("the plan cannot be used as it is")?;
        let (history, decisions) =
            used.history.zip(used.decisions).ok_or("what was used of the ledgers is not at hand")?;
        // Decisions of later months are no part of it.
        let year =
            Year { plan: &plan, history: &history, decisions: &decisions, from: origin.from, to: origin.to };
        let files = review::outputs(&Review::of(year)).map_err(|error| error.to_string())?;
        let is_other = |file: &&crate::publish::output::NewFile| {
            let was = manifest.outputs.iter().find(|output| output.file == file.name);
            was.map_or(file.bytes != bytes, |output| output.sha256 != Sha256::of(&file.bytes))
        };
        let others: Vec<String> = files.iter().filter(is_other).map(|file| file.name.clone()).collect();
        Ok(if others.is_empty() { MadeAgain::Same } else { MadeAgain::Differs(others) })
    }
}
