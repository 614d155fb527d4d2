//! Dates as leads type them (4-reading.md, 4.4, row date; 4.7 on serials).

use chrono::{Datelike, NaiveDate};

use crate::domain::Period;
use crate::domain::dates::{TextDate, read_date as read_text};
use crate::domain::folding::tidy;
use crate::finding::FaultKind;
use crate::finding::fault::{Lenient, Remedy};
use crate::sheet::grid::{Cell, Content, DateSerial, DateShown, FormatClass};

use super::answers::Read;
use super::around::{Around, around};
use super::number::{normalised, read_as};
use super::reading::Reading;

/// Plain numbers that are read as Excel dates: 1 January 2000 to 31 December 2099.
const PLAIN_SERIALS: std::ops::RangeInclusive<f64> = 36_526.0..=73_050.0;
/// Days by which a serial of the 1904 system is smaller than the same day's in the 1900 system.
const DAYS_1904: f64 = 1_462.0;

/// Last two digits of the years in which plans have most of their dates.
const TYPICAL_YEARS: std::ops::RangeInclusive<u32> = 15..=29;

/// A date in a cell; `from_1904` is the workbook's date system, for plain numbers.
pub(super) fn read_date(cell: &Cell, from_1904: bool) -> Reading<NaiveDate> {
    match &cell.content {
        Content::Date(serial) if cell.format != FormatClass::Time => {
            let day = day_of(*serial).filter(|date| is_of_our_days(*date));
            let read = match day {
                Some(date) if cell.is_month_first() && is_exchangeable(date) => month_first(date),
                Some(date) => as_shown(date, cell.date_shown()),
                None => refused(),
            };
            as_worn(read, around(cell, &[]))
        }
        Content::Number(double) => plain_number(*double, cell.format, from_1904),
        Content::Text(text) => typed(text),
        _ => refused(),
    }
}

/// Whether a date lies in the years in which a plan can have any. Into a cell that shows dates, `2024` is stored as a day of
/// 1905 and `310324` as one of 2749: nobody meant those.
fn is_of_our_days(date: NaiveDate) -> bool {
    (2000..=2099).contains(&date.year())
}

/// A date cell's date. `March 2020` typed into a cell becomes the first of that month, shown `Mar-20`: as in text, it is the
/// last day of the month. `31 March` becomes that day of the year in which it was typed. Both are asked about. Another day
/// of a month under such a format was a full date once, and is that date.
fn as_shown(date: NaiveDate, shown: DateShown) -> Reading<NaiveDate> {
    let part = |date: NaiveDate| Reading::noted(date, read_as(date.to_string(), Lenient::PartOfDate));
    match shown {
        DateShown::NoDay if date.day() == 1 => {
            Period::of(date).map_or_else(refused, |month| part(month.last_day()))
        }
        DateShown::Whole | DateShown::NoDay => Reading::plain(date),
        DateShown::NoYear => part(date),
        DateShown::Less => refused(),
    }
}

/// Whether day and month may be taken for one another.
fn is_exchangeable(date: NaiveDate) -> bool {
    date.day() <= 12 && date.day() != date.month()
}

/// V16: the cell shows 04/03/2024 for 3 April. Whoever read it back took it for 4 March, here where days come first.
fn month_first(date: NaiveDate) -> Reading<NaiveDate> {
    let turned = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month()).unwrap_or(date);
    let (held, turned) = (date.format("%-d %B %Y"), turned.format("%-d %B %Y"));
    let why = format!("it shows the month before the day, and may mean {held} or {turned}");
    Reading::refused(FaultKind::UnsafeInThisFormat { why, remedy: Remedy::DayFirst })
}

/// A date to which its number format adds words: asked about, and refused where they make it doubtful (`(est)`).
fn as_worn(read: Reading<NaiveDate>, around: Around) -> Reading<NaiveDate> {
    match (read.read, around) {
        (Read::As(_), Around::Doubtful) => refused(),
        (Read::As(date), Around::Words) => {
            Reading::noted(date, read_as(date.to_string(), Lenient::WordsAround))
        }
        (as_it_is, _) => Reading { read: as_it_is, told: read.told },
    }
}

