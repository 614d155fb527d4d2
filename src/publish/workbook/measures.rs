//! *Measures*: every measure that is returned.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::rated::{Direction, MeasureRating};
use crate::domain::xmr::POINTS_NEEDED;
use crate::domain::{LeadId, MeasureRef, Period, Polarity, Quantity, Unit, Value};
use crate::ledger::decisions;
use crate::plan::Measure;
use crate::plan::due::{Due, asked_for};
use crate::publish::edition::PublishedMeasure;
use crate::sheet::book::{CellSpec, Line};

use super::actions::exceptions;
use super::by_ref::Measured;
use super::cells::{clipped, date, marked, or_words, quantity, value, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

/// Widths that depend on what else the sheet has to show: all of them together print at 8 points on A4.
#[derive(Debug, Clone, Copy)]
struct Room {
    has_xmr: bool,
    measure: f64,
    /// Last and Now: a date takes more room than a number.
    value: f64,
    contributors: f64,
    why: f64,
}

impl Room {
    /// Asked once: it goes through all measures.
    fn of(facts: &Facts<'_>) -> Self {
        let is_date = |value: &Value| matches!(value, Value::Date(_));
        let has_dates = facts.month.measures().any(|(_, figure, rated)| {
            let last = rated.last.as_ref().map(|(_, value)| value);
            figure.value.iter().chain(last).any(is_date)
        });
        let has_xmr = has_xmr(facts);
        let (measure, value, contributors, why) = match (has_xmr, has_dates) {
            (false, false) => (20.5, 8.5, 14.2, 20.5),
            (false, true) => (18.0, 11.0, 14.2, 18.0),
            (true, false) => (17.5, 8.0, 14.2, 13.5),
            (true, true) => (15.0, 11.0, 12.7, 11.5),
        };
        Self { has_xmr, measure, value, contributors, why }
    }
}

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let developed = facts.month.measures().filter(|(measure, _, _)| measure.developed);
    let room = Room::of(facts);
    let mut rows: Rows = developed.map(|measured| row(facts, room, measured)).collect();
    if rows.is_empty() {
        let rest = (2..15).map(|_| marked(Shorthand::NotApplicable));
        rows.push(Row::of(
            [marked(Shorthand::NotApplicable), words("The plan has no measures")]
                .into_iter()
                .chain(rest)
                .collect(),
        ));
    }
    let mut columns = columns(&[
        ("Ref", 6.5),
        ("Measure", room.measure),
        ("Better is", 8.8),
        ("Baseline", 9.2),
        ("Target", 7.5),
        ("By when", 11.0),
        ("Last", room.value),
        ("Now", room.value),
        ("Gap still to go", 7.0),
        ("Impact", 9.0),
        ("Direction", 9.5),
        ("State", 9.5),
        ("Contributors", room.contributors),
        ("Why, and what would change it", room.why),
        ("Exceptions", 11.5),
    ]);
    let mut lines = links(facts);
    if room.has_xmr {
        columns.insert(13, ("XmR".into(), 11.0));
        lines.push(Line::text(format!(
            "XmR: what the values show since they began, from {POINTS_NEEDED} of them on, by the rules of NHS England's Making Data Count. Common cause: the usual up and down. Special cause: the latest value stands out. {} with fewer.",
            Shorthand::NotApplicable.token()
        )));
    }
    Page {
        tab: Tab::Measures,
        title: dated(facts, "Measures against target"),
        lines,
        columns,
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, room: Room, (measure, figure, rated): Measured<'_>) -> Row {
    let reference = measure.reference;
    let action = reference.action().and_then(|action| facts.month.plan.action(action));
    let by_when = measure.due_by.or_else(|| action?.target.date());
    let about = facts.by_ref.exceptions_on_measure(reference);
    let last = rated.last.as_ref().map(|(_, value)| value);
    let xmr = room.has_xmr.then(|| match (&rated.xmr, may_tell_xmr(facts, reference)) {
        (Some(xmr), true) => words(&xmr.words()),
        (Some(_), false) => marked(Shorthand::Confidential),
        (None, _) => marked(Shorthand::NotApplicable),
    });
    let published = facts.published(reference);
    let has_gap = measure.unit.is_numeric() && measure.target.is_some() && measure.polarity != Polarity::None;
    let withholds_gap = has_gap && published.is_some_and(PublishedMeasure::withholds_gap);
    let withholds_direction =
        measure.unit.is_numeric() && published.is_some_and(PublishedMeasure::withholds_direction);
    let mut cells = vec![
        Cell::from(CellSpec::text(reference.to_string())).to(Tab::Sources, Key::Measure(reference)),
        words(&measure.measure),
        words(&better_is_in_unit(measure)),
        quantity(facts.baseline(measure), measure.unit, facts.no_baseline(reference)),
        quantity(measure.target, measure.unit, target_missing(measure.unit)),
        date(by_when, Shorthand::NotApplicable),
        value_or_given(facts, measure, last, (Tab::MeasuresByMonth, facts.no_last(reference))),
        value_or_given(facts, measure, figure.value.as_ref(), (Tab::Sources, facts.no_value(reference))),
        quantity(
            gap(measure, figure).filter(|_| !withholds_gap),
            without_sign(measure.unit),
            if withholds_gap { Shorthand::Confidential } else { Shorthand::NotApplicable },
        ),
        facts.impact_of_measure(rated),
        or_words(
            rated.direction.map_or("", Direction::word),
            if withholds_direction { Shorthand::Confidential } else { Shorthand::NotAvailable },
        ),
        words(&state(facts, measure, figure, rated)),
        words(&contributors(facts, measure, figure, rated)),
    ];
    cells.extend(xmr);
    cells.push(clipped(&why(measure, figure, rated), room.why, "measures.csv"));
    cells.push(exceptions(about, &reference.to_string(), Key::Measure(reference)));
    Row::of(cells).about(Key::Measure(reference))
}

/// A value, or this shorthand; of a document that it was given: its name has no room in a column of numbers, and stands on the
/// sheet to which the link leads. Where the name is withheld, it says so.
fn value_or_given(
    facts: &Facts<'_>,
    measure: &Measure,
    shown: Option<&Value>,
    (named_on, otherwise): (Tab, Shorthand),
) -> Cell {
    match shown {
        Some(Value::Text(name)) if measure.unit == Unit::Document && !name.starts_with('[') => {
            let given = words("given");
            if facts.has(named_on) { given.to(named_on, Key::Measure(measure.reference)) } else { given }
        }
        Some(value) if sentence(measure, Some(value)).is_some() => words("in words"),
        _ => value(shown, measure.unit, otherwise),
    }
}

/// An answer in words that is too long for a column of numbers: it stands before the reason. Words that are withheld are no
/// sentence: that they are is said in their own place.
fn sentence<'a>(measure: &Measure, value: Option<&'a Value>) -> Option<&'a str> {
    match value {
        Some(Value::Text(text))
            if measure.unit == Unit::Text
                && !text.starts_with('[')
                && text.chars().count() > LONGEST_IN_COLUMN =>
        {
            Some(text)
        }
        _ => None,
    }
}

