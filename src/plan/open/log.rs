//! Whether the change log fits the plan: each entry starts where the one before it ends, and the last one says what the plan
//! says (rule P23). Loading applies no amendment, so that nothing else would show a plan changed past its log.

use std::collections::BTreeMap;

use crate::domain::dates::{TextDate, read_date};
use crate::finding::Subject;
use crate::plan::amend::{STATUS, subject};
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::plan::meaning::means_the_same;
use crate::plan::model::ChangeSubject;
use crate::plan::raw::{PlanFile, RawPlan, RawRow, RawTable};

/// Entries that do not fit.
pub(super) fn misfits(raw: &RawPlan) -> Vec<PlanFault> {
    let Some(log) = raw.table(PlanFile::Changes) else { return Vec::new() };
    let mut of_field: BTreeMap<(String, String), Vec<&RawRow>> = BTreeMap::new();
    for row in &log.rows {
        let Some(about) = subject(&text(log, row, "ref")) else { continue };
        of_field.entry((format!("{about:?}"), text(log, row, "field"))).or_default().push(row);
    }
    let mut found = Vec::new();
    for ((_, field), mut rows) in of_field {
        rows.sort_by_key(|row| read_date(&text(log, row, "date")).map(TextDate::date));
        for pair in rows.windows(2) {
            let [before, next] = pair else { continue };
            let ends = text(log, before, "to");
            if !means_the_same(&field, &ends, &text(log, next, "from")) {
                found.push(misfit(log, next, "from", PlanFaultKind::LogBreaks { before: ends }));
            }
        }
        let Some(last) = rows.last().filter(|_| field != STATUS) else { continue };
        let Some(now) = subject(&text(log, last, "ref")).and_then(|about| value(raw, about, &field)) else {
            continue;
        };
        if !means_the_same(&field, &text(log, last, "to"), &now) {
            found.push(misfit(log, last, "to", PlanFaultKind::PlanSaysOther { now }));
        }
    }
    found
}

fn misfit(log: &RawTable, row: &RawRow, column: &str, kind: PlanFaultKind) -> PlanFault {
    let about = match subject(&text(log, row, "ref")) {
        Some(ChangeSubject::Action(action)) => Subject::action(action),
        Some(ChangeSubject::Measure(measure)) => Subject::measure(measure),
        _ => Subject::default(),
    };
    PlanFault { place: log.place(row.row, column), subject: about, found: text(log, row, column), kind }
}

/// What the plan says in this field now.
fn value(raw: &RawPlan, of: ChangeSubject, field: &str) -> Option<String> {
    let table = raw.table(match of {
        ChangeSubject::Outcome(_) => PlanFile::Outcomes,
        ChangeSubject::Action(_) => PlanFile::Actions,
        ChangeSubject::Measure(_) => PlanFile::Measures,
    })?;
    table.column(field)?;
    let first = table.file.columns().first()?;
    let row = table.rows.iter().find(|row| subject(&text(table, row, first)) == Some(of))?;
    Some(text(table, row, field))
}

/// A cell's text with white space folded; empty where there is none.
fn text(table: &RawTable, row: &RawRow, column: &str) -> String {
    let cell = table.column(column).and_then(|index| row.cell(index));
    cell.map_or_else(String::new, |cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" "))
}
