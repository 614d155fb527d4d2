//! Method B by the audit of Method A (7.4, step 5): a rounded number stands for five, and several of them with their sum
//! can leave too few for a `[c]`. 8 + 1 + 1 + 1 = 11 is printed as 10 = 10 + `[c]` + `[c]` + `[c]`: each is 1 or 2.

use std::collections::BTreeMap;

use super::audit::{self, Bounds, Puzzle, Unknown, Unsafe};
use super::companions::Stuck;
use super::puzzle::ENDLESS;
use super::round::{LARGEST_WITHHELD, STEP};
use super::system::{Cell, System};
use super::{CellId, Shown, Why, cells};

/// What a reader has of each cell: as printed now, else as printed last.
pub(super) type Printed = BTreeMap<CellId, Shown>;

/// Withholds further numbers of `now` until three numbers fit each that is withheld. Each round withholds one more, so it ends.
/// `earlier` is what was printed before: that cannot be taken back.
pub(super) fn settle(
    part: &System,
    now: &mut Printed,
    earlier: &Printed,
    step_limit: usize,
) -> Result<(), Stuck> {
    loop {
        let puzzle = puzzle(part, now, earlier);
        let Some((index, verdict)) = audit::audit(&puzzle, step_limit).into_iter().next() else {
            return Ok(());
        };
        let Some(id) = part.cells.get(index).map(|cell| cell.id.clone()) else { return Ok(()) };
        let stuck = Stuck { cell: id, equation: None, not_proved: verdict == Unsafe::NotProved };
        let way = way_out(part, index, now, earlier).ok_or(stuck)?;
        now.insert(way, Shown::Withheld(Why::Companion));
    }
}

fn puzzle(part: &System, now: &Printed, earlier: &Printed) -> Puzzle {
    let largest = part.cells.iter().map(|cell| cell.truth).max().unwrap_or(0);
    let ceiling = largest.saturating_mul(2).saturating_add(20).min(ENDLESS / 1000);
    let shown = |cell: &Cell| now.get(&cell.id).or_else(|| earlier.get(&cell.id)).copied();
    let unknowns = part.cells.iter().map(|cell| unknown(cell, shown(cell), ceiling)).collect();
    let equations = part.equations.iter().map(|equation| Bounds {
        terms: equation.terms.clone(),
        low: equation.constant,
        high: equation.constant,
    });
    let chains = part.chains.iter().flat_map(|chain| chain.windows(2)).filter_map(|pair| match pair {
        &[before, after] => Some(Bounds { terms: vec![(after, 1), (before, -1)], low: 0, high: ENDLESS }),
        _ => None,
    });
    Puzzle { unknowns, rules: equations.chain(chains).collect() }
}

fn unknown(cell: &Cell, shown: Option<Shown>, ceiling: i64) -> Unknown {
    let (low, high) = match shown {
        Some(Shown::Withheld(Why::SmallNumber)) => (1, LARGEST_WITHHELD),
        Some(Shown::Withheld(_)) => (1, ceiling),
        Some(Shown::Rounded(number)) => match cells::whole(number) {
            Some(0) => (0, 0),
            Some(number) => (number - STEP / 2, number + STEP / 2),
            None => (0, ceiling),
        },
        _ => (0, ceiling),
    };
    // What was printed before a revision says nothing of the number now.
    let (low, high) = if (low..=high).contains(&cell.truth) { (low, high) } else { (0, ceiling) };
    let withheld = matches!(shown, Some(Shown::Withheld(Why::SmallNumber)));
    Unknown {
        low,
        high,
        truth: cell.truth,
        guarded: cell.truth >= 1 && (withheld || shown.is_none() && cell.is_small()),
        origin: false,
    }
}

/// A rounded number of the equations of this one, printed for the first time: not a total if possible, the smallest.
fn way_out(part: &System, index: usize, now: &Printed, earlier: &Printed) -> Option<CellId> {
    let of_it = part.equations.iter().filter(|e| e.terms.iter().any(|(cell, _)| *cell == index));
    let candidates = of_it.flat_map(|equation| {
        equation.terms.iter().filter_map(|(other, _)| {
            let cell = part.cells.get(*other)?;
            let is_new = matches!(now.get(&cell.id), Some(Shown::Rounded(_)))
                && !matches!(earlier.get(&cell.id), Some(Shown::Rounded(_)));
            (is_new && cell.truth > 0).then_some((equation.total == Some(*other), cell.truth, &cell.id))
        })
    });
    candidates.min().map(|(_, _, id)| id.clone())
}

#[cfg(test)]
mod tests {
    use super::super::Method;
    use super::super::sample::Desk;

    #[test]
    fn a_rounded_total_does_not_give_its_small_parts_away() {
        let refs = ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e"];
        let desk = Desk::with(&refs).total("1.1e", &refs[..4]).method(Method::Round);
        let numbers = [("1.1a", 8), ("1.1b", 1), ("1.1c", 1), ("1.1d", 1), ("1.1e", 11)];
        let shown = desk.figures("2024-04", &numbers).publish("scrutiny", "2024-04", &refs, &["2024-04"]);
        // 10 = 10 + [c] + [c] + [c] would leave 1 and 2 for each.
        assert_eq!(shown, ["[c]", "[c]", "[c]", "[c]", "10"]);
    }

    #[test]
    fn nothing_more_is_withheld_where_the_bands_are_wide_enough() {
        let refs = ["1.1a", "1.1b", "1.1c"];
        let desk = Desk::with(&refs).total("1.1c", &refs[..2]).method(Method::Round);
        let shown = desk.figures("2024-04", &[("1.1a", 23), ("1.1b", 4), ("1.1c", 27)]).publish(
            "scrutiny",
            "2024-04",
            &refs,
            &["2024-04"],
        );
        assert_eq!(shown, ["25", "[c]", "25"]);
    }

    #[test]
    fn what_was_printed_before_cannot_be_taken_back_so_the_edition_is_refused() {
        let refs = ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"];
        let desk = Desk::with(&refs).total("1.1f", &refs[..5]).method(Method::Round);
        let numbers = [("1.1a", 8), ("1.1b", 1), ("1.1c", 1), ("1.1d", 1), ("1.1e", 1), ("1.1f", 12)];
        let mut desk = desk.figures("2024-04", &numbers);
        desk.publish("scrutiny", "2024-04", &["1.1a"], &["2024-04"]);
        desk.publish("cabinet", "2024-04", &["1.1f"], &["2024-04"]);
        let said = desk.publish("board", "2024-04", &refs, &["2024-04"]);
        assert!(said[0].contains("could be worked out, or nearly"), "{said:?}");
    }
}
