//! What a number format makes of a number, told from its code (4-reading.md, 4.2): `0.85` means nothing without it.
//!
//! Only the first section of the code counts, and in it only what is neither quoted, escaped nor bracketed:
//! `0"%"` and `0\%` are no percent formats (11-settled.md, "Reading").

use std::iter::Peekable;
use std::str::Chars;

use crate::sheet::grid::{DateShown, FormatClass};

/// The class of this format code.
pub(super) fn classify(code: &str) -> FormatClass {
    if code.trim().is_empty() || code.trim().eq_ignore_ascii_case("general") {
        return FormatClass::General;
    }
    let seen = look(code);
    if code.contains('[') && has_condition(code) && seen.percent != look(second_section(code)).percent {
        return FormatClass::Unknown;
    }
    let date = seen.day_or_year || seen.month_name || (seen.month_or_minute && !seen.hour_or_second);
    if seen.percent {
        FormatClass::Percent
    } else if date {
        FormatClass::Date
    } else if seen.hour_or_second {
        FormatClass::Time
    } else if seen.text && !seen.digit {
        FormatClass::Text
    } else {
        FormatClass::Number
    }
}

/// Code of a built-in format that files name by number only (ECMA-376 part 1, 18.8.30). None for numbers whose meaning
/// depends on the language of the program that wrote them.
pub(super) const fn built_in(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 39 | 40 | 43 | 44 => "#,##0.00",
        5 | 6 => "\"£\"#,##0",
        7 | 8 => "\"£\"#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "dd/mm/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "dd/mm/yyyy h:mm",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// How much of a date the first section of a code shows.
pub fn date_shown(code: &str) -> DateShown {
    let marks: Vec<char> = Marks::of(code).map(|c| c.to_ascii_lowercase()).collect();
    let runs: Vec<&[char]> = marks.chunk_by(|one, other| one == other).collect();
    let has = |wanted: &[char], longest: usize| {
        runs.iter().any(|run| run.first().is_some_and(|c| wanted.contains(c)) && run.len() <= longest)
    };
    // Three or more letters d are a weekday: a format that shows one was chosen, not made by a program of `15 March`.
    let weekday = runs.iter().any(|run| run.first() == Some(&'d') && run.len() > 2);
    match (has(&['d'], 2), has(&['m'], usize::MAX), has(&['y', 'e'], usize::MAX)) {
        (true, true, true) => DateShown::Whole,
        (false, true, true) => DateShown::NoDay,
        (true, true, false) if weekday => DateShown::Whole,
        (true, true, false) => DateShown::NoYear,
        _ => DateShown::Less,
    }
}

/// Whether the first section of a code shows the number of the month before that of the day, or the day's straight behind
/// the year's, as nobody in England writes a date: `mm/dd/yyyy`, `yyyy/dd/mm`.
pub fn is_month_first(code: &str) -> bool {
    let marks: Vec<char> = Marks::of(code).map(|c| c.to_ascii_lowercase()).collect();
    let is_part = |run: &&[char]| matches!(run.first(), Some('d' | 'm' | 'y' | 'e' | 'h' | 's'));
    let runs: Vec<&[char]> = marks.chunk_by(|one, other| one == other).filter(is_part).collect();
    let letter = |at: usize| runs.get(at).map(|run| run[0]);
    // Minutes stand behind hours or before seconds.
    let is_month = |at: usize| {
        letter(at) == Some('m')
            && runs[at].len() <= 2
            && at.checked_sub(1).and_then(letter) != Some('h')
            && letter(at + 1) != Some('s')
    };
    let place = |wanted: &dyn Fn(usize) -> bool| (0..runs.len()).find(|at| wanted(*at));
    let day = place(&|at| letter(at) == Some('d') && runs[at].len() <= 2);
    let year = place(&|at| matches!(letter(at), Some('y' | 'e')));
    let (Some(day), Some(month)) = (day, place(&is_month)) else { return false };
    match year {
        Some(year) if year < day.min(month) => day < month,
        _ => month < day,
    }
}

/// Whether this section shows a text: it has an `@` that works.
pub(super) fn shows_text(section: &str) -> bool {
    Marks::of(section).any(|mark| mark == '@')
}

/// Decimal places that the first section of a code shows: `0.00%` shows 2.
pub(super) fn decimals(code: &str) -> usize {
    let mut places = 0;
    let mut after_point = false;
    for mark in Marks::of(code) {
        match mark {
            '.' => after_point = true,
            '0' | '#' | '?' if after_point => places += 1,
            'e' | 'E' => break,
            _ => {}
        }
    }
    places
}

/// Whether the first section separates thousands.
pub(super) fn has_thousands(code: &str) -> bool {
    Marks::of(code).collect::<String>().contains("#,##")
}

/// The sections of a code, which semicolons divide: one at least.
pub(super) fn sections(code: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut from) = (false, false, 0);
    let mut sections = Vec::new();
    for (at, c) in code.char_indices() {
        if c == ';' && !quoted && !escaped {
            sections.push(&code[from..at]);
            from = at + 1;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped && !quoted;
    }
    sections.push(&code[from..]);
    sections
}

/// The condition such as `[<1]` under which a section is used, if it states one.
pub(super) fn condition(section: &str) -> Option<impl Fn(f64) -> bool + use<>> {
    let inside = section.split('[').skip(1).find(|inside| inside.starts_with(['<', '>', '=']))?;
    let inside = inside.split(']').next().unwrap_or_default();
    let (sign, limit) = inside.split_at(inside.find(|c| !matches!(c, '<' | '>' | '='))?);
    let (sign, limit) = (sign.to_owned(), limit.trim().parse::<f64>().ok()?);
    Some(move |number: f64| match sign.as_str() {
        "<" => number < limit,
        "<=" => number <= limit,
        ">" => number > limit,
        ">=" => number >= limit,
        "<>" => (number - limit).abs() > 0.0,
        _ => (number - limit).abs() <= 0.0,
    })
}

/// Whether a condition such as `[<1]` chooses between the first two sections of a code.
fn has_condition(code: &str) -> bool {
    let first = &code[..code.len() - second_section(code).len()];
    first.split('[').skip(1).any(|inside| inside.starts_with(['<', '>', '=']))
}

/// The code from its second section on; empty when it has but one.
fn second_section(code: &str) -> &str {
    let first = sections(code).first().map_or(0, |first| first.len());
    code.get(first + 1..).unwrap_or_default()
}

/// What stands in the first section of a code.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a tally of independent marks, private to this file")]
struct Seen {
    percent: bool,
    day_or_year: bool,
    month_name: bool,
    month_or_minute: bool,
    hour_or_second: bool,
    text: bool,
    digit: bool,
}

fn look(code: &str) -> Seen {
    let mut seen = Seen::default();
    let marks: Vec<char> = Marks::of(code).map(|c| c.to_ascii_lowercase()).collect();
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1);
        match mark {
            '%' => seen.percent = true,
            'y' | 'd' => seen.day_or_year = true,
            // A letter e is an exponent before a sign, and the year of an era elsewhere.
            'e' if !matches!(next, Some('+' | '-')) => seen.day_or_year = true,
            'm' if marks[at..].starts_with(&['m', 'm', 'm']) => seen.month_name = true,
            'm' => seen.month_or_minute = true,
            'h' | 's' => seen.hour_or_second = true,
            '@' => seen.text = true,
            '0' | '#' | '?' => seen.digit = true,
            _ => {}
        }
    }
    // The word General inside a longer code has an e and is a number.
    let all: String = marks.iter().collect();
    if all.contains("general") && !seen.percent {
        return Seen { digit: true, ..Seen::default() };
    }
    seen
}

