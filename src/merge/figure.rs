//! One measure's figure from its candidates (4-reading.md, 4.6; 11-settled.md, "Plan").
//!
//! Choices this page of the contract leaves open, made so that no figure is wrong in silence:
//! - A lead who gives a reason instead of a value counts as missing, whatever the reason: the figure is partial.
//! - Different reasons from everyone: the one that asks most for a follow-up is shown; "Not applicable" only when all say so.
//! - An answer from a lead of the action whom the plan does not expect here (R04) stands in where somebody is missing.
//!   Beside a full set of expected answers it is never added up: what the plan counts stands, and M02 asks.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::{Absence, Column, LeadId, MergeRule, Value};
use crate::finding::fault::Range;
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::plan::{Measure, Plan};

use super::combine::{Combination, Combined, Conflict, Given, PassedOver, combine, same};
use super::contributions::Entry;

/// The figure of one measure. `candidates` are indexes into `entries`; each of these entries ends as used or as unused
/// with the reason.
pub(super) fn figure(
    plan: &Plan,
    measure: &Measure,
    entries: &mut [Entry],
    candidates: &[usize],
    faults: &mut Vec<Fault>,
) -> Figure {
    let mut work = Work { plan, measure, entries, faults };
    if work.differs_within_one_return(candidates) {
        return work.withheld_whole(candidates);
    }
    let answered = work.one_each(candidates);
    let (valued, reasons): (Vec<usize>, Vec<usize>) =
        answered.iter().partition(|index| work.value_of(**index).is_some());
    let valued = work.without_surplus(valued);
    let given: Vec<Given> = valued.iter().map(|index| work.given(*index)).collect();
    let joint = measure.returned_by.len() > 1;
    match combine(measure.merge, &given, joint) {
        None => work.absent(&reasons),
        Some(Combined::One(combination)) => work.combined(&given, combination, &reasons),
        Some(Combined::Withheld(conflict)) => work.withheld(&given, conflict, &reasons),
    }
}

struct Work<'a> {
    plan: &'a Plan,
    measure: &'a Measure,
    entries: &'a mut [Entry],
    faults: &'a mut Vec<Fault>,
}

