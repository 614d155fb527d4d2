//! The sheet *Start here*: how to fill the return in, and the table About that says whose it is and for which month.

use std::borrow::Cow;

use super::filled::{Spot, fill_in};
use super::phrases::{fill, quoted};
use super::template::AboutItem;
use super::{Issue, inputs, shown_version};
use crate::domain::period::date_in_words;
use crate::domain::provenance::column_letters;
use crate::domain::{Column, Table};
use crate::sheet::book::{
    CellContent, CellSpec, ColumnSpec, FormulaResult, Line, LiveFormula, Row, Sheet, TableSpec,
};

pub(super) fn sheet(issue: Issue<'_>, progress: &Sheet, measures: &Sheet) -> Sheet {
    let template = issue.template;
    let blanks = [("period", &*issue.period.in_words()), ("lead", &*issue.lead.name)];
    let caption = |key: &str, width: f64| ColumnSpec {
        caption: template.wording(key).to_owned(),
        width,
        note: String::new(),
    };
    let answer = |item| fill_in(issue.filled, Spot::About(item), answer(issue, item, progress, measures));
    let rows = AboutItem::ALL
        .iter()
        .map(|(item, _)| vec![CellSpec::text(template.about_label(*item)), answer(*item)]);
    Sheet {
        name: template.sheet("start").to_owned(),
        title: fill(template.wording("title"), &blanks),
        lines: lines(issue),
        table: Some(TableSpec {
            name: Table::About.name().to_owned(),
            columns: vec![caption("about_item", 28.0), caption("about_answer", 44.0)],
            rows: rows.collect(),
        }),
        charts: Vec::new(),
        protected: true,
        frozen_header: false,
    }
}

fn lines(issue: Issue<'_>) -> Vec<Line> {
    let template = issue.template;
    let ask = if issue.plan.contact.is_empty() {
        template.wording("ask_nobody").to_owned()
    } else {
        fill(template.wording("ask"), &[("contact", &issue.plan.contact)])
    };
    let first = std::iter::once(Line::text(template.wording("about_intro")));
    first.chain(template.lines().iter().map(Line::text)).chain([Line::text(ask)]).collect()
}

fn answer<'a>(issue: Issue<'a>, item: AboutItem, progress: &Sheet, measures: &Sheet) -> CellSpec<'a> {
    let (template, plan) = (issue.template, issue.plan);
    let (label, help) = (template.about_label(item), template.about_help(item));
    match item {
        AboutItem::Plan => CellSpec::text(&plan.name),
        AboutItem::PlanVersion => CellSpec::text(shown_version(&plan.version)),
        AboutItem::Period => CellSpec::text(issue.period.in_words()),
        AboutItem::ReturnFrom => CellSpec::text(&*issue.lead.name),
        AboutItem::ReturnBy => CellSpec::text(date_in_words(plan.due_back(issue.period))),
        AboutItem::CompletedBy => inputs::blank(inputs::of_name(template, label, help)),
        AboutItem::DateCompleted => inputs::blank(inputs::of_date(template, label, help)),
        AboutItem::ActionsLeft => actions_left(issue, progress),
        AboutItem::ValuesLeft => values_left(issue, measures),
    }
}

/// Progress rows without a Status, counted live.
fn actions_left<'a>(issue: Issue<'a>, progress: &Sheet) -> CellSpec<'a> {
    let Some(table) = &progress.table else { return nothing_left(issue) };
    let status = body(progress, Table::Progress, Column::Status);
    let place = position(Table::Progress, Column::Status);
    let open = table.rows.iter().filter(|row| row.get(place).is_some_and(|cell| is_blank(&cell)));
    live(issue, &format!("COUNTBLANK({status})"), open.count(), table.rows.len())
}

/// Measures due this month with neither a value nor a reason, counted live. A percent that still needs its numbers has no
/// value.
fn values_left<'a>(issue: Issue<'a>, measures: &Sheet) -> CellSpec<'a> {
    let Some(table) = &measures.table else { return nothing_left(issue) };
    let due_now = issue.template.wording("due_now");
    let [due, value, reason] =
        [Column::Due, Column::Value, Column::Absence].map(|column| body(measures, Table::Measures, column));
    let formula = format!(
        "SUMPRODUCT(({due}={})*((({value}=\"\")+({value}={}))>0)*({reason}=\"\"))",
        quoted(due_now),
        quoted(issue.template.wording("needs_numbers"))
    );
    let wanting = issue.template.wording("needs_numbers");
    let holds = |row: Row<'_>, column, test: &dyn Fn(&CellSpec<'_>) -> bool| {
        row.get(position(Table::Measures, column)).is_some_and(|cell| test(&cell))
    };
    let is_due = |row: &Row<'_>| holds(*row, Column::Due, &|cell| *cell == CellSpec::text(due_now));
    let needs = |cell: &CellSpec<'_>| match &cell.content {
        CellContent::Formula(live) => matches!(&live.result, FormulaResult::Text(words) if words == wanting),
        _ => is_blank(cell),
    };
    let is_open =
        |row: &Row<'_>| holds(*row, Column::Value, &needs) && holds(*row, Column::Absence, &is_blank);
    let due = || table.rows.iter().filter(is_due);
    live(issue, &formula, due().filter(is_open).count(), due().count())
}

/// A live count with what it says now; in the blank form everything is still to do: `12 of 12`.
fn live(issue: Issue<'_>, count: &str, open: usize, all: usize) -> CellSpec<'static> {
    let of_all = fill(issue.template.wording("of_all"), &[("all", &all.to_string())]);
    let formula = format!("{count}&{}", quoted(&of_all));
    let result = FormulaResult::Text(format!("{open}{of_all}"));
    CellSpec::of(CellContent::Formula(Cow::Owned(LiveFormula { formula, result, percent: None })))
}

/// There is no table to count in.
fn nothing_left(issue: Issue<'_>) -> CellSpec<'_> {
    CellSpec::text(issue.template.wording("none_left"))
}

fn is_blank(cell: &CellSpec<'_>) -> bool {
    cell.content == CellContent::Blank
}

/// Position of a column in its table, from 0.
fn position(table: Table, column: Column) -> usize {
    Column::of(table).iter().position(|c| *c == column).unwrap_or(0)
}

/// Address of a column's body on its sheet: `'Progress'!F5:F12`.
fn body(sheet: &Sheet, table: Table, column: Column) -> String {
    let letters = column_letters(u32::try_from(position(table, column)).unwrap_or(0));
    let rows = sheet.table.as_ref().map_or(0, |t| t.rows.len());
    let first = sheet.header_row() + 2;
    let last = first + u32::try_from(rows.saturating_sub(1)).unwrap_or(0);
    format!("'{}'!{letters}{first}:{letters}{last}", sheet.name.replace('\'', "''"))
}