/// The characters of the first section that mean something: quoted, escaped, padding and bracketed ones are passed
/// over, but an elapsed time such as `[h]` gives its letter.
struct Marks<'a> {
    chars: Peekable<Chars<'a>>,
}

impl<'a> Marks<'a> {
    fn of(code: &'a str) -> Self {
        Self { chars: code.chars().peekable() }
    }

    fn bracket(&mut self) -> Option<char> {
        let inside: String = self.chars.by_ref().take_while(|c| *c != ']').collect();
        let first = inside.chars().next().map(|c| c.to_ascii_lowercase())?;
        let elapsed =
            matches!(first, 'h' | 'm' | 's') && inside.chars().all(|c| c.to_ascii_lowercase() == first);
        // Elapsed minutes are a time, never a month.
        elapsed.then_some(if first == 'm' { 's' } else { first })
    }
}

impl Iterator for Marks<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            match self.chars.next()? {
                ';' => return None,
                '"' => while self.chars.next().is_some_and(|c| c != '"') {},
                '\\' | '_' | '*' => {
                    self.chars.next();
                }
                '[' => {
                    if let Some(mark) = self.bracket() {
                        return Some(mark);
                    }
                }
                mark => return Some(mark),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_counts_only_where_it_works() {
        for code in ["0%", "0.00%", "0 %", "[Red]0%;-0%", "_-0%", "#,##0%", "[>=1]0%;0.0%", "General%"] {
            assert_eq!(classify(code), FormatClass::Percent, "{code}");
        }
        for code in ["0\"%\"", "0\\%", "0;0%", "0_%", "0*%", "[$%-809]0", "\"a;\"0\" %\""] {
            assert_eq!(classify(code), FormatClass::Number, "{code}");
        }
    }

