//! A measure over the stretch: first, last and target values, and which way it went.

use crate::domain::figure::FigureState;
use crate::domain::xmr::Xmr;
use crate::domain::{CountsAs, Period, Polarity, Quantity, Rating, Value};
use crate::ledger::{Kind, PastFigure};
use crate::plan::Measure;
use crate::rating;

use super::Year;

/// Which way a measure went, from its first whole value of the stretch to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// The good way, by a noticeable step (5-rating.md, 5.2).
    Better,
    /// The bad way, by a noticeable step.
    Worse,
    /// By less than a noticeable step.
    Same,
    /// A running total: it rises whatever happens, so its rise is no evidence. Its target is.
    RunningTotal,
    /// Neither way is good: watched only.
    Watched,
    /// No number: a date, a text or a document.
    NotNumber,
    /// One value only.
    OneValue,
    /// No value at all.
    NoValue,
}

impl Movement {
    /// Every movement, in the order in which they are counted.
    pub const ALL: [Self; 8] = [
        Self::Better,
        Self::Worse,
        Self::Same,
        Self::RunningTotal,
        Self::Watched,
        Self::NotNumber,
        Self::OneValue,
        Self::NoValue,
    ];

    /// The word shown to people and written to CSVs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "same",
            Self::RunningTotal => "running total",
            Self::Watched => "watched only",
            Self::NotNumber => "no number",
            Self::OneValue => "one value only",
            Self::NoValue => "no value",
        }
    }

    /// Whether it says something about improvement.
    pub const fn is_evidence(self) -> bool {
        matches!(self, Self::Better | Self::Worse | Self::Same)
    }
}

