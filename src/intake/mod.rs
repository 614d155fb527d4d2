//! What came back: files told apart, read, recognised, and every cell that matters given a meaning
//! (4-reading.md, 4.1 to 4.4).
//!
//! Takes paths and a [`crate::plan::Plan`], gives an [`Intake`]: every file met, with its answers and typed faults, each
//! with its cell. It puts nothing into words and judges nothing across returns: that is `rules`' and `merge`'s work.
//!
//! The way of a value: `walk` (which files) → `open` (bytes, archives) → `returned` → `disclosure` (persons masked) →
//! `recognise`, `header`, `captions`, `table` (which rows) → `row`, `progress_row`, `measure_row` (which cells) → `refs`, `value`,
//! `number`, `around`, `disguised`, `percent`, `duration`, `date`, `choice`, `text` (what one cell means) → `identity`, `accept` (whose, and which
//! rows count) → `duplicates`.

pub mod answers;
pub mod at_hand;
pub mod decided;
pub mod given;
pub mod seen;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::{Period, Sha256};
use crate::form::{HeaderRows, Template, header_rows};
use crate::plan::{Indexed, Plan};
use crate::sheet::grid::Workbook;
use crate::sheet::read::{Known, Worker};

pub use walk::IntakeError;

pub use answers::{
    Answer, FileMet, FileState, HowRead, Intake, LastValue, MeasureRow, ProgressRow, Read, Return, TableRead,
    UnreadRow,
};

mod about;
mod accept;
mod around;
mod aside;
mod by_size;
mod captions;
mod choice;
mod colleague;
mod commas;
mod comments;
#[cfg(test)]
mod copies;
mod corrected;
mod covered;
#[cfg(test)]
mod damage;
mod date;
mod disclosure;
mod disguised;
mod duplicates;
mod duration;
mod fix_list;
mod header;
mod identity;
mod layout;
mod lost_caption;
mod measure_row;
mod misplaced;
mod near;
mod number;
mod open;
mod other_month;
mod own_formula;
mod parts;
mod percent;
mod progress_row;
mod raised;
mod reading;
mod recognise;
mod refs;
mod returned;
mod rivals;
mod row;
mod same;
#[cfg(test)]
pub(crate) mod sample;
mod scale;
#[cfg(test)]
mod second_looks;
mod slipped;
mod stale;
mod table;
mod taken;
mod text;
mod unit_cell;
mod unread;
mod value;
mod walk;

/// What reading needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The words of the return.
    pub template: &'a Template,
    /// The period read: a return for another one is refused (W03).
    pub period: Period,
    /// Whether a return that names no month is taken to be for `period` (`--assume-period`).
    pub assume_period: bool,
    /// Who reads xls, xlsb and ods in a process of its own; without one they are refused by name.
    pub worker: Option<&'a Worker>,
    /// Told after each file: how many are done, of how many. Called from several threads.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

/// What each file is read against: the context, with the plan indexed once for all of them.
#[derive(Clone, Copy)]
struct Against<'a> {
    context: &'a Context<'a>,
    plan: &'a Indexed<'a>,
    /// What workbooks of the run share, read once.
    known: &'a Known,
    /// Rows in which the headers of a return as issued stand: to know them, its sheets must be laid out.
    issued: HeaderRows,
}

impl<'a> Against<'a> {
    fn new(context: &'a Context<'a>, plan: &'a Indexed<'a>, known: &'a Known) -> Self {
        Self { context, plan, known, issued: header_rows(context.template) }
    }
}

/// Reads every file under these paths: files, folders to the bottom, archives one level deep. Each file met ends as
/// exactly one [`FileMet`], sorted by name, whatever the order of the paths or of the reading.
///
/// # Errors
/// Only for a path that does not exist or cannot be reached; a file that cannot be read is a fault of that file.
pub fn read(inputs: &[PathBuf], context: &Context<'_>) -> Result<Intake, IntakeError> {
    Ok(gathered(read_each(inputs, None, context)?, context))
}

/// What [`read`] makes of each file by itself, in order of their names: a pure map, for which no file needs another. With
/// `below`, files are named by their path from that folder, so that names fit together whoever reads which of them.
///
/// # Errors
/// As [`read`].
pub fn read_each(
    inputs: &[PathBuf],
    below: Option<&Path>,
    context: &Context<'_>,
) -> Result<Vec<FileMet>, IntakeError> {
    let met = walk::walk(inputs, &context.plan.limits)?;
    let met = below.map_or(Ok(met.clone()), |below| walk::named_below(met, below))?;
    let plan = Indexed::of(context.plan);
    let known = Known::default();
    let against = Against::new(context, &plan, &known);
    let done = AtomicUsize::new(0);
    let read: Vec<Vec<FileMet>> = met
        .par_iter()
        .map(|file| {
            let became = open::read_met(file, against);
            if let Some(progress) = context.progress {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, met.len());
            }
            became
        })
        .collect();
    let mut files: Vec<FileMet> = read.into_iter().flatten().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What was read file by file, taken together: in order, duplicates and missing parts told. What [`read`] gives.
pub fn gathered(mut files: Vec<FileMet>, context: &Context<'_>) -> Intake {
    files.sort_by(|a, b| a.name.cmp(&b.name));
    duplicates::mark(&mut files);
    parts::tell_missing(&mut files, &Indexed::of(context.plan), context.period);
    let how = HowRead { assume_period: context.assume_period, templates: context.template.files().to_vec() };
    Intake { files, how }
}

/// Reads one workbook that is already open as a return; `file` is the name its answers and faults carry. What [`read`]
/// does with each file once its bytes are grids: the way in for property tests and fuzzing, which make grids.
pub fn read_workbook(workbook: &Workbook, file: &str, sha256: Sha256, context: &Context<'_>) -> FileMet {
    let plan = Indexed::of(context.plan);
    returned::read_return(workbook, &Arc::from(file), sha256, Against::new(context, &plan, &Known::default()))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wild;