impl Work<'_> {
    fn value_of(&self, index: usize) -> Option<&Value> {
        self.entries[index].contribution.value.as_ref()
    }

    fn returner(&self, index: usize) -> Option<&LeadId> {
        self.entries[index].contribution.returner.as_ref()
    }

    /// Leads the plan expects first, as it lists them; then others in the plan's order of leads.
    fn rank(&self, index: usize) -> (usize, usize) {
        let Some(id) = self.returner(index) else { return (usize::MAX, usize::MAX) };
        let expected = self.measure.returned_by.iter().position(|lead| lead == id);
        let known = self.plan.lead_position(id);
        (expected.unwrap_or(usize::MAX), known.unwrap_or(usize::MAX))
    }

    /// One candidate per returner, in plan order; the same answer given again in one return is marked unused.
    fn one_each(&mut self, candidates: &[usize]) -> Vec<usize> {
        let mut sorted = candidates.to_vec();
        sorted.sort_by_key(|index| (self.rank(*index), *index));
        let mut kept: Vec<usize> = Vec::new();
        for index in sorted {
            match kept.iter().find(|k| self.returner(**k) == self.returner(index)) {
                None => kept.push(index),
                Some(first) => {
                    let first = self.entries[*first].contribution.provenance.cell;
                    self.entries[index].mark_unused(format!("The same return also answers at {first}."));
                }
            }
        }
        kept
    }

    /// Reading refuses rows that contradict one another; should two ever arrive here, neither may be used.
    fn differs_within_one_return(&self, candidates: &[usize]) -> bool {
        candidates.iter().enumerate().any(|(position, one)| {
            candidates[position + 1..].iter().any(|other| {
                self.returner(*one) == self.returner(*other)
                    && match (self.value_of(*one), self.value_of(*other)) {
                        (Some(one), Some(other)) => !same(one, other),
                        (None, None) => false,
                        _ => true,
                    }
            })
        })
    }

    fn withheld_whole(&mut self, candidates: &[usize]) -> Figure {
        let (valued, reasons): (Vec<usize>, Vec<usize>) =
            candidates.iter().partition(|index| self.value_of(**index).is_some());
        let given: Vec<Given> = valued.iter().map(|index| self.given(*index)).collect();
        let why = "One return gives two different answers to it.";
        self.disagree(&given, None);
        for index in reasons {
            self.entries[index].mark_unused(why);
        }
        self.withheld_figure(&given, why.to_owned())
    }

    /// Takes out values from leads the plan does not expect, where adding them would change what the plan counts.
    fn without_surplus(&mut self, valued: Vec<usize>) -> Vec<usize> {
        let adds_up = matches!(self.measure.merge, MergeRule::Sum | MergeRule::Pooled | MergeRule::Mean);
        let expected = |work: &Self, index: usize| {
            work.returner(index).is_some_and(|id| work.measure.returned_by.contains(id))
        };
        let (planned, surplus): (Vec<usize>, Vec<usize>) = valued.iter().partition(|i| expected(self, **i));
        if !adds_up || surplus.is_empty() || planned.len() < self.measure.returned_by.len() {
            return valued;
        }
        let all: Vec<Given> = valued.iter().map(|index| self.given(*index)).collect();
        for index in &surplus {
            self.entries[*index]
                .mark_unused("The plan counts this measure from other leads, and all of them have answered.");
        }
        let names: Vec<&str> = planned.iter().map(|i| self.entries[*i].contribution.found.as_str()).collect();
        let used = Some(names.join(" and "));
        self.disagree(&all, used);
        planned
    }

    fn given(&self, index: usize) -> Given {
        let contribution = &self.entries[index].contribution;
        let returner = contribution.returner.clone().unwrap_or_else(|| LeadId::from(""));
        Given {
            name: self.plan.lead_name(&returner).to_owned(),
            returner,
            value: contribution.value.clone().unwrap_or_else(|| Value::Text(String::new())),
            fraction: contribution.numerator.zip(contribution.denominator),
            completed: self.entries[index].completed,
            entry: index,
        }
    }

    fn combined(&mut self, given: &[Given], combination: Combination, reasons: &[usize]) -> Figure {
        for index in reasons {
            self.entries[*index].mark_unused("A reason instead of a value: the figure is made without it.");
        }
        let passed =
            |position: usize| combination.passed_over.iter().find(|(p, _)| *p == position).map(|p| p.1);
        let mut contributors = Vec::with_capacity(given.len());
        let mut provenance = Vec::with_capacity(given.len());
        let mut without_value = Vec::new();
        for (position, g) in given.iter().enumerate() {
            if let Some(because) = passed(position) {
                self.entries[g.entry].mark_unused(words(because));
                if because == PassedOver::NotPoolable {
                    without_value.push(&g.returner);
                }
            } else {
                self.entries[g.entry].mark_used();
                contributors.push(g.returner.clone());
                provenance.push(self.entries[g.entry].contribution.provenance.clone());
            }
        }
        let has_value = |id: &LeadId| given.iter().any(|g| g.returner == *id) && !without_value.contains(&id);
        let missing: Vec<LeadId> =
            self.measure.returned_by.iter().filter(|id| !has_value(id)).cloned().collect();
        // A lead whose percent cannot be pooled is missing from the figure, expected or not.
        let whole = missing.is_empty() && without_value.is_empty();
        let (numerator, denominator) = combination.fraction.unzip();
        if !missing.is_empty() {
            let place = provenance.first().map(Place::from).unwrap_or_default();
            self.partial(place, &combination.value.to_string(), &missing);
        }
        Figure {
            measure: self.measure.reference,
            value: Some(combination.value),
            numerator,
            denominator,
            state: if whole { FigureState::Value } else { FigureState::Partial },
            absence: None,
            contributors,
            missing_contributors: missing,
            unusable: Vec::new(),
            excused: Vec::new(),
            provenance,
            withheld: None,
        }
    }

    fn absent(&mut self, reasons: &[usize]) -> Figure {
        let given: Vec<Absence> =
            reasons.iter().filter_map(|index| self.entries[*index].contribution.absence).collect();
        for index in reasons {
            self.entries[*index].mark_used();
        }
        Figure { absence: most_telling(&given), ..self.empty() }
    }

    fn withheld(&mut self, given: &[Given], conflict: Conflict, reasons: &[usize]) -> Figure {
        let said: Vec<String> = given
            .iter()
            .map(|g| format!("{} gives {}", g.name, self.entries[g.entry].contribution.found))
            .collect();
        let said = said.join(", ");
        let why = match conflict {
            Conflict::Disagree => format!("The answers differ ({said}), and only one can be right."),
            Conflict::TooLarge => format!("The answers ({said}) make a number too large to work with."),
            Conflict::NothingToPool => {
                format!("Percents can only be put together from their numerators and denominators ({said}).")
            }
            Conflict::NotNumbers => format!("The answers ({said}) are not numbers that can be put together."),
        };
        for index in reasons {
            self.entries[*index].mark_unused(why.clone());
        }
        match conflict {
            Conflict::Disagree => self.disagree(given, None),
            Conflict::NothingToPool => {
                let place = self.place(given);
                let missing = self.measure.returned_by.clone();
                self.partial(place, "", &missing);
            }
            Conflict::TooLarge | Conflict::NotNumbers => {
                let place = self.place(given);
                let found = self.found(given);
                self.fault(place, &found, FaultKind::OutOfRange(Range::Unholdable));
            }
        }
        self.withheld_figure(given, why)
    }

    fn withheld_figure(&mut self, given: &[Given], why: String) -> Figure {
        for g in given {
            self.entries[g.entry].mark_unused(why.clone());
        }
        Figure { withheld: Some(why), ..self.empty() }
    }

    fn empty(&self) -> Figure {
        Figure {
            measure: self.measure.reference,
            value: None,
            numerator: None,
            denominator: None,
            state: FigureState::Absent,
            absence: None,
            contributors: Vec::new(),
            missing_contributors: self.measure.returned_by.clone(),
            unusable: Vec::new(),
            excused: Vec::new(),
            provenance: Vec::new(),
            withheld: None,
        }
    }

    fn place(&self, given: &[Given]) -> Place {
        given.first().map(|g| Place::from(&self.entries[g.entry].contribution.provenance)).unwrap_or_default()
    }

    fn partial(&mut self, place: Place, found: &str, missing: &[LeadId]) {
        self.fault(place, found, FaultKind::PartialValue { missing: missing.to_vec() });
    }

    fn disagree(&mut self, given: &[Given], used: Option<String>) {
        let answers = given.iter().map(|g| {
            let contribution = &self.entries[g.entry].contribution;
            (g.returner.clone(), contribution.found.clone(), contribution.provenance.clone())
        });
        let kind = FaultKind::Disagree { what: "value".to_owned(), answers: answers.collect(), used };
        let found = self.found(given);
        self.fault(self.place(given), &found, kind);
    }

    /// What the cells show, one after the other.
    fn found(&self, given: &[Given]) -> String {
        let found = given.iter().map(|g| self.entries[g.entry].contribution.found.as_str());
        found.collect::<Vec<_>>().join("; ")
    }

    fn fault(&mut self, place: Place, found: &str, kind: FaultKind) {
        self.faults.push(Fault {
            place,
            subject: Subject::measure(self.measure.reference),
            column: Some(Column::Value),
            found: found.to_owned(),
            kind,
        });
    }
}

const fn words(because: PassedOver) -> &'static str {
    match because {
        PassedOver::Earlier => "A later answer from another lead is used.",
        PassedOver::Smaller => "The largest answer is used.",
        PassedOver::NotPoolable => {
            "A percent without its numerator and denominator cannot be put together with those of other leads."
        }
    }
}

/// The reason that asks most for a follow-up. "Not applicable" only when nobody says anything else.
fn most_telling(reasons: &[Absence]) -> Option<Absence> {
    const BY_FOLLOW_UP: [Absence; 5] = [
        Absence::AwaitedFromPartner,
        Absence::NotCollectedYet,
        Absence::Other,
        Absence::TooSmallToShare,
        Absence::NotApplicable,
    ];
    BY_FOLLOW_UP.into_iter().find(|reason| reasons.contains(reason))
}