/// A measure over the stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureYear<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// What the ledger has of it, month by month.
    pub months: Vec<(Period, &'a PastFigure)>,
    /// Its first whole value that compares with those of now, and its month.
    pub first: Option<(Period, &'a Value)>,
    /// Its last whole value and its month.
    pub last: Option<(Period, &'a Value)>,
    /// How many months have a whole value.
    pub values: usize,
    /// How many months have a whole value that cannot be compared: the plan changed what the measure counts in.
    pub of_another_kind: usize,
    /// XmR of its values in the stretch; none below thirteen of them.
    pub xmr: Option<Xmr>,
    /// How many months have a value of which a contribution is missing.
    pub partial: usize,
    /// How many values were revised after they were first consolidated.
    pub revised: usize,
    /// The target in force in the last month that the ledger has, else the plan's.
    pub target: Option<Quantity>,
    /// Whether the last whole value reaches that target; none where that cannot be said.
    pub reached: Option<bool>,
    /// Which way it went.
    pub movement: Movement,
    /// Its Impact in the last month that the ledger has.
    pub impact: Rating,
}

impl<'a> MeasureYear<'a> {
    /// Of this measure.
    pub fn of(year: &Year<'a>, measure: &'a Measure) -> Self {
        let reference = measure.reference;
        let known = year.history.figures.range((reference, year.from)..=(reference, year.to));
        let months: Vec<(Period, &PastFigure)> = known.map(|((_, period), past)| (*period, past)).collect();
        let from = year.plan.comparable_from(reference, year.to.last_day());
        let kind = Kind { unit: measure.unit, from };
        let whole: Vec<(Period, &Value)> = months
            .iter()
            .filter(|(period, past)| past.state == FigureState::Value && kind.holds(*period, past))
            .filter_map(|(period, past)| Some((*period, past.value.as_ref()?)))
            .collect();
        let latest = months.last().map(|(_, past)| *past);
        let target = latest.map_or(measure.target, |past| past.target);
        let last = whole.last().copied();
        let count = |is: &dyn Fn(&PastFigure) -> bool| months.iter().filter(|(_, past)| is(past)).count();
        Self {
            measure,
            first: whole.first().copied(),
            last,
            values: whole.len(),
            of_another_kind: count(&|past| past.state == FigureState::Value).saturating_sub(whole.len()),
            xmr: rating::xmr::of_past(year.plan, year.history, measure, year.to),
            partial: count(&|past| past.state == FigureState::Partial),
            revised: count(&|past| past.revised),
            target,
            reached: last.and_then(|(_, value)| reaches(measure.polarity, value.number()?, target?)),
            movement: movement(measure, &whole, year.plan.rating.noticeable),
            impact: latest.map_or(Rating::NotRated, |past| past.impact),
            months,
        }
    }

    /// The difference from its first value to its last, in its unit; none when they are no two numbers.
    pub fn difference(&self) -> Option<Quantity> {
        let ((from, first), (to, last)) = (self.first?, self.last?);
        (from != to).then(|| last.number()?.minus(first.number()?)).flatten()
    }
}

fn reaches(polarity: Polarity, value: Quantity, target: Quantity) -> Option<bool> {
    match polarity {
        Polarity::Higher => Some(value >= target),
        Polarity::Lower => Some(value <= target),
        Polarity::None => None,
    }
}

fn movement(measure: &Measure, whole: &[(Period, &Value)], noticeable: Quantity) -> Movement {
    let (first, last) = match whole {
        [] => return Movement::NoValue,
        _ if !measure.unit.is_numeric() => return Movement::NotNumber,
        [_] => return Movement::OneValue,
        [(_, first), .., (_, last)] => (first.number(), last.number()),
    };
    let (Some(first), Some(last)) = (first, last) else { return Movement::NotNumber };
    let rose = last >= first;
    let step = if rose { last.minus(first) } else { first.minus(last) };
    match (measure.polarity, measure.counts_as) {
        (Polarity::None, _) => Movement::Watched,
        (_, CountsAs::Cumulative) => Movement::RunningTotal,
        _ if step.is_some_and(|step| step < noticeable || step == Quantity::ZERO) => Movement::Same,
        (Polarity::Higher, _) if rose => Movement::Better,
        (Polarity::Lower, _) if !rose => Movement::Better,
        _ => Movement::Worse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::{measure_ref, quantity};
    use crate::publish::review::sample::Stretch;

    fn gone(stretch: &Stretch, reference: &str) -> (Movement, Option<bool>) {
        let year = stretch.year();
        let year = MeasureYear::of(&year, stretch.plan.measure(measure_ref(reference)).unwrap());
        (year.movement, year.reached)
    }

    #[test]
    fn the_last_whole_value_is_compared_with_the_first_and_with_the_target_then() {
        let mut stretch = Stretch::new();
        assert_eq!(gone(&stretch, "1.1b"), (Movement::NoValue, None));
        stretch.value("2024-01", "1.1b", "80").value("2024-02", "1.1b", "95");
        assert_eq!(gone(&stretch, "1.1b"), (Movement::Better, None), "no target in the ledger then");
        stretch.past("2024-02", "1.1b").target = Some(quantity("90"));
        assert_eq!(gone(&stretch, "1.1b"), (Movement::Better, Some(true)));
        stretch.value("2024-03", "1.1b", "70");
        stretch.past("2024-03", "1.1b").state = FigureState::Partial;
        assert_eq!(gone(&stretch, "1.1b"), (Movement::Better, None), "a partial value proves nothing");
        stretch.past("2024-03", "1.1b").state = FigureState::Value;
        assert_eq!(gone(&stretch, "1.1b").0, Movement::Worse);
        stretch.value("2024-03", "1.1b", "80.5");
        assert_eq!(gone(&stretch, "1.1b").0, Movement::Same);
    }

    #[test]
    fn what_rises_whatever_happens_or_is_only_watched_is_no_evidence() {
        let mut stretch = Stretch::new();
        stretch.value("2024-01", "1.1b", "1");
        assert_eq!(gone(&stretch, "1.1b").0, Movement::OneValue);
        stretch.value("2024-03", "1.1b", "100");
        stretch.measure("1.1b").counts_as = CountsAs::Cumulative;
        assert_eq!(gone(&stretch, "1.1b").0, Movement::RunningTotal);
        stretch.measure("1.1b").polarity = Polarity::None;
        assert_eq!(gone(&stretch, "1.1b").0, Movement::Watched);
        assert!(Movement::ALL.iter().filter(|movement| movement.is_evidence()).count() == 3);
    }

    #[test]
    fn lower_is_better_where_the_plan_says_so() {
        let mut stretch = Stretch::new();
        stretch.measure("1.1b").polarity = Polarity::Lower;
        stretch.value("2024-01", "1.1b", "30").value("2024-03", "1.1b", "20");
        stretch.past("2024-03", "1.1b").target = Some(quantity("20"));
        assert_eq!(gone(&stretch, "1.1b"), (Movement::Better, Some(true)));
    }
}
