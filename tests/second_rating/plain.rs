//! The rating rules once more, written from the design pages alone (5-rating.md, 5.1 to 5.3; 11-settled.md, "Rating"), slow
//! and plain: no code of ragbook's, no shared types. Where the pages leave a choice, the reading taken is said.

use crate::world::{
    Action, Answer, Better, Colour, Day, Due, Figure, Measure, Month, PastFigure, Said, StatusChange, Tenths,
    Tolerance, Unit, Value, Way, Whole, World, last_day, month_of,
};

/// A number as a fraction, so that nothing is ever rounded.
#[derive(Debug, Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn whole(number: i64) -> Self {
        Fraction(i128::from(number), 1)
    }

    fn plus(self, other: Self) -> Self {
        Fraction(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn minus(self, other: Self) -> Self {
        Fraction(self.0 * other.1 - other.0 * self.1, self.1 * other.1)
    }

    fn size(self) -> Self {
        Fraction(self.0.abs(), self.1)
    }

    fn at_least(self, other: Self) -> bool {
        self.0 * other.1 >= other.0 * self.1
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivered {
    pub(crate) rating: Colour,
    pub(crate) carried_from: Option<Month>,
    pub(crate) days_overdue: i64,
    pub(crate) impact: Colour,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Impacted {
    pub(crate) rating: Colour,
    pub(crate) kept_from: Option<Month>,
    pub(crate) direction: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rolled {
    pub(crate) headline: Colour,
    /// Red, Amber, Green, Complete, Not rated, Closed.
    pub(crate) delivery: [usize; 6],
    pub(crate) impact: [usize; 6],
    pub(crate) impact_headline: Colour,
    pub(crate) overdue: usize,
    pub(crate) got_worse: usize,
    pub(crate) got_better: usize,
}

// ---- 5.1 Delivery ----

pub(crate) fn delivery(world: &World, action: &Action) -> Delivered {
    let (rating, carried_from) = rate_delivery(world, action);
    let past_target = action.target.map_or(0, |target| (world.as_at - target).max(0));
    let (answer, _) = answer_in_force(world, action);
    // Closed and complete actions are not overdue, evidenced or not.
    let recent = answer.is_some_and(|(answer, age)| {
        is_complete(&answer) && (answer.evidence || age <= world.rules.carry_periods)
    });
    let over = is_closed(world, action) || recent;
    Delivered {
        rating,
        carried_from,
        days_overdue: if over { 0 } else { past_target },
        impact: impact_of(world, action),
    }
}

fn is_closed(world: &World, action: &Action) -> bool {
    let mut closed = false;
    let mut changes = action.status_changes.clone();
    changes.sort_by_key(|(day, _)| *day);
    for (day, change) in changes {
        if day <= world.as_at {
            closed = change != StatusChange::Reopened;
        }
    }
    closed
}

fn is_complete(answer: &Answer) -> bool {
    answer.status == Some(Said::Complete) && !answer.complete_in_future
}

/// Reading taken: a row without status, forecast and own rating says nothing, as if no return had come.
fn says_something(answer: &Answer) -> bool {
    answer.status.is_some() || answer.forecast.is_some() || answer.own.is_some() || answer.complete_in_future
}

/// The answers that count, with their age in months, and the month they are from when that is not this one.
fn answer_in_force(world: &World, action: &Action) -> (Option<(Answer, i32)>, Option<Month>) {
    if let Some(answer) = action.now
        && says_something(&answer)
    {
        return (Some((answer, 0)), None);
    }
    let mut latest = None;
    for past in &action.past {
        if past.month < world.month && past.returned && says_something(&past.answer) {
            match latest {
                Some((month, _)) if month > past.month => {}
                _ => latest = Some((past.month, past.answer)),
            }
        }
    }
    match latest {
        Some((month, answer)) => (Some((answer, world.month - month)), Some(month)),
        None => (None, None),
    }
}

fn rate_delivery(world: &World, action: &Action) -> (Colour, Option<Month>) {
    // 1
    if is_closed(world, action) {
        return (Colour::Closed, None);
    }
    let (in_force, from) = answer_in_force(world, action);
    let old = in_force.is_none_or(|(_, age)| age > world.rules.carry_periods);
    let answer = in_force.map(|(answer, _)| answer).unwrap_or_default();
    let carried = from.filter(|_| !old);
    // 2; "a Complete with evidence stays Complete"
    if is_complete(&answer) && answer.evidence {
        return (Colour::Complete, carried);
    }
    // 3
    if is_complete(&answer) && !old {
        return (Colour::Amber, carried);
    }
    // 4
    if action.target.is_some_and(|target| world.as_at > target) {
        return (Colour::Red, carried);
    }
    // 9
    if old {
        return (Colour::NotRated, None);
    }
    // S11. Reading taken: line 4 comes first.
    if answer.status == Some(Said::Stopped) {
        return (Colour::NotRated, carried);
    }
    // 5 to 8: the worst that matches
    let mut matching = Vec::new();
    if let (Some(target), Some(forecast)) = (action.target, answer.forecast) {
        if forecast > target + world.rules.slip_amber_days {
            matching.push(Colour::Red);
        } else if forecast > target {
            matching.push(Colour::Amber);
        }
    }
    if let Some(target) = action.target
        && target - world.as_at <= world.rules.due_soon_days
        && answer.status == Some(Said::NotStarted)
    {
        matching.push(Colour::Amber);
    }
    if action.target.is_some()
        && let Some(own) = answer.own
        && own.rank() < Colour::Green.rank()
    {
        matching.push(own);
    }
    if let Some(worst) = matching.into_iter().min_by_key(|colour| colour.rank()) {
        return (worst, carried);
    }
    // 10
    if action.target.is_none() {
        return (answer.own.unwrap_or(Colour::NotRated), carried);
    }
    // 11
    (Colour::Green, carried)
}

// ---- 5.2 Impact ----

pub(crate) fn impact(world: &World, measure: &Measure) -> Impacted {
    let (rating, kept_from) = rate_impact(world, measure);
    Impacted { rating, kept_from, direction: direction(world, measure) }
}

fn action_of<'a>(world: &'a World, measure: &Measure) -> Option<&'a Action> {
    measure.action.map(|index| &world.actions[index])
}

fn end(world: &World, measure: &Measure) -> Option<Day> {
    measure.due_by.or_else(|| action_of(world, measure)?.target)
}

fn is_due(world: &World, measure: &Measure, month: Month) -> bool {
    let of_year = month.rem_euclid(12) + 1;
    match measure.due {
        Due::Monthly => true,
        Due::Quarterly => [3, 6, 9, 12].contains(&of_year),
        Due::Termly => [4, 7, 12].contains(&of_year),
        Due::Annual => of_year == 3,
        Due::Once => end(world, measure).is_some_and(|day| month_of(day) == month),
    }
}

/// A value wanted once is no longer waited for after its month, and never where that cannot be told.
fn never_again(world: &World, measure: &Measure) -> bool {
    measure.due == Due::Once && end(world, measure).is_none_or(|day| month_of(day) < world.month)
}

fn two_periods(due: Due) -> Option<i32> {
    match due {
        Due::Monthly => Some(2),
        Due::Quarterly => Some(6),
        Due::Termly => Some(8),
        Due::Annual => Some(24),
        Due::Once => None,
    }
}

fn fits(unit: Unit, value: Value) -> bool {
    matches!(
        (unit, value),
        (Unit::Count | Unit::Percent | Unit::Weeks, Value::Number(_))
            | (Unit::Date, Value::Date(_))
            | (Unit::Document | Unit::Text, Value::Words)
    )
}

/// Earlier whole values, oldest first.
fn whole_past(world: &World, measure: &Measure) -> Vec<PastFigure> {
    let mut past: Vec<PastFigure> = measure.past.iter().copied().filter(|p| p.month < world.month).collect();
    past.retain(|p| p.whole == Whole::Full && p.value.is_some_and(|value| fits(measure.unit, value)));
    past.sort_by_key(|p| p.month);
    past
}

fn expected(world: &World, measure: &Measure) -> Option<Fraction> {
    let target = Fraction::whole(measure.target?);
    match &measure.way {
        Way::Flat => Some(target),
        Way::Steps(steps) => {
            let mut reached = None;
            for (month, value) in steps {
                if *month <= world.month {
                    reached = Some(Fraction::whole(*value));
                }
            }
            reached
        }
        Way::Straight => {
            let baseline = measure.baseline?;
            let end = end(world, measure)?;
            if world.as_at >= end {
                return Some(target);
            }
            if world.as_at <= world.starts {
                return Some(Fraction::whole(baseline));
            }
            let rise = i128::from(measure.target? - baseline);
            let gone = i128::from(world.as_at - world.starts);
            let way = i128::from(end - world.starts);
            Some(Fraction::whole(baseline).plus(Fraction(rise * gone, way)))
        }
    }
}

fn colour_of(world: &World, measure: &Measure, value: Tenths, denominator: Option<i64>) -> Colour {
    if measure.unit == Unit::Percent
        && let Some(denominator) = denominator
        && denominator < world.rules.small_denominator
    {
        return Colour::NotRated;
    }
    let Some(green) = expected(world, measure) else { return Colour::NotRated };
    let value = Fraction::whole(value);
    let reaches = |line: Fraction| match measure.better {
        Better::Higher => value.at_least(line),
        _ => line.at_least(value),
    };
    if reaches(green) {
        return Colour::Green;
    }
    let width = match measure.tolerance.or(world.rules.tolerance) {
        None => return Colour::Red,
        Some(Tolerance::Points(points)) => Fraction::whole(points),
        Some(Tolerance::Percent(percent)) => Fraction(green.size().0 * i128::from(percent), green.1 * 100),
    };
    let amber = if measure.better == Better::Higher { green.minus(width) } else { green.plus(width) };
    if reaches(amber) { Colour::Amber } else { Colour::Red }
}

fn number(value: Option<Value>) -> Option<Tenths> {
    match value {
        Some(Value::Number(tenths)) => Some(tenths),
        _ => None,
    }
}

fn rate_impact(world: &World, measure: &Measure) -> (Colour, Option<Month>) {
    let none = (Colour::NotRated, None);
    if !measure.developed || measure.unit == Unit::Text {
        return none;
    }
    if matches!(measure.unit, Unit::Document | Unit::Date) {
        return (by_its_date(world, measure), None);
    }
    if measure.better == Better::Neither || expected(world, measure).is_none() {
        return none;
    }
    let figure = &measure.now;
    let due = is_due(world, measure, world.month);
    // "A value for a measure that is not due is used, and kept, and rated when due." One wanted once and late is rated when
    // it comes.
    let waits_for_nothing = never_again(world, measure) && (figure.value.is_some() || figure.withheld);
    if !due && !waits_for_nothing {
        return kept(world, measure);
    }
    if figure.value.is_none() && !figure.withheld && !figure.excused {
        // A value given since it was last due was kept for now.
        let last_due = (world.month - 240..world.month).rev().find(|month| is_due(world, measure, *month));
        if let Some(past) = whole_past(world, measure).last()
            && last_due.is_none_or(|due| past.month > due)
            && let Some(value) = number(past.value)
        {
            return (colour_of(world, measure, value, past.denominator), Some(past.month));
        }
    }
    if figure.withheld || figure.whole != Whole::Full {
        return none;
    }
    match number(figure.value) {
        Some(value) => (colour_of(world, measure, value, figure.denominator), None),
        None => none,
    }
}

/// "A measure not due keeps its last rating, marked with its period, until it is older than two of its own reporting
/// periods." Reading taken: its last rating is the last Red, Amber or Green of a month in which it was due.
fn kept(world: &World, measure: &Measure) -> (Colour, Option<Month>) {
    let mut last: Option<&PastFigure> = None;
    for past in &measure.past {
        let was_due = past.month < world.month && is_due(world, measure, past.month);
        if was_due && past.impact.is_a_rating() && last.is_none_or(|last| past.month > last.month) {
            last = Some(past);
        }
    }
    match last {
        Some(past) if two_periods(measure.due).is_none_or(|most| world.month - past.month <= most) => {
            (past.impact, Some(past.month))
        }
        _ => (Colour::NotRated, None),
    }
}

/// "A document or date measure is Green when given by its date, Red when overdue, else Not rated." Reading taken: a document
/// is given at the as-at date of the first month that has it, a date is given by itself.
fn by_its_date(world: &World, measure: &Measure) -> Colour {
    let figure: &Figure = &measure.now;
    let Some(by) = end(world, measure) else { return Colour::NotRated };
    if figure.withheld || figure.whole == Whole::Partial {
        return Colour::NotRated;
    }
    let past = whole_past(world, measure);
    let given = match measure.unit {
        Unit::Date => match figure.value.or_else(|| past.last()?.value) {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        },
        _ => past.first().map(|p| last_day(p.month)).or_else(|| figure.value.map(|_| world.as_at)),
    };
    match given {
        Some(day) if day <= world.as_at => {
            if day <= by {
                Colour::Green
            } else {
                Colour::NotRated
            }
        }
        _ if world.as_at > by => Colour::Red,
        _ => Colour::NotRated,
    }
}

fn direction(world: &World, measure: &Measure) -> Option<&'static str> {
    if measure.now.whole != Whole::Full {
        return None;
    }
    let now = number(measure.now.value)?;
    let past = whole_past(world, measure);
    let Some(last) = past.last() else { return Some("first value") };
    let step = now - number(last.value)?;
    if step == 0 || step.abs() < world.rules.noticeable {
        return Some("same");
    }
    Some(match (measure.better, step > 0) {
        (Better::Higher, true) | (Better::Lower, false) => "better",
        (Better::Higher, false) | (Better::Lower, true) => "worse",
        (Better::Neither, true) => "higher",
        (Better::Neither, false) => "lower",
    })
}

// ---- 5.3 Roll-up ----

fn worst(colours: impl Iterator<Item = Colour>) -> Colour {
    colours
        .filter(|colour| colour.is_a_rating())
        .min_by_key(|colour| colour.rank())
        .unwrap_or(Colour::NotRated)
}

fn impact_of(world: &World, action: &Action) -> Colour {
    let index = world.actions.iter().position(|a| (a.outcome, a.number) == (action.outcome, action.number));
    worst(world.measures.iter().filter(|m| m.action == index).map(|m| rate_impact(world, m).0))
}

pub(crate) fn roll_up(world: &World, outcome: Option<u16>) -> Rolled {
    let mine = world.actions.iter().filter(|action| outcome.is_none_or(|number| action.outcome == number));
    let mine: Vec<(&Action, Delivered)> = mine.map(|action| (action, delivery(world, action))).collect();
    let mut rolled = Rolled {
        headline: Colour::NotRated,
        delivery: [0; 6],
        impact: [0; 6],
        impact_headline: Colour::NotRated,
        overdue: 0,
        got_worse: 0,
        got_better: 0,
    };
    for (action, rated) in &mine {
        let closed = rated.rating == Colour::Closed;
        rolled.delivery[usize::from(rated.rating.rank())] += 1;
        rolled.impact[usize::from(if closed { Colour::Closed } else { rated.impact }.rank())] += 1;
        rolled.overdue += usize::from(rated.days_overdue > 0);
        let last = last_on_record(world);
        let last = action.past.iter().find(|past| Some(past.month) == last);
        if let Some(last) = last
            && last.delivery.is_a_rating()
            && rated.rating.is_a_rating()
        {
            rolled.got_worse += usize::from(rated.rating.rank() < last.delivery.rank());
            rolled.got_better += usize::from(rated.rating.rank() > last.delivery.rank());
        }
    }
    rolled.impact_headline =
        worst(mine.iter().filter(|(_, rated)| rated.rating != Colour::Closed).map(|(_, rated)| rated.impact));
    rolled.headline = headline(world, rolled.delivery);
    rolled
}

/// Reading taken: last period is the last one on record, for all actions alike.
fn last_on_record(world: &World) -> Option<Month> {
    let of_actions = world.actions.iter().flat_map(|action| action.past.iter().map(|past| past.month));
    of_actions.filter(|month| *month < world.month).max()
}

fn headline(world: &World, counts: [usize; 6]) -> Colour {
    let [red, amber, green, complete, not_rated, _] = counts;
    let rated = red + amber + green + complete;
    let all = rated + not_rated;
    let share =
        |count: usize, share: u32| count > 0 && 100 * count >= usize::try_from(share).unwrap() * rated;
    if all == 0 || 2 * rated < all {
        Colour::NotRated
    } else if share(red, world.rules.red_share) {
        Colour::Red
    } else if red > 0 || share(amber, world.rules.amber_share) {
        Colour::Amber
    } else if complete == all {
        Colour::Complete
    } else {
        Colour::Green
    }
}
