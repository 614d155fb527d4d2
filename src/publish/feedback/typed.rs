//! What a lead typed, as it is to stand in the return that goes back: the same kind of content under the same kind of
//! number format, so that what comes back uncorrected is told again and nothing refused turns into something used.
//!
//! A row about which something was told shows its cells as they were found; any other row shows what was read from it.
//! What cannot be written again without changing its meaning stands there in words that are refused again.

use crate::domain::folding::unfenced;
use crate::domain::{CellRef, Column, Quantity, Unit, Value};
use crate::finding::fault::{Lenient, PercentUnclear};
use crate::finding::{Fault, FaultKind};
use crate::form::template::AboutItem;
use crate::form::{Entry, Filled, Spot};
use crate::intake::{Answer, MeasureRow, ProgressRow, Read, Return, TableRead};
use crate::plan::Plan;
use crate::sheet::book::CellContent;
use crate::sheet::grid::{Cell, Content, FormatClass};

/// Errors that every spreadsheet program knows as constants.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Said behind what cannot be written as it was found.
const AGAIN: &str = "(please type it again)";

/// What a column takes, as far as writing an answer into it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Words,
    Choice,
    Date,
    Number,
    Percent,
    /// Nothing: whatever stands there is to be cleared.
    Nothing,
}

/// Every answer of a return whose row is merged. *Date completed* is left out where it is a date: the day of the
/// correction belongs there, because of two returns the later one stands.
pub(super) fn typed(plan: &Plan, returned: &Return) -> Filled {
    let mut filled = Filled::new();
    let mut put = |spot, content: Option<CellContent<'static>>| {
        if content.is_some() {
            filled.insert(spot, Entry { typed: content, mark: None });
        }
    };
    put(Spot::About(AboutItem::CompletedBy), words(&returned.completed_by));
    let is_no_date = |f: &&Fault| {
        matches!(f.kind, FaultKind::NotADate | FaultKind::CompletedFarOff { .. }) && f.column.is_none()
    };
    let no_date = returned.faults.iter().find(is_no_date);
    put(Spot::About(AboutItem::DateCompleted), no_date.and_then(|fault| words(&fault.found)));
    if let Some(table) = &returned.progress {
        for row in table.rows.iter().filter(|row| row.accepted) {
            let Some(action) = row.action else { continue };
            progress(&Typing { returned, table }, row, |column, content| {
                put(Spot::Progress(action, column), content);
            });
        }
    }
    if let Some(table) = &returned.measures {
        for row in table.rows.iter().filter(|row| row.accepted) {
            let Some(measure) = row.measure else { continue };
            let unit = plan.measure(measure).map_or(Unit::Text, |m| m.unit);
            let put = |column, content| put(Spot::Measures(measure, column), content);
            measures(&Typing { returned, table }, row, unit, put);
        }
    }
    filled
}

/// A table of a return, with what was told about it.
struct Typing<'a, Row> {
    returned: &'a Return,
    table: &'a TableRead<Row>,
}

