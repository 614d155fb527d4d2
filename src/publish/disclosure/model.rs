//! From the plan, the figures and the ledger to the system of cells and equations (7.4, steps 1 and 2).

use std::collections::BTreeMap;

use super::cells::{self, Numbers};
use super::equations::{self, Written};
use super::puzzle::ENDLESS;
use super::system::{Bound, Cell, Equation, Share, Standing, System};
use super::{Case, CellId, Issue, Part, PublishedCell, Shown, Span, percent};
use crate::domain::{MeasureRef, Quantity, Unit};
use crate::plan::Measure;

/// Months between two figures of an annual measure, the rarest.
const LONGEST_INTERVAL: i32 = 12;

/// The system of every family of protected measures.
pub(super) fn system(case: &Case<'_>, governed: &BTreeMap<MeasureRef, &Measure>) -> System {
    let mut numbers = cells::numbers(case, governed);
    let written = equations::write(case, governed, &mut numbers);
    let earlier = Earlier::of(case);
    let mut system = System {
        cells: numbers.iter().map(|(id, truth)| cell(case, governed, &earlier, id, *truth)).collect(),
        ..System::default()
    };
    for equation in &written.equations {
        add(&mut system, equation);
    }
    let chains = written.chains.iter().filter(|chain| chain.len() > 1);
    system.chains = chains.map(|chain| chain.iter().filter_map(|id| system.index_of(id)).collect()).collect();
    system.shares = shares(case, governed, &earlier, &system);
    revised(&mut system, &earlier, &numbers);
    already_out(&mut system);
    system
}

/// The ledger's rows by cell, oldest first.
struct Earlier<'a> {
    rows: BTreeMap<&'a CellId, Vec<&'a PublishedCell>>,
}

impl<'a> Earlier<'a> {
    fn of(case: &Case<'a>) -> Self {
        let mut rows = BTreeMap::<&CellId, Vec<&PublishedCell>>::new();
        for row in &case.published.rows {
            rows.entry(&row.cell).or_default().push(row);
        }
        Self { rows }
    }

