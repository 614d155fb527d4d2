//! Small numbers of sensitive measures: what disclosure control settled, put in the place of what was merged
//! (7-publication.md, 7.4, "Small numbers").
//!
//! Here is the one door through which a sensitive number reaches an edition. Nothing settled: no edition.

use std::collections::BTreeMap;

use crate::domain::figure::FigureState;
use crate::domain::rated::{Direction, MeasureRating};
use crate::domain::{MeasureRef, Polarity, Quantity, Value};
use crate::plan::{Edition, Measure, Plan};
use crate::publish::Consolidation;

use super::{Edited, Refused};

/// A number as an edition shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As merged; a percentage with the places that are shown.
    Exact(Quantity),
    /// To the nearest 5, or a whole percentage of such numbers.
    Rounded(Quantity),
    /// `[low]`: rounds to nought, but is not.
    Low,
    /// `[z]`: a percentage of nothing.
    NotApplicable,
    /// `[c]`.
    Withheld,
}

impl Shown {
    /// The number that stands there, if one does.
    pub const fn number(self) -> Option<Quantity> {
        match self {
            Self::Exact(number) | Self::Rounded(number) => Some(number),
            Self::Low | Self::NotApplicable | Self::Withheld => None,
        }
    }
}

/// What an edition shows of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedMeasure {
    /// The value of the period.
    pub now: Shown,
    /// The last value before it, where there is one.
    pub last: Option<Shown>,
}

/// What disclosure control settled for an edition: of each sensitive measure that has a value, what is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// By measure.
    pub measures: BTreeMap<MeasureRef, PublishedMeasure>,
}

/// Measures of an edition that must be settled before it can be made: sensitive, numbers, in its part of the plan, and with
/// a value now or before. None where the edition does not hold small numbers back.
pub fn sensitive<'a>(month: &Consolidation<'a>, edition: &Edition) -> Vec<&'a Measure> {
    if edition.small_numbers.is_none() {
        return Vec::new();
    }
    let measures = month.measures().filter(|(measure, figure, rating)| {
        measure.sensitive && (figure.value.is_some() || rating.last.is_some())
    });
    measures.map(|(measure, ..)| measure).collect()
}

/// Puts what was settled in the place of what was merged.
pub(super) fn settle(edited: &mut Edited, settled: Option<&Settled>) -> Result<(), Refused> {
    let edition = edited.cut.edition.clone();
    let wanted: Vec<Measure> = sensitive(&edited.consolidation(), &edition).into_iter().cloned().collect();
    let none = Settled::default();
    let settled = settled.unwrap_or(&none);
    let open: Vec<String> = wanted
        .iter()
        .map(|measure| measure.reference)
        .filter(|reference| !settled.measures.contains_key(reference))
        .map(|reference| reference.to_string())
        .collect();
    if !open.is_empty() {
        return Err(Refused::NotSettled(open.join(", ")));
    }
    for measure in &wanted {
        if let Some(shown) = settled.measures.get(&measure.reference) {
            replace(edited, measure, *shown);
        }
    }
    if edition.small_numbers.is_some() {
        forget(edited);
    }
    Ok(())
}

fn replace(edited: &mut Edited, measure: &Measure, shown: PublishedMeasure) {
    let reference = measure.reference;
    let noticeable = edited.plan.rating.noticeable;
    let figures = edited.merged.figures.iter_mut();
    for (figure, rating) in figures.zip(&mut edited.ratings.measures).filter(|(f, _)| f.measure == reference)
    {
        let as_merged = figure.value.as_ref().and_then(Value::number);
        let exact =
            figure.value.is_none() || matches!(shown.now, Shown::Exact(now) if Some(now) == as_merged);
        if figure.value.is_some() {
            figure.value = shown.now.number().map(Value::Number);
        }
        let last = shown.last.and_then(Shown::number);
        rating.direction = match rating.last {
            Some(_) => direction(
                measure,
                shown.now.number().filter(|_| figure.state == FigureState::Value),
                last,
                noticeable,
            ),
            None => rating.direction.filter(|_| shown.now.number().is_some()),
        };
        rating.last = rating.last.take().and_then(|(period, _)| Some((period, Value::Number(last?))));
        if !exact {
            say_nothing_of_it(rating);
        }
    }
    edited.cut.figures.insert(reference, shown);
}

/// The reason without the numbers that it compares.
fn say_nothing_of_it(rating: &mut MeasureRating) {
    rating.impact.reason =
        format!("{}. The numbers behind it are not told, to protect small numbers.", rating.impact.rating);
    rating.expected = None;
    rating.short_of_target = None;
}

/// Direction of travel between published numbers alone; none when one of them is not told.
fn direction(
    measure: &Measure,
    now: Option<Quantity>,
    last: Option<Quantity>,
    noticeable: Quantity,
) -> Option<Direction> {
    let (now, last) = (now?, last?);
    let (step, rose) = if now >= last { (now.minus(last)?, true) } else { (last.minus(now)?, false) };
    if step < noticeable || step == Quantity::ZERO {
        return Some(Direction::Same);
    }
    Some(match (measure.polarity, rose) {
        (Polarity::Higher, true) | (Polarity::Lower, false) => Direction::Better,
        (Polarity::Higher, false) | (Polarity::Lower, true) => Direction::Worse,
        (Polarity::None, true) => Direction::Higher,
        (Polarity::None, false) => Direction::Lower,
    })
}

/// Forgets every number from which a held-back one could be worked out and that no sheet needs.
fn forget(edited: &mut Edited) {
    let is_sensitive = |plan: &Plan, reference| plan.measure(reference).is_some_and(|m| m.sensitive);
    let plan = &edited.plan;
    edited.history.figures.retain(|(measure, _), _| !is_sensitive(plan, *measure));
    for figure in edited.merged.figures.iter_mut().filter(|figure| is_sensitive(plan, figure.measure)) {
        (figure.numerator, figure.denominator) = (None, None);
    }
}
