//! One row of the Measures table, every unit, any cells: what is read is what the cells say, and what is refused is told.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use ragbook::domain::{CellRef, Quantity, Sha256, Unit};
use ragbook::intake::read_workbook;
use ragbook::sheet::grid::{Content, Format};
use ragbook_fuzz::{MEASURE, Setting, cells, oracle};

const UNITS: [Unit; 8] = [
    Unit::Count,
    Unit::Number,
    Unit::Percent,
    Unit::Days,
    Unit::Weeks,
    Unit::Date,
    Unit::Text,
    Unit::Document,
];

fuzz_target!(|data: &[u8]| {
    // Bytes run out: the rest of the row stays empty.
    let _ = one_row(&mut Unstructured::new(data));
});

fn one_row(u: &mut Unstructured<'_>) -> Result<()> {
    let setting = Setting::one_row();
    let (mut plan, mut book) = (setting.plan.clone(), setting.blank.clone());
    let measure = plan.measures.iter_mut().find(|m| m.reference.to_string() == MEASURE).expect("is there");
    measure.unit = *u.choose(&UNITS)?;
    let bound = |u: &mut Unstructured<'_>| -> Result<Option<Quantity>> {
        Ok(if u.ratio(1, 3)? { Some(Quantity::from(u.int_in_range(-100..=400_i64)?)) } else { None })
    };
    (measure.minimum, measure.maximum) = (bound(u)?, bound(u)?);
    book.format = *u.choose(&[Format::Xlsx, Format::Xlsx, Format::Csv, Format::Xls])?;
    book.grids.retain(|g| &*g.name == "Measures");
    let sheet = book.grids.iter_mut().find(|g| &*g.name == "Measures").expect("is there");
    let is_ref = |content: &Content| matches!(content, Content::Text(t) if t == MEASURE);
    let row = sheet.cells.iter().find(|c| is_ref(&c.content)).expect("is there").at.row;
    sheet.never_calculated = u.ratio(1, 16)?;
    // Numerator, Denominator, Value, Not available because, Note; the value's own cell first and always.
    for column in [8, 6, 7, 9, 10] {
        if column != 8 && !u.ratio(1, 2)? {
            continue;
        }
        let at = CellRef::new(row, column);
        let cell = cells::cell(u, at)?;
        sheet.cells.retain(|c| c.at != at);
        sheet.cells.extend(cell);
    }
    sheet.cells.sort_by_key(|c| c.at);
    let met = read_workbook(&book, "x.xlsx", Sha256::of(b""), &setting.context(&plan, false));
    assert!(met.returned.is_some(), "one row cannot make it no return");
    oracle::values_are_what_the_cells_say(&plan, &book, &met);
    oracle::everything_refused_is_told(setting, &plan, met);
    Ok(())
}
