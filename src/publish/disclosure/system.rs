//! Cells and the equations between them: all that a reader can put together (7.4, step 1).
//!
//! Made by `model` from the plan and the figures, changed by `primary` and `companions`, asked by `audit`.

use std::collections::BTreeMap;

use super::{CellId, Issue, Why};
use crate::domain::Quantity;

/// What a reader has of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Not printed in this edition nor in any before it.
    Silent,
    /// To be printed now; may still be withheld.
    Open,
    /// Printed before with the same value: known, and cannot be taken back.
    Fixed,
    /// `[c]`.
    Withheld(Why),
}

/// A whole number of things that is printed, or that a reader could work out.
#[expect(clippy::struct_excessive_bools, reason = "four facts that do not depend on one another")]
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Which.
    pub(super) id: CellId,
    /// The number, nought or more.
    pub(super) truth: i64,
    /// Whether it counts people who must not be recognised.
    pub(super) sensitive: bool,
    /// Whether this edition prints it.
    pub(super) wanted: bool,
    /// What a reader has of it.
    pub(super) standing: Standing,
    /// In which issue it was printed or withheld before.
    pub(super) since: Option<Issue>,
    /// Whether the same number of the period before was withheld.
    pub(super) withheld_last_time: bool,
    /// Whether a reader must reckon with a nought behind the `[c]`.
    pub(super) may_be_nought: bool,
}

impl Cell {
    /// Whether it is a small number that must not be found.
    pub(super) const fn is_small(&self) -> bool {
        self.sensitive && self.truth >= 1 && self.truth <= super::SMALL
    }

    /// Whether a reader knows it.
    pub(super) const fn is_known(&self) -> bool {
        matches!(self.standing, Standing::Open | Standing::Fixed)
    }

    /// Whether it is `[c]`.
    pub(super) const fn is_withheld(&self) -> bool {
        matches!(self.standing, Standing::Withheld(_))
    }

    /// Whether a reader must not find it: it is `[c]`, or a small number that is not printed.
    pub(super) const fn is_guarded(&self) -> bool {
        self.is_withheld() || (matches!(self.standing, Standing::Silent) && self.is_small())
    }
}

/// `Σ factor × cell = constant`.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    /// Cells with their factors.
    pub(super) terms: Vec<(usize, i64)>,
    /// Right-hand side.
    pub(super) constant: i64,
    /// The cell that the others add up to, where there is one.
    pub(super) total: Option<usize>,
    /// Said when the equation cannot be read off its cells: a total published elsewhere.
    pub(super) said: Option<String>,
}

/// A percentage of two cells, as printed.
#[derive(Debug, Clone)]
pub(super) struct Share {
    /// The percentage's own cell.
    pub(super) id: CellId,
    /// Those who count.
    pub(super) numerator: usize,
    /// All.
    pub(super) denominator: usize,
    /// What is, or would be, printed.
    pub(super) printed: Quantity,
    /// Decimal places printed.
    pub(super) places: u32,
    /// Whether this edition prints it.
    pub(super) wanted: bool,
    /// What a reader has of it.
    pub(super) standing: Standing,
}

/// What an earlier paper with since revised numbers still says of a cell that was not revised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    /// The cell.
    pub(super) cell: usize,
    /// At least.
    pub(super) low: i64,
    /// At most.
    pub(super) high: i64,
}

/// All cells, equations and percentages. Cells stand in the order of their ids, so that the order in which they were
/// found cannot matter.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    /// Cells, by id.
    pub(super) cells: Vec<Cell>,
    /// Equations.
    pub(super) equations: Vec<Equation>,
    /// Percentages.
    pub(super) shares: Vec<Share>,
    /// What revised papers still say.
    pub(super) bounds: Vec<Bound>,
    /// Running totals: their cells, oldest first.
    pub(super) chains: Vec<Vec<usize>>,
    /// Breakdowns: a total and its parts.
    pub(super) breakdowns: Vec<(usize, Vec<usize>)>,
}

impl Equation {
    /// Whether the true numbers fulfil it. One that they do not is no knowledge.
    pub(super) fn holds(&self, cells: &[Cell]) -> bool {
        let sum = self.terms.iter().try_fold(0_i64, |sum, (cell, factor)| {
            sum.checked_add(cells.get(*cell)?.truth.checked_mul(*factor)?)
        });
        sum == Some(self.constant)
    }
}

