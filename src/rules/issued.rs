//! What the form can have shown as a measure's *Last value*, whenever it was issued: what rule T04 compares with.

use super::Month;
use super::merged_value::kind;
use crate::domain::figure::FigureState;
use crate::domain::folding::fold_caption;
use crate::domain::{LeadId, Period, Unit, Value};
use crate::form::{with_unit, with_unit_shown};
use crate::intake::LastValue;
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

/// Whether a value as shown in *Last value* is this one, however it is spaced, and whether its form showed all decimals or not.
pub(super) fn is_shown_as(said: &LastValue, value: &Value, unit: Unit) -> bool {
    let plain = |text: &str| text.replace([',', ' ', '%'], "");
    let shown = [with_unit_shown(value, unit), with_unit(value, unit)];
    shown
        .iter()
        .any(|shown| fold_caption(&said.value) == fold_caption(shown) || plain(&said.value) == plain(shown))
        || plain(&said.value).parse().is_ok_and(|number| value.number() == Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellRef;

    #[test]
    fn a_value_of_many_decimals_is_known_as_any_form_showed_it_and_no_other() {
        let value = Value::Number("93.42105263157894".parse().unwrap());
        let said = |text: &str| LastValue {
            cell: CellRef::new(5, 5),
            found: text.to_owned(),
            value: text.to_owned(),
            month: None,
        };
        for text in ["93.4%", "93.421053%", "93.4"] {
            assert!(is_shown_as(&said(text), &value, Unit::Percent), "{text}");
        }
        assert!(!is_shown_as(&said("93.5%"), &value, Unit::Percent));
    }
}
