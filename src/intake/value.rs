//! The Value cell by the measure's unit (4-reading.md, 4.4). Percents are weighed with their two numbers in
//! [`super::percent`]; everything else is here.

use crate::domain::folding::{is_fenced, tidy};
use crate::domain::period::MONTHS;
use crate::domain::{Absence, Column, Quantity, Unit, Value};
use crate::finding::FaultKind;
use crate::finding::fault::Lenient;
use crate::form::Template;
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, FormatClass};

use super::date::read_date;
use super::duration::read_duration;
use super::number::{Bounds, Fractions, read_as, read_number};
use super::percent::PERCENT_WORDS;
use super::reading::Reading;
use super::text::read_text;

/// The value of a measure that is no percent.
pub(super) fn read_value(cell: &Cell, measure: &Measure, from_1904: bool) -> Reading<Value> {
    match measure.unit {
        Unit::Count | Unit::Number | Unit::Percent => {
            read_number(cell, bounds(measure), &known_words(measure)).map(Value::Number)
        }
        Unit::Days | Unit::Weeks => read_duration(cell, measure.unit, bounds(measure)).map(Value::Number),
        Unit::Date => read_date(cell, from_1904).map(Value::Date),
        Unit::Text | Unit::Document => {
            let mut words = read_text(cell, Column::Value).map(Value::Text);
            // `3-4` becomes 3 April as it is typed; in a csv it stays as that date was shown.
            if matches!(cell.content, Content::Date(_)) || was_a_date(cell) {
                words.told.push(FaultKind::DateForWords);
            }
            words
        }
    }
}

/// Whether a text of a csv is what Excel makes of `3-4` or `4/24` when it saves: `03-Apr`, `Apr-24`.
fn was_a_date(cell: &Cell) -> bool {
    let Content::Text(text) = &cell.content else { return false };
    let is_month = |word: &str| {
        MONTHS.iter().any(|month| month.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word)))
    };
    let is_number = |word: &str| (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    cell.format == FormatClass::Unknown
        && text.trim().split_once('-').is_some_and(|(one, other)| {
            is_number(one) && is_month(other) || is_month(one) && is_number(other)
        })
}

/// Words that a number format may add to a number of this measure: what it counts, such as the families of "Number of
/// families seen"; at a percent the measure's own words and its sign. "Evening" is of the wording of "Number of evening
/// sessions" too, and yet 14 evenings are not 14 sessions.
pub(super) fn known_words(measure: &Measure) -> [&str; 4] {
    if measure.unit == Unit::Percent {
        return [&measure.measure, &measure.numerator, &measure.denominator, PERCENT_WORDS];
    }
    [counted(&measure.measure), "number no of count total", "", ""]
}

/// The first word of a wording that names several: what is counted.
fn counted(wording: &str) -> &str {
    let is_plural = |word: &&str| {
        let word = word.to_lowercase();
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
            || matches!(&*word, "children" | "people" | "women" | "men")
    };
    wording.split(|c: char| !c.is_alphanumeric()).find(is_plural).unwrap_or_default()
}

/// What the values of a measure may be: nought or more unless the plan allows less; counts whole and never negative.
pub(super) fn bounds(measure: &Measure) -> Bounds {
    let nought = Quantity::ZERO;
    let minimum = measure.minimum.unwrap_or(nought);
    let number = measure.unit == Unit::Number;
    Bounds {
        minimum: Some(if number { minimum } else { minimum.max(nought) }),
        maximum: measure.maximum,
        fractions: if measure.unit == Unit::Count { Fractions::Refused } else { Fractions::Allowed },
    }
}

/// What a numerator or a denominator may be: a whole number; below nought only where the percent may be.
pub(super) fn part_bounds(measure: &Measure) -> Bounds {
    let negative = measure.minimum.is_some_and(Quantity::is_negative);
    Bounds { minimum: (!negative).then_some(Quantity::ZERO), maximum: None, fractions: Fractions::Refused }
}