/// The answer where it is a sentence, and why the measure is rated as it is.
fn why(measure: &Measure, figure: &Figure, rated: &MeasureRating) -> String {
    match sentence(measure, figure.value.as_ref()) {
        Some(text) => format!("The answer: {}. {}", text.trim_end_matches('.'), rated.impact.reason),
        None => rated.impact.reason.clone(),
    }
}

/// Whether any measure has values enough for XmR: without one the sheet has no such column.
fn has_xmr(facts: &Facts<'_>) -> bool {
    facts.month.ratings.measures.iter().any(|rated| rated.xmr.is_some() && may_tell_xmr(facts, rated.measure))
}

/// Whether a reader of this edition may know how the values of a measure went: it would say something of small numbers that
/// were withheld, now or before.
fn may_tell_xmr(facts: &Facts<'_>, measure: MeasureRef) -> bool {
    !facts.month.cut.figures.contains_key(&measure)
}

/// Where its links lead, as far as the edition has the sheets.
fn links(facts: &Facts<'_>) -> Vec<Line> {
    let leading = [
        (Tab::Actions, "Back to the actions: worksheet Actions"),
        (Tab::MeasuresByMonth, "Values of earlier months: worksheet Measures by month"),
    ];
    let there = leading.into_iter().filter(|(tab, _)| facts.has(*tab));
    let to = match (facts.has(Tab::Sources), facts.has(Tab::Exceptions)) {
        (true, true) => {
            " Links in column A lead to the sources of the value, those in the last column to its exceptions."
        }
        (true, false) => " Links in column A lead to the sources of the value.",
        (false, true) => " Links in the last column lead to its exceptions.",
        (false, false) => "",
    };
    let gap =
        "Gap is the distance still to go to the target, never below 0; of a percent, in percentage points.";
    there
        .map(|(tab, words)| Line::leading_to(tab.name(), words))
        .chain([Line::text(format!("{gap}{to}"))])
        .collect()
}

