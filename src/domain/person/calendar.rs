//! A full date in the middle of a text: `12/03/2009`, `12 March '09`, `March 12th, 2009`, `2009-03-12`, `12032009`.
//!
//! Wider than the dates that reading a Forecast accepts: here a date is looked for to be masked, not to be used.

use chrono::NaiveDate;

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
    /// The name of a month: which one, from 1.
    Month(u32),
}

/// Position behind the full date that begins here; none when none does.
pub(super) fn date_at(plain: &Plain, start: usize) -> Option<usize> {
    parts_at(plain, start).map(|(_, end)| end)
}

/// The day of the full date that begins here, day before month, and the position behind it. A year of two digits is none
/// after `last_year`.
pub(super) fn day_at(plain: &Plain, start: usize, last_year: i32) -> Option<(NaiveDate, usize)> {
    let (parts, end) = parts_at(plain, start)?;
    let number = |part: &Part| match part {
        Part::Number(number, _) | Part::Month(number) => *number,
    };
    let (day, month, year) = match &parts[..] {
        [Part::Number(digits, 8)] if is_day_month_year(*digits) => {
            (digits / 1_000_000, digits / 10_000 % 100, Part::Number(digits % 10_000, 4))
        }
        [Part::Number(digits, 8)] => (digits % 100, digits / 100 % 100, Part::Number(digits / 10_000, 4)),
        [first, second, last] if first.is_whole_year() => (number(last), number(second), *first),
        [Part::Month(month), day, year] => (number(day), *month, *year),
        [first, second, last] => (number(first), number(second), *last),
        _ => return None,
    };
    let written = i32::try_from(number(&year)).ok()?;
    let year = match written {
        0..=99 if 2000 + written <= last_year => 2000 + written,
        0..=99 => 1900 + written,
        _ => written,
    };
    let day =
        NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, day, month))?;
    Some((day, end))
}

/// The first day of the month with its year, or of the year alone, that begins here, and the position behind it.
pub(super) fn month_or_year_at(plain: &Plain, start: usize) -> Option<(NaiveDate, usize)> {
    let (first, end) = part_at(plain, start)?;
    let (month, year, end) = match first {
        Part::Month(month) => {
            let (year, end) = part_at(plain, behind_separator(plain, end)?)?;
            (month, year, end)
        }
        Part::Number(..) => (1, first, end),
    };
    let Part::Number(number, _) = year else { return None };
    let year = i32::try_from(number).ok().filter(|_| year.is_whole_year() && !plain.is_joined_at(end))?;
    Some((NaiveDate::from_ymd_opt(year, month, 1)?, end))
}

/// The parts of the full date that begins here, and the position behind it.
fn parts_at(plain: &Plain, start: usize) -> Option<(Vec<Part>, usize)> {
    if plain.is_joined_before(start) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut at = start;
    loop {
        let (part, end) = part_at(plain, at)?;
        parts.push(part);
        if is_date(&parts) && !plain.is_joined_at(end) {
            return Some((parts, end));
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
    Some((Part::Month(month_named(&plain.lower(at..word))?), word))
}

/// Which month this is the name of, from 1.
fn month_named(word: &str) -> Option<u32> {
    let named = |month: &&str| {
        *month == word || month.get(..3) == Some(word) || word == "sept" && *month == "september"
    };
    (1..).zip(&MONTHS).find(|(_, month)| named(month)).map(|(number, _)| number)
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
        [first, Part::Month(_), last] => {
            first.is_day() && last.is_year() || first.is_whole_year() && last.is_day()
        }
        [Part::Month(_), day, year] => day.is_day() && year.is_year(),
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
    is_day_month_year(digits) || is_day_in(digits % 100, digits / 100 % 100, digits / 10_000)
}

fn is_day_month_year(digits: u32) -> bool {
    is_day_in(digits / 1_000_000, digits / 10_000 % 100, digits % 10_000)
}

fn is_day_in(day: u32, month: u32, year: u32) -> bool {
    Part::Number(day, 2).is_day() && Part::Number(month, 2).is_month() && Part::Number(year, 4).is_year()
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

    #[test]
    fn the_day_that_is_meant() {
        let day = |text: &str| day_at(&Plain::of(text), 0, 2024).map(|(day, _)| day.to_string());
        for typed in [
            "3/5/11",
            "03.05.2011",
            "3rd of May 2011",
            "May 3, 2011",
            "2011-05-03",
            "03052011",
            "20110503",
            "3 may '11",
        ] {
            assert_eq!(day(typed).as_deref(), Some("2011-05-03"), "{typed}");
        }
        assert_eq!(day("3/5/95").as_deref(), Some("1995-05-03"));
        assert_eq!(day("5/13/2011").as_deref(), Some("2011-05-13"));
        let month = |text: &str| month_or_year_at(&Plain::of(text), 0).map(|(day, _)| day.to_string());
        assert_eq!(month("March 2014)").as_deref(), Some("2014-03-01"));
        assert_eq!(month("2014.").as_deref(), Some("2014-01-01"));
        assert_eq!((month("14"), month("March"), month("2014b")), (None, None, None));
    }
}
