//! When two rows, tables or returns say the same: compared by what their answers mean, and by what they show where they
//! mean nothing (4-reading.md, 4.3 and 4.6).

use std::fmt::Debug;

use crate::finding::{Fault, FaultKind};

use super::answers::{Answer, MeasureRow, ProgressRow, Read, Return};

/// A row whose answers can be compared with another's.
pub(super) trait SameAnswers {
    /// Equal for two rows exactly when all their answers are equal; the ref is not part of it.
    fn answers_key(&self) -> String;
    /// The ref as it is compared: the plan's where it is known.
    fn ref_key(&self) -> String;
}

fn key<T: Debug>(answer: &Answer<T>) -> String {
    match &answer.read {
        Read::Refused => format!("refused {:?}", answer.found),
        read => format!("{read:?}"),
    }
}

impl SameAnswers for ProgressRow {
    fn answers_key(&self) -> String {
        let requested = self.requested_target.as_ref().map(|(answer, _)| key(answer));
        let answers = [key(&self.status), key(&self.forecast), key(&self.own_rag), key(&self.commentary)];
        format!("{answers:?} {} {requested:?}", key(&self.evidence))
    }

    fn ref_key(&self) -> String {
        self.action.map_or_else(|| format!("? {}", self.ref_found), |action| action.to_string())
    }
}

impl SameAnswers for MeasureRow {
    fn answers_key(&self) -> String {
        let numbers = [key(&self.value), key(&self.numerator), key(&self.denominator)];
        format!("{numbers:?} {} {}", key(&self.absence), key(&self.note))
    }

    fn ref_key(&self) -> String {
        self.measure.map_or_else(|| format!("? {}", self.ref_found), |measure| measure.to_string())
    }
}

/// Rows of a table in the order of their refs, ready to be compared.
pub(super) fn table_key<'a, T: SameAnswers + 'a>(rows: impl Iterator<Item = &'a T>) -> Vec<(String, String)> {
    let mut keys: Vec<_> = rows.map(|row| (row.ref_key(), row.answers_key())).collect();
    keys.sort();
    keys
}

/// Everything a return answers, ready to be compared: also what could not be read, and what stands in no row.
pub(super) fn return_key(returned: &Return) -> [Vec<(String, String)>; 4] {
    let unread = returned.unread.iter().map(|row| (row.ref_found.clone(), format!("{:?}", row.answers)));
    let orphans = returned.faults.iter().filter(|fault| fault.kind == FaultKind::OrphanAnswer);
    let orphans = orphans.map(|fault| (format!("{:?}", fault.column), fault.found.clone()));
    [
        unread.collect(),
        orphans.collect(),
        returned.progress.iter().flat_map(|table| table_key(table.rows.iter())).collect(),
        returned.measures.iter().flat_map(|table| table_key(table.rows.iter())).collect(),
    ]
}

/// Equal for two faults about equal rows when they tell the same, wherever the rows stand.
pub(super) fn fault_key(fault: &Fault) -> String {
    format!("{} {:?} {:?} {:?}", fault.subject.reference(), fault.column, fault.found, fault.kind)
}
