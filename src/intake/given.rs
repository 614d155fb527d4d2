//! A value that the officer gives instead of a return's, read by the measure's unit exactly as a return's cell is
//! (4-reading.md, 4.4): from the decided workbook, and again from decisions.csv.

use chrono::NaiveDate;

use crate::domain::{CellRef, Column, OwnRag, Quantity, Status, Unit, Value};
use crate::finding::FaultKind;
use crate::finding::fault::Lenient;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, FormatClass};

use super::answers::Read;
use super::date::read_date;
use super::percent;
use super::reading::read_cell;
use super::value::{known_words, read_value};

/// A value as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The value, in the measure's unit.
    pub value: Value,
    /// Numerator and denominator, for a percent typed as `17/20`.
    pub numbers: Option<(Quantity, Quantity)>,
}

impl Given {
    /// The value as decisions.csv keeps it, so that it means one thing to people and to [`from_text`]: `12`, `85%`,
    /// `17/20`, `2020-03-31`.
    pub fn text(&self, unit: Unit) -> String {
        match (&self.numbers, &self.value) {
            (Some((numerator, denominator)), _) => format!("{numerator}/{denominator}"),
            (None, Value::Number(percent)) if unit == Unit::Percent => format!("{percent}%"),
            (None, value) => value.to_string(),
        }
    }
}

/// The value in a cell of the decided workbook; none when it cannot be read as one of this measure's without guessing.
/// `from_1904`: the workbook's date system.
pub fn from_cell(cell: &Cell, measure: &Measure, from_1904: bool) -> Option<Given> {
    let reading = read_cell(Some(cell), false, |cell| {
        if measure.unit == Unit::Percent {
            let bounds = percent::bounds(measure);
            percent::alone(percent::read_typed(cell, bounds, &known_words(measure)), bounds, measure.merge)
                .map(|percent| Given { value: Value::Number(percent.value), numbers: percent.numbers })
        } else {
            read_value(cell, measure, from_1904).map(|value| Given { value, numbers: None })
        }
    });
    match reading.read {
        Read::As(given) => Some(given),
        Read::Blank | Read::Refused => None,
    }
}

/// A day in a cell of the decided workbook, whole: `March` alone or `31/3` are none.
pub fn day_from_cell(cell: &Cell, from_1904: bool) -> Option<NaiveDate> {
    let reading = read_cell(Some(cell), false, |cell| read_date(cell, from_1904));
    let is_part = |kind: &FaultKind| matches!(kind, FaultKind::ReadAs { how: Lenient::PartOfDate, .. });
    match reading.read {
        Read::As(day) if !reading.told.iter().any(is_part) => Some(day),
        _ => None,
    }
}

/// An answer on an action as decisions.csv keeps it: `In progress`, `2020-03-31`, `Amber`; none when the text means none in
/// this column.
pub fn answer_text(text: &str, column: Column) -> Option<String> {
    match column {
        Column::Status => text.parse::<Status>().ok().map(|status| status.to_string()),
        Column::OwnRag => text.parse::<OwnRag>().ok().map(|rag| rag.to_string()),
        Column::Forecast => day_from_cell(&typed(text), false).map(|day| day.to_string()),
        _ => None,
    }
}

/// The value in a text, as in decisions.csv or as a return showed it.
pub fn from_text(text: &str, measure: &Measure) -> Option<Given> {
    from_cell(&typed(text), measure, false)
}

/// A cell in which this was typed as text.
fn typed(text: &str) -> Cell {
    Cell {
        at: CellRef::new(0, 0),
        content: Content::Text(text.to_owned()),
        format: FormatClass::General,
        format_code: None,
        formula: None,
        doubt: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{number, percent as percent_cell, serial, text};
    use crate::plan::sample::measure;

    #[test]
    fn what_is_given_is_read_as_strictly_as_a_return_and_keeps_one_meaning() {
        for (unit, cell, kept) in [
            (Unit::Count, number(12.0), Some("12")),
            (Unit::Count, text("1,250"), Some("1250")),
            (Unit::Count, text("12 (est)"), None),
            (Unit::Count, number(3.5), None),
            (Unit::Percent, percent_cell(0.85), Some("85%")),
            (Unit::Percent, number(85.0), Some("85%")),
            (Unit::Percent, number(0.85), None),
            (Unit::Percent, percent_cell(0.005), Some("0.5%")),
            (Unit::Percent, text("17/20"), Some("17/20")),
            (Unit::Days, text("2 weeks"), Some("14")),
            (Unit::Date, serial(43_921.0), Some("2020-03-31")),
            (Unit::Text, text("half of them"), Some("half of them")),
            (Unit::Count, text(" "), None),
        ] {
            let measure = measure("1.1a", "m", unit, &["ann"]);
            let given = from_cell(&cell, &measure, false);
            assert_eq!(given.as_ref().map(|g| g.text(unit)).as_deref(), kept, "{unit} {cell:?}");
            if let Some(given) = given {
                assert_eq!(from_text(&given.text(unit), &measure), Some(given), "{unit} from the ledger");
            }
        }
    }
}
