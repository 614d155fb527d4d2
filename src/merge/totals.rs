//! Figures against one another: totals that must equal the sum of their parts (M03), and one measure text under two
//! actions (M04). Only whole values are compared (11-settled.md, "Plan" and "Rules added").

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::figure::{Figure, FigureState};
use crate::domain::folding::fold_wording;
use crate::domain::{Column, MeasureRef, Quantity, Unit};
use crate::finding::fault::Range;
use crate::finding::{Fault, FaultKind, Place, Subject};
use crate::plan::{Measure, Plan};

use super::combine;
use super::contributions::Entry;

/// Withholds every total that its parts do not add up to. Totals of totals are looked at after their parts.
pub(super) fn check_totals(
    plan: &Plan,
    figures: &mut [Figure],
    entries: &mut [Entry],
    faults: &mut Vec<Fault>,
) {
    let summed: BTreeSet<MeasureRef> = plan.measures.iter().filter_map(|part| part.sums_to).collect();
    let mut totals: Vec<&Measure> =
        plan.measures.iter().filter(|total| summed.contains(&total.reference)).collect();
    totals.sort_by_key(|total| std::cmp::Reverse(depth(plan, total)));
    for total in totals {
        let of = |figures: &[Figure], measure| figures.iter().position(|f| f.measure == measure);
        let Some(at) = of(figures, total.reference) else { continue };
        let Some(own) = whole_number(&figures[at]) else { continue };
        let parts: Vec<MeasureRef> = plan
            .measures
            .iter()
            .filter(|part| part.sums_to == Some(total.reference))
            .map(|part| part.reference)
            .collect();
        let values: Option<Vec<Quantity>> =
            parts.iter().map(|part| of(figures, *part).and_then(|i| whole_number(&figures[i]))).collect();
        let Some(values) = values else { continue };
        let (kind, why) = match combine::total(&values) {
            Some(sum) if sum == own => continue,
            Some(sum) => {
                let why = format!("The total says {own}, and its parts add up to {sum}.");
                (FaultKind::TotalDisagrees { total: own, sum, parts }, why)
            }
            None => {
                let why = "Its parts add up to a number too large to work with.".to_owned();
                (FaultKind::OutOfRange(Range::Unholdable), why)
            }
        };
        faults.push(Fault {
            place: figures[at].provenance.first().map(Place::from).unwrap_or_default(),
            subject: Subject::measure(total.reference),
            column: Some(Column::Value),
            found: own.to_string(),
            kind,
        });
        withhold(&mut figures[at], entries, &total.returned_by, &why);
    }
}

/// One text under two actions with two values: asked about, both values stand. Numbers and dates only: two documents or
/// remarks under one heading contradict nobody.
pub(super) fn check_same_text(plan: &Plan, figures: &[Figure], faults: &mut Vec<Fault>) {
    let by_measure: BTreeMap<MeasureRef, &Figure> = figures.iter().map(|f| (f.measure, f)).collect();
    let mut by_text: BTreeMap<(String, Unit), Vec<(&Measure, &Figure)>> = BTreeMap::new();
    for measure in plan.measures.iter().filter(|m| m.unit.is_numeric() || m.unit == Unit::Date) {
        let text = fold_wording(&measure.measure);
        let figure = by_measure.get(&measure.reference).copied();
        let whole = figure.filter(|f| f.state == FigureState::Value && f.value.is_some());
        if let (false, Some(figure)) = (text.is_empty(), whole) {
            by_text.entry((text, measure.unit)).or_default().push((measure, figure));
        }
    }
    let mut found = Vec::new();
    for same in by_text.values() {
        let Some(((first, first_figure), others)) = same.split_first() else { continue };
        for (other, figure) in others {
            let another_action = other.reference.action() != first.reference.action();
            if another_action && figure.value != first_figure.value {
                found.push(differs(other, figure, first, first_figure));
            }
        }
    }
    found.sort_by_key(|fault| fault.subject.measure);
    faults.extend(found);
}

fn differs(measure: &Measure, figure: &Figure, other: &Measure, other_figure: &Figure) -> Fault {
    let shown = |f: &Figure| f.value.as_ref().map(ToString::to_string).unwrap_or_default();
    Fault {
        place: figure.provenance.first().map(Place::from).unwrap_or_default(),
        subject: Subject::measure(measure.reference),
        column: Some(Column::Value),
        found: shown(figure),
        kind: FaultKind::SameMeasureDiffers { other: other.reference, other_value: shown(other_figure) },
    }
}

fn whole_number(figure: &Figure) -> Option<Quantity> {
    (figure.state == FigureState::Value).then(|| figure.value.as_ref()?.number()).flatten()
}

fn withhold(figure: &mut Figure, entries: &mut [Entry], expected: &[crate::domain::LeadId], why: &str) {
    for entry in entries.iter_mut() {
        if entry.contribution.used && entry.contribution.measure == Some(figure.measure) {
            entry.mark_unused(why);
        }
    }
    *figure = Figure {
        measure: figure.measure,
        value: None,
        numerator: None,
        denominator: None,
        state: FigureState::Absent,
        absence: None,
        contributors: Vec::new(),
        missing_contributors: expected.to_vec(),
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: Vec::new(),
        withheld: Some(why.to_owned()),
    };
}

/// How many totals lie above a measure. A plan whose totals run in a circle is cut off.
fn depth(plan: &Plan, measure: &Measure) -> usize {
    let mut depth = 0;
    let mut above = measure.sums_to;
    while let Some(total) = above.and_then(|reference| plan.measure(reference)) {
        depth += 1;
        if depth > plan.measures.len() {
            break;
        }
        above = total.sums_to;
    }
    depth
}
