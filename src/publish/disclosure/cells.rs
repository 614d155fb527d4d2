//! The numbers of the plan's figures as cells (7.4, step 1): counts, and of percentages the numerator, the denominator and
//! what lies between them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, CellId, Counts, Part, Shown, Span};
use crate::domain::folding::fold_caption;
use crate::domain::{MeasureRef, Period, Quantity, Unit};
use crate::plan::{Measure, Plan};

/// Numbers by cell, before they have a place in a system.
pub(super) type Numbers = BTreeMap<CellId, i64>;

/// Measures that stand together with a sensitive one in equations across measures: a total of sensitive parts, another
/// measure of the same wording. Each family is protected as one, by one method.
pub fn families(plan: &Plan) -> Vec<BTreeSet<MeasureRef>> {
    let mut family_of: BTreeMap<MeasureRef, MeasureRef> = BTreeMap::new();
    for pair in links(plan) {
        let roots = pair.map(|measure| root(&family_of, measure));
        family_of.insert(roots[0].max(roots[1]), roots[0].min(roots[1]));
    }
    let mut families = BTreeMap::<MeasureRef, (bool, BTreeSet<MeasureRef>)>::new();
    for measure in plan.measures.iter().filter(|m| m.developed && m.unit.is_numeric()) {
        let family = families.entry(root(&family_of, measure.reference)).or_default();
        family.0 |= measure.sensitive;
        family.1.insert(measure.reference);
    }
    families.into_values().filter(|(sensitive, _)| *sensitive).map(|(_, members)| members).collect()
}

fn root(family_of: &BTreeMap<MeasureRef, MeasureRef>, mut measure: MeasureRef) -> MeasureRef {
    while let Some(next) = family_of.get(&measure).copied().filter(|next| *next != measure) {
        measure = next;
    }
    measure
}

/// Pairs of measures between which a reader can write an equation.
fn links(plan: &Plan) -> Vec<[MeasureRef; 2]> {
    let sums = plan.measures.iter().filter_map(|m| Some([m.reference, m.sums_to?]));
    let mut pairs: Vec<[MeasureRef; 2]> = sums.collect();
    pairs.extend(same_wording(plan).into_iter().flat_map(|same| {
        same.windows(2).filter_map(|pair| Some([*pair.first()?, *pair.last()?])).collect::<Vec<_>>()
    }));
    pairs
}

/// Refs of measures that say the same in the same unit, so that their numbers are the same number.
pub(super) fn same_wording(plan: &Plan) -> Vec<Vec<MeasureRef>> {
    let mut by_text = BTreeMap::<(String, Unit), Vec<MeasureRef>>::new();
    for measure in plan.measures.iter().filter(|m| m.developed && !m.measure.is_empty()) {
        by_text.entry((fold_caption(&measure.measure), measure.unit)).or_default().push(measure.reference);
    }
    by_text.into_values().filter(|same| same.len() > 1).collect()
}

/// The whole numbers of a figure that stand, or could be put, in cells. A measure that is not a count of things has none.
pub(super) fn of_figure(measure: &Measure, id: &CellId, counts: &Counts) -> Vec<(CellId, i64)> {
    let mut numbers = Vec::new();
    if measure.unit == Unit::Percent {
        let (Some(n), Some(d)) = (counts.numerator.and_then(whole), counts.denominator.and_then(whole))
        else {
            return numbers;
        };
        numbers.push((id.with(Part::Numerator), n));
        numbers.push((id.with(Part::Denominator), d));
        if n <= d {
            numbers.push((id.with(Part::Complement), d - n));
        }
    } else if let Some(value) = counts.value.and_then(whole) {
        numbers.push((id.with(Part::Value), value));
    }
    numbers
}

/// Every number that a reader has, had or could work out: of the figures given and, where no figure is given, of what was
/// printed.
pub(super) fn numbers(case: &Case<'_>, governed: &BTreeMap<MeasureRef, &Measure>) -> Numbers {
    let mut numbers = Numbers::new();
    for row in &case.published.rows {
        let Shown::Exact(value) = row.shown else { continue };
        let is_count = governed.get(&row.cell.measure).is_some_and(|m| is_count(m, row.cell.part));
        if let (true, Some(value)) = (is_count, whole(value)) {
            numbers.insert(row.cell.clone(), value);
        }
    }
    let by_returner: BTreeSet<MeasureRef> =
        case.mentioned().filter(|id| id.returner.is_some()).map(|id| id.measure).collect();
    for ((reference, period), counted) in case.figures {
        let Some(measure) = governed.get(reference) else { continue };
        let id = CellId::value(*reference, *period);
        numbers.extend(of_figure(measure, &id, &counted.merged));
        if by_returner.contains(reference) {
            for (returner, counts) in &counted.by_returner {
                let id = CellId { returner: Some(returner.clone()), ..id.clone() };
                numbers.extend(of_figure(measure, &id, counts));
            }
        }
    }
    let quarters = case.mentioned().filter(|id| id.span == Span::Quarter && id.returner.is_none());
    let quarters: BTreeSet<(MeasureRef, Period)> = quarters.map(|id| (id.measure, id.period)).collect();
    for (measure, end) in quarters {
        let month = |back: i32| numbers.get(&CellId::value(measure, end.plus_months(-back))).copied();
        if let (Some(a), Some(b), Some(c)) = (month(0), month(1), month(2)) {
            let id = CellId { span: Span::Quarter, ..CellId::value(measure, end) };
            numbers.insert(id, a.saturating_add(b).saturating_add(c));
        }
    }
    numbers
}

/// Whether this part of a measure is a whole number of things, as against a percentage.
pub(super) fn is_count(measure: &Measure, part: Part) -> bool {
    measure.unit != Unit::Percent || part != Part::Value
}

/// The number, when it is whole, nought or more, and no larger than a thousand million.
pub(super) fn whole(quantity: Quantity) -> Option<i64> {
    let number: i64 = if quantity.is_whole() { quantity.to_string().parse().ok()? } else { return None };
    (0..=1_000_000_000).contains(&number).then_some(number)
}
