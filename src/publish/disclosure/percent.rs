//! Percentages (7.4, step 7): when one may be printed, what is printed, and what a printed one says of its counts.

use super::Shown;
use super::puzzle::ENDLESS;
use super::system::{Share, System};
use crate::domain::Quantity;

/// What stands in the cell of a percentage that may be printed.
pub(super) fn printed(share: &Share, numerator: i64, denominator: i64) -> Shown {
    match (numerator, denominator) {
        (_, 0) => Shown::NotApplicable,
        (numerator, _) if numerator != 0 && share.printed == Quantity::ZERO => Shown::Low,
        _ => Shown::Exact(share.printed),
    }
}

/// 100 × numerator ÷ denominator to this many places; none for a denominator of nought.
pub(super) fn of(numerator: i64, denominator: i64, places: u32) -> Option<Quantity> {
    let hundredfold = Quantity::from(numerator).times(Quantity::HUNDRED)?;
    Some(hundredfold.over(Quantity::from(denominator))?.rounded(places))
}

/// Whether the printed percentage is that of the true counts. A typed percentage that is not says nothing of them.
pub(super) fn is_true(system: &System, share: &Share) -> bool {
    let truth = |cell: usize| system.cells.get(cell).map(|cell| cell.truth);
    let (Some(n), Some(d)) = (truth(share.numerator), truth(share.denominator)) else { return false };
    of(n, d, share.places) == Some(share.printed)
}

/// A factor for each cell, and the least and most that the sum may be.
type Says = (Vec<(usize, i64)>, i64, i64);

/// What a printed percentage says: with its last place `h`, numerator × 100 lies between (printed − h/2) and
/// (printed + h/2) times the denominator, the upper end left out. Nothing when the numbers are too large to hold.
pub(super) fn says(share: &Share) -> Vec<Says> {
    let exact = || {
        let scale = 10_i64.checked_pow(share.places)?;
        let printed = share.printed.times(Quantity::from(scale))?.rounded(0);
        let printed: i64 = printed.to_string().parse().ok()?;
        let (count, of_all) = (scale.checked_mul(200)?, printed.checked_mul(2)?);
        let rule = |whole: i64, low: i64, high: i64| {
            (vec![(share.numerator, count), (share.denominator, -whole)], low, high)
        };
        Some(vec![rule(of_all - 1, 0, ENDLESS), rule(of_all + 1, -ENDLESS, -1)])
    };
    exact().unwrap_or_default()
}
