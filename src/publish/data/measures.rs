//! measures.csv: one row per measure of the plan.

use crate::domain::figure::Figure;
use crate::domain::rated::{Direction, MeasureRating};
use crate::plan::Measure;

use super::super::Consolidation;
use super::{joined, optional};

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
pub fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [String; 21]> + 'a {
    month
        .measures()
        .map(move |(measure, figure, rating)| row(month.period.to_string(), measure, figure, rating))
}

fn row(period: String, measure: &Measure, figure: &Figure, rating: &MeasureRating) -> [String; 21] {
    // A measure's target is a number or, for dates and documents, the day by which it is due.
    let target = measure.target.map(|t| t.to_string()).or(measure.due_by.map(|d| d.to_string()));
    [
        period,
        measure.reference.to_string(),
        optional(measure.reference.action()),
        measure.reference.outcome().to_string(),
        measure.measure.to_string(),
        measure.kind.to_string(),
        measure.unit.to_string(),
        optional(figure.value.as_ref()),
        optional(figure.numerator),
        optional(figure.denominator),
        figure.state.word().to_owned(),
        optional(figure.absence),
        joined(&figure.contributors),
        joined(&figure.missing_contributors),
        target.unwrap_or_default(),
        optional(rating.expected),
        rating.impact.rating.to_string(),
        rating.impact.reason.clone(),
        rating.direction.map_or("", Direction::word).to_owned(),
        optional(rating.last.as_ref().map(|(_, value)| value)),
        optional(rating.last.as_ref().map(|(period, _)| period)),
    ]
}
