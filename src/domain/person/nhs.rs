//! NHS numbers: ten digits, the last a check digit modulo 11 (NHS Data Model and Dictionary, "NHS Number"). Scotland's CHI
//! and Northern Ireland's numbers are made in the same way.

use std::ops::Range;

use super::groups::{Chain, Window};
use super::plain::Plain;

/// Groupings in use: the official one, that of the CHI, and what people make of ten digits.
const USUAL: [&[usize]; 6] = [&[3, 3, 4], &[10], &[6, 4], &[3, 4, 3], &[4, 3, 3], &[5, 5]];

/// How far before the digits "NHS" makes any grouping of ten one, in characters.
const LABEL_CHARS: usize = 20;

/// Every NHS number.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for chain in Chain::all(plain) {
        for first in 0..chain.len() {
            let windows =
                (first + 1..=(first + 10).min(chain.len())).filter_map(|end| chain.window(first..end));
            let numbers = windows.filter(|window| is_number(plain, window));
            found.extend(numbers.map(|window| window.range()));
        }
    }
    found
}

fn is_number(plain: &Plain, window: &Window<'_>) -> bool {
    let lengths = window.lengths();
    if lengths.iter().sum::<usize>() != 10 || !is_valid(&window.digits(plain)) {
        return false;
    }
    let start = window.range().start;
    let labelled = plain.lower(start.saturating_sub(LABEL_CHARS)..start).contains("nhs");
    if window.is_part_of_more(plain) || plain.is_joined_before(start) && !labelled {
        return false;
    }
    let usual = USUAL.contains(&&*lengths) && window.is_even(plain);
    // Counts one behind the other ("2019 100 120") are ten digits too: only the official grouping counts among others.
    let apart = window.is_whole() || lengths.len() == 1 || lengths == [3, 3, 4];
    !is_money(plain, start) && (usual && apart || labelled)
}

fn is_money(plain: &Plain, start: usize) -> bool {
    plain.before(start).is_some_and(|c| matches!(c, '£' | '$' | '€'))
}

/// Whether these are ten digits with the right check digit: the first nine weighted 10 to 2; 11 less the remainder is
/// the tenth, 11 counting as 0 and 10 as none.
pub(super) fn is_valid(digits: &str) -> bool {
    if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) || digits.bytes().all(|b| b == b'0')
    {
        return false;
    }
    // With the check digit itself weighted 1 the whole sum is a multiple of 11.
    let sum: u32 = (1..=10).rev().zip(digits.bytes()).map(|(weight, b)| weight * u32::from(b - b'0')).sum();
    sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for right in ["9434765919", "4505577104", "9876543210"] {
            assert!(is_valid(right), "{right}");
        }
        for wrong in ["9434765918", "4505577105", "0000000000", "943476591", "94347659190", "94347659x9"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }

    fn found(text: &str) -> usize {
        find(&Plain::of(text)).len()
    }

    #[test]
    fn finds_every_usual_grouping() {
        for text in [
            "943 476 5919",
            "943-476-5919",
            "9434765919",
            "NHS no. 943.476.5919.",
            "NHS9434765919",
            "NHS number 94 34 76 59 19",
            "in 2019, child 943 476 5919 moved",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
    }

    #[test]
    fn spares_wrong_check_digits_longer_numbers_money_and_counts() {
        for text in [
            "943 476 5918",
            "19434765919",
            "94347659190",
            "£9434765919",
            "9434765919.50",
            "REF9434765919",
            "94 34 76 59 19",
            "943,476,5919",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
