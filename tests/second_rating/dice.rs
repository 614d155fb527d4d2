//! Random worlds from a seed: the same on every machine (splitmix64). Values and dates lie close together, so that lines
//! are met exactly and days fall on their limits.

use crate::chance::Chance;
use crate::world::{
    Action, Answer, Better, Colour, Day, Due, Figure, Measure, PastAction, PastFigure, Rules, Said,
    StatusChange, Tenths, Tolerance, Unit, Value, Way, Whole, World, last_day,
};

pub(crate) struct Dice(Chance);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Chance::new(seed))
    }

    fn next(&mut self) -> u64 {
        self.0.next()
    }

    /// From the first number to the last.
    fn between(&mut self, first: i64, last: i64) -> i64 {
        first + i64::try_from(self.next() % u64::try_from(last - first + 1).unwrap()).unwrap()
    }

    fn month(&mut self, first: i32, last: i32) -> i32 {
        i32::try_from(self.between(i64::from(first), i64::from(last))).unwrap()
    }

    /// So many times in ten.
    fn tenths(&mut self, times: u64) -> bool {
        self.next() % 10 < times
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.next() % u64::try_from(of.len()).unwrap()).unwrap()].clone()
    }

    fn maybe<T>(&mut self, times: u64, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.tenths(times).then(|| of(self))
    }

    pub(crate) fn world(&mut self) -> World {
        let month = self.month(0, 30);
        let as_at = if self.tenths(8) { last_day(month) } else { last_day(month) - self.between(1, 20) };
        let rules = Rules {
            slip_amber_days: self.pick(&[30, 30, 0, 14]),
            due_soon_days: self.pick(&[30, 30, 7, 60]),
            carry_periods: self.pick(&[2, 2, 0, 1, 3]),
            small_denominator: self.pick(&[0, 0, 10, 20]),
            tolerance: self.maybe(5, Self::tolerance),
            noticeable: self.pick(&[10, 10, 5, 0, 20]),
            red_share: self.pick(&[20, 20, 25, 50, 100]),
            amber_share: self.pick(&[20, 20, 33, 50, 100]),
        };
        let outcomes = u16::try_from(self.between(1, 3)).unwrap();
        let mut world = World {
            starts: self.between(-60, 30),
            month,
            as_at,
            rules,
            outcomes,
            actions: Vec::new(),
            measures: Vec::new(),
        };
        for outcome in 1..=outcomes {
            for number in 1..=u16::try_from(self.between(0, 6)).unwrap() {
                let action = self.action(&world, outcome, number);
                world.actions.push(action);
            }
        }
        for action in 0..world.actions.len() {
            for place in 0..u16::try_from(self.between(0, 2)).unwrap() {
                let measure = self.measure(&world, Some(action), place);
                world.measures.push(measure);
            }
        }
        for slot in 1..=u16::try_from(self.between(0, 2)).unwrap() {
            let measure = self.measure(&world, None, slot);
            world.measures.push(measure);
        }
        world
    }

    fn tolerance(&mut self) -> Tolerance {
        if self.tenths(5) {
            Tolerance::Points(self.pick(&[50, 100, 5, 0]))
        } else {
            Tolerance::Percent(self.pick(&[10, 5, 20, 33]))
        }
    }

    /// A day near another: at it, or a limit of days before or after it, or beside that.
    fn near(&mut self, day: Day) -> Day {
        day + self.pick(&[0, 0, 30, -30, 31, -31, 14, 7, 60, -60, 200, -200]) + self.between(-1, 1)
    }

    fn action(&mut self, world: &World, outcome: u16, number: u16) -> Action {
        let target = self.maybe(8, |dice| dice.near(world.as_at));
        let changes = if self.tenths(2) { self.between(1, 3) } else { 0 };
        let status_changes = (0..changes)
            .map(|_| {
                let changes = [StatusChange::Stopped, StatusChange::Replaced, StatusChange::Reopened];
                (self.near(world.as_at), self.pick(&changes))
            })
            .collect::<Vec<_>>();
        let now = self.maybe(6, |dice| dice.answer(target.unwrap_or(world.as_at)));
        let mut past = Vec::new();
        for back in 1..=6 {
            if self.tenths(6) {
                past.push(PastAction {
                    month: world.month - back,
                    returned: self.tenths(7),
                    answer: Answer {
                        complete_in_future: false,
                        ..self.answer(target.unwrap_or(world.as_at))
                    },
                    delivery: self.any_colour(),
                });
            }
        }
        // Of two changes on one day the log's order decides: one a day keeps that out of it.
        let mut status_changes = status_changes;
        status_changes.sort_by_key(|(day, _)| *day);
        status_changes.dedup_by_key(|(day, _)| *day);
        Action { outcome, number, target, status_changes, now, past }
    }

    fn answer(&mut self, around: Day) -> Answer {
        if self.tenths(1) {
            return Answer { evidence: self.tenths(5), ..Answer::default() };
        }
        let said = [Said::NotStarted, Said::InProgress, Said::InProgress, Said::Complete, Said::Stopped];
        let complete_in_future = self.tenths(1);
        Answer {
            status: self.maybe(9, |dice| dice.pick(&said)).filter(|_| !complete_in_future),
            forecast: self.maybe(7, |dice| dice.near(around)),
            own: self.maybe(6, |dice| dice.pick(&[Colour::Red, Colour::Amber, Colour::Green])),
            evidence: self.tenths(5),
            complete_in_future,
        }
    }

    fn any_colour(&mut self) -> Colour {
        self.pick(&[
            Colour::Red,
            Colour::Amber,
            Colour::Green,
            Colour::Green,
            Colour::Complete,
            Colour::NotRated,
            Colour::Closed,
        ])
    }

    fn measure(&mut self, world: &World, action: Option<usize>, place: u16) -> Measure {
        let units =
            [Unit::Count, Unit::Percent, Unit::Percent, Unit::Weeks, Unit::Document, Unit::Date, Unit::Text];
        let unit = self.pick(&units);
        let numeric = matches!(unit, Unit::Count | Unit::Percent | Unit::Weeks);
        let target = self.maybe(9, |dice| dice.number(unit)).filter(|_| numeric);
        let way = match self.between(0, 5) {
            0 if numeric => Way::Straight,
            1 if numeric => Way::Steps(self.steps(world, unit)),
            _ => Way::Flat,
        };
        let mut past = Vec::new();
        for back in 1..=14 {
            if self.tenths(4) {
                past.push(self.past_figure(world.month - back, unit));
            }
        }
        Measure {
            action,
            place,
            developed: action.is_some() || self.tenths(6),
            unit,
            better: self.pick(&[Better::Higher, Better::Higher, Better::Lower, Better::Neither]),
            due: self.pick(&[
                Due::Monthly,
                Due::Monthly,
                Due::Quarterly,
                Due::Termly,
                Due::Annual,
                Due::Once,
            ]),
            target,
            baseline: self.maybe(8, |dice| dice.number(unit)).filter(|_| numeric),
            due_by: self.maybe(4, |dice| dice.near(world.as_at)),
            tolerance: self.maybe(5, Self::tolerance),
            way,
            now: self.figure(world, unit),
            past,
        }
    }

    fn steps(&mut self, world: &World, unit: Unit) -> Vec<(i32, Tenths)> {
        let first = world.month + self.month(-6, 3);
        (0..self.month(1, 3)).map(|step| (first + 3 * step, self.number(unit))).collect()
    }

    fn number(&mut self, unit: Unit) -> Tenths {
        match unit {
            Unit::Count => 10 * self.between(0, 12),
            _ => self.pick(&[500, 450, 550, 405, 495, 605, 470, 499, 501, 1000, 0]),
        }
    }

    fn value(&mut self, unit: Unit, around: Day) -> Value {
        match unit {
            Unit::Date => Value::Date(self.near(around)),
            Unit::Document | Unit::Text => Value::Words,
            _ => Value::Number(self.number(unit)),
        }
    }

    fn figure(&mut self, world: &World, unit: Unit) -> Figure {
        let whole =
            self.pick(&[Whole::Full, Whole::Full, Whole::Full, Whole::Partial, Whole::Absent, Whole::Absent]);
        let absent = whole == Whole::Absent;
        let withheld = absent && self.tenths(2);
        Figure {
            value: (!absent).then(|| self.value(unit, world.as_at)),
            whole,
            denominator: self
                .maybe(6, |dice| dice.between(8, 22))
                .filter(|_| unit == Unit::Percent && !absent),
            excused: absent && !withheld && self.tenths(3),
            withheld,
        }
    }

    fn past_figure(&mut self, month: i32, unit: Unit) -> PastFigure {
        let whole = self.pick(&[Whole::Full, Whole::Full, Whole::Full, Whole::Partial, Whole::Absent]);
        PastFigure {
            month,
            value: (whole != Whole::Absent).then(|| self.value(unit, last_day(month))),
            whole,
            denominator: self.maybe(6, |dice| dice.between(8, 22)).filter(|_| unit == Unit::Percent),
            impact: self.pick(&[Colour::Red, Colour::Amber, Colour::Green, Colour::NotRated]),
        }
    }
}
