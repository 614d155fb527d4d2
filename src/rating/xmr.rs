//! XmR (individuals and moving range) of a measure's values, by the rules of NHS England's *Making Data Count*
//! (5-rating.md, 5.2; rules and sources: docs/xmr.md). Exact decimals; pure.
//!
//! Every moving range counts, as in the Excel tools of *Making Data Count*; nothing is screened out. A running total has no
//! XmR: it only ever rises.

use crate::domain::figure::Figure;
use crate::domain::xmr::{Assurance, POINTS_NEEDED, Side, Signal, Variation, Xmr};
use crate::domain::{CountsAs, Period, Polarity, Quantity};
use crate::ledger::{History, Kind};
use crate::plan::{Measure, Plan};

use super::Facts;
use super::direction::whole_number;
use super::earlier::kind;

/// Values in a row on one side of the mean, or in one direction, that are no chance (docs/xmr.md).
const RUN: usize = 7;
/// Of so many values the last ...
const NEAR_OF: usize = 3;
/// ... so many near a limit are no chance.
const NEAR: usize = 2;

/// The XmR of a measure's values up to this period; none below thirteen of them, for running totals, and without a whole
/// value now.
pub(super) fn of_measure(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Option<Xmr> {
    if measure.counts_as == CountsAs::Cumulative || !measure.unit.is_numeric() || !measure.developed {
        return None;
    }
    let now = whole_number(figure)?;
    let earlier = facts.history.series(measure.reference, facts.period, kind(facts, measure));
    let values: Vec<Quantity> = earlier.points.iter().map(|point| point.value).chain([now]).collect();
    xmr(&values, measure.polarity, measure.target)
}

/// The XmR of what the records have of a measure, up to a month: none below thirteen values, and for running totals (the review,
/// which has no figure of its own).
pub fn of_past(plan: &Plan, history: &History, measure: &Measure, up_to: Period) -> Option<Xmr> {
    if measure.counts_as == CountsAs::Cumulative || !measure.unit.is_numeric() || !measure.developed {
        return None;
    }
    let kind = Kind { unit: measure.unit, from: plan.comparable_from(measure.reference, up_to.last_day()) };
    let series = history.series(measure.reference, up_to.next(), kind);
    let values: Vec<Quantity> = series.points.iter().map(|point| point.value).collect();
    xmr(&values, measure.polarity, measure.target)
}

/// The XmR of values in order of time; none below thirteen of them, or where a number becomes too large to hold.
fn xmr(values: &[Quantity], polarity: Polarity, target: Option<Quantity>) -> Option<Xmr> {
    if values.len() < POINTS_NEEDED {
        return None;
    }
    let limits = Limits::of(values)?;
    let signals = limits.signals(values);
    Some(Xmr {
        points: values.len(),
        mean: limits.mean,
        mean_moving_range: limits.mean_moving_range,
        lower: limits.lower,
        upper: limits.upper,
        variation: variation(&signals, polarity),
        assurance: target.and_then(|target| assurance(&limits, polarity, target)),
        signals,
    })
}

/// Mean and process limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limits {
    mean: Quantity,
    mean_moving_range: Quantity,
    lower: Quantity,
    near_lower: Quantity,
    near_upper: Quantity,
    upper: Quantity,
}

impl Limits {
    fn of(values: &[Quantity]) -> Option<Self> {
        let mean = mean_of(values)?;
        let ranges: Vec<Quantity> =
            values.windows(2).map(|pair| pair.first()?.distance(*pair.last()?)).collect::<Option<_>>()?;
        let mean_moving_range = mean_of(&ranges)?;
        // 2.66 is 3 over 1.128, the constant by which a mean moving range becomes a standard deviation.
        let three = mean_moving_range.times(Quantity::from(266))?.over(Quantity::HUNDRED)?;
        let two = three.times(Quantity::from(2))?.over(Quantity::from(3))?;
        Some(Self {
            mean,
            mean_moving_range,
            lower: mean.minus(three)?,
            near_lower: mean.minus(two)?,
            near_upper: mean.plus(two)?,
            upper: mean.plus(three)?,
        })
    }

