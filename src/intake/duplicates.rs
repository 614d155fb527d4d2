//! F06: the same return twice, by its bytes or by its answers. The one completed last is kept, of equal dates the first by
//! name (4-reading.md, 4.6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{LeadId, Period, Sha256};
use crate::finding::{Fault, FaultKind};

use super::answers::{FileMet, FileState, Return};
use super::returned::about_file;
use super::same::return_key;

/// What a return holds outside the rows that were read: answers without a ref as they are shown, and for a table that
/// could not be read the file itself, because nobody knows whether its answers are the same.
fn outside_rows(returned: &Return) -> Vec<String> {
    let outside = returned.faults.iter().filter_map(|fault| match fault.kind {
        FaultKind::OrphanAnswer => Some(format!("{} {:?}", fault.place.in_file(), fault.found)),
        FaultKind::CaptionMissing { .. }
        | FaultKind::CaptionTwice { .. }
        | FaultKind::TablesDiffer { .. } => Some(returned.file.to_string()),
        _ => None,
    });
    outside.collect()
}

/// Marks duplicates among files sorted by name. Of returns with the same answers the one with the latest *Date completed*
/// is kept: what was said again later is said last. What was told of a duplicate is told of the one kept; what is true of the
/// duplicate alone, such as a column `Corrected value`, stays with it.
pub(super) fn mark(files: &mut [FileMet]) {
    for group in alike(files) {
        let date = |index: &usize| files.get(*index)?.returned.as_ref()?.date_completed;
        // Of equal dates the first by name.
        let Some(kept) = group.iter().copied().rev().max_by_key(date) else { continue };
        let Some(of) = files.get(kept) else { continue };
        let (name, sha256) = (Arc::clone(&of.name), of.sha256);
        let mut told: BTreeSet<String> = of.returned.iter().flat_map(|r| &r.faults).map(fault_key).collect();
        for index in group.into_iter().filter(|index| *index != kept) {
            let Some(file) = files.get_mut(index) else { continue };
            let kind = FaultKind::DuplicateFile { of: name.to_string(), same_bytes: file.sha256 == sha256 };
            let mut fault = about_file(&file.name, kind);
            fault.subject.returner.clone_from(&file.returned.as_ref().and_then(|r| r.returner.clone()));
            file.state = FileState::Duplicate;
            file.faults.push(fault);
            if let Some(returned) = &mut file.returned {
                returned.faults.retain(|fault| told.insert(fault_key(fault)));
            }
        }
    }
}

/// Returns that are one and the same, by their places among the files: of the same bytes, or with the same answers.
fn alike(files: &[FileMet]) -> Vec<Vec<usize>> {
    let several = several_of_one(files);
    let mut by_bytes: BTreeMap<Sha256, String> = BTreeMap::new();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate().filter(|(_, file)| file.state == FileState::Read) {
        let (Some(sha256), Some(returned)) = (file.sha256, &file.returned) else { continue };
        // The only return of its lead and month says what no other says.
        if !several.contains(&whose(returned)) {
            continue;
        }
        let said = by_bytes.entry(sha256).or_insert_with(|| said(returned));
        groups.entry(said.clone()).or_default().push(index);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Everything that a return says, ready to be compared.
fn said(returned: &Return) -> String {
    format!(
        "{:?} {:?} {} {:?} {:?}",
        returned.returner,
        returned.period,
        returned.identity_disputed,
        return_key(returned),
        outside_rows(returned)
    )
}

/// Equal for two faults of two files when they tell the same of the same cell.
fn fault_key(fault: &Fault) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        fault.place.cell, fault.subject, fault.column, fault.found, fault.kind
    )
}

/// Whose return it is, and for which month.
type Whose = (Option<LeadId>, Option<Period>);

fn whose(returned: &Return) -> Whose {
    (returned.returner.clone(), returned.period)
}

/// Of whom, and for which month, there are several returns.
fn several_of_one(files: &[FileMet]) -> BTreeSet<Whose> {
    let (mut met, mut several) = (BTreeSet::new(), BTreeSet::new());
    let read = files.iter().filter(|file| file.state == FileState::Read);
    for whose in read.filter_map(|file| file.returned.as_ref()).map(whose) {
        if !met.insert(whose.clone()) {
            several.insert(whose);
        }
    }
    several
}
