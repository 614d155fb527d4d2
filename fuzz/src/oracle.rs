//! What must hold of every reading, worked out here a second time by simpler means: no silent wrong value (1-mission.md).

use chrono::{Datelike, Days, NaiveDate};
use ragbook::domain::{CellRef, Quantity, Unit, Value};
use ragbook::finding::{Exception, Severity};
use ragbook::intake::{Answer, FileMet, FileState, Intake, Read, Return};
use ragbook::ledger::Decisions;
use ragbook::pipeline::month::{Asked, find};
use ragbook::plan::{Measure, Plan};
use ragbook::rules::Scope;
use ragbook::sheet::grid::{Cell, Content, FormatClass, Grid, Workbook};
use ragbook::sheet::limits::Limits;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::Setting;

/// A grid as every reader must give it: cells in order, each place once, numbers finite.
pub fn grid_holds(grid: &Grid) {
    assert!(grid.cells.is_sorted_by(|a, b| a.at < b.at), "cells out of order or twice");
    for cell in &grid.cells {
        assert!(!matches!(cell.content, Content::Number(n) if !n.is_finite()), "{cell:?}");
        assert!(cell.content != Content::Blank || cell.formula.is_some(), "{cell:?}");
        let _ = cell.shown();
    }
}

/// A workbook as every reader must give it: every grid holds, and nothing lies further out than is read.
pub fn book_holds(book: &Workbook, limits: &Limits) {
    book.grids.iter().for_each(grid_holds);
    for cell in book.grids.iter().flat_map(|g| &g.cells) {
        assert!(cell.at.row < limits.stray_row && cell.at.column < limits.stray_column, "{cell:?}");
    }
}

/// Whatever is filled in and not usable has an error at its cell, and no message carries a control character.
pub fn everything_refused_is_told(setting: &Setting, plan: &Plan, met: FileMet) -> FileMet {
    let asked = Asked {
        plan,
        period: setting.period,
        as_at: setting.period.last_day(),
        history: &setting.history,
        decisions: &Decisions::default(),
    };
    let found = find(&asked, Intake { files: vec![met], ..Intake::default() }, &[Scope::Return]);
    let exceptions = &found.findings.exceptions;
    for exception in exceptions {
        for text in [&exception.message, &exception.found, &exception.fix] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{exception:?}");
        }
    }
    let met = found.intake.files.into_iter().next().expect("one went in");
    if met.state == FileState::Refused {
        assert!(
            exceptions.iter().any(|e| e.severity == Severity::Error),
            "refused without an error: {met:?}"
        );
    }
    if let (FileState::Read, Some(returned)) = (met.state, &met.returned) {
        refused_cells(returned, exceptions);
    }
    met
}

fn refused_cells(returned: &Return, exceptions: &[Exception]) {
    let error_at = |cells: &[CellRef]| {
        let at = |e: &&Exception| {
            // Answers under a merge are refused with a query (L04): the merge is the lead's own doing.
            (e.severity == Severity::Error || e.code.0 == "L04")
                && e.place.cell.is_some_and(|c| cells.contains(&c))
        };
        exceptions.iter().find(at).is_some()
    };
    for row in returned.progress.iter().flat_map(|t| &t.rows).filter(|r| r.accepted) {
        let refused = [
            refused(&row.status),
            refused(&row.forecast),
            refused(&row.own_rag),
            refused(&row.commentary),
            refused(&row.evidence),
        ];
        for cell in refused.into_iter().flatten() {
            assert!(error_at(&[cell]), "{cell} refused without an error: {row:?} {exceptions:?}");
        }
    }
    for row in returned.measures.iter().flat_map(|t| &t.rows).filter(|r| r.accepted) {
        // A value made from two numbers may be refused because of either.
        let parts = [row.value.cell, row.numerator.cell, row.denominator.cell];
        if refused(&row.value).is_some() {
            assert!(error_at(&parts), "{} refused without an error: {row:?} {exceptions:?}", row.value.cell);
        }
        let others =
            [refused(&row.numerator), refused(&row.denominator), refused(&row.absence), refused(&row.note)];
        for cell in others.into_iter().flatten() {
            assert!(error_at(&[cell]), "{cell} refused without an error: {row:?} {exceptions:?}");
        }
    }
}

fn refused<T>(answer: &Answer<T>) -> Option<CellRef> {
    matches!(answer.read, Read::Refused).then_some(answer.cell)
}

/// Every value taken from a Measures table is what its cells say.
pub fn values_are_what_the_cells_say(plan: &Plan, book: &Workbook, met: &FileMet) {
    let Some(table) = met.returned.as_ref().and_then(|r| r.measures.as_ref()) else { return };
    let mut named = book.grids.iter().filter(|g| g.name == table.sheet);
    let (Some(grid), None) = (named.next(), named.next()) else { return };
    for row in table.rows.iter().filter(|row| row.accepted) {
        let measure = row.measure.and_then(|m| plan.measure(m));
        let (Some(measure), Some(value)) = (measure, row.value.value()) else { continue };
        let both = row.numerator.value().zip(row.denominator.value());
        if let (Unit::Percent, Some((numerator, denominator)), Value::Number(quantity)) =
            (measure.unit, both, value)
        {
            let made = numerator.times(Quantity::HUNDRED).and_then(|n| n.over(*denominator));
            assert_eq!(made, Some(*quantity), "{row:?}");
            continue;
        }
        let cell = grid.get(row.value.cell).unwrap_or_else(|| panic!("a value from an empty cell: {row:?}"));
        assert!(!grid.is_under_merge(cell.at), "a value from under a merge: {row:?}");
        value_is_what_the_cell_says(measure, cell, value);
    }
}

