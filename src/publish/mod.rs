//! Results to bytes: the consolidated workbook, the data CSVs, the manifest; and the one place that writes files
//! (7-publication.md; 8-commands-and-files.md).
//!
//! - [`answers`]: what was read, for a consolidation elsewhere.
//! - [`data`]: the CSVs; [`manifest`]: run.json; [`workbook`]: the consolidated workbook, a file per sheet.
//! - [`feedback`]: a return that goes back to its lead.
//! - [`html`]: an edition as a page for a browser.
//! - [`review`]: the year.
//! - [`output`]: whole sets of files to disk, or nothing. It knows no result.
//!
//! Takes a [`Consolidation`], gives bytes; it finds, merges and rates nothing itself.

pub mod answers;
pub mod data;
pub mod disclosure;
pub mod edition;
pub mod feedback;
mod hashed;
pub mod html;
pub mod ics;
pub mod kept;
pub mod manifest;
pub mod met;
pub mod output;
pub mod review;
#[cfg(test)]
pub(crate) mod sample;
pub mod workbook;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;

use crate::domain::figure::{Figure, Progress};
use crate::domain::rated::{ActionRating, MeasureRating};
use crate::domain::{ActionRef, FreeText, Period, Sha256};
use crate::finding::{Exception, Severity};
use crate::ledger::{Decisions, History, PastAction};
use crate::merge::Merged;
use crate::plan::{Action, Edition, Measure, Plan};
use crate::rating::Ratings;
use crate::rules::NotRun;
use crate::sheet::write::WriteError;
use hashed::Hashed;

/// Everything a month's consolidation found: what every output is made from, so that no two can disagree.
#[derive(Debug, Clone, Copy)]
pub struct Consolidation<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The period.
    pub period: Period,
    /// The as-at date.
    pub as_at: NaiveDate,
    /// Every file met, and what came from each returner.
    pub met: &'a met::Met,
    /// Figures, progress, contributions, requested changes.
    pub merged: &'a Merged,
    /// Ratings.
    pub ratings: &'a Ratings,
    /// Exceptions, open first, worst first.
    pub exceptions: &'a [Exception],
    /// Rules that did not run.
    pub not_run: &'a [NotRun],
    /// Earlier periods.
    pub history: &'a History,
    /// What the officer decided, as far as this period may know.
    pub decisions: &'a Decisions,
    /// What is left out of it for its audience.
    pub cut: &'a edition::Cut,
}

/// Why results could not be turned into files. Only a fault of ragbook itself can cause one.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Figures or ratings are not one per measure or action of the plan.
    #[error("the results do not match the plan: {0}. This is a fault of ragbook; please report it")]
    Incomplete(String),
    /// A CSV could not be encoded.
    #[error("a data file could not be made: {0}")]
    Csv(String),
    /// The manifest could not be encoded.
    #[error("the manifest run.json could not be made: {0}")]
    Manifest(String),
    /// The workbook could not be made.
    #[error("the consolidated workbook could not be made: {0}")]
    Workbook(#[from] WriteError),
    /// Something could not be written.
    #[error(transparent)]
    Output(#[from] output::OutputError),
}

impl PublishError {
    #[expect(clippy::needless_pass_by_value, reason = "used as a function for map_err")]
    fn csv(error: csv::Error) -> Self {
        Self::Csv(error.to_string())
    }
}

/// How many exceptions of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Queries.
    pub queries: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts these exceptions.
    pub fn of<'a>(exceptions: impl IntoIterator<Item = &'a Exception>) -> Self {
        let mut tally = Self::default();
        exceptions.into_iter().for_each(|exception| tally.add(exception.severity));
        tally
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            queries: self.queries + other.queries,
            notes: self.notes + other.notes,
        }
    }

    /// Adds one.
    pub const fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Query => self.queries += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

