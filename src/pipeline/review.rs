//! `ragbook review`: a stretch of months to the review's workbook, its data CSVs and the manifest. No return is read again.

use std::path::{Path, PathBuf};

use crate::domain::Period;
use crate::plan::Plan;
use crate::publish::PublishError;
use crate::publish::output::{Folder, OutputError};
use crate::publish::review::recommendations::Answer;
use crate::publish::review::{self, Review, Year};

use super::ledgers::Ledgers;

/// Most months of one review: ten years.
pub const MOST_MONTHS: i32 = 120;

/// Why a stretch could not be reviewed. What stood in the output folder before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The months are no stretch.
    #[error("{from} to {to} is no stretch of 1 to {MOST_MONTHS} months")]
    NoStretch {
        /// First month asked for.
        from: Period,
        /// Last month asked for.
        to: Period,
    },
    /// None of the months was consolidated.
    #[error("history.csv has no month from {} to {}", .from.in_words(), .to.in_words())]
    NothingKnown {
        /// First month asked for.
        from: Period,
        /// Last month asked for.
        to: Period,
    },
    /// The output could not be made.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The output could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl ReviewError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::NoStretch { .. } => "Give the first month after --from and the last after --to.",
            Self::NothingKnown { .. } => {
                "A review is made from what `ragbook consolidate` left beside the plan. Consolidate the months first, or check the months and the folder after --plan."
            }
            Self::Publish(_) | Self::Output(_) => "",
        }
    }
}

/// What was done and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The review's workbook.
    pub workbook: PathBuf,
    /// The folder of the data CSVs and the manifest.
    pub data: PathBuf,
    /// Months of the stretch in the records.
    pub months: usize,
    /// Months of the stretch that are missing.
    pub missing: Vec<Period>,
    /// The answer for each recommendation, by its number.
    pub answers: Vec<(u16, Answer)>,
}

/// Reviews these months, and writes the whole set into the folder.
pub fn review(
    plan: &Plan,
    ledgers: &Ledgers,
    (from, to): (Period, Period),
    out: &Path,
) -> Result<Outcome, ReviewError> {
    if !(0..MOST_MONTHS).contains(&to.months_since(from)) {
        return Err(ReviewError::NoStretch { from, to });
    }
    let history = ledgers.between(from, to);
    if history.runs.is_empty() {
        return Err(ReviewError::NothingKnown { from, to });
    }
    let folder = Folder::claim(out)?;
    let (workbook, data) = review::names(from, to);
    folder.probe_replace(&[&workbook, &data])?;
    let decisions = ledgers.decisions_up_to(to);
    let review = Review::of(Year { plan, history: &history, decisions: &decisions, from, to });
    folder.replace_set(&format!("{from}-to-{to}-review"), &review::outputs(&review)?)?;
    Ok(Outcome {
        workbook: folder.path().join(workbook),
        data: folder.path().join(data),
        months: review.months.len(),
        answers: review.recommendations.iter().map(|one| (one.outcome.number, one.answer)).collect(),
        missing: review.missing,
    })
}
