//! Against figures that others published: the tests and their recorded results of NHSRplotthedots, the NHS-R
//! Community's package for *Making Data Count* (github.com/nhs-r-community/NHSRplotthedots, MIT; files named at each
//! case), and the arithmetic of a small example by hand.

use super::*;
use crate::plan::sample::quantity;

/// The values on which the package's recorded results rest: R's `set.seed(123); rnorm(20)`, at the eight decimals that R
/// gives for them.
const NORMAL: [&str; 20] = [
    "-0.56047565",
    "-0.23017749",
    "1.55870831",
    "0.07050839",
    "0.12928774",
    "1.71506499",
    "0.46091621",
    "-1.26506123",
    "-0.68685285",
    "-0.44566197",
    "1.22408180",
    "0.35981383",
    "0.40077145",
    "0.11068272",
    "-0.55584113",
    "1.78691314",
    "0.49785048",
    "-1.96661716",
    "0.70135590",
    "-0.47279141",
];

fn numbers(digits: &[&str]) -> Vec<Quantity> {
    digits.iter().map(|digits| quantity(digits)).collect()
}

fn rounded(number: Quantity, places: u32) -> String {
    number.rounded(places).to_string()
}

#[test]
fn mean_and_limits_are_those_that_nhsrplotthedots_recorded() {
    // tests/testthat/_snaps/ptd_spc.md: mean 0.142, lpl -3.01, upl 3.29 for all twenty; 0.0746, -2.60, 2.75 and 0.209,
    // -3.28, 3.70 for the first and the last ten. In none of them is a moving range screened out.
    let limits = |values: &[Quantity]| Limits::of(values).unwrap();
    let all = numbers(&NORMAL);
    let shown = |l: Limits, places| [rounded(l.mean, places), rounded(l.lower, 2), rounded(l.upper, 2)];
    assert_eq!(shown(limits(&all), 3), ["0.142", "-3.01", "3.29"]);
    assert_eq!(shown(limits(&all[..10]), 4), ["0.0746", "-2.6", "2.75"]);
    assert_eq!(shown(limits(&all[10..]), 3), ["0.209", "-3.28", "3.7"]);
    // The same file: all twenty points are common cause; against a target of 0.5 the process is inconsistent.
    let xmr = xmr(&all, Polarity::Higher, Some(quantity("0.5"))).unwrap();
    assert_eq!((xmr.variation, xmr.assurance), (Variation::CommonCause, Some(Assurance::Random)));
}

/// Limits for rules that do not ask where they lie.
fn limits(mean: &str, lower: &str, upper: &str) -> Limits {
    let third = |limit: &str| {
        let two_thirds = quantity(limit).minus(quantity(mean)).unwrap().times(Quantity::from(2)).unwrap();
        quantity(mean).plus(two_thirds.over(Quantity::from(3)).unwrap()).unwrap()
    };
    Limits {
        mean: quantity(mean),
        mean_moving_range: Quantity::from(1),
        lower: quantity(lower),
        near_lower: third(lower),
        near_upper: third(upper),
        upper: quantity(upper),
    }
}

#[test]
fn seven_on_one_side_of_the_mean_are_a_run() {
    // tests/testthat/test-ptd_calculate_point_type.R, ptd_seven_point_one_side_mean: six are none, the seventh and eighth
    // are flagged, the one on the other side is not.
    let limits = limits("0", "-30", "30");
    let run = |sides: &[i64]| limits.run(&sides.iter().map(|side| Quantity::from(*side)).collect::<Vec<_>>());
    assert_eq!(run(&[1; 6]), None);
    assert_eq!(run(&[1, 1, 1, 1, 1, 1, -1]), None);
    assert_eq!(run(&[1; 7]), Some(Side::High));
    assert_eq!(run(&[-1, -1, -1, -1, -1, -1, -1, -1]), Some(Side::Low));
    assert_eq!(run(&[-1, 1, 1, 1, 1, 1, 1, 1, 1]), Some(Side::High));
    // A value on the mean is on neither side.
    assert_eq!(run(&[1, 1, 1, 0, 1, 1, 1]), None);
}

#[test]
fn seven_that_rise_or_fall_are_a_trend() {
    // The same file, ptd_seven_point_trend: 1:6 none, c(1:3, 3:6) none, 1:7 rising, c(2, 1:7) rising, 7:1 falling.
    let of = |values: &[i64]| trend(&values.iter().map(|v| Quantity::from(*v)).collect::<Vec<_>>());
    assert_eq!(of(&[1, 2, 3, 4, 5, 6]), None);
    assert_eq!(of(&[1, 2, 3, 3, 4, 5, 6]), None);
    assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7]), Some(Side::High));
    assert_eq!(of(&[2, 1, 2, 3, 4, 5, 6, 7]), Some(Side::High));
    assert_eq!(of(&[2, 1, 2, 3, 4, 5, 6, 7, 3]), None);
    assert_eq!(of(&[7, 6, 5, 4, 3, 2, 1]), Some(Side::Low));
}

