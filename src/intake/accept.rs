//! Which rows of a return may be merged, once it is known whose it is: not another lead's, not one that contradicts
//! another (4-reading.md, 4.3; rules R03, R04, R05).

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{ActionRef, LeadId, MeasureRef, Period, Table};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::plan::Indexed;
use crate::plan::due::is_closed;

use super::answers::{MeasureRow, ProgressRow};
use super::row::{Found, ReadRow, Row};
use super::same::{SameAnswers, fault_key};
use crate::domain::CellRef;

/// A row of either table, as far as accepting it goes.
pub(super) trait Acceptable: SameAnswers {
    /// Kind of ref.
    type Reference: Copy + Ord;
    /// Which table it stands in.
    const TABLE: Table;
    /// The row of the plan it belongs to.
    fn reference(&self) -> Option<Self::Reference>;
    /// The ref's cell and what it showed.
    fn ref_cell(&self) -> (CellRef, &str);
    /// Whether it may be merged.
    fn accepted(&mut self) -> &mut bool;
    /// What a fault about it concerns.
    fn subject(reference: Self::Reference) -> Subject;
    /// From whom the plan expects this row.
    fn expected_from(plan: &Indexed<'_>, reference: Self::Reference) -> Vec<LeadId>;
    /// Whether somebody else may answer it all the same: who leads a measure's action (R04 as a query).
    fn may_answer(plan: &Indexed<'_>, reference: Self::Reference, returner: &LeadId) -> bool;
    /// Rows that the plan expects from a lead.
    fn expected(plan: &Indexed<'_>, returner: &LeadId, period: Period) -> Vec<Self::Reference>;
}

impl Acceptable for ProgressRow {
    type Reference = ActionRef;
    const TABLE: Table = Table::Progress;

    fn reference(&self) -> Option<ActionRef> {
        self.action
    }

    fn ref_cell(&self) -> (CellRef, &str) {
        (self.ref_cell, &self.ref_found)
    }

    fn accepted(&mut self) -> &mut bool {
        &mut self.accepted
    }

    fn subject(reference: ActionRef) -> Subject {
        Subject::action(reference)
    }

    fn expected_from(plan: &Indexed<'_>, reference: ActionRef) -> Vec<LeadId> {
        plan.action(reference).map(|action| action.leads.clone()).unwrap_or_default()
    }

    fn may_answer(_: &Indexed<'_>, _: ActionRef, _: &LeadId) -> bool {
        false
    }

    fn expected(plan: &Indexed<'_>, returner: &LeadId, period: Period) -> Vec<ActionRef> {
        let references = plan.actions_of(returner).iter().map(|action| action.reference);
        references.filter(|action| !is_closed(plan, *action, period)).collect()
    }
}

impl Acceptable for MeasureRow {
    type Reference = MeasureRef;
    const TABLE: Table = Table::Measures;

    fn reference(&self) -> Option<MeasureRef> {
        self.measure
    }

    fn ref_cell(&self) -> (CellRef, &str) {
        (self.ref_cell, &self.ref_found)
    }

    fn accepted(&mut self) -> &mut bool {
        &mut self.accepted
    }

    fn subject(reference: MeasureRef) -> Subject {
        Subject::measure(reference)
    }

    fn expected_from(plan: &Indexed<'_>, reference: MeasureRef) -> Vec<LeadId> {
        plan.measure(reference).map(|measure| measure.returned_by.clone()).unwrap_or_default()
    }

    fn may_answer(plan: &Indexed<'_>, reference: MeasureRef, returner: &LeadId) -> bool {
        let action = reference.action().and_then(|action| plan.action(action));
        action.is_some_and(|action| action.leads.contains(returner))
    }

    fn expected(plan: &Indexed<'_>, returner: &LeadId, period: Period) -> Vec<MeasureRef> {
        let references = plan.measures_of(returner).iter().map(|measure| measure.reference);
        references.filter(|m| !m.action().is_some_and(|action| is_closed(plan, action, period))).collect()
    }
}

/// Decides on every row of a table and tells why; what was told about the cells of an accepted row is told too.
pub(super) fn accept<T: Acceptable>(
    found: &Found<'_>,
    rows: Vec<ReadRow<T>>,
    returner: &LeadId,
) -> (Vec<T>, Vec<Fault>) {
    let by_ref = rows_of_one_ref(&rows);
    let mut faults = Vec::new();
    let mut accepted = Vec::with_capacity(rows.len());
    let mut told: BTreeMap<T::Reference, BTreeSet<String>> = BTreeMap::new();
    for mut read in rows {
        faults.extend(read.ref_fault.take());
        if let Some(reference) = read.row.reference() {
            let same_ref = by_ref.get(&reference).map(Vec::as_slice).unwrap_or_default();
            for (kind, used) in [not_yours(found, &read, reference, returner), twice(found, &read, same_ref)]
                .into_iter()
                .flatten()
            {
                *read.row.accepted() &= used;
                if matches!(kind, FaultKind::RefTwice { equal: true, .. }) {
                    // Its answers are those of the row that is used; what else is true of it is not.
                    let already = told.get(&reference);
                    let more = std::mem::take(&mut read.cell_faults).into_iter();
                    let more = more.filter(|f| already.is_some_and(|told| !told.contains(&fault_key(f))));
                    faults.extend(more);
                }
                faults.push(row_fault(found, &read.row, reference, kind));
            }
        }
        if *read.row.accepted() {
            if let Some(reference) = read.row.reference().filter(|r| by_ref.contains_key(r)) {
                told.entry(reference).or_default().extend(read.cell_faults.iter().map(fault_key));
            }
            faults.append(&mut read.cell_faults);
        }
        accepted.push(read.row);
    }
    (accepted, faults)
}

/// Rows that share their ref with another, by ref: the cell of each and what it answers.
fn rows_of_one_ref<T: Acceptable>(rows: &[ReadRow<T>]) -> BTreeMap<T::Reference, Vec<(CellRef, String)>> {
    let mut by_ref: BTreeMap<T::Reference, Vec<&T>> = BTreeMap::new();
    for read in rows {
        if let Some(reference) = read.row.reference() {
            by_ref.entry(reference).or_default().push(&read.row);
        }
    }
    // Answers are put into words only where there is something to compare them with.
    let shared = by_ref.into_iter().filter(|(_, rows)| rows.len() > 1);
    let said = |rows: Vec<&T>| rows.into_iter().map(|row| (row.ref_cell().0, row.answers_key())).collect();
    shared.map(|(reference, rows)| (reference, said(rows))).collect()
}

/// R05: rows that the plan expects in this period and the return lacks.
pub(super) fn missing_rows<T: Acceptable>(
    (plan, period): (&Indexed<'_>, Period),
    rows: &[T],
    returner: &LeadId,
    place: &Place,
) -> Vec<Fault> {
    let expected = T::expected(plan, returner, period).into_iter();
    let missing = expected.filter(|reference| !rows.iter().any(|row| row.reference() == Some(*reference)));
    missing
        .map(|reference| Fault {
            place: Place { cell: None, ..place.clone() },
            subject: T::subject(reference),
            column: None,
            found: String::new(),
            kind: FaultKind::RowMissing(T::TABLE),
        })
        .collect()
}

/// R04, with whether the row is used all the same.
fn not_yours<T: Acceptable>(
    found: &Found<'_>,
    read: &ReadRow<T>,
    reference: T::Reference,
    returner: &LeadId,
) -> Option<(FaultKind, bool)> {
    let expected_from = T::expected_from(found.plan, reference);
    if expected_from.contains(returner) {
        return None;
    }
    let used = T::may_answer(found.plan, reference, returner);
    Some((FaultKind::NotYours { expected_from, used, answers: listed(found, read) }, used))
}

/// R03: of equal rows the first is used, of different ones none.
fn twice<T: Acceptable>(
    found: &Found<'_>,
    read: &ReadRow<T>,
    same_ref: &[(CellRef, String)],
) -> Option<(FaultKind, bool)> {
    let here = read.row.ref_cell().0;
    let (first, answers) = same_ref.first()?;
    let equal = same_ref.iter().all(|(_, other)| other == answers);
    let other = if *first == here { same_ref.get(1)?.0 } else { *first };
    if equal && *first == here {
        return None;
    }
    Some((FaultKind::RefTwice { other, equal, answers: listed(found, read) }, false))
}

/// The answers of a row as `Caption: found`.
fn listed<T: Acceptable>(found: &Found<'_>, read: &ReadRow<T>) -> Vec<String> {
    Row::new(found, read.row.ref_cell().0.row).listed()
}

fn row_fault<T: Acceptable>(found: &Found<'_>, row: &T, reference: T::Reference, kind: FaultKind) -> Fault {
    let (cell, text) = row.ref_cell();
    Fault {
        place: found.place(cell),
        subject: T::subject(reference),
        column: Some(crate::domain::Column::Ref),
        found: text.to_owned(),
        kind,
    }
}
