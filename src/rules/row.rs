//! Progress rows whose answers are merged, each with what an exception needs to stand at the right cell.

use std::sync::Arc;

use super::raise::Draft;
use super::saying::at;
use super::{Month, NO_HISTORY, Ran, Rule};
use crate::domain::{ActionRef, CellRef, Column, Rating, Status};
use crate::finding::{Exception, Place, Severity, Subject};
use crate::intake::{ProgressRow, Return};

/// A merged Progress row.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergedRow<'a> {
    /// The return it stands in.
    pub returned: &'a Return,
    /// Its sheet.
    pub sheet: &'a Arc<str>,
    /// Its answers.
    pub row: &'a ProgressRow,
    /// Its action.
    pub action: ActionRef,
}

/// Every merged Progress row, in file order.
pub(super) fn merged_rows<'a>(month: &Month<'a>) -> impl Iterator<Item = MergedRow<'a>> {
    month.merged_returns().filter_map(|r| r.progress.as_ref().map(|table| (r, table))).flat_map(
        |(returned, table)| {
            let used = table.rows.iter().filter(|row| row.accepted);
            used.filter_map(move |row| {
                Some(MergedRow { returned, sheet: &table.sheet, row, action: row.action? })
            })
        },
    )
}

/// A row held against what was said before.
pub(super) struct Compared<T> {
    /// What it was compared with; none when nothing was said before.
    pub(super) earlier: Option<T>,
    /// What was raised.
    pub(super) raised: Option<Exception>,
}

/// Holds every merged row against what was said before; in part where some rows have nothing to compare with.
pub(super) fn compared_with_before<T>(
    month: &Month<'_>,
    compare: impl Fn(MergedRow<'_>) -> Compared<T>,
) -> Ran {
    if month.history.is_empty() {
        return Ran::NotRun(NO_HISTORY.to_owned());
    }
    let (mut raised, mut rows, mut first) = (Vec::new(), 0, 0);
    for row in merged_rows(month) {
        let compared = compare(row);
        rows += 1;
        first += usize::from(compared.earlier.is_none());
        raised.extend(compared.raised);
    }
    match first {
        0 => Ran::Checked(raised),
        some => {
            let have = if some == 1 { "has" } else { "have" };
            let because =
                format!("{some} of {rows} answers about actions {have} no earlier one to compare with");
            Ran::InPart(raised, because)
        }
    }
}

impl MergedRow<'_> {
    /// Starts an exception at one of the row's cells.
    pub(super) fn raise(self, rule: &Rule, severity: Severity, column: Column) -> Draft {
        let subject = Subject::action(self.action).from(self.returned.returner.as_ref());
        let (cell, found) = self.cell(column);
        rule.raise_at(severity, self.place(cell), subject).column(column).found(found)
    }

    /// One of the row's cells as messages name it.
    pub(super) fn at(self, column: Column) -> String {
        at(&self.place(self.cell(column).0))
    }

    /// Whether the row says Complete and that is used: a Complete dated after the as-at date is not (S02).
    pub(super) fn is_complete(self, month: &Month<'_>) -> bool {
        let later = self.row.forecast.value().is_some_and(|date| *date > month.as_at);
        self.row.status.value() == Some(&Status::Complete) && !later
    }

    /// Delivery of the row's action when it is Red or Amber and no lead of it said anything in Commentary: rule S05.
    pub(super) fn lacks_corrective_action(self, month: &Month<'_>) -> Option<Rating> {
        let delivery = month.action_rating(self.action)?.delivery.rating;
        let said = month.progress_of(self.action).is_some_and(|p| !p.commentary.trim().is_empty());
        let off_course = matches!(delivery, Rating::Red | Rating::Amber);
        (off_course && !said && !self.row.commentary.is_answered()).then_some(delivery)
    }

    fn place(self, cell: CellRef) -> Place {
        Place::cell(Arc::clone(&self.returned.file), Arc::clone(self.sheet), cell)
    }

    /// Cell and text found of an input column; the ref's for any other column.
    fn cell(&self, column: Column) -> (CellRef, &str) {
        let row = self.row;
        match column {
            Column::Status => (row.status.cell, &row.status.found),
            Column::Forecast => (row.forecast.cell, &row.forecast.found),
            Column::OwnRag => (row.own_rag.cell, &row.own_rag.found),
            Column::Commentary => (row.commentary.cell, &row.commentary.found),
            Column::Evidence => (row.evidence.cell, &row.evidence.found),
            _ => (row.ref_cell, &row.ref_found),
        }
    }
}
