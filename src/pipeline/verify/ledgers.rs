//! The ledgers beside the plan: whole by their seals, and as one run used them.

use std::path::{Path, PathBuf};

use super::{Checked, State, VerifyError, Whose};
use crate::domain::{Period, Sha256};
use crate::ledger::{
    Decisions, History, HistoryLedger, Issues, Published, decisions, history, issues, published,
};
use crate::pipeline::ledgers::folder_of;
use crate::publish::manifest::HashedFile;
use crate::publish::output;

/// The ledgers of a plan, as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The plan's folder, where it is at hand.
    pub(super) folder: Option<PathBuf>,
    history: Option<Result<HistoryLedger, String>>,
    decisions: Option<Result<Decisions, String>>,
    issues: Option<Result<Issues, String>>,
    published: Option<Result<Seen, String>>,
}

/// published.csv, and whether it carries seals.
#[derive(Debug)]
struct Seen {
    published: Published,
    is_sealed: bool,
}

/// Which months of history.csv a run looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Looked {
    /// A consolidation of this month: those before it.
    Before(Period),
    /// A review: from the first to the last.
    Between(Period, Period),
}

impl Looked {
    /// The last month whose decisions it may know.
    const fn decided(self) -> Period {
        match self {
            Self::Before(period) | Self::Between(_, period) => period,
        }
    }

    fn is_of(self, month: Period) -> bool {
        match self {
            Self::Before(period) => month < period,
            Self::Between(from, to) => (from..=to).contains(&month),
        }
    }

    /// The ledger as it was, and the revisions added since.
    fn at(self, ledger: &HistoryLedger, used: Option<Sha256>) -> Option<(HistoryLedger, Vec<(Period, u32)>)> {
        match self {
            Self::Before(period) => ledger.as_used(period, used),
            Self::Between(from, to) => ledger.as_reviewed((from, to), used),
        }
    }

    /// What the run knew of earlier months.
    fn history(self, ledger: &HistoryLedger, decisions: &Decisions) -> History {
        match self {
            Self::Before(period) => {
                let mut history = ledger.before(period);
                history.restate(&decisions.up_to(period.previous()));
                history
            }
            Self::Between(from, to) => ledger.between(from, to),
        }
    }
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
            issues: bytes(issues::FILE).map(|b| Issues::read(&b).map_err(|wrong| wrong.to_string())),
            published: bytes(published::text::FILE).map(|b| {
                let is_sealed = published::text::is_sealed(&b);
                let read = published::text::read(&b).map_err(|wrong| wrong.to_string());
                read.map(|published| Seen { published, is_sealed })
            }),
            folder: Some(folder),
        })
    }

    /// The history ledger, where it is whole.
    pub(super) fn history(&self) -> Option<&HistoryLedger> {
        self.history.as_ref()?.as_ref().ok()
    }

    /// The ledger of issues, where it is there.
    pub(super) const fn issues(&self) -> Option<&Result<Issues, String>> {
        self.issues.as_ref()
    }

    /// What was shown of small numbers when so many issues were out; none where that cannot be had any more.
    pub(super) fn published(&self, issues: u32) -> Option<Published> {
        match &self.published {
            None => (issues == 0).then(Published::default),
            Some(Err(_)) => None,
            Some(Ok(seen)) => (seen.published.issues() >= issues).then(|| seen.published.up_to(issues)),
        }
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
        let sealed = |is_sealed: bool| {
            let told = if is_sealed {
                "every row as it was written"
            } else {
                "nothing vouches for it: it was written before this ledger had seals; the next `ragbook publish` seals it"
            };
            told.to_owned()
        };
        let issues = self
            .issues
            .as_ref()
            .map(|found| ledger(issues::FILE, found.as_ref().map(|ledger| sealed(ledger.unsealed() == 0))));
        let published = self
            .published
            .as_ref()
            .map(|found| ledger(published::text::FILE, found.as_ref().map(|seen| sealed(seen.is_sealed))));
        [history, decisions, issues, published].into_iter().flatten().collect()
    }

    /// What a run used that looked at these months: `used` are the ledgers of its manifest.
    pub(super) fn as_used(&self, looked: Looked, used: &[HashedFile]) -> AsUsed {
        let used = |file: &str| used.iter().find(|l| l.file == file).map(|l| l.sha256);
        let period = looked.decided();
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
            (Some(_), Some(Ok(ledger))) => match looked.at(ledger, wanted) {
                None => tell(history::FILE, Is::Other),
                Some((then, since)) => {
                    let of_it = since.iter().filter(|(month, _)| looked.is_of(*month));
                    let added: Vec<String> =
                        of_it.map(|(month, number)| format!("revision {number} of {month}")).collect();
                    tell(history::FILE, Is::Fits((!added.is_empty()).then(|| added.join(", "))));
                    as_used.history =
                        as_used.decisions.as_ref().map(|decisions| looked.history(&then, decisions));
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
