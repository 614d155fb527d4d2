//! Who is missing from a figure although they answered: with a reason, or with what cannot be used.
//!
//! Takes the figures as they stand at last and the rows that answered; a reader of *Measures* shall not be told that a lead
//! who did answer was silent. A return that is refused or set aside is no answer: the sheet Returns tells of it.

use std::collections::BTreeMap;

use crate::domain::figure::Figure;
use crate::domain::{LeadId, MeasureRef};

use super::contributions::{Entry, Stands};

/// What a lead answered who is missing from a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InVain {
    Reason,
    Unusable,
}

/// Tells every figure which of its missing contributors answered, and how.
pub(super) fn tell(figures: &mut [Figure], entries: &[Entry]) {
    let mut answered: BTreeMap<MeasureRef, Vec<(&LeadId, InVain)>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.stands == Stands::Merged) {
        let contribution = &entry.contribution;
        if let (Some(measure), Some(returner)) = (contribution.measure, &contribution.returner) {
            // A value beside a reason contradicts it.
            let is_reason = contribution.absence.is_some() && contribution.value.is_none();
            let how = if is_reason { InVain::Reason } else { InVain::Unusable };
            answered.entry(measure).or_default().push((returner, how));
        }
    }
    for figure in figures.iter_mut().filter(|figure| !figure.missing_contributors.is_empty()) {
        let Some(of_it) = answered.get(&figure.measure) else { continue };
        let who = |wanted: InVain| {
            let missing = figure.missing_contributors.iter();
            missing.filter(|lead| how(lead, of_it) == Some(wanted)).cloned().collect::<Vec<_>>()
        };
        (figure.excused, figure.unusable) = (who(InVain::Reason), who(InVain::Unusable));
    }
}

/// Who answered in two rows, once with a reason, is still to be asked about the other.
fn how(lead: &LeadId, of_it: &[(&LeadId, InVain)]) -> Option<InVain> {
    let mut own = of_it.iter().filter(|(returner, _)| *returner == lead).map(|(_, how)| *how).peekable();
    own.peek()?;
    Some(if own.all(|how| how == InVain::Reason) { InVain::Reason } else { InVain::Unusable })
}
