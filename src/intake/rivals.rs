//! Another column that says something else than the answer beside it: `Corrected value`, `Revised status`, the month's own
//! name, or no caption at all next to Value. Nobody can tell which of the two counts: the form's own column is used and
//! asked about (L02 as a query; 4-reading.md, 4.3: extra columns are kept aside).

use chrono::NaiveDate;

use crate::domain::dates::{TextDate, read_date};
use crate::domain::folding::{fold_caption, fold_wording};
use crate::domain::{CellRef, Column, Period, Quantity, Table, Unit, Value};
use crate::finding::FaultKind;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, DateSerial};

use super::answers::{MeasureRow, Read};
use super::date::day_of;
use super::near::NearCaption;
use super::number::{normalised, parse};
use super::reading::{Checked, check};
use super::row::Row;
use super::{other_month, scale};

/// Plain numbers that may be a day (4-reading.md, 4.4, row date).
const DAYS: std::ops::RangeInclusive<f64> = 36_526.0..=73_050.0;

/// Asks about the value of a measure's row, its two numbers, its reason and its note, where another column says something
/// else.
pub(super) fn ask_value(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow, period: Period) {
    let template = row.found.template;
    let numeric =
        matches!(measure.unit, Unit::Count | Unit::Number | Unit::Percent | Unit::Days | Unit::Weeks);
    let own = match &read.value.read {
        Read::As(Value::Number(number)) => Some(*number),
        _ => None,
    };
    for Other { caption, near, cell } in others(row, numeric.then_some(Column::Value)) {
        let is_value = near.may_hold_value(template, period);
        let differs = match number_in(cell).filter(|_| numeric) {
            Some(other) => own.is_none_or(|own| !is_same(own, other)),
            // `14 (est)` under a caption of Value is no remark.
            None if numeric => is_value && cell.shown().contains(|c: char| c.is_ascii_digit()),
            None => fold_wording(&cell.shown()) != fold_wording(row.shown(Column::Value).as_str()),
        };
        let is_value = is_value
            || measure.unit == Unit::Date && near.may_hold_forecast(template) && day_in(cell).is_some();
        let may_hold = is_value || numeric && (caption.is_empty() || near.may_hold_number(template, period));
        if differs && may_hold {
            tell(row, Column::Value, caption, cell);
            continue;
        }
        if own.is_some() && modifies(&caption, cell, measure, period) {
            tell(row, Column::Value, caption, cell);
            continue;
        }
        let is = |column: Column| near.is_close_to(template, Table::Measures, column);
        for (column, part) in [(Column::Numerator, &read.numerator), (Column::Denominator, &read.denominator)]
        {
            let own = part.value().copied();
            let other = number_in(cell).filter(|_| measure.unit == Unit::Percent && is(column));
            if other.is_some_and(|other| own != Some(other)) {
                tell(row, column, caption.clone(), cell);
            }
        }
        let reason = template.absence(&cell.shown()).map(|reason| reason.0);
        if is(Column::Absence) && reason.is_some() && reason.as_ref() != read.absence.value() {
            tell(row, Column::Absence, caption.clone(), cell);
        }
        ask_words(row, Column::Note, &caption, &near, cell);
    }
}

/// Asks about the answers on progress where another column with a caption like theirs (`Revised status`) says something
/// else.
pub(super) fn ask_progress(row: &mut Row<'_>) {
    let template = row.found.template;
    for column in [Column::Status, Column::Forecast, Column::OwnRag] {
        for Other { caption, near, cell } in others(row, Some(column)) {
            let unnamed = caption.is_empty();
            let own_day = row.cell(column).and_then(day_in);
            let (says, own) = (cell.shown(), row.shown(column));
            let differs = match column {
                Column::Status => {
                    let status = |said: &str| template.status(said).map(|status| status.0);
                    (unnamed || near.may_hold_choice(template, column))
                        && status(&says).is_some_and(|other| Some(other) != status(&own))
                }
                Column::OwnRag => {
                    let rag = |said: &str| template.rag(said).map(|rag| rag.0);
                    (unnamed || near.may_hold_choice(template, column))
                        && rag(&says).is_some_and(|other| Some(other) != rag(&own))
                }
                _ => {
                    (unnamed || near.may_hold_forecast(template))
                        && day_in(cell).is_some_and(|other| Some(other) != own_day)
                }
            };
            if differs {
                tell(row, column, caption, cell);
            }
        }
    }
    for Other { caption, near, cell } in others(row, None) {
        for column in [Column::Commentary, Column::Evidence] {
            ask_words(row, column, &caption, &near, cell);
        }
    }
}

/// Asks about words that stand under a caption like this column's.
fn ask_words(row: &mut Row<'_>, column: Column, caption: &str, near: &NearCaption, cell: &Cell) {
    let Content::Text(says) = &cell.content else { return };
    let is_near = near.is_close_to(row.found.template, row.found.table(), column);
    if is_near && fold_wording(says) != fold_wording(&row.shown(column)) {
        tell(row, column, caption.to_owned(), cell);
    }
}

