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
        let one_at_most = text.matches('%').count() <= 1 && !text.ends_with(',');
        percent_sign
            && one_at_most
            && held.is_some_and(|held| says(text, held) && !is_thousandfold(text, held))
    });
    if same { Shown::Same } else { Shown::Differs }
}

/// Whether digits such as `14,000` or `1.400` stand for a number that is a thousandth or a thousand times what a British
/// reader sees: in other languages point and comma change places.
fn is_thousandfold(text: &str, held: Quantity) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let has = |mark: char| {
        text.split_once(mark).is_some_and(|(whole, rest)| {
            digits(whole) && whole.len() <= 3 && !whole.starts_with('0') && digits(rest) && rest.len() == 3
        })
    };
    let is_large = held.to_double().abs() >= 999.5;
    has(',') && !is_large || has('.') && is_large
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

/// Compares the text shown with the date held. Only what dates are written with confirms one: its own numbers in a usual
/// order, the name of its month and day of the week, its time. `3 Apr 2024 (tbc)` is something else.
pub(super) fn date_as_shown(text: &str, moment: NaiveDateTime) -> ShownDate {
    const USUAL: [&str; 11] = ["st", "nd", "rd", "th", "of", "the", "at", "t", "z", "am", "pm"];
    let is_of_dates = |c: char| c.is_alphanumeric() || c.is_whitespace() || "/.-,:'\u{2019}".contains(c);
    let date = text.trim();
    if !date.chars().all(is_of_dates) || date.starts_with('-') || date.ends_with('-') {
        return ShownDate::Other;
    }
    let ends = date.trim_matches(|c: char| !c.is_alphanumeric());
    let first = ends.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let last = ends.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_edge = |word: &str, among: &[&str]| among.iter().any(|edge| edge.eq_ignore_ascii_case(word));
    // Such words belong between the parts of a date; `z` stands behind a time.
    let hangs = is_edge(last, &["of", "the", "at", "t"]) || is_edge(last, &["z"]) && !date.contains(':');
    if hangs || is_edge(first, &["of", "the", "at", "t", "z", "st", "nd", "rd", "th"]) {
        return ShownDate::Other;
    }
    let Some(date) = without_time(date, moment) else { return ShownDate::Other };
    let numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let numbers: Vec<Number<'_>> = numbers.map(Number).collect();
    let mut month_is_named = false;
    for word in date.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if is_name(&word, moment.month0(), &MONTHS) || !month_is_named && is_foreign_month(&word, moment) {
            if month_is_named {
                return ShownDate::Other;
            }
            month_is_named = true;
        } else if !USUAL.contains(&word.as_str())
            && !is_name(&word, moment.weekday().num_days_from_monday(), &WEEKDAYS)
        {
            return ShownDate::Other;
        }
    }
    if month_is_named { beside_named_month(&numbers, moment) } else { in_numbers(&numbers, moment) }
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Digits of a shown date.
#[derive(Clone, Copy)]
struct Number<'a>(&'a str);

impl Number<'_> {
    /// Whether it is this day or month.
    fn is(self, part: u32) -> bool {
        self.0.len() <= 2 && self.0.parse() == Ok(part)
    }

    /// Whether it is the year with all its digits.
    fn is_whole_year(self, moment: NaiveDateTime) -> bool {
        self.0.len() == 4 && self.0.parse() == Ok(moment.year())
    }

    /// Whether it is the year, perhaps with its last two digits.
    fn is_year(self, moment: NaiveDateTime) -> bool {
        self.is_whole_year(moment) || self.0.len() == 2 && self.0.parse() == Ok(moment.year() % 100)
    }
}

