//! F10: cell comments, listed and not used. The form's own notes on its captions are no comments of the lead's, and
//! neither are the notes on doubtful cells of a return that went back: each of their lines stands in its Fix list too.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::folding::{fold_wording, tidy};
use crate::domain::{CellRef, Column, Table};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::Template;
use crate::sheet::grid::{Content, Grid, SheetKind, Workbook};

use super::row::place;

/// One fault for each sheet with comments, at the first of them.
pub(super) fn comments(workbook: &Workbook, file: &Arc<str>, template: &Template) -> Vec<Fault> {
    let sheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    // Most comments are the form's own: what the cells say is asked only for the others.
    let mut said: Option<BTreeSet<String>> = None;
    sheets
        .filter_map(|grid| {
            let mut is_leads = |comment: &&(CellRef, String)| {
                !is_forms(grid, comment, template)
                    && !is_repeated(&comment.1, said.get_or_insert_with(|| said_in_cells(workbook)))
            };
            let leads: Vec<(CellRef, String)> =
                grid.comments.iter().filter(|comment| is_leads(comment)).cloned().collect();
            let first = leads.first()?.0;
            let place = place(file, workbook.format, grid, Some(first));
            let kind = FaultKind::Comments(leads);
            Some(Fault { place, subject: Subject::default(), column: None, found: String::new(), kind })
        })
        .collect()
}

/// Every text of the workbook's cells.
fn said_in_cells(workbook: &Workbook) -> BTreeSet<String> {
    let cells = workbook.grids.iter().flat_map(|grid| &grid.cells);
    let texts = cells.filter_map(|cell| match &cell.content {
        Content::Text(text) => Some(tidy(text)),
        _ => None,
    });
    texts.collect()
}

/// Whether a comment says nothing but what cells of the workbook say too, line by line.
fn is_repeated(comment: &str, said: &BTreeSet<String>) -> bool {
    let mut lines = comment.lines().map(tidy).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| said.contains(&line))
}

/// Whether a comment is the form's own: on a caption or a label, holding the template's help for it.
fn is_forms(grid: &Grid, (at, comment): &(CellRef, String), template: &Template) -> bool {
    let Some(Content::Text(caption)) = grid.get(*at).map(|cell| &cell.content) else { return false };
    let columns = [Table::Progress, Table::Measures].into_iter().filter_map(|table| {
        let answers: Option<Column> = template.column(table, caption);
        answers.map(|column| template.help(table, column))
    });
    let about = template.about_item(caption).map(|item| template.about_help(item));
    let helps: Vec<&str> = columns.chain(about).filter(|help| !help.is_empty()).collect();
    if helps.contains(&comment.as_str()) {
        return true;
    }
    let said = fold_wording(comment);
    helps.into_iter().any(|help| said.contains(&fold_wording(help)))
}
