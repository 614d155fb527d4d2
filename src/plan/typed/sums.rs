//! `sums_to`: the total exists, has the same unit, and is not made of itself.

use std::collections::BTreeMap;

use super::row::Row;
use crate::domain::MeasureRef;
use crate::finding::Subject;
use crate::plan::fault::{Impossible, PlanFault};
use crate::plan::model::Measure;
use crate::plan::raw::RawTable;

/// The first measure of each ref.
type ByRef<'a> = BTreeMap<MeasureRef, &'a Measure>;

/// Adds a fault for each `sums_to` that cannot be checked.
pub(super) fn check(table: &RawTable, measures: &[Measure], faults: &mut Vec<PlanFault>) {
    let mut by_ref = ByRef::new();
    for measure in measures {
        by_ref.entry(measure.reference).or_insert(measure);
    }
    for raw in &table.rows {
        let mut row = Row::new(table, raw, faults);
        let reference = row.text("ref").parse::<MeasureRef>().ok();
        let Some(part) = reference.and_then(|reference| by_ref.get(&reference)) else { continue };
        let Some(total) = part.sums_to else { continue };
        row.subject = Subject::measure(part.reference);
        let Some(whole) = by_ref.get(&total) else {
            row.unknown("sums_to", &total.to_string(), "measure", measures.iter().map(|m| m.reference));
            continue;
        };
        row.impossible_if(
            whole.unit != part.unit || !part.unit.is_numeric(),
            "sums_to",
            Impossible::SumsToOtherUnit,
        );
        row.impossible_if(leads_back(part, &by_ref), "sums_to", Impossible::SumsToItself);
    }
}

/// Whether following `sums_to` from this measure comes back to it.
fn leads_back(part: &Measure, measures: &ByRef<'_>) -> bool {
    let mut next = part.sums_to;
    for _ in measures {
        let Some(reference) = next else { return false };
        if reference == part.reference {
            return true;
        }
        next = measures.get(&reference).and_then(|measure| measure.sums_to);
    }
    false
}
