//! What is usual for a row of numbers, without being led astray by a few odd ones: the median and a robust standard
//! deviation (4-reading.md, 4.5). Exact decimals throughout.
//!
//! The robust standard deviation is the median of the distances to the median, times 1.4826. Where more than half of the
//! values are the same, that is nought and tells nothing: then the mean of the distances, times 1.2533, is taken
//! (Iglewicz and Hoaglin, *How to Detect and Handle Outliers*, 1993, for exactly that case). Where all values are the same
//! there is no spread at all, and the smallest step that the plan calls noticeable stands for it.

use crate::domain::Quantity;

/// Middle and spread of a row of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spread {
    /// The median.
    pub(super) middle: Quantity,
    /// One robust standard deviation.
    pub(super) spread: Quantity,
}

impl Spread {
    /// Of these numbers; none without any, and where a number becomes too large to hold.
    pub(super) fn of(numbers: &[Quantity], noticeable: Quantity) -> Option<Self> {
        let middle = median(numbers)?;
        let distances: Vec<Quantity> =
            numbers.iter().map(|number| number.distance(middle)).collect::<Option<_>>()?;
        let by_median = median(&distances)?.times(ten_thousandths(14_826)?)?;
        if by_median > Quantity::ZERO {
            return Some(Self { middle, spread: by_median });
        }
        let count = Quantity::from(i64::try_from(distances.len()).ok()?);
        let sum = distances.iter().try_fold(Quantity::ZERO, |sum, distance| sum.plus(*distance))?;
        let by_mean = sum.over(count)?.times(ten_thousandths(12_533)?)?;
        Some(Self { middle, spread: if by_mean > Quantity::ZERO { by_mean } else { noticeable } })
    }
}

fn ten_thousandths(count: i64) -> Option<Quantity> {
    Quantity::from(count).over(Quantity::from(10_000))
}

/// The middle one in order; of an even count half-way between the two in the middle.
fn median(numbers: &[Quantity]) -> Option<Quantity> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    sorted.get(half.checked_sub(1)?)?.plus(upper)?.over(Quantity::from(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::quantity;

    fn spread(numbers: &[&str]) -> (String, String) {
        let numbers: Vec<Quantity> = numbers.iter().map(|n| quantity(n)).collect();
        let Spread { middle, spread } = Spread::of(&numbers, Quantity::from(1)).unwrap();
        (middle.to_string(), spread.to_string())
    }

    #[test]
    fn one_odd_value_hardly_moves_the_middle_or_the_spread() {
        assert_eq!(spread(&["1", "2", "3", "4", "5"]), ("3".to_owned(), "1.4826".to_owned()));
        assert_eq!(spread(&["1", "2", "3", "4", "500"]), ("3".to_owned(), "1.4826".to_owned()));
        assert_eq!(spread(&["0.1", "0.2", "0.3", "0.4"]), ("0.25".to_owned(), "0.14826".to_owned()));
    }

    #[test]
    fn where_most_values_are_the_same_the_mean_distance_counts_and_where_all_are_a_noticeable_step() {
        // Distances 0, 0, 0, 0, 0, 6: their mean is 1.
        assert_eq!(spread(&["7", "7", "7", "7", "7", "13"]), ("7".to_owned(), "1.2533".to_owned()));
        assert_eq!(spread(&["7", "7", "7", "7", "7", "7"]), ("7".to_owned(), "1".to_owned()));
        assert_eq!(Spread::of(&[], Quantity::from(1)), None);
        let huge = quantity("79228162514264337593543950000");
        assert_eq!(Spread::of(&[huge, huge], Quantity::from(1)), None);
    }
}
