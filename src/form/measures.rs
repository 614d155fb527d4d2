//! The sheet *Measures*: one row per measure that the lead returns.

use std::borrow::Cow;
use std::sync::Arc;

use super::filled::{Spot, fill_in, is_filled};
use super::last_value::last_value;
use super::phrases::{fill, number_with_unit, quoted};
use super::{Issue, Template, inputs, progress};
use crate::domain::period::date_in_words;
use crate::domain::{CellRef, Column, Frequency, Period, Polarity, Table, Unit};
use crate::plan::Measure;
use crate::plan::due::{Due, asked_for, is_closed, last_due};
use crate::sheet::book::{CellContent, CellSpec, FormulaResult, LiveFormula, Sheet};

/// The formula of an untouched Value cell of a percent measure. Until both numbers are there it says so in the words of
/// the template, which the reader takes for a blank ([`Template::is_placeholder`]): an empty result looks to some programs
/// like none, and is then read as 0. Guards against a denominator of nought and against words, of which the reader tells.
pub fn percent_formula(template: &Template, numerator: CellRef, denominator: CellRef) -> String {
    let wanting = quoted(template.wording("needs_numbers"));
    format!(
        "IF(COUNT({numerator},{denominator})=2,IF({denominator}>0,{numerator}/{denominator},{wanting}),{wanting})"
    )
}

pub(super) fn sheet(issue: Issue<'_>) -> Sheet {
    let mut sheet = progress::of_rows(issue, Table::Measures, rows(issue, 0));
    // Formulas name cells, and only the laid-out sheet knows in which row its table starts.
    let first = sheet.header_row() + 1;
    if let Some(table) = &mut sheet.table {
        table.rows = rows(issue, first).into();
    }
    sheet
}

fn rows(issue: Issue<'_>, first: u32) -> Vec<Vec<CellSpec<'_>>> {
    (first..).zip(measures(issue)).map(|(at, measure)| row(issue, measure, at)).collect()
}

/// Measures that the lead returns of actions that are not closed, and others that the lead answered all the same, in plan
/// order.
fn measures(issue: Issue<'_>) -> impl Iterator<Item = &Measure> {
    let closed = move |m: &Measure| {
        m.reference.action().is_some_and(|action| is_closed(issue.plan, action, issue.period))
    };
    let asked = move |m: &Measure| m.developed && m.returned_by.contains(&issue.lead.id) && !closed(m);
    let answered = move |m: &Measure| {
        // A blank form has no answers to look for.
        !issue.filled.is_empty()
            && Column::of(Table::Measures)
                .iter()
                .any(|c| is_filled(issue.filled, Spot::Measures(m.reference, *c)))
    };
    issue.plan.measures.iter().filter(move |m| asked(m) || answered(m))
}

/// One measure, standing in sheet row `at` (from 0).
fn row<'a>(issue: Issue<'a>, measure: &'a Measure, at: u32) -> Vec<CellSpec<'a>> {
    let template = issue.template;
    let cell = |column: &Column| match column {
        Column::Ref => CellSpec::text(measure.reference.to_string()),
        Column::Measure => CellSpec::text(&*measure.measure),
        Column::Unit => CellSpec::text(template.unit(measure.unit)),
        Column::Due => CellSpec::text(due_in_words(issue, measure)),
        Column::Target => CellSpec::text(target(issue, measure)),
        Column::LastValue => CellSpec::text(last_value(issue, measure)),
        Column::Numerator => whole(issue, measure, Column::Numerator, &measure.numerator),
        Column::Denominator => whole(issue, measure, Column::Denominator, &measure.denominator),
        Column::Value => value(issue, measure, at),
        other => inputs::of_column(template, Table::Measures, *other)
            .map_or(CellSpec::of(CellContent::Blank), inputs::blank),
    };
    let filled =
        |column: &Column| fill_in(issue.filled, Spot::Measures(measure.reference, *column), cell(column));
    Column::of(Table::Measures).iter().map(filled).collect()
}

/// Numerator or denominator: to fill in for a percent, greyed otherwise, and saying so, because colour alone says nothing
/// to a screen reader.
fn whole<'a>(issue: Issue<'a>, measure: &Measure, column: Column, counts: &str) -> CellSpec<'a> {
    let input = inputs::of_whole(issue.template, column, counts);
    if measure.unit == Unit::Percent {
        inputs::blank(input)
    } else if is_filled(issue.filled, Spot::Measures(measure.reference, column)) {
        // It holds something that does not belong there: to be cleared.
        CellSpec { greyed: true, ..inputs::blank(input) }
    } else {
        CellSpec { greyed: true, ..CellSpec::text(issue.template.wording("not_needed")) }
    }
}

