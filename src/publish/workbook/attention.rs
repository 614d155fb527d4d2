//! *Attention*: actions that need a decision, worst first, each with the fact that brings it here.

use crate::domain::figure::Progress;
use crate::domain::period::date_in_words;
use crate::domain::rated::ActionRating;
use crate::domain::{Rating, Status};
use crate::plan::Action;
use crate::publish::met::{Arrival, Received};
use crate::sheet::book::{CellSpec, Line};

use super::by_ref::Measured;
use super::cells::{clipped_to, count, date, marked, rating, whole, words};
use super::facts::{Cause, Facts, lasting_alone, months_at};
use super::headlines::compared;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated};

/// Width of the last column.
const WHAT_WILL_CHANGE: f64 = 26.0;
/// Room that it does without where no commentary is shown: a forecast needs less.
const NOT_NEEDED: f64 = 12.0;

/// Width of the last column in this edition.
fn last_width(facts: &Facts<'_>) -> f64 {
    if facts.month.cut.shows_texts { WHAT_WILL_CHANGE } else { WHAT_WILL_CHANGE - NOT_NEEDED }
}

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut rows: Rows = (1..)
        .zip(&facts.attention)
        .map(|(rank, (action, rating, causes))| row(facts, rank, action, rating, causes))
        .collect();
    if rows.is_empty() {
        let none = || marked(Shorthand::NotApplicable);
        let nothing = words("No action needs attention this month");
        let rest = std::iter::repeat_with(none).take(10);
        rows.push(Row::of([none(), none(), nothing].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::Attention,
        title: dated(facts, "Actions that need attention"),
        lines: vec![
            Line::text(tally(facts)),
            Line::text(format!("Ranked worst first: {}. Then by days overdue, then by ref.", ranking())),
        ]
        .into_iter()
        .chain(facts.has(Tab::Actions).then(|| Line::text("Links in the column Ref lead to the action.")))
        .collect(),
        columns: columns(&[
            ("Rank", 6.5),
            ("Ref", 6.0),
            ("Planned activity", 23.0 + WHAT_WILL_CHANGE - last_width(facts)),
            ("Leads", 14.3),
            ("Delivery", 10.6),
            ("Impact", 8.8),
            ("Movement", 11.0),
            ("Due", 11.0),
            ("Original due", 11.0),
            ("Days overdue", 8.9),
            ("Times moved", 7.5),
            ("Why it is here", 21.1),
            ("What will change, and by when", last_width(facts)),
        ]),
        rows,
        charts: Vec::new(),
    }
}

/// How the sheet is ranked, in words.
pub(super) fn ranking() -> String {
    Cause::ALL.map(Cause::words).join(" · ")
}

fn row(facts: &Facts<'_>, rank: usize, action: &Action, rated: &ActionRating, causes: &[Cause]) -> Row {
    let movement = facts.movement_of_delivery(action.reference);
    let moved = match (movement, facts.before) {
        (Some(m), _) => words(&format!("{}, was {}", m.direction(), m.was)),
        (None, Some(_)) => {
            let months = months_at(facts.month, rated);
            let lasting = lasting_alone(facts.month.period, rated.delivery.rating, months);
            words(&lasting.unwrap_or_else(|| "No change".to_owned()))
        }
        (None, None) => marked(Shorthand::NotAvailable),
    };
    let progress = facts.by_ref.progress(action.reference);
    let answers = progress.map(|progress| facts.month.answers(progress, rated));
    Row::of(vec![
        count(rank),
        Cell::from(CellSpec::text(action.reference.to_string()))
            .to(Tab::Actions, Key::Action(action.reference)),
        words(&action.activity),
        words(&facts.named(&action.leads)),
        rating(rated.delivery.rating),
        facts.impact_of_action(rated),
        moved,
        date(rated.target, Shorthand::NotApplicable),
        date(rated.original_target, Shorthand::NotApplicable),
        whole(rated.days_overdue),
        whole(i64::from(rated.times_moved)),
        words(&why_here(facts, causes, rated)),
        clipped_to(
            8,
            &what_will_change(answers.as_deref(), facts.month.cut.shows_texts),
            last_width(facts),
            if facts.has(Tab::Actions) { "Actions" } else { "the full workbook" },
        ),
    ])
}

/// How many actions stand here for which cause, the worst of each counted: `20 actions: 1 Red and overdue · 5 Red`.
fn tally(facts: &Facts<'_>) -> String {
    let worst = |cause: &Cause| facts.attention.iter().filter(|(_, _, causes)| causes[0] == *cause).count();
    let counts: Vec<String> = Cause::ALL
        .into_iter()
        .map(|cause| (worst(&cause), cause.words()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, cause)| format!("{count} {cause}"))
        .collect();
    if counts.is_empty() {
        return "No action needs attention.".to_owned();
    }
    format!("{}, by their worst cause: {}.", how_many(facts), counts.join(" · "))
}

/// Every cause, and what officers decided about the answers behind it.
fn why_here(facts: &Facts<'_>, causes: &[Cause], rated: &ActionRating) -> String {
    let causes = causes.iter().map(|cause| why(facts, *cause, rated));
    let settled = facts.settled.get(&rated.action).into_iter().flatten().cloned();
    causes.chain(settled).collect::<Vec<_>>().join(" ")
}

/// A cause with the fact behind it, so that nobody has to look it up to decide.
fn why(facts: &Facts<'_>, cause: Cause, rated: &ActionRating) -> String {
    let named = cause.words();
    match cause {
        Cause::RedAndOverdue | Cause::Red => format!("{named}: {}.", first_sentence(&rated.delivery.reason)),
        Cause::NoReturn => format!("{named}: {}.", what_came(facts, rated)),
        Cause::NotWorking => {
            let off = off_target(facts, rated);
            match rated.delivery.rating {
                _ if off.is_empty() => format!("{named}."),
                Rating::Complete => format!("{named}: {off}."),
                _ => format!("On time so far, but not working: {off}."),
            }
        }
        Cause::MovedTwice => match facts.month.plan.slip(rated.action) {
            Some(slip) => format!("{named}: {slip}."),
            None => format!("{named}."),
        },
        Cause::GotWorse | Cause::NotEvidenced | Cause::Overdue | Cause::AmberThreeMonths => {
            format!("{named}.")
        }
    }
}

/// What the rating says first: `Red: it was due by … and is 61 days overdue. It changes when …` without colour and rest.
fn first_sentence(reason: &str) -> &str {
    let told = reason.split_once(": ").map_or(reason, |(_, told)| told);
    told.split_once(". ").map_or(told.trim_end_matches('.'), |(first, _)| first)
}

/// What became of the returns of an action without an answer.
fn what_came(facts: &Facts<'_>, rated: &ActionRating) -> String {
    let leads = facts.month.plan.action(rated.action).map_or(&[][..], |action| &action.leads);
    let see = if facts.has(Tab::Exceptions) { " (see Exceptions)" } else { "" };
    let told = |(lead, received): (&crate::plan::Lead, &Received)| match received.arrival {
        Arrival::Returned { .. } => format!("the return of {} has no usable answer for it{see}", lead.name),
        Arrival::Refused { .. } => format!("what {} sent was refused{see}", lead.name),
        Arrival::Nothing => format!("nothing came from {}", lead.name),
    };
    // Several leads may hold one post: it is named once.
    let mut came: Vec<String> = Vec::new();
    for told in leads.iter().filter_map(|lead| facts.by_ref.received(lead)).map(told) {
        if !came.contains(&told) {
            came.push(told);
        }
    }
    if came.is_empty() { "the plan names no lead for it".to_owned() } else { came.join("; ") }
}

/// Its Red measures, each with value and expectation: `Red is 1.2a (12, target 40)`; nothing when it has none.
fn off_target(facts: &Facts<'_>, rated: &ActionRating) -> String {
    let of_action = facts.by_ref.measures(rated.action).iter();
    let red = of_action.filter(|(_, _, impact)| impact.impact.rating == Rating::Red);
    let named = |(measure, _, impact): &Measured<'_>| match compared(measure, impact) {
        Some(told) => format!("{} ({told})", measure.reference),
        None => measure.reference.to_string(),
    };
    let red: Vec<String> = red.map(named).collect();
    match red.as_slice() {
        [] => String::new(),
        [one] => format!("Red is {one}"),
        several => format!("Red are {}", several.join("; ")),
    }
}

