//! A csv holds one table, so that a lead who saves a return as csv sends two files, each a part of one return. Rows that
//! no part holds are told once (R05), at the first part.

use std::collections::BTreeMap;

use crate::domain::{LeadId, Period, Table};
use crate::finding::{Fault, Place};
use crate::plan::Indexed;

use super::accept::missing_rows;
use super::answers::{FileMet, FileState, MeasureRow, ProgressRow, Return};

/// Tells of every returner who sent parts alone which table is in none of them.
pub(super) fn tell_missing(files: &mut [FileMet], plan: &Indexed<'_>, period: Period) {
    let mut by_returner: BTreeMap<LeadId, Vec<usize>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate().filter(|(_, file)| file.state == FileState::Read) {
        if let Some(returner) = file.returned.as_ref().and_then(|returned| returned.returner.clone()) {
            by_returner.entry(returner).or_default().push(index);
        }
    }
    for (returner, indexes) in by_returner {
        let parts = || indexes.iter().filter_map(|index| files[*index].returned.as_ref());
        if !parts().all(|part| part.only_table.is_some()) {
            continue;
        }
        let lacks = |table| !parts().any(|part: &Return| part.only_table == Some(table));
        let (no_progress, no_measures) = (lacks(Table::Progress), lacks(Table::Measures));
        let Some(first) = indexes.first().and_then(|index| files[*index].returned.as_mut()) else { continue };
        let place = Place::file(std::sync::Arc::clone(&first.file));
        let mut missing: Vec<Fault> = Vec::new();
        if no_progress {
            missing.extend(missing_rows::<ProgressRow>((plan, period), &[], &returner, &place));
        }
        if no_measures {
            missing.extend(missing_rows::<MeasureRow>((plan, period), &[], &returner, &place));
        }
        for fault in &mut missing {
            fault.subject.returner = Some(returner.clone());
        }
        first.faults.extend(missing);
    }
}
