//! Returns built in memory for tests of merging: a value, a fraction or a reason in a cell, no workbook.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::{Absence, CellRef, LeadId, OwnRag, Period, Quantity, Sha256, Status, Value};
use crate::intake::{Answer, FileMet, FileState, Intake, MeasureRow, ProgressRow, Read, Return, TableRead};
use crate::plan::sample::{action_ref, measure_ref, quantity};

/// 2024-03, the period of the sample plan's tests.
pub(super) fn march() -> Period {
    Period::new(2024, 3).unwrap()
}

/// A return from this lead in this file, with no rows yet.
pub(super) fn returned(file: &str, lead: &str) -> Return {
    Return {
        file: Arc::from(file),
        sha256: Sha256::of(file.as_bytes()),
        returner: Some(LeadId::from(lead)),
        identity_disputed: false,
        unread: Vec::new(),
        corrects: None,
        only_table: None,
        period: Some(march()),
        plan_version: Some("1.0".to_owned()),
        completed_by: String::new(),
        date_completed: None,
        progress: Some(TableRead {
            sheet: Arc::from("Progress"),
            header: CellRef::new(3, 0),
            rows: Vec::new(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        measures: Some(TableRead {
            sheet: Arc::from("Measures"),
            header: CellRef::new(3, 0),
            rows: Vec::new(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        faults: Vec::new(),
    }
}

fn said<T>(cell: CellRef, found: &str, value: T) -> Answer<T> {
    Answer { cell, found: found.to_owned(), read: Read::As(value) }
}

/// A measure row with nothing filled in.
pub(super) fn blank_row(reference: &str, row: u32) -> MeasureRow {
    let at = |column| CellRef::new(row, column);
    MeasureRow {
        ref_found: reference.to_owned(),
        ref_cell: at(0),
        measure: reference.parse().ok(),
        accepted: true,
        value: Answer::blank(at(8)),
        numerator: Answer::blank(at(6)),
        denominator: Answer::blank(at(7)),
        absence: Answer::blank(at(9)),
        note: Answer::blank(at(10)),
        last_value: None,
    }
}

/// Adds answers to a return.
impl Return {
    pub(super) fn row(mut self, change: impl FnOnce(&mut MeasureRow), reference: &str) -> Self {
        let table = self.measures.as_mut().unwrap();
        let mut row = blank_row(reference, 4 + u32::try_from(table.rows.len()).unwrap());
        change(&mut row);
        table.rows.push(row);
        self
    }

    pub(super) fn value(self, reference: &str, value: &Value) -> Self {
        self.row(|row| row.value = said(row.value.cell, &value.to_string(), value.clone()), reference)
    }

    pub(super) fn number(self, reference: &str, digits: &str) -> Self {
        self.value(reference, &Value::Number(quantity(digits)))
    }

    pub(super) fn fraction(self, reference: &str, numerator: i64, denominator: i64) -> Self {
        let (n, d) = (Quantity::from(numerator), Quantity::from(denominator));
        let percent = n.times(Quantity::HUNDRED).unwrap().over(d).unwrap();
        self.row(
            |row| {
                row.value = said(row.value.cell, &format!("{percent}%"), Value::Number(percent));
                row.numerator = said(row.numerator.cell, &n.to_string(), n);
                row.denominator = said(row.denominator.cell, &d.to_string(), d);
            },
            reference,
        )
    }

    pub(super) fn reason(self, reference: &str, reason: Absence) -> Self {
        self.row(|row| row.absence = said(row.absence.cell, reason.word(), reason), reference)
    }

    pub(super) fn refused(self, reference: &str, found: &str) -> Self {
        self.row(
            |row| row.value = Answer { cell: row.value.cell, found: found.to_owned(), read: Read::Refused },
            reference,
        )
    }

    pub(super) fn completed(mut self, date: NaiveDate) -> Self {
        self.date_completed = Some(date);
        self
    }

    pub(super) fn action(
        mut self,
        reference: &str,
        status: Option<Status>,
        forecast: Option<NaiveDate>,
        own_rag: Option<OwnRag>,
        commentary: &str,
    ) -> Self {
        let table = self.progress.as_mut().unwrap();
        let row = 4 + u32::try_from(table.rows.len()).unwrap();
        let at = |column| CellRef::new(row, column);
        let text = |column, text: &str| {
            if text.is_empty() { Answer::blank(at(column)) } else { said(at(column), text, text.to_owned()) }
        };
        table.rows.push(ProgressRow {
            ref_found: reference.to_owned(),
            ref_cell: at(0),
            action: Some(action_ref(reference)),
            accepted: true,
            status: status.map_or(Answer::blank(at(5)), |s| said(at(5), s.word(), s)),
            forecast: forecast.map_or(Answer::blank(at(6)), |f| said(at(6), &f.to_string(), f)),
            own_rag: own_rag.map_or(Answer::blank(at(7)), |r| said(at(7), r.word(), r)),
            commentary: text(8, commentary),
            evidence: Answer::blank(at(9)),
            requested_target: None,
        });
        self
    }

    pub(super) fn met(self, state: FileState) -> FileMet {
        FileMet {
            name: Arc::clone(&self.file),
            sha256: Some(self.sha256),
            state,
            returned: Some(self),
            faults: Vec::new(),
        }
    }
}

/// An intake in which every one of these was read.
pub(super) fn intake(returns: Vec<Return>) -> Intake {
    Intake { files: returns.into_iter().map(|r| r.met(FileState::Read)).collect(), ..Intake::default() }
}

/// The figure of a measure.
pub(super) fn figure_of<'a>(merged: &'a super::Merged, reference: &str) -> &'a crate::domain::figure::Figure {
    merged.figures.iter().find(|f| f.measure == measure_ref(reference)).unwrap()
}