/// The lead's forecast and commentary; the forecast alone where no commentary is shown. Of a Complete action the date is that
/// of its completion, and what may still change is its effect.
fn what_will_change(progress: Option<&Progress>, shows_texts: bool) -> String {
    let complete = progress.is_some_and(|p| p.status == Some(Status::Complete));
    let (dated, silent) = if complete {
        ("Completed", "The return does not say what is planned about its effect.")
    } else {
        ("Forecast", "The return does not say what will change.")
    };
    let forecast = progress.and_then(|p| p.forecast).map(|day| format!("{dated} {}.", date_in_words(day)));
    let commentary = progress.map(|p| p.commentary.trim().to_owned()).filter(|text| !text.is_empty());
    match (forecast, commentary) {
        (Some(forecast), Some(_)) if !shows_texts => forecast,
        (Some(forecast), Some(commentary)) => format!("{forecast} {commentary}"),
        (Some(forecast), None) => format!("{forecast} {silent}"),
        (None, Some(commentary)) => commentary,
        (None, None) => "No answer says what will change.".to_owned(),
    }
}

/// How many actions stand here, for readers of the Notes sheet.
pub(super) fn how_many(facts: &Facts<'_>) -> String {
    counted(facts.attention.len(), "action")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;
    use crate::publish::sample::month;

    #[test]
    fn the_date_of_a_complete_action_is_no_forecast() {
        let mut progress = month().merged.progress.swap_remove(0);
        progress.forecast = Some(day(2024, 3, 28));
        progress.commentary = "Next: a survey.".to_owned();
        assert_eq!(what_will_change(Some(&progress), true), "Forecast 28 March 2024. Next: a survey.");
        progress.status = Some(Status::Complete);
        assert_eq!(what_will_change(Some(&progress), true), "Completed 28 March 2024. Next: a survey.");
        progress.commentary.clear();
        assert_eq!(
            what_will_change(Some(&progress), true),
            "Completed 28 March 2024. The return does not say what is planned about its effect."
        );
    }
}
