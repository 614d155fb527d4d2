//! Outcome measures: how many of a recommendation's slots are developed, baselined and targeted (2-plan.md, `kind`). The one
//! definition, for `plan check` (P20) and the workbook's sheet *Outcome measures*.

use crate::domain::Kind;

use super::model::{Measure, Plan};

/// Outcome-measure slots, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slots {
    /// Slots that the plan has.
    pub planned: usize,
    /// Slots whose measure is written.
    pub developed: usize,
    /// Developed, with a baseline.
    pub baselined: usize,
    /// Developed, with a target: a number, or for a date or document a day.
    pub targeted: usize,
}

impl Plan {
    /// The outcome measures of one recommendation, or of all.
    pub fn outcome_measures(&self, outcome: Option<u16>) -> impl Iterator<Item = &Measure> {
        let of = move |m: &&Measure| outcome.is_none_or(|number| m.reference.outcome() == number);
        self.measures.iter().filter(|m| m.kind == Kind::Outcome).filter(of)
    }

    /// The slots of one recommendation, or of all.
    pub fn slots(&self, outcome: Option<u16>) -> Slots {
        let mut slots = Slots::default();
        for measure in self.outcome_measures(outcome) {
            slots.planned += 1;
            slots.developed += usize::from(measure.developed);
            slots.baselined += usize::from(measure.is_baselined());
            slots.targeted += usize::from(measure.is_targeted());
        }
        slots
    }
}

impl Measure {
    /// Whether it is developed and has a baseline.
    pub const fn is_baselined(&self) -> bool {
        self.developed && self.baseline.is_some()
    }

    /// Whether it is developed and has a target.
    pub const fn is_targeted(&self) -> bool {
        self.developed && (self.target.is_some() || self.due_by.is_some())
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::domain::{Kind, Quantity, Unit};
    use crate::plan::model::{Measure, Plan};
    use crate::plan::sample::{measure, plan};

    /// The sample plan with two slots for each recommendation: O1.1 complete, O1.2 without a baseline, O2.1 and O2.2 still
    /// to be developed.
    pub(crate) fn with_slots() -> Plan {
        let mut plan = plan();
        for (reference, developed, baseline) in
            [("O1.1", true, Some(9)), ("O1.2", true, None), ("O2.1", false, None), ("O2.2", false, None)]
        {
            let text = if developed { "Children who feel safe" } else { "" };
            plan.measures.push(Measure {
                kind: Kind::Outcome,
                developed,
                baseline: baseline.map(Quantity::from),
                target: developed.then(|| Quantity::from(12)),
                ..measure(reference, text, Unit::Count, if developed { &["ann"] } else { &[] })
            });
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::sample::with_slots;
    use super::*;

    #[test]
    fn slots_are_counted_for_each_recommendation_and_for_all() {
        let plan = with_slots();
        let first = Slots { planned: 2, developed: 2, baselined: 1, targeted: 2 };
        assert_eq!(plan.slots(Some(1)), first);
        assert_eq!(plan.slots(Some(2)), Slots { planned: 2, ..Slots::default() });
        assert_eq!(plan.slots(None), Slots { planned: 4, ..first });
    }
}