/// The day of a serial number; none for times alone, for days on which Excel's calendar is wrong, and past 9999.
pub(super) fn day_of(date: DateSerial) -> Option<NaiveDate> {
    // In the 1904 system day nought is a true day, but a serial below one is a time.
    (date.serial >= 1.0).then(|| date.date()).flatten()
}

fn plain_number(double: f64, format: FormatClass, from_1904: bool) -> Reading<NaiveDate> {
    let as_1900 = double + if from_1904 { DAYS_1904 } else { 0.0 };
    let plain = matches!(format, FormatClass::General | FormatClass::Number | FormatClass::Text);
    if !plain || double.fract() != 0.0 || !PLAIN_SERIALS.contains(&as_1900) {
        return refused();
    }
    day_of(DateSerial { serial: double, from_1904 })
        .map_or_else(refused, |date| Reading::noted(date, read_as(date.to_string(), Lenient::SerialDate)))
}

fn typed(text: &str) -> Reading<NaiveDate> {
    // A raised or circled digit is a footnote mark, not part of a date.
    if normalised(&text.replace(['\r', '\n', '\t'], " ")).is_none() {
        return refused();
    }
    if may_be_year_first(text) || tidy(text).starts_with(['-', '\u{2212}']) {
        return refused();
    }
    let read = read_text(text).filter(|read| match read {
        TextDate::Day(date) | TextDate::MonthEnd(date) => is_of_our_days(*date),
    });
    match read {
        Some(TextDate::Day(date)) => Reading::noted(date, read_as(date.to_string(), Lenient::TextDate)),
        Some(TextDate::MonthEnd(date)) => {
            Reading::noted(date, read_as(date.to_string(), Lenient::MonthForDate))
        }
        None => refused(),
    }
}