fn progress(
    typing: &Typing<'_, ProgressRow>,
    row: &ProgressRow,
    mut put: impl FnMut(Column, Option<CellContent<'static>>),
) {
    put(Column::Status, typing.answer(&row.status, Takes::Choice, |_| None));
    put(Column::OwnRag, typing.answer(&row.own_rag, Takes::Choice, |_| None));
    put(Column::Forecast, typing.answer(&row.forecast, Takes::Date, |day| Some(CellContent::Date(*day))));
    put(Column::Commentary, typing.answer(&row.commentary, Takes::Words, |_| None));
    put(Column::Evidence, typing.answer(&row.evidence, Takes::Words, |_| None));
    // A date asked for is nowhere else: the plan's would stand in its place.
    put(Column::TargetDate, row.requested_target.as_ref().and_then(|(_, said)| words(said)));
}

fn measures(
    typing: &Typing<'_, MeasureRow>,
    row: &MeasureRow,
    unit: Unit,
    mut put: impl FnMut(Column, Option<CellContent<'static>>),
) {
    let value = match unit {
        Unit::Percent => Takes::Percent,
        Unit::Count | Unit::Number | Unit::Days | Unit::Weeks => Takes::Number,
        Unit::Date => Takes::Date,
        Unit::Text | Unit::Document => Takes::Words,
    };
    let part_takes = if unit == Unit::Percent { Takes::Number } else { Takes::Nothing };
    let part = |quantity: &Quantity| Some(CellContent::Number(quantity.to_double(), quantity.places()));
    // A percent that its two numbers make is worked out again by the form.
    let reason_instead = row.absence.cell == row.value.cell && !typing.is_asked_about(row.value.cell);
    if !row.value.found.is_empty() && !reason_instead {
        let shown = row.value.found.clone();
        put(Column::Value, typing.answer(&row.value, value, |read| of_value(read, unit, &shown)));
    }
    // A percent typed as 17/20 gives both numbers from the Value cell.
    for (answer, column) in [(&row.numerator, Column::Numerator), (&row.denominator, Column::Denominator)] {
        if answer.cell != row.value.cell {
            put(column, typing.answer(answer, part_takes, part));
        }
    }
    if row.absence.cell != row.value.cell {
        put(Column::Absence, typing.answer(&row.absence, Takes::Choice, |_| None));
    } else if let Read::As(reason) = &row.absence.read
        && reason_instead
    {
        // A reason typed as the value stands where reasons stand.
        put(Column::Absence, words(reason.word()));
    }
    put(Column::Note, typing.answer(&row.note, Takes::Words, |_| None));
}

impl<Row> Typing<'_, Row> {
    /// An answer as it is to stand again: as found where that is known, else as read, else as shown.
    fn answer<T>(
        &self,
        answer: &Answer<T>,
        takes: Takes,
        write: impl FnOnce(&T) -> Option<CellContent<'static>>,
    ) -> Option<CellContent<'static>> {
        if let Some(cell) = self.table.doubtful.get(&answer.cell) {
            return self.as_found(cell, takes);
        }
        match &answer.read {
            Read::As(read) => write(read).or_else(|| words(&answer.found)),
            // Blank, or under a merge.
            Read::Blank | Read::Refused => None,
        }
    }

    fn as_found(&self, cell: &Cell, takes: Takes) -> Option<CellContent<'static>> {
        let told = || self.told(cell.at).map(|fault| &fault.kind);
        // Written plainly into the row in which it stood, an answer of another row would be used once the gap is filled.
        let is_lost = |kind: &FaultKind| {
            matches!(
                kind,
                FaultKind::UnsafeInThisFormat { .. }
                    | FaultKind::PercentUnclear(PercentUnclear::FormatUnknown)
                    | FaultKind::ColumnSlipped { .. }
                    | FaultKind::ColumnRaised { .. }
            )
        };
        if told().any(is_lost) {
            return again(cell, takes);
        }
        let is_uncalculated = |kind: &FaultKind| matches!(kind, FaultKind::NotCalculated { .. });
        if let Some(formula) = cell.formula.as_ref().filter(|_| told().any(is_uncalculated)) {
            let words = CellContent::Text(format!("={formula}").into());
            // Among words a formula's text would be an answer; an error is none.
            return Some(if takes == Takes::Words { CellContent::Error("#N/A".into()) } else { words });
        }
        // A number whose format says "about": without the format it would be a plain one.
        let is_no_number = |kind: &FaultKind| matches!(kind, FaultKind::NotANumber { .. });
        if takes != Takes::Nothing && matches!(cell.content, Content::Number(_)) && told().any(is_no_number) {
            return again(cell, takes);
        }
        content(cell, takes)
    }

    /// Whether anything is to be corrected or confirmed at a cell that was read as a reason.
    fn is_asked_about(&self, at: CellRef) -> bool {
        let is_plain =
            |kind: &FaultKind| matches!(kind, FaultKind::ReadAs { how: Lenient::WordForAbsence(_), .. });
        self.told(at).any(|fault| !is_plain(&fault.kind))
    }

    fn told(&self, at: CellRef) -> impl Iterator<Item = &Fault> {
        let here = move |fault: &&Fault| {
            let sheet = fault.place.sheet.as_ref();
            fault.place.cell == Some(at) && sheet.is_none_or(|sheet| *sheet == self.table.sheet)
        };
        self.returned.faults.iter().filter(here)
    }
}

