//! `leads.csv`.

use std::collections::BTreeMap;

use super::Seen;
use super::row::Row;
use crate::domain::LeadId;
use crate::domain::folding::fold_caption;
use crate::finding::Subject;
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::plan::model::Lead;
use crate::plan::raw::RawTable;

/// Reads the leads. Two leads must not answer to one name: a return that gives it would be nobody's.
pub(super) fn read(table: &RawTable, faults: &mut Vec<PlanFault>) -> Vec<Lead> {
    let mut seen = Seen::new();
    let mut names = BTreeMap::new();
    let mut leads = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut row = Row::new(table, row, faults);
        let id = id(&mut row);
        if let Some(id) = &id {
            row.subject = Subject::returner(id);
            seen.note(id.clone(), &mut row, "id");
        }
        let name = row.needed("name");
        let (Some(id), Some(name)) = (id, name) else { continue };
        let lead = Lead {
            id,
            name,
            role: row.wording("role"),
            organisation: row.wording("organisation"),
            email: row.wording("email"),
            aliases: row.list("aliases"),
            boards: row.list("boards"),
        };
        names_of(&lead, &mut names, &mut row);
        leads.push(lead);
    }
    leads
}

/// An id: letters, digits and hyphens, so that it can stand in a list and in a file name.
fn id(row: &mut Row<'_>) -> Option<LeadId> {
    let id = row.needed("id")?;
    if id.chars().all(|c| c.is_alphanumeric() || c == '-') {
        return Some(LeadId::from(&*id));
    }
    row.fault(
        "id",
        PlanFaultKind::NotReadable { expected: "letters, digits and hyphens, such as ann-archer" },
    );
    None
}

/// Notes the names a lead answers to; each that another lead has is a fault.
fn names_of(lead: &Lead, names: &mut BTreeMap<String, LeadId>, row: &mut Row<'_>) {
    let aliases = lead.aliases.iter().map(|alias| ("aliases", alias));
    for (column, name) in std::iter::once(("name", &lead.name)).chain(aliases) {
        let other = names.entry(fold_caption(name)).or_insert_with(|| lead.id.clone());
        if *other != lead.id {
            row.fault_on(column, name, PlanFaultKind::NameTwice { other: other.as_str().to_owned() });
        }
    }
}
