//! From a workbook to a return: recognised, its returner and month voted on, its rows accepted
//! (4-reading.md, 4.3 and 4.4).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::person::Births;
use crate::domain::{CellRef, Column, Sha256, Table};
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::form::{PROPERTY_CORRECTS, shown_version};
use crate::plan::amended::without_original;
use crate::plan::{ChangeSubject, Plan};
use crate::sheet::grid::{Cell, Format, SheetKind, Workbook};

use super::about::{first_tables_of, read_about};
use super::accept::{Acceptable, accept, missing_rows};
use super::answers::{FileMet, FileState, MeasureRow, ProgressRow, Return, TableRead};
use super::colleague::{self, Rows};
use super::comments::comments;
use super::disclosure::{Safe, mask_identity};
use super::identity::{Identity, Sources, vote};
use super::recognise::{Looking, Recognised, Sought, recognise};
use super::row::{Found, Row};
use super::{Against, other_month};

/// Reads one workbook as a return.
pub(super) fn read_return(
    workbook: &Workbook,
    file: &Arc<str>,
    sha256: Sha256,
    against: Against<'_>,
) -> FileMet {
    let Against { context, plan, issued, .. } = against;
    let template = context.template;
    let plan_begins = plan.inspected.map_or(plan.starts, |inspected| inspected.min(plan.starts));
    let births = Births::of(context.period.first_day(), plan_begins);
    let safe = Safe::of(workbook, file, births);
    let masked = &*safe.workbook;
    let Recognised { progress, measures, unread, faults, first_tables } = recognise(Looking {
        workbook: masked,
        safe: &safe,
        file,
        plan,
        template,
        issued,
        period: context.period,
    });
    if matches!((&progress, &measures), (Sought::Absent, Sought::Absent)) {
        return not_a_return(workbook, file, sha256);
    }
    // Who it is from is read from the labels as typed: an alias may be an e-mail address.
    let first_tables = match &safe.workbook {
        Cow::Borrowed(_) => first_tables,
        Cow::Owned(_) => first_tables_of(workbook, template),
    };
    let about = read_about(workbook, &first_tables, file, template);
    let actions = references(&progress);
    let measure_refs = references(&measures);
    let sources = Sources {
        properties: &workbook.properties,
        about: &about,
        actions: &actions,
        measures: &measure_refs,
    };
    let assumed = context.assume_period.then_some(context.period);
    let mut identity = vote(plan, context.period, assumed, sources);
    mask_identity(&mut identity);
    let (completed_by, no_name) = about.completed_by();
    let (date_completed, no_date) = about.date_completed(context.period);
    let mut returned = Return {
        file: Arc::clone(file),
        sha256,
        returner: identity.returner.clone(),
        corrects: workbook.properties.get(PROPERTY_CORRECTS).and_then(|digits| digits.trim().parse().ok()),
        identity_disputed: identity.disputed,
        period: identity.period,
        plan_version: identity.plan_version.clone().map(|says| as_in(plan, says)),
        completed_by,
        date_completed,
        only_table: only_table(workbook, &progress, &measures),
        progress: None,
        measures: None,
        unread,
        faults: faults.into_iter().chain(no_name).chain(no_date).collect(),
    };
    let rows = Rows { actions: &actions, measures: &measure_refs };
    let by_another = identity.returner.as_ref().and_then(|lead| colleague::ask(plan, lead, &about, rows));
    // What may be another lead's never displaces the return that is surely this one's (11-settled.md, "Reading").
    returned.identity_disputed |= by_another.is_some();
    returned.faults.extend(by_another);
    if !identity.refused
        && let Some(period) = identity.period
    {
        let tables = [progress.found(), measures.found()].into_iter().flatten().collect::<Vec<_>>();
        identity.faults.extend(other_month::ask(masked, &tables, template, period));
    }
    let nothing_read = !matches!(progress, Sought::Read(..)) && !matches!(measures, Sought::Read(..));
    let merged = !identity.refused && !nothing_read;
    // What no part of a return holds is told once all are read.
    let whole = (file, returned.only_table.is_some());
    returned.progress = settle(progress, &identity, merged, against, &mut returned.faults, whole);
    returned.measures = settle(measures, &identity, merged, against, &mut returned.faults, whole);
    tell_identity(&mut returned, &identity, against);
    for fault in &mut returned.faults {
        fault.subject.returner.clone_from(&returned.returner);
    }
    for row in &mut returned.unread {
        row.subject.returner.clone_from(&returned.returner);
    }
    let mut file_faults = comments(masked, file, template);
    file_faults.extend(safe.in_comments());
    file_faults.extend(stray(workbook, file));
    for fault in &mut file_faults {
        fault.subject.returner.clone_from(&returned.returner);
    }
    // Of most returns one thing is told, and room was made for four.
    returned.faults.shrink_to_fit();
    file_faults.shrink_to_fit();
    let state = if merged { FileState::Read } else { FileState::Refused };
    FileMet {
        name: Arc::clone(file),
        sha256: Some(sha256),
        state,
        returned: Some(returned),
        faults: file_faults,
    }
}