/// A cell as found.
fn content(cell: &Cell, takes: Takes) -> Option<CellContent<'static>> {
    match &cell.content {
        Content::Blank | Content::Unreadable(_) => None,
        Content::Text(text) => words(&unfenced(text)),
        Content::Number(number) => number_as_found(*number, cell, takes),
        // Under a date's number format the number that the lead now types would be a date again.
        Content::Date(_) if matches!(takes, Takes::Number | Takes::Percent) => again(cell, takes),
        Content::Date(serial) => match serial.date() {
            Some(day) if !serial.has_time() && cell.format != FormatClass::Time => {
                Some(CellContent::Date(day))
            }
            _ if takes == Takes::Words || takes == Takes::Choice => words(&cell.shown()),
            // A time in words is no number either; a serial that is no day would look like one.
            _ if cell.shown().contains(':') => words(&cell.shown()),
            _ => again(cell, takes),
        },
        Content::Boolean(_) => words(&cell.shown()),
        Content::Error(error) => {
            let known = ERRORS.contains(&error.as_str());
            Some(CellContent::Error(if known { error.clone().into() } else { "#VALUE!".into() }))
        }
    }
}

/// What the cell showed, in words that are refused again: written as it was found it could be taken for something else.
fn again(cell: &Cell, takes: Takes) -> Option<CellContent<'static>> {
    (takes != Takes::Words).then(|| CellContent::Text(format!("{} {AGAIN}", cell.shown()).into()))
}

fn number_as_found(number: f64, cell: &Cell, takes: Takes) -> Option<CellContent<'static>> {
    let shown = cell.shown();
    if cell.format == FormatClass::Percent && takes == Takes::Number {
        return again(cell, takes);
    }
    if cell.format == FormatClass::Percent {
        return Some(CellContent::Percent(number * 100.0, places(&shown)));
    }
    let exact = Quantity::from_double(number);
    match takes {
        Takes::Words | Takes::Choice => words(&shown),
        Takes::Number | Takes::Nothing => Some(
            exact.map_or(CellContent::Plain(number), |q| CellContent::Number(number, q.places().min(15))),
        ),
        Takes::Percent | Takes::Date => Some(CellContent::Plain(number)),
    }
}

/// A value that was read without anything to tell.
fn of_value(value: &Value, unit: Unit, shown: &str) -> Option<CellContent<'static>> {
    match value {
        Value::Date(day) => Some(CellContent::Date(*day)),
        Value::Text(_) => None,
        // What was typed, to the places shown: the two numbers of the row may make more of them.
        Value::Number(number) if unit == Unit::Percent => {
            let typed = shown.trim_end_matches('%').parse().unwrap_or(number.to_double());
            Some(CellContent::Percent(typed, places(shown)))
        }
        Value::Number(number) => Some(CellContent::Number(number.to_double(), number.places().min(15))),
    }
}

/// Decimal places of a number as shown.
fn places(shown: &str) -> u32 {
    let fraction = shown.split_once('.').map_or("", |(_, fraction)| fraction);
    u32::try_from(fraction.bytes().take_while(u8::is_ascii_digit).count()).unwrap_or(0)
}

