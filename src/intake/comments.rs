//! F10: cell comments, listed and not used. The form's own notes on its captions are no comments of the lead's.

use std::sync::Arc;

use crate::domain::folding::fold_wording;
use crate::domain::{CellRef, Column, Table};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::Template;
use crate::sheet::grid::{Content, Grid, SheetKind, Workbook};

use super::row::place;

/// One fault for each sheet with comments, at the first of them.
pub(super) fn comments(workbook: &Workbook, file: &Arc<str>, template: &Template) -> Vec<Fault> {
    let sheets = workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet);
    sheets
        .filter_map(|grid| {
            let leads: Vec<(CellRef, String)> =
                grid.comments.iter().filter(|comment| !is_forms(grid, comment, template)).cloned().collect();
            let first = leads.first()?.0;
            let place = place(file, workbook.format, grid, Some(first));
            let kind = FaultKind::Comments(leads);
            Some(Fault { place, subject: Subject::default(), column: None, found: String::new(), kind })
        })
        .collect()
}

/// Whether a comment is the form's own: on a caption or a label, holding the template's help for it.
fn is_forms(grid: &Grid, (at, comment): &(CellRef, String), template: &Template) -> bool {
    let said = fold_wording(comment);
    let Some(Content::Text(caption)) = grid.get(*at).map(|cell| &cell.content) else { return false };
    let columns = [Table::Progress, Table::Measures].into_iter().flat_map(|table| {
        let answers: Option<Column> = template.column(table, caption);
        answers.map(|column| template.help(table, column))
    });
    let about = template.about_item(caption).map(|item| template.about_help(item));
    let mut helps = columns.chain(about).filter(|help| !help.is_empty());
    helps.any(|help| said.contains(&fold_wording(help)))
}
