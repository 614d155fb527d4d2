//! Method B (7.4): 1 to 7 become `[c]`, all else goes to the nearest 5, each number by itself; percentages are whole and made
//! from the rounded numbers.
//!
//! The smallest number printed is 10, as 8 and 9 go up: a printed number can never be taken for one of 1 to 7.

use super::{Shown, Why, percent};
use crate::domain::Quantity;

/// Largest number withheld.
pub const LARGEST_WITHHELD: i64 = 7;

/// To what numbers are rounded.
pub const STEP: i64 = 5;

/// What stands in the cell of a whole number, nought or more.
pub fn count(number: i64) -> Shown {
    match rounded(number) {
        Some(rounded) => Shown::Rounded(Quantity::from(rounded)),
        None => Shown::Withheld(Why::SmallNumber),
    }
}

/// The same of a number that need not be one of things: withheld where it is not.
pub fn quantity(number: Quantity) -> Shown {
    super::cells::whole(number).map_or(Shown::Withheld(Why::NotACount), count)
}

/// What stands in the cell of a percentage of two whole numbers.
pub fn share(numerator: i64, denominator: i64) -> Shown {
    match (rounded(numerator), rounded(denominator)) {
        (_, Some(0)) => Shown::NotApplicable,
        (Some(n), Some(d)) if n <= d => match percent::of(n, d, 0) {
            Some(percent) if percent == Quantity::ZERO && n != 0 => Shown::Low,
            Some(percent) => Shown::Rounded(percent),
            None => Shown::Withheld(Why::Share),
        },
        _ => Shown::Withheld(Why::Share),
    }
}

/// To the nearest 5; none for what is withheld. Whole numbers never lie halfway.
fn rounded(number: i64) -> Option<i64> {
    let withheld = (1..=LARGEST_WITHHELD).contains(&number) || number < 0;
    (!withheld).then(|| (number.saturating_add(STEP / 2)).div_euclid(STEP) * STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_go_and_the_rest_is_rounded() {
        let shown = |number| count(number).to_string();
        assert_eq!(
            [0, 1, 7, 8, 9, 12, 13, 98].map(shown),
            ["0", "[c]", "[c]", "10", "10", "10", "15", "100"]
        );
    }

    #[test]
    fn percentages_come_from_rounded_numbers() {
        // 19 of 41 is 46 %, but 20 of 40 is 50 %.
        assert_eq!(share(19, 41), Shown::Rounded(Quantity::from(50)));
        assert_eq!(share(3, 41), Shown::Withheld(Why::Share));
        assert_eq!(share(0, 41), Shown::Rounded(Quantity::ZERO));
        assert_eq!(share(0, 0), Shown::NotApplicable);
        assert_eq!(share(10, 10_000), Shown::Low);
        assert_eq!(share(3, 5), Shown::Withheld(Why::Share));
    }

    proptest::proptest! {
        #[test]
        fn nothing_printed_can_be_one_to_seven(number in 0_i64..1_000_000) {
            match count(number) {
                Shown::Rounded(shown) => {
                    let shown: i64 = shown.to_string().parse().unwrap();
                    proptest::prop_assert!(shown == 0 || shown >= 10);
                    proptest::prop_assert!((shown - number).abs() <= 2 && (shown == 0) == (number == 0));
                }
                shown => {
                    proptest::prop_assert_eq!(shown, Shown::Withheld(Why::SmallNumber));
                    proptest::prop_assert!((1..=7).contains(&number));
                }
            }
        }

        #[test]
        fn a_percentage_says_no_more_than_its_rounded_numbers(n in 0_i64..300, more in 0_i64..300) {
            let nearest = |number: i64| (number + 2) / 5 * 5;
            let d = n + more;
            let small = |number: i64| (1..=7).contains(&number);
            if small(n) || small(d) {
                proptest::prop_assert_eq!(share(n, d), Shown::Withheld(Why::Share));
            } else {
                proptest::prop_assert_eq!(share(n, d), share(nearest(n), nearest(d)));
            }
        }
    }
}
