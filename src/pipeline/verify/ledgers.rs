//! The ledgers beside the plan: whole by their seals, and as one run used them.

use std::path::{Path, PathBuf};

use super::{Checked, State, VerifyError, Whose};
use crate::domain::{Period, Sha256};
use crate::ledger::{Decisions, History, HistoryLedger, decisions, history};
use crate::pipeline::ledgers::folder_of;
use crate::publish::output;

/// The ledgers of a plan, as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The plan's folder, where it is at hand.
    pub(super) folder: Option<PathBuf>,
    history: Option<Result<HistoryLedger, String>>,
    decisions: Option<Result<Decisions, String>>,
}

/// What one run used of the ledgers.
#[derive(Debug, Default)]
pub(super) struct AsUsed {
    /// Of each ledger, whether that is still there.
    pub(super) checked: Vec<Checked>,
    /// Earlier months as it saw them; none where they cannot be had any more.
    pub(super) history: Option<History>,
    /// Decisions as it saw them.
    pub(super) decisions: Option<Decisions>,
}

impl Found {
    pub(super) fn in_plan(plan: Option<&Path>) -> Result<Self, VerifyError> {
        let Some(folder) = plan.map(folder_of) else { return Ok(Self::default()) };
        output::finish_stopped(&folder)?;
        let bytes = |name: &str| std::fs::read(folder.join(name)).ok();
        Ok(Self {
            history: bytes(history::FILE).map(|b| HistoryLedger::read(b).map_err(|wrong| wrong.to_string())),
            decisions: bytes(decisions::FILE)
                .map(|b| Decisions::from_csv(&b).map_err(|wrong| wrong.to_string())),
            folder: Some(folder),
        })
    }

    /// The history ledger, where it is whole.
    pub(super) fn history(&self) -> Option<&HistoryLedger> {
        self.history.as_ref()?.as_ref().ok()
    }

    /// Each ledger that is there, by its seals.
    pub(super) fn checked(&self) -> Vec<Checked> {
        let ledger = |file: &str, found: Result<String, &String>| match found {
            Ok(told) => Checked::new(Whose::Ledger, file, State::Same, told),
            Err(wrong) => Checked::new(Whose::Ledger, file, State::Altered, wrong.clone()),
        };
        let history = self.history.as_ref().map(|found| {
            ledger(history::FILE, found.as_ref().map(|_| "every revision as it was written".to_owned()))
        });
        let decisions = self.decisions.as_ref().map(|found| {
            let told = found.as_ref().map(|ledger| match ledger.unsealed().as_slice() {
                [] => "every row as it was written".to_owned(),
                typed => format!(
                    "nothing vouches for {}: typed by hand, without a seal; every other row is as it was written",
                    typed.join(", ")
                ),
            });
            ledger(decisions::FILE, told)
        });
        [history, decisions].into_iter().flatten().collect()
    }

    /// What the run of this period used: `used` are the ledgers of its manifest.
    pub(super) fn as_used(&self, period: Period, used: impl Fn(&str) -> Option<Sha256>) -> AsUsed {
        let mut checked = Vec::new();
        let mut tell = |file: &str, is: Is| {
            let (state, told) = match is {
                Is::Fits(None) => (State::Same, "the rows used are as they were".to_owned()),
                Is::Fits(Some(since)) => {
                    (State::ChangedSince, format!("the rows used are as they were; added since: {since}"))
                }
                Is::Broken => (State::Altered, "see Ledgers".to_owned()),
                Is::Other => (
                    State::Altered,
                    "it holds other rows of the time before than those that were used".to_owned(),
                ),
                Is::Gone => (State::Missing, "it was used, and is not beside the plan any more".to_owned()),
                Is::NotAtHand => (State::NotAtHand, "give its plan with --plan".to_owned()),
            };
            checked.push(Checked::new(Whose::Ledger, file, state, told));
        };
        let mut as_used = AsUsed::default();
        let wanted = used(decisions::FILE);
        match (&self.folder, &self.decisions) {
            (None, _) => wanted.iter().for_each(|_| tell(decisions::FILE, Is::NotAtHand)),
            (Some(_), None) if wanted.is_none() => as_used.decisions = Some(Decisions::default()),
            (Some(_), None) => tell(decisions::FILE, Is::Gone),
            (Some(_), Some(Err(_))) => tell(decisions::FILE, Is::Broken),
            (Some(_), Some(Ok(ledger))) => match ledger.as_used(period, wanted) {
                None => tell(decisions::FILE, Is::Other),
                Some((then, since)) => {
                    let of_it = since.iter().filter(|d| d.period <= period);
                    let ids: Vec<&str> = of_it.map(|d| d.id.as_str()).collect();
                    tell(decisions::FILE, Is::Fits((!ids.is_empty()).then(|| ids.join(", "))));
                    as_used.decisions = Some(then.up_to(period));
                }
            },
        }
        let wanted = used(history::FILE);
        match (&self.folder, &self.history) {
            (None, _) => wanted.iter().for_each(|_| tell(history::FILE, Is::NotAtHand)),
            (Some(_), None) if wanted.is_none() => as_used.history = Some(History::default()),
            (Some(_), None) => tell(history::FILE, Is::Gone),
            (Some(_), Some(Err(_))) => tell(history::FILE, Is::Broken),
            (Some(_), Some(Ok(ledger))) => match ledger.as_used(period, wanted) {
                None => tell(history::FILE, Is::Other),
                Some((then, since)) => {
                    let of_it = since.iter().filter(|(month, _)| *month < period);
                    let added: Vec<String> =
                        of_it.map(|(month, number)| format!("revision {number} of {month}")).collect();
                    tell(history::FILE, Is::Fits((!added.is_empty()).then(|| added.join(", "))));
                    as_used.history = Some(then.before(period));
                }
            },
        }
        as_used.checked = checked;
        as_used
    }
}

/// How a ledger stands to what was used of it.
enum Is {
    /// The rows used are there; what was added since.
    Fits(Option<String>),
    /// It cannot be read.
    Broken,
    /// The rows used are not there.
    Other,
    /// There is no such file.
    Gone,
    /// No plan was given.
    NotAtHand,
}
