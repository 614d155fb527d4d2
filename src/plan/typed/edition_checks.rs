//! Editions against the rest of the plan: what one names must be there (P04), and measures that could identify a child have
//! one method in all of them (P08; 7-publication.md, 7.4, "One method per measure, never mixed").

use std::collections::BTreeSet;

use crate::domain::folding::fold_caption;
use crate::domain::{Kind, MeasureRef, Worksheet};
use crate::plan::fault::{Impossible, PlanFault, PlanFaultKind};
use crate::plan::model::{Edition, Measure, Plan};
use crate::plan::raw::Setting;
use crate::plan::raw::table::{fault, nearest};

/// Adds the faults of every edition.
pub(super) fn check(plan: &Plan, settings: &[Setting], faults: &mut Vec<PlanFault>) {
    for (number, edition) in (1..).zip(&plan.editions) {
        let place = |key: &str| settings.iter().find(|s| s.key == format!("edition.{number}.{key}"));
        if let Some(setting) = place("outcomes") {
            let unknown = edition.outcomes.iter().filter(|number| plan.outcome(**number).is_none());
            faults.extend(unknown.map(|outcome| {
                let kind = PlanFaultKind::UnknownRef { what: "outcome", nearest: None };
                fault(setting.place.clone(), &outcome.to_string(), kind)
            }));
        }
        if let Some(setting) = place("boards") {
            let boards: BTreeSet<&str> =
                plan.leads.iter().flat_map(|lead| &lead.boards).map(AsRef::as_ref).collect();
            let is_known =
                |board: &str| boards.iter().any(|known| fold_caption(known) == fold_caption(board));
            faults.extend(edition.boards.iter().filter(|board| !is_known(board)).map(|board| {
                let nearest = nearest(board, boards.iter().map(ToString::to_string));
                fault(setting.place.clone(), board, PlanFaultKind::UnknownRef { what: "board", nearest })
            }));
        }
        let earlier = plan.editions.iter().take(number - 1);
        if earlier.into_iter().any(|other| is_mixed(plan, edition, other))
            && let Some(setting) = place("small_numbers").or_else(|| place("name"))
        {
            let kind = PlanFaultKind::Impossible(Impossible::TwoSmallNumberMethods);
            faults.push(fault(setting.place.clone(), &setting.value, kind));
        }
    }
}

/// Whether both show a measure that could identify a child, by different methods.
fn is_mixed(plan: &Plan, one: &Edition, other: &Edition) -> bool {
    let differ = matches!((one.small_numbers, other.small_numbers), (Some(a), Some(b)) if a != b);
    differ && !sensitive(plan, one).is_disjoint(&sensitive(plan, other))
}

/// Measures that could identify a child, and whose numbers a sheet of the edition has.
fn sensitive(plan: &Plan, edition: &Edition) -> BTreeSet<MeasureRef> {
    let has = |sheet| edition.sheets.is_empty() || edition.sheets.contains(&sheet);
    let all = has(Worksheet::Measures) || has(Worksheet::MeasuresByMonth);
    let printed = |measure: &Measure| all || has(Worksheet::OutcomeMeasures) && measure.kind == Kind::Outcome;
    let about = |measure: &Measure| {
        let on_board =
            measure.reference.action().and_then(|action| plan.action(action)).is_some_and(|action| {
                let leads = action.leads.iter().filter_map(|lead| plan.lead(lead));
                leads.flat_map(|lead| &lead.boards).any(|board| {
                    edition.boards.iter().any(|wanted| fold_caption(wanted) == fold_caption(board))
                })
            });
        !edition.is_partial() || edition.outcomes.contains(&measure.reference.outcome()) || on_board
    };
    let measures = plan.measures.iter().filter(|measure| measure.sensitive && printed(measure));
    measures.filter(|measure| about(measure)).map(|measure| measure.reference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SmallNumbers;
    use crate::plan::sample::plan;

    fn edition(name: &str, method: SmallNumbers) -> Edition {
        Edition { small_numbers: Some(method), ..Edition::everything(name, name) }
    }

    fn setting(number: usize) -> Setting {
        Setting {
            key: format!("edition.{number}.small_numbers"),
            value: "round".to_owned(),
            kind: crate::plan::raw::SettingKind::Text,
            place: crate::finding::Place::default(),
        }
    }

    #[test]
    fn a_measure_that_could_identify_a_child_has_one_method_in_all_editions() {
        let mut plan = plan();
        plan.measures[4].sensitive = true;
        plan.editions = vec![edition("a", SmallNumbers::Suppress), edition("b", SmallNumbers::Round)];
        let faults = |plan: &Plan| {
            let mut faults = Vec::new();
            check(plan, &[setting(1), setting(2)], &mut faults);
            faults.len()
        };
        assert_eq!(faults(&plan), 1);
        let outcome = plan.measures[4].reference.outcome();
        plan.editions[1].outcomes =
            plan.outcomes.iter().map(|o| o.number).filter(|n| *n != outcome).collect();
        assert_eq!(faults(&plan), 0, "the second edition is about other outcomes");
        plan.editions[1].outcomes.clear();
        plan.editions[1].sheets = vec![Worksheet::Cover, Worksheet::Summary];
        assert_eq!(faults(&plan), 0, "the second edition prints no measure");
    }
}