/// The table of a csv, which holds no more than one.
fn only_table(
    workbook: &Workbook,
    progress: &Sought<'_, ProgressRow>,
    measures: &Sought<'_, MeasureRow>,
) -> Option<Table> {
    match (workbook.format, progress, measures) {
        (Format::Csv, Sought::Read(..) | Sought::Failed, Sought::Absent) => Some(Table::Progress),
        (Format::Csv, Sought::Absent, Sought::Read(..) | Sought::Failed) => Some(Table::Measures),
        _ => None,
    }
}

/// F04: neither table, nor anything like one.
fn not_a_return(workbook: &Workbook, file: &Arc<str>, sha256: Sha256) -> FileMet {
    let worksheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    let sheets = worksheets.map(|grid| grid.name.to_string()).collect();
    let kind = FaultKind::NotAReturn { sheets };
    FileMet {
        name: Arc::clone(file),
        sha256: Some(sha256),
        state: FileState::Refused,
        returned: None,
        faults: vec![about_file(file, kind)],
    }
}

/// A fault about the file as a whole.
pub(super) fn about_file(file: &Arc<str>, kind: FaultKind) -> Fault {
    let place = Place::file(Arc::clone(file));
    Fault { place, subject: Subject::default(), column: None, found: String::new(), kind }
}

fn references<T: Acceptable>(sought: &Sought<'_, T>) -> Vec<T::Reference> {
    match sought {
        Sought::Read(_, rows) => rows.rows.iter().filter_map(|read| read.row.reference()).collect(),
        Sought::Absent | Sought::Failed => Vec::new(),
    }
}

/// The table as part of the return: its rows accepted or not, its faults told. Of a return that is not merged only the
/// rows are kept, none accepted, and its answers without a ref: its one error stands for all that could be told of them.
fn settle<T: Acceptable>(
    sought: Sought<'_, T>,
    identity: &Identity,
    merged: bool,
    against: Against<'_>,
    faults: &mut Vec<Fault>,
    (file, is_part): (&Arc<str>, bool),
) -> Option<TableRead<T>> {
    let returner = identity.returner.as_ref().filter(|_| merged);
    let period = against.context.period;
    let (found, rows) = match sought {
        Sought::Read(found, rows) => (found, rows),
        Sought::Absent => {
            let place = Place::file(Arc::clone(file));
            let whole = returner.filter(|_| !is_part);
            let missing = whole.map(|lead| missing_rows::<T>((against.plan, period), &[], lead, &place));
            faults.extend(missing.into_iter().flatten());
            return None;
        }
        Sought::Failed => return None,
    };
    let mut doubtful = BTreeMap::new();
    let rows_kept = if let Some(returner) = returner {
        faults.extend(rows.faults);
        let (kept, told) = accept(&found, rows.rows, returner);
        doubtful = as_found(&found, &told);
        faults.extend(told);
        faults.extend(missing_rows((against.plan, period), &kept, returner, &found.header_place()));
        kept
    } else {
        faults.extend(rows.faults.into_iter().filter(|fault| fault.kind == FaultKind::OrphanAnswer));
        let refuse = |mut row: T| {
            *row.accepted() = false;
            row
        };
        rows.rows.into_iter().map(|read| refuse(read.row)).collect()
    };
    let (sheet, header) = (Arc::clone(&found.grid.name), found.header.first);
    Some(TableRead { sheet, header, rows: rows_kept, doubtful })
}

