//! Earlier values of a measure, as far as they compare with those of now: the plan may have changed what it counts in.

use crate::domain::Period;
use crate::ledger::{Kind, PastFigure};
use crate::plan::Measure;

use super::Facts;

/// Which earlier values of a measure mean what its values mean now.
pub(super) fn kind(facts: &Facts<'_>, measure: &Measure) -> Kind {
    let from = facts.plan.comparable_from(measure.reference, facts.as_at);
    Kind { unit: measure.unit, from }
}

/// The last whole value before this period that compares with those of now.
pub(super) fn last_of_kind<'a>(facts: &Facts<'a>, measure: &Measure) -> Option<(Period, &'a PastFigure)> {
    facts.history.last_of_kind(measure.reference, facts.period, kind(facts, measure))
}
