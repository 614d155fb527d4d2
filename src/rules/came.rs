//! What came from a lead: shared by W07 and `ragbook chase`, so that the two cannot disagree.

use crate::domain::folding::fold_caption;
use crate::intake::{FileMet, FileState, Intake};
use crate::plan::Lead;

/// What came from a lead for the month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Came<'a> {
    /// A return that was read.
    Return,
    /// Only this file, which was refused.
    Refused(&'a FileMet),
    /// Only a file that could not be read and is named after the lead: a hint, never an identity.
    Perhaps(&'a FileMet),
    /// Nothing.
    Nothing,
}

/// What came from this lead.
pub fn came_from<'a>(intake: &'a Intake, lead: &Lead) -> Came<'a> {
    let theirs = |state: FileState| {
        let of_lead = |f: &&FileMet| f.returned.as_ref().and_then(|r| r.returner.as_ref()) == Some(&lead.id);
        intake.files.iter().filter(of_lead).find(move |f| f.state == state)
    };
    if theirs(FileState::Read).is_some() {
        Came::Return
    } else if let Some(refused) = theirs(FileState::Refused) {
        Came::Refused(refused)
    } else {
        let mut refused = intake.files.iter().filter(|f| f.state == FileState::Refused);
        refused.find(|f| is_named_after(f, lead)).map_or(Came::Nothing, Came::Perhaps)
    }
}

fn is_named_after(file: &FileMet, lead: &Lead) -> bool {
    let name = fold_caption(&lead.name);
    file.returned.is_none()
        && !name.is_empty()
        && format!(" {} ", fold_caption(&file.name)).contains(&format!(" {name} "))
}
