//! *Measures*: first, last and target values; and the values month by month, a year and a month to a sheet.

use std::borrow::Cow;

use crate::domain::figure::FigureState;
use crate::domain::{Period, Unit, Value};
use crate::publish::review::Review;
use crate::publish::review::measures::MeasureYear;
use crate::sheet::book::{CellContent, CellSpec, Line};

use super::super::cells::{count, marked, quantity, rating, value, words};
use super::super::page::{Cell, columns};
use super::super::shorthand::Shorthand;
use super::leaf::{Entry, Leaf};
use super::{dated, stretches};

/// Name of the sheet.
pub(super) const NAME: &str = "Measures";
/// Name of the first sheet of values by month.
const BY_MONTH: &str = "Measures by month";
/// Width of a month's column.
const MONTH: f64 = 6.5;
/// Fewest months in a row whose numbers make a line: two points are a difference, not a course.
const SHORTEST: usize = 3;
/// Columns before the months.
const BEFORE: usize = 4;

pub(super) fn page(review: &Review<'_>) -> Leaf {
    let with_xmr = review.measures.iter().any(|year| year.xmr.is_some());
    let mut rows: Vec<Entry> = review.measures.iter().map(|year| row(year, with_xmr)).collect();
    if rows.is_empty() {
        rows.push(none("The plan has no measures", 14));
    }
    let mut columns = columns(&[
        ("Ref", 7.0),
        ("Measure", if with_xmr { 27.0 } else { 36.0 }),
        ("Unit", 9.5),
        ("Better is", 9.0),
        ("Baseline", 10.0),
        ("First", 9.0),
        ("Month of the first", 9.0),
        ("Last", 9.0),
        ("Month of the last", 9.0),
        ("Target", 9.0),
        ("Reached", 10.0),
        ("Went", 10.0),
        ("Impact", 9.8),
        ("Months with a value", 8.5),
    ]);
    columns.extend(with_xmr.then_some((Cow::Borrowed("XmR, from 13 values"), 17.0)));
    Leaf {
        name: NAME.to_owned(),
        shows: "First, last and target value of every measure, and which way it went",
        title: dated(review, "Measures: first, last and target values"),
        lines: vec![
            Line::text(
                "First and Last are the first and the last whole value in the records, with their months; Target is the one in force at the end. One month against another says little where values swing.",
            ),
            Line::text(format!(
                "Went: better, worse or same by at least {} in the measure's unit. Impact is that of {}. Links in column A lead to the values by month.",
                review.year.plan.rating.noticeable,
                review.last().in_words()
            )),
        ],
        columns,
        rows,
        charts: Vec::new(),
    }
}

fn row(year: &MeasureYear<'_>, with_xmr: bool) -> Entry {
    let (measure, unit) = (year.measure, year.measure.unit);
    let missing = if unit.is_numeric() { Shorthand::NotAvailable } else { Shorthand::NotApplicable };
    let month =
        |of: Option<(Period, &Value)>| words(&of.map_or_else(String::new, |(period, _)| period.short()));
    let reference = measure.reference.to_string();
    let xmr = year.xmr.as_ref().map_or_else(|| marked(Shorthand::NotApplicable), |xmr| words(&xmr.words()));
    let cells = [
        words(&reference),
        words(&measure.measure),
        words(unit.word()),
        words(super::super::measures::better_is(measure.polarity)),
        quantity(measure.baseline, unit, missing),
        first_or_last(year.first, unit),
        month(year.first),
        first_or_last(year.last, unit),
        month(year.last),
        quantity(year.target, unit, missing),
        reached(year),
        words(year.movement.word()),
        rating(year.impact),
        count(year.values),
    ];
    Entry::of(cells.into_iter().chain(with_xmr.then_some(xmr))).leading_to(BY_MONTH, reference)
}

/// A value among numbers: a text, such as the name of a document, stands in measures.csv only.
pub(super) fn first_or_last(of: Option<(Period, &Value)>, unit: Unit) -> Cell {
    match of {
        Some((_, Value::Text(_))) => marked(Shorthand::NotApplicable),
        of => value(of.map(|(_, value)| value), unit, Shorthand::NotAvailable),
    }
}

