//! *Measures*: every measure that is returned.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::rated::{Direction, MeasureRating};
use crate::domain::xmr::POINTS_NEEDED;
use crate::domain::{MeasureRef, Polarity, Quantity, Unit};
use crate::ledger::decisions;
use crate::plan::Measure;
use crate::sheet::book::{CellSpec, Line};

use super::actions::exceptions;
use super::by_ref::Measured;
use super::cells::{clipped, date, marked, or_words, quantity, value, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

/// Width of the column that says why.
const WHY: f64 = 16.0;
/// The same where XmR stands beside it.
const WHY_BESIDE_XMR: f64 = 11.0;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    // Asked once: it goes through all measures.
    let has_xmr = has_xmr(facts);
    let developed = facts.month.measures().filter(|(measure, _, _)| measure.developed);
    let mut rows: Vec<Row> =
        developed.map(|(measure, figure, rated)| row(facts, has_xmr, (measure, figure, rated))).collect();
    if rows.is_empty() {
        let rest = (2..17).map(|_| marked(Shorthand::NotApplicable));
        rows.push(Row::of(
            [marked(Shorthand::NotApplicable), words("The plan has no measures")]
                .into_iter()
                .chain(rest)
                .collect(),
        ));
    }
    let mut columns = columns(&[
        ("Ref", 6.5),
        ("Measure", 15.5),
        ("Unit", 9.0),
        ("Better is", 8.0),
        ("Baseline", 9.5),
        ("Target", 8.0),
        ("By when", 11.0),
        ("Last", 8.5),
        ("Now", 9.5),
        ("Gap still to go", 7.5),
        ("Impact", 9.0),
        ("Direction", 10.0),
        ("State", 9.0),
        ("Contributors", 12.6),
        ("Why, and what would change it", WHY),
        ("Exceptions", 11.5),
    ]);
    let mut lines = links(facts);
    if has_xmr {
        // Room for it, so that the sheet still prints at 8 points.
        for (column, narrower) in [(1, 11.4), (2, 8.0), (14, WHY_BESIDE_XMR)] {
            columns[column].1 = narrower;
        }
        columns.insert(14, ("XmR".into(), 12.0));
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

fn row(facts: &Facts<'_>, has_xmr: bool, (measure, figure, rated): Measured<'_>) -> Row {
    let reference = measure.reference;
    let action = reference.action().and_then(|action| facts.month.plan.action(action));
    let by_when = measure.due_by.or_else(|| action?.target.date());
    let about = facts.by_ref.exceptions_on_measure(reference);
    let last = rated.last.as_ref().map(|(_, value)| value);
    let why = if has_xmr { WHY_BESIDE_XMR } else { WHY };
    let xmr = has_xmr.then(|| match (&rated.xmr, may_tell_xmr(facts, reference)) {
        (Some(xmr), true) => words(&xmr.words()),
        (Some(_), false) => marked(Shorthand::Confidential),
        (None, _) => marked(Shorthand::NotApplicable),
    });
    let mut cells = vec![
        Cell::from(CellSpec::text(reference.to_string())).to(Tab::Sources, Key::Measure(reference)),
        words(&measure.measure),
        words(measure.unit.word()),
        words(better_is(measure.polarity)),
        quantity(facts.baseline(measure), measure.unit, facts.no_baseline(reference)),
        quantity(measure.target, measure.unit, target_missing(measure.unit)),
        date(by_when, Shorthand::NotApplicable),
        value(last, measure.unit, facts.no_last(reference)),
        value(figure.value.as_ref(), measure.unit, facts.no_value(reference)),
        quantity(
            gap(measure, figure),
            without_sign(measure.unit),
            facts.instead_of(reference, Shorthand::NotApplicable),
        ),
        facts.impact_of_measure(rated),
        or_words(
            rated.direction.map_or("", Direction::word),
            facts.instead_of(reference, Shorthand::NotAvailable),
        ),
        words(&state(facts, figure, rated)),
        words(&contributors(facts, figure)),
    ];
    cells.extend(xmr);
    cells.push(clipped(&rated.impact.reason, why, "measures.csv"));
    cells.push(exceptions(about, &reference.to_string(), Key::Measure(reference)));
    Row::of(cells).about(Key::Measure(reference))
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

fn state(facts: &Facts<'_>, figure: &Figure, rated: &MeasureRating) -> String {
    let state = match (figure.state, figure.absence) {
        (FigureState::Value, _) => "whole".to_owned(),
        (FigureState::Partial, _) => Shorthand::Partial.token().to_owned(),
        (FigureState::Absent, Some(absence)) => absence.word().to_owned(),
        (FigureState::Absent, None) if figure.withheld.is_some() => {
            "answers contradict one another".to_owned()
        }
        (FigureState::Absent, None) => Shorthand::NotAvailable.token().to_owned(),
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

fn contributors(facts: &Facts<'_>, figure: &Figure) -> String {
    let names = |leads: &[crate::domain::LeadId]| facts.named(leads);
    match (figure.contributors.is_empty(), figure.missing_contributors.is_empty()) {
        (_, true) => names(&figure.contributors),
        (true, false) => format!("Missing: {}", names(&figure.missing_contributors)),
        (false, false) => {
            format!("{}. Missing: {}", names(&figure.contributors), names(&figure.missing_contributors))
        }
    }
}
