//! F06: the same return twice, by its bytes or by its answers. The first by name is kept (4-reading.md, 4.6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{LeadId, Period, Sha256};
use crate::finding::FaultKind;

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

/// Marks duplicates among files sorted by name. What was told about a duplicate's answers is told of the one kept.
pub(super) fn mark(files: &mut [FileMet]) {
    let mut by_bytes: BTreeMap<Sha256, Arc<str>> = BTreeMap::new();
    let mut by_answers: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let several = several_of_one(files);
    for file in files.iter_mut().filter(|file| file.state == FileState::Read) {
        let (Some(sha256), Some(returned)) = (file.sha256, &file.returned) else { continue };
        let same_bytes = by_bytes.get(&sha256).cloned();
        // The only return of its lead and month says what no other says.
        let said = several.contains(&whose(returned)).then(|| {
            format!(
                "{:?} {:?} {} {:?} {:?}",
                returned.returner,
                returned.period,
                returned.identity_disputed,
                return_key(returned),
                outside_rows(returned)
            )
        });
        let same_answers = said.as_ref().and_then(|said| by_answers.get(said).cloned());
        if let Some(of) = same_bytes.clone().or(same_answers) {
            let kind = FaultKind::DuplicateFile { of: of.to_string(), same_bytes: same_bytes.is_some() };
            let mut fault = about_file(&file.name, kind);
            fault.subject.returner.clone_from(&returned.returner);
            file.state = FileState::Duplicate;
            file.faults.push(fault);
            if let Some(returned) = &mut file.returned {
                returned.faults.clear();
            }
        } else {
            by_bytes.insert(sha256, Arc::clone(&file.name));
            by_answers.extend(said.map(|said| (said, Arc::clone(&file.name))));
        }
    }
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
