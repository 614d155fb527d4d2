//! A plan as one workbook: a sheet for each CSV, and a sheet `plan` of key/value rows (2-plan.md).
//!
//! Cells become text without loss. A number or date stays marked as one, so that the reader can refuse it where the
//! plan's own words are needed: a ref 3.10 that became a number is 3.1.

use std::path::Path;
use std::sync::Arc;

use super::files::{PlanFile, SETTINGS_COLUMNS, SETTINGS_SHEET};
use super::table::{RawCell, RawRow, RawTable, fault};
use super::{RawPlan, Setting, SettingKind};
use crate::domain::folding::fold_caption;
use crate::domain::{CellRef, Quantity, Refusal, Sha256};
use crate::finding::Place;
use crate::plan::fault::{PlanFault, PlanFaultKind};
use crate::sheet::grid::{Cell, Content, Format, FormatClass, Grid, Workbook};
use crate::sheet::limits::Limits;
use crate::sheet::read;

/// Reads a `plan.xlsx`.
pub fn read(path: &Path) -> (RawPlan, Vec<PlanFault>) {
    let name = path.file_name().map_or_else(|| "plan.xlsx".to_owned(), |n| n.to_string_lossy().into_owned());
    let stopped = |kind| (RawPlan::default(), vec![fault(Place::file(name.as_str()), "", kind)]);
    let bytes = match read::regular(path, u64::MAX) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return stopped(PlanFaultKind::FileMissing);
        }
        Err(error) => return stopped(PlanFaultKind::Unreadable(error.to_string())),
    };
    match read::open(&bytes, "plan", &Limits::default()) {
        Ok(book) if !is_a_plan(&book) => stopped(PlanFaultKind::NotAPlan),
        Ok(book) => {
            let (mut plan, faults) = from_grids(&book, &name);
            plan.files.push((name, Sha256::of(&bytes)));
            (plan, faults)
        }
        Err(refusal) => stopped(PlanFaultKind::Unreadable(refused(&refusal))),
    }
}

/// Whether it has a sheet by which a plan is known. *Measures* is none: every return has it.
fn is_a_plan(book: &Workbook) -> bool {
    let telling = [SETTINGS_SHEET, PlanFile::Actions.sheet_name(), PlanFile::Leads.sheet_name()];
    // A csv has one sheet, named by us.
    book.format != Format::Csv
        && book.grids.iter().any(|grid| telling.contains(&fold_caption(&grid.name).as_str()))
}

/// Why it could not be opened, in words.
fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "it is empty".to_owned(),
        Refusal::Damaged(detail) => format!("it is damaged ({detail})"),
        Refusal::Password { .. } => "it is protected with a password".to_owned(),
        Refusal::NotAWorkbook(_) => "it is not an Excel workbook".to_owned(),
        Refusal::TooLarge { limit, .. } => format!("it is too large for a plan (the limit is {limit})"),
        Refusal::TooSlow(seconds) => format!("reading it took more than {seconds} seconds"),
    }
}

/// The plan in an opened workbook. Other sheets are left alone.
pub fn from_grids(book: &Workbook, name: &str) -> (RawPlan, Vec<PlanFault>) {
    let mut plan = RawPlan::default();
    let mut faults = Vec::new();
    let named = |sheet: &str| book.grids.iter().find(|grid| fold_caption(&grid.name) == sheet);
    match named(SETTINGS_SHEET) {
        Some(grid) => plan.settings = settings(grid, name, &mut faults),
        None => faults.push(fault(Place::sheet(name, SETTINGS_SHEET), "", PlanFaultKind::FileMissing)),
    }
    for file in PlanFile::ALL {
        match named(file.sheet_name()) {
            Some(grid) => plan.tables.push(table(file, grid, name, &mut faults)),
            None => faults.push(fault(Place::sheet(name, file.sheet_name()), "", PlanFaultKind::FileMissing)),
        }
    }
    (plan, faults)
}