impl System {
    /// Index of the cell with this id.
    pub(super) fn index_of(&self, id: &CellId) -> Option<usize> {
        self.cells.binary_search_by(|cell| cell.id.cmp(id)).ok()
    }

    /// The parts that hang together by equations and percentages, each a system of its own. What is withheld in one cannot
    /// matter to another, so each is settled by itself, and the time grows with the number of parts.
    pub(super) fn parts(self) -> Vec<Self> {
        let mut parent: Vec<usize> = (0..self.cells.len()).collect();
        for equation in &self.equations {
            join_all(&mut parent, equation.terms.iter().map(|(cell, _)| *cell));
        }
        for share in &self.shares {
            join_all(&mut parent, [share.numerator, share.denominator]);
        }
        for chain in &self.chains {
            join_all(&mut parent, chain.iter().copied());
        }
        let mut parts: BTreeMap<usize, Self> = BTreeMap::new();
        // Part and new index of each cell.
        let mut place: Vec<(usize, usize)> = Vec::with_capacity(self.cells.len());
        for (index, cell) in self.cells.into_iter().enumerate() {
            let root = root(&mut parent, index);
            let part = parts.entry(root).or_default();
            place.push((root, part.cells.len()));
            part.cells.push(cell);
        }
        let part_of = |cell: usize| place.get(cell).map_or(usize::MAX, |(part, _)| *part);
        let new = |cell: usize| place.get(cell).map_or(usize::MAX, |(_, index)| *index);
        for mut equation in self.equations {
            let Some(part) = equation.terms.first().and_then(|(cell, _)| parts.get_mut(&part_of(*cell)))
            else {
                continue;
            };
            equation.terms.iter_mut().for_each(|(cell, _)| *cell = new(*cell));
            equation.total = equation.total.map(new);
            part.equations.push(equation);
        }
        for share in self.shares {
            let Some(part) = parts.get_mut(&part_of(share.numerator)) else { continue };
            let (numerator, denominator) = (new(share.numerator), new(share.denominator));
            part.shares.push(Share { numerator, denominator, ..share });
        }
        for bound in self.bounds {
            let Some(part) = parts.get_mut(&part_of(bound.cell)) else { continue };
            part.bounds.push(Bound { cell: new(bound.cell), ..bound });
        }
        for chain in self.chains {
            let Some(part) = chain.first().and_then(|cell| parts.get_mut(&part_of(*cell))) else { continue };
            part.chains.push(chain.into_iter().map(new).collect());
        }
        for (total, members) in self.breakdowns {
            let Some(part) = parts.get_mut(&part_of(total)) else { continue };
            part.breakdowns.push((new(total), members.into_iter().map(new).collect()));
        }
        parts.into_values().collect()
    }

    /// Whether this edition prints a number or a percentage that no edition printed or withheld before. Where it does not,
    /// nothing can be given away that is not out.
    pub(super) fn prints_something_new(&self) -> bool {
        self.cells.iter().any(|cell| cell.wanted && cell.since.is_none())
            || self.shares.iter().any(|share| share.wanted && share.standing == Standing::Open)
    }

    /// Whether a percentage may be printed (7.4, step 7): numerator and the rest are each nought or 6 and over, the
    /// denominator is 6 and over, and neither count is `[c]`.
    pub(super) fn may_print(&self, share: &Share) -> bool {
        let (Some(n), Some(d)) = (self.cells.get(share.numerator), self.cells.get(share.denominator)) else {
            return false;
        };
        let large_or_none = |count: i64| count == 0 || count > super::SMALL;
        let large = d.truth > super::SMALL && large_or_none(n.truth) && large_or_none(d.truth - n.truth);
        n.truth <= d.truth && (!n.sensitive || large) && !n.is_withheld() && !d.is_withheld()
    }
}

fn root(parent: &mut [usize], mut cell: usize) -> usize {
    while let Some(next) = parent.get(cell).copied().filter(|next| *next != cell) {
        let over = parent.get(next).copied().unwrap_or(next);
        if let Some(entry) = parent.get_mut(cell) {
            *entry = over;
        }
        cell = over;
    }
    cell
}

/// Joins these; the smaller root stands for the part, so that the order does not matter.
fn join_all(parent: &mut [usize], cells: impl IntoIterator<Item = usize>) {
    let mut first = None;
    for cell in cells {
        let one = root(parent, *first.get_or_insert(cell));
        let other = root(parent, cell);
        if let Some(entry) = parent.get_mut(one.max(other)) {
            *entry = one.min(other);
        }
    }
}
