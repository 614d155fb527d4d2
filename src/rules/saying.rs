//! Phrases that several rules share, so that one thing is always said in the same way: numbers in UK form, percents as
//! `85%`, dates in words, refs and leads as people call them.

use super::Month;
use super::raise::{MESSAGE_CHARS, QUOTED_CHARS};
use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::domain::{Column, LeadId, Quantity, Unit, Value};
use crate::finding::{Fault, Place};

/// A text from a cell or a file name between quotes, clipped and made harmless.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", clip(text, QUOTED_CHARS))
}

/// Sheet and cell as `Measures!H7`; the file's name when there is no cell.
pub(super) fn at(place: &Place) -> String {
    let inside = place.in_file();
    match (&place.file, inside.is_empty()) {
        (Some(file), true) => quote(file),
        (None, true) => "The return".to_owned(),
        (_, false) => clip(&inside, QUOTED_CHARS),
    }
}

/// The sheet's name; the file's when there is no sheet.
pub(super) fn on(place: &Place) -> String {
    place.sheet.as_deref().map_or_else(|| at(place), |sheet| clip(sheet, QUOTED_CHARS))
}

/// `Measures!H7 says "12 (est)"`, or `Measures!H7 is empty`.
pub(super) fn says(fault: &Fault) -> String {
    if fault.found.trim().is_empty() {
        format!("{} is empty", at(&fault.place))
    } else {
        format!("{} says {}", at(&fault.place), quote(&fault.found))
    }
}

/// ` for 1.2a`, or nothing when the fault is about no action or measure.
pub(super) fn for_ref(fault: &Fault) -> String {
    let reference = fault.subject.reference();
    if reference.is_empty() { reference } else { format!(" for {reference}") }
}

/// What the cell of a fault should hold: by its column, for a Value by the measure's unit.
pub(super) fn needed(month: &Month<'_>, fault: &Fault) -> &'static str {
    match fault.column {
        Some(Column::Numerator | Column::Denominator) => "a whole number",
        Some(Column::Forecast | Column::TargetDate) => in_words(Unit::Date),
        _ => unit_of(month, fault).map_or("a value", in_words),
    }
}

/// Unit of the measure that a fault concerns.
pub(super) fn unit_of(month: &Month<'_>, fault: &Fault) -> Option<Unit> {
    fault.subject.measure.and_then(|m| month.plan.measure(m)).map(|m| m.unit)
}

/// What values of a unit look like.
pub(super) const fn in_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "a whole number",
        Unit::Number => "a number",
        Unit::Percent => "a percentage such as 85%",
        Unit::Days => "a number of days",
        Unit::Weeks => "a number of weeks",
        Unit::Date => "a date such as 31 March 2020",
        Unit::Text => "a few words",
        Unit::Document => "the name of a document or a link to it",
    }
}

/// What to do when there is no value to type.
pub(super) const OR_A_REASON: &str =
    "If there is no value, leave Value blank and choose a reason under Not available because.";

/// A column as the form calls it.
pub(super) const fn caption(column: Column) -> &'static str {
    match column {
        Column::Ref => "Ref",
        Column::Activity => "Planned activity",
        Column::DesiredOutcome => "Desired outcome",
        Column::TargetDate => "Target date",
        Column::LastMonth => "Last month",
        Column::Status => "Status",
        Column::Forecast => "Forecast date",
        Column::OwnRag => "Your RAG",
        Column::Commentary => "Commentary",
        Column::Evidence => "Evidence",
        Column::Measure => "Measure",
        Column::Unit => "Unit",
        Column::Due => "Due",
        Column::Target => "Target",
        Column::LastValue => "Last value",
        Column::Numerator => "Numerator",
        Column::Denominator => "Denominator",
        Column::Value => "Value",
        Column::Absence => "Not available because",
        Column::Note => "Note",
    }
}

/// A number as people write it here: `1,234.5`.
pub(super) fn number(quantity: Quantity) -> String {
    let plain = quantity.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A percent as people write it: `85%`.
pub(super) fn percent(quantity: Quantity) -> String {
    format!("{}%", number(quantity))
}

/// A number with its unit: `85%`, `42 days`, `6 weeks`, `12`.
pub(super) fn number_of(unit: Option<Unit>, quantity: Quantity) -> String {
    match unit {
        Some(Unit::Percent) => percent(quantity),
        Some(Unit::Days) => counted(&number(quantity), "day"),
        Some(Unit::Weeks) => counted(&number(quantity), "week"),
        _ => number(quantity),
    }
}

/// A value that reading used, told as plain digits: with the unit of the fault's measure when it is a number.
pub(super) fn used_in_words(month: &Month<'_>, fault: &Fault, used: &str) -> String {
    if let Ok(day) = used.parse::<chrono::NaiveDate>() {
        return date_in_words(day);
    }
    used.parse().map_or_else(|_| used.to_owned(), |quantity| number_of(unit_of(month, fault), quantity))
}

/// A value as people write it; a percent to two places.
pub(super) fn value(unit: Option<Unit>, value: &Value) -> String {
    match value {
        Value::Number(quantity) if unit == Some(Unit::Percent) => percent(quantity.rounded(2)),
        Value::Number(quantity) => number_of(unit, *quantity),
        Value::Date(date) => date_in_words(*date),
        Value::Text(text) => quote(text),
    }
}

/// `1 day`, `2 days`.
pub(super) fn counted(count: &str, thing: &str) -> String {
    if count == "1" { format!("{count} {thing}") } else { format!("{count} {thing}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// Leads by name, as a list.
pub(super) fn names(month: &Month<'_>, leads: &[LeadId]) -> String {
    listed(&leads.iter().map(|id| month.plan.lead_name(id)).collect::<Vec<_>>())
}

/// The returner of a fault by name; `the lead` when nobody is known.
pub(super) fn returner_name(month: &Month<'_>, fault: &Fault) -> String {
    fault
        .subject
        .returner
        .as_ref()
        .map_or_else(|| "the lead".to_owned(), |id| month.plan.lead_name(id).to_owned())
}

/// The same words as the start of a sentence.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a row holds that is not used, whole, so that nothing typed is lost: ` The row says: Value: 12.`, or nothing.
pub(super) fn row_says(answers: &[String]) -> String {
    if answers.is_empty() {
        return String::new();
    }
    let answers: Vec<String> = answers.iter().map(|a| clip(a, MESSAGE_CHARS)).collect();
    format!(" The row says: {}.", answers.join("; ").trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them_here() {
        for (digits, shown) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.5", "-1,234,567.5"), ("-100", "-100")]
        {
            assert_eq!(number(digits.parse().unwrap()), shown);
        }
        assert_eq!(percent("85".parse().unwrap()), "85%");
        assert_eq!(number_of(Some(Unit::Weeks), "1".parse().unwrap()), "1 week");
    }

    #[test]
    fn lists_read_aloud() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(either(&["a", "b", "c"]), "a, b or c");
        assert_eq!(sentence("a whole number"), "A whole number");
    }
}