/// One sheet as a table: captions in row 1.
fn table(file: PlanFile, grid: &Grid, name: &str, faults: &mut Vec<PlanFault>) -> RawTable {
    let captions = grid.row(0).iter().map(|cell| (text_of(cell).text.trim().to_owned(), cell.at.column));
    let mut table = RawTable {
        file,
        file_name: Arc::from(name),
        sheet: Some(Arc::clone(&grid.name)),
        header: captions.filter(|(caption, _)| !caption.is_empty()).collect(),
        rows: Vec::new(),
    };
    for cells in grid.cells.chunk_by(|one, next| one.at.row == next.at.row) {
        let Some(last) = cells.last().filter(|cell| cell.at.row > 0) else { continue };
        let width = usize::try_from(last.at.column).unwrap_or(0) + 1;
        let mut row = RawRow { row: last.at.row, cells: vec![RawCell::default(); width] };
        for cell in cells {
            if let Some(slot) =
                usize::try_from(cell.at.column).ok().and_then(|index| row.cells.get_mut(index))
            {
                *slot = text_of(cell);
            }
            faults.extend(unusable(cell, &table.at(Some(cell.at))));
        }
        if !row.is_blank() {
            table.rows.push(row);
        }
    }
    table
}

/// The key/value rows of the sheet `plan`.
fn settings(grid: &Grid, name: &str, faults: &mut Vec<PlanFault>) -> Vec<Setting> {
    let column = |caption: &str| {
        let cell = grid.row(0).iter().find(|cell| fold_caption(&text_of(cell).text) == caption);
        cell.map(|cell| cell.at.column)
    };
    let [key_column, value_column] = SETTINGS_COLUMNS.map(column);
    let (Some(key_column), Some(value_column)) = (key_column, value_column) else {
        let missing = if key_column.is_none() { SETTINGS_COLUMNS[0] } else { SETTINGS_COLUMNS[1] };
        let place = Place::cell(name, Arc::clone(&grid.name), CellRef::new(0, 0));
        faults.push(fault(place, "", PlanFaultKind::ColumnMissing(missing)));
        return Vec::new();
    };
    let mut settings = Vec::new();
    for cell in grid.cells.iter().filter(|cell| cell.at.row > 0 && cell.at.column == key_column) {
        let Some(value) = grid.get(CellRef::new(cell.at.row, value_column)) else { continue };
        let place = Place::cell(name, Arc::clone(&grid.name), value.at);
        faults.extend(unusable(value, &place));
        let text = text_of(value).text;
        let kind = match value.content {
            Content::Number(_) => SettingKind::Number,
            Content::Date(_) => SettingKind::Date,
            _ if matches!(text.to_lowercase().as_str(), "true" | "false") => SettingKind::Truth,
            _ => SettingKind::Text,
        };
        let value = if kind == SettingKind::Truth { text.to_lowercase() } else { text };
        settings.push(Setting { key: text_of(cell).text.trim().to_owned(), value, kind, place });
    }
    settings
}

/// A cell as text, without loss.
fn text_of(cell: &Cell) -> RawCell {
    match &cell.content {
        Content::Text(text) => RawCell { text: text.clone(), was_number: false },
        Content::Number(number) => RawCell { text: digits(*number, cell.format), was_number: true },
        Content::Date(serial) => {
            let day = serial.date().filter(|_| !serial.has_time());
            let iso = day.map(|day| day.format("%Y-%m-%d").to_string());
            RawCell { text: iso.unwrap_or_else(|| cell.shown()), was_number: true }
        }
        Content::Blank => RawCell::default(),
        Content::Boolean(_) | Content::Error(_) | Content::Unreadable(_) => {
            RawCell { text: cell.shown(), was_number: false }
        }
    }
}

/// All digits of a number; `10%` where it is shown as a percent, as a tolerance may be.
fn digits(number: f64, format: FormatClass) -> String {
    let exact = Quantity::from_double(number);
    let percent = (format == FormatClass::Percent).then_some(Quantity::HUNDRED);
    match (exact, percent) {
        (Some(exact), None) => exact.decimal().to_string(),
        (Some(exact), Some(hundred)) => {
            exact.times(hundred).map_or_else(|| number.to_string(), |p| format!("{}%", p.decimal()))
        }
        (None, _) => number.to_string(),
    }
}

