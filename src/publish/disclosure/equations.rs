//! Every equation that a reader can write between cells (7.4, step 1). An equation that the true numbers do not fulfil is
//! left out: who believes it learns nothing true.

use std::collections::BTreeMap;

use super::cells::{self, Numbers};
use super::{Case, CellId, Part, Span};
use crate::domain::{CountsAs, MeasureRef, Period};
use crate::plan::Measure;

/// An equation by the ids of its cells.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// What the others add up to.
    pub(super) total: Option<CellId>,
    /// The cells that add up, the total not among them.
    pub(super) parts: Vec<CellId>,
    /// What they add up to when that is printed elsewhere.
    pub(super) constant: i64,
    /// Said of a total printed elsewhere.
    pub(super) said: Option<String>,
    /// Whether total and parts are a breakdown of one group of people.
    pub(super) breakdown: bool,
}

/// Equations, and running totals in order.
#[derive(Debug, Default)]
pub(super) struct WrittenAll {
    pub(super) equations: Vec<Written>,
    pub(super) chains: Vec<Vec<CellId>>,
}

impl Written {
    fn sum(total: CellId, parts: Vec<CellId>) -> Self {
        Self { total: Some(total), parts, constant: 0, said: None, breakdown: false }
    }
}

/// Writes every equation between these numbers, and adds the numbers that only an equation has: what each period added to
/// a running total.
pub(super) fn write(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    numbers: &mut Numbers,
) -> WrittenAll {
    let mut all = WrittenAll::default();
    for (reference, measure) in governed {
        running_totals(*reference, measure, numbers, &mut all);
    }
    let ids: Vec<CellId> = numbers.keys().cloned().collect();
    all.equations.extend(ids.iter().filter(|id| id.part == Part::Complement).map(complement));
    all.equations.extend(ids.iter().filter(|id| id.span == Span::Quarter).map(quarter));
    totals(case, governed, numbers, &mut all.equations);
    returners(&ids, numbers, &mut all.equations);
    same_wording(case, numbers, &mut all.equations);
    for elsewhere in case.elsewhere {
        all.equations.push(Written {
            total: None,
            parts: elsewhere.cells.clone(),
            constant: elsewhere.total,
            said: Some(elsewhere.place.clone()),
            breakdown: false,
        });
    }
    all.equations.retain(|equation| holds(equation, numbers));
    all
}

fn holds(equation: &Written, numbers: &Numbers) -> bool {
    let total = match &equation.total {
        Some(total) => numbers.get(total).copied(),
        None => Some(equation.constant),
    };
    let sum = equation.parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(*numbers.get(part)?));
    total.is_some() && total == sum && !equation.parts.is_empty()
}

/// This period's running total is the last one and what came since. A total that fell was corrected: nothing follows from
/// it, and what follows on it starts anew.
fn running_totals(reference: MeasureRef, measure: &Measure, numbers: &mut Numbers, all: &mut WrittenAll) {
    if measure.counts_as != CountsAs::Cumulative {
        return;
    }
    for part in [Part::Value, Part::Numerator, Part::Denominator] {
        if !cells::is_count(measure, part) {
            continue;
        }
        let Some(first) = Period::new(1900, 1).map(|period| CellId::value(reference, period)) else { return };
        let of_measure: Vec<(CellId, i64)> = numbers
            .range(first..)
            .take_while(|(id, _)| id.measure == reference)
            .filter(|(id, _)| id.part == part && id.span == Span::Period && id.returner.is_none())
            .map(|(id, number)| (id.clone(), *number))
            .collect();
        let mut chain: Vec<(CellId, i64)> = Vec::new();
        for (id, number) in of_measure {
            if let Some((last, before)) = chain.last().cloned() {
                if before > number {
                    all.chains.push(chain.drain(..).map(|(id, _)| id).collect());
                } else if part == Part::Value {
                    let increase = id.with(Part::Increase);
                    numbers.insert(increase.clone(), number - before);
                    all.equations.push(Written::sum(id.clone(), vec![last, increase]));
                }
            }
            chain.push((id, number));
        }
        all.chains.push(chain.into_iter().map(|(id, _)| id).collect());
    }
}

/// Denominator = numerator + the rest.
fn complement(id: &CellId) -> Written {
    let parts = vec![id.with(Part::Numerator), id.clone()];
    Written { breakdown: true, ..Written::sum(id.with(Part::Denominator), parts) }
}

/// Quarter = its months.
fn quarter(id: &CellId) -> Written {
    let month = |back: i32| CellId { span: Span::Period, ..id.at(id.period.plus_months(-back)) };
    Written::sum(id.clone(), vec![month(2), month(1), month(0)])
}

/// `sums_to`, each period. Parts that are percentages add up in their counts, where they do.
fn totals(
    case: &Case<'_>,
    governed: &BTreeMap<MeasureRef, &Measure>,
    numbers: &Numbers,
    equations: &mut Vec<Written>,
) {
    let mut parts_of = BTreeMap::<MeasureRef, Vec<MeasureRef>>::new();
    for measure in &case.plan.measures {
        if let (Some(total), true) = (measure.sums_to, governed.contains_key(&measure.reference)) {
            parts_of.entry(total).or_default().push(measure.reference);
        }
    }
    for total in numbers.keys().filter(|id| id.returner.is_none() && id.part != Part::Increase) {
        let Some(parts) = parts_of.get(&total.measure) else { continue };
        let parts = parts.iter().map(|part| CellId { measure: *part, ..total.clone() }).collect();
        equations.push(Written { breakdown: true, ..Written::sum(total.clone(), parts) });
    }
}

/// What the returners gave adds up to the figure, or one of them is the figure.
fn returners(ids: &[CellId], numbers: &Numbers, equations: &mut Vec<Written>) {
    let mut given = BTreeMap::<CellId, Vec<CellId>>::new();
    for id in ids.iter().filter(|id| id.returner.is_some()) {
        given.entry(CellId { returner: None, ..id.clone() }).or_default().push(id.clone());
    }
    for (merged, parts) in given {
        let sum = Written { breakdown: true, ..Written::sum(merged.clone(), parts.clone()) };
        if holds(&sum, numbers) {
            equations.push(sum);
        } else {
            equations.extend(parts.into_iter().map(|part| Written::sum(merged.clone(), vec![part])));
        }
    }
}

/// Measures that say the same have the same number.
fn same_wording(case: &Case<'_>, numbers: &Numbers, equations: &mut Vec<Written>) {
    for same in cells::same_wording(case.plan) {
        let Some((first, others)) = same.split_first() else { continue };
        let of_first = numbers.keys().filter(|id| id.measure == *first && id.part != Part::Increase);
        for id in of_first {
            for other in others {
                let twin = CellId { measure: *other, ..id.clone() };
                equations.push(Written::sum(id.clone(), vec![twin]));
            }
        }
    }
}
