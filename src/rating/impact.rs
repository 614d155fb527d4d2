//! Impact of one measure (5-rating.md, 5.2; 11-settled.md, "Rating").
//!
//! Not rated always says why. A measure that is not due keeps the rating of the last period in which it was due and had
//! a whole value, until that is older than two of its own reporting periods; a value given meanwhile is kept for then.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::period::date_in_words;
use crate::domain::rated::{MeasureRating, Rated};
use crate::domain::{Absence, Period, Polarity, Quantity, Rating, Unit};
use crate::plan::due::{Due, due, is_closed, last_due, two_reporting_periods};
use crate::plan::{Measure, Plan};

use super::Facts;
use super::direction::{direction, short_of_target, whole_number};
use super::earlier::{kind, last_of_kind};
use super::expected::{end_date, expected};
use super::lines::Lines;
use super::wording::sentence;
use super::xmr;

/// Rates one measure from its figure.
pub(super) fn rate(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> MeasureRating {
    let last = last_of_kind(facts, measure);
    let last = last.and_then(|(period, past)| Some((period, past.value.clone()?)));
    let (impact, kept_from) = impact(facts, measure, figure);
    // A rating that is kept rests on the last whole value.
    let kept = last.as_ref().filter(|_| kept_from.is_some() && figure.value.is_none());
    let stands = whole_number(figure).or_else(|| kept?.1.number());
    let numeric = measure.unit.is_numeric() && measure.polarity != Polarity::None;
    MeasureRating {
        measure: measure.reference,
        impact,
        expected: if numeric { expected(facts.plan, measure, facts.period, facts.as_at).ok() } else { None },
        direction: direction(measure, figure, last.as_ref().map(|(_, v)| v), facts.plan.rating.noticeable),
        last,
        kept_from,
        short_of_target: short_of_target(measure, stands),
        xmr: xmr::of_measure(facts, measure, figure),
    }
}

fn impact(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> (Rated, Option<Period>) {
    let now = |rated: Rated| (rated, None);
    if !measure.developed {
        return now(not_rated("This outcome measure has not been developed yet."));
    }
    match measure.unit {
        Unit::Document | Unit::Date => return now(given_by_its_date(facts, measure, figure)),
        Unit::Text => return now(not_rated("Its answers are words, which no target can be held against.")),
        Unit::Count | Unit::Number | Unit::Percent | Unit::Days | Unit::Weeks => {}
    }
    if measure.polarity == Polarity::None {
        return now(not_rated("It is watched only: the plan says neither more nor less is better."));
    }
    let target = match expected(facts.plan, measure, facts.period, facts.as_at) {
        Ok(target) => target,
        Err(why) => return now(not_rated(&why)),
    };
    match due(facts.plan, measure, facts.period) {
        Due::Next(next) => not_due(facts, measure, figure, &format!("It is next due in {}", next.in_words())),
        // A value wanted once and not given in its month is rated whenever it comes.
        Due::Never if figure.value.is_none() && figure.withheld.is_none() => {
            let when = last_due(facts.plan, measure, facts.period);
            let why = when.map_or_else(
                || "It is wanted once, and the plan does not say when".to_owned(),
                |month| format!("It was wanted once, in {}", month.in_words()),
            );
            not_due(facts, measure, figure, &why)
        }
        Due::Now | Due::Never => match early(facts, measure, figure) {
            Some(early) => (given_early(facts, measure, early, target), Some(early.0)),
            None => now(against_target(facts, measure, figure, target)),
        },
    }
}

fn against_target(facts: &Facts<'_>, measure: &Measure, figure: &Figure, target: Quantity) -> Rated {
    if let Some(why) = why_no_value(facts, measure, figure) {
        return not_rated(&why);
    }
    let Some(value) = whole_number(figure) else {
        return not_rated("Its value is not a number that a target can be held against.");
    };
    if let Some(why) = rests_on_too_few(facts, measure, figure.denominator) {
        return not_rated(&why);
    }
    on_the_lines(facts, measure, value, target)
}

fn on_the_lines(facts: &Facts<'_>, measure: &Measure, value: Quantity, target: Quantity) -> Rated {
    let Some(lines) = lines(facts.plan, measure, target) else {
        return not_rated("Its target and tolerance are too large to work with.");
    };
    let rating = lines.rate(value);
    Rated { rating, reason: sentence(measure.unit, value, &lines, rating) }
}

/// Where Green and Amber begin, against the value expected now.
pub(super) fn lines(plan: &Plan, measure: &Measure, expected: Quantity) -> Option<Lines> {
    let tolerance = measure.tolerance.or(plan.rating.tolerance);
    Lines::new(expected, tolerance, measure.polarity == Polarity::Higher)
}

/// When an early value was given, the value, and its denominator.
type Early = (Period, Quantity, Option<Quantity>);

/// A value given since the measure was last due, where it is due now and nothing is said: it was kept for now.
fn early(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Option<Early> {
    let silent = figure.value.is_none() && figure.withheld.is_none() && figure.absence.is_none();
    let (given, past) = last_of_kind(facts, measure).filter(|_| silent)?;
    let earlier_due = last_due(facts.plan, measure, facts.period.previous());
    let value = past.value.as_ref()?.number()?;
    earlier_due.is_none_or(|due| given > due).then_some((given, value, past.denominator))
}

fn given_early(
    facts: &Facts<'_>,
    measure: &Measure,
    (given, value, denominator): Early,
    target: Quantity,
) -> Rated {
    if let Some(why) = rests_on_too_few(facts, measure, denominator) {
        return not_rated(&why);
    }
    let rated = on_the_lines(facts, measure, value, target);
    let reason = format!("{} The value was given early, in {}.", rated.reason, given.in_words());
    Rated { reason, ..rated }
}

/// Why there is no whole value; none when there is one.
fn why_no_value(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Option<String> {
    match (&figure.withheld, figure.state, figure.absence) {
        (Some(why), ..) => {
            Some(format!("A value was given and is not used. {why} It is rated once that is settled."))
        }
        (None, FigureState::Partial, _) => {
            let names: Vec<&str> =
                figure.missing_contributors.iter().map(|id| facts.plan.lead_name(id)).collect();
            Some(if names.is_empty() {
                "Its value is partial: an answer could not be used. It is rated when all answers are in."
                    .to_owned()
            } else {
                format!(
                    "Its value is partial: nothing usable from {}. It is rated when all answers are in.",
                    names.join(", ")
                )
            })
        }
        (None, FigureState::Absent, Some(reason)) => {
            Some(format!("{} It is rated when there is a value.", absence_words(reason)))
        }
        (None, FigureState::Absent, None) => {
            let closed = measure.reference.action().is_some_and(|a| is_closed(facts.plan, a, facts.period));
            // The month of the last value, not the value: an edition may withhold it.
            Some(match last_of_kind(facts, measure) {
                Some((last, _)) if closed => {
                    format!(
                        "Its action is closed, and nobody is asked for it; the last value is of {}.",
                        last.in_words()
                    )
                }
                None if closed => "Its action is closed, and nobody is asked for it.".to_owned(),
                Some((last, _)) if figure.unusable.is_empty() => format!(
                    "It is due, and there is no value yet for {}; the last one is of {}. It is rated when there is one.",
                    facts.period.in_words(),
                    last.in_words()
                ),
                None if figure.unusable.is_empty() => {
                    "It is due, and there is no value yet. It is rated when there is one.".to_owned()
                }
                Some((last, _)) => format!(
                    "What was given for {} could not be used; the last value is of {}. It is rated once that is settled.",
                    facts.period.in_words(),
                    last.in_words()
                ),
                None => "What was given could not be used. It is rated once that is settled.".to_owned(),
            })
        }
        (None, FigureState::Value, _) => None,
    }
}

const fn absence_words(reason: Absence) -> &'static str {
    match reason {
        Absence::NotApplicable => "No value: the lead says that it does not apply.",
        Absence::NotCollectedYet => "No value: the lead says that it is not collected yet.",
        Absence::AwaitedFromPartner => "No value: the lead awaits it from a partner.",
        Absence::TooSmallToShare => "No value: the lead holds it back as too small to share.",
        Absence::Other => "No value, for a reason that the lead gives in Note.",
    }
}

fn rests_on_too_few(facts: &Facts<'_>, measure: &Measure, denominator: Option<Quantity>) -> Option<String> {
    let least = facts.plan.rating.small_denominator;
    let denominator = denominator.filter(|_| measure.unit == Unit::Percent)?;
    (denominator < least).then(|| {
        format!("The percent rests on {denominator}, and a percent of fewer than {least} is not rated.")
    })
}

/// The last rating of its own, while it is young enough.
fn not_due(facts: &Facts<'_>, measure: &Measure, figure: &Figure, why: &str) -> (Rated, Option<Period>) {
    let kept_value = if figure.value.is_some() { " The value given now is kept and rated then." } else { "" };
    let earliest = (measure.reference, facts.period.plus_months(-1_200));
    let mut earlier = facts.history.figures.range(earliest..(measure.reference, facts.period)).rev();
    // A rating in a month in which it was due may rest on a value given early: that month's own figure is then absent.
    let last = earlier.find(|((_, period), past)| {
        past.impact.is_rated()
            && due(facts.plan, measure, *period) == Due::Now
            && kind(facts, measure).rates(*period, past)
    });
    let Some(((_, period), past)) = last else {
        return (not_rated(&format!("{why}, and there is no earlier rating to keep.{kept_value}")), None);
    };
    if two_reporting_periods(measure.frequency).is_some_and(|most| facts.period.months_since(*period) > most)
    {
        let month = period.in_words();
        let old =
            format!("{why}, and its last value, of {month}, is older than two of its reporting periods.");
        return (not_rated(&format!("{old}{kept_value}")), None);
    }
    let reason = format!("{}: kept from {}. {why}.{kept_value}", past.impact, period.in_words());
    (Rated { rating: past.impact, reason }, Some(*period))
}

/// A document or a date: Green when given by its date, Red when overdue, else Not rated.
fn given_by_its_date(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Rated {
    if figure.state == FigureState::Partial || figure.withheld.is_some() {
        return not_rated(&why_no_value(facts, measure, figure).unwrap_or_default());
    }
    let Some(date) = end_date(facts.plan, measure) else {
        return not_rated("Neither the measure nor its action has a date by which it is due.");
    };
    let by = date_in_words(date);
    match given_on(facts, measure, figure) {
        Some(given) if given <= date && given <= facts.as_at => {
            Rated { rating: Rating::Green, reason: format!("Green: given in time, by {by}.") }
        }
        Some(given) if given <= facts.as_at => {
            not_rated(&format!("It was given by {}, after {by}, when it was due.", date_in_words(given)))
        }
        _ if facts.as_at > date => {
            let reason =
                format!("Red: it was due by {by} and has not been given. It is no longer Red once it is.");
            Rated { rating: Rating::Red, reason }
        }
        Some(given) => {
            let given = date_in_words(given);
            not_rated(&format!("It is due by {by}, and the date given, {given}, is still to come."))
        }
        None => {
            not_rated(&format!("It is due by {by} and has not been given yet. Given by then, it is Green."))
        }
    }
}

/// The day on which it counts as given: for a date measure the date itself; for a document the as-at date of the first
/// period that has it.
fn given_on(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Option<chrono::NaiveDate> {
    let earliest = (measure.reference, facts.period.plus_months(-1_200));
    let mut earlier = facts.history.figures.range(earliest..(measure.reference, facts.period));
    let first = earlier.find(|((_, period), past)| {
        past.state == FigureState::Value && kind(facts, measure).holds(*period, past)
    });
    match (&figure.value, measure.unit) {
        (Some(crate::domain::Value::Date(date)), Unit::Date) => Some(*date),
        (None, Unit::Date) => match last_of_kind(facts, measure)?.1.value {
            Some(crate::domain::Value::Date(date)) => Some(date),
            _ => None,
        },
        (value, _) => {
            first.map(|((_, period), _)| period.last_day()).or_else(|| value.as_ref().map(|_| facts.as_at))
        }
    }
}

fn not_rated(why: &str) -> Rated {
    Rated { rating: Rating::NotRated, reason: format!("Not rated: {}", lower_first(why)) }
}

/// A sentence after a colon begins in lower case.
fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
