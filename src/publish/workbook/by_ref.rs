//! What belongs to each action, measure and lead, counted and found once: going through all of it for every row would take
//! the square of the plan.

use std::collections::HashMap;

use crate::domain::figure::{Figure, Progress};
use crate::domain::rated::MeasureRating;
use crate::domain::{ActionRef, LeadId, MeasureRef};
use crate::finding::{Code, Exception, Severity};
use crate::plan::{Lead, Measure};
use crate::publish::Consolidation;
use crate::publish::met::Received;

/// A measure with its figure and rating.
pub(super) type Measured<'a> = (&'a Measure, &'a Figure, &'a MeasureRating);

/// The exception about a return that did not come: it is about each action of its lead that nobody answered for.
pub(super) const NO_RETURN: Code = Code("W07");

/// Everything by what it is about.
#[derive(Debug, Default)]
pub(super) struct ByRef<'a> {
    on_action: HashMap<ActionRef, usize>,
    on_measure: HashMap<MeasureRef, usize>,
    measures: HashMap<ActionRef, Vec<Measured<'a>>>,
    progress: HashMap<ActionRef, &'a Progress>,
    received: HashMap<&'a LeadId, (&'a Lead, &'a Received)>,
    unanswered: HashMap<&'a LeadId, Vec<ActionRef>>,
    unusable: HashMap<&'a LeadId, Vec<MeasureRef>>,
}

impl<'a> ByRef<'a> {
    /// Of this month.
    pub(super) fn of(month: &Consolidation<'a>, received: &[(&'a Lead, &'a Received)]) -> Self {
        let mut by_ref = Self::default();
        for exception in month.exceptions {
            if let Some(action) = exception.subject.action {
                *by_ref.on_action.entry(action).or_default() += 1;
            }
            if let Some(measure) = exception.subject.measure {
                *by_ref.on_measure.entry(measure).or_default() += 1;
            }
        }
        for measured in month.measures() {
            if let Some(action) = measured.0.reference.action() {
                by_ref.measures.entry(action).or_default().push(measured);
            }
        }
        for (action, progress, _) in month.actions().filter(|(_, progress, _)| !progress.returned) {
            for lead in &action.leads {
                by_ref.unanswered.entry(lead).or_default().push(progress.action);
            }
        }
        let missing = month.exceptions.iter().filter(|exception| exception.code == NO_RETURN);
        for lead in missing.filter_map(|exception| exception.subject.returner.as_ref()) {
            for action in by_ref.unanswered.get(lead).into_iter().flatten() {
                *by_ref.on_action.entry(*action).or_default() += 1;
            }
        }
        for figure in &month.merged.figures {
            if by_ref.exceptions_on_measure(figure.measure) > 0 {
                continue;
            }
            for lead in &figure.unusable {
                by_ref.unusable.entry(lead).or_default().push(figure.measure);
            }
        }
        for exception in month.exceptions {
            for measure in by_ref.unusable_by(exception).to_vec() {
                *by_ref.on_measure.entry(measure).or_default() += 1;
            }
        }
        by_ref.progress = month.merged.progress.iter().map(|progress| (progress.action, progress)).collect();
        by_ref.received = received.iter().map(|(lead, received)| (&lead.id, (*lead, *received))).collect();
        by_ref
    }

    /// How many exceptions are about an action.
    pub(super) fn exceptions_on_action(&self, action: ActionRef) -> usize {
        self.on_action.get(&action).copied().unwrap_or(0)
    }

    /// How many exceptions are about a measure.
    pub(super) fn exceptions_on_measure(&self, measure: MeasureRef) -> usize {
        self.on_measure.get(&measure).copied().unwrap_or(0)
    }

    /// Measures of an action, in plan order.
    pub(super) fn measures(&self, action: ActionRef) -> &[Measured<'a>] {
        self.measures.get(&action).map(Vec::as_slice).unwrap_or_default()
    }

    /// Merged progress of an action.
    pub(super) fn progress(&self, action: ActionRef) -> Option<&'a Progress> {
        self.progress.get(&action).copied()
    }

    /// Actions of a lead for which no answer came from anybody.
    pub(super) fn unanswered_by(&self, lead: &LeadId) -> impl Iterator<Item = ActionRef> {
        self.unanswered.get(lead).into_iter().flatten().copied()
    }

    /// The measures whose answers an error about a return as a whole keeps from being used, where nothing else says so.
    pub(super) fn unusable_by(&self, exception: &Exception) -> &[MeasureRef] {
        let subject = &exception.subject;
        let whole =
            exception.severity == Severity::Error && subject.action.is_none() && subject.measure.is_none();
        let lead = subject.returner.as_ref().filter(|_| whole);
        lead.and_then(|lead| self.unusable.get(lead)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What came from a lead.
    pub(super) fn received(&self, lead: &LeadId) -> Option<(&'a Lead, &'a Received)> {
        self.received.get(lead).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::publish::sample::month;

    /// A measure without a value leads to the exception that says why.
    #[test]
    fn an_error_about_a_whole_return_is_about_the_measures_that_it_keeps_from_being_used() {
        for (severity, count) in [(Severity::Error, 1), (Severity::Query, 0)] {
            let mut month = month();
            let lead = month.plan.leads[0].id.clone();
            let whole = Exception {
                code: Code("W05"),
                severity,
                subject: Subject::returner(&lead),
                ..month.exceptions[0].clone()
            };
            month.exceptions = vec![whole];
            month.merged.figures[0].unusable = vec![lead];
            let measures = [month.merged.figures[0].measure, month.merged.figures[1].measure];
            let consolidation = month.consolidation();
            let by_ref = ByRef::of(&consolidation, &[]);
            assert_eq!(measures.map(|m| by_ref.exceptions_on_measure(m)), [count, 0]);
        }
    }
}
