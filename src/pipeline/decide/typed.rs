//! What the officer typed into Value and Until, read as strictly as a return's cells.

use chrono::NaiveDate;

use crate::domain::folding::tidy;
use crate::intake::given;
use crate::ledger::Choice;
use crate::plan::Measure;
use crate::sheet::grid::Cell;

/// A day, as Excel keeps it or as people here write it; none when it is none.
pub(super) fn date(cell: &Cell, from_1904: bool) -> Option<NaiveDate> {
    given::day_from_cell(cell, from_1904)
}

/// The value as the ledger keeps it: for one to be used, what it means by the measure's unit; where it means nothing, what
/// the cell shows, so that rule X02 can quote it.
pub(super) fn value(cell: &Cell, choice: Choice, measure: Option<&Measure>, from_1904: bool) -> String {
    let read = |measure: &Measure| Some(given::from_cell(cell, measure, from_1904)?.text(measure.unit));
    let meant = measure.filter(|_| choice == Choice::UseThisValue).and_then(read);
    meant.unwrap_or_else(|| tidy(&cell.shown()))
}
