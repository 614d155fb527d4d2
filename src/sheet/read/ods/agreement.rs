//! Whether what a cell shows confirms the number it holds (4-reading.md, 4.7): programs have saved errors as 0, with the
//! error only in the text.

use chrono::{Datelike, NaiveDateTime, Timelike};

use crate::domain::Quantity;
use crate::domain::period::MONTHS;
use crate::sheet::grid::FormatClass;

/// What the shown text says of the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The same number, to the places shown.
    Same,
    /// The text is an error such as `#N/A` or `Err:502`.
    Error,
    /// Yes or no, which the number stands for.
    Boolean(bool),
    /// Nothing that looks like the number.
    Differs,
}

/// Compares the text shown with the number held.
pub(super) fn compare(text: &str, number: f64, class: FormatClass) -> Shown {
    let text = text.trim();
    if is_error(text) {
        return Shown::Error;
    }
    let exact = Quantity::from_double(number);
    match text.to_ascii_uppercase().as_str() {
        "TRUE" if exact == Some(Quantity::from(1)) => return Shown::Boolean(true),
        "FALSE" if exact == Some(Quantity::ZERO) => return Shown::Boolean(false),
        _ => {}
    }
    let same = exact.is_some_and(|held| {
        let held = if class == FormatClass::Percent { held.times(Quantity::HUNDRED) } else { Some(held) };
        let percent_sign =
            text.contains('%') == (class == FormatClass::Percent) || class != FormatClass::Percent;
        percent_sign && held.is_some_and(|held| says(text, held))
    });
    if same { Shown::Same } else { Shown::Differs }
}

/// What the shown text of a date says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownDate {
    /// The whole of it.
    Whole,
    /// A part: what such a format code shows.
    Part(&'static str),
    /// Another date.
    Other,
}

/// Compares the text shown with the date held.
///
/// Languages and orders differ: a number in it must be the day, the month or the year, or part of the time, and an
/// English month must be the date's own.
pub(super) fn date_as_shown(text: &str, moment: NaiveDateTime) -> ShownDate {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let Ok(numbers) = numbers.map(str::parse).collect::<Result<Vec<u32>, _>>() else {
        return ShownDate::Other;
    };
    let (day, month) = (moment.day(), moment.month());
    let year = moment.year().unsigned_abs();
    let of_time = [moment.hour(), moment.hour() % 12, 12, moment.minute(), moment.second()];
    let has_time = text.contains(':');
    let is_part = |n: &u32| [day, month, year, year % 100].contains(n) || has_time && of_time.contains(n);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
    let months: Vec<usize> = words.filter_map(month_named).collect();
    let own_month = |at: &usize| u32::try_from(at + 1) == Ok(month);
    if !numbers.iter().all(is_part) || !months.iter().all(own_month) {
        return ShownDate::Other;
    }
    let has_letters = text.chars().any(char::is_alphabetic);
    let (has_day, has_year) =
        (numbers.contains(&day), numbers.iter().any(|n| *n == year || *n == year % 100));
    match (numbers.len(), has_letters) {
        (0, _) => ShownDate::Part("mmmm"),
        (1, true) if has_day => ShownDate::Part("d-mmm"),
        (1, true) => ShownDate::Part("mmm-yy"),
        (1, false) => ShownDate::Part("yyyy"),
        (2, false) if !has_time && has_year && !(has_day && numbers.contains(&month)) => {
            ShownDate::Part("mm/yyyy")
        }
        (2, false) if !has_time && !has_year => ShownDate::Part("d/m"),
        _ => ShownDate::Whole,
    }
}

/// Which English month a word names, by its first letters or in full.
fn month_named(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    MONTHS.iter().position(|month| month.to_lowercase().starts_with(&word))
}

/// Whether a text is an error value, as any program writes them.
pub(super) fn is_error(text: &str) -> bool {
    let text = text.trim();
    let named = text.strip_prefix('#').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            && rest.ends_with(['!', '?', 'A', 'L', 'F', 'E', 'M', 'D', 'G', 'K'])
            && rest.chars().all(|c| c.is_ascii_uppercase() || "/0!?_".contains(c))
    });
    let numbered = text
        .strip_prefix("Err:")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    named || numbered
}

/// Whether the one number in this text is `held`, rounded to the places that the text shows.
fn says(text: &str, held: Quantity) -> bool {
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let before = &text[..start];
    let after_sign = before.trim_end_matches([' ', '.', ',', '\u{a3}', '$', '\u{20ac}']);
    let negative = after_sign.ends_with(['-', '\u{2212}', '(']) || text.trim_end().ends_with('-');
    // A decimal sign may stand before the first digit: `.5`.
    let begin = if before.ends_with(['.', ',']) { start - 1 } else { start };
    let is_of_number = |c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{a0}' | '\u{202f}' | ' ' | '\u{2019}')
    };
    let end = text[begin..].find(|c| !is_of_number(c)).map_or(text.len(), |end| begin + end);
    let run = text[begin..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = &text[begin + run.len()..];
    let (exponent, rest) = exponent(rest);
    if rest.contains(|c: char| c.is_ascii_digit() || c == '/') {
        return false;
    }
    let last_sign = run.rfind(['.', ',']);
    let plain = |decimal_at: Option<usize>| -> Option<(Quantity, u32)> {
        let (whole, fraction) = decimal_at.map_or((run, ""), |at| (&run[..at], &run[at + 1..]));
        let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let sign = if negative { "-" } else { "" };
        let number: f64 = format!("{sign}0{}.{fraction}e{exponent}", digits(whole)).parse().ok()?;
        let places = i32::try_from(fraction.len()).ok()? - exponent;
        Some((Quantity::from_double(number)?, u32::try_from(places.clamp(0, 28)).ok()?))
    };
    // Which of comma and point separates decimals is the sender's language; either reading may confirm, since the value
    // itself is known and only asked to be told from an error.
    let grouped = if is_grouped(run) { plain(None) } else { None };
    [plain(last_sign), grouped].into_iter().flatten().any(|(shown, places)| {
        let exact = exponent == 0;
        if exact { rounds_to(held, shown, places) } else { close(held, shown) }
    })
}

