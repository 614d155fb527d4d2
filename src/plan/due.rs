//! When a measure is due (2-plan.md, `frequency`; months: 11-settled.md, "Plan").

use crate::domain::{ActionRef, Frequency, LeadId, Period};

use super::indexed::Indexed;
use super::model::{Measure, Plan};

/// Whether a measure is due in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Due in this period.
    Now,
    /// Not now; next due in that one.
    Next(Period),
    /// Never (again): a `once` measure whose month is past or cannot be told.
    Never,
}

/// Whether the measure is due in the period. `once` is due in the month of its own due date, else of its action's
/// target date.
pub fn due(plan: &Plan, measure: &Measure, period: Period) -> Due {
    let months: &[u32] = match measure.frequency {
        Frequency::Monthly => return Due::Now,
        Frequency::Quarterly => &[3, 6, 9, 12],
        Frequency::Termly => &[4, 7, 12],
        Frequency::Annual => &[3],
        Frequency::Once => {
            let by_action = || plan.action(measure.reference.action()?)?.target.date();
            return match measure.due_by.or_else(by_action).and_then(Period::of) {
                Some(month) if month == period => Due::Now,
                Some(month) if month > period => Due::Next(month),
                _ => Due::Never,
            };
        }
    };
    if months.contains(&period.month()) {
        return Due::Now;
    }
    let next = (1..=12).map(|count| period.plus_months(count)).find(|p| months.contains(&p.month()));
    next.map_or(Due::Never, Due::Next)
}

/// Whether anybody is asked for the measure in the period: as [`due`], but never for one of a closed action.
pub fn asked_for(plan: &Plan, measure: &Measure, period: Period) -> Due {
    match measure.reference.action() {
        Some(action) if is_closed(plan, action, period) => Due::Never,
        _ => due(plan, measure, period),
    }
}

/// Whether an amendment had stopped or replaced the action by the end of the period: nobody is asked about it any more.
pub fn is_closed(plan: &Plan, action: ActionRef, period: Period) -> bool {
    plan.closed_by(action, period.last_day()).is_some()
}

/// What a lead is asked for in a period: actions that are not closed and measures that are due, in plan order.
pub fn asked(plan: &Indexed<'_>, lead: &LeadId, period: Period) -> Vec<String> {
    let actions = plan.actions_of(lead).iter().filter(|action| !is_closed(plan, action.reference, period));
    let measures =
        plan.measures_of(lead).iter().filter(|measure| asked_for(plan, measure, period) == Due::Now);
    let actions = actions.map(|action| action.reference.to_string());
    actions.chain(measures.map(|measure| measure.reference.to_string())).collect()
}

/// The latest period up to and including this one in which the measure was due; none when it never was within the
/// last twelve months (for `once`: when its month is still to come).
pub fn last_due(plan: &Plan, measure: &Measure, period: Period) -> Option<Period> {
    let back = if measure.frequency == Frequency::Once { 1200 } else { 12 };
    (0..=back).map(|count| period.plus_months(-count)).find(|p| due(plan, measure, *p) == Due::Now)
}

/// Two of a measure's own reporting periods, in months: a value older than that is stale (5-rating.md, 5.2; rule T05). None
/// for a value that is wanted once: it does not grow old.
pub const fn two_reporting_periods(frequency: Frequency) -> Option<i32> {
    match frequency {
        Frequency::Monthly => Some(2),
        Frequency::Quarterly => Some(6),
        Frequency::Termly => Some(8),
        Frequency::Annual => Some(24),
        Frequency::Once => None,
    }
}
