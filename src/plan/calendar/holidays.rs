//! Weekends, and the bank holidays of England (Banking and Financial Dealings Act 1971 and royal proclamations, as GOV.UK
//! lists them): days on which returns due, or meetings, are marked. Nothing is moved because of them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days that were proclaimed, and those to which a bank holiday was moved (4 June 2002 and 2012, 8 May 2020, 2 June 2022).
const SINGLE_DAYS: [(i32, u32, u32); 11] = [
    (1999, 12, 31),
    (2002, 6, 3),
    (2002, 6, 4),
    (2011, 4, 29),
    (2012, 6, 4),
    (2012, 6, 5),
    (2020, 5, 8),
    (2022, 6, 2),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
];

/// `a Saturday`, `a Sunday` or `a bank holiday`; none on a working day.
pub fn not_a_working_day(day: NaiveDate) -> Option<&'static str> {
    match day.weekday() {
        Weekday::Sat => Some("a Saturday"),
        Weekday::Sun => Some("a Sunday"),
        _ => is_bank_holiday(day).then_some("a bank holiday"),
    }
}

/// Whether a weekday is a bank holiday in England, from 1978 on.
fn is_bank_holiday(day: NaiveDate) -> bool {
    let (year, month, number, weekday) = (day.year(), day.month(), day.day(), day.weekday());
    let monday = weekday == Weekday::Mon;
    let early = monday || weekday == Weekday::Tue;
    if SINGLE_DAYS.contains(&(year, month, number)) {
        return true;
    }
    match (month, number) {
        (1, 1) | (12, 25 | 26) => true,
        // Christmas Day or Boxing Day fell on the weekend.
        (12, 27 | 28) => early,
        (5, 1..=7) => monday && year != 2020,
        (5, 25..=31) => monday && !matches!(year, 2002 | 2012 | 2022),
        // The last Monday of August; and New Year's Day where it fell on the weekend.
        (8, 25..=31) | (1, 2 | 3) => monday,
        _ => easter(year).is_some_and(|sunday| {
            sunday.checked_sub_days(Days::new(2)) == Some(day)
                || sunday.checked_add_days(Days::new(1)) == Some(day)
        }),
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm; Meeus, *Astronomical Algorithms*, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let (leaps, over) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - leaps - correction + 15) % 30;
    let (quads, years) = (rest / 4, rest % 4);
    let sunday = (32 + 2 * over + 2 * quads - moon - years) % 7;
    let shift = (golden + 11 * moon + 22 * sunday) / 451;
    let day = moon + sunday - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(day / 31).ok()?, u32::try_from(day % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bank holidays of England as GOV.UK lists them.
    #[test]
    fn every_bank_holiday_of_four_years_and_no_other_weekday() {
        for (year, expected) in [
            (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        ] {
            let all =
                NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|d| d.year() == year);
            let found: Vec<String> = all
                .filter(|day| not_a_working_day(*day) == Some("a bank holiday"))
                .map(|day| day.format("%m-%d").to_string())
                .collect();
            assert_eq!(found.join(" "), expected, "{year}");
        }
    }
}
