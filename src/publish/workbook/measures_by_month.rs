//! *Measures by month*: the values of earlier months beside this one's, with a small line.

use std::borrow::Cow;

use crate::domain::figure::{Figure, FigureState};
use crate::domain::{Period, Value};
use crate::plan::Measure;
use crate::sheet::book::{CellContent, CellSpec, Line};

use super::cells::{marked, quantity, value, words};
use super::dated;
use super::facts::{Facts, why_none};
use super::heat_map::{MONTHS_SHOWN, months};
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

/// Width of a month's column.
const MONTH: f64 = 6.4;
/// Fewest months in a row whose numbers make a line: two points are a difference, not a course.
const SHORTEST: usize = 3;
/// Columns before the months.
const BEFORE: usize = 4;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let months = months(facts);
    let mut columns = columns(&[("Ref", 7.0), ("Measure", 32.0), ("Unit", 9.5), ("Target", 9.0)]);
    columns.extend(months.iter().map(|month| (Cow::Owned(month.short()), MONTH)));
    columns.push((Cow::Borrowed("Line"), 15.0));
    let numeric = facts.month.measures().filter(|(m, _, _)| m.developed && m.unit.is_numeric());
    let mut rows: Rows = numeric.map(|(measure, figure, _)| row(facts, measure, figure, &months)).collect();
    if rows.is_empty() {
        let rest = (2..columns.len()).map(|_| marked(Shorthand::NotApplicable));
        let none = words("The plan has no measure with a number");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::MeasuresByMonth,
        title: dated(facts, "Measures month by month"),
        lines: vec![
            Line::text(format!(
                "At most {MONTHS_SHOWN} months are shown, the latest at the right, as consolidated.{}",
                if facts.has(Tab::Measures) { " Links in column A lead to the measure." } else { "" }
            )),
        ]
        .into_iter()
        .chain(facts.month.cut.edition.small_numbers.map(|_| {
            Line::text(
                "Of measures that could identify a child, earlier months stand here as this edition published them; [x] stands for a month that it never published.",
            )
        }))
        .chain((!facts.month.cut.edition.public).then(|| {
            Line::text(format!(
                "The column Line draws the numbers of the row in Excel, each on a scale of its own, where {SHORTEST} months or more follow one another; to a screen reader and in other programs it is blank."
            ))
        }))
        .collect(),
        columns,
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, measure: &Measure, figure: &Figure, months: &[Period]) -> Row {
    let reference = measure.reference;
    let published = |month: &Period| facts.month.cut.earlier.get(&(reference, *month)).copied();
    let then = |month: &Period| -> Option<Value> {
        if *month == facts.month.period {
            return figure.value.clone();
        }
        if let Some(shown) = published(month) {
            return shown.number().map(Value::Number);
        }
        facts.month.history.figures.get(&(reference, *month))?.value.clone()
    };
    // A part of a value beside whole ones would be read, and drawn, as a fall.
    let is_part = |month: &Period| {
        let past = || facts.month.history.figures.get(&(reference, *month)).map(|past| past.state);
        let state = if *month == facts.month.period { Some(figure.state) } else { past() };
        state == Some(FigureState::Partial)
    };
    let values: Vec<Option<Value>> =
        months.iter().map(|month| then(month).filter(|_| !is_part(month))).collect();
    let mut cells = vec![
        Cell::from(CellSpec::text(reference.to_string())).to(Tab::Measures, Key::Measure(reference)),
        words(&measure.measure),
        words(measure.unit.word()),
        quantity(measure.target, measure.unit, Shorthand::NotAvailable),
    ];
    cells.extend(values.iter().zip(months).map(|(found, month)| {
        let now = *month == facts.month.period;
        let why = if now { facts.no_value(reference) } else { why_none(published(month)) };
        // What is withheld stays withheld, whatever else may be said of it.
        let is_open = matches!(why, Shorthand::NotAvailable);
        let none = if is_open && is_part(month) { Shorthand::Partial } else { why };
        value(found.as_ref(), measure.unit, none)
    }));
    cells.push(small_line(&values));
    Row::of(cells).about(Key::Measure(reference))
}

/// A line through the latest months that all have a number; a gap would be drawn as a nought.
fn small_line(values: &[Option<Value>]) -> Cell {
    let numbers: Vec<bool> = values.iter().map(|found| matches!(found, Some(Value::Number(_)))).collect();
    let after = numbers.iter().rposition(|is_number| *is_number).map_or(0, |last| last + 1);
    let first = numbers[..after].iter().rposition(|is_number| !*is_number).map_or(0, |gap| gap + 1);
    if after - first < SHORTEST {
        return marked(Shorthand::NotApplicable);
    }
    CellSpec::of(CellContent::Sparkline { first: BEFORE + first, last: BEFORE + after - 1 }).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::PastFigure;
    use crate::plan::sample::{measure_ref, quantity};
    use crate::publish::sample::month;

    #[test]
    fn a_part_of_a_value_stands_beside_whole_ones_as_what_it_is() {
        let mut month = month();
        let (reference, before) = (measure_ref("1.1a"), "2024-02".parse().unwrap());
        for (state, shown) in [
            (FigureState::Partial, marked(Shorthand::Partial)),
            (FigureState::Value, CellSpec::count(14).into()),
        ] {
            let past =
                PastFigure { state, value: Some(Value::Number(quantity("14"))), ..PastFigure::default() };
            month.history.figures.insert((reference, before), past);
            let consolidation = month.consolidation();
            let facts = Facts::of(&consolidation);
            let mut measures = consolidation.measures();
            let (measure, figure, _) = measures.find(|(m, _, _)| m.reference == reference).unwrap();
            let row = row(&facts, measure, figure, &[before]);
            assert_eq!(row.cells().get(BEFORE), Some(&shown), "{state:?}");
        }
    }

    #[test]
    fn a_line_is_drawn_through_months_without_a_gap_only() {
        let (number, text) = (Value::Number(quantity("4")), Value::Text("x".to_owned()));
        let (n, t) = (|| Some(number.clone()), || Some(text.clone()));
        let drawn = Cell::from(CellSpec::of(CellContent::Sparkline { first: BEFORE + 2, last: BEFORE + 4 }));
        assert_eq!(small_line(&[n(), None, n(), n(), n(), None]), drawn);
        assert_eq!(small_line(&[n(), t(), n(), n(), n()]), drawn);
        assert_eq!(small_line(&[n(), n(), None, n(), n()]), marked(Shorthand::NotApplicable));
        assert_eq!(small_line(&[]), marked(Shorthand::NotApplicable));
    }
}