/// Whether the target is reached: yes, no, or that there is none.
pub(super) fn reached(year: &MeasureYear<'_>) -> Cell {
    match (year.reached, year.target) {
        (Some(reached), _) => words(if reached { "yes" } else { "no" }),
        (None, None) => words("no target"),
        (None, Some(_)) => marked(Shorthand::NotAvailable),
    }
}

/// The values month by month.
pub(super) fn by_month(review: &Review<'_>) -> Vec<Leaf> {
    let all: Vec<Period> = review.asked().collect();
    stretches(&all).map(|(name, months)| of_months(review, name(BY_MONTH), months)).collect()
}

fn of_months(review: &Review<'_>, name: String, months: &[Period]) -> Leaf {
    let mut columns = columns(&[("Ref", 7.0), ("Measure", 30.0), ("Unit", 9.5), ("Target", 9.0)]);
    columns.extend(months.iter().map(|month| (Cow::Owned(month.short()), MONTH)));
    columns.push((Cow::Borrowed("Line"), 15.0));
    let numeric = review.measures.iter().filter(|year| year.measure.unit.is_numeric());
    let mut rows: Vec<Entry> = numeric.map(|year| of_month(year, months)).collect();
    if rows.is_empty() {
        rows.push(none("The plan has no measure with a number", columns.len()));
    }
    Leaf {
        name,
        shows: "Values of every measure month by month",
        title: dated(review, "Measures month by month"),
        lines: vec![
            Line::text(
                "Values as last consolidated; a partial one says [p]. Links in column A lead to the measure.",
            ),
            Line::text(format!(
                "The column Line draws the numbers of the row in Excel, each on a scale of its own, where {SHORTEST} months or more follow one another; to a screen reader and in other programs it is blank."
            )),
        ],
        columns,
        rows,
        charts: Vec::new(),
    }
}

fn of_month(year: &MeasureYear<'_>, months: &[Period]) -> Entry {
    let unit = year.measure.unit;
    let then = |month: &Period| {
        let past = year.months.iter().find(|(period, _)| period == month)?.1;
        Some((past.state, past.value.as_ref()))
    };
    let reference = year.measure.reference.to_string();
    let mut cells = vec![
        words(&reference),
        words(&year.measure.measure),
        words(unit.word()),
        quantity(year.target, unit, Shorthand::NotAvailable),
    ];
    let values: Vec<Option<&Value>> = months
        .iter()
        .map(|month| {
            then(month).filter(|(state, _)| *state == FigureState::Value).and_then(|(_, value)| value)
        })
        .collect();
    for (month, shown) in months.iter().zip(&values) {
        let partial = then(month).is_some_and(|(state, _)| state == FigureState::Partial);
        cells.push(if partial {
            marked(Shorthand::Partial)
        } else {
            value(*shown, unit, Shorthand::NotAvailable)
        });
    }
    cells.push(small_line(&values));
    Entry::of(cells).leading_to(NAME, reference)
}

/// A line through the longest stretch of months that all have a number; a gap would be drawn as a nought.
fn small_line(values: &[Option<&Value>]) -> Cell {
    let numbers: Vec<bool> = values.iter().map(|found| matches!(found, Some(Value::Number(_)))).collect();
    let mut best = (0, 0);
    let mut start = 0;
    for (at, is_number) in numbers.iter().enumerate() {
        if !is_number {
            start = at + 1;
        } else if at + 1 - start >= best.1 - best.0 {
            best = (start, at + 1);
        }
    }
    let (first, after) = best;
    if after - first < SHORTEST {
        return marked(Shorthand::NotApplicable);
    }
    CellSpec::of(CellContent::Sparkline { first: BEFORE + first, last: BEFORE + after - 1 }).into()
}

/// The one row of a table that has nothing to show.
pub(super) fn none(says: &str, columns: usize) -> Entry {
    let rest = (2..columns).map(|_| marked(Shorthand::NotApplicable));
    Entry::of([marked(Shorthand::NotApplicable), words(says)].into_iter().chain(rest))
}
