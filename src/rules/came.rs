//! What came from each lead: shared by W07 and `ragbook chase`, so that the two cannot disagree.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::LeadId;
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

/// Everything that came, by lead. Made once, because a month may have tens of thousands of files.
#[derive(Debug, Clone)]
pub struct Arrivals<'a> {
    read: BTreeSet<&'a LeadId>,
    refused: BTreeMap<&'a LeadId, &'a FileMet>,
    /// Refused files without any identity, by their folded names between spaces.
    unread: Vec<(String, &'a FileMet)>,
}

impl<'a> Arrivals<'a> {
    /// Sorts the files of an intake by lead.
    pub fn of(intake: &'a Intake) -> Self {
        let mut arrivals = Self { read: BTreeSet::new(), refused: BTreeMap::new(), unread: Vec::new() };
        for file in &intake.files {
            let lead = file.returned.as_ref().and_then(|r| r.returner.as_ref());
            match (file.state, lead) {
                (FileState::Read, Some(lead)) => {
                    arrivals.read.insert(lead);
                }
                (FileState::Refused, Some(lead)) => {
                    arrivals.refused.entry(lead).or_insert(file);
                }
                (FileState::Refused, None) => {
                    arrivals.unread.push((format!(" {} ", fold_caption(&file.name)), file));
                }
                _ => {}
            }
        }
        arrivals
    }

    /// What came from this lead.
    pub fn from(&self, lead: &Lead) -> Came<'a> {
        if self.read.contains(&lead.id) {
            return Came::Return;
        }
        if let Some(file) = self.refused.get(&lead.id) {
            return Came::Refused(file);
        }
        let name = format!(" {} ", fold_caption(&lead.name));
        let named_after =
            self.unread.iter().find(|(file, _)| !name.trim().is_empty() && file.contains(&name));
        named_after.map_or(Came::Nothing, |(_, file)| Came::Perhaps(file))
    }
}