/// Whether every separator stands before three digits, as where thousands are separated.
fn is_grouped(run: &str) -> bool {
    let mut groups = run.split(|c: char| !c.is_ascii_digit());
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))
        && groups.all(|group| group.len() == 3)
        || run.bytes().all(|b| b.is_ascii_digit())
}

fn exponent(rest: &str) -> (i32, &str) {
    let Some(after) = rest.strip_prefix(['E', 'e']) else { return (0, rest) };
    let end = after
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || (*at == 0 && matches!(c, '+' | '-'))))
        .map_or(after.len(), |(at, _)| at);
    after[..end].parse().ok().filter(|e: &i32| e.abs() < 300).map_or((0, rest), |e| (e, &after[end..]))
}

/// Whether `shown` is `held` to so many places, whichever way a half was rounded.
fn rounds_to(held: Quantity, shown: Quantity, places: u32) -> bool {
    let off = held.minus(shown).and_then(|off| off.times(Quantity::from(10_i64.pow(places.min(18)))));
    let twice = off.and_then(|off| off.plus(off));
    twice.is_some_and(|twice| (Quantity::from(-1)..=Quantity::from(1)).contains(&twice))
}

/// Whether two numbers agree to the few digits that scientific writing shows.
fn close(held: Quantity, shown: Quantity) -> bool {
    let (held, shown) = (held.to_double(), shown.to_double());
    (held - shown).abs() <= held.abs() * 0.05
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::FormatClass::{General, Number, Percent};

    #[test]
    fn a_number_is_confirmed_in_any_dress() {
        for (text, number, class) in [
            ("85", 85.0, General),
            ("0.85", 0.85, General),
            ("0,85", 0.85, General),
            ("85%", 0.85, Percent),
            ("85.7 %", 0.857_142, Percent),
            ("86%", 0.857_142, Percent),
            ("12.5%", 0.125, Percent),
            ("13%", 0.125, Percent),
            ("85%", 85.0, Number),
            ("1,234", 1234.0, Number),
            ("1.234,50", 1234.5, Number),
            ("1 234", 1234.0, Number),
            ("£1,234.50", 1234.5, Number),
            ("-£12.00", -12.0, Number),
            ("-5", -5.0, General),
            ("(5)", -5.0, Number),
            ("42 days", 42.0, Number),
            ("1.2E+05", 123_456.0, Number),
            ("0", 0.0, General),
            (".5", 0.5, Number),
            ("0.333333333333333", 1.0 / 3.0, General),
        ] {
            assert_eq!(compare(text, number, class), Shown::Same, "{text}");
        }
    }

    #[test]
    fn a_date_is_confirmed_in_any_order_and_language_and_its_missing_parts_are_told() {
        let moment = |day: u32| {
            let date = chrono::NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
            date.and_hms_opt(14, 30, 0).unwrap()
        };
        for whole in [
            "15/03/2024",
            "3/15/24",
            "15. M\u{e4}rz 2024",
            "Friday 15 March 2024",
            "15 Mar 24 14:30",
            "2024-03-15 02:30 PM",
        ] {
            assert_eq!(date_as_shown(whole, moment(15)), ShownDate::Whole, "{whole}");
        }
        for (part, code) in [
            ("Mar-24", "mmm-yy"),
            ("15-Mar", "d-mmm"),
            ("03/2024", "mm/yyyy"),
            ("15/3", "d/m"),
            ("2024", "yyyy"),
        ] {
            assert_eq!(date_as_shown(part, moment(15)), ShownDate::Part(code), "{part}");
        }
        assert_eq!(date_as_shown("Mar-24", moment(1)), ShownDate::Part("mmm-yy"));
        for other in ["25/03/2024", "15 April 2024", "15/03/2023", "16 Mar"] {
            assert_eq!(date_as_shown(other, moment(15)), ShownDate::Other, "{other}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for (text, number, class) in [
            ("12", 0.0, General),
            ("", 0.0, General),
            ("85", 0.85, Percent),
            ("8500%", 0.85, Percent),
            ("0.85", 85.0, General),
            ("5", -5.0, General),
            ("1/2", 0.5, Number),
            ("n/a", 0.0, General),
            ("3 of 5", 3.0, General),
            ("90%", 0.857, Percent),
        ] {
            assert_eq!(compare(text, number, class), Shown::Differs, "{text}");
        }
        for text in ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "Err:502", "#NAME?", "#SPILL!", "#NULL!"] {
            assert_eq!(compare(text, 0.0, General), Shown::Error, "{text}");
        }
        assert_eq!(compare("TRUE", 1.0, General), Shown::Boolean(true));
        assert_eq!(compare("#1 priority", 1.0, General), Shown::Same);
    }
}
