//! `ragbook verify DIR`: proves that what a consolidation wrote is still what it wrote, and what it came from
//! (8-commands-and-files.md).
//!
//! For each set of outputs: the manifest by its own seal, the outputs by their hashes in it, the plan, the rows used of the
//! ledgers, the inputs where they are at hand; and when all of these are as they were, the outputs are made again from them in
//! memory and compared byte for byte. The ledgers are checked whole as well, by their seals. Writes nothing.
//!
//! Editions and reviews in the folder are verified in the same way: editions against `issues.csv` beside the plan (`editions`),
//! reviews against their own manifest (`reviews`).

mod editions;
mod files;
mod folder;
mod ledgers;
mod rerun;
mod reviews;
mod told;

use std::path::{Path, PathBuf};

use crate::domain::Period;
use crate::form::Template;
use crate::intake::IntakeError;
use crate::intake::at_hand::{AtHand, at_hand};
use crate::publish::output::{self, OutputError};
use crate::sheet::limits::Limits;
use crate::sheet::read::Worker;

pub use told::{SCHEMA, as_json, as_text};

/// What is asked to be verified, and with what.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The output folder, or the data folder of one set or review.
    pub folder: &'a Path,
    /// The plan, where it is at hand.
    pub plan: Option<&'a Path>,
    /// Where the returns may lie; empty: they are not at hand.
    pub inputs: &'a [PathBuf],
    /// The words of the return.
    pub template: &'a Template,
    /// Who reads xls, xlsb and ods.
    pub worker: Option<&'a Worker>,
    /// Told after each file that is read again.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// No set of outputs.
    #[error(
        "{} holds no consolidated set: no folder such as 2019-11-data with a run.json in it, and no edition or review",
        .0.display()
    )]
    NoSet(PathBuf),
    /// The folder cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A manifest of another shape.
    #[error("{file} has the schema {schema}, which this ragbook does not know")]
    OtherSchema {
        /// The manifest.
        file: String,
        /// Its schema.
        schema: u64,
    },
    /// The paths given for the inputs.
    #[error(transparent)]
    Inputs(#[from] IntakeError),
    /// A set that was stopped could not be finished.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// What a file is to a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// run.json.
    Manifest,
    /// Written by the run.
    Output,
    /// Of the plan.
    Plan,
    /// The words of the return (`--templates`).
    Words,
    /// history.csv, decisions.csv, issues.csv, published.csv.
    Ledger,
    /// A workbook or page that `ragbook publish` wrote.
    Edition,
    /// A return, or another file that was met.
    Input,
}

impl Whose {
    /// The word in what `verify` prints.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Output => "output",
            Self::Plan => "plan",
            Self::Words => "words",
            Self::Ledger => "ledger",
            Self::Edition => "edition",
            Self::Input => "input",
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Byte for byte as it was; of a ledger, the rows used are.
    Same,
    /// Properly changed since: an amended plan, a ledger with more rows. What it was then is still there and fits.
    ChangedSince,
    /// Not what it was.
    Altered,
    /// Gone.
    Missing,
    /// Not given, so not looked at.
    NotAtHand,
    /// What it was stands only in a manifest that is itself altered.
    NotJudged,
}

impl State {
    /// The words in what `verify` prints.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::ChangedSince => "changed since",
            Self::Altered => "altered",
            Self::Missing => "missing",
            Self::NotAtHand => "not at hand",
            Self::NotJudged => "not judged",
        }
    }

    /// Whether something is wrong: exit status 1.
    pub const fn is_wrong(self) -> bool {
        matches!(self, Self::Altered | Self::Missing)
    }
}

/// A file, whose it is and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it is.
    pub whose: Whose,
    /// Its name in the manifest.
    pub file: String,
    /// What became of it.
    pub state: State,
    /// More about it, in words; may be empty.
    pub told: String,
}

impl Checked {
    fn new(whose: Whose, file: impl Into<String>, state: State, told: impl Into<String>) -> Self {
        Self { whose, file: file.into(), state, told: told.into() }
    }
}

/// What came of making the outputs again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadeAgain {
    /// Every one has the same bytes.
    Same,
    /// These have not, by name: the outputs were not made from these inputs.
    Differs(Vec<String>),
    /// It could not be tried; why, in words.
    Not(String),
}

