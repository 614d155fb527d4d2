//! Small phrases of the form: numbers with their unit, lists of captions, texts with blanks filled in.

use crate::domain::{Quantity, Unit, Value};

/// The text with each `{name}` replaced.
pub(super) fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    blanks.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A value with its unit, as a lead writes it: `85%`, `6 weeks`, `1,200`, `31 March 2020`.
pub(super) fn with_unit(value: &Value, unit: Unit) -> String {
    match value {
        Value::Number(number) => number_with_unit(*number, unit),
        Value::Date(date) => crate::domain::period::date_in_words(*date),
        Value::Text(text) => text.clone(),
    }
}

/// Most decimals of a number that its lead sees.
const DECIMALS: u32 = 2;

/// The same as a lead knows it: what was worked out with more decimals has the one that *Value* showed, or two without a unit.
pub(super) fn with_unit_shown(value: &Value, unit: Unit) -> String {
    match value {
        Value::Number(number) if number.places() > DECIMALS => {
            let shown = if unit == Unit::Percent { 1 } else { DECIMALS };
            number_with_unit(number.rounded(shown), unit)
        }
        _ => with_unit(value, unit),
    }
}

/// A number with its unit: `85%`, `1 week`, `1,200`.
pub(super) fn number_with_unit(number: Quantity, unit: Unit) -> String {
    let digits = thousands(&number.to_string());
    let of = |one: &str| if digits == "1" { format!("1 {one}") } else { format!("{digits} {one}s") };
    match unit {
        Unit::Percent => format!("{digits}%"),
        Unit::Days => of("day"),
        Unit::Weeks => of("week"),
        Unit::Count | Unit::Number | Unit::Date | Unit::Text | Unit::Document => digits,
    }
}

/// `Status, Forecast date and Note`.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A text inside a formula.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Commas between thousands of the whole part.
fn thousands(digits: &str) -> String {
    let (sign, body) = digits.strip_prefix('-').map_or(("", digits), |body| ("-", body));
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.map(|part| format!(".{part}")).unwrap_or_default();
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let say = |digits: &str, unit| number_with_unit(digits.parse().unwrap(), unit);
        assert_eq!(say("1234567.5", Unit::Count), "1,234,567.5");
        assert_eq!(say("-999", Unit::Number), "-999");
        assert_eq!(say("85", Unit::Percent), "85%");
        assert_eq!(
            (say("1", Unit::Weeks), say("42", Unit::Days)),
            ("1 week".to_owned(), "42 days".to_owned())
        );
    }

    #[test]
    fn a_value_worked_out_from_two_numbers_is_shown_as_its_lead_saw_it() {
        let shown = |digits: &str, unit| with_unit_shown(&Value::Number(digits.parse().unwrap()), unit);
        assert_eq!(shown("93.421053", Unit::Percent), "93.4%");
        assert_eq!(shown("93.42", Unit::Percent), "93.42%", "as it was typed");
        assert_eq!(shown("0.3333", Unit::Number), "0.33");
    }

    #[test]
    fn lists_and_blanks_are_filled_in() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(fill("{a} and {b}", &[("a", "x"), ("b", "y")]), "x and y");
    }
}
