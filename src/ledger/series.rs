//! A measure's earlier whole values, as far as they can be compared with what it counts now.
//!
//! A plan may change a measure from a count to a percent: its earlier values are then of another kind. They are told by
//! the amendment log (`from`) and, where that is silent, by values that the unit cannot have. They are counted, so that
//! whoever leaves them out can say so.

use crate::domain::figure::FigureState;
use crate::domain::{MeasureRef, Period, Quantity, Unit, Value};

use super::{History, PastContribution, PastFigure};

/// Which earlier values compare with those of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The measure's unit now.
    pub unit: Unit,
    /// The first period whose values mean the same; none when the amendment log knows of no change.
    pub from: Option<Period>,
}

/// An earlier whole value that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point<'a> {
    /// Its period.
    pub period: Period,
    /// The value in the measure's unit.
    pub value: Quantity,
    /// Everything the ledger holds of it.
    pub past: &'a PastFigure,
}

/// Earlier whole values of a measure, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series<'a> {
    /// Numbers of the same kind as now.
    pub points: Vec<Point<'a>>,
    /// How many whole values were left out because they are of another kind.
    pub of_another_kind: usize,
}

impl Kind {
    /// Whether a value of an earlier period is of this kind.
    pub fn holds(self, period: Period, past: &PastFigure) -> bool {
        self.is_in_time(period) && past.value.as_ref().is_some_and(|value| self.fits(value, past.denominator))
    }

    /// Whether a value that one returner gave in an earlier period is of this kind.
    pub fn holds_given(self, period: Period, given: &PastContribution) -> bool {
        self.is_in_time(period)
            && given.value.as_ref().is_some_and(|value| self.fits(value, given.denominator))
    }

    /// Whether a rating of an earlier period is a rating of this kind of value: also one that rests on a value given before
    /// that period.
    pub fn rates(self, period: Period, past: &PastFigure) -> bool {
        self.is_in_time(period) && past.value.as_ref().is_none_or(|value| self.fits(value, past.denominator))
    }

    fn is_in_time(self, period: Period) -> bool {
        self.from.is_none_or(|from| period >= from)
    }

    fn fits(self, value: &Value, denominator: Option<Quantity>) -> bool {
        match (self.unit, value) {
            // Only a percent has a denominator.
            (Unit::Count, Value::Number(number)) => {
                denominator.is_none() && number.is_whole() && !number.is_negative()
            }
            (Unit::Number | Unit::Days | Unit::Weeks, Value::Number(_)) => denominator.is_none(),
            (Unit::Percent, Value::Number(_))
            | (Unit::Date, Value::Date(_))
            | (Unit::Text | Unit::Document, Value::Text(_)) => true,
            _ => false,
        }
    }
}

impl History {
    /// Whole figures of a measure before this period, oldest first.
    fn whole(
        &self,
        measure: MeasureRef,
        before: Period,
    ) -> impl DoubleEndedIterator<Item = (Period, &PastFigure)> {
        let from = (measure, before.plus_months(-12_000));
        let earlier = self.figures.range(from..(measure, before)).map(|((_, period), past)| (*period, past));
        earlier.filter(|(_, past)| past.state == FigureState::Value && past.value.is_some())
    }

    /// Numbers of this kind before this period, oldest first.
    pub fn series(&self, measure: MeasureRef, before: Period, kind: Kind) -> Series<'_> {
        let mut series = Series::default();
        for (period, past) in self.whole(measure, before) {
            match past.value.as_ref().and_then(Value::number).filter(|_| kind.holds(period, past)) {
                Some(value) => series.points.push(Point { period, value, past }),
                None => series.of_another_kind += 1,
            }
        }
        series
    }

    /// The last whole value of this kind before this period.
    pub fn last_of_kind(
        &self,
        measure: MeasureRef,
        before: Period,
        kind: Kind,
    ) -> Option<(Period, &PastFigure)> {
        self.whole(measure, before).rev().find(|(period, past)| kind.holds(*period, past))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(digits: &str) -> Quantity {
        digits.parse().unwrap()
    }

    fn measure_ref(text: &str) -> MeasureRef {
        text.parse().unwrap()
    }

    fn history(values: &[(&str, &str, FigureState)]) -> History {
        let mut history = History::default();
        for (period, digits, state) in values {
            let past = PastFigure {
                value: Some(Value::Number(quantity(digits))),
                state: *state,
                ..PastFigure::default()
            };
            history.figures.insert((measure_ref("1.1a"), period.parse().unwrap()), past);
        }
        history
    }

    #[test]
    fn only_whole_earlier_values_of_the_same_kind_are_compared_and_the_others_are_counted() {
        let whole = FigureState::Value;
        let history = history(&[
            ("2024-01", "0.5", whole),
            ("2024-02", "7", FigureState::Partial),
            ("2024-03", "8", whole),
            ("2024-05", "9", whole),
            ("2024-06", "10", whole),
        ]);
        let before = Period::new(2024, 6).unwrap();
        let of =
            |unit, from: Option<Period>| history.series(measure_ref("1.1a"), before, Kind { unit, from });
        let values =
            |series: &Series<'_>| series.points.iter().map(|p| p.value.to_string()).collect::<Vec<_>>();
        let counts = of(Unit::Count, None);
        assert_eq!((values(&counts), counts.of_another_kind), (vec!["8".to_owned(), "9".to_owned()], 1));
        let later = of(Unit::Number, Period::new(2024, 4));
        assert_eq!((values(&later), later.of_another_kind), (vec!["9".to_owned()], 2));
        let last = |unit| history.last_of_kind(measure_ref("1.1a"), before, Kind { unit, from: None });
        assert_eq!(last(Unit::Count).map(|(period, _)| period), Period::new(2024, 5));
        assert_eq!(last(Unit::Date), None);
    }
}
