//! Formulas whose saved result is not what they give now: worked out by hand or not at all (calculation set to manual), and
//! what they take changed since. Formulas are never worked out (4-reading.md, 4.1), but what only shows a cell or adds some up
//! can be held against those cells (V16).

use crate::sheet::formula::{Named, Reference, only_reference, summed};
use crate::sheet::grid::{Cell, Content};

use super::row::Found;
use super::taken::{cells_within, resolved};

/// How far a sum of binary fractions may be off.
const NEAR: f64 = 1e-6;

/// Whether a formula gives something else than is saved for it.
pub(super) fn is_stale(found: &Found<'_>, cell: &Cell) -> bool {
    let (Some(formula), Content::Number(saved)) = (cell.formula.as_deref(), &cell.content) else {
        return false;
    };
    let (references, texts_are_nothing) = match only_reference(formula) {
        Some(one) => (vec![one], false),
        None => match summed(formula) {
            Some(summed) => summed,
            None => return false,
        },
    };
    let sum = references
        .iter()
        .try_fold(0.0, |sum, reference| Some(sum + sum_of(found, reference, texts_are_nothing)?));
    sum.is_some_and(|sum: f64| (sum - saved).abs() > NEAR * saved.abs().max(1.0))
}

/// The numbers of a reference added up; none where that cannot be told.
fn sum_of(found: &Found<'_>, reference: &Reference, texts_are_nothing: bool) -> Option<f64> {
    if matches!(reference.to, Named::Column(..)) {
        return None;
    }
    let (grid, from, to) = resolved(found, found.grid, reference)?;
    let mut sum = 0.0;
    for cell in cells_within(grid, from, to).filter(|cell| !grid.is_under_merge(cell.at)) {
        match &cell.content {
            Content::Number(number) => sum += number,
            Content::Date(date) => sum += date.serial,
            Content::Text(_) | Content::Boolean(_) if texts_are_nothing => {}
            _ => return None,
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use crate::intake::damage::{MEASURES, met, told};
    use crate::intake::sample::{formula, grid, number, put, text};
    use crate::sheet::grid::Content;

    #[test]
    fn a_result_that_is_not_what_its_cells_add_up_to_is_not_used() {
        let saved = |by: &str, result: f64| {
            let met = met(|book| {
                let mut work = grid("Work");
                put(&mut work, "A1", Some(number(7.0)));
                put(&mut work, "A2", Some(number(5.0)));
                put(&mut work, "A3", Some(text("so far")));
                book.grids.push(work);
                put(&mut book.grids[MEASURES], "I5", Some(formula(by, Content::Number(result))));
            });
            told(&met).iter().any(|fault| fault == "Measures!I5 UnsafeInThisFormat")
        };
        for by in ["SUM(Work!A1:A3)", "Work!A1+Work!A2", "SUM(Work!A:A)"] {
            assert!(!saved(by, 12.0) && saved(by, 9.0), "{by}");
        }
        assert!(!saved("Work!A1", 7.0) && saved("Work!A1", 12.0) && saved("Work!B9", 12.0));
        for other in ["SUM(Work!A1:A2)*1.1", "Elsewhere!A1", "Work!A1+Work!A3", "MAX(Work!A:A)"] {
            assert!(!saved(other, 9.0), "{other}");
        }
    }
}
