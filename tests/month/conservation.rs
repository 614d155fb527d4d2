//! Nothing is lost: every cell that holds something in an input column of any sample return stands in contributions.csv,
//! actions.csv or exceptions.csv. Read here by calamine directly, not by ragbook's own reading.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use ragbook::domain::CellRef;

use super::{Consolidated, root};

const MEASURE_INPUTS: [&str; 4] = ["Numerator", "Denominator", "Value", "Not available because"];

/// An answered row of a Measures table.
#[derive(Debug)]
struct Answered {
    file: String,
    sheet: &'static str,
    /// As the cell addresses say it, from 1.
    row: String,
    cells: Vec<CellRef>,
}

/// Every Measures row of the sample returns that has an answer, with the answered cells.
fn answered() -> Vec<Answered> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join("samples/2019-11")).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let cells = cells(&path);
        let caption = |text: &str| cells.iter().find(|(_, held)| held == text).map(|(at, _)| *at);
        let Some(header) = caption("Ref") else { continue };
        let inputs: Vec<u32> = MEASURE_INPUTS.iter().filter_map(|c| caption(c)).map(|at| at.column).collect();
        let mut rows: BTreeMap<u32, Vec<CellRef>> = BTreeMap::new();
        for (at, held) in cells.iter().filter(|(at, _)| at.row > header.row && inputs.contains(&at.column)) {
            if !held.trim().is_empty() && !is_hint(held) {
                rows.entry(at.row).or_default().push(*at);
            }
        }
        found.extend(rows.into_iter().map(|(row, cells)| Answered {
            file: file.clone(),
            sheet: "Measures",
            row: (row + 1).to_string(),
            cells,
        }));
    }
    found
}

/// The non-empty cells of the sheet Measures, as text; none when there is no such sheet.
fn cells(path: &Path) -> Vec<(CellRef, String)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let Ok(range) = book.worksheet_range("Measures") else { return Vec::new() };
    let (top, left) = range.start().unwrap();
    let offset = |from: u32, by: usize| from + u32::try_from(by).unwrap();
    let used = range.used_cells();
    used.map(|(row, column, held)| (CellRef::new(offset(top, row), offset(left, column)), held.to_string()))
        .collect()
}

/// What the form itself says in a cell that nobody filled in: its formula while the two numbers are missing, and the grey
/// cells of measures that have no numerator.
fn is_hint(held: &str) -> bool {
    ["needs both numbers", "not needed"].contains(&held)
}

#[test]
fn every_typed_value_is_a_contribution_or_an_exception() {
    let month = Consolidated::samples();
    let digits = |cell: &str| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    let contributed: BTreeSet<_> = month
        .table("contributions.csv")
        .into_iter()
        .map(|r| (r["file"].clone(), r["sheet"].clone(), digits(&r["cell"])))
        .collect();
    let excepted: BTreeSet<_> = month
        .table("exceptions.csv")
        .into_iter()
        .map(|r| (r["file"].clone(), r["sheet"].clone(), digits(&r["cell"])))
        .collect();
    let answered = answered();
    assert!(answered.len() > 30, "the samples hold answers: {}", answered.len());
    for Answered { file, sheet, row, cells } in answered {
        let place = (file, sheet.to_owned(), row);
        assert!(contributed.contains(&place) || excepted.contains(&place), "{place:?} {cells:?} is lost");
    }
}

#[test]
fn every_used_contribution_is_what_its_cell_holds() {
    let month = Consolidated::samples();
    let mut checked = 0;
    for row in
        month.table("contributions.csv").iter().filter(|r| r["used"] == "yes" && !r["value"].is_empty())
    {
        let path = root().join("samples/2019-11").join(&row["file"]);
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        let cell: CellRef = row["cell"].parse().unwrap();
        let range = book.worksheet_range(&row["sheet"]).unwrap();
        let Some(Data::Float(held)) = range.get_value((cell.row, cell.column)) else { continue };
        let value: f64 = row["value"].parse().unwrap();
        let same = |factor: f64| (held * factor - value).abs() < 1e-6;
        // A percent-formatted 0.85 is 85; everything else is itself.
        assert!(same(1.0) || same(100.0), "{row:?} holds {held}");
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}