fn value(issue: Issue<'_>, measure: &Measure, at: u32) -> CellSpec<'static> {
    let input = inputs::of_value(issue.template, measure);
    if measure.unit != Unit::Percent {
        return inputs::blank(input);
    }
    let (numerator, denominator) = (cell(Column::Numerator, at), cell(Column::Denominator, at));
    let live = LiveFormula {
        formula: percent_formula(issue.template, numerator, denominator),
        result: worked_out(issue, measure),
        percent: Some(1),
    };
    CellSpec { input: Some(Arc::new(input)), ..CellSpec::of(CellContent::Formula(Cow::Owned(live))) }
}

/// What the formula makes of the two numbers that stand in the row.
fn worked_out(issue: Issue<'_>, measure: &Measure) -> FormulaResult {
    let number = |column| match &issue.filled.get(&Spot::Measures(measure.reference, column))?.typed {
        Some(CellContent::Number(number, _) | CellContent::Plain(number)) => Some(*number),
        _ => None,
    };
    match (number(Column::Numerator), number(Column::Denominator)) {
        (Some(numerator), Some(denominator)) if denominator > 0.0 => {
            FormulaResult::Number(numerator / denominator)
        }
        _ => FormulaResult::Text(issue.template.wording("needs_numbers").to_owned()),
    }
}

/// The cell of a Measures column in this sheet row.
fn cell(column: Column, row: u32) -> CellRef {
    let place = Column::of(Table::Measures).iter().position(|c| *c == column).unwrap_or(0);
    CellRef::new(row, u32::try_from(place).unwrap_or(0))
}

fn due_in_words(issue: Issue<'_>, measure: &Measure) -> String {
    match asked_for(issue.plan, measure, issue.period) {
        Due::Now => issue.template.wording("due_now").to_owned(),
        Due::Next(month) => fill(issue.template.wording("due_next"), &[("month", &month.short())]),
        Due::Never => {
            let late = wanted_since(issue, measure)
                .map(|month| fill(issue.template.wording("due_before"), &[("month", &month.short())]));
            // A template of a council's own may lack the words.
            late.filter(|words| !words.is_empty())
                .unwrap_or_else(|| issue.template.wording("not_due").to_owned())
        }
    }
}

/// The month in which a measure was wanted once and did not come: it is rated overdue until it does.
fn wanted_since(issue: Issue<'_>, measure: &Measure) -> Option<Period> {
    let is_open =
        !measure.reference.action().is_some_and(|action| is_closed(issue.plan, action, issue.period));
    let is_given = || {
        issue.history.figures_before(measure.reference, issue.period).any(|(_, past)| past.value.is_some())
    };
    let late = last_due(issue.plan, measure, issue.period).filter(|month| *month < issue.period);
    late.filter(|_| measure.frequency == Frequency::Once && is_open && !is_given())
}

/// The target with its unit and direction: `90% or more`, `6 weeks or less`, `by 31 March 2020`.
fn target(issue: Issue<'_>, measure: &Measure) -> String {
    let word = |key: &str, target: &str| fill(issue.template.wording(key), &[("target", target)]);
    if let Some(day) = measure.due_by {
        return word("target_by", &date_in_words(day));
    }
    let Some(target) = measure.target else {
        return issue.template.wording("no_target").to_owned();
    };
    let target = number_with_unit(target, measure.unit);
    match measure.polarity {
        Polarity::Higher => word("target_higher", &target),
        Polarity::Lower => word("target_lower", &target),
        Polarity::None => target,
    }
}