/// A cell that holds an error, or that has a formula without a saved result.
fn unusable(cell: &Cell, place: &Place) -> Option<PlanFault> {
    let why = match &cell.content {
        Content::Error(error) => format!("the cell holds the error {error}"),
        Content::Unreadable(why) => why.clone(),
        Content::Blank if cell.formula.is_some() => "the formula in it was never calculated".to_owned(),
        _ => return None,
    };
    Some(fault(place.clone(), &cell.shown(), PlanFaultKind::Unreadable(why)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{DateSerial, SheetKind, Visibility};

    fn cell(row: u32, column: u32, content: Content, format: FormatClass) -> Cell {
        Cell { at: CellRef::new(row, column), content, format, format_code: None, formula: None, doubt: None }
    }

    fn text(row: u32, column: u32, text: &str) -> Cell {
        cell(row, column, Content::Text(text.to_owned()), FormatClass::General)
    }

    fn grid(name: &str, cells: Vec<Cell>) -> Grid {
        Grid {
            name: Arc::from(name),
            kind: SheetKind::Worksheet,
            visibility: Visibility::Visible,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            merges: Vec::new(),
            comments: Vec::new(),
            drawn: Vec::new(),
            cells,
            formulas: 0,
            never_calculated: false,
        }
    }

    fn row(content: Content, format: FormatClass) -> RawTable {
        let sheet = grid("Measures", vec![text(0, 2, "tolerance"), cell(4, 2, content, format)]);
        table(PlanFile::Measures, &sheet, "plan.xlsx", &mut Vec::new())
    }

    #[test]
    fn cells_become_text_without_loss_and_stay_marked() {
        let shown = |content, format| row(content, format).rows[0].cells[2].clone();
        let number = |text: &str| RawCell { text: text.to_owned(), was_number: true };
        assert_eq!(shown(Content::Number(3.1), FormatClass::General), number("3.1"));
        assert_eq!(shown(Content::Number(0.123_456_789), FormatClass::Number), number("0.123456789"));
        assert_eq!(shown(Content::Number(0.1), FormatClass::Percent), number("10%"));
        let march = Content::Date(DateSerial { serial: 43_891.0, from_1904: false });
        assert_eq!(shown(march, FormatClass::Date), number("2020-03-01"));
        let words = RawCell { text: " two  spaces".to_owned(), was_number: false };
        assert_eq!(shown(Content::Text(words.text.clone()), FormatClass::General), words);
    }

    #[test]
    fn rows_keep_their_places() {
        let table = row(Content::Text("5".to_owned()), FormatClass::Text);
        assert_eq!(table.place(table.rows[0].row, "tolerance").to_string(), "plan.xlsx · Measures!C5");
    }

    #[test]
    fn a_ref_or_a_target_date_that_became_a_number_is_told() {
        let book = Workbook {
            grids: vec![grid(
                "actions",
                vec![
                    text(0, 0, "ref"),
                    text(0, 1, "target_date"),
                    cell(1, 0, Content::Number(3.1), FormatClass::General),
                    cell(
                        1,
                        1,
                        Content::Date(DateSerial { serial: 43_891.0, from_1904: false }),
                        FormatClass::Date,
                    ),
                ],
            )],
            ..Workbook::default()
        };
        let (raw, unread) = from_grids(&book, "plan.xlsx");
        let faults = crate::plan::validate(&raw, unread).faults;
        let not_text = faults.iter().filter(|fault| fault.kind == PlanFaultKind::NotText);
        let found: Vec<_> = not_text.map(|fault| (fault.place.in_file(), fault.found.as_str())).collect();
        assert_eq!(found, [("actions!A2".to_owned(), "3.1"), ("actions!B2".to_owned(), "2020-03-01")]);
    }

    #[test]
    fn an_error_in_a_cell_is_told() {
        let mut faults = Vec::new();
        let sheet = grid(
            "leads",
            vec![text(0, 0, "id"), cell(1, 0, Content::Error("#REF!".to_owned()), FormatClass::General)],
        );
        table(PlanFile::Leads, &sheet, "plan.xlsx", &mut faults);
        assert!(matches!(&faults[0].kind, PlanFaultKind::Unreadable(why) if why.contains("#REF!")));
    }
}