#[test]
fn two_of_three_near_a_limit_stand_out_on_one_side_of_the_mean_only() {
    // The same file, ptd_two_in_three and ptd_part_of_two_in_three: (1, 0, 1) and (0, 1, 1) flag the last, (1, 1, 0) does
    // not; test-ptd_spc_standard.R: two successive points near opposite limits are common cause. "Near" begins at two
    // thirds of the way to the limit (R/ptd_spc_standard.R): here 20 of 30.
    let limits = limits("0", "-30", "30");
    let near =
        |values: &[i64]| limits.near_limit(&values.iter().map(|v| Quantity::from(*v)).collect::<Vec<_>>());
    assert_eq!(near(&[25, 5, 25]), Some(Side::High));
    assert_eq!(near(&[5, 25, 25]), Some(Side::High));
    assert_eq!(near(&[25, 25, 5]), None);
    assert_eq!(near(&[25, 5, 5, 25]), None);
    assert_eq!(near(&[-25, -5, -25]), Some(Side::Low));
    assert_eq!(near(&[1, 25, -25]), None);
    assert_eq!(near(&[-1, 25, 25]), None);
    assert_eq!(near(&[5, 20, 25]), None);
    assert_eq!(near(&[5, 31, 25]), None);
    assert_eq!(near(&[5, 30, 21]), Some(Side::High));
}

#[test]
fn assurance_is_where_the_target_lies_against_the_limits() {
    // tests/testthat/test-ptd_calculate_assurance_type.R: target 4 against limits 1 to 3, 5 to 7 and 1 to 5.
    let against = |lower, upper, polarity| assurance(&limits("4", lower, upper), polarity, quantity("4"));
    for (lower, upper, higher, lower_is_better) in [
        ("1", "3", Assurance::Misses, Assurance::Hits),
        ("5", "7", Assurance::Hits, Assurance::Misses),
        ("1", "5", Assurance::Random, Assurance::Random),
        ("1", "4", Assurance::Random, Assurance::Random),
    ] {
        assert_eq!(against(lower, upper, Polarity::Higher), Some(higher), "{lower} to {upper}");
        assert_eq!(against(lower, upper, Polarity::Lower), Some(lower_is_better), "{lower} to {upper}");
        assert_eq!(against(lower, upper, Polarity::None), None);
    }
}

#[test]
fn limits_are_exact_and_a_value_on_one_is_within() {
    // Twelve values that go up and down by 1 and a thirteenth: mean 10.5, by hand.
    let mut values: Vec<Quantity> = (0..12).map(|n| Quantity::from(10 + n % 2)).collect();
    values.push(quantity("10.5"));
    let limits = Limits::of(&values).unwrap();
    // Eleven ranges of 1 and one of 0.5: 11.5 / 12.
    assert_eq!(rounded(limits.mean, 6), "10.5");
    assert_eq!(rounded(limits.mean_moving_range, 6), "0.958333");
    assert_eq!(rounded(limits.upper, 6), "13.049167");
    let on_it = |value| limits.signals(&[limits.mean, value]);
    assert_eq!(on_it(limits.upper), []);
    assert_eq!(on_it(limits.upper.plus(quantity("0.000001")).unwrap()), [Signal::BeyondLimit(Side::High)]);
    assert_eq!(on_it(limits.lower), []);
    assert_eq!(on_it(limits.lower.minus(quantity("0.000001")).unwrap()), [Signal::BeyondLimit(Side::Low)]);
}

#[test]
fn the_strongest_rule_says_what_standing_out_means_by_polarity() {
    let signals = [Signal::BeyondLimit(Side::Low), Signal::Trend(Side::High)];
    assert_eq!(variation(&signals, Polarity::Higher), Variation::Concerning);
    assert_eq!(variation(&signals, Polarity::Lower), Variation::Improving);
    assert_eq!(variation(&signals, Polarity::None), Variation::Lower);
    assert_eq!(variation(&signals[1..], Polarity::Higher), Variation::Improving);
    assert_eq!(variation(&signals[1..], Polarity::Lower), Variation::Concerning);
    assert_eq!(variation(&signals[1..], Polarity::None), Variation::Higher);
    assert_eq!(variation(&[], Polarity::Higher), Variation::CommonCause);
}

#[test]
fn below_thirteen_values_there_is_nothing() {
    let values = numbers(&NORMAL);
    assert_eq!(xmr(&values[..12], Polarity::Higher, None), None);
    let thirteen = xmr(&values[..13], Polarity::Higher, None).unwrap();
    assert_eq!((thirteen.points, thirteen.assurance), (13, None));
    let same = vec![Quantity::from(5); 13];
    let flat = xmr(&same, Polarity::Higher, Some(Quantity::from(5))).unwrap();
    assert_eq!((flat.lower, flat.upper, flat.variation), (flat.mean, flat.mean, Variation::CommonCause));
    let huge = vec![quantity("79228162514264337593543950000"); 13];
    assert_eq!(xmr(&huge, Polarity::Higher, None), None);
}
