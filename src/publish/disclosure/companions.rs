//! What is withheld for the sake of others (7.4, steps 4 to 6): lone gaps, running totals that move by a small number,
//! and whatever the audit finds, until every guarded number is safe or nothing is left to withhold.

use super::audit::{self, Unsafe};
use super::puzzle::puzzles;
use super::system::{Equation, Standing, System};
use super::{CellId, Why};

/// Why a part cannot be made safe: the guarded cell, and the equation that gives it away where one alone does.
#[derive(Debug)]
pub(super) struct Stuck {
    /// Cell that can be worked out, or nearly.
    pub(super) cell: CellId,
    /// Index of the equation, when one alone gives it away.
    pub(super) equation: Option<usize>,
    /// Whether the search was given up, as against a number having been found.
    pub(super) not_proved: bool,
}

/// What may be withheld next: a cell, or a percentage by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Cell(usize),
    Share(usize),
}

/// Withholds companions in one part until it is safe. Each round withholds one more cell, so it ends.
pub(super) fn settle(system: &mut System, step_limit: usize) -> Result<(), Stuck> {
    loop {
        if let Some(gap) = lone_gap(system) {
            let (equation, cell) = gap;
            let way = candidates(system, &[equation]);
            let stuck = Stuck { cell, equation: Some(equation), not_proved: false };
            withhold(system, best(system, way).ok_or(stuck)?);
            continue;
        }
        if let Some(cell) = small_step(system) {
            withhold(system, Way::Cell(cell));
            continue;
        }
        let Some((index, cell, verdict)) = first_unsafe(system, step_limit) else { return Ok(()) };
        let way = way_out(system, index);
        let stuck = Stuck { cell, equation: None, not_proved: verdict == Unsafe::NotProved };
        withhold(system, way.ok_or(stuck)?);
    }
}

fn withhold(system: &mut System, way: Way) {
    match way {
        Way::Cell(cell) => {
            if let Some(cell) = system.cells.get_mut(cell) {
                cell.standing = Standing::Withheld(Why::Companion);
            }
        }
        Way::Share(share) => {
            if let Some(share) = system.shares.get_mut(share) {
                share.standing = Standing::Withheld(Why::Companion);
            }
        }
    }
}

/// The first equation with exactly one number that is not known, which must not be found.
fn lone_gap(system: &System) -> Option<(usize, CellId)> {
    system.equations.iter().enumerate().find_map(|(index, equation)| {
        let mut unknown =
            equation.terms.iter().filter(|(cell, _)| system.cells.get(*cell).is_some_and(|c| !c.is_known()));
        let (only, more) = (unknown.next()?.0, unknown.next());
        let only = system.cells.get(only)?;
        (more.is_none() && only.is_guarded()).then(|| (index, only.id.clone()))
    })
}

/// A running total that may be withheld because it differs from the last one printed by a small number: nobody prints
/// "3 more", but everybody can subtract.
fn small_step(system: &System) -> Option<usize> {
    system.chains.iter().find_map(|chain| {
        let known: Vec<usize> = chain
            .iter()
            .copied()
            .filter(|cell| system.cells.get(*cell).is_some_and(|c| c.is_known() && c.sensitive))
            .collect();
        known.windows(2).find_map(|pair| {
            let &[earlier, later] = pair else { return None };
            let (before, now) = (system.cells.get(earlier)?, system.cells.get(later)?);
            let small = (1..=super::SMALL).contains(&(now.truth - before.truth));
            let open = |cell: usize| system.cells.get(cell).is_some_and(|c| c.standing == Standing::Open);
            small.then(|| [later, earlier].into_iter().find(|cell| open(*cell)))?
        })
    })
}

/// The first guarded cell for which too few numbers fit.
fn first_unsafe(system: &System, step_limit: usize) -> Option<(usize, CellId, Unsafe)> {
    puzzles(system).into_iter().find_map(|(puzzle, cells)| {
        let (unknown, verdict) = audit::audit(&puzzle, step_limit).into_iter().next()?;
        let index = cells.get(unknown).copied()?;
        Some((index, system.cells.get(index)?.id.clone(), verdict))
    })
}

/// What to withhold so that this cell becomes safe: in its own equations, else in those of the numbers it hangs together
/// with, nearest first.
fn way_out(system: &System, cell: usize) -> Option<Way> {
    let mut reached = vec![cell];
    let mut equations: Vec<usize> = Vec::new();
    loop {
        let touches = |e: &Equation| e.terms.iter().any(|(c, _)| reached.contains(c));
        let new: Vec<usize> = (0..system.equations.len())
            .filter(|i| !equations.contains(i) && system.equations.get(*i).is_some_and(touches))
            .collect();
        let shares: Vec<usize> = (0..system.shares.len())
            .filter(|i| {
                let share = system.shares.get(*i);
                share.is_some_and(|s| reached.contains(&s.numerator) || reached.contains(&s.denominator))
            })
            .collect();
        if let Some(way) = best(system, candidates(system, &new)) {
            return Some(way);
        }
        let open_share = |i: &usize| {
            system
                .shares
                .get(*i)
                .is_some_and(|s| s.wanted && s.standing == Standing::Open && system.may_print(s))
        };
        if let Some(share) = shares.into_iter().find(open_share) {
            return Some(Way::Share(share));
        }
        if new.is_empty() {
            return None;
        }
        equations.extend(new);
        let unknown = |c: &usize| system.cells.get(*c).is_some_and(|c| !c.is_known());
        for equation in equations.iter().filter_map(|i| system.equations.get(*i)) {
            reached.extend(equation.terms.iter().map(|(c, _)| *c).filter(unknown));
        }
        reached.sort_unstable();
        reached.dedup();
    }
}

/// Cells of these equations that may still be withheld: never a nought, as readers are told that noughts are true.
fn candidates(system: &System, equations: &[usize]) -> Vec<(bool, usize)> {
    let mut found = Vec::new();
    for equation in equations.iter().filter_map(|i| system.equations.get(*i)) {
        for (index, _) in &equation.terms {
            let open = system.cells.get(*index).is_some_and(|c| c.standing == Standing::Open && c.truth > 0);
            if open {
                found.push((equation.total == Some(*index), *index));
            }
        }
    }
    found
}

/// Not a total if possible, one withheld last time if possible, else the smallest; of equals the first.
fn best(system: &System, candidates: Vec<(bool, usize)>) -> Option<Way> {
    let best = candidates.into_iter().min_by_key(|(total, index)| {
        let cell = system.cells.get(*index);
        let last_time = cell.is_some_and(|cell| cell.withheld_last_time);
        (*total, !last_time, cell.map_or(i64::MAX, |cell| cell.truth), *index)
    });
    best.map(|(_, index)| Way::Cell(index))
}