fn beside_named_month(numbers: &[Number<'_>], moment: NaiveDateTime) -> ShownDate {
    let day = moment.day();
    match numbers {
        [] => ShownDate::Part("mmmm"),
        [one] if one.is(day) => ShownDate::Part("d-mmm"),
        [one] if one.is_year(moment) => ShownDate::Part("mmm-yy"),
        [one, two] if one.is(day) && two.is_year(moment) => ShownDate::Whole,
        [one, two] if one.is_whole_year(moment) && two.is(day) => ShownDate::Whole,
        _ => ShownDate::Other,
    }
}

fn in_numbers(numbers: &[Number<'_>], moment: NaiveDateTime) -> ShownDate {
    let (day, month) = (moment.day(), moment.month());
    match numbers {
        [one] if one.is_year(moment) => ShownDate::Part("yyyy"),
        [one] if one.is(day) => ShownDate::Part("d"),
        [] => ShownDate::Part("dddd"),
        [one, two] if one.is(day) && two.is(month) => ShownDate::Part("d/m"),
        [one, two] if one.is(month) && two.is_year(moment) => ShownDate::Part("mm/yyyy"),
        [one, two, three] if one.is(day) && two.is(month) && three.is_year(moment) => ShownDate::Whole,
        [one, two, three] if one.is_whole_year(moment) && two.is(month) && three.is(day) => ShownDate::Whole,
        [one, two, three] if one.is(month) && two.is(day) && three.is_year(moment) => {
            ShownDate::Part("mm/dd/yyyy")
        }
        [one, two, three] if one.is_whole_year(moment) && two.is(day) && three.is(month) => {
            ShownDate::Part("yyyy/dd/mm")
        }
        _ => ShownDate::Other,
    }
}

/// The text without its time of day; none where that is another one than the moment's.
fn without_time(text: &str, moment: NaiveDateTime) -> Option<String> {
    let Some(colon) = text.find(':') else { return Some(text.to_owned()) };
    let is_of_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let start = text[..colon].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let end = text[colon..].find(|c| !is_of_time(c)).map_or(text.len(), |end| colon + end);
    let mut parts = text[start..end].split([':', '.']).map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let in_halves = text[end..].to_lowercase().trim_start().starts_with(['a', 'p']);
    let same_hour = hour == moment.hour() || in_halves && hour % 12 == moment.hour() % 12;
    // A text cut before the time is written `2024-03-15T14:30`: what precedes a letter is no part of a word.
    (same_hour && minute == moment.minute()).then(|| format!("{} {}", &text[..start], &text[end..]))
}

/// Whether a word is this one of the names, in full or by three letters or more.
fn is_name(word: &str, at: u32, names: &[&str]) -> bool {
    let name = usize::try_from(at).ok().and_then(|at| names.get(at));
    name.is_some_and(|name| word.chars().count() > 2 && name.to_lowercase().starts_with(word))
}

/// Whether a word may be the month in another language: most begin as the English name does. English words do not count.
fn is_foreign_month(word: &str, moment: NaiveDateTime) -> bool {
    const ENGLISH: [&str; 12] = [
        "after",
        "about",
        "agreed",
        "approx",
        "approximately",
        "around",
        "mid",
        "maybe",
        "from",
        "final",
        "subject",
        "or",
    ];
    let name =
        usize::try_from(moment.month0()).ok().and_then(|at| MONTHS.get(at)).map(|name| name.to_lowercase());
    name.is_some_and(|name| {
        word.chars().count() > 2 && word.chars().next() == name.chars().next() && !ENGLISH.contains(&word)
    }) && !MONTHS.iter().any(|month| month.to_lowercase().starts_with(word))
        && !WEEKDAYS.iter().any(|day| day.to_lowercase().starts_with(word))
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
        // `12 14` is no way to write 1214.
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || !whole.is_empty() && !is_grouped(whole) {
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
    fn a_percent_with_marks_of_its_own_is_not_confirmed() {
        let said = |text: &str| compare(text, 0.82, FormatClass::Percent);
        assert_eq!(
            ["82%", "82 %", "82%%", "82%,"].map(said),
            [Shown::Same, Shown::Same, Shown::Differs, Shown::Differs]
        );
    }

    #[test]
    fn a_number_that_looks_like_a_thousand_times_another_is_not_confirmed() {
        for (text, number) in [("14,000", 14.0), ("1.400", 1_400.0), ("999,000", 999.0)] {
            assert_eq!(compare(text, number, Number), Shown::Differs, "{text}");
        }
        for (text, number) in
            [("14,000", 14_000.0), ("1.400", 1.4), ("1,234", 1_234.4), ("1,000", 999.6), ("0,123", 0.123)]
        {
            assert_eq!(compare(text, number, Number), Shown::Same, "{text}");
        }
    }

    #[test]
    fn words_that_hang_at_the_edge_of_a_date_are_none_of_it() {
        let date = chrono::NaiveDate::from_ymd_opt(2024, 3, 20).unwrap();
        for text in
            ["20 Mar 2024 of the", "20 Mar 2024 z", "20 Mar 2024T", "at 20 Mar 2024", "th 20 Mar 2024"]
        {
            assert_eq!(date_as_shown(text, date.into()), ShownDate::Other, "{text}");
        }
        for text in ["20 of March 2024", "Wednesday the 20th of March 2024", "20 March, 2024 00:00"] {
            assert_eq!(date_as_shown(text, date.into()), ShownDate::Whole, "{text}");
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
            "15. M\u{e4}rz 2024",
            "Friday 15 March 2024",
            "15 Mar 24 14:30",
            "2024-03-15 02:30 PM",
            "2024-03-15T14:30:00",
            "Fri, 15th of March 2024",
            "15 Mar '24",
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
        assert_eq!(date_as_shown("03/05/2024", moment(5)), ShownDate::Part("mm/dd/yyyy"));
        assert_eq!(date_as_shown("2024/05/03", moment(5)), ShownDate::Part("yyyy/dd/mm"));
        for other in [
            "25/03/2024",
            "15 April 2024",
            "15/03/2023",
            "16 Mar",
            "15 Mar 2024 (tbc)",
            "15 Mar 2024 or later",
            "not 15 March 2024",
            "<15 Mar 2024",
            "15 Mar 2024?",
            "15 Mar 2024 est",
            "w/c 15 Mar 2024",
            "after 15/03/2024",
            "Thursday 15 March 2024",
            "15 Mar 2024 12:00",
            "1st quarter 2024",
            "24-03-15",
            "tbc",
        ] {
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
            ("12 14", 1214.0, Number),
            ("1 4", 14.0, General),
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
