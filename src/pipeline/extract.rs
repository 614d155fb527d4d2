//! `ragbook extract` and `consolidate --answers`: reading returns as a pure map, file by file, and taking what was read
//! together again, wherever it was read (8-commands-and-files.md, "For scale beyond a council").

use std::path::{Path, PathBuf};

use crate::intake::{self, Context, Intake, IntakeError};
use crate::publish::answers::{About, Answers, AnswersError, to_lines};

/// Why answers could not be extracted or taken.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// A path of a return.
    #[error(transparent)]
    Returns(#[from] IntakeError),
    /// A file with answers cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file with answers cannot be used.
    #[error("{}: {wrong}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        wrong: AnswersError,
    },
    /// All together cannot be used.
    #[error(transparent)]
    Together(AnswersError),
}

impl ExtractError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Together(AnswersError::SameName(_)) => {
                "Extract them again with --below and the folder that holds all returns, so that their names tell them apart."
            }
            Self::Together(AnswersError::Lost { .. }) => {
                "Give every file that `ragbook extract` wrote, whole."
            }
            Self::File { wrong: AnswersError::Other { .. }, .. } => {
                "Extract those returns again, with the plan, the month and the options of this run."
            }
            Self::File { .. } => "Extract those returns again.",
            Self::Returns(_) | Self::Unreadable { .. } | Self::Together(_) => "",
        }
    }
}

/// The answers and findings of these returns, one JSON object a line. With `below`, files are named by their path from that
/// folder.
pub fn extract(
    returns: &[PathBuf],
    below: Option<&Path>,
    context: &Context<'_>,
) -> Result<Vec<u8>, ExtractError> {
    let files = intake::read_each(returns, below, context)?;
    to_lines(files, context).map_err(ExtractError::Together)
}

/// What was extracted into these files, and these returns, taken together as one run over all returns would have read them.
pub fn gather(
    returns: &[PathBuf],
    answers: &[PathBuf],
    context: &Context<'_>,
) -> Result<Intake, ExtractError> {
    let asked = About::of(context);
    let mut all = Answers::of_files(intake::read_each(returns, None, context)?);
    for path in answers {
        let unreadable = |source| ExtractError::Unreadable { path: path.clone(), source };
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let read = Answers::read(&bytes, &asked);
        all = all.and(read.map_err(|wrong| ExtractError::File { path: path.clone(), wrong })?);
    }
    Ok(intake::gathered(all.whole().map_err(ExtractError::Together)?, context))
}
