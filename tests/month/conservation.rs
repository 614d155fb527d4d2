//! Nothing is lost: every cell that holds something in an input column of any sample return stands in contributions.csv,
//! actions.csv or exceptions.csv. Read here by calamine directly, not by ragbook's own reading.

use std::collections::BTreeSet;

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::{Consolidated, root};

const MEASURE_INPUTS: [&str; 4] = ["Numerator", "Denominator", "Value", "Not available because"];

/// File, sheet and row (from 1) of each Measures row of the sample returns that has an answer, with the answered cells.
fn answered() -> Vec<(String, String, u32, Vec<String>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join("samples/2019-11")).unwrap() {
        let path = entry.unwrap().path();
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        let Ok(range) = book.worksheet_range("Measures") else { continue };
        let (top, left) = range.start().unwrap();
        let rows: Vec<_> = range.rows().collect();
        let header = rows.iter().position(|r| r.iter().any(|c| c.to_string() == "Ref"));
        let Some(header) = header else { continue };
        let inputs: Vec<usize> = (0..rows[header].len())
            .filter(|c| MEASURE_INPUTS.contains(&&*rows[header][*c].to_string()))
            .collect();
        for (index, row) in rows.iter().enumerate().skip(header + 1) {
            let filled = |c: &&usize| {
                !matches!(row[**c], Data::Empty)
                    && !row[**c].to_string().trim().is_empty()
                    && !is_hint(&row[**c])
            };
            let cells: Vec<String> = inputs
                .iter()
                .filter(filled)
                .map(|c| ragbook::domain::CellRef::new(top + index as u32, left + *c as u32).to_string())
                .collect();
            if !cells.is_empty() {
                let file = path.file_name().unwrap().to_string_lossy().into_owned();
                found.push((file, "Measures".to_owned(), top + index as u32 + 1, cells));
            }
        }
    }
    found
}

/// What the form itself says in a cell that nobody filled in: its formula while the two numbers are missing, and the grey
/// cells of measures that have no numerator.
fn is_hint(cell: &Data) -> bool {
    ["needs both numbers", "not needed"].contains(&&*cell.to_string())
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
    for (file, sheet, row, cells) in answered {
        let place = (file, sheet, row.to_string());
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
        let cell: ragbook::domain::CellRef = row["cell"].parse().unwrap();
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