/// A text without white space around it; none when nothing is left.
fn words(text: &str) -> Option<CellContent<'static>> {
    let text = text.trim();
    (!text.is_empty()).then(|| CellContent::Text(text.to_owned().into()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::finding::{Place, Subject};
    use crate::publish::sample::month;
    use crate::sheet::grid::DateSerial;

    fn cell(content: Content, format: FormatClass, code: &str) -> Cell {
        let format_code = (!code.is_empty()).then(|| code.into());
        Cell { at: CellRef::new(0, 0), content, format, format_code, formula: None, doubt: None }
    }

    #[test]
    fn the_exact_number_stands_there_not_the_rounded_one() {
        let rounded = cell(Content::Number(12.4), FormatClass::Number, "0");
        assert_eq!(content(&rounded, Takes::Number), Some(CellContent::Number(12.4, 1)));
        let percent = cell(Content::Number(1.004), FormatClass::Percent, "0%");
        assert_eq!(content(&percent, Takes::Percent), Some(CellContent::Percent(1.004 * 100.0, 0)));
        let general = cell(Content::Number(0.85), FormatClass::General, "");
        assert_eq!(content(&general, Takes::Percent), Some(CellContent::Plain(0.85)));
    }

    #[test]
    fn an_answer_that_may_belong_to_another_row_is_not_offered_as_this_rows() {
        let mut returned = month().intake.files[0].returned.clone().unwrap();
        let (sheet, at): (Arc<str>, _) = (Arc::from("Measures"), CellRef::new(5, 8));
        let table = TableRead::<MeasureRow> {
            sheet: Arc::clone(&sheet),
            header: CellRef::new(3, 0),
            rows: Vec::new(),
            doubtful: BTreeMap::new(),
        };
        let share = Cell { at, ..cell(Content::Number(27.0), FormatClass::General, "") };
        let offered = |returned: &Return| Typing { returned, table: &table }.as_found(&share, Takes::Percent);
        assert_eq!(offered(&returned), Some(CellContent::Plain(27.0)));
        let away = CellRef::new(9, 8);
        for kind in [
            FaultKind::ColumnSlipped { gap: away, below: away },
            FaultKind::ColumnRaised { misfit: away, end: away },
        ] {
            let place = Place::cell("ann.xlsx", Arc::clone(&sheet), at);
            let (subject, column, found) = (Subject::default(), Some(Column::Value), "27".to_owned());
            returned.faults = vec![Fault { place, subject, column, found, kind }];
            assert_eq!(offered(&returned), Some(CellContent::Text("27 (please type it again)".into())));
        }
    }

    #[test]
    fn what_is_no_number_never_becomes_one() {
        let serial = |serial| Content::Date(DateSerial { serial, from_1904: false });
        let no_day = cell(serial(60.0), FormatClass::Date, "dd/mm/yyyy");
        assert_eq!(
            content(&no_day, Takes::Number),
            Some(CellContent::Text("60 (please type it again)".into()))
        );
        assert_eq!(content(&no_day, Takes::Words), Some(CellContent::Text("60".into())));
        let time = cell(serial(0.604_166_666_666_667), FormatClass::Time, "h:mm");
        let again = |shown: &str| Some(CellContent::Text(format!("{shown} (please type it again)").into()));
        assert_eq!(content(&time, Takes::Number), again("14:30"));
        // Under its own format the next number typed would be a date, or a percent, once more.
        let date = cell(serial(43_894.0), FormatClass::Date, "d mmm yyyy");
        assert_eq!(content(&date, Takes::Number), again("4 Mar 2020"));
        assert!(matches!(content(&date, Takes::Date), Some(CellContent::Date(_))));
        let share = cell(Content::Number(0.41), FormatClass::Percent, "0%");
        assert_eq!(content(&share, Takes::Number), again("41%"));
        let spill = cell(Content::Error("#SPILL!".to_owned()), FormatClass::General, "");
        assert_eq!(content(&spill, Takes::Number), Some(CellContent::Error("#VALUE!".into())));
    }
}
