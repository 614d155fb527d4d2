//! The sheet *Fix list*, in front of a return that goes back to its lead: what to correct or to confirm, with a link to each
//! cell.

use super::Item;
use crate::domain::{CellRef, Period};
use crate::plan::Lead;
use crate::sheet::book::{Book, CellSpec, ColumnSpec, Line, LineStyle, Link, Sheet, TableSpec};

/// Name of the sheet.
pub const SHEET: &str = crate::form::FIX_LIST;

const INTRO: &str = "This worksheet contains one table: what to correct or to confirm. Each entry under Where leads to its cell.";
const HOW: &str = "Those cells have a thick frame and a note that says what is asked. They are orange until you change them.";
const CONFIRM: &str = "What is right as it stands, leave as it is and say so in your e-mail.";
const THEN: &str = "When you are done, fill in Date completed on Start here, save the workbook and e-mail it back. You need not change this list.";

/// Captions and widths; the latter add up to what A4 landscape prints at 8 points (7-publication.md, 7.1).
const COLUMNS: [(&str, f64); 7] = [
    ("What to do", 36.0),
    ("Where", 28.0),
    ("Cell", 12.0),
    ("What is wrong", 40.0),
    ("What was found", 18.0),
    ("What is needed", 16.0),
    ("Used so far", 12.0),
];

/// The sheet for these items; links lead into `form`.
pub(super) fn sheet(lead: &Lead, period: Period, items: &[Item], form: &Book) -> Sheet {
    let link_to = |sheet: &Sheet| Line {
        text: format!("Worksheet {}: {}", sheet.name, sheet.title),
        style: LineStyle::Text,
        link: Some(Link::Cell { sheet: sheet.name.as_str().into(), cell: CellRef::new(0, 0) }),
    };
    let lines =
        [INTRO, HOW, CONFIRM, THEN].map(Line::text).into_iter().chain(form.sheets.iter().map(link_to));
    let column = |(caption, width): (&str, f64)| ColumnSpec {
        caption: caption.to_owned(),
        width,
        note: String::new(),
    };
    Sheet {
        name: SHEET.to_owned(),
        title: format!("{SHEET} for the return of {} for {}", lead.name, period.in_words()),
        lines: lines.collect(),
        table: Some(TableSpec {
            name: "Fix_list".to_owned(),
            columns: COLUMNS.map(column).to_vec(),
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
        None => (about, "none in this form".to_owned()),
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
