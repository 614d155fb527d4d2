//! measures.csv: one row per measure of the plan.

use crate::domain::Absence;
use crate::domain::figure::Figure;
use crate::domain::rated::{Direction, MeasureRating};
use crate::plan::Measure;

use super::super::Consolidation;
use super::{Field, joined, lent, optional};

/// Columns of measures.csv.
pub const COLUMNS: [&str; 21] = [
    "period",
    "ref",
    "action",
    "outcome",
    "measure",
    "kind",
    "unit",
    "value",
    "numerator",
    "denominator",
    "state",
    "absence",
    "contributors",
    "missing_contributors",
    "target",
    "expected",
    "impact",
    "reason",
    "direction",
    "last_value",
    "last_period",
];

/// Rows in plan order.
pub(super) fn rows<'a>(
    month: &'a Consolidation<'a>,
    period: &'a str,
) -> impl Iterator<Item = [Field<'a>; 21]> + 'a {
    month.measures().map(move |(measure, figure, rating)| row(period, measure, figure, rating))
}

fn row<'a>(
    period: &'a str,
    measure: &'a Measure,
    figure: &'a Figure,
    rating: &'a MeasureRating,
) -> [Field<'a>; 21] {
    // A measure's target is a number or, for dates and documents, the day by which it is due.
    let target = measure.target.map(|t| t.to_string()).or(measure.due_by.map(|d| d.to_string()));
    [
        period.into(),
        measure.reference.to_string().into(),
        optional(measure.reference.action()).into(),
        measure.reference.outcome().to_string().into(),
        (&*measure.measure).into(),
        measure.kind.word().into(),
        measure.unit.word().into(),
        optional(figure.value.as_ref()).into(),
        optional(figure.numerator).into(),
        optional(figure.denominator).into(),
        figure.state.word().into(),
        lent(figure.absence.map(Absence::word)),
        joined(&figure.contributors).into(),
        joined(&figure.missing_contributors).into(),
        target.unwrap_or_default().into(),
        optional(rating.expected).into(),
        rating.impact.rating.word().into(),
        rating.impact.reason.as_str().into(),
        lent(rating.direction.map(Direction::word)),
        optional(rating.last.as_ref().map(|(_, value)| value)).into(),
        optional(rating.last.as_ref().map(|(period, _)| period)).into(),
    ]
}
