//! Header rows of the Progress and Measures tables (4-reading.md, 4.3): captions in any order, on any sheet, in the first
//! 200 rows.

use std::collections::BTreeMap;

use crate::domain::{CellRef, Column, Table};
use crate::form::Template;
use crate::plan::Plan;
use crate::sheet::grid::{Content, Grid};

/// Rows in which a header is looked for.
const HEADER_ROWS: u32 = 200;
/// From how many captions on a row without the needed ones is told as a damaged header rather than passed over.
const NEAR: usize = 3;

/// A row that answers to captions of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    /// Of which table.
    pub(super) table: Table,
    /// The row, from 0.
    pub(super) row: u32,
    /// First cell of the row.
    pub(super) first: CellRef,
    /// Column of the sheet (from 0) by column of the table.
    pub(super) columns: BTreeMap<Column, u32>,
    /// Captions that two columns answer to, with both cells.
    pub(super) twice: Vec<(Column, [CellRef; 2])>,
    /// Other captions of the row, with their columns.
    pub(super) extra: Vec<(u32, String)>,
}

impl Header {
    /// A row without any caption.
    pub(super) const fn none(table: Table, row: u32) -> Self {
        let first = CellRef::new(row, 0);
        Self { table, row, first, columns: BTreeMap::new(), twice: Vec::new(), extra: Vec::new() }
    }

    /// Needed columns that it lacks (11-settled.md, "Return"): Ref and Status; Ref and Value.
    pub(super) fn missing(&self) -> Vec<Column> {
        let answers = if self.table == Table::Progress { Column::Status } else { Column::Value };
        [Column::Ref, answers].into_iter().filter(|column| !self.columns.contains_key(column)).collect()
    }

    /// Whether rows can be read under it: a Measures table without Value still holds percents made from their numbers.
    pub(super) fn is_usable(&self) -> bool {
        let has = |column| self.columns.contains_key(&column);
        let answers = match self.table {
            Table::Progress => has(Column::Status),
            _ => has(Column::Value) || has(Column::Numerator) && has(Column::Denominator),
        };
        has(Column::Ref) && answers
    }

    /// Whether it has enough captions to be a damaged header of its table.
    pub(super) fn is_near(&self) -> bool {
        self.columns.len() >= NEAR
    }

    /// Whether another header stands above or below it in the same columns of the sheet.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let span = |h: &Self| (h.columns.values().min().copied(), h.columns.values().max().copied());
        let ((from, to), (other_from, other_to)) = (span(self), span(other));
        from <= other_to && other_from <= to
    }

    /// The cell of a column in a row; none when the table lacks the column.
    pub(super) fn cell(&self, column: Column, row: u32) -> Option<CellRef> {
        self.columns.get(&column).map(|at| CellRef::new(row, *at))
    }
}

/// What this row would be as a header of the table; none when no caption of it answers.
pub(super) fn read_header(grid: &Grid, row: u32, table: Table, template: &Template) -> Option<Header> {
    let mut header = Header::none(table, row);
    for cell in grid.row(row).iter().filter(|cell| !grid.is_under_merge(cell.at)) {
        let Content::Text(text) = &cell.content else { continue };
        match template.column(table, text) {
            Some(column) => {
                if let Some(first) = header.columns.insert(column, cell.at.column) {
                    header.columns.insert(column, first);
                    header.twice.push((column, [CellRef::new(row, first), cell.at]));
                }
            }
            None => header.extra.push((cell.at.column, text.clone())),
        }
    }
    let first = header.columns.values().min()?;
    header.first = CellRef::new(row, *first);
    Some(header)
}

/// Every usable or near header of a sheet, from the top. A row that answers to both tables is the one it has more
/// captions of.
pub(super) fn headers(grid: &Grid, template: &Template) -> Vec<Header> {
    let rows = grid.cells.iter().map(|cell| cell.at.row).take_while(|row| *row < HEADER_ROWS);
    let mut rows: Vec<u32> = rows.collect();
    rows.dedup();
    rows.into_iter().filter_map(|row| header_in(grid, row, template)).collect()
}

/// The first ref of a sheet that has rows of the table and no header of any table: its header row was lost. The refs of
/// at least two rows must stand in one column, beside something else.
pub(super) fn headless(grid: &Grid, table: Table, plan: &Plan) -> Option<CellRef> {
    let is_ref = |text: &str| match table {
        Table::Measures => text.parse().is_ok_and(|r| plan.measure(r).is_some()),
        _ => text.parse().is_ok_and(|r| plan.action(r).is_some()),
    };
    let mut refs: BTreeMap<u32, Vec<CellRef>> = BTreeMap::new();
    for cell in grid.cells.iter().filter(|cell| !grid.is_under_merge(cell.at)) {
        if matches!(&cell.content, Content::Text(text) if is_ref(text)) && grid.row(cell.at.row).len() > 1 {
            refs.entry(cell.at.column).or_default().push(cell.at);
        }
    }
    refs.into_values().find(|refs| refs.len() > 1).and_then(|refs| refs.first().copied())
}

fn header_in(grid: &Grid, row: u32, template: &Template) -> Option<Header> {
    let progress = read_header(grid, row, Table::Progress, template);
    let measures = read_header(grid, row, Table::Measures, template);
    let better = |a: Header, b: Header| {
        let rank = |h: &Header| (h.is_usable(), h.columns.len());
        if rank(&b) > rank(&a) { b } else { a }
    };
    let header = match (progress, measures) {
        (Some(progress), Some(measures)) => better(progress, measures),
        (one, other) => one.or(other)?,
    };
    (header.is_usable() || header.is_near()).then_some(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{grid, put, template, text};

    fn found(captions: &[&str]) -> Option<Header> {
        let mut sheet = grid("S");
        for (column, caption) in (0..).zip(captions) {
            put(&mut sheet, &CellRef::new(8, column).to_string(), Some(text(caption)));
        }
        headers(&sheet, &template()).into_iter().next()
    }

    #[test]
    fn captions_in_any_order_and_dress() {
        let header = found(&["STATUS:", "My notes", " Reference ", "Your  rag"]).unwrap();
        assert_eq!(header.table, Table::Progress);
        assert_eq!(header.cell(Column::Ref, 9), Some(CellRef::new(9, 2)));
        assert_eq!(header.extra, vec![(1, "My notes".to_owned())]);
        assert!(header.missing().is_empty() && header.is_usable());
    }

    #[test]
    fn a_row_answering_to_both_tables_is_the_one_it_has_more_of() {
        let header = found(&["Ref", "Measure", "Unit", "Due", "Value", "Status"]).unwrap();
        assert_eq!(header.table, Table::Measures);
        let header = found(&["Ref", "Planned activity", "Status", "Commentary", "Value"]).unwrap();
        assert_eq!(header.table, Table::Progress);
    }

    #[test]
    fn needed_captions_and_near_misses() {
        let header = found(&["Ref", "Measure", "Unit", "Fig. so far"]).unwrap();
        assert!(!header.is_usable());
        assert_eq!(header.missing(), vec![Column::Value]);
        assert!(found(&["Ref", "Numerator", "Denominator", "Valeu"]).unwrap().is_usable());
        assert_eq!(found(&["Ref", "Name"]), None);
        assert_eq!(found(&["Value", "Result", "Ref"]).unwrap().twice.len(), 1);
    }
}