    /// By which rules the latest value stands out.
    fn signals(&self, values: &[Quantity]) -> Vec<Signal> {
        let Some(latest) = values.last() else { return Vec::new() };
        let mut signals = Vec::new();
        if *latest > self.upper {
            signals.push(Signal::BeyondLimit(Side::High));
        } else if *latest < self.lower {
            signals.push(Signal::BeyondLimit(Side::Low));
        }
        signals.extend(self.run(values).map(Signal::Run));
        signals.extend(trend(values).map(Signal::Trend));
        signals.extend(self.near_limit(values).map(Signal::NearLimit));
        signals
    }

    fn side(&self, value: Quantity) -> Option<Side> {
        match value.cmp(&self.mean) {
            std::cmp::Ordering::Greater => Some(Side::High),
            std::cmp::Ordering::Less => Some(Side::Low),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// On which side of the mean all of these are.
    fn all_on(&self, values: &[Quantity]) -> Option<Side> {
        let side = self.side(*values.first()?)?;
        values.iter().all(|value| self.side(*value) == Some(side)).then_some(side)
    }

    fn run(&self, values: &[Quantity]) -> Option<Side> {
        self.all_on(last(values, RUN)?)
    }

    fn near_limit(&self, values: &[Quantity]) -> Option<Side> {
        let three = last(values, NEAR_OF)?;
        let side = self.all_on(three)?;
        let near = |value: &&Quantity| match side {
            Side::High => **value > self.near_upper && **value <= self.upper,
            Side::Low => **value < self.near_lower && **value >= self.lower,
        };
        let latest_is = three.last().is_some_and(|latest| near(&latest));
        (latest_is && three.iter().filter(near).count() >= NEAR).then_some(side)
    }
}

fn trend(values: &[Quantity]) -> Option<Side> {
    let seven = last(values, RUN)?;
    if seven.is_sorted_by(|one, next| one < next) {
        Some(Side::High)
    } else {
        seven.is_sorted_by(|one, next| one > next).then_some(Side::Low)
    }
}

fn last(values: &[Quantity], count: usize) -> Option<&[Quantity]> {
    values.get(values.len().checked_sub(count)?..)
}

/// What it means that the latest value stands out: by the strongest rule.
fn variation(signals: &[Signal], polarity: Polarity) -> Variation {
    match (signals.first().map(|signal| signal.side()), polarity) {
        (None, _) => Variation::CommonCause,
        (Some(Side::High), Polarity::Higher) | (Some(Side::Low), Polarity::Lower) => Variation::Improving,
        (Some(Side::High), Polarity::Lower) | (Some(Side::Low), Polarity::Higher) => Variation::Concerning,
        (Some(Side::High), Polarity::None) => Variation::Higher,
        (Some(Side::Low), Polarity::None) => Variation::Lower,
    }
}

/// A target outside the limits is hit, or missed, by every value that the process can be expected to give.
fn assurance(limits: &Limits, polarity: Polarity, target: Quantity) -> Option<Assurance> {
    Some(match polarity {
        Polarity::None => return None,
        Polarity::Higher if target > limits.upper => Assurance::Misses,
        Polarity::Higher if target < limits.lower => Assurance::Hits,
        Polarity::Lower if target > limits.upper => Assurance::Hits,
        Polarity::Lower if target < limits.lower => Assurance::Misses,
        Polarity::Higher | Polarity::Lower => Assurance::Random,
    })
}

fn mean_of(numbers: &[Quantity]) -> Option<Quantity> {
    let sum = numbers.iter().try_fold(Quantity::ZERO, |sum, number| sum.plus(*number))?;
    sum.over(Quantity::from(i64::try_from(numbers.len()).ok()?))
}

#[cfg(test)]
mod tests;
