//! A stretch of months for the tests of the review, on the plan of `plan::sample`.

use crate::domain::figure::FigureState;
use crate::domain::{Period, Rating, Value};
use crate::ledger::{Decisions, History, PastAction, PastFigure, PastRun};
use crate::plan::sample::{action_ref, measure_ref, plan, quantity};
use crate::plan::{Measure, Plan};

use super::{Review, Year};

/// January to March 2024; the ledger has a month once something of it is given.
pub(crate) struct Stretch {
    pub(crate) plan: Plan,
    pub(crate) history: History,
    pub(crate) decisions: Decisions,
}

impl Stretch {
    pub(crate) fn new() -> Self {
        Self { plan: plan(), history: History::default(), decisions: Decisions::default() }
    }

    pub(crate) fn year(&self) -> Year<'_> {
        Year {
            plan: &self.plan,
            history: &self.history,
            decisions: &self.decisions,
            from: Period::new(2024, 1).unwrap(),
            to: Period::new(2024, 3).unwrap(),
        }
    }

    pub(crate) fn review(&self) -> Review<'_> {
        Review::of(self.year())
    }

    fn month(&mut self, period: &str) -> Period {
        let period: Period = period.parse().unwrap();
        let run = PastRun { revision: 1, run: "0123456789abcdef".to_owned(), as_at: period.last_day() };
        self.history.runs.insert(period, run);
        period
    }

    pub(crate) fn measure(&mut self, reference: &str) -> &mut Measure {
        let reference = measure_ref(reference);
        self.plan.measures.iter_mut().find(|measure| measure.reference == reference).unwrap()
    }

    pub(crate) fn past(&mut self, period: &str, reference: &str) -> &mut PastFigure {
        let period = self.month(period);
        self.history.figures.entry((measure_ref(reference), period)).or_default()
    }

    pub(crate) fn value(&mut self, period: &str, reference: &str, digits: &str) -> &mut Self {
        let past = self.past(period, reference);
        past.value = Some(Value::Number(quantity(digits)));
        past.state = FigureState::Value;
        self
    }

    pub(crate) fn action(&mut self, period: &str, reference: &str) -> &mut PastAction {
        let period = self.month(period);
        let original = self.plan.original_target(action_ref(reference));
        let target = self.plan.action(action_ref(reference)).and_then(|action| action.target.date());
        let fresh =
            || PastAction { returned: true, target, original_target: original, ..PastAction::default() };
        self.history.actions.entry((action_ref(reference), period)).or_insert_with(fresh)
    }

    pub(crate) fn rated(
        &mut self,
        period: &str,
        reference: &str,
        delivery: Rating,
        impact: Rating,
    ) -> &mut Self {
        let past = self.action(period, reference);
        (past.delivery, past.impact) = (delivery, impact);
        self
    }

    pub(crate) fn raised(&mut self, period: &str, key: &str) -> &mut Self {
        let period = self.month(period);
        self.history.raised.entry(key.to_owned()).or_default().insert(period);
        self
    }
}