/// A set of outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetVerified {
    /// Its month.
    pub period: Period,
    /// Id of its run; empty where its manifest does not say.
    pub run: String,
    /// Every file: the manifest first, then outputs, plan, words, ledgers, inputs.
    pub files: Vec<Checked>,
    /// What came of making the outputs again.
    pub made_again: MadeAgain,
    /// Whether history.csv knows the run, in words; empty where there is none.
    pub recorded: String,
}

/// An edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionVerified {
    /// Its month.
    pub period: Period,
    /// Its name.
    pub name: String,
    /// Id of the run that consolidated what it shows; empty where no ledger says.
    pub run: String,
    /// Workbook and page, as far as they are there.
    pub files: Vec<Checked>,
    /// What came of making it again.
    pub made_again: MadeAgain,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewVerified {
    /// Its first month.
    pub from: Period,
    /// Its last month.
    pub to: Period,
    /// Id of its run; empty where its manifest does not say.
    pub run: String,
    /// Every file: the manifest first, then outputs, plan, ledgers.
    pub files: Vec<Checked>,
    /// What came of making the outputs again.
    pub made_again: MadeAgain,
}

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The ledgers as they are now, whole.
    pub ledgers: Vec<Checked>,
    /// Each set, by month.
    pub sets: Vec<SetVerified>,
    /// Each edition, by month and name.
    pub editions: Vec<EditionVerified>,
    /// Each review, by its months.
    pub reviews: Vec<ReviewVerified>,
}

impl Verified {
    /// Every file looked at, the ledgers last. One that several outputs came from stands there for each of them.
    pub fn files(&self) -> impl Iterator<Item = &Checked> {
        let sets = self.sets.iter().flat_map(|set| &set.files);
        let editions = self.editions.iter().flat_map(|edition| &edition.files);
        sets.chain(editions).chain(self.reviews.iter().flat_map(|review| &review.files)).chain(&self.ledgers)
    }

    /// Whether nothing is altered or missing and everything that was made again came out the same.
    pub fn is_well(&self) -> bool {
        self.differs().count() == 0 && !self.files().any(|file| file.state.is_wrong())
    }

    /// What was made again and did not come out the same.
    fn differs(&self) -> impl Iterator<Item = &MadeAgain> {
        let sets = self.sets.iter().map(|set| &set.made_again);
        let editions = self.editions.iter().map(|edition| &edition.made_again);
        let all = sets.chain(editions).chain(self.reviews.iter().map(|review| &review.made_again));
        all.filter(|made| matches!(made, MadeAgain::Differs(_)))
    }
}

/// Verifies every set of outputs, every edition and every review in the folder.
///
/// # Errors
/// Where there is nothing to verify, or it cannot be reached.
pub fn verify(question: &Question<'_>) -> Result<Verified, VerifyError> {
    let found = folder::found(question.folder)?;
    // A set or a ledger that a power cut stopped half way is finished before anybody judges it.
    output::finish_stopped(&found.folder)?;
    let ledgers = ledgers::Found::in_plan(question.plan)?;
    // Limits of the plan belong to reading; to hash a file, only its size matters.
    let limits = Limits { file_bytes: u64::MAX, ..Limits::default() };
    let inputs = if question.inputs.is_empty() { None } else { Some(at_hand(question.inputs, &limits)?) };
    let hand = Hand { folder: &found.folder, question, ledgers: &ledgers, inputs: inputs.as_deref() };
    let verified = Verified {
        sets: found.sets.iter().map(|period| hand.set(*period)).collect::<Result<_, _>>()?,
        editions: hand.editions(&found.editions),
        reviews: found.reviews.iter().map(|months| hand.review(*months)).collect::<Result<_, _>>()?,
        ledgers: ledgers.checked(),
    };
    if verified.sets.is_empty() && verified.editions.is_empty() && verified.reviews.is_empty() {
        return Err(VerifyError::NoSet(found.folder));
    }
    Ok(verified)
}

/// Everything at hand that a set is held against.
struct Hand<'a> {
    folder: &'a Path,
    question: &'a Question<'a>,
    ledgers: &'a ledgers::Found,
    inputs: Option<&'a [AtHand]>,
}
