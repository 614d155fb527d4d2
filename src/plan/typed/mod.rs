//! From what the files say to the [`Plan`]: every table is read, every fault is kept.

mod actions;
mod changes;
mod edition_checks;
mod leads;
mod measure_checks;
mod measures;
mod outcomes;
mod row;
mod settings;
mod sums;

use std::collections::{BTreeMap, HashSet};

use super::fault::{PlanFault, PlanFaultKind};
use super::model::Plan;
use super::raw::table::fault;
use super::raw::{PlanFile, RawPlan, RawTable};
use crate::domain::{CellRef, LeadId};
use row::Row;

/// The plan, with every fault of its files added. None when something that a plan cannot do without is missing; where
/// rows are faulty the plan lacks them, and must not be used.
pub(super) fn read(raw: &RawPlan, faults: &mut Vec<PlanFault>) -> Option<Plan> {
    for table in &raw.tables {
        faults.extend(table.header_faults());
        faults.extend(numbers_for_words(table));
    }
    let settings = (!raw.settings.is_empty()).then(|| settings::read(&raw.settings, faults)).flatten();

    let outcomes = usable(raw, PlanFile::Outcomes).map(|table| outcomes::read(table, faults));
    let leads = usable(raw, PlanFile::Leads).map(|table| leads::read(table, faults));
    let lead_ids = leads.iter().flatten().map(|lead| &lead.id).collect();
    let known = Known { outcomes: outcomes.as_deref(), leads: leads.as_deref(), lead_ids };
    let actions = usable(raw, PlanFile::Actions).map(|table| actions::read(table, &known, faults));
    let measures = usable(raw, PlanFile::Measures)
        .map(|table| measures::read(table, &known, actions.as_deref(), faults));
    let changes = usable(raw, PlanFile::Changes).map(|table| {
        let refs = changes::Refs::of(outcomes.as_deref(), actions.as_deref(), measures.as_deref());
        changes::read(table, &refs, faults)
    });

    let mut plan = Plan {
        outcomes: outcomes?,
        actions: actions?,
        measures: measures?,
        leads: leads?,
        changes: changes?,
        files: raw.files.clone(),
        ..settings?
    };
    plan.outcomes.sort_by_key(|outcome| outcome.number);
    plan.actions.sort_by_key(|action| action.reference);
    plan.measures.sort_by_key(|measure| measure.reference);
    plan.changes.sort_by_key(|change| change.date);
    edition_checks::check(&plan, &raw.settings, faults);
    Some(plan)
}

/// What rows of other tables may refer to; none where that table could not be read, so that its refs go unchecked.
struct Known<'a> {
    outcomes: Option<&'a [super::model::Outcome]>,
    leads: Option<&'a [super::model::Lead]>,
    /// Their ids: looking through the list for every row would take the square of the plan.
    lead_ids: HashSet<&'a LeadId>,
}

/// The table, if it has every column: else each row would be a fault that the header already tells.
fn usable(raw: &RawPlan, file: PlanFile) -> Option<&RawTable> {
    raw.table(file).filter(|table| file.columns().iter().all(|column| table.column(column).is_some()))
}

/// Cells of a workbook that hold a number or a date where words are needed.
fn numbers_for_words(table: &RawTable) -> Vec<PlanFault> {
    let columns: Vec<u32> = table
        .header
        .iter()
        .filter(|(caption, _)| table.file.needs_text(caption))
        .map(|(_, column)| *column)
        .collect();
    let cells = table.rows.iter().flat_map(|row| columns.iter().map(move |column| (row, *column)));
    cells
        .filter_map(|(row, column)| Some((row.row, column, row.cell(column).filter(|cell| cell.was_number)?)))
        .map(|(row, column, cell)| {
            fault(table.at(Some(CellRef::new(row, column))), &cell.text, PlanFaultKind::NotText)
        })
        .collect()
}

/// Tells refs that stand in more than one row, and keeps where each stood first.
struct Seen<K> {
    first: BTreeMap<K, CellRef>,
}

impl<K: Ord> Seen<K> {
    const fn new() -> Self {
        Self { first: BTreeMap::new() }
    }

    /// Notes the key of this row; a fault when an earlier row has it.
    fn note(&mut self, key: K, row: &mut Row<'_>, column: &'static str) {
        if let Some(first) = self.first.get(&key) {
            row.fault(column, PlanFaultKind::RefTwice { first: *first });
        } else {
            let cell = row.place(column).cell.unwrap_or(CellRef::new(0, 0));
            self.first.insert(key, cell);
        }
    }
}