impl<'a> Consolidation<'a> {
    /// Measures of the plan with their figure and rating, in plan order.
    pub fn measures(&self) -> impl Iterator<Item = (&'a Measure, &'a Figure, &'a MeasureRating)> + use<'a> {
        let rated = self.merged.figures.iter().zip(&self.ratings.measures);
        self.plan.measures.iter().zip(rated).map(|(measure, (figure, rating))| (measure, figure, rating))
    }

    /// Actions of the plan with their progress and ratings, in plan order.
    pub fn actions(&self) -> impl Iterator<Item = (&'a Action, &'a Progress, &'a ActionRating)> + use<'a> {
        let rated = self.merged.progress.iter().zip(&self.ratings.actions);
        self.plan.actions.iter().zip(rated).map(|(action, (progress, rating))| (action, progress, rating))
    }

    /// What the records say of an action in the period compared with.
    pub fn past(&self, action: ActionRef) -> Option<&'a PastAction> {
        self.history.actions.get(&(action, self.cut.since?))
    }

    /// The answers that the ratings of an action rest on: this period's, or those that were carried forward (5-rating.md, 5.1,
    /// line 9), without the cells that they stood in.
    pub fn answers(&self, progress: &'a Progress, rating: &ActionRating) -> Cow<'a, Progress> {
        let past = rating.carried_from.and_then(|from| self.history.actions.get(&(rating.action, from)));
        let Some(past) = past else { return Cow::Borrowed(progress) };
        Cow::Owned(Progress {
            status: past.status,
            forecast: past.forecast,
            own_rag: past.own_rag,
            commentary: past.commentary.clone(),
            evidence: past.evidence.clone(),
            provenance: Vec::new(),
            ..progress.clone()
        })
    }

    /// That figures, progress and ratings are one per measure and action of the plan and in its order, so that no row can be
    /// missing or stand against the wrong ref.
    fn checked(&self) -> Result<(), PublishError> {
        let (plan, measures, actions) = (self.plan, self.plan.measures.len(), self.plan.actions.len());
        let whole = self.merged.figures.len() == measures
            && self.ratings.measures.len() == measures
            && self.merged.progress.len() == actions
            && self.ratings.actions.len() == actions
            && self.ratings.roll_ups.len() == plan.outcomes.len() + 1;
        let in_order = self.measures().all(|(m, f, r)| m.reference == f.measure && f.measure == r.measure)
            && self.actions().all(|(a, p, r)| a.reference == p.action && p.action == r.action);
        if whole && in_order {
            return Ok(());
        }
        let counts = format!(
            "{measures} measures, {} figures, {} ratings; {actions} actions, {} progress, {} ratings; {} outcomes, {} roll-ups",
            self.merged.figures.len(),
            self.ratings.measures.len(),
            self.merged.progress.len(),
            self.ratings.actions.len(),
            plan.outcomes.len(),
            self.ratings.roll_ups.len(),
        );
        Err(PublishError::Incomplete(counts))
    }
}

/// Names of what a period's consolidation writes: the workbook and the data folder.
pub fn names(period: Period) -> (String, String) {
    (format!("{period}-consolidated.xlsx"), format!("{period}-data"))
}

/// Id of the run that consolidates this month (run.json, `run`).
pub fn run_id(month: &Consolidation<'_>) -> Result<String, PublishError> {
    manifest::Origin::of(month).run()
}

/// Writes everything that a consolidation makes, by name relative to the output folder: the workbook, the CSVs, the manifest
/// with the hash of each; each goes as soon as it is made. Gives names and hashes in the order of 8-commands-and-files.md,
/// the manifest last. The same month always gives the same bytes.
pub fn write(
    month: &Consolidation<'_>,
    to: &impl output::Files,
) -> Result<Vec<manifest::HashedFile>, PublishError> {
    month.checked()?;
    let (name, folder) = names(month.period);
    let origin = manifest::Origin::of(month);
    let run = origin.run()?;
    let workbook = || {
        // Its rows are gone when its bytes go out.
        let packed = crate::sheet::write::package(&workbook::book(month, &run))?;
        hashed(to, name, |file| packed.write_to(file))
    };
    let data = || {
        let write = |file: &data::DataFile| {
            hashed(to, format!("{folder}/{}", file.name()), |to| Ok(file.write(month, to)?))
        };
        data::DataFile::ALL.iter().map(write).collect::<Result<Vec<_>, _>>()
    };
    let (book, data) = rayon::join(workbook, data);
    let mut told: Vec<_> = std::iter::once(book?).chain(data?).collect();
    let manifest = manifest::Manifest::new(run, origin, told.clone());
    let kept = kept::Kept::of(month);
    told.push(hashed(to, format!("{folder}/run.json"), |file| manifest.write(&kept, file))?);
    Ok(told)
}

/// Names and hashes of what [`write()`] would write.
pub fn hashes(month: &Consolidation<'_>) -> Result<Vec<manifest::HashedFile>, PublishError> {
    struct Nowhere;

    impl output::Files for Nowhere {
        fn add(
            &self,
            _: &str,
            fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
        ) -> Result<(), output::OutputError> {
            fill(&mut io::sink()).map_err(output::OutputError::on("making", Path::new("")))
        }
    }

    write(month, &Nowhere)
}

/// Writes a file and hashes it on the way.
fn hashed(
    to: &impl output::Files,
    name: String,
    fill: impl FnOnce(&mut Hashed<'_>) -> io::Result<()>,
) -> Result<manifest::HashedFile, PublishError> {
    let mut sha256 = None;
    to.add(&name, |file| {
        let mut hashed = Hashed::new(file);
        fill(&mut hashed)?;
        sha256 = Some(hashed.finish()?);
        Ok(())
    })?;
    let sha256 = sha256.unwrap_or_else(|| Sha256::of(b""));
    Ok(manifest::HashedFile { file: name, sha256 })
}

/// Name of the file of an edition.
pub fn edition_name(period: Period, edition: &str) -> String {
    format!("{period}-{edition}.xlsx")
}

/// Name of the page of an edition.
pub fn edition_page_name(period: Period, edition: &str) -> String {
    format!("{period}-{edition}.html")
}

/// The workbook of the texts that an edition shows, for the officer alone: to approve where a decision has to approve them, to
/// read where it shows all.
pub fn texts(
    month: &Consolidation<'_>,
    edition: &Edition,
    texts: &[edition::EditionText],
    run: &str,
) -> Result<output::NewFile, PublishError> {
    let (book, what) = if edition.free_text == FreeText::All {
        (workbook::texts_to_read::book(month, &edition.name, texts, run), "texts-to-read")
    } else {
        (workbook::texts::book(month, &edition.name, texts, run), "texts-for-approval")
    };
    let name = format!("{}-{}-{what}.xlsx", month.period, edition.name);
    Ok(output::NewFile { name, bytes: crate::sheet::write::to_bytes(&book)? })
}

/// An edition in the forms in which it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionFiles {
    /// The workbook.
    pub workbook: output::NewFile,
    /// The same as one page for a browser (7-publication.md, 7.5).
    pub page: output::NewFile,
}

/// An edition's files: `edited` was cut from a whole month, `run` is the id of the run that consolidated it.
pub fn edition(edited: &edition::Edited, run: &str) -> Result<EditionFiles, PublishError> {
    let month = edited.consolidation();
    month.checked()?;
    let book = workbook::book(&month, run);
    let edition = &month.cut.edition.name;
    let name = edition_name(month.period, edition);
    let page =
        output::NewFile { bytes: html::page(&book, &name), name: edition_page_name(month.period, edition) };
    Ok(EditionFiles {
        workbook: output::NewFile { name, bytes: crate::sheet::write::to_bytes(&book)? },
        page,
    })
}
