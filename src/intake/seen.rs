//! What recognition makes of a workbook, told for `ragbook layout try`: which row is a header, whose captions it answers to,
//! which column answers to what, and what the labels say. Reads no answers.

use std::sync::Arc;

use crate::domain::{CellRef, Column, Period, Table};
use crate::form::Template;
use crate::form::template::AboutItem;
use crate::sheet::grid::{Cell, SheetKind, Workbook};

use super::about::{SaidPeriod, first_tables_of, read_about};
use super::captions::captions;
use super::header::{Header, headers};

/// What was recognised in a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Header rows, by sheet and from the top.
    pub headers: Vec<SeenHeader>,
    /// Labels with what stands beside them, in the order of the form; labels that say nothing are left out.
    pub labels: Vec<(AboutItem, Vec<String>)>,
    /// The month that the labels name, when they name one.
    pub period: Option<Period>,
}

/// A row with captions of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenHeader {
    /// Sheet it stands on.
    pub sheet: Arc<str>,
    /// Its first cell.
    pub first: CellRef,
    /// Of which table.
    pub table: Table,
    /// Name of the layout whose captions these are; none: the form's own.
    pub layout: Option<String>,
    /// Columns that answer, with the caption's cell and the caption as it stands.
    pub columns: Vec<(Column, CellRef, String)>,
    /// Needed columns that are missing.
    pub missing: Vec<Column>,
    /// Columns that two captions answer to.
    pub twice: Vec<(Column, [CellRef; 2])>,
    /// Two layouts that read it differently.
    pub rivals: Option<[String; 2]>,
    /// Captions that answer to nothing.
    pub extra: Vec<(CellRef, String)>,
    /// Rows beneath it with something in the ref's column.
    pub rows: usize,
}

/// Recognises the tables and labels of a workbook.
pub fn seen(workbook: &Workbook, template: &Template) -> Seen {
    let about = read_about(workbook, &first_tables_of(workbook, template), &Arc::from(""), template);
    let labels = AboutItem::ALL.iter().map(|(item, _)| (*item, about.said(*item)));
    let period = match about.period() {
        SaidPeriod::Month(period) => Some(period),
        SaidPeriod::Nothing | SaidPeriod::Unclear(_) => None,
    };
    let mut found = Vec::new();
    for grid in workbook.grids.iter().filter(|grid| grid.kind == SheetKind::Worksheet) {
        let on_sheet = headers(grid, template);
        for header in &on_sheet {
            let end =
                on_sheet.iter().map(|h| h.row).filter(|row| *row > header.row).min().unwrap_or(u32::MAX);
            found.push(told(grid, header, end, template));
        }
    }
    Seen { headers: found, labels: labels.filter(|(_, said)| !said.is_empty()).collect(), period }
}

fn told(grid: &crate::sheet::grid::Grid, header: &Header, end: u32, template: &Template) -> SeenHeader {
    let typed = captions(grid, header.row, header.by.rows);
    let caption = |at: u32| {
        let caption = typed.iter().find(|caption| caption.column == at);
        caption.map(super::captions::Caption::joined).unwrap_or_default()
    };
    let columns = Column::of(header.table).iter().filter_map(|column| {
        let at = *header.columns.get(column)?;
        Some((*column, CellRef::new(header.row, at), caption(at)))
    });
    let ref_column = header.columns.get(&Column::Ref);
    let is_ref = |cell: &&Cell| {
        (header.row + 1..end).contains(&cell.at.row)
            && Some(&cell.at.column) == ref_column
            && !cell.shown().trim().is_empty()
    };
    let layout = header.by.layout.and_then(|index| template.layouts().get(index));
    SeenHeader {
        sheet: Arc::clone(&grid.name),
        first: header.first,
        table: header.table,
        layout: layout.map(|layout| layout.name.clone()),
        columns: columns.collect(),
        missing: header.missing(),
        twice: header.twice.clone(),
        rivals: header.rivals.clone(),
        extra: header.extra.iter().map(|(at, text)| (CellRef::new(header.row, *at), text.clone())).collect(),
        rows: grid.cells.iter().filter(is_ref).count(),
    }
}
