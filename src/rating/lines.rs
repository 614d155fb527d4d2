//! Where Green and Amber begin for a measure now, and on which side of the lines a value falls (5-rating.md, 5.2).

use crate::domain::{Quantity, Rating};
use crate::plan::Tolerance;

/// The lines of a measure. The boundary belongs to the better colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    /// The value expected now: from here on Green.
    pub(super) green: Quantity,
    /// From here on Amber; none: there is no Amber.
    pub(super) amber: Option<Quantity>,
    /// Whether more is better; otherwise less is.
    pub(super) higher_is_better: bool,
}

impl Lines {
    /// The lines for a value expected now; none when the tolerance leads to a number that cannot be held.
    pub(super) fn new(
        expected: Quantity,
        tolerance: Option<Tolerance>,
        higher_is_better: bool,
    ) -> Option<Self> {
        let amber = match tolerance {
            None => None,
            Some(tolerance) => {
                let width = width(expected, tolerance)?;
                Some(if higher_is_better { expected.minus(width)? } else { expected.plus(width)? })
            }
        };
        Some(Self { green: expected, amber, higher_is_better })
    }

    /// Green, Amber or Red.
    pub(super) fn rate(&self, value: Quantity) -> Rating {
        let reaches = |line: Quantity| if self.higher_is_better { value >= line } else { value <= line };
        if reaches(self.green) {
            Rating::Green
        } else if self.amber.is_some_and(reaches) {
            Rating::Amber
        } else {
            Rating::Red
        }
    }
}

/// A tolerance in the measure's unit. A relative one is a share of the size of the value expected, whatever its sign.
fn width(expected: Quantity, tolerance: Tolerance) -> Option<Quantity> {
    match tolerance {
        Tolerance::Points(points) => Some(points),
        Tolerance::Relative(percent) => {
            let size = if expected.is_negative() { Quantity::ZERO.minus(expected)? } else { expected };
            size.times(percent)?.over(Quantity::HUNDRED)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::quantity;

    #[test]
    fn exactly_on_the_line_is_the_better_colour() {
        let points = Some(Tolerance::Points(quantity("10")));
        let relative = Some(Tolerance::Relative(quantity("10")));
        for (expected, tolerance, higher, value, rating) in [
            ("95", points, true, "95", Rating::Green),
            ("95", points, true, "94.999999", Rating::Amber),
            ("95", points, true, "85", Rating::Amber),
            ("95", points, true, "84.999999", Rating::Red),
            ("95", None, true, "94.9", Rating::Red),
            ("90", relative, true, "81", Rating::Amber),
            ("90", relative, true, "80.99", Rating::Red),
            ("6", points, false, "6", Rating::Green),
            ("6", points, false, "16", Rating::Amber),
            ("6", points, false, "16.1", Rating::Red),
            ("0.3", relative, false, "0.33", Rating::Amber),
            ("-10", relative, true, "-11", Rating::Amber),
            ("-10", relative, true, "-11.1", Rating::Red),
        ] {
            let lines = Lines::new(quantity(expected), tolerance, higher).unwrap();
            assert_eq!(lines.rate(quantity(value)), rating, "{value} against {expected}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_better_value_is_never_rated_worse(
            expected in -1000_i64..1000, width in 0_i64..50, relative: bool, higher: bool,
            one in -2000_i64..2000, other in -2000_i64..2000,
        ) {
            let width = Quantity::from(width);
            let tolerance = if relative { Tolerance::Relative(width) } else { Tolerance::Points(width) };
            let lines = Lines::new(Quantity::from(expected), Some(tolerance), higher).unwrap();
            let (worse, better) = if (one <= other) == higher { (one, other) } else { (other, one) };
            proptest::prop_assert!(lines.rate(Quantity::from(worse)) <= lines.rate(Quantity::from(better)));
        }
    }
}
