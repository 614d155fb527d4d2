//! What a reader faces: the cells that are not known, the equations with the known numbers put in.

use std::collections::BTreeMap;

use super::audit::{Bounds, Puzzle, Unknown};
use super::percent;
use super::system::{Cell, Standing, System};

/// No bound on this side, with room to add to.
pub(super) const ENDLESS: i64 = i64::MAX / 8;

/// The puzzle of one part, and which cell each unknown is. Unknowns that do not hang together are puzzles of their own.
pub(super) fn puzzles(system: &System) -> Vec<(Puzzle, Vec<usize>)> {
    let ceiling = ceiling(system);
    let rules = rules(system);
    let mut groups = Groups::new(system);
    for rule in &rules {
        groups.join(&rule.terms);
    }
    let mut found = Vec::new();
    for members in groups.into_members() {
        let guarded = members.iter().filter_map(|cell| system.cells.get(*cell)).any(Cell::is_guarded);
        if !guarded {
            continue;
        }
        found.push(puzzle(system, &rules, members, ceiling));
    }
    found
}

fn puzzle(system: &System, rules: &[Bounds], members: Vec<usize>, ceiling: i64) -> (Puzzle, Vec<usize>) {
    let new: BTreeMap<usize, usize> = members.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let cells = members.iter().filter_map(|cell| system.cells.get(*cell));
    let unknowns: Vec<Unknown> = cells.map(|cell| unknown(cell, ceiling)).collect();
    let of_group = |rule: &&Bounds| rule.terms.first().is_some_and(|(cell, _)| new.contains_key(cell));
    let renamed = |rule: &Bounds| Bounds {
        terms: rule.terms.iter().filter_map(|(cell, factor)| Some((*new.get(cell)?, *factor))).collect(),
        ..rule.clone()
    };
    let rules = rules.iter().filter(of_group).map(renamed).collect();
    (Puzzle { unknowns, rules }, members)
}

/// A withheld number is 1 or more, as noughts are never withheld, save in a breakdown that is withheld as a whole. Of a
/// number that is not printed nothing is known.
fn unknown(cell: &Cell, ceiling: i64) -> Unknown {
    let nought = cell.may_be_nought || cell.truth == 0 || cell.standing == Standing::Silent;
    Unknown {
        low: i64::from(!nought),
        high: ceiling,
        truth: cell.truth,
        guarded: cell.is_guarded(),
        origin: cell.sensitive,
    }
}

/// A number that no unknown needs to go beyond. It only makes the audit stricter: a reader knows of no such limit.
fn ceiling(system: &System) -> i64 {
    let largest = system.cells.iter().map(|cell| cell.truth).max().unwrap_or(0);
    largest.saturating_mul(2).saturating_add(20).min(ENDLESS / 1000)
}

/// Everything a reader can write down, known numbers put in.
fn rules(system: &System) -> Vec<Bounds> {
    let equations = system.equations.iter().map(|e| (e.terms.clone(), e.constant, e.constant));
    let shares = system.shares.iter().filter(|s| known(system, s)).flat_map(percent::says);
    let bounds = system.bounds.iter().map(|b| (vec![(b.cell, 1)], b.low, b.high));
    let all = equations.chain(shares).chain(bounds);
    all.filter_map(|(terms, low, high)| with_known(system, &terms, low, high)).collect()
}

fn known(system: &System, share: &super::system::Share) -> bool {
    let printed = match share.standing {
        Standing::Fixed => true,
        Standing::Open => share.wanted && system.may_print(share),
        Standing::Silent | Standing::Withheld(_) => false,
    };
    printed && percent::is_true(system, share)
}

/// The rule with the numbers of known cells put in; none when no unknown is left.
fn with_known(system: &System, terms: &[(usize, i64)], low: i64, high: i64) -> Option<Bounds> {
    let mut rule = Bounds { terms: Vec::new(), low, high };
    for (index, factor) in terms {
        let cell = system.cells.get(*index)?;
        if cell.is_known() {
            let number = cell.truth.checked_mul(*factor)?;
            rule.low = rule.low.saturating_sub(number);
            rule.high = rule.high.saturating_sub(number);
        } else {
            rule.terms.push((*index, *factor));
        }
    }
    (!rule.terms.is_empty()).then_some(rule)
}

/// Unknown cells that share a rule, directly or through others.
struct Groups {
    group_of: BTreeMap<usize, usize>,
}

impl Groups {
    fn new(system: &System) -> Self {
        let unknown = system.cells.iter().enumerate().filter(|(_, cell)| !cell.is_known());
        Self { group_of: unknown.map(|(index, _)| (index, index)).collect() }
    }

    fn root(&self, mut cell: usize) -> usize {
        while let Some(next) = self.group_of.get(&cell).copied().filter(|next| *next != cell) {
            cell = next;
        }
        cell
    }

    fn join(&mut self, terms: &[(usize, i64)]) {
        for pair in terms.windows(2) {
            let &[(one, _), (other, _)] = pair else { continue };
            let (one, other) = (self.root(one), self.root(other));
            self.group_of.insert(one.max(other), one.min(other));
        }
    }

    fn into_members(self) -> Vec<Vec<usize>> {
        let mut members = BTreeMap::<usize, Vec<usize>>::new();
        for cell in self.group_of.keys() {
            members.entry(self.root(*cell)).or_default().push(*cell);
        }
        members.into_values().collect()
    }
}