/// The answers of the rows in which these faults stand, as found; none of what lies under a merge.
fn as_found(found: &Found<'_>, told: &[Fault]) -> BTreeMap<CellRef, Cell> {
    let in_rows = told.iter().filter(|fault| fault.column.is_some()).filter_map(|fault| fault.place.cell);
    let rows: BTreeSet<u32> = in_rows.map(|at| at.row).collect();
    let answers = rows.into_iter().flat_map(|number| {
        let row = Row::new(found, number);
        let answered = found.inputs().filter(|column| row.is_answered(*column));
        answered.filter_map(|column| row.cell(column)).collect::<Vec<_>>()
    });
    answers.map(|cell| (cell.at, cell.clone())).collect()
}

/// The plan's own version where the return shows it as *Start here* does.
fn as_in(plan: &Plan, says: String) -> String {
    if says == shown_version(&plan.version) { plan.version.clone() } else { says }
}

/// Whether a cell of the form holds what the plan said before an amendment.
fn is_from_before(plan: &Plan, fault: &Fault) -> bool {
    let field = match fault.column {
        Some(Column::Activity) => "activity",
        Some(Column::DesiredOutcome) => "desired_outcome",
        Some(Column::TargetDate) => "target_date",
        Some(Column::Measure) => "measure",
        _ => return false,
    };
    let subject = fault.subject.measure.map(ChangeSubject::Measure);
    let subject = subject.or(fault.subject.action.map(ChangeSubject::Action));
    let changed = matches!(fault.kind, FaultKind::WordingChanged { .. });
    changed && subject.is_some_and(|subject| plan.said_before(subject, field, without_original(&fault.found)))
}

/// W01 to W03 as the vote found them, and W04 with the rows whose wording is no longer the plan's. An amendment need not
/// give the plan another version: a form that shows what the plan said before one is as old.
fn tell_identity(returned: &mut Return, identity: &Identity, against: Against<'_>) {
    let file = Arc::clone(&returned.file);
    let told = identity.faults.iter().map(|kind| about_file(&file, kind.clone()));
    let mut told: Vec<Fault> = told.collect();
    let is_older = returned.faults.iter().any(|fault| is_from_before(against.plan, fault));
    if let Some(says) =
        returned.plan_version.as_ref().filter(|says| is_older || **says != against.plan.version)
        && !identity.refused
    {
        let changed = |fault: &&Fault| {
            matches!(fault.kind, FaultKind::WordingChanged { .. } | FaultKind::WordingOfAnother { .. })
        };
        let mut changed: Vec<String> =
            returned.faults.iter().filter(changed).map(|fault| fault.subject.reference()).collect();
        changed.dedup();
        let current = against.plan.version.clone();
        told.push(about_file(&file, FaultKind::OldPlan { says: says.clone(), current, changed }));
    }
    told.append(&mut returned.faults);
    returned.faults = told;
}

/// L03: cells so far away that they were not read.
fn stray(workbook: &Workbook, file: &Arc<str>) -> Vec<Fault> {
    let told = |(sheet, cell): &(Arc<str>, crate::domain::CellRef)| Fault {
        place: Place::cell(Arc::clone(file), Arc::clone(sheet), *cell),
        subject: Subject::default(),
        column: None,
        found: String::new(),
        kind: FaultKind::Rearranged(vec![format!(
            "{cell} holds something far away from the table, not read"
        )]),
    };
    workbook.stray.iter().map(told).collect()
}
