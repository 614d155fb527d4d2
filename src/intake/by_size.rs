//! A Value column that was moved, sorted or filled down without the others, told by the size of its numbers: each is far from its own
//! *Last value* and near that of another row. [`super::raised`] tells it where the kinds of the answers do; among measures
//! of one unit nothing but their size can (4-reading.md: when in doubt, ask).

use std::cmp::Ordering;

use crate::domain::{CellRef, Column, Quantity, Unit, Value};
use crate::finding::{Fault, FaultKind};

use super::answers::{LastValue, MeasureRow};
use super::number::{normalised, parse};
use super::row::{Found, ReadRow, Row};

/// Numbers below this change as they like from month to month.
const SMALLEST: i64 = 10;
/// From how many times larger or smaller on a value is far from its last one.
const FAR: Times = Times(2, 1);
/// The same for one that is the very number of the row above.
const FAR_FOR_THE_SAME: Times = Times(5, 4);
/// Up to how many times larger or smaller it is near another.
const NEAR: Times = Times(6, 5);

/// So many times, as two whole numbers.
#[derive(Debug, Clone, Copy)]
struct Times(i64, i64);

impl Times {
    /// How the larger of two numbers above nought compares with so many times the smaller; none where they are too large.
    fn compare(self, one: Quantity, other: Quantity) -> Option<Ordering> {
        let (larger, smaller) = (one.max(other), one.min(other));
        Some(larger.times(self.1.into())?.cmp(&smaller.times(self.0.into())?))
    }

    /// Whether one of two is at least so many times the other.
    fn part(self, one: Quantity, other: Quantity) -> bool {
        self.compare(one, other).is_some_and(Ordering::is_ge)
    }

    /// Whether neither is more than so many times the other.
    fn hold(self, one: Quantity, other: Quantity) -> bool {
        self.compare(one, other).is_some_and(Ordering::is_le)
    }
}

/// A number of a row, and its last one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sized {
    is_percent: bool,
    /// The number; none where the row has none.
    now: Option<Quantity>,
    last: Quantity,
}

/// L05 as a query at the numbers of the Value column, where at least two of them suit other rows by their size.
pub(super) fn ask(found: &Found<'_>, rows: &mut [ReadRow<MeasureRow>]) {
    let sized: Vec<Option<Sized>> = rows.iter().map(|read| sized(found, read)).collect();
    let Some((one, other)) = exchanged(&sized).or_else(|| filled_down(&sized)) else { return };
    let at = |index: usize| -> CellRef { rows[index].row.value.cell };
    let kind = FaultKind::ColumnMixed { misfits: [at(one), at(other)] };
    for (read, _) in rows.iter_mut().zip(&sized).filter(|(_, sized)| sized.is_some_and(|s| s.now.is_some())) {
        let is_told = read.cell_faults.iter().any(|fault| {
            matches!(
                fault.kind,
                FaultKind::ColumnMixed { .. }
                    | FaultKind::ColumnRaised { .. }
                    | FaultKind::ColumnSlipped { .. }
            )
        });
        if is_told {
            continue;
        }
        let row = Row::new(found, read.row.ref_cell.row);
        let (place, found) = (found.place(read.row.value.cell), row.shown(Column::Value));
        let subject = read.subject.clone();
        read.cell_faults.push(Fault {
            place,
            subject,
            column: Some(Column::Value),
            found,
            kind: kind.clone(),
        });
    }
}

/// What is known of the size of a row; none where it has no last value.
fn sized(found: &Found<'_>, read: &ReadRow<MeasureRow>) -> Option<Sized> {
    let unit = found.plan.measure(read.row.measure?)?.unit;
    let is_number = matches!(unit, Unit::Count | Unit::Number | Unit::Days | Unit::Weeks | Unit::Percent);
    let last = read.row.last_value.as_ref().and_then(last_number).filter(|_| is_number)?;
    let now = match read.row.value.value() {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    Some(Sized { is_percent: unit == Unit::Percent, now, last })
}

fn last_number(last: &LastValue) -> Option<Quantity> {
    let word = last.value.split_whitespace().next()?.trim_end_matches('%');
    parse(&normalised(word)?).map(|(number, _)| number)
}

fn is_above_nought(number: Quantity) -> bool {
    number > Quantity::ZERO
}

fn is_large(number: Quantity) -> bool {
    number >= Quantity::from(SMALLEST)
}

/// The first and the last of at least two numbers that are far from their own last values, and each near that of a row of
/// its own whose number has gone from there too.
fn exchanged(rows: &[Option<Sized>]) -> Option<(usize, usize)> {
    let is_far = |row: &Sized| row.now.is_none_or(|now| !is_above_nought(now) || FAR.part(now, row.last));
    let mut taken = vec![false; rows.len()];
    let mut misfits = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(row) = row.filter(|row| is_above_nought(row.last) && is_far(row)) else { continue };
        let Some(now) = row.now.filter(|now| is_large(*now)) else { continue };
        let suits = |other: &Sized| {
            other.is_percent == row.is_percent
                && is_large(other.last)
                && NEAR.hold(now, other.last)
                && is_far(other)
        };
        let free = (0..rows.len()).filter(|other| *other != at && !taken[*other]);
        let Some(home) = free.clone().find(|other| rows[*other].as_ref().is_some_and(suits)) else {
            continue;
        };
        taken[home] = true;
        misfits.push(at);
    }
    let (first, last) = (*misfits.first()?, *misfits.last()?);
    (misfits.len() >= 2).then_some((first, last))
}

