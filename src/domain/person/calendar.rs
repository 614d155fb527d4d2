//! A full date in the middle of a text: `12/03/2009`, `12 March '09`, `March 12th, 2009`, `2009-03-12`, `12032009`.
//!
//! Wider than the dates that reading a Forecast accepts: here a date is looked for to be masked, not to be used.

use super::plain::Plain;

/// Month names and their usual short forms.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Longest run of white space and separators between two parts of a date.
const SEPARATOR_CHARS: usize = 3;

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Digits: their number, and how many there are.
    Number(u32, usize),
    /// The name of a month.
    Month,
}

/// Position behind the full date that begins here; none when none does.
pub(super) fn date_at(plain: &Plain, start: usize) -> Option<usize> {
    if plain.is_joined_before(start) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut at = start;
    loop {
        let (part, end) = part_at(plain, at)?;
        parts.push(part);
        if is_date(&parts) && !plain.is_joined_at(end) {
            return Some(end);
        }
        if parts.len() == 3 {
            return None;
        }
        at = behind_separator(plain, end)?;
    }
}

fn part_at(plain: &Plain, at: usize) -> Option<(Part, usize)> {
    let digits = plain.skip(at, |c| c.is_ascii_digit());
    if digits > at {
        let number = plain.text(at..digits).parse().ok()?;
        let ordinal = plain.skip(digits, char::is_alphabetic);
        let is_ordinal = ["st", "nd", "rd", "th"].contains(&plain.lower(digits..ordinal).as_str());
        return Some((Part::Number(number, digits - at), if is_ordinal { ordinal } else { digits }));
    }
    let word = plain.skip(at, char::is_alphabetic);
    is_month(&plain.lower(at..word)).then_some((Part::Month, word))
}

fn is_month(word: &str) -> bool {
    word == "sept" || MONTHS.iter().any(|month| *month == word || month.get(..3) == Some(word))
}

/// Position behind what may stand between two parts: ` `, `/`, ` - `, `, `, ` of `, ` '`.
fn behind_separator(plain: &Plain, from: usize) -> Option<usize> {
    let between = |from: usize| plain.skip(from, |c| " /.-,'".contains(c));
    let end = between(from);
    let of = plain.skip(end, char::is_alphabetic);
    let end = if plain.lower(end..of) == "of" { between(of) } else { end };
    (end - from <= 2 * SEPARATOR_CHARS).then_some(end)
}

/// Whether the parts make a full date: day, month and year in one of the usual orders.
fn is_date(parts: &[Part]) -> bool {
    match parts {
        [Part::Number(digits, 8)] => is_date_in_digits(*digits),
        [first, Part::Month, last] => {
            first.is_day() && last.is_year() || first.is_whole_year() && last.is_day()
        }
        [Part::Month, day, year] => day.is_day() && year.is_year(),
        [first, second, last] => {
            let day_and_month = first.is_day() && second.is_month() || first.is_month() && second.is_day();
            day_and_month && last.is_year() || first.is_whole_year() && second.is_month() && last.is_day()
        }
        _ => false,
    }
}

impl Part {
    fn is_day(self) -> bool {
        matches!(self, Self::Number(1..=31, 1..=2))
    }

    fn is_month(self) -> bool {
        matches!(self, Self::Number(1..=12, 1..=2))
    }

    fn is_year(self) -> bool {
        matches!(self, Self::Number(_, 2)) || self.is_whole_year()
    }

    fn is_whole_year(self) -> bool {
        matches!(self, Self::Number(1900..=2099, 4))
    }
}

/// `12032009` or `20090312`.
fn is_date_in_digits(digits: u32) -> bool {
    let of = |day: u32, month: u32, year: u32| {
        Part::Number(day, 2).is_day() && Part::Number(month, 2).is_month() && Part::Number(year, 4).is_year()
    };
    of(digits / 1_000_000, digits / 10_000 % 100, digits % 10_000)
        || of(digits % 100, digits / 100 % 100, digits / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<String> {
        let plain = Plain::of(text);
        date_at(&plain, 0).map(|end| plain.text(0..end))
    }

    #[test]
    fn full_dates_in_any_dress() {
        for typed in [
            "12/03/2009",
            "12.3.09",
            "12-03-2009",
            "12 03 2009",
            "2009-03-12",
            "12 March 2009",
            "12th of March, 2009",
            "12mar2009",
            "12-Sept-09",
            "March 12th, 2009",
            "12 March '09",
            "12032009",
            "20090312",
        ] {
            assert_eq!(date(typed).as_deref(), Some(typed), "{typed}");
            assert_eq!(date(&format!("{typed}.")).as_deref(), Some(typed), "{typed}");
        }
    }

    #[test]
    fn less_than_a_full_date_is_none() {
        for typed in [
            "March 2009",
            "2009",
            "12 March",
            "3.10",
            "32/01/2009",
            "12/13/14/15x",
            "12 children 2009",
            "12/03/20091",
        ] {
            assert_ne!(date(typed).as_deref(), Some(typed), "{typed}");
        }
        assert_eq!(date("13/14/2009"), None);
    }
}
