//! `outcomes.csv`.

use super::Seen;
use super::row::Row;
use crate::plan::fault::PlanFault;
use crate::plan::model::Outcome;
use crate::plan::raw::RawTable;

/// Reads the outcomes.
pub(super) fn read(table: &RawTable, faults: &mut Vec<PlanFault>) -> Vec<Outcome> {
    let mut seen = Seen::new();
    let rows = table.rows.iter().filter_map(|row| {
        let mut row = Row::new(table, row, faults);
        let number: Option<u16> = row.parsed_needed("number", "a whole number such as 3");
        if let Some(number) = number {
            seen.note(number, &mut row, "number");
        }
        let (outcome, recommendation) = (row.needed("outcome"), row.needed("recommendation"));
        Some(Outcome { number: number?, outcome: outcome?, recommendation: recommendation? })
    });
    rows.collect()
}
