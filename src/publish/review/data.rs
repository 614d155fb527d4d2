//! The data CSVs of a review, in the form of a month's (`publish::data`): what its workbook rests on, for other programs.

use crate::domain::Period;
use crate::domain::xmr::Xmr;
use crate::publish::PublishError;
use crate::publish::data::{encode, joined, optional, yes_no};

use super::Review;
use super::actions::{ActionYear, Done, Finish};
use super::exceptions::ExceptionYear;
use super::measures::{MeasureYear, Movement};
use super::recommendations::RecommendationYear;

/// Columns of recommendations.csv.
pub const RECOMMENDATIONS: [&str; 21] = [
    "outcome",
    "recommendation",
    "improved",
    "better",
    "worse",
    "same",
    "running_total",
    "watched",
    "no_number",
    "one_value",
    "no_value",
    "targeted",
    "reached",
    "outcome_measures_reporting",
    "complete_on_time",
    "complete_by_moved_date",
    "complete_late",
    "not_complete",
    "closed",
    "months_open",
    "months_without_return",
];
/// Columns of actions.csv.
pub const ACTIONS: [&str; 18] = [
    "ref",
    "outcome",
    "activity",
    "original_target",
    "target",
    "times_moved",
    "days_moved",
    "done",
    "done_is",
    "days_late",
    "finish",
    "last_period",
    "delivery",
    "impact",
    "months",
    "months_without_return",
    "effect",
    "effect_because",
];
/// Columns of measures.csv.
pub const MEASURES: [&str; 18] = [
    "ref",
    "action",
    "outcome",
    "measure",
    "kind",
    "unit",
    "baseline",
    "first_period",
    "first",
    "last_period",
    "last",
    "difference",
    "target",
    "reached",
    "movement",
    "values",
    "impact",
    "xmr",
];
/// Columns of ratings.csv.
pub const RATINGS: [&str; 7] =
    ["period", "ref", "delivery", "impact", "returned", "carried_from", "delivery_reason"];
/// Columns of values.csv.
pub const VALUES: [&str; 9] =
    ["period", "ref", "value", "state", "absence", "target", "expected", "impact", "revised"];
/// Columns of exceptions.csv.
pub const EXCEPTIONS: [&str; 11] = [
    "code",
    "name",
    "severity",
    "returner",
    "ref",
    "first_raised",
    "last_raised",
    "times_raised",
    "became",
    "decision",
    "key",
];

/// All data CSVs: the name of each inside the data folder, and its bytes.
pub fn files(review: &Review<'_>) -> Result<Vec<(&'static str, Vec<u8>)>, PublishError> {
    let ratings = review.actions.iter().flat_map(ratings);
    let values = review.measures.iter().flat_map(values);
    Ok(vec![
        ("recommendations.csv", encode(&RECOMMENDATIONS, review.recommendations.iter().map(recommendation))?),
        ("actions.csv", encode(&ACTIONS, review.actions.iter().map(action))?),
        ("measures.csv", encode(&MEASURES, review.measures.iter().map(measure))?),
        ("ratings.csv", encode(&RATINGS, ratings)?),
        ("values.csv", encode(&VALUES, values)?),
        ("exceptions.csv", encode(&EXCEPTIONS, review.exceptions.iter().map(exception))?),
    ])
}

fn recommendation(recommendation: &RecommendationYear<'_>) -> [String; 21] {
    let evidence = &recommendation.evidence;
    let went = |movement| evidence.went(movement).to_string();
    let stand = |finish| evidence.stand(finish);
    let open = stand(Finish::NotComplete) + stand(Finish::NotEvidenced) + stand(Finish::NotKnown);
    [
        recommendation.outcome.number.to_string(),
        recommendation.outcome.recommendation.to_string(),
        recommendation.answer.words().to_owned(),
        went(Movement::Better),
        went(Movement::Worse),
        went(Movement::Same),
        went(Movement::RunningTotal),
        went(Movement::Watched),
        went(Movement::NotNumber),
        went(Movement::OneValue),
        went(Movement::NoValue),
        evidence.targeted.to_string(),
        evidence.reached.to_string(),
        evidence.reporting.to_string(),
        stand(Finish::OnTime).to_string(),
        stand(Finish::ByMovedDate).to_string(),
        stand(Finish::Late).to_string(),
        open.to_string(),
        stand(Finish::Closed).to_string(),
        evidence.open_months.to_string(),
        evidence.without_return.to_string(),
    ]
}

fn action(year: &ActionYear<'_>) -> [String; 18] {
    [
        year.action.reference.to_string(),
        year.action.outcome.to_string(),
        year.action.activity.to_string(),
        optional(year.original),
        optional(year.target),
        year.times_moved.to_string(),
        optional(year.days_moved),
        optional(year.done.map(Done::day)),
        year.done.map_or("", Done::words).to_owned(),
        optional(year.days_late),
        year.finish.words().to_owned(),
        optional(year.months.last().map(|(period, _)| period)),
        optional(year.last.map(|last| last.delivery)),
        optional(year.last.map(|last| last.impact)),
        year.months.len().to_string(),
        year.without_return.to_string(),
        year.effect.words().to_owned(),
        year.effect_because.clone(),
    ]
}

fn measure(year: &MeasureYear<'_>) -> [String; 18] {
    let measure = year.measure;
    let period = |of: Option<(Period, _)>| optional(of.map(|(period, _): (Period, &_)| period));
    [
        measure.reference.to_string(),
        optional(measure.reference.action()),
        measure.reference.outcome().to_string(),
        measure.measure.to_string(),
        measure.kind.to_string(),
        measure.unit.to_string(),
        optional(measure.baseline),
        period(year.first),
        optional(year.first.map(|(_, value)| value)),
        period(year.last),
        optional(year.last.map(|(_, value)| value)),
        optional(year.difference()),
        optional(year.target),
        year.reached.map_or("", yes_no).to_owned(),
        year.movement.word().to_owned(),
        year.values.to_string(),
        year.impact.to_string(),
        year.xmr.as_ref().map_or_else(String::new, Xmr::words),
    ]
}

fn ratings<'a>(year: &'a ActionYear<'_>) -> impl Iterator<Item = [String; 7]> + 'a {
    year.months.iter().map(|(period, past)| {
        [
            period.to_string(),
            year.action.reference.to_string(),
            past.delivery.to_string(),
            past.impact.to_string(),
            yes_no(past.returned).to_owned(),
            optional(past.carried_from),
            past.delivery_reason.clone(),
        ]
    })
}

fn values<'a>(year: &'a MeasureYear<'_>) -> impl Iterator<Item = [String; 9]> + 'a {
    year.months.iter().map(|(period, past)| {
        [
            period.to_string(),
            year.measure.reference.to_string(),
            optional(past.value.as_ref()),
            past.state.word().to_owned(),
            optional(past.absence),
            optional(past.target),
            optional(past.expected),
            past.impact.to_string(),
            yes_no(past.revised).to_owned(),
        ]
    })
}

fn exception(year: &ExceptionYear<'_>) -> [String; 11] {
    [
        year.identity.code.clone(),
        year.rule.map_or("", |rule| rule.name).to_owned(),
        year.severity(),
        year.identity.returner.clone(),
        year.identity.reference.clone(),
        optional(year.months.first()),
        optional(year.months.last()),
        year.months.len().to_string(),
        year.became.words().to_owned(),
        year.decision.map_or_else(String::new, |decision| joined([&decision.id, decision.choice.word()])),
        year.key.to_owned(),
    ]
}
