//! What is withheld for its own sake (7.4, steps 2 and 3): what was withheld before, numbers from 1 to 5, and the
//! breakdown of a small group of which all or none are meant.

use super::Why;
use super::system::{Standing, System};

/// Withholds small numbers and class disclosures. What was printed before with the same value stays known to readers; it
/// is not printed again all the same (see `Treatment`).
pub(super) fn withhold(system: &mut System) {
    for cell in &mut system.cells {
        if cell.is_small() && cell.standing == Standing::Open {
            cell.standing = Standing::Withheld(Why::SmallNumber);
        }
    }
    for (total, parts) in std::mem::take(&mut system.breakdowns) {
        if is_whole_group(system, total, &parts) {
            for part in &parts {
                withhold_breakdown(system, *part);
            }
        }
        system.breakdowns.push((total, parts));
    }
}

/// Whether a small group stands behind the total and one part holds all of it, so that the noughts of the others tell
/// about everyone.
fn is_whole_group(system: &System, total: usize, parts: &[usize]) -> bool {
    let truth = |cell: usize| system.cells.get(cell).map_or(0, |cell| cell.truth);
    let small = system.cells.get(total).is_some_and(super::system::Cell::is_small);
    small && parts.len() > 1 && parts.iter().any(|part| truth(*part) == truth(total))
}

fn withhold_breakdown(system: &mut System, cell: usize) {
    let Some(cell) = system.cells.get_mut(cell) else { return };
    cell.may_be_nought = true;
    if matches!(cell.standing, Standing::Open | Standing::Withheld(Why::SmallNumber)) {
        cell.standing = Standing::Withheld(Why::Breakdown);
    }
}