/// Which way is better, with the unit where the number alone does not tell it.
fn better_is_in_unit(measure: &Measure) -> String {
    let better = better_is(measure.polarity);
    match measure.unit {
        Unit::Days | Unit::Weeks => format!("{better} ({})", measure.unit.word()),
        _ => better.to_owned(),
    }
}

pub(super) const fn better_is(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Higher => "higher",
        Polarity::Lower => "lower",
        Polarity::None => "neither: watched only",
    }
}

/// Dates, documents and texts can have no target number.
const fn target_missing(unit: Unit) -> Shorthand {
    if unit.is_numeric() { Shorthand::NotAvailable } else { Shorthand::NotApplicable }
}

/// A distance between two percents is no percent: it is shown as the bare number of percentage points.
const fn without_sign(unit: Unit) -> Unit {
    match unit {
        Unit::Percent => Unit::Days,
        unit => unit,
    }
}

/// Distance still to go to the target; nought when it is reached.
fn gap(measure: &Measure, figure: &Figure) -> Option<Quantity> {
    let (target, now) = (measure.target?, figure.value.as_ref()?.number()?);
    let gap = match measure.polarity {
        Polarity::Higher => target.minus(now)?,
        Polarity::Lower => now.minus(target)?,
        Polarity::None => return None,
    };
    Some(if gap.is_negative() { Quantity::ZERO } else { gap })
}

fn state(facts: &Facts<'_>, measure: &Measure, figure: &Figure, rated: &MeasureRating) -> String {
    let state = match (figure.state, figure.absence) {
        (FigureState::Value, _) => "whole".to_owned(),
        (FigureState::Partial, _) => Shorthand::Partial.token().to_owned(),
        (FigureState::Absent, Some(absence)) => absence.word().to_owned(),
        (FigureState::Absent, None) if figure.withheld.is_some() => {
            "answers contradict one another".to_owned()
        }
        (FigureState::Absent, None) => match wanted(facts, measure, rated) {
            Wanted::Now => Shorthand::NotAvailable.token().to_owned(),
            Wanted::Next(_) => "not due".to_owned(),
            Wanted::Given(_) => "given before".to_owned(),
        },
    };
    let by_officer = figure.provenance.iter().any(|source| &*source.file == decisions::FILE);
    let by_officer = by_officer.then(|| "; given by an officer".to_owned());
    let kept = rated
        .kept_from
        .map(|from| format!("; rating {} from {}", Shorthand::CarriedForward.token(), from.short()));
    let last = rated.last.as_ref().and_then(|(period, _)| {
        facts.month.history.figures.get(&(rated.measure, *period)).filter(|past| past.revised)
    });
    let revised = last.map(|_| format!("; last {}", Shorthand::Revised.token()));
    [Some(state), by_officer, kept, revised].into_iter().flatten().collect()
}

/// Characters of an answer in words that find room beside numbers.
const LONGEST_IN_COLUMN: usize = 10;

/// Whether an answer is wanted this month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Now,
    /// Not before this month.
    Next(Period),
    /// It was given in that month, and is not wanted again.
    Given(Period),
}

fn wanted(facts: &Facts<'_>, measure: &Measure, rated: &MeasureRating) -> Wanted {
    let given = rated.last.as_ref().map(|(period, _)| *period);
    // A document or a date is given once, whatever its rhythm; a value that was given early was given for now.
    let once = matches!(measure.unit, Unit::Document | Unit::Date);
    match (asked_for(facts.month.plan, measure, facts.month.period), given) {
        (_, Some(given)) if once => Wanted::Given(given),
        (Due::Next(next), _) => Wanted::Next(next),
        (Due::Never, Some(given)) => Wanted::Given(given),
        (Due::Now, Some(given)) if rated.kept_from.is_some() => Wanted::Given(given),
        (Due::Now | Due::Never, _) => Wanted::Now,
    }
}

