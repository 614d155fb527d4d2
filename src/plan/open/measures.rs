//! What is open in the measures.

use std::collections::BTreeMap;

use super::{Places, header_place};
use crate::domain::folding::{fold_caption, fold_wording};
use crate::domain::{Frequency, Polarity, Unit};
use crate::finding::Subject;
use crate::plan::fault::{CannotRate, PlanFault, PlanFaultKind};
use crate::plan::model::{Measure, Plan, Profile};
use crate::plan::raw::RawTable;
use crate::plan::slots::Slots;

/// Words that tell what a measure counts in, as [`fold_caption`] leaves them. `Timeliness` is not among them: it says
/// neither days nor a share on time.
const UNIT_WORDS: &[&str] = &[
    "no",
    "nos",
    "number",
    "numbers",
    "count",
    "total",
    "percent",
    "percentage",
    "proportion",
    "share",
    "rate",
    "rates",
    "ratio",
    "average",
    "mean",
    "median",
    "score",
    "scores",
    "time",
    "times",
    "hours",
    "days",
    "weeks",
    "months",
    "cost",
    "amount",
    "date",
];

/// Everything open in the measures, by row and for the whole table.
pub(super) fn look(plan: &Plan, table: &RawTable) -> Vec<PlanFault> {
    let places = Places::by("ref", table);
    let mut open: Vec<PlanFault> =
        plan.measures.iter().filter(|m| m.developed).flat_map(|m| of_one(plan, m, &places)).collect();
    open.extend(same_texts(plan, &places));
    open.extend(no_target(plan, table));
    open.extend(undeveloped(plan, &places));
    open
}

fn of_one(plan: &Plan, measure: &Measure, places: &Places<'_>) -> Vec<PlanFault> {
    let mut open = Vec::new();
    let mut add = |column, kind| open.push(fault(measure, places, column, kind));
    // A document with a day by which it is due can be rated: nothing is open.
    if matches!(measure.unit, Unit::Document | Unit::Text) && measure.due_by.is_none() {
        add("measure", PlanFaultKind::NothingToCount(measure.unit));
    } else if measure.unit.is_numeric() && !names_a_unit(&measure.measure) {
        add("measure", PlanFaultKind::NoUnit(measure.unit));
    }
    for (column, why) in cannot_rate(plan, measure) {
        add(column, PlanFaultKind::CannotRate(why));
    }
    open
}

fn fault(measure: &Measure, places: &Places<'_>, column: &str, kind: PlanFaultKind) -> PlanFault {
    PlanFault {
        place: places.of(&measure.reference.to_string(), column),
        subject: Subject::measure(measure.reference),
        found: measure.measure.to_string(),
        kind,
    }
}

fn names_a_unit(wording: &str) -> bool {
    let per_cent = wording.contains('%') || fold_wording(wording).contains("per cent");
    per_cent || fold_caption(wording).split(' ').any(|word| UNIT_WORDS.contains(&word))
}

/// Rating rules that this measure asks for and that can never apply.
fn cannot_rate(plan: &Plan, measure: &Measure) -> Vec<(&'static str, CannotRate)> {
    let mut why = Vec::new();
    let by_action = || plan.action(measure.reference.action()?)?.target.date();
    let dated = measure.due_by.or_else(by_action).is_some();
    if measure.target.is_none() {
        if measure.tolerance.is_some() {
            why.push(("tolerance", CannotRate::ToleranceWithoutTarget));
        }
        if measure.profile != Profile::Flat {
            why.push(("profile", CannotRate::ProfileWithoutTarget));
        }
    } else if measure.polarity == Polarity::None {
        why.push(("target", CannotRate::TargetWithoutPolarity));
    }
    if measure.profile == Profile::Straight {
        if measure.baseline.is_none() {
            why.push(("profile", CannotRate::StraightWithoutBaseline));
        }
        if !dated {
            why.push(("profile", CannotRate::StraightWithoutEnd));
        }
    }
    let by_date = matches!(measure.unit, Unit::Date | Unit::Document) || measure.frequency == Frequency::Once;
    if by_date && !dated {
        why.push(("target", CannotRate::NoDueDate));
    }
    why
}

/// The same text under more than one action: two leads may count the same thing twice.
fn same_texts(plan: &Plan, places: &Places<'_>) -> Vec<PlanFault> {
    let mut first: BTreeMap<String, &Measure> = BTreeMap::new();
    let mut open = Vec::new();
    for measure in plan.measures.iter().filter(|measure| measure.developed) {
        let earlier = *first.entry(fold_wording(&measure.measure)).or_insert(measure);
        if earlier.reference.action() != measure.reference.action() {
            open.push(fault(measure, places, "measure", PlanFaultKind::SameMeasure(earlier.reference)));
        }
    }
    open
}

/// One finding for the whole column: it lists the refs, so that they can be worked off. Watched measures (polarity
/// none) need no target; documents and dates do, a day.
fn no_target(plan: &Plan, table: &RawTable) -> Option<PlanFault> {
    let needs = |m: &&Measure| {
        m.developed && (m.polarity != Polarity::None || matches!(m.unit, Unit::Date | Unit::Document))
    };
    let could: Vec<&Measure> = plan.measures.iter().filter(needs).collect();
    let without: Vec<_> =
        could.iter().filter(|m| m.target.is_none() && m.due_by.is_none()).map(|m| m.reference).collect();
    (!without.is_empty()).then(|| PlanFault {
        place: header_place(table, "target"),
        subject: Subject::default(),
        found: String::new(),
        kind: PlanFaultKind::NoTarget { measures: without, of: could.len() },
    })
}

fn undeveloped(plan: &Plan, places: &Places<'_>) -> Option<PlanFault> {
    let Slots { planned: of, developed, .. } = plan.slots(None);
    let first = plan.outcome_measures(None).find(|measure| !measure.developed)?;
    let kind = PlanFaultKind::OutcomeMeasuresUndeveloped { developed, of };
    let place = places.of(&first.reference.to_string(), "measure");
    Some(PlanFault { place, subject: Subject::default(), found: String::new(), kind })
}
