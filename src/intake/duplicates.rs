//! F06: the same return twice, by its bytes or by its answers. The first by name is kept (4-reading.md, 4.6).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::Sha256;
use crate::finding::FaultKind;

use super::answers::{FileMet, FileState};
use super::returned::about_file;
use super::same::return_key;

/// Marks duplicates among files sorted by name. What was told about a duplicate's answers is told of the one kept.
pub(super) fn mark(files: &mut [FileMet]) {
    let mut by_bytes: BTreeMap<Sha256, Arc<str>> = BTreeMap::new();
    let mut by_answers: BTreeMap<String, Arc<str>> = BTreeMap::new();
    for file in files.iter_mut().filter(|file| file.state == FileState::Read) {
        let (Some(sha256), Some(returned)) = (file.sha256, &file.returned) else { continue };
        let said = format!(
            "{:?} {:?} {} {:?}",
            returned.returner,
            returned.period,
            returned.identity_disputed,
            return_key(returned)
        );
        let same_bytes = by_bytes.get(&sha256).cloned();
        let same_answers = by_answers.get(&said).cloned();
        match same_bytes.clone().or(same_answers) {
            Some(of) => {
                let kind = FaultKind::DuplicateFile { of: of.to_string(), same_bytes: same_bytes.is_some() };
                let mut fault = about_file(&file.name, kind);
                fault.subject.returner.clone_from(&returned.returner);
                file.state = FileState::Duplicate;
                file.faults.push(fault);
                if let Some(returned) = &mut file.returned {
                    returned.faults.clear();
                }
            }
            None => {
                by_bytes.insert(sha256, Arc::clone(&file.name));
                by_answers.insert(said, Arc::clone(&file.name));
            }
        }
    }
}
