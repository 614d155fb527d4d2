//! The part of the plan that an edition is about: its outcomes, and the actions of its boards' leads.

use std::collections::BTreeSet;

use crate::domain::folding::fold_caption;
use crate::domain::{ActionRef, LeadId, MeasureRef};
use crate::finding::Exception;
use crate::plan::{ChangeSubject, Edition, Plan};

use super::{Edited, Refused};

/// Leaves out every outcome, action, measure and returner that the edition is not about, with all that hangs on them.
pub(super) fn select(edited: &mut Edited) -> Result<(), Refused> {
    let edition = edited.cut.edition.clone();
    if !edition.is_partial() {
        return Ok(());
    }
    known(&edited.plan, &edition)?;
    let part = Part::of(&edited.plan, &edition);
    if part.actions.is_empty() {
        return Err(Refused::Empty);
    }
    let plan = &mut edited.plan;
    plan.outcomes.retain(|outcome| part.outcomes.contains(&outcome.number));
    plan.actions.retain(|action| part.actions.contains(&action.reference));
    plan.measures.retain(|measure| part.has(measure.reference));
    plan.changes.retain(|change| match change.subject {
        ChangeSubject::Outcome(number) => part.outcomes.contains(&number),
        ChangeSubject::Action(action) => part.actions.contains(&action),
        ChangeSubject::Measure(measure) => part.has(measure),
    });
    let merged = &mut edited.merged;
    merged.figures.retain(|figure| part.has(figure.measure));
    merged.progress.retain(|progress| part.actions.contains(&progress.action));
    merged.contributions.retain(|c| c.measure.is_some_and(|measure| part.has(measure)));
    merged.requested.retain(|change| part.actions.contains(&change.action));
    edited.ratings.measures.retain(|rating| part.has(rating.measure));
    edited.ratings.actions.retain(|rating| part.actions.contains(&rating.action));
    edited.history.figures.retain(|(measure, _), _| part.has(*measure));
    edited.history.actions.retain(|(action, _), _| part.actions.contains(action));
    edited.history.raised.clear();
    let returners: BTreeSet<LeadId> = edited.plan.returners().map(|lead| lead.id.clone()).collect();
    edited.plan.leads.retain(|lead| returners.contains(&lead.id));
    edited.met.returners.retain(|received| returners.contains(&received.lead));
    edited.met.files.retain(|file| {
        file.says
            .as_ref()
            .and_then(|says| says.returner.as_ref())
            .is_some_and(|lead| returners.contains(lead))
    });
    edited.met.counts = crate::publish::met::FileCounts::of(edited.met.files.iter().map(|file| file.state));
    edited.exceptions.retain(|exception| part.concerns(exception, &returners));
    Ok(())
}

/// That the plan has what the edition names.
fn known(plan: &Plan, edition: &Edition) -> Result<(), Refused> {
    let has_board = |board: &str| plan.leads.iter().any(|l| l.boards.iter().any(|b| same(b, board)));
    if let Some(number) = edition.outcomes.iter().find(|number| plan.outcome(**number).is_none()) {
        return Err(Refused::NotInPlan(format!("outcome {number}")));
    }
    match edition.boards.iter().find(|board| !has_board(board)) {
        Some(board) => Err(Refused::NotInPlan(format!("lead of the board \"{board}\""))),
        None => Ok(()),
    }
}

fn same(one: &str, other: &str) -> bool {
    fold_caption(one) == fold_caption(other)
}

pub(super) struct Part {
    /// Outcomes of which at least one action is in.
    outcomes: BTreeSet<u16>,
    /// Outcomes that are in with everything: their outcome measures are too.
    whole: BTreeSet<u16>,
    actions: BTreeSet<ActionRef>,
}

impl Part {
    pub(super) fn of(plan: &Plan, edition: &Edition) -> Self {
        let on_board = |id: &LeadId| {
            let boards = plan.lead(id).map_or(&[][..], |lead| &lead.boards);
            boards.iter().any(|board| edition.boards.iter().any(|wanted| same(board, wanted)))
        };
        let wanted = |action: &&crate::plan::Action| {
            edition.outcomes.contains(&action.outcome) || action.leads.iter().any(on_board)
        };
        let actions: Vec<_> = plan.actions.iter().filter(wanted).collect();
        Self {
            outcomes: actions.iter().map(|a| a.outcome).chain(edition.outcomes.iter().copied()).collect(),
            whole: edition.outcomes.iter().copied().collect(),
            actions: actions.iter().map(|action| action.reference).collect(),
        }
    }

    pub(super) fn has_action(&self, action: ActionRef) -> bool {
        self.actions.contains(&action)
    }

    pub(super) fn has(&self, measure: MeasureRef) -> bool {
        measure
            .action()
            .map_or_else(|| self.whole.contains(&measure.outcome()), |action| self.actions.contains(&action))
    }

    /// A finding about something in the part; one about a returner or a file only, when the returner is in it.
    fn concerns(&self, exception: &Exception, returners: &BTreeSet<LeadId>) -> bool {
        let subject = &exception.subject;
        match (subject.measure, subject.action, &subject.returner) {
            (Some(measure), ..) => self.has(measure),
            (None, Some(action), _) => self.actions.contains(&action),
            (None, None, Some(lead)) => returners.contains(lead),
            (None, None, None) => false,
        }
    }
}
