//! The sheet *Progress*: one row per action of the lead.

use super::filled::{Spot, fill_in, is_filled};
use super::phrases::{fill, listed};
use super::{Issue, Template, inputs};
use crate::domain::period::date_in_words;
use crate::domain::{ActionRef, Column, Period, Rating, Status, Table};
use crate::plan::due::is_closed;
use crate::plan::{Action, TargetDate};
use crate::sheet::book::{CellContent, CellSpec, ColumnSpec, Line, Sheet, TableSpec};

pub(super) fn sheet(issue: Issue<'_>) -> Sheet {
    let rows = actions(issue).map(|action| row(issue, action)).collect();
    of_rows(issue, Table::Progress, rows)
}

/// The lead's actions that are not closed, and closed ones that the lead answered for all the same.
fn actions(issue: Issue<'_>) -> impl Iterator<Item = &Action> {
    let answered = move |action: &Action| {
        Column::of(Table::Progress)
            .iter()
            .any(|c| is_filled(issue.filled, Spot::Progress(action.reference, *c)))
    };
    let asked = move |action: &Action| !is_closed(issue.plan, action.reference, issue.period);
    issue.plan.actions_of(&issue.lead.id).filter(move |action| asked(action) || answered(action))
}

/// The sheet of a table: what to fill in, and the table; without rows the sheet says that there is nothing to fill in.
pub(super) fn of_rows(issue: Issue<'_>, table: Table, rows: Vec<Vec<CellSpec<'_>>>) -> Sheet {
    of_template(issue.template, table, rows)
}

/// The same, from nothing but the words of the return: where its table starts does not depend on the rows.
pub(super) fn of_template(template: &Template, table: Table, rows: Vec<Vec<CellSpec<'_>>>) -> Sheet {
    let key = table.name().to_lowercase();
    let word = |part: &str| template.wording(&format!("{key}_{part}"));
    let columns: Vec<ColumnSpec> = Column::of(table).iter().map(|c| column(template, table, *c)).collect();
    let to_fill_in: Vec<&str> =
        Column::of(table).iter().filter(|c| c.is_input()).map(|c| template.caption(table, *c)).collect();
    let is_empty = rows.is_empty();
    let lines = if is_empty {
        vec![Line::text(word("none"))]
    } else {
        vec![Line::text(fill(word("fill"), &[("inputs", &listed(&to_fill_in))])), Line::text(word("blank"))]
    };
    Sheet {
        name: template.sheet(&key).to_owned(),
        title: word("title").to_owned(),
        lines,
        table: (!is_empty).then(|| TableSpec { name: table.name().to_owned(), columns, rows: rows.into() }),
        charts: Vec::new(),
        protected: true,
        frozen_header: !is_empty,
    }
}

fn column(template: &Template, table: Table, column: Column) -> ColumnSpec {
    ColumnSpec {
        caption: template.caption(table, column).to_owned(),
        width: width(column),
        note: template.help(table, column).to_owned(),
    }
}

/// Widths in characters; those of a sheet add up to less than 160, which A4 landscape prints at 8 points (7.1) and a laptop
/// of 1366 by 768 shows at 100 % without scrolling aside.
const fn width(column: Column) -> f64 {
    match column {
        Column::Ref => 6.5,
        Column::OwnRag => 9.0,
        Column::Numerator | Column::Unit | Column::Value => 12.0,
        Column::Denominator => 14.0,
        Column::Status | Column::TargetDate | Column::LastMonth | Column::Target => 12.5,
        Column::Due | Column::LastValue | Column::Forecast => 13.0,
        Column::Absence => 15.5,
        Column::Evidence => 16.0,
        Column::Note => 18.5,
        Column::DesiredOutcome => 23.0,
        Column::Commentary => 27.0,
        Column::Activity => 26.5,
        Column::Measure => 28.5,
    }
}

/// One action: what the plan and last month say, and cells to fill in.
fn row<'a>(issue: Issue<'a>, action: &'a Action) -> Vec<CellSpec<'a>> {
    let cell = |column: &Column| match column {
        // As text, so that 3.10 stays 3.10.
        Column::Ref => CellSpec::text(action.reference.to_string()),
        Column::Activity => CellSpec::text(&*action.activity),
        Column::DesiredOutcome => CellSpec::text(&*action.desired_outcome),
        Column::TargetDate => CellSpec::text(target(issue, action)),
        Column::LastMonth => CellSpec::text(last_month(issue, action)),
        other => inputs::of_column(issue.template, Table::Progress, *other)
            .map_or(CellSpec::of(CellContent::Blank), inputs::blank),
    };
    let filled =
        |column: &Column| fill_in(issue.filled, Spot::Progress(action.reference, *column), cell(column));
    Column::of(Table::Progress).iter().map(filled).collect()
}

/// The target date in the plan's own words: a lead recognises them, and a changed one shows. A moved one shows where it
/// stood first.
fn target(issue: Issue<'_>, action: &Action) -> String {
    if !action.target_as_written.is_empty() {
        return issue.plan.target_shown(action);
    }
    match action.target {
        TargetDate::By(date) => date_in_words(date),
        TargetDate::Ongoing => issue.template.wording("ongoing").to_owned(),
    }
}

/// What this lead last said of the action, and how it was rated then; its month is named when it is not last month.
fn last_month(issue: Issue<'_>, action: &Action) -> String {
    let template = issue.template;
    let Some((period, status, rating)) = last_said(issue, action.reference) else {
        return template.wording("first_return").to_owned();
    };
    let status = status.map_or_else(|| template.wording("no_return"), |status| status.word());
    let key = if period == issue.period.previous() { "last_month" } else { "last_month_older" };
    let blanks = [("status", status), ("rating", rating.word()), ("month", &period.short())];
    let told = fill(template.wording(key), &blanks);
    // The same word twice, as in "Complete, Complete", says nothing more.
    told.replacen(&format!("{status}, {status}"), status, 1)
}

/// The lead's own last status with its month and rating. A lead who gave none yet sees how the action stood last, and the
/// status only where nobody knows which lead gave it.
fn last_said(issue: Issue<'_>, action: ActionRef) -> Option<(Period, Option<Status>, Rating)> {
    let history = issue.history;
    if let Some((period, said)) = history.last_said(action, &issue.lead.id, issue.period) {
        let rating = history.actions.get(&(action, period)).map_or(Rating::NotRated, |past| past.delivery);
        return Some((period, said.status, rating));
    }
    let (period, past) = history.last_action(action, issue.period)?;
    Some((period, past.status.filter(|_| past.by_lead.is_empty()), past.delivery))
}
