//! Answers that another thing may stand behind, told by what is known of the measure (4-reading.md, 4.4: Excel turned `3-4`
//! into a date): a number that is the serial of a day, words that are those of *Last value*, a date years away from the plan. All are used and asked
//! about.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::folding::fold_wording;
use crate::domain::{Column, Period, Quantity, Unit, Value};
use crate::finding::FaultKind;
use crate::finding::fault::Lenient;
use crate::plan::Measure;
use crate::sheet::grid::{Content, DateSerial};

use super::answers::{LastValue, MeasureRow};
use super::date::day_of;
use super::number::{normalised, parse, read_as};
use super::row::Row;

/// Years that Excel gives to `3-4`, `12/15` or `1/30`: a year of two digits is one of these.
const YEARS: std::ops::RangeInclusive<i32> = 1930..=2029;
/// So many times all that is known of a measure is far above it: what T02 asks of a denominator.
const FAR: i64 = 10;

/// V09 as a query at every number of the row that may be a date in disguise, and at words that look like *Last value*.
pub(super) fn ask(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow, period: Period) {
    let number = |answer: &super::answers::Answer<Quantity>| answer.value().copied();
    let (numerator, denominator) = (number(&read.numerator), number(&read.denominator));
    let mut asked = Vec::new();
    match read.value.value() {
        Some(Value::Number(value)) if measure.unit != Unit::Percent => {
            let known = known_of(measure, read.last_value.as_ref());
            asked.extend(
                may_be_a_date(row, Column::Value, *value, &known, period).map(|f| (Column::Value, f)),
            );
        }
        Some(Value::Date(day)) if is_far(*day, row.found.plan.starts, period) => {
            asked.push((Column::Value, read_as(day.to_string(), Lenient::FarFromThePlan)));
        }
        Some(Value::Text(text)) => {
            let last = row.found.template.read_last_value(text);
            let is_of_form = ["no_target", "no_last_value", "first_return", "not_due"]
                .iter()
                .any(|name| fold_wording(row.found.template.wording(name)) == fold_wording(text));
            if is_of_form || last.and_then(|(_, month)| month).is_some_and(|month| month < period) {
                asked.push((Column::Value, read_as(text.clone(), Lenient::AsLastValue)));
            }
        }
        _ => {}
    }
    for (column, part, other) in
        [(Column::Numerator, numerator, denominator), (Column::Denominator, denominator, numerator)]
    {
        if let Some(part) = part {
            // Two days of about now, or of what `12/15` becomes, say nothing of one another's size.
            let known: Vec<Quantity> = other
                .filter(|other| !is_likely_day(*other, row.found.from_1904, period))
                .into_iter()
                .collect();
            asked.extend(may_be_a_date(row, column, part, &known, period).map(|f| (column, f)));
        }
    }
    for (column, fault) in asked {
        row.tell(column, fault);
    }
}

/// Whether a day is more than a year before the plan began or three years ahead: days counted from 1904 that are read as
/// others come four years too early or too late.
pub(super) fn is_far(day: NaiveDate, starts: NaiveDate, period: Period) -> bool {
    let (earliest, latest) = (starts - Days::new(366), period.last_day() + Days::new(3 * 366));
    !(earliest..=latest).contains(&day)
}

/// What is known of the size of a measure's values: its last one, its target and baseline.
fn known_of(measure: &Measure, last: Option<&LastValue>) -> Vec<Quantity> {
    let first_word = |last: &LastValue| last.value.split_whitespace().next().map(str::to_owned);
    let last =
        last.and_then(first_word).and_then(|word| parse(&normalised(&word)?)).map(|(number, _)| number);
    last.into_iter().chain(measure.target).chain(measure.baseline).collect()
}

/// Whether a number is the serial of a day in the year of the period, the one before or the one after.
fn is_day_near(number: Quantity, from_1904: bool, period: Period) -> bool {
    let year = period.last_day().year();
    let day = day_of(DateSerial { serial: number.to_double(), from_1904 });
    number.is_whole() && day.is_some_and(|day| (year - 1..=year + 1).contains(&day.year()))
}

/// Whether a number is the serial of a day that Excel makes of a date without a year, which lies near the period, or of one
/// without a day, which is the first of a month of this century.
fn is_likely_day(number: Quantity, from_1904: bool, period: Period) -> bool {
    let day = day_of(DateSerial { serial: number.to_double(), from_1904 });
    let is_first = day.is_some_and(|day| day.day() == 1 && (2000..=*YEARS.end()).contains(&day.year()));
    is_day_near(number, from_1904, period) || number.is_whole() && is_first
}

/// Whether a typed whole number is the serial of a day and far above all that is known. Where nothing is known, only days
/// that Excel is likely to make are asked about.
fn may_be_a_date(
    row: &Row<'_>,
    column: Column,
    number: Quantity,
    known: &[Quantity],
    period: Period,
) -> Option<FaultKind> {
    let cell = row.cell(column).filter(|cell| cell.formula.is_none())?;
    // As text too: a csv has nothing else, and a column formatted as text keeps the serial as it is pasted.
    let serial = match &cell.content {
        Content::Number(serial) => *serial,
        Content::Text(text) if text.trim().bytes().all(|b| b.is_ascii_digit()) => number.to_double(),
        _ => return None,
    };
    if !number.is_whole() {
        return None;
    }
    let from_1904 = row.found.from_1904;
    let day = day_of(DateSerial { serial, from_1904 })?;
    let likely = is_likely_day(number, from_1904, period);
    let far_above = |known: &Quantity| known.times(Quantity::from(FAR)).is_some_and(|most| number > most);
    let may_be =
        if known.is_empty() { likely } else { YEARS.contains(&day.year()) && known.iter().all(far_above) };
    may_be.then(|| read_as(number.to_string(), Lenient::MayBeADate(day)))
}
