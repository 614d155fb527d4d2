//! Reporting periods: calendar months such as `2019-11`; quarters and financial years run from April
//! (1-mission.md, "Words").

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

/// A calendar month between 1900-01 and 9999-12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    year: u16,
    month: u8,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a month such as 2019-11")]
pub struct PeriodError(pub String);

/// English month names, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Period {
    /// The earliest there is.
    pub const FIRST: Self = Self { year: 1900, month: 1 };

    /// The month with this year (1900 to 9999) and month (1 to 12); none outside these ranges.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let in_range = (1900..=9999).contains(&year) && (1..=12).contains(&month);
        in_range.then_some(())?;
        Some(Self { year: u16::try_from(year).ok()?, month: u8::try_from(month).ok()? })
    }

    /// The month that holds this date; none outside 1900 to 9999.
    pub fn of(date: NaiveDate) -> Option<Self> {
        Self::new(date.year(), date.month())
    }

    /// Year, 1900 to 9999.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        u32::from(self.month)
    }

    /// First day of the month.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// Last day of the month: the default as-at date.
    pub fn last_day(self) -> NaiveDate {
        let first = self.first_day();
        first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first)
    }

    /// The month `count` months later (earlier when negative); stays within 1900-01 to 9999-12.
    #[must_use]
    pub fn plus_months(self, count: i32) -> Self {
        let index = self.year() * 12 + i32::from(self.month) - 1 + count;
        let index = index.clamp(1900 * 12, 9999 * 12 + 11);
        let month = u32::try_from(index.rem_euclid(12) + 1).unwrap_or(1);
        Self::new(index.div_euclid(12), month).unwrap_or(self)
    }

    /// The next month.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus_months(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus_months(-1)
    }

    /// Months from `earlier` to this one; negative when `earlier` is later.
    pub fn months_since(self, earlier: Self) -> i32 {
        (self.year() - earlier.year()) * 12 + i32::from(self.month) - i32::from(earlier.month)
    }

    /// `November 2019`.
    pub fn in_words(self) -> String {
        format!("{} {}", MONTHS[usize::from(self.month) - 1], self.year)
    }

    /// `Nov 2019`.
    pub fn short(self) -> String {
        format!("{} {}", &MONTHS[usize::from(self.month) - 1][..3], self.year)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads `2019-11`, nothing else.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let refused = || PeriodError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(refused)?;
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(refused());
        }
        let year = year.parse().map_err(|_| refused())?;
        let month = month.parse().map_err(|_| refused())?;
        Self::new(year, month).ok_or_else(refused)
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A date as people read it in messages and workbooks: `9 December 2019`.
pub fn date_in_words(date: NaiveDate) -> String {
    let month = MONTHS[usize::try_from(date.month0()).unwrap_or(0)];
    format!("{} {} {}", date.day(), month, date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_and_walks_over_the_year() {
        let p: Period = "2019-11".parse().unwrap();
        assert_eq!(p.plus_months(2).to_string(), "2020-01");
        assert_eq!(p.plus_months(-11).to_string(), "2018-12");
        assert_eq!(p.in_words(), "November 2019");
        assert_eq!(p.last_day(), NaiveDate::from_ymd_opt(2019, 11, 30).unwrap());
        assert_eq!("2020-01".parse::<Period>().unwrap().months_since(p), 2);
    }

    #[test]
    fn refuses_everything_else() {
        for text in ["2019-13", "2019-00", "19-11", "2019-1", "2019/11", "", "+019-11", "2019-+1"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
