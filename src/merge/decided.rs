//! The officer's values (6-exceptions.md, "Decisions"; 4-reading.md, 4.6, last line): a value used instead of a return's,
//! or a return's value rejected, each with the row of decisions.csv as where it comes from.
//!
//! A decision about one returner's answer changes that answer, and the figure is put together from what stands. One about
//! the figure itself (answers that differ, a value in part, a total that does not add up) settles the whole figure.

use crate::domain::figure::{Contribution, Figure, FigureState};
use crate::domain::{LeadId, MeasureRef, Period};
use crate::intake::given::{self, Given};
use crate::ledger::{Choice, Decision, Decisions, Settles};
use crate::plan::{Measure, Plan};

use super::contributions::{Entry, Stands};

/// Code of the rule on totals: what settles it must not be compared with the parts again.
const TOTAL: &str = "M03";

/// When a figure is settled: before totals are compared with their parts, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settling {
    /// Every figure but those that a decision on a total is about.
    BeforeTotals,
    /// Those.
    AfterTotals,
}

/// Decisions that change a value of this period, complete and readable.
pub(super) fn of_period<'a>(
    plan: &Plan,
    period: Period,
    decisions: &'a Decisions,
) -> Vec<(MeasureRef, &'a Decision)> {
    let in_force = decisions.in_force().into_iter();
    let now = in_force.filter(|d| d.period == period && d.choice.is_for_one_period() && d.lacks().is_empty());
    let of = |d: &'a Decision| {
        let Settles::Figure(measure) = Settles::of(&d.about) else { return None };
        let measure = plan.measure(measure)?;
        let usable = d.choice == Choice::RejectTheValue || given::from_text(&d.value, measure).is_some();
        usable.then_some((measure.reference, d))
    };
    now.filter_map(of).collect()
}

/// Puts the officer's values in the place of returners' answers.
pub(super) fn replace_answers(plan: &Plan, decisions: &[(MeasureRef, &Decision)], entries: &mut Vec<Entry>) {
    for (reference, decision) in decisions {
        let (Some(lead), Some(measure)) = (decision.about.lead(), plan.measure(*reference)) else { continue };
        let why = why(decision);
        let theirs = |entry: &&mut Entry| {
            entry.is_candidate()
                && entry.contribution.measure == Some(*reference)
                && entry.contribution.returner.as_ref() == Some(&lead)
        };
        entries.iter_mut().filter(theirs).for_each(|entry| entry.mark_unused(why.clone()));
        entries.extend(entry(measure, Some(lead.clone()), decision));
    }
}

/// Says why a figure has no value where the only answer to it was rejected.
pub(super) fn tell_rejected(decisions: &[(MeasureRef, &Decision)], figure: &mut Figure) {
    let rejected = decisions
        .iter()
        .find(|(measure, d)| *measure == figure.measure && d.choice == Choice::RejectTheValue);
    if let Some((_, decision)) = rejected.filter(|_| figure.value.is_none() && figure.withheld.is_none()) {
        figure.withheld = Some(why(decision));
    }
}

/// Settles whole figures.
pub(super) fn settle_figures(
    plan: &Plan,
    decisions: &[(MeasureRef, &Decision)],
    when: Settling,
    figures: &mut [Figure],
    entries: &mut Vec<Entry>,
) {
    for (reference, decision) in decisions {
        let is_total = decision.about.code == TOTAL;
        let now = is_total == (when == Settling::AfterTotals) && decision.about.returner.is_empty();
        let Some(measure) = plan.measure(*reference).filter(|_| now) else { continue };
        let Some(figure) = figures.iter_mut().find(|f| f.measure == *reference) else { continue };
        for entry in entries.iter_mut().filter(|e| e.contribution.measure == Some(*reference)) {
            if entry.contribution.used || entry.is_candidate() {
                entry.mark_unused(why(decision));
            }
        }
        let given = entry(measure, None, decision);
        settle(figure, measure, decision, given.as_ref().map(|entry| &entry.contribution));
        entries.extend(given.map(|mut entry| {
            entry.mark_used();
            entry
        }));
    }
}

fn settle(figure: &mut Figure, measure: &Measure, decision: &Decision, given: Option<&Contribution>) {
    let value = given.and_then(|given| given.value.clone());
    let whole = value.is_some();
    *figure = Figure {
        measure: figure.measure,
        withheld: (!whole).then(|| why(decision)),
        value,
        numerator: given.and_then(|given| given.numerator),
        denominator: given.and_then(|given| given.denominator),
        state: if whole { FigureState::Value } else { FigureState::Absent },
        absence: None,
        contributors: Vec::new(),
        missing_contributors: if whole { Vec::new() } else { measure.returned_by.clone() },
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: given.map(|given| given.provenance.clone()).into_iter().collect(),
    };
}

/// The officer's value as a contribution; none for a rejection.
fn entry(measure: &Measure, returner: Option<LeadId>, decision: &Decision) -> Option<Entry> {
    if decision.choice != Choice::UseThisValue {
        return None;
    }
    let Given { value, numbers } = given::from_text(&decision.value, measure)?;
    let (numerator, denominator) = numbers.unzip();
    let contribution = Contribution {
        measure: Some(measure.reference),
        ref_found: measure.reference.to_string(),
        returner,
        found: decision.value.clone(),
        value: Some(value),
        numerator,
        denominator,
        absence: None,
        used: false,
        unused_because: String::new(),
        note: format!("Decided by {}: {}", decision.decided_by.trim(), decision.reason.trim()),
        provenance: decision.provenance(),
    };
    Some(Entry { contribution, completed: None, stands: Stands::Not })
}