    #[test]
    fn a_condition_that_decides_about_the_percent_sign_leaves_it_unknown() {
        for code in ["[<1]0%;0", "[>=1]0;0%", "[Red][<=1]0%;\"a;\"0"] {
            assert_eq!(classify(code), FormatClass::Unknown, "{code}");
        }
    }

    #[test]
    fn how_much_of_a_date_is_shown() {
        for (code, shown) in [
            ("d mmm yyyy", DateShown::Whole),
            ("[$-809]dddd, d mmmm yyyy;@", DateShown::Whole),
            ("dd/mm/yy h:mm", DateShown::Whole),
            ("mmm-yy", DateShown::NoDay),
            ("[Red]mmmm yyyy", DateShown::NoDay),
            ("dddd mmmm yyyy", DateShown::NoDay),
            ("d-mmm", DateShown::NoYear),
            ("yyyy", DateShown::Less),
            ("mmm", DateShown::Less),
        ] {
            assert_eq!(date_shown(code), shown, "{code}");
        }
    }

    #[test]
    fn month_first_codes_are_told() {
        for code in [
            "mm/dd/yyyy",
            "m/d/yyyy",
            "[$-409]m/d/yy;@",
            "mm\\-dd\\-yy",
            "mm.dd.yyyy h:mm",
            "yyyy/dd/mm",
            "dddd mm/dd/yyyy",
            "h:mm m/d/yy",
        ] {
            assert!(is_month_first(code), "{code}");
        }
        for code in [
            "dd/mm/yyyy",
            "yyyy-mm-dd",
            "yy/mm/dd hh:mm",
            "mmmm d, yyyy",
            "[$-809]d mmmm yyyy",
            "hh:mm dd/mm/yyyy",
            "mm:ss d/m/yy",
            "mmm-yy",
            "d-mmm",
            "dd/mm/yyyy hh:mm:ss",
        ] {
            assert!(!is_month_first(code), "{code}");
        }
    }

    #[test]
    fn dates_times_text_and_numbers() {
        use FormatClass::{Date, General, Number, Text, Time};
        for (code, class) in [
            ("dd/mm/yyyy", Date),
            ("[$-809]d mmmm yyyy;@", Date),
            ("mmm-yy", Date),
            ("m", Date),
            ("dd/mm/yyyy h:mm", Date),
            ("h:mm AM/PM", Time),
            ("[h]:mm", Time),
            ("[mm]:ss", Time),
            ("mm:ss.0", Time),
            ("@", Text),
            ("General", General),
            ("", General),
            ("0.00E+00", Number),
            ("\"Q\"0", Number),
            ("0\" days\"", Number),
            ("0\\d", Number),
            ("General\" d\"", Number),
            ("#,##0.00", Number),
            ("_-£* #,##0.00_-;-£* #,##0.00_-", Number),
            ("\"TRUE\";\"TRUE\";\"FALSE\"", Number),
            ("[Red]0", Number),
            ("# ?/?", Number),
        ] {
            assert_eq!(classify(code), class, "{code}");
        }
    }

    #[test]
    fn counts_the_decimals_of_the_first_section() {
        assert_eq!(
            (decimals("0.00%"), decimals("0;0.00"), decimals("#,##0.0#"), decimals("0\".00\"")),
            (2, 0, 2, 0)
        );
        assert!(has_thousands("#,##0.00") && !has_thousands("0"));
    }
}
