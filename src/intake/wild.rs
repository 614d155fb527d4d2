//! Any cells in any places of a return: nothing panics, what is refused is told at its cell, and a number is the number that
//! its cell says. The fuzz targets `recognise` and `value` (`fuzz/`) look for the same, for longer. A test module.

use proptest::collection::vec;
use proptest::prelude::*;

use super::answers::{FileMet, Read};
use super::sample::{
    boolean, clean_return, error, formula, number, percent, period, put, serial, template, text,
};
use super::{Context, read_workbook};
use crate::domain::{CellRef, Quantity, Sha256, Unit, Value};
use crate::plan::Plan;
use crate::plan::sample::plan;
use crate::sheet::grid::{Cell, Content, Workbook};

fn any_cell() -> impl Strategy<Value = Option<Cell>> {
    let words = "(12|85|0\\.85|1,234|3-4|17/20|%| |-|<|nil|n/a|weeks|31/03/2024|²|１|\u{200b}|1\\.10|Complete|Status|Ref|Value){1,3}";
    prop_oneof![
        Just(None),
        words.prop_map(|t| Some(text(&t))),
        "\\PC{0,20}".prop_map(|t| Some(text(&t))),
        (-10.0..200.0_f64).prop_map(|n| Some(number(n))),
        prop::num::f64::NORMAL.prop_map(|n| Some(number(n))),
        (-1.0..2.0_f64).prop_map(|n| Some(percent(n))),
        (-10.0..80_000.0_f64).prop_map(|n| Some(serial(n))),
        any::<bool>().prop_map(|b| Some(boolean(b))),
        Just(Some(error("#REF!"))),
        Just(Some(formula("1+1", Content::Blank))),
        Just(Some(formula("[1]S!A1", Content::Number(5.0)))),
    ]
}

fn read(book: &Workbook, plan: &Plan) -> FileMet {
    let template = template();
    let context = Context {
        plan,
        template: &template,
        period: period(),
        assume_period: false,
        progress: None,
        worker: None,
    };
    read_workbook(book, "ann.xlsx", Sha256::of(b""), &context)
}

/// Cells of accepted rows that were refused, on the sheet of their table.
fn refused(met: &FileMet) -> Vec<(String, CellRef)> {
    let mut refused = Vec::new();
    let Some(returned) = &met.returned else { return refused };
    if let Some(table) = &returned.progress {
        for row in table.rows.iter().filter(|row| row.accepted) {
            let cells = [
                (matches!(row.status.read, Read::Refused), row.status.cell),
                (matches!(row.forecast.read, Read::Refused), row.forecast.cell),
                (matches!(row.own_rag.read, Read::Refused), row.own_rag.cell),
                (matches!(row.commentary.read, Read::Refused), row.commentary.cell),
                (matches!(row.evidence.read, Read::Refused), row.evidence.cell),
            ];
            refused.extend(cells.iter().filter(|(is, _)| *is).map(|(_, at)| (table.sheet.to_string(), *at)));
        }
    }
    if let Some(table) = &returned.measures {
        for row in table.rows.iter().filter(|row| row.accepted) {
            let cells = [
                (matches!(row.numerator.read, Read::Refused), row.numerator.cell),
                (matches!(row.denominator.read, Read::Refused), row.denominator.cell),
                (matches!(row.absence.read, Read::Refused), row.absence.cell),
                (matches!(row.note.read, Read::Refused), row.note.cell),
            ];
            refused.extend(cells.iter().filter(|(is, _)| *is).map(|(_, at)| (table.sheet.to_string(), *at)));
        }
    }
    refused
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cells_anywhere_are_read_or_told(edits in vec((0..3_usize, 0..12_u32, 0..12_u32, any_cell()), 0..12)) {
        let plan = plan();
        let mut book = clean_return(&plan);
        for (sheet, row, column, cell) in edits {
            put(&mut book.grids[sheet], &CellRef::new(row, column).to_string(), cell);
        }
        let met = read(&book, &plan);
        let faults: Vec<_> = met.returned.iter().flat_map(|r| &r.faults).map(|f| f.place.clone()).collect();
        for (sheet, at) in refused(&met) {
            let told = faults.iter().any(|p| p.cell == Some(at) && p.sheet.as_deref() == Some(sheet.as_str()));
            prop_assert!(told, "{sheet}!{at} was refused and not told");
        }
    }

    #[test]
    fn a_value_of_any_unit_is_what_its_cell_says(cell in any_cell(), unit in 0..Unit::ALL.len()) {
        let mut plan = plan();
        let reference = "1.1a";
        for measure in plan.measures.iter_mut().filter(|m| m.reference.to_string() == reference) {
            measure.unit = Unit::ALL[unit];
        }
        let mut book = clean_return(&plan);
        put(&mut book.grids[2], "I5", cell.clone());
        let met = read(&book, &plan);
        let rows = met.returned.iter().flat_map(|r| &r.measures).flat_map(|t| &t.rows);
        let row = rows.filter(|row| row.ref_found == reference).collect::<Vec<_>>();
        prop_assert_eq!(row.len(), 1);
        let Some(Value::Number(read)) = row[0].value.value() else { return Ok(()) };
        match cell.map(|c| (c.content, c.format_code.is_some())) {
            Some((Content::Number(stored), true)) => {
                prop_assert_eq!(Quantity::from_double(stored).and_then(|q| q.times(Quantity::HUNDRED)), Some(*read));
            }
            Some((Content::Number(stored), false)) => prop_assert_eq!(Quantity::from_double(stored), Some(*read)),
            Some((Content::Text(typed), _)) => {
                prop_assert!(!typed.contains(['<', '²']), "{} read as {}", typed, read);
            }
            other => prop_assert!(false, "{other:?} read as {read}"),
        }
    }
}
