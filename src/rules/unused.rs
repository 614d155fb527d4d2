//! Rows whose answers are not used and stand nowhere else: what rule L07 lists.

use std::sync::Arc;

use super::saying::{caption, quote};
use crate::domain::Column;
use crate::finding::{Place, Subject};
use crate::intake::{Answer, FileMet, MeasureRow, ProgressRow, Read, Return, UnreadRow};

/// A row to be listed.
pub(super) struct Unused {
    /// Its ref's cell.
    pub(super) place: Place,
    /// What its ref concerns.
    pub(super) subject: Subject,
    /// The ref as it stands.
    pub(super) ref_found: String,
    /// Why it is not used.
    pub(super) because: String,
    /// What to do about it.
    pub(super) fix: &'static str,
    /// Its answers as `Caption (cell): found`.
    pub(super) answers: Vec<String>,
}

/// Rows of a return to be listed. Of one that is merged only those of tables that cannot be used, and notes that stand
/// alone; of any other every answer that contributions.csv has no column for.
pub(super) fn of_return(file: &FileMet, returned: &Return, merged: bool) -> Vec<Unused> {
    let whole = format!("nothing of {} is used", quote(&file.name));
    let mut unused: Vec<Unused> = returned.unread.iter().map(unread).collect();
    let row = |sheet: &Arc<str>, cell, subject: Option<Subject>, ref_found: &str, answers| Unused {
        place: Place::cell(Arc::clone(&returned.file), Arc::clone(sheet), cell),
        subject: subject.unwrap_or_default().from(returned.returner.as_ref()),
        ref_found: ref_found.to_owned(),
        because: whole.clone(),
        fix: SETTLED_ELSEWHERE,
        answers,
    };
    for table in returned.progress.iter().filter(|_| !merged) {
        unused.extend(table.rows.iter().map(|r| {
            let subject = r.action.map(Subject::action);
            row(&table.sheet, r.ref_cell, subject, &r.ref_found, progress_answers(r))
        }));
    }
    if let Some(table) = &returned.measures {
        unused.extend(table.rows.iter().map(|r| {
            let subject = r.measure.map(Subject::measure);
            let answers = if merged { note_alone(r).into_iter().collect() } else { measure_answers(r) };
            let listed = row(&table.sheet, r.ref_cell, subject, &r.ref_found, answers);
            // A row that is not accepted in a return that is used has an exception that lists its answers.
            if merged && !r.accepted {
                Unused { answers: Vec::new(), ..listed }
            } else if merged {
                Unused { because: NOTE_ALONE.to_owned(), fix: READ_THE_NOTE, ..listed }
            } else {
                listed
            }
        }));
    }
    unused.retain(|row| !row.answers.is_empty());
    unused
}

const NOTE_ALONE: &str = "it holds a note alone, with neither a value nor a reason for having none";

const SETTLED_ELSEWHERE: &str = "Nothing to do for this row. Another exception says what is wrong.";
const READ_THE_NOTE: &str = "Nothing to do, unless the note says what the value is or why there is none.";

fn unread(row: &UnreadRow) -> Unused {
    Unused {
        place: row.place.clone(),
        subject: row.subject.clone(),
        ref_found: row.ref_found.clone(),
        because: "the table in which it stands cannot be used".to_owned(),
        fix: SETTLED_ELSEWHERE,
        answers: row.answers.clone(),
    }
}

fn progress_answers(row: &ProgressRow) -> Vec<String> {
    let asked = row.requested_target.as_ref().and_then(|(asked, _)| said(Column::TargetDate, asked));
    let answers = [
        asked,
        said(Column::Status, &row.status),
        said(Column::Forecast, &row.forecast),
        said(Column::OwnRag, &row.own_rag),
        said(Column::Commentary, &row.commentary),
        said(Column::Evidence, &row.evidence),
    ];
    answers.into_iter().flatten().collect()
}

/// What contributions.csv has no column for: numbers and reasons that could not be read beside a value that it shows, and
/// a note alone.
fn measure_answers(row: &MeasureRow) -> Vec<String> {
    let value = row.value.is_answered();
    let numbers = row.numerator.is_answered() || row.denominator.is_answered();
    let numerator =
        said(Column::Numerator, &row.numerator).filter(|_| value && row.numerator.read == Read::Refused);
    let denominator = said(Column::Denominator, &row.denominator)
        .filter(|_| value && row.denominator.read == Read::Refused);
    let reason = said(Column::Absence, &row.absence)
        .filter(|_| (value || numbers) && row.absence.read == Read::Refused);
    [numerator, denominator, reason, note_alone(row)].into_iter().flatten().collect()
}

/// A note in a row that has no place in contributions.csv.
fn note_alone(row: &MeasureRow) -> Option<String> {
    let numbers = row.numerator.is_answered() || row.denominator.is_answered();
    let listed = row.value.is_answered() || numbers || row.absence.is_answered();
    said(Column::Note, &row.note).filter(|_| !listed)
}

/// `Status (F5): In progress`; none for a cell that was not filled in.
fn said<T>(column: Column, answer: &Answer<T>) -> Option<String> {
    let found = &answer.found;
    (answer.is_answered() || !found.is_empty())
        .then(|| format!("{} ({}): {found}", caption(column), answer.cell))
}
