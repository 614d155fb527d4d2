//! The sheet *Fix list*, in front of a return that goes back to its lead: what to correct or to confirm, with a link to each
//! cell.

use super::Item;
use crate::domain::{CellRef, Period};
use crate::finding::Severity;
use crate::plan::Lead;
use crate::sheet::book::{Book, CellSpec, ColumnSpec, Line, LineStyle, Link, Sheet, TableSpec};

/// Name of the sheet.
pub const SHEET: &str = "Fix list";

const INTRO: &str = "This worksheet contains one table: what to correct or to confirm. Each entry under Where leads to its cell.";
const HOW: &str = "Those cells have a thick frame and a note that says what is asked. They are orange until you change them.";
const THEN: &str = "When you are done, fill in Date completed on Start here, save the workbook and e-mail it back. You need not change this list.";

/// Captions and widths; the latter add up to what A4 landscape prints at 8 points (7-publication.md, 7.1).
const COLUMNS: [(&str, f64); 6] = [
    ("What to do", 38.0),
    ("Where", 26.0),
    ("What is wrong", 44.0),
    ("What was found", 20.0),
    ("What is needed", 18.0),
    ("Used so far", 13.0),
];

/// The sheet for these items; links lead into `form`.
pub(super) fn sheet(lead: &Lead, period: Period, items: &[Item], form: &Book) -> Sheet {
    let link_to = |sheet: &Sheet| Line {
        text: format!("Worksheet {}: {}", sheet.name, sheet.title),
        style: LineStyle::Text,
        link: Some(Link::Cell { sheet: sheet.name.clone(), cell: CellRef::new(0, 0) }),
    };
    let lines = [INTRO, HOW, THEN].map(Line::text).into_iter().chain(form.sheets.iter().map(link_to));
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

fn row(item: &Item) -> Vec<CellSpec> {
    let place = CellSpec::text(item.place_in_words.clone());
    let place = match &item.place {
        Some((sheet, cell)) => place.linked(sheet.clone(), *cell),
        None => place,
    };
    // Quoted, so that a mark such as "-" is seen to be what was typed.
    let found = match item.found.trim() {
        "" => "nothing".to_owned(),
        found => format!("\"{found}\""),
    };
    vec![
        CellSpec::text(item.to_do.clone()),
        place,
        CellSpec::text(item.wrong.clone()),
        CellSpec::text(found),
        CellSpec::text(or_nothing(&item.needed)),
        CellSpec::text(used(item)),
    ]
}

/// Published tables have no blank cells.
fn or_nothing(text: &str) -> &str {
    if text.trim().is_empty() { "see What to do" } else { text }
}

/// Whether the answer is used as it stands.
pub(super) fn used(item: &Item) -> &'static str {
    match (item.severity, item.found.trim().is_empty()) {
        (Severity::Error, _) => "No: please correct it",
        (_, true) => "Blank: please fill it in",
        (_, false) => "Yes: please confirm it",
    }
}