/// Whether a date with a year of two digits is as well one that begins with it: `24-04-03` is 3 April 2024 in ISO order and
/// 24 April 2003 in ours. Where the last number is itself a year in which returns are written, our order stands.
fn may_be_year_first(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.', ' ']).collect();
    let number = |text: &str| {
        (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let [first, second, last] = parts[..] else { return false };
    let (Some(first), Some(second), Some(last)) = (number(first), number(second), number(last)) else {
        return false;
    };
    let is_day = |year: u32, month, day| {
        i32::try_from(2000 + year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    };
    TYPICAL_YEARS.contains(&first)
        && !TYPICAL_YEARS.contains(&last)
        && is_day(first, second, last)
        && is_day(last, second, first)
}

fn refused() -> Reading<NaiveDate> {
    Reading::refused(FaultKind::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::{boolean, day, number, percent, serial, text, time};

    fn date(cell: &Cell) -> Option<NaiveDate> {
        match read_date(cell, false).read {
            Read::As(date) => Some(date),
            _ => None,
        }
    }

    #[test]
    fn date_cells_and_their_limits() {
        assert_eq!(date(&serial(43_921.0)), Some(day(2020, 3, 31)));
        assert_eq!(date(&serial(43_921.75)), Some(day(2020, 3, 31)));
        // 2024, 310324 and 50324 typed into cells that show dates.
        for wrong in [2_024.0, 310_324.0, 50_324_000.0, 61.0, 2_958_465.0] {
            assert_eq!(date(&serial(wrong)), None, "{wrong}");
        }
        for wrong in [-5.0, 0.0, 0.5, 59.0, 60.0, 2_958_466.0, 99_999_999.0] {
            assert_eq!(date(&serial(wrong)), None, "{wrong}");
        }
        let mac = Cell {
            content: Content::Date(DateSerial { serial: 43_921.0 - 1_462.0, from_1904: true }),
            ..serial(0.0)
        };
        assert_eq!(date(&mac), Some(day(2020, 3, 31)));
        assert!(read_date(&serial(43_921.0), false).told.is_empty());
    }

    #[test]
    fn a_date_cell_that_shows_only_a_part_is_asked_about() {
        let under = |code: &str, stored: f64| {
            read_date(&Cell { format_code: Some(code.into()), ..serial(stored) }, false)
        };
        let part = |date: &str| vec![read_as(date.to_owned(), Lenient::PartOfDate)];
        let month = under("mmm-yy", 43_891.0);
        assert_eq!((month.read, month.told), (Read::As(day(2020, 3, 31)), part("2020-03-31")));
        assert_eq!(under("mmm-yy", 43_905.0), Reading::plain(day(2020, 3, 15)));
        assert_eq!(
            under("[$-809]dddd d mmmm", 43_905.0),
            Reading::plain(day(2020, 3, 15)),
            "nobody's own format for 15 March"
        );
        assert_eq!(under("d-mmm", 43_891.0).told, part("2020-03-01"));
        assert_eq!(under("d mmm yyyy \"(est)\"", 43_905.0), refused());
        let words = vec![read_as("2020-03-15".to_owned(), Lenient::WordsAround)];
        assert_eq!(under("d mmm yyyy \"agreed\"", 43_905.0).told, words);
        assert_eq!(under("yyyy", 43_891.0).told, vec![FaultKind::NotADate]);
        assert_eq!(under("[$-809]d mmmm yyyy;@", 43_891.0), Reading::plain(day(2020, 3, 1)));
    }

    #[test]
    fn a_date_shown_month_first_is_refused_where_it_may_be_another_day() {
        let under = |code: &str, stored: f64| {
            read_date(&Cell { format_code: Some(code.into()), ..serial(stored) }, false)
        };
        // 3 April 2024, shown 04/03/2024 or 2024/03/04.
        for code in ["mm/dd/yyyy", "[$-409]m/d/yy;@", "yyyy/dd/mm"] {
            let told = under(code, 45_385.0).told;
            assert!(
                matches!(told[..], [FaultKind::UnsafeInThisFormat { remedy: Remedy::DayFirst, .. }]),
                "{code}: {told:?}"
            );
        }
        assert_eq!(under("mm/dd/yyyy", 45_408.0), Reading::plain(day(2024, 4, 26)));
        assert_eq!(under("mm/dd/yyyy", 45_386.0), Reading::plain(day(2024, 4, 4)));
        assert_eq!(under("dd/mm/yyyy", 45_385.0), Reading::plain(day(2024, 4, 3)));
    }

    #[test]
    fn plain_numbers_in_range_are_dates_with_a_note() {
        assert_eq!(date(&number(36_526.0)), Some(day(2000, 1, 1)));
        assert_eq!(date(&number(73_050.0)), Some(day(2099, 12, 31)));
        let told = read_date(&number(43_921.0), false).told;
        assert_eq!(told, vec![read_as("2020-03-31".to_owned(), Lenient::SerialDate)]);
        let mac = read_date(&number(43_921.0 - 1_462.0), true);
        assert_eq!(mac.read, Read::As(day(2020, 3, 31)));
        for wrong in [36_525.0, 73_051.0, 43_921.5, 2020.0, 0.0] {
            assert_eq!(date(&number(wrong)), None, "{wrong}");
        }
        assert_eq!(date(&percent(43_921.0)), None);
    }

    #[test]
    fn text_dates_are_noted_and_nothing_is_guessed() {
        let told = |t: &str| read_date(&text(t), false).told;
        assert_eq!(told("31/3/20"), vec![read_as("2020-03-31".to_owned(), Lenient::TextDate)]);
        assert_eq!(told("March 2020"), vec![read_as("2020-03-31".to_owned(), Lenient::MonthForDate)]);
        for ours in ["31-03-20", "24/04/24", "24-04-26", "3/4/24", "10/11/12"] {
            assert!(date(&text(ours)).is_some(), "{ours}");
        }
        for year_first in ["24-04-03", "24/04/03", "24-09-30", "-3 April 2024"] {
            assert_eq!(told(year_first), vec![FaultKind::NotADate], "{year_first}");
        }
        for wrong in ["03/31/2020", "early March", "31/02/2020", "14:30", "3¹/3/20", "soon"] {
            assert_eq!(told(wrong), vec![FaultKind::NotADate], "{wrong}");
        }
        assert_eq!(date(&boolean(true)), None);
        assert_eq!(date(&time(0.6)), None);
    }
}
