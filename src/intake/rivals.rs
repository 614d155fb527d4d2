//! Another column that says something else than the answer beside it: `Corrected value`, `Revised status`, the month's own
//! name, or no caption at all next to Value. Nobody can tell which of the two counts: the form's own column is used and
//! asked about (L02 as a query; 4-reading.md, 4.3: extra columns are kept aside).

use crate::domain::folding::{fold_caption, fold_wording};
use crate::domain::period::MONTHS;
use crate::domain::{CellRef, Column, Period, Quantity, Table, Unit, Value};
use crate::finding::FaultKind;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content};

use super::answers::{MeasureRow, Read};
use super::number::{normalised, parse};
use super::reading::{Checked, check};
use super::row::Row;

/// Words of a caption that say that its column holds the better answer, or one that may be meant instead.
const BETTER: &[&str] = &[
    "actual",
    "adjusted",
    "amended",
    "amendment",
    "audited",
    "confirmed",
    "correct",
    "corrected",
    "correction",
    "final",
    "new",
    "outturn",
    "override",
    "provisional",
    "q1",
    "q2",
    "q3",
    "q4",
    "real",
    "reported",
    "restated",
    "revised",
    "revision",
    "right",
    "should",
    "true",
    "update",
    "updated",
    "use",
    "validated",
    "verified",
    "ytd",
];
/// Words of a caption that say that its column holds something else than this month's answer.
const OTHER: &[&str] = &[
    "average",
    "baseline",
    "benchmark",
    "change",
    "difference",
    "england",
    "forecast",
    "last",
    "national",
    "neighbours",
    "plan",
    "planned",
    "previous",
    "prior",
    "region",
    "regional",
    "target",
    "variance",
    "year",
];

/// Whether a word says that what stands with it is the better answer.
pub(super) fn is_better(word: &str) -> bool {
    BETTER.contains(&word.to_lowercase().as_str())
}

/// Asks about the value of a measure's row where another column says something else.
pub(super) fn ask_value(row: &mut Row<'_>, measure: &Measure, read: &MeasureRow, period: Period) {
    let found = row.found;
    let numeric =
        matches!(measure.unit, Unit::Count | Unit::Number | Unit::Percent | Unit::Days | Unit::Weeks);
    let own = match &read.value.read {
        Read::As(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let named = found.header.extra.iter().filter(|(_, caption)| {
        let words = words(caption);
        !is_of_something_else(&words, Some(period))
            && (names(row, Column::Value, &words)
                || numeric && words.iter().any(|word| BETTER.contains(&word.as_str()))
                || numeric && words.iter().any(|word| month_of(word) == Some(month_number(period))))
    });
    let mut columns: Vec<(u32, String)> = named.cloned().collect();
    if numeric {
        columns.extend(uncaptioned_beside(row).map(|column| (column, String::new())));
    }
    for (column, caption) in columns {
        let Some(cell) = answer_in(row, column) else { continue };
        let differs = if numeric {
            number_in(cell).is_some_and(|other| own.is_none_or(|own| !is_same(own, other)))
        } else {
            fold_wording(&cell.shown()) != fold_wording(row.shown(Column::Value).as_str())
        };
        if differs {
            tell(row, Column::Value, caption, cell.at, cell.shown());
        }
    }
}

/// Asks about an answer on progress where a column with a better word for it (`Revised status`) says something else.
pub(super) fn ask_progress(row: &mut Row<'_>, column: Column) {
    let template = row.found.template;
    let columns: Vec<(u32, String)> = row.found.header.extra.clone();
    for (at, caption) in columns {
        let words = words(&caption);
        let better = words.iter().any(|word| BETTER.contains(&word.as_str()));
        if !better || !names(row, column, &words) || is_of_something_else_but_forecast(&words, column) {
            continue;
        }
        let Some(cell) = answer_in(row, at) else { continue };
        let (says, own) = (cell.shown(), row.shown(column));
        let differs = match column {
            Column::Status => template
                .status(&says)
                .is_some_and(|other| Some(other.0) != template.status(&own).map(|s| s.0)),
            Column::OwnRag => {
                template.rag(&says).is_some_and(|other| Some(other.0) != template.rag(&own).map(|r| r.0))
            }
            _ => fold_wording(&says) != fold_wording(&own),
        };
        if differs {
            tell(row, column, caption, cell.at, says);
        }
    }
}

fn tell(row: &mut Row<'_>, column: Column, caption: String, cell: CellRef, says: String) {
    row.tell(column, FaultKind::RivalColumn { caption, cell, says });
}

fn words(caption: &str) -> Vec<String> {
    fold_caption(caption).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether some words of the caption, next to one another, are a caption of this column.
fn names(row: &Row<'_>, column: Column, words: &[String]) -> bool {
    let words = words.get(..words.len().min(12)).unwrap_or_default();
    let table = if matches!(column, Column::Value) { Table::Measures } else { Table::Progress };
    (0..words.len()).any(|from| {
        (from + 1..=words.len())
            .any(|to| row.found.template.column(table, &words[from..to].join(" ")) == Some(column))
    })
}

fn is_of_something_else(words: &[String], period: Option<Period>) -> bool {
    let other_month =
        |word: &String| month_of(word).is_some_and(|month| Some(month) != period.map(month_number));
    words.iter().any(|word| OTHER.contains(&word.as_str()) || other_month(word))
}

fn is_of_something_else_but_forecast(words: &[String], column: Column) -> bool {
    let left: Vec<String> =
        words.iter().filter(|word| column != Column::Forecast || *word != "forecast").cloned().collect();
    is_of_something_else(&left, None)
}

/// Number of the month that a word names, in full or by its first letters.
fn month_of(word: &str) -> Option<u32> {
    let is = |month: &str| {
        let month = month.to_lowercase();
        word == month || word.len() == 3 && month.starts_with(word) || word == "sept" && month == "september"
    };
    MONTHS.iter().position(|month| is(month)).and_then(|at| u32::try_from(at + 1).ok())
}

fn month_number(period: Period) -> u32 {
    use chrono::Datelike;
    period.last_day().month()
}

/// Columns without a caption next to Value.
fn uncaptioned_beside(row: &Row<'_>) -> impl Iterator<Item = u32> {
    let header = &row.found.header;
    let value = header.columns.get(&Column::Value).copied();
    let captioned: Vec<u32> =
        header.columns.values().copied().chain(header.extra.iter().map(|(column, _)| *column)).collect();
    let beside = value.into_iter().flat_map(|value| [value.checked_sub(1), value.checked_add(1)]).flatten();
    beside.filter(move |column| !captioned.contains(column))
}

fn answer_in<'a>(row: &Row<'a>, column: u32) -> Option<&'a Cell> {
    let at = CellRef::new(row.number, column);
    let cell = row.found.grid.get(at).filter(|_| !row.found.grid.is_under_merge(at))?;
    matches!(check(Some(cell), false), Checked::Filled(..)).then_some(cell)
}

/// The number in a cell, as it stands; a text counts when it is a number with or without a percent sign.
pub(super) fn number_in(cell: &Cell) -> Option<Quantity> {
    match &cell.content {
        Content::Number(number) => Quantity::from_double(*number),
        Content::Text(text) => {
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
