//! Did it improve? One answer for each recommendation, by rule, with the evidence counted.
//!
//! The answer rests on measures alone: an action that was delivered is no improvement by itself. Which share of measures must
//! be comparable, and when an answer is yes, stands in [`Answer`] and on the sheet Notes.

use std::collections::BTreeMap;

use crate::domain::Kind;
use crate::plan::Outcome;

use super::Year;
use super::actions::{ActionYear, Finish};
use super::measures::{MeasureYear, Movement};

/// The answer to "did it improve?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Of the measures that can be compared more than half got better, and none worse.
    Yes,
    /// More got better than worse, and it is not yes.
    Partly,
    /// As many got better as worse.
    Mixed,
    /// None got better, none worse.
    NoChange,
    /// More got worse than better.
    No,
    /// Fewer than half of its measures can be compared.
    TooLittle,
    /// No measure can be compared.
    NoEvidence,
}

impl Answer {
    /// Every answer, best first.
    pub const ALL: [Self; 7] =
        [Self::Yes, Self::Partly, Self::Mixed, Self::NoChange, Self::No, Self::TooLittle, Self::NoEvidence];

    /// The words shown to people and written to CSVs.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::Mixed => "mixed",
            Self::NoChange => "no change",
            Self::No => "no",
            Self::TooLittle => "too little evidence",
            Self::NoEvidence => "no evidence",
        }
    }
}

/// What the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Measures by which way they went.
    pub moved: BTreeMap<Movement, usize>,
    /// Measures with a target against which their last value can be held.
    pub targeted: usize,
    /// Those that reached it.
    pub reached: usize,
    /// Outcome measures that the plan has room for.
    pub slots: usize,
    /// Outcome measures that are written.
    pub developed: usize,
    /// Outcome measures with a value in the stretch.
    pub reporting: usize,
    /// Actions by how they stand.
    pub finished: BTreeMap<Finish, usize>,
    /// Months in which an open action had no return, all its actions together.
    pub without_return: usize,
    /// Months in which its actions were open, all together.
    pub open_months: usize,
}

impl Evidence {
    /// Measures that went this way.
    pub fn went(&self, movement: Movement) -> usize {
        self.moved.get(&movement).copied().unwrap_or_default()
    }

    /// Actions that stand like this.
    pub fn stand(&self, finish: Finish) -> usize {
        self.finished.get(&finish).copied().unwrap_or_default()
    }

    /// Measures that can be compared: better, worse or same.
    pub fn compared(&self) -> usize {
        self.moved.iter().filter(|(movement, _)| movement.is_evidence()).map(|(_, count)| count).sum()
    }

    /// Measures of which something is to be expected: all but those that are watched only or are no number. A running total is
    /// one, so that a recommendation that counts little else has too little evidence.
    pub fn comparable(&self) -> usize {
        let never = [Movement::Watched, Movement::NotNumber];
        self.moved.iter().filter(|(movement, _)| !never.contains(movement)).map(|(_, count)| count).sum()
    }

    /// The answer that it gives.
    pub fn answer(&self) -> Answer {
        let (better, worse) = (self.went(Movement::Better), self.went(Movement::Worse));
        let compared = self.compared();
        if compared == 0 {
            return Answer::NoEvidence;
        }
        if compared * 2 < self.comparable() {
            return Answer::TooLittle;
        }
        match better.cmp(&worse) {
            std::cmp::Ordering::Less => Answer::No,
            std::cmp::Ordering::Equal if better == 0 => Answer::NoChange,
            std::cmp::Ordering::Equal => Answer::Mixed,
            std::cmp::Ordering::Greater if worse == 0 && better * 2 > compared => Answer::Yes,
            std::cmp::Ordering::Greater => Answer::Partly,
        }
    }
}

/// A recommendation, its outcome, and whether it improved.
#[derive(Debug, Clone, PartialEq)]
pub struct RecommendationYear<'a> {
    /// The outcome that answers it.
    pub outcome: &'a Outcome,
    /// What is known.
    pub evidence: Evidence,
    /// Did it improve?
    pub answer: Answer,
}