/// Whether what stands under a caption changes what the figure of its row means: `Scale: thousands`, `Multiplier: 1000`,
/// `Month: September`, `Ignore: yes`, `Correct?: no`.
fn modifies(caption: &str, cell: &Cell, measure: &Measure, period: Period) -> bool {
    const SCALES: [&str; 8] =
        ["factor", "magnitude", "multiple", "multiplier", "multiply by", "scale", "times", "x"];
    const TIMES: [&str; 9] = [
        "as at",
        "data as at",
        "data month",
        "date of data",
        "month",
        "period",
        "quarter",
        "reporting month",
        "reporting period",
    ];
    const DROPPED: [&str; 11] = [
        "delete",
        "draft",
        "estimate",
        "estimated",
        "exclude",
        "ignore",
        "provisional",
        "remove",
        "test",
        "void",
        "wrong",
    ];
    const RIGHT: [&str; 6] = ["accurate", "correct", "is this correct", "is this right", "right", "valid"];
    let caption = fold_caption(caption);
    let shown = cell.shown();
    let says = fold_wording(&shown);
    let is = |known: &[&str]| known.contains(&caption.as_str());
    let names_month = || match &cell.content {
        Content::Date(serial) => day_of(*serial).and_then(Period::of).is_some_and(|month| month != period),
        _ => {
            other_month::names_another(&shown, period)
                || other_month::names_another(&format!("as at {shown}"), period)
        }
    };
    // Remarks of any kind stand in a column of the lead's own; of a status it is said that it is a draft.
    let of_status = is(&["data status", "quality", "state", "status"]);
    let scale = || {
        scale::is_told_by(&format!("({shown})"), measure, of_status)
            || scale::is_told_by(&shown, measure, of_status)
    };
    is(&SCALES) && !matches!(says.as_str(), "1" | "x1" | "units" | "unit" | "none" | "-")
        || is(&TIMES) && names_month()
        || is(&DROPPED) && matches!(says.as_str(), "y" | "yes" | "x" | "1" | "true" | "\u{2713}" | "\u{2714}")
        || is(&RIGHT)
            && (matches!(says.as_str(), "n" | "no" | "0" | "false")
                || says.starts_with("no,")
                || says.starts_with("no "))
        || !caption.is_empty() && scale()
}

fn tell(row: &mut Row<'_>, column: Column, caption: String, cell: &Cell) {
    row.tell(column, FaultKind::RivalColumn { caption, cell: cell.at, says: cell.shown() });
}

/// A filled cell of the row in a column that is none of the form's.
struct Other<'a> {
    /// Its caption as it stands; empty where it has none.
    caption: String,
    near: NearCaption,
    cell: &'a Cell,
}

/// Filled cells in other columns: those with a caption, and those without one next to this column.
fn others<'a>(row: &Row<'a>, beside: Option<Column>) -> Vec<Other<'a>> {
    let found = row.found;
    let header = &found.header;
    let own = |at: u32| header.columns.values().any(|column| *column == at);
    let beside = beside.and_then(|column| header.columns.get(&column).copied());
    let filled = found.grid.row(row.number).iter().filter(|cell| !own(cell.at.column));
    let mut others = Vec::new();
    for cell in filled.filter(|cell| !found.grid.is_under_merge(cell.at)) {
        if !matches!(check(Some(cell), false), Checked::Filled(..)) {
            continue;
        }
        let at = cell.at.column;
        let captioned = header.extra.iter().find(|(column, _)| *column == at);
        // A month may be a date there, a year a number.
        let above = || found.grid.get(CellRef::new(header.row, at)).map(Cell::shown);
        let caption = captioned.map(|(_, caption)| caption.clone()).or_else(above).unwrap_or_default();
        let near = NearCaption::of(&caption);
        if caption.trim().is_empty() || near.is_excels_own() {
            if beside.is_some_and(|own| own.abs_diff(at) == 1) {
                others.push(Other { caption: String::new(), near, cell });
            }
        } else {
            others.push(Other { caption, near, cell });
        }
    }
    others
}

/// The day in a cell: a date, a text that is one, the number of one.
fn day_in(cell: &Cell) -> Option<NaiveDate> {
    match &cell.content {
        Content::Text(text) => read_date(text).map(TextDate::date),
        Content::Date(serial) => day_of(*serial),
        Content::Number(serial) if DAYS.contains(serial) => {
            day_of(DateSerial { serial: *serial, from_1904: false })
        }
        _ => None,
    }
}

/// The number in a cell, as it stands; a text counts when it is a number with or without a percent sign.
pub(super) fn number_in(cell: &Cell) -> Option<Quantity> {
    match &cell.content {
        Content::Number(number) => Quantity::from_double(*number),
        Content::Text(text) => {
            // No number is written without a digit, and what is made of plain ASCII is made of no other.
            if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let plain = normalised(text)?;
            parse(plain.trim_end_matches('%').trim()).map(|(number, _)| number)
        }
        _ => None,
    }
}

/// Whether two numbers are one, a percent perhaps written as a fraction.
pub(super) fn is_same(own: Quantity, other: Quantity) -> bool {
    let hundredfold = other.times(Quantity::HUNDRED);
    own.rounded(6) == other.rounded(6) || hundredfold.is_some_and(|other| other.rounded(6) == own.rounded(6))
}