/// Why a return's answer is not used.
fn why(decision: &Decision) -> String {
    let (by, reason) = (decision.decided_by.trim(), decision.reason.trim());
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    match decision.choice {
        Choice::UseThisValue => {
            format!("{by} decided to use {} instead ({}): {reason}{stop}", decision.value, decision.id)
        }
        _ => format!("Rejected by {by} ({}): {reason}{stop}", decision.id),
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge_decided;
    use super::super::sample::{intake, returned};
    use super::*;
    use crate::domain::MergeRule;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::merge::Merged;
    use crate::plan::sample::{measure_ref, plan};

    fn merged(plan: &Plan, files: Vec<crate::intake::Return>, taken: Vec<Decision>) -> Merged {
        let march: Period = "2024-03".parse().unwrap();
        merge_decided(plan, march, march.last_day(), &intake(files), &ledger(taken))
    }

    fn value(key: &str, value: &str) -> Decision {
        Decision { value: value.to_owned(), ..decision(key, "2024-03", Choice::UseThisValue) }
    }

    fn figure(merged: &Merged, reference: &str) -> (String, FigureState) {
        let figure = merged.figures.iter().find(|f| f.measure == measure_ref(reference)).unwrap();
        (figure.value.as_ref().map_or_else(String::new, ToString::to_string), figure.state)
    }

    #[test]
    fn the_officers_value_stands_for_one_that_is_missing_unreadable_or_not_believed() {
        for files in [
            Vec::new(),
            vec![returned("a.xlsx", "ann").refused("1.1a", "12 (est)")],
            vec![returned("a.xlsx", "ann").number("1.1a", "120")],
        ] {
            let merged = merged(&plan(), files.clone(), vec![value("V01|ann|1.1a|value|x", "12")]);
            assert_eq!(figure(&merged, "1.1a"), ("12".to_owned(), FigureState::Value));
            let used: Vec<_> = merged.contributions.iter().filter(|c| c.used).collect();
            assert_eq!(used[0].provenance.to_string(), "decisions.csv · decisions!K2");
            assert_eq!(merged.contributions.len(), files.len() + 1, "what was typed is still listed");
            assert!(merged.contributions.iter().all(|c| c.used == c.unused_because.is_empty()));
        }
    }

    #[test]
    fn one_lead_of_several_gets_a_value_and_the_figure_is_whole() {
        let mut plan = plan();
        let joint = plan.measures.iter_mut().find(|m| m.reference == measure_ref("1.10a")).unwrap();
        (joint.merge, joint.returned_by) = (MergeRule::Sum, vec![LeadId::from("ann"), LeadId::from("ben")]);
        let ann = || vec![returned("a.xlsx", "ann").number("1.10a", "5")];
        assert_eq!(figure(&merged(&plan, ann(), Vec::new()), "1.10a").1, FigureState::Partial);
        let whole = merged(&plan, ann(), vec![value("V11|ben|1.10a|value|", "8")]);
        assert_eq!(figure(&whole, "1.10a"), ("13".to_owned(), FigureState::Value));
        // A decision on the partial figure itself gives the whole.
        let settled = merged(&plan, ann(), vec![value("M01||1.10a|value|5", "20")]);
        assert_eq!(figure(&settled, "1.10a"), ("20".to_owned(), FigureState::Value));
        assert!(!settled.contributions.iter().any(|c| c.used && c.returner.is_some()));
    }

    #[test]
    fn a_total_that_was_settled_is_not_compared_with_its_parts_again() {
        let ben = returned("b.xlsx", "ben").number("2.1a", "3").number("2.1b", "4").number("2.1c", "8");
        let settled = merged(&plan(), vec![ben], vec![value("M03||2.1c|value|8", "7")]);
        assert_eq!(figure(&settled, "2.1c"), ("7".to_owned(), FigureState::Value));
        assert_eq!(settled.faults[0].found, "8", "the exception keeps its key");
    }

    #[test]
    fn a_rejected_value_is_nowhere_used_and_the_figure_says_who_and_why() {
        let reject = decision("V09|ann|1.1a|value|5", "2024-03", Choice::RejectTheValue);
        let merged = merged(&plan(), vec![returned("a.xlsx", "ann").number("1.1a", "5")], vec![reject]);
        assert_eq!(figure(&merged, "1.1a"), (String::new(), FigureState::Absent));
        assert_eq!(merged.contributions[0].unused_because, "Rejected by Dana Fox (D1): It is so.");
        assert_eq!(merged.figures[0].withheld.as_deref(), Some("Rejected by Dana Fox (D1): It is so."));
    }

    #[test]
    fn another_months_incomplete_or_unreadable_decision_changes_nothing() {
        let key = "V01|ann|1.1a|value|5";
        for taken in [
            Decision { period: "2024-02".parse().unwrap(), ..value(key, "12") },
            Decision { reason: String::new(), ..value(key, "12") },
            value(key, "twelve"),
            value(key, "1.5"),
        ] {
            let merged = merged(&plan(), vec![returned("a.xlsx", "ann").number("1.1a", "5")], vec![taken]);
            assert_eq!(figure(&merged, "1.1a").0, "5");
        }
    }
}
