//! The sheet *Fix list*, in front of a return that goes back to its lead: what to correct or to confirm, with a link to each
//! cell.

use super::Item;
use crate::domain::{CellRef, Period};
use crate::form::fix_list::{CAPTIONS, FIX_LIST, LINES, LINK, NO_CELL, TITLE};
use crate::plan::Lead;
use crate::sheet::book::{Book, CellSpec, ColumnSpec, Line, LineStyle, Link, Sheet, TableSpec};

/// Name of the sheet.
pub const SHEET: &str = FIX_LIST;

/// Widths of the columns, which add up to what A4 landscape prints at 8 points (7-publication.md, 7.1).
const WIDTHS: [f64; 7] = [36.0, 28.0, 12.0, 40.0, 18.0, 16.0, 12.0];

/// The sheet for these items; links lead into `form`.
pub(super) fn sheet(lead: &Lead, period: Period, items: &[Item], form: &Book) -> Sheet {
    let link_to = |sheet: &Sheet| Line {
        text: format!("{LINK}{}: {}", sheet.name, sheet.title),
        style: LineStyle::Text,
        link: Some(Link::Cell { sheet: sheet.name.as_str().into(), cell: CellRef::new(0, 0) }),
    };
    let lines = LINES.map(Line::text).into_iter().chain(form.sheets.iter().map(link_to));
    let column = |(caption, width): (&&str, f64)| ColumnSpec {
        caption: (*caption).to_owned(),
        width,
        note: String::new(),
    };
    Sheet {
        name: SHEET.to_owned(),
        title: format!("{TITLE}{} for {}", lead.name, period.in_words()),
        lines: lines.collect(),
        table: Some(TableSpec {
            name: "Fix_list".to_owned(),
            columns: CAPTIONS.iter().zip(WIDTHS).map(column).collect(),
            rows: items.iter().map(row).collect(),
        }),
        charts: Vec::new(),
        protected: false,
        frozen_header: false,
    }
}

fn row(item: &Item) -> Vec<CellSpec<'_>> {
    let about = CellSpec::text(item.about.clone());
    let (about, cell) = match &item.place {
        Some((sheet, cell)) => (about.linked(sheet.clone(), *cell), format!("{sheet} {cell}")),
        None => (about, NO_CELL.to_owned()),
    };
    vec![
        CellSpec::text(item.to_do.clone()),
        about,
        CellSpec::text(cell),
        CellSpec::text(item.wrong.clone()),
        CellSpec::text(item.found.clone()),
        CellSpec::text(if item.needed.trim().is_empty() { "see What to do" } else { &item.needed }),
        CellSpec::text(item.used),
    ]
}