impl<'a> RecommendationYear<'a> {
    /// Of this outcome; actions and measures are those of the whole plan.
    pub fn of(
        year: &Year<'a>,
        outcome: &'a Outcome,
        actions: &[ActionYear<'a>],
        measures: &[MeasureYear<'a>],
    ) -> Self {
        let mut evidence = Evidence::default();
        for measure in measures.iter().filter(|m| m.measure.reference.outcome() == outcome.number) {
            *evidence.moved.entry(measure.movement).or_default() += 1;
            evidence.targeted += usize::from(measure.reached.is_some());
            evidence.reached += usize::from(measure.reached == Some(true));
            if measure.measure.kind == Kind::Outcome {
                evidence.developed += 1;
                evidence.reporting += usize::from(measure.values > 0);
            }
        }
        let slots = year.plan.measures.iter().filter(|m| m.kind == Kind::Outcome);
        evidence.slots = slots.filter(|m| m.reference.outcome() == outcome.number).count();
        for action in actions.iter().filter(|action| action.action.outcome == outcome.number) {
            *evidence.finished.entry(action.finish).or_default() += 1;
            evidence.without_return += action.without_return;
            evidence.open_months += action.open_months();
        }
        Self { outcome, answer: evidence.answer(), evidence }
    }

    /// The answer in a sentence.
    pub fn in_words(&self) -> String {
        let evidence = &self.evidence;
        let (compared, all) = (evidence.compared(), evidence.comparable());
        let counts = format!(
            "{} better, {} worse, {} the same",
            evidence.went(Movement::Better),
            evidence.went(Movement::Worse),
            evidence.went(Movement::Same)
        );
        let of = |many: usize| if many == 1 { "measure" } else { "measures" };
        match self.answer {
            Answer::NoEvidence if all == 0 => {
                "No evidence: nothing is measured that could show it.".to_owned()
            }
            Answer::NoEvidence => {
                format!("No evidence: of {all} {} none can be compared.", of(all))
            }
            Answer::TooLittle => format!(
                "Too little evidence to say: only {compared} of {all} {} can be compared ({counts}).",
                of(all)
            ),
            Answer::Yes => {
                format!("Yes, as far as it is measured: of {compared} {} compared, {counts}.", of(compared))
            }
            Answer::Partly => format!("Partly: of {compared} {} compared, {counts}.", of(compared)),
            Answer::Mixed => format!("Mixed: of {compared} {} compared, {counts}.", of(compared)),
            Answer::NoChange => format!("No change: of {compared} {} compared, {counts}.", of(compared)),
            Answer::No => format!("No: of {compared} {} compared, {counts}.", of(compared)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::review::sample::Stretch;

    fn evidence(better: usize, worse: usize, same: usize, none: usize) -> Evidence {
        let moved = [
            (Movement::Better, better),
            (Movement::Worse, worse),
            (Movement::Same, same),
            (Movement::NoValue, none),
        ];
        Evidence { moved: moved.into_iter().collect(), ..Evidence::default() }
    }

    #[test]
    fn the_answer_is_yes_only_where_most_got_better_and_none_worse() {
        for (counts, answer) in [
            ((0, 0, 0, 4), Answer::NoEvidence),
            ((2, 0, 0, 3), Answer::TooLittle),
            ((2, 0, 0, 2), Answer::Yes),
            ((2, 0, 1, 0), Answer::Yes),
            ((1, 0, 1, 0), Answer::Partly),
            ((3, 1, 0, 0), Answer::Partly),
            ((2, 2, 5, 0), Answer::Mixed),
            ((0, 0, 3, 0), Answer::NoChange),
            ((0, 1, 9, 0), Answer::No),
            ((1, 2, 0, 0), Answer::No),
        ] {
            let (better, worse, same, none) = counts;
            assert_eq!(evidence(better, worse, same, none).answer(), answer, "{counts:?}");
        }
    }

    #[test]
    fn what_is_not_measured_is_said_and_not_counted_as_good() {
        let mut stretch = Stretch::new();
        let said = |stretch: &Stretch, number: usize| stretch.review().recommendations[number].in_words();
        assert_eq!(said(&stretch, 0), "No evidence: of 4 measures none can be compared.");
        stretch.value("2024-01", "1.1a", "5").value("2024-03", "1.1a", "9");
        assert_eq!(
            said(&stretch, 0),
            "Too little evidence to say: only 1 of 4 measures can be compared (1 better, 0 worse, 0 the same)."
        );
        stretch.value("2024-01", "1.1b", "50").value("2024-03", "1.1b", "90");
        assert_eq!(
            said(&stretch, 0),
            "Yes, as far as it is measured: of 2 measures compared, 2 better, 0 worse, 0 the same."
        );
        assert_eq!(stretch.review().recommendations[1].answer, Answer::NoEvidence);
    }
}
