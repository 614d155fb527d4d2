//! What the officer decided about answers on actions, and about which return stands (6-exceptions.md, "Decisions";
//! 4-reading.md, 4.6, last line): this status, forecast or rating instead of a return's, or none of it.

use crate::domain::{ActionRef, Column, LeadId, Period};
use crate::ledger::{Choice, Decision, Decisions, Settles};

/// Which return the officer let stand, by lead.
pub(super) fn chosen_returns(period: Period, decisions: &Decisions) -> Vec<(LeadId, &Decision)> {
    let chosen = of_period(period, decisions).filter(|d| Settles::of(&d.about) == Settles::WhichReturn);
    let chosen = chosen.filter(|d| d.choice == Choice::UseThisValue);
    chosen.filter_map(|d| Some((d.about.lead()?, d))).collect()
}

/// Decisions about answers on actions.
pub(super) struct Answers<'a>(Vec<(ActionRef, Column, &'a Decision)>);

/// What a decision puts in the place of an answer.
pub(super) struct Instead<'a, T> {
    /// The answer; none where the return's was rejected.
    pub(super) answer: Option<T>,
    /// The decision.
    pub(super) decision: &'a Decision,
}

impl<'a> Answers<'a> {
    /// Those of this period.
    pub(super) fn of_period(period: Period, decisions: &'a Decisions) -> Self {
        let answers = of_period(period, decisions).filter_map(|d| match Settles::of(&d.about) {
            Settles::Answer(action, column) => Some((action, column, d)),
            _ => None,
        });
        Self(answers.collect())
    }

    /// What was decided about this answer of this lead, or of all leads together. A value that means nothing in its column
    /// changes nothing: rule X02 tells it.
    pub(super) fn instead<T>(
        &self,
        action: ActionRef,
        column: Column,
        lead: Option<&LeadId>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Instead<'a, T>> {
        let about =
            self.0.iter().filter(|(a, c, d)| (*a, *c) == (action, column) && d.about.lead().as_ref() == lead);
        let instead = about.map(|(.., decision)| *decision).filter_map(|decision| match decision.choice {
            Choice::RejectTheValue => Some(Instead { answer: None, decision }),
            _ => read(decision.value.trim()).map(|answer| Instead { answer: Some(answer), decision }),
        });
        // The one taken last stands.
        instead.last()
    }
}

fn of_period(period: Period, decisions: &Decisions) -> impl Iterator<Item = &Decision> {
    let in_force = decisions.in_force().into_iter();
    in_force.filter(move |d| d.period == period && d.choice.is_for_one_period() && d.lacks().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{intake, returned};
    use super::super::{Merged, merge_decided};
    use super::*;
    use crate::domain::{OwnRag, Status};
    use crate::finding::FaultKind;
    use crate::intake::Return;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::plan::sample::{day, plan};

    fn merged(files: Vec<Return>, taken: Vec<Decision>) -> Merged {
        let march: Period = "2024-03".parse().unwrap();
        merge_decided(&plan(), march, march.last_day(), &intake(files), &ledger(taken))
    }

    fn value(key: &str, value: &str) -> Decision {
        Decision { value: value.to_owned(), ..decision(key, "2024-03", Choice::UseThisValue) }
    }

    fn two() -> Vec<Return> {
        vec![returned("1.xlsx", "ann").number("1.1a", "5"), returned("2.xlsx", "ann").number("1.1a", "6")]
    }

    #[test]
    fn the_return_that_the_officer_names_stands_and_the_other_ones_answers_say_why_not() {
        let undecided = merged(two(), Vec::new());
        let key = format!("W05|ann|||{}", undecided.faults[0].found);
        assert!(key.contains("2 returns (") && key.ends_with("1.xlsx, 2.xlsx"), "{key}");
        let merged = merged(two(), vec![value(&key, "1.xlsx")]);
        assert_eq!(merged.figures[0].value.as_ref().unwrap().to_string(), "5");
        assert!(merged.faults.is_empty());
        assert_eq!(merged.set_aside["2.xlsx"], "Dana Fox decided that 1.xlsx stands (D1): It is so.");
        assert!(merged.superseded.contains("2.xlsx"));
        let other = merged.contributions.iter().find(|c| !c.used).unwrap();
        assert!(
            other.unused_because.contains("Dana Fox decided that 1.xlsx stands"),
            "{}",
            other.unused_because
        );
    }

    #[test]
    fn a_decision_about_two_returns_names_their_very_content() {
        let found = |files| merged(files, Vec::new()).faults[0].found.clone();
        let mut changed = two();
        changed[1].sha256 = crate::domain::Sha256::of(b"saved again");
        assert_ne!(found(two()), found(changed));
        assert_eq!(found(two()), found(two().into_iter().rev().collect()));
    }

    #[test]
    fn a_status_that_leads_disagree_on_or_one_lead_got_wrong_is_settled() {
        let ann = |status| {
            returned("a.xlsx", "ann").action(
                "1.10",
                Some(status),
                Some(day(2024, 5, 31)),
                Some(OwnRag::Green),
                "",
            )
        };
        let ben = returned("b.xlsx", "ben").action(
            "1.10",
            Some(Status::InProgress),
            Some(day(2024, 5, 31)),
            Some(OwnRag::Green),
            "",
        );
        let of = |merged: &Merged| {
            let progress = merged.progress.iter().find(|p| p.action.to_string() == "1.10").unwrap();
            (
                progress.status,
                progress.disagreed,
                progress.provenance.iter().any(|p| &*p.file == "decisions.csv"),
            )
        };
        let both = || vec![ann(Status::NotStarted), ben.clone()];
        assert_eq!(of(&merged(both(), Vec::new())), (Some(Status::NotStarted), true, false));
        let all = value("M02||1.10|status|Not started; In progress", "in progress");
        let settled = merged(both(), vec![all]);
        assert_eq!(of(&settled), (Some(Status::InProgress), false, true));
        assert!(settled.faults.is_empty());
        // One lead's answer: the leads then agree, and nothing is dated ahead any more (S02).
        let one = value("S02|ann|1.10|status|Complete", "In progress");
        let settled = merged(vec![ann(Status::Complete), ben.clone()], vec![one]);
        assert_eq!(of(&settled), (Some(Status::InProgress), false, true));
        assert!(settled.faults.is_empty());
        let reject = decision("S11|ann|1.10|status|Stopped", "2024-03", Choice::RejectTheValue);
        assert_eq!(
            of(&merged(vec![ann(Status::Stopped), ben.clone()], vec![reject])).0,
            Some(Status::InProgress)
        );
        let unreadable = value("M02||1.10|status|Not started; In progress", "nearly");
        assert!(matches!(merged(both(), vec![unreadable]).faults[0].kind, FaultKind::Disagree { .. }));
    }
}
