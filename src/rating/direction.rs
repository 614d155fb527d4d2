//! Direction of travel against the last whole value, and whether a value falls short of its target (5-rating.md, 5.2).

use crate::domain::figure::{Figure, FigureState};
use crate::domain::rated::Direction;
use crate::domain::{Polarity, Quantity, Value};
use crate::plan::Measure;

/// Direction of travel; none when there is no whole number now, or the last value was no number. A step counts when it
/// is at least `noticeable`.
pub(super) fn direction(
    measure: &Measure,
    figure: &Figure,
    last: Option<&Value>,
    noticeable: Quantity,
) -> Option<Direction> {
    let now = whole_number(figure)?;
    let Some(last) = last else { return Some(Direction::FirstValue) };
    let last = last.number()?;
    Direction::between(measure.polarity, last, now, noticeable)
}

/// Whether the whole value that stands falls short of the final target, whatever is expected by now.
pub(super) fn short_of_target(measure: &Measure, value: Option<Quantity>) -> Option<bool> {
    let (value, target) = (value?, measure.target?);
    match measure.polarity {
        Polarity::Higher => Some(value < target),
        Polarity::Lower => Some(value > target),
        Polarity::None => None,
    }
}

/// The number of a figure that is whole.
pub(super) fn whole_number(figure: &Figure) -> Option<Quantity> {
    (figure.state == FigureState::Value).then(|| figure.value.as_ref()?.number()).flatten()
}
