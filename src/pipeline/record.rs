//! What a consolidated month leaves in the history ledger: values, ratings with their reasons, answers, and which exceptions
//! were raised, so that later months, editions and the review need none of its returns again (docs/ledgers.md).
//!
//! Texts come from the intake, where what looks like a person (D01) is masked already.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::figure::Contribution;
use crate::domain::{ActionRef, LeadId, MeasureRef, Provenance, Sha256};
use crate::intake::{Intake, ProgressRow, Return};
use crate::ledger::{PastAction, PastContribution, PastFigure, PastMonth, PastProgress};
use crate::publish::Consolidation;

/// The month as the ledger keeps it.
pub fn record(month: &Consolidation<'_>, intake: &Intake) -> PastMonth {
    let mut given = contributions(month);
    let mut said = progress(month, intake);
    let figures = month.measures().map(|(measure, figure, rating)| {
        let past = PastFigure {
            value: figure.value.clone(),
            numerator: figure.numerator,
            denominator: figure.denominator,
            state: figure.state,
            absence: figure.absence,
            target: measure.target,
            expected: rating.expected,
            impact: rating.impact.rating,
            reason: rating.impact.reason.clone(),
            revised: false,
            by_returner: given.remove(&measure.reference).unwrap_or_default(),
            sources: sources(&figure.provenance),
        };
        (measure.reference, past)
    });
    let actions = month.actions().map(|(action, progress, rating)| {
        let past = PastAction {
            status: progress.status,
            forecast: progress.forecast,
            own_rag: progress.own_rag,
            commentary: progress.commentary.clone(),
            evidence: progress.evidence.clone(),
            returned: progress.returned,
            delivery: rating.delivery.rating,
            delivery_reason: rating.delivery.reason.clone(),
            impact: rating.impact.rating,
            impact_reason: rating.impact.reason.clone(),
            carried_from: rating.carried_from,
            target: rating.target,
            original_target: rating.original_target,
            by_lead: said.remove(&action.reference).unwrap_or_default(),
            sources: sources(&progress.provenance),
        };
        (action.reference, past)
    });
    PastMonth {
        figures: figures.collect(),
        actions: actions.collect(),
        raised: month.exceptions.iter().map(crate::finding::Exception::key).collect(),
        ..PastMonth::new(month.period, month.as_at)
    }
}

type ByLead<T> = BTreeMap<LeadId, T>;

/// What each returner gave for each measure. Of several rows of one returner the one that was used is kept, else the first
/// with a value.
fn contributions(month: &Consolidation<'_>) -> BTreeMap<MeasureRef, ByLead<PastContribution>> {
    let mut given = BTreeMap::<MeasureRef, ByLead<PastContribution>>::new();
    for contribution in &month.merged.contributions {
        let (Some(measure), Some(lead)) = (contribution.measure, &contribution.returner) else { continue };
        let past = past_contribution(contribution);
        let rank = |past: &PastContribution| (past.used, past.value.is_some());
        match given.entry(measure).or_default().entry(lead.clone()) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(past);
            }
            std::collections::btree_map::Entry::Occupied(mut known) => {
                if rank(&past) > rank(known.get()) {
                    known.insert(past);
                }
            }
        }
    }
    given
}

fn past_contribution(contribution: &Contribution) -> PastContribution {
    PastContribution {
        value: contribution.value.clone(),
        numerator: contribution.numerator,
        denominator: contribution.denominator,
        absence: contribution.absence,
        used: contribution.used,
        note: contribution.note.clone(),
        source: Some(contribution.provenance.sha256),
    }
}

/// What each lead said of each action in a return that was merged.
fn progress(month: &Consolidation<'_>, intake: &Intake) -> BTreeMap<ActionRef, ByLead<PastProgress>> {
    let stands = |returned: &&Return| !month.merged.set_aside.contains_key(&*returned.file);
    let mut said = BTreeMap::<ActionRef, ByLead<PastProgress>>::new();
    for returned in intake.returns().filter(stands) {
        let (Some(lead), Some(table)) = (&returned.returner, &returned.progress) else { continue };
        for row in table.rows.iter().filter(|row| row.accepted) {
            let Some(action) = row.action else { continue };
            let by_lead = said.entry(action).or_default();
            by_lead.entry(lead.clone()).or_insert_with(|| past_progress(row, returned.sha256));
        }
    }
    said
}

fn past_progress(row: &ProgressRow, source: Sha256) -> PastProgress {
    PastProgress {
        status: row.status.value().copied(),
        forecast: row.forecast.value().copied(),
        own_rag: row.own_rag.value().copied(),
        commentary: row.commentary.value().cloned().unwrap_or_default(),
        evidence: row.evidence.value().cloned().unwrap_or_default(),
        source: Some(source),
    }
}

/// Each file once.
fn sources(provenance: &[Provenance]) -> Vec<Sha256> {
    provenance.iter().map(|from| from.sha256).collect::<BTreeSet<_>>().into_iter().collect()
}