    fn rows(&self, id: &CellId) -> &[&'a PublishedCell] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether this number was withheld for the last period before its own for which anything of it was published.
    fn withheld_last_time(&self, id: &CellId) -> bool {
        let back = (1..=LONGEST_INTERVAL).map(|months| id.at(id.period.plus_months(-months)));
        let last = back.map(|id| self.rows(&id)).find(|rows| !rows.is_empty());
        last.is_some_and(|rows| rows.iter().any(|row| matches!(row.shown, Shown::Withheld(_))))
    }

    /// What a reader has of a cell that holds this now, and since which issue.
    fn standing(&self, id: &CellId, now: Quantity, wanted: bool) -> (Standing, Option<Issue>) {
        let rows = self.rows(id);
        if let Some(row) = rows.iter().find(|row| row.shown == Shown::Exact(now)) {
            return (Standing::Fixed, Some(row.issue.clone()));
        }
        let withheld = rows.iter().find_map(|row| match row.shown {
            Shown::Withheld(why) => Some((Standing::Withheld(why), Some(row.issue.clone()))),
            _ => None,
        });
        let new = if wanted { Standing::Open } else { Standing::Silent };
        withheld.unwrap_or((new, None))
    }
}

fn cell(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    earlier: &Earlier<'_>,
    id: &CellId,
    truth: i64,
) -> Cell {
    let wanted = case.wanted.contains(id);
    let (standing, since) = earlier.standing(id, Quantity::from(truth), wanted);
    Cell {
        id: id.clone(),
        truth,
        sensitive: governed.get(&id.measure).is_some_and(|m| m.sensitive),
        wanted,
        standing,
        since,
        withheld_last_time: earlier.withheld_last_time(id),
        may_be_nought: standing == Standing::Withheld(super::Why::Breakdown),
    }
}

fn add(system: &mut System, written: &Written) {
    let total = written.total.as_ref().and_then(|id| system.index_of(id));
    let Some(parts) = written.parts.iter().map(|id| system.index_of(id)).collect::<Option<Vec<_>>>() else {
        return;
    };
    let terms = parts.iter().map(|part| (*part, 1)).chain(total.map(|total| (total, -1))).collect();
    if let (Some(total), true) = (total, written.breakdown) {
        system.breakdowns.push((total, parts));
    }
    let said = written.said.clone();
    system.equations.push(Equation { terms, constant: written.constant, total, said });
}

/// Percentages whose counts are known, as printed now and as printed before.
fn shares(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    earlier: &Earlier<'_>,
    system: &System,
) -> Vec<Share> {
    let mut shares = Vec::new();
    for (index, cell) in system.cells.iter().enumerate().filter(|(_, c)| c.id.part == Part::Numerator) {
        let percent = governed.get(&cell.id.measure).is_some_and(|m| m.unit == Unit::Percent);
        let denominator = system.index_of(&cell.id.with(Part::Denominator));
        let (true, Some(denominator), Span::Period) = (percent, denominator, cell.id.span) else { continue };
        let id = cell.id.with(Part::Value);
        let whole = system.cells.get(denominator).map_or(0, |cell| cell.truth);
        let printed = percent::of(cell.truth, whole, case.percent_places).unwrap_or(Quantity::ZERO);
        let wanted = case.wanted.contains(&id);
        let (standing, _) = earlier.standing(&id, printed, wanted);
        let share = Share {
            id: id.clone(),
            numerator: index,
            denominator,
            printed,
            places: case.percent_places,
            wanted,
            standing,
        };
        for row in earlier.rows(&id) {
            let other = match row.shown {
                Shown::Exact(other) if other != printed => other,
                Shown::Low if printed != Quantity::ZERO => Quantity::ZERO,
                _ => continue,
            };
            let places = other.places();
            shares.push(Share {
                printed: other,
                places,
                wanted: false,
                standing: Standing::Fixed,
                ..share.clone()
            });
        }
        shares.push(share);
    }
    shares
}

/// What papers printed before a number was revised still say (7.4, step 8). With the old number put in, an equation that
/// the other true numbers still fulfil goes on holding; of one that they do not, some other number was revised too, and a
/// reader who takes a number for unrevised still has a bound on it.
fn revised(system: &mut System, earlier: &Earlier<'_>, numbers: &Numbers) {
    let mut old = Vec::new();
    for equation in &system.equations {
        let ids: Vec<&CellId> =
            equation.terms.iter().filter_map(|(cell, _)| system.cells.get(*cell)).map(|c| &c.id).collect();
        let mut issues: Vec<u32> =
            ids.iter().flat_map(|id| earlier.rows(id)).map(|row| row.issue.number).collect();
        issues.sort_unstable();
        issues.dedup();
        for issue in issues {
            old.extend(as_of(equation, system, earlier, numbers, issue));
        }
    }
    for equation in old {
        if equation.holds(&system.cells) {
            system.equations.push(equation);
        } else {
            bounds(system, &equation);
        }
    }
}

/// The equation with the numbers that this issue, or the last before it, printed and that were revised since; none when
/// there is no such number.
fn as_of(
    equation: &Equation,
    system: &System,
    earlier: &Earlier<'_>,
    numbers: &Numbers,
    issue: u32,
) -> Option<Equation> {
    let mut old = Equation { terms: Vec::new(), total: None, ..equation.clone() };
    let mut was_revised = false;
    for (index, factor) in &equation.terms {
        let id = &system.cells.get(*index)?.id;
        let printed = earlier.rows(id).iter().rev().filter(|row| row.issue.number <= issue).find_map(|row| {
            match row.shown {
                Shown::Exact(value) => cells::whole(value),
                _ => None,
            }
        });
        match printed.filter(|printed| numbers.get(id) != Some(printed)) {
            Some(printed) => {
                was_revised = true;
                old.constant = old.constant.checked_sub(printed.checked_mul(*factor)?)?;
            }
            None => old.terms.push((*index, *factor)),
        }
    }
    (was_revised && !old.terms.is_empty()).then_some(old)
}

/// What an equation that no longer holds says of each of its numbers, taken for unrevised while the others are anything.
fn bounds(system: &mut System, equation: &Equation) {
    for (index, factor) in &equation.terms {
        let least = |(cell, factor): &(usize, i64)| match system.cells.get(*cell) {
            Some(other) if *cell != *index && !other.is_known() => factor * other.truth.min(1),
            _ => 0,
        };
        let others = || equation.terms.iter().filter(|(cell, _)| cell != index);
        let known: i64 = others()
            .filter_map(|(cell, factor)| {
                system.cells.get(*cell).filter(|c| c.is_known()).map(|c| c.truth * factor)
            })
            .sum();
        let same_sign = others()
            .filter(|(cell, _)| system.cells.get(*cell).is_some_and(|c| !c.is_known()))
            .all(|(_, other)| other.signum() == factor.signum());
        let rest = equation.constant - known - others().map(least).sum::<i64>();
        let high = (rest * factor.signum()).div_euclid(factor.abs());
        let truth = system.cells.get(*index).map_or(0, |cell| cell.truth);
        if same_sign && truth <= high {
            system.bounds.push(Bound { cell: *index, low: -ENDLESS, high });
        }
    }
}

/// A number that was never printed but follows from what was printed before is known: nothing can be done about it now.
fn already_out(system: &mut System) {
    let mut changed = true;
    while changed {
        changed = false;
        for equation in &system.equations {
            let fixed = |cell: usize| system.cells.get(cell).is_some_and(|c| c.standing == Standing::Fixed);
            let mut open = equation.terms.iter().map(|(cell, _)| *cell).filter(|cell| !fixed(*cell));
            let (Some(only), None) = (open.next(), open.next()) else { continue };
            let Some(cell) = system.cells.get_mut(only) else { continue };
            if cell.standing == Standing::Silent {
                cell.standing = Standing::Fixed;
                changed = true;
            }
        }
    }
}
