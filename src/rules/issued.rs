//! What the form can have shown as a measure's *Last value*, whenever it was issued: what rule T04 compares with.

use super::Month;
use super::merged_value::kind;
use crate::domain::figure::FigureState;
use crate::domain::{LeadId, Period, Value};
use crate::plan::Measure;

/// A value that the form can have shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Issued<'a> {
    /// Of this month.
    pub(super) period: Period,
    /// The value.
    pub(super) value: &'a Value,
    /// Whether that month was consolidated again since it was first shown.
    pub(super) revised: bool,
}

/// Every value that the form of this lead can have shown, the latest first, the lead's own of a month before the merged one.
pub(super) fn issued<'a>(month: &Month<'a>, measure: &Measure, lead: Option<&LeadId>) -> Vec<Issued<'a>> {
    let kind = kind(month, measure);
    let mut found = Vec::new();
    for (period, past) in month.history.figures_before(measure.reference, month.period) {
        let given = lead.and_then(|lead| past.by_returner.get(lead)).filter(|g| kind.holds_given(period, g));
        let whole = past.state == FigureState::Value && kind.holds(period, past);
        let values = [given.and_then(|g| g.value.as_ref()), past.value.as_ref().filter(|_| whole)];
        found.extend(values.into_iter().flatten().map(|value| Issued {
            period,
            value,
            revised: past.revised,
        }));
    }
    found
}