/// Who gave it, and who owes it: nobody is called missing for what is not due, or was given before.
fn contributors(facts: &Facts<'_>, measure: &Measure, figure: &Figure, rated: &MeasureRating) -> String {
    let names = |leads: &[LeadId]| facts.named(leads);
    let silent = &figure.missing_contributors;
    let answered = match figure.contributors.as_slice() {
        [] => String::new(),
        some => format!("{}. ", names(some)),
    };
    if silent.is_empty() {
        return names(&figure.contributors);
    }
    // Who answered without a usable value is still to be asked.
    let unsettled =
        figure.absence.is_some() || figure.withheld.is_some() || figure.state == FigureState::Partial;
    match wanted(facts, measure, rated) {
        Wanted::Next(next) if !unsettled => format!("Not due until {}: {}", next.in_words(), names(silent)),
        Wanted::Given(given) if !unsettled => format!("Given in {}: {}", given.in_words(), names(silent)),
        _ => format!("{answered}{}", missing(facts, figure)),
    }
}

/// Who is missing from it, by what they did: nobody who answered is called silent.
fn missing(facts: &Facts<'_>, figure: &Figure) -> String {
    let answered = |lead: &&LeadId| figure.unusable.contains(lead) || figure.excused.contains(lead);
    let silent: Vec<LeadId> = figure.missing_contributors.iter().filter(|l| !answered(l)).cloned().collect();
    let kinds =
        [("Missing", &silent), ("Answer not usable", &figure.unusable), ("Reason given", &figure.excused)];
    let told = kinds.into_iter().filter(|(_, leads)| !leads.is_empty());
    told.map(|(how, leads)| format!("{how}: {}", facts.named(leads))).collect::<Vec<_>>().join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Frequency;
    use crate::publish::sample::{Month, month};

    fn told(month: &Month, number: usize) -> (String, String) {
        let consolidation = month.consolidation();
        let facts = Facts::of(&consolidation);
        let (measure, figure, rated) = consolidation.measures().nth(number).unwrap();
        (state(&facts, measure, figure, rated), contributors(&facts, measure, figure, rated))
    }

    /// A column of numbers would break it within words.
    #[test]
    fn a_sentence_stands_where_there_is_room() {
        let mut month = month();
        let reference = month.merged.figures[0].measure;
        let measure = month.plan.measures.iter_mut().find(|m| m.reference == reference).unwrap();
        measure.unit = Unit::Text;
        let mut cells_with = |answer: &str| -> Vec<String> {
            month.merged.figures[0].value = Some(Value::Text(answer.to_owned()));
            let consolidation = month.consolidation();
            let page = page(&Facts::of(&consolidation));
            page.rows.cells().get(0).unwrap().iter().map(|cell| format!("{cell:?}")).collect()
        };
        let cells = cells_with("All schools have been visited.");
        assert!(cells[7].contains("in words"), "{}", cells[7]);
        assert!(cells.iter().any(|cell| cell.contains("The answer: All schools have been visited. ")));
        // That an answer was withheld is said where the answer would stand, and only there.
        let cells = cells_with("[withheld: may name a person]");
        assert!(cells[7].contains("[withheld: may name a person]"), "{}", cells[7]);
        assert!(!cells.iter().any(|cell| cell.contains("The answer: ")));
    }

    /// A Director would else chase people who owe nothing.
    #[test]
    fn nobody_is_missing_for_what_is_not_due_or_was_given() {
        let mut month = month();
        let number =
            month.merged.figures.iter().position(|figure| figure.state == FigureState::Absent).unwrap();
        let measure =
            month.plan.measures.iter_mut().find(|m| m.reference == month.merged.figures[number].measure);
        let measure = measure.unwrap();
        measure.frequency = Frequency::Monthly;
        let reference = measure.reference;
        assert!(told(&month, number).1.starts_with("Missing: "), "{:?}", told(&month, number));

        month.merged.figures[number].excused = month.merged.figures[number].missing_contributors.clone();
        assert!(told(&month, number).1.starts_with("Reason given: "), "{:?}", told(&month, number));
        month.merged.figures[number].excused.clear();

        // The month is March.
        month.plan.measures.iter_mut().find(|m| m.reference == reference).unwrap().frequency =
            Frequency::Termly;
        let (state, whom) = told(&month, number);
        assert!(state == "not due" && whom.starts_with("Not due until April 2024: "), "{state} {whom}");

        month.plan.measures.iter_mut().find(|m| m.reference == reference).unwrap().unit = Unit::Document;
        let given = Value::Text("minutes.docx".to_owned());
        month.ratings.measures[number].last = Some((Period::new(2024, 1).unwrap(), given));
        let (state, whom) = told(&month, number);
        assert!(state == "given before" && whom.starts_with("Given in January 2024: "), "{state} {whom}");
    }
}
