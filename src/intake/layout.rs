//! What a lead did to a table's layout: rearranged (L03), merged (L04), hidden (F08) (4-reading.md, 4.3 and 4.7).

use crate::domain::folding::{clip, fold_caption};
use crate::domain::{CellRef, Column, Table};
use crate::finding::{Fault, FaultKind, Subject};
use crate::form::CaptionRows;
use crate::sheet::grid::{Cell, Format, Visibility};

use super::row::Found;

/// L03: everything about the table that is not as it was issued, as one note; none when it is.
pub(super) fn rearranged(found: &Found<'_>, uncaptioned: &[CellRef], rows: &[u32]) -> Option<Fault> {
    let mut noticed = Vec::new();
    let by = found.header.by.layout.and_then(|index| found.template.layouts().get(index));
    if let Some(layout) = by {
        noticed.push(format!("the columns are those of the layout \"{}\"", clip(&layout.name, 80)));
    } else {
        noticed.extend(unlike_the_form(found, rows));
    }
    for (column, caption) in &found.header.extra {
        let inside = CellRef::new(found.header.row, *column);
        noticed.push(format!("{inside} is an extra column, \"{}\"", clip(caption, 40)));
    }
    if let Some(first) = uncaptioned.first() {
        let others = match uncaptioned.len() {
            1 => String::new(),
            cells => format!(" ({cells} such cells)"),
        };
        noticed.push(format!("{first} stands in a column without a caption{others}"));
    }
    (!noticed.is_empty()).then(|| fault(found, found.header.first, FaultKind::Rearranged(noticed)))
}

/// How a table read by the form's own captions differs from the form.
fn unlike_the_form(found: &Found<'_>, rows: &[u32]) -> Vec<String> {
    let mut noticed = Vec::new();
    let as_issued = Column::of(found.table());
    let positions: Vec<u32> = as_issued.iter().filter_map(|c| found.header.columns.get(c).copied()).collect();
    if !positions.is_sorted() {
        noticed.push("the columns stand in another order".to_owned());
    }
    let missing = as_issued.iter().filter(|c| !found.header.columns.contains_key(c));
    for column in missing {
        let caption = found.template.caption(found.table(), *column);
        noticed.push(format!("there is no column \"{caption}\""));
    }
    if found.header.by.rows == CaptionRows::Two {
        noticed.push("the captions stand in two rows".to_owned());
    }
    noticed.extend(renamed(found));
    noticed.extend(moved_rows(found, rows));
    noticed
}

/// That the sheet has another name than the one it was issued with.
pub(super) fn renamed(found: &Found<'_>) -> Option<String> {
    let key = if found.table() == Table::Progress { "progress" } else { "measures" };
    let issued = found.template.sheet(key);
    let other = found.format != Format::Csv && fold_caption(&found.grid.name) != fold_caption(issued);
    other.then(|| format!("the sheet is called \"{}\", not \"{issued}\"", clip(&found.grid.name, 40)))
}

/// What was inserted or taken out above the table and between its rows. `rows` are its rows, from the top.
fn moved_rows(found: &Found<'_>, rows: &[u32]) -> Vec<String> {
    let issued = match found.table() {
        Table::Progress => found.issued.progress,
        _ => found.issued.measures,
    };
    let stands = found.header.row;
    let above = (found.format != Format::Csv && stands != issued).then(|| {
        format!("the headings stand in row {}, not in row {}", u64::from(stands) + 1, u64::from(issued) + 1)
    });
    let gap = rows.windows(2).find(|pair| pair[1] > pair[0] + 1);
    let inside = gap.map(|pair| {
        let (from, to) = (u64::from(pair[0]) + 2, u64::from(pair[1]));
        if from == to {
            format!("row {from} inside the table is blank or was inserted")
        } else {
            format!("rows {from} to {to} inside the table are blank or were inserted")
        }
    });
    above.into_iter().chain(inside).collect()
}

/// L04: one for each merge that reaches over input cells of several rows.
pub(super) fn merged_answers(found: &Found<'_>) -> Vec<Fault> {
    let inputs: Vec<u32> = found.inputs().filter_map(|c| found.header.columns.get(&c).copied()).collect();
    let first_row = found.header.row + 1;
    let over_answers = |(from, to): &&(CellRef, CellRef)| {
        let rows = to.row.min(found.end.saturating_sub(1)) > from.row.max(first_row);
        rows && inputs.iter().any(|column| (from.column..=to.column).contains(column))
    };
    let with_refs = |(from, to): &&(CellRef, CellRef)| {
        let has_ref = |row: u32| {
            let at = found.header.cell(Column::Ref, row);
            at.is_some_and(|at| found.grid.get(at).is_some())
        };
        (from.row.max(first_row)..=to.row.min(from.row.saturating_add(1_000))).any(has_ref)
    };
    let merges = found.grid.merges.iter().filter(over_answers).filter(with_refs);
    merges
        .map(|(from, to)| {
            let kind = FaultKind::MergedAnswers(format!("{from}:{to}"));
            Fault { found: shown(found, *from), ..fault(found, *from, kind) }
        })
        .collect()
}

/// F08: answers that nobody sees, by what hides them.
pub(super) fn hidden_answers(found: &Found<'_>, answered: &[CellRef]) -> Vec<Fault> {
    let grid = found.grid;
    let told = |what: &'static str, cells: Vec<CellRef>| {
        let first = *cells.first()?;
        Some(fault(found, first, FaultKind::HiddenAnswers { what, cells }))
    };
    if grid.visibility != Visibility::Visible {
        return told("sheet", answered.to_vec()).into_iter().collect();
    }
    let rows = answered.iter().filter(|at| grid.is_row_hidden(at.row)).copied().collect();
    let columns = answered.iter().filter(|at| grid.is_column_hidden(at.column)).copied().collect();
    told("row", rows).into_iter().chain(told("column", columns)).collect()
}

fn fault(found: &Found<'_>, at: CellRef, kind: FaultKind) -> Fault {
    Fault { place: found.place(at), subject: Subject::default(), column: None, found: String::new(), kind }
}

fn shown(found: &Found<'_>, at: CellRef) -> String {
    found.grid.get(at).map(Cell::shown).unwrap_or_default()
}