/// The reason that a word or mark typed as the value stands for: `n/a`, `tbc`, `-`.
pub(super) fn typed_absence(cell: &Cell, template: &Template) -> Option<(Absence, FaultKind)> {
    let Content::Text(text) = &cell.content else { return None };
    // Crossed out, or not shown: its cell's own reading tells why it is no answer.
    if cell.doubt.as_ref().is_some_and(|doubt| !doubt.is_only_asked_about())
        || cell.shown_for_text().is_some()
    {
        return None;
    }
    let absence = template.typed_absence(text).filter(|_| !is_fenced(text))?;
    let is_mark = !tidy(text).chars().any(char::is_alphanumeric);
    let how = if is_mark { Lenient::MarkForAbsence } else { Lenient::WordForAbsence(absence) };
    Some((absence, read_as(absence.word().to_owned(), how)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::answers::Read;
    use crate::intake::sample::{day, number, quantity, serial, template, text};
    use crate::plan::sample::measure;

    #[test]
    fn each_unit_has_its_reader() {
        let read =
            |unit: Unit, cell: &Cell| read_value(cell, &measure("1.1a", "m", unit, &["ann"]), false).read;
        assert_eq!(read(Unit::Count, &number(3.0)), Read::As(Value::Number(quantity("3"))));
        assert_eq!(read(Unit::Count, &number(3.5)), Read::Refused);
        assert_eq!(read(Unit::Number, &number(3.5)), Read::As(Value::Number(quantity("3.5"))));
        assert_eq!(read(Unit::Number, &number(-3.5)), Read::Refused);
        assert_eq!(read(Unit::Days, &text("2 weeks")), Read::As(Value::Number(quantity("14"))));
        assert_eq!(read(Unit::Date, &serial(43_921.0)), Read::As(Value::Date(day(2020, 3, 31))));
        assert_eq!(read(Unit::Document, &text(" plan.docx ")), Read::As(Value::Text("plan.docx".to_owned())));
    }

    #[test]
    fn the_plan_may_allow_less_than_nought_for_a_number_but_never_for_a_count() {
        let mut change = measure("1.1a", "m", Unit::Number, &["ann"]);
        change.minimum = Some(quantity("-10"));
        assert_eq!(read_value(&number(-3.0), &change, false).read, Read::As(Value::Number(quantity("-3"))));
        assert_eq!(read_value(&number(-11.0), &change, false).read, Read::Refused);
        change.unit = Unit::Count;
        assert_eq!(read_value(&number(-3.0), &change, false).read, Read::Refused);
    }

    #[test]
    fn words_of_the_wording_that_name_something_else_are_asked_about() {
        let sessions = measure("1.1a", "Number of evening sessions", Unit::Count, &["ann"]);
        let told = |code: &str| {
            let cell = Cell { format: FormatClass::Number, format_code: Some(code.into()), ..number(14.0) };
            read_value(&cell, &sessions, false).told
        };
        assert_eq!(told("0\" sessions\""), []);
        assert_eq!(told("\"No. of sessions: \"0"), []);
        for other in ["0\" evening\"", "0\" evenings\"", "0\" rooms\""] {
            assert_eq!(told(other), [read_as("14".to_owned(), Lenient::WordsAround)], "{other}");
        }
    }

    #[test]
    fn a_date_where_words_are_needed_is_asked_about() {
        let document = measure("1.1a", "Report", Unit::Document, &["ann"]);
        let told = |cell: &Cell| read_value(cell, &document, false).told;
        assert_eq!(told(&serial(45_385.0)), [FaultKind::DateForWords]);
        let of_csv = |typed: &str| Cell { format: FormatClass::Unknown, ..text(typed) };
        for typed in ["03-Apr", "Apr-24", " 3-apr "] {
            assert_eq!(told(&of_csv(typed)), [FaultKind::DateForWords], "{typed}");
            assert_eq!(told(&text(typed)), [], "{typed}");
        }
        for words in ["3-4", "Report of 3 April 2024", "Plan-24", "3-2024"] {
            assert_eq!(told(&of_csv(words)), [], "{words}");
        }
    }

    #[test]
    fn absence_words_and_marks() {
        let template = template();
        let absence = |t: &str| typed_absence(&text(t), &template);
        for (typed, meant) in [
            ("n/a", Absence::NotApplicable),
            (" N/A ", Absence::NotApplicable),
            ("TBC", Absence::AwaitedFromPartner),
            ("awaited", Absence::AwaitedFromPartner),
            ("No data", Absence::NotCollectedYet),
        ] {
            let told = read_as(meant.word().to_owned(), Lenient::WordForAbsence(meant));
            assert_eq!(absence(typed), Some((meant, told)), "{typed}");
        }
        for mark in ["-", "?", " - ", "–"] {
            let told = read_as(Absence::Other.word().to_owned(), Lenient::MarkForAbsence);
            assert_eq!(absence(mark), Some((Absence::Other, told)), "{mark}");
        }
        for no_absence in ["0", "nil", "n/a (12)", "", "12"] {
            assert_eq!(absence(no_absence), None, "{no_absence}");
        }
    }
}
