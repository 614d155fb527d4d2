//! Dates typed as text, in a plan file or by a lead (4-reading.md, 4.4, row "date"): UK order with a 2- or 4-digit year,
//! ISO 8601, month names; `March 2020` is the last day of that month. Nothing is guessed: month-first numbers
//! (`03/31/2020`), ranges and "early March" are no dates.

use chrono::{Datelike, NaiveDate};

use super::folding::fold_wording;
use super::period::{MONTHS, Period};

/// A date read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextDate {
    /// A full date.
    Day(NaiveDate),
    /// A month and year, read as the last day of the month.
    MonthEnd(NaiveDate),
}

impl TextDate {
    /// The date either way.
    pub const fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) | Self::MonthEnd(date) => date,
        }
    }
}

/// The date that a text states; none when it states none, an impossible one, or one outside 1900 to 9999.
pub fn read_date(text: &str) -> Option<TextDate> {
    let folded = fold_wording(text);
    if folded.len() > 40 {
        return None;
    }
    let words: Vec<&str> = folded.split([' ', '/', '.', '-', ',']).filter(|w| !w.is_empty()).collect();
    iso(&folded).map(TextDate::Day).or_else(|| named(&words)).or_else(|| numbers(&folded).map(TextDate::Day))
}

/// `2020-03-31`, also with a time of midnight behind it, as programs write it.
fn iso(text: &str) -> Option<NaiveDate> {
    let date = text.strip_suffix("t00:00:00").or_else(|| text.strip_suffix(" 00:00:00")).unwrap_or(text);
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    (year.len() == 4 && month.len() == 2 && day.len() == 2).then_some(())?;
    build(digits(year)?, digits(month)?, digits(day)?)
}

/// `31/3/2020`, `31.03.20`, `31-3-2020`, `31 3 2020`: one separator throughout, day first.
fn numbers(text: &str) -> Option<NaiveDate> {
    ['/', '.', '-', ' '].into_iter().find_map(|separator| {
        let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
        let [day, month, year] = parts[..] else { return None };
        (day.len() <= 2 && month.len() <= 2).then_some(())?;
        build(full_year(year)?, digits(month)?, digits(day)?)
    })
}

/// `31 March 2020`, `31st Mar 20`, `March 31, 2020`, `Tuesday 31 March 2020`, `March 2020`.
fn named(words: &[&str]) -> Option<TextDate> {
    let (weekday, words) = match words.split_first() {
        Some((first, rest)) if weekday(first).is_some() => (weekday(first), rest),
        _ => (None, words),
    };
    let date = match words {
        [month, year] if year.len() == 4 => {
            let month = Period::new(i32::try_from(digits(year)?).ok()?, month_number(month)?)?;
            return weekday.is_none().then_some(TextDate::MonthEnd(month.last_day()));
        }
        [day, month, year] if month_number(month).is_some() => {
            build(full_year(year)?, month_number(month)?, day_number(day)?)?
        }
        [month, day, year] if year.len() == 4 => {
            build(full_year(year)?, month_number(month)?, day_number(day)?)?
        }
        _ => return None,
    };
    // A weekday that is not that date's shows that one of the two is a slip.
    weekday.is_none_or(|w| w == date.weekday().num_days_from_monday()).then_some(TextDate::Day(date))
}

fn build(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    (1900..=9999).contains(&year).then_some(())?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// A 4-digit year, or a 2-digit one of this century.
fn full_year(text: &str) -> Option<u32> {
    match text.len() {
        2 => digits(text).map(|y| 2000 + y),
        4 => digits(text),
        _ => None,
    }
}

fn day_number(text: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text);
    (bare.len() <= 2).then(|| digits(bare)).flatten()
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Full month names, their first three letters, and `sept`.
fn month_number(text: &str) -> Option<u32> {
    let matches = |name: &str| text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(&name[..3]);
    let found = MONTHS.iter().position(|name| matches(name) || (*name == "September" && text == "sept"));
    found.and_then(|index| u32::try_from(index + 1).ok())
}

/// Days from Monday of an English weekday name, full or three letters.
fn weekday(text: &str) -> Option<u32> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let found = DAYS.iter().position(|name| text == *name || text == &name[..3]);
    found.and_then(|index| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Option<TextDate> {
        NaiveDate::from_ymd_opt(y, m, d).map(TextDate::Day)
    }

    #[test]
    fn reads_uk_order_iso_and_month_names() {
        for text in [
            "31/03/2020",
            "31/3/20",
            "31.3.2020",
            "31-03-20",
            "31 3 2020",
            "2020-03-31",
            "31 March 2020",
            "31st Mar 20",
            "31-Mar-20",
            "March 31, 2020",
            "Tuesday 31 March 2020",
            "\u{a0}31\u{a0}march 2020 ",
            "２０２０-03-31",
            "2020-03-31 00:00:00",
        ] {
            assert_eq!(read_date(text), day(2020, 3, 31), "{text}");
        }
    }

    #[test]
    fn a_month_is_its_last_day() {
        for text in ["February 2020", "Feb 2020", "feb-2020"] {
            assert_eq!(
                read_date(text),
                NaiveDate::from_ymd_opt(2020, 2, 29).map(TextDate::MonthEnd),
                "{text}"
            );
        }
    }

    #[test]
    fn guesses_nothing() {
        for text in [
            "03/31/2020",
            "early March",
            "31/02/2020",
            "March",
            "2020",
            "31/3",
            "Mar 20",
            "Monday 31 March 2020",
            "12:30",
            "31/3/020",
            "31/3/2020?",
            "31/3/2020 or so",
            "1/2/3",
            "31//3/2020",
            "end of March 2020",
            "2019/20",
            "",
            "31/3-2020",
            "0/3/2020",
            "٣١/03/2020",
            "March-April 2020",
            "1899-12-31",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