/// One cell's value against the cell.
pub fn value_is_what_the_cell_says(measure: &Measure, cell: &Cell, value: &Value) {
    let holds = match (value, &cell.content) {
        (_, Content::Blank | Content::Error(_) | Content::Unreadable(_)) => false,
        (Value::Number(quantity), Content::Number(double)) => number_holds(measure, cell, *double, *quantity),
        (Value::Number(quantity), Content::Text(text)) => text_holds(measure, text, *quantity),
        (Value::Number(_), Content::Date(_) | Content::Boolean(_)) => false,
        (Value::Date(date), Content::Date(serial)) => day(serial.serial, serial.from_1904) == Some(*date),
        (Value::Date(date), Content::Number(serial)) => {
            [false, true].iter().any(|e| day(*serial, *e) == Some(*date))
        }
        (Value::Date(date), Content::Text(text)) => text_names(text, *date),
        (Value::Date(_), Content::Boolean(_)) => false,
        (Value::Text(read), Content::Text(text)) => letters(text) == letters(read),
        (Value::Text(_), _) => true,
    };
    assert!(holds, "{:?} {cell:?} read as {value:?}", measure.unit);
}

fn number_holds(measure: &Measure, cell: &Cell, double: f64, quantity: Quantity) -> bool {
    let Some(stored) = Quantity::from_double(double) else { return false };
    let code = cell.format_code.as_deref().unwrap_or_default();
    match (measure.unit, cell.format) {
        (Unit::Percent, FormatClass::Percent) => stored.times(Quantity::HUNDRED) == Some(quantity),
        (Unit::Percent, FormatClass::Unknown) => stored == Quantity::ZERO && quantity == stored,
        (Unit::Percent, _) => {
            let doubtful = double != 0.0 && double.abs() <= 1.0;
            stored == quantity && !doubtful
        }
        (_, FormatClass::Percent) => false,
        (Unit::Days, _) if code.contains("week") => stored.times(Quantity::from(7)) == Some(quantity),
        (Unit::Weeks, _) if code.contains("day") => stored.over(Quantity::from(7)) == Some(quantity),
        _ => stored == quantity,
    }
}

/// Digits, sign and point of the text, everything else that may stand there taken away, are the number.
fn text_holds(measure: &Measure, text: &str, quantity: Quantity) -> bool {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    let plain = plain.to_lowercase().replace('\u{2212}', "-");
    if matches!(plain.as_str(), "nil" | "none" | "zero") {
        return quantity == Quantity::ZERO;
    }
    let decimal = |text: &str| text.replace(',', "").parse::<Decimal>().ok();
    if measure.unit == Unit::Percent {
        if let Some((numerator, denominator)) = plain.split_once('/') {
            let (Some(n), Some(d)) = (decimal(numerator), decimal(denominator)) else { return false };
            return Quantity::from(n).times(Quantity::HUNDRED).and_then(|n| n.over(Quantity::from(d)))
                == Some(quantity);
        }
        let bare = plain.strip_suffix('%').or_else(|| plain.strip_suffix("percent"));
        let number = decimal(bare.unwrap_or(&plain));
        let doubtful = bare.is_none() && number.is_some_and(|n| !n.is_zero() && n.abs() <= Decimal::ONE);
        return number == Some(quantity.decimal()) && !doubtful;
    }
    let suffixes = [("weeks", Unit::Weeks), ("week", Unit::Weeks), ("days", Unit::Days), ("day", Unit::Days)];
    let typed = suffixes.into_iter().find_map(|(word, unit)| Some((plain.strip_suffix(word)?, unit)));
    let seven = Quantity::from(7);
    match (typed, measure.unit) {
        (Some((number, Unit::Weeks)), Unit::Days) => {
            decimal(number).and_then(|n| Quantity::from(n).times(seven)) == Some(quantity)
        }
        (Some((number, Unit::Days)), Unit::Weeks) => {
            decimal(number).and_then(|n| Quantity::from(n).over(seven)) == Some(quantity)
        }
        (Some((number, _)), Unit::Days | Unit::Weeks) => decimal(number) == Some(quantity.decimal()),
        (Some(_), _) => false,
        (None, _) => decimal(&plain) == Some(quantity.decimal()),
    }
}

fn is_invisible(c: char) -> bool {
    ragbook::domain::folding::is_invisible(c)
}

fn letters(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c)).collect()
}

fn day(serial: f64, from_1904: bool) -> Option<NaiveDate> {
    let first =
        if from_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    // Serials are positive here or refused; a fraction is a time of day.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole day count in range")]
    let days = Days::new(serial.floor() as u64);
    first?.checked_add_days(days)
}

/// The text holds the year's last two digits and the day, or no day and the date is a month's last.
fn text_names(text: &str, date: NaiveDate) -> bool {
    let plain: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let numbers: Vec<u32> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .filter_map(|p| p.parse().ok())
        .collect();
    let year = u32::try_from(date.year()).unwrap_or(0);
    let has_year = numbers.iter().any(|n| *n == year || *n + 2000 == year);
    let is_last = date.checked_add_days(Days::new(1)).is_some_and(|next| next.day() == 1);
    has_year && (numbers.contains(&date.day()) || is_last)
}
