//! Who is missing from a figure although they answered: with a reason, or with what cannot be used.
//!
//! Takes the figures as they stand at last and the rows that answered; a reader of *Measures* shall not be told that a lead
//! who did answer was silent. What stands in a table that cannot be read, or in a return of this month of which nothing is
//! used, is an answer that cannot be used: unless another return of that lead stands, which then is what the lead says.

use std::collections::BTreeMap;

use crate::domain::figure::Figure;
use crate::domain::{LeadId, MeasureRef, Period};
use crate::intake::{FileState, Intake, Return};

use super::contributions::{Entry, Stands, is_answered};

/// What a lead answered who is missing from a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InVain {
    Reason,
    Unusable,
}

/// Tells every figure which of its missing contributors answered, and how.
pub(super) fn tell(
    figures: &mut [Figure],
    entries: &[Entry],
    (intake, period): (&Intake, Period),
    set_aside: &BTreeMap<String, String>,
) {
    if figures.iter().all(|figure| figure.missing_contributors.is_empty()) {
        return;
    }
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
    for (measure, lead) in beyond_reach(intake, period, set_aside) {
        answered.entry(measure).or_default().push((lead, InVain::Unusable));
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

/// Measures with the leads whose answers to them stand where nothing is used.
fn beyond_reach<'a>(
    intake: &'a Intake,
    period: Period,
    set_aside: &BTreeMap<String, String>,
) -> Vec<(MeasureRef, &'a LeadId)> {
    let is_merged = |file: &str, state| state == FileState::Read && !set_aside.contains_key(file);
    let mut standing: BTreeMap<&LeadId, Vec<&Return>> = BTreeMap::new();
    for returned in intake.returns().filter(|returned| !set_aside.contains_key(&*returned.file)) {
        if let Some(lead) = &returned.returner {
            standing.entry(lead).or_default().push(returned);
        }
    }
    let mut beyond = Vec::new();
    for file in intake.files.iter().filter(|f| matches!(f.state, FileState::Read | FileState::Refused)) {
        let Some(returned) = file.returned.as_ref().filter(|r| r.period.is_none_or(|p| p == period)) else {
            continue;
        };
        let Some(lead) = &returned.returner else { continue };
        let merged = is_merged(&file.name, file.state);
        let mut others = standing.get(lead).into_iter().flatten();
        if merged || !others.any(|other| other.stands_for(returned)) {
            let rows = if merged { Vec::new() } else { answered_rows(returned) };
            let unread = returned.unread.iter().filter_map(|row| row.subject.measure);
            beyond.extend(unread.chain(rows).map(|measure| (measure, lead)));
        }
    }
    beyond
}

/// Measures that a return answers with a value, numbers or a reason.
fn answered_rows(returned: &Return) -> Vec<MeasureRef> {
    let rows = returned.measures.iter().flat_map(|table| &table.rows);
    rows.filter(|row| is_answered(row)).filter_map(|row| row.measure).collect()
}

/// Who answered in two rows, once with a reason, is still to be asked about the other.
fn how(lead: &LeadId, of_it: &[(&LeadId, InVain)]) -> Option<InVain> {
    let mut own = of_it.iter().filter(|(returner, _)| *returner == lead).map(|(_, how)| *how).peekable();
    own.peek()?;
    Some(if own.all(|how| how == InVain::Reason) { InVain::Reason } else { InVain::Unusable })
}