/// The first and the last of at least two numbers that are far from their own last values and go on from the row above
/// them, by none or one: a cell was dragged down over them.
fn filled_down(rows: &[Option<Sized>]) -> Option<(usize, usize)> {
    let number = |at: usize| rows[at].and_then(|row| row.now).filter(|now| is_large(*now));
    let moved = |at: usize, far: Times| {
        let row = rows[at].filter(|row| is_above_nought(row.last));
        row.is_some_and(|row| row.now.is_some_and(|now| far.part(now, row.last)))
    };
    let is_dragged = |at: &usize| {
        let step = number(*at).zip(number(at - 1)).and_then(|(now, above)| now.distance(above));
        match step {
            Some(step) if step == Quantity::ZERO => moved(*at, FAR_FOR_THE_SAME),
            Some(step) if step == Quantity::from(1) => moved(*at, FAR),
            _ => false,
        }
    };
    let dragged: Vec<usize> = (1..rows.len()).filter(is_dragged).collect();
    let run = dragged.windows(2).find(|pair| pair[1] == pair[0] + 1)?;
    Some((run[0], *dragged.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(number: f64) -> Quantity {
        Quantity::from_double(number).unwrap()
    }

    #[test]
    fn times_are_reckoned_exactly() {
        assert!(NEAR.hold(exact(0.3), exact(0.36)) && !NEAR.hold(exact(0.3), exact(0.360_000_1)));
        assert!(FAR.part(exact(1.4), exact(0.7)) && !FAR.part(exact(1.39), exact(0.7)));
    }

    fn mixed(rows: &[(Option<f64>, f64)]) -> Option<(usize, usize)> {
        let sized = |(now, last): &(Option<f64>, f64)| {
            Some(Sized { is_percent: false, now: now.map(exact), last: exact(*last) })
        };
        exchanged(&rows.iter().map(sized).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_that_suit_other_rows_are_told() {
        // Moved up, the last cell empty; moved down, the first one empty; sorted alone; two exchanged.
        assert_eq!(mixed(&[(Some(41.0), 150.0), (Some(610.0), 40.0), (None, 600.0)]), Some((0, 1)));
        assert_eq!(mixed(&[(None, 150.0), (Some(152.0), 40.0), (Some(41.0), 600.0)]), Some((1, 2)));
        assert_eq!(mixed(&[(Some(41.0), 150.0), (Some(152.0), 600.0), (Some(610.0), 40.0)]), Some((0, 2)));
        assert_eq!(mixed(&[(Some(41.0), 150.0), (Some(152.0), 40.0), (Some(610.0), 600.0)]), Some((0, 1)));
    }

    #[test]
    fn a_number_dragged_down_over_others_is_told() {
        let dragged = |rows: &[(f64, f64)]| {
            let sized = |(now, last): &(f64, f64)| {
                Some(Sized { is_percent: false, now: Some(exact(*now)), last: exact(*last) })
            };
            filled_down(&rows.iter().map(sized).collect::<Vec<_>>())
        };
        assert_eq!(dragged(&[(95.0, 90.0), (95.0, 30.0), (95.0, 400.0), (20.0, 21.0)]), Some((1, 2)));
        assert_eq!(dragged(&[(95.0, 90.0), (96.0, 30.0), (97.0, 400.0)]), Some((1, 2)));
        assert_eq!(dragged(&[(28.0, 30.0), (28.0, 42.0), (28.0, 38.0)]), Some((1, 2)));
        assert_eq!(dragged(&[(24.0, 22.0), (24.0, 25.0), (24.0, 20.0)]), None, "as it was");
        assert_eq!(dragged(&[(24.0, 22.0), (24.0, 70.0), (51.0, 20.0)]), None, "one may be chance");
    }

    #[test]
    fn numbers_that_moved_by_themselves_are_not() {
        for rows in [
            &[(Some(152.0), 150.0), (Some(41.0), 40.0), (None, 600.0)][..],
            // Far from its own, and near that of a row that stands where it was.
            &[(Some(41.0), 150.0), (Some(42.0), 40.0), (Some(610.0), 600.0)],
            // One alone may be chance, and small numbers change as they like.
            &[(Some(41.0), 150.0), (Some(900.0), 40.0)],
            &[(Some(3.0), 8.0), (Some(8.0), 3.0)],
            &[],
        ] {
            assert_eq!(mixed(rows), None, "{rows:?}");
        }
    }
}
