//! UK phone numbers that may be a person's: geographic (01, 02) and mobile (07), with the trunk nought or +44 (Ofcom, National
//! Telephone Numbering Plan). Numbers from 03, 08 and 09 belong to organisations and are spared, as are extensions.

use std::ops::Range;

use super::groups::{Chain, Window};
use super::plain::Plain;

/// Most groups in which a number is written: `+44 (0) 7700 90 01 23`.
const MOST_GROUPS: usize = 7;

/// Every phone number.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for chain in Chain::all(plain) {
        let mut first = 0;
        while first < chain.len() {
            let last = (first + MOST_GROUPS).min(chain.len());
            // The longest first: a number of eleven digits begins with ten.
            let windows = (first + 1..=last).rev().filter_map(|end| Some((end, chain.window(first..end)?)));
            let number = windows.into_iter().find(|(_, window)| is_number(plain, window));
            first = number.map_or(first + 1, |(end, _)| end);
            found.extend(number.map(|(_, window)| with_prefix(plain, window.range())));
        }
    }
    found
}

/// Whether these digits are a mobile number whose leading nought a spreadsheet dropped.
pub(super) fn is_mobile_without_nought(digits: &str) -> bool {
    let national = digits.strip_prefix("44").filter(|rest| rest.len() == 10).unwrap_or(digits);
    national.len() == 10 && national.starts_with('7') && national.bytes().all(|b| b.is_ascii_digit())
}

fn is_number(plain: &Plain, window: &Window<'_>) -> bool {
    let (range, digits) = (window.range(), window.digits(plain));
    if plain.is_joined_before(range.start) || window.is_part_of_more(plain) || plain.is_in_link(range.start) {
        return false;
    }
    let plus = plain.before(range.start) == Some('+');
    if plus {
        return digits.strip_prefix("44").is_some_and(is_national);
    }
    if let Some(rest) = digits.strip_prefix("0044") {
        return is_national(rest);
    }
    if digits.len() == 12 && window.lengths().len() == 1 {
        return is_mobile_without_nought(&digits);
    }
    let Some(national) = digits.strip_prefix('0') else { return false };
    is_person_s(national) && is_usual(&window.lengths())
}

/// Behind the country code, with or without the trunk nought.
fn is_national(rest: &str) -> bool {
    is_person_s(rest.strip_prefix('0').unwrap_or(rest))
}

/// Whether a national number has the length and the beginning of one that may be a person's.
fn is_person_s(national: &str) -> bool {
    let mut start = national.chars();
    let (first, second) = (start.next(), start.next());
    matches!(
        (first, second, national.len()),
        (Some('7'), Some(_), 10)
            | (Some('1'), Some('1'..='9'), 9 | 10)
            | (Some('2'), Some('0' | '3' | '4' | '8' | '9'), 10)
    )
}

/// Whether digits grouped like this are dialled: a date begins with two digits, a dialling code with three to six.
fn is_usual(lengths: &[usize]) -> bool {
    match lengths {
        [10 | 11] | [5, 5] | [6, 4] => true,
        [3..=6, rest @ ..] => lengths.iter().sum::<usize>() == 11 && rest.iter().all(|length| *length >= 2),
        _ => false,
    }
}

/// The same with the plus or bracket before it.
fn with_prefix(plain: &Plain, range: Range<usize>) -> Range<usize> {
    plain.skip_back(range.start, |c| c == '+')..range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let plain = Plain::of(text);
        find(&plain).into_iter().map(|range| plain.text(range)).collect()
    }

    #[test]
    fn finds_numbers_however_they_are_grouped() {
        for number in [
            "07700900123",
            "07700 900123",
            "07700 900 123",
            "0770 0900 123",
            "07700-900-123",
            "0151 496 0123",
            "020 7946 0123",
            "01632) 960123",
            "01632 96012",
            "+44 7700 900123",
            "+447700900123",
            "+44 (0)151 496 0123",
            "0044 20 7946 0123",
            "447700900123",
        ] {
            assert_eq!(found(&format!("Ring {number}, please")), [number], "{number}");
        }
        assert_eq!(found("07700 900123 07700 900456").len(), 2);
        assert_eq!(found("on 3.10 ring (0151) 496 0123 x4021").len(), 1);
    }

    #[test]
    fn spares_extensions_refs_dates_counts_links_and_organisations() {
        for text in [
            "ext 4021",
            "x4021",
            "3.10",
            "07.11.2019",
            "01/02/2019 - 03/04/2019",
            "01.02.2019-31.03.2019",
            "01 02 2019 31 03",
            "12345678901",
            "0300 123 4567",
            "0800 1111",
            "https://x.example/doc/01514960123.pdf",
            "IMG_01514960123",
            "01514960123x",
            "496 0123",
            "0151 496 01234",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_mobile_number_in_a_number_cell() {
        assert!(is_mobile_without_nought("7700900123") && is_mobile_without_nought("447700900123"));
        assert!(!is_mobile_without_nought("1514960123") && !is_mobile_without_nought("770090012"));
    }
}
