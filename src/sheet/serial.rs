//! Spreadsheet dates as serial numbers of days, judged before they are converted (4-reading.md, 4.7): libraries clamp
//! impossible serials to possible dates, and serial 60 is 29 February 1900, a day that never was.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::grid::DateSerial;

/// Serial of 1 March 1900 and of 31 December 9999, counted from 1900: the first and last that every program agrees on.
const TRUSTED: std::ops::RangeInclusive<i64> = 61..=2_958_465;
/// Days between the two date systems.
const DAYS_TO_1904: i64 = 1_462;
const SECONDS_A_DAY: f64 = 86_400.0;

impl DateSerial {
    /// Date and time, to the nearest second. None for serials that are no date from 1900-03-01 to 9999-12-31: those
    /// below (times alone among them), serial 60, and those beyond.
    pub fn moment(self) -> Option<NaiveDateTime> {
        let (days, seconds) = self.split()?;
        let days = if self.from_1904 {
            u32::try_from(days).ok()?;
            days + DAYS_TO_1904
        } else {
            days
        };
        let beyond_march_1900 = u64::try_from(days.checked_sub(*TRUSTED.start())?).ok()?;
        let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
        let date =
            TRUSTED.contains(&days).then(|| first.checked_add_days(Days::new(beyond_march_1900)))??;
        Some(date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?))
    }

    /// The calendar date, whatever the time of day; none as for [`Self::moment`].
    pub fn date(self) -> Option<NaiveDate> {
        self.moment().map(|moment| moment.date())
    }

    /// Whether there is a time of day beside the days, to the nearest second.
    pub fn has_time(self) -> bool {
        self.split().is_none_or(|(_, seconds)| seconds != 0)
    }

    /// The serial of this moment; how dates written out in full (ISO 8601) come into a grid.
    pub fn of(moment: NaiveDateTime, from_1904: bool) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
        let days = moment.date().signed_duration_since(first).num_days() + TRUSTED.start();
        // Before 1 March 1900 programs disagree by a day: no serial is better than a doubtful one.
        let days = TRUSTED.contains(&days).then_some(days)?;
        let days = f64::from(i32::try_from(if from_1904 { days - DAYS_TO_1904 } else { days }).ok()?);
        Some(Self { serial: days + Self::of_time(moment.time(), from_1904).serial, from_1904 })
    }

    /// The serial of a time of day without a date: below 1.
    pub fn of_time(time: NaiveTime, from_1904: bool) -> Self {
        let seconds = time.signed_duration_since(NaiveTime::MIN).num_seconds();
        let seconds = f64::from(i32::try_from(seconds).unwrap_or(0));
        Self { serial: seconds / SECONDS_A_DAY, from_1904 }
    }

    /// Hours, minutes and seconds in all, of a time or duration; none when it is negative or beyond all dates.
    pub fn clock(self) -> Option<(i64, u32, u32)> {
        let (days, seconds) = self.split()?;
        (days >= 0).then_some((days * 24 + i64::from(seconds / 3_600), seconds / 60 % 60, seconds % 60))
    }

    /// Whole days and the seconds of the day, rounded to the nearest second: 46112.999999999 is the next midnight.
    fn split(self) -> Option<(i64, u32)> {
        if !self.serial.is_finite() || self.serial.abs() > 1e8 {
            return None;
        }
        let seconds = (self.serial * SECONDS_A_DAY).round();
        #[expect(clippy::cast_possible_truncation, reason = "below 1e13 in size, and whole")]
        let seconds = seconds as i64;
        Some((seconds.div_euclid(86_400), u32::try_from(seconds.rem_euclid(86_400)).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(serial: f64, from_1904: bool) -> Option<String> {
        DateSerial { serial, from_1904 }.date().map(|d| d.to_string())
    }

    #[test]
    fn only_serials_every_program_agrees_on_are_dates() {
        for serial in
            [59.0, 60.0, 60.999, 0.0, -5.0, 0.5, 2_958_466.0, 99_999_999.0, -620_180.0, f64::NAN, 1e300]
        {
            assert_eq!(date(serial, false), None, "{serial}");
        }
        assert_eq!(date(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(date(2_958_465.0, false).as_deref(), Some("9999-12-31"));
        assert_eq!(date(46_112.0, false).as_deref(), Some("2026-03-31"));
        assert_eq!(date(46_112.0 - 1_462.0, true).as_deref(), Some("2026-03-31"));
        assert_eq!(date(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!((date(-1.0, true), date(2_957_004.0, true)), (None, None));
    }

    #[test]
    fn the_time_part_is_told_and_noise_is_none() {
        let serial = |serial| DateSerial { serial, from_1904: false };
        assert!(serial(46_112.5).has_time() && !serial(46_112.0).has_time());
        assert!(!serial(46_111.999_999_999).has_time());
        assert_eq!(serial(46_111.999_999_999).date(), serial(46_112.0).date());
        assert_eq!(serial(26.0 / 24.0 + 5.0 / 1_440.0).clock(), Some((26, 5, 0)));
    }

    #[test]
    fn written_out_dates_become_the_same_serials() {
        let moment = NaiveDate::from_ymd_opt(2026, 3, 31).and_then(|d| d.and_hms_opt(12, 0, 0)).unwrap();
        assert_eq!(DateSerial::of(moment, false), Some(DateSerial { serial: 46_112.5, from_1904: false }));
        assert_eq!(DateSerial::of(moment, true).and_then(DateSerial::moment), Some(moment));
        let early = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|d| d.and_hms_opt(0, 0, 0)).unwrap();
        assert_eq!(DateSerial::of(early, false), None);
    }
}
