//! History: figures and ratings of earlier periods, as consolidated.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::figure::FigureState;
use crate::domain::{ActionRef, MeasureRef, OwnRag, Period, Rating, Status, Value};

/// A measure's figure in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFigure {
    /// The value; none when absent.
    pub value: Option<Value>,
    /// How whole it was.
    pub state: FigureState,
    /// Its impact rating then.
    pub impact: Rating,
}

/// An action's answers and ratings in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAction {
    /// Status returned then; none when no return came.
    pub status: Option<Status>,
    /// Forecast returned then.
    pub forecast: Option<NaiveDate>,
    /// Lead's own rating then.
    pub own_rag: Option<OwnRag>,
    /// Commentary then.
    pub commentary: String,
    /// Evidence then.
    pub evidence: String,
    /// Whether a return came in that period, as against answers carried forward.
    pub returned: bool,
    /// Delivery then.
    pub delivery: Rating,
    /// Impact then.
    pub impact: Rating,
}

/// What earlier periods left behind. Empty until a ledger exists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Figures by measure and period.
    pub figures: BTreeMap<(MeasureRef, Period), PastFigure>,
    /// Actions by action and period.
    pub actions: BTreeMap<(ActionRef, Period), PastAction>,
}

impl History {
    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.actions.is_empty()
    }

    /// The last whole value of a measure before this period.
    pub fn last_value(&self, measure: MeasureRef, before: Period) -> Option<(Period, &PastFigure)> {
        let from = (measure, Period::new(1900, 1)?);
        let earlier = self.figures.range(from..(measure, before)).rev();
        earlier.map(|((_, period), past)| (*period, past)).find(|(_, past)| past.state == FigureState::Value)
    }

    /// The latest earlier entry of an action before this period.
    pub fn last_action(&self, action: ActionRef, before: Period) -> Option<(Period, &PastAction)> {
        let from = (action, Period::new(1900, 1)?);
        self.actions.range(from..(action, before)).next_back().map(|((_, period), past)| (*period, past))
    }

    /// The latest earlier entry of an action for which a return came, before this period.
    pub fn last_returned(&self, action: ActionRef, before: Period) -> Option<(Period, &PastAction)> {
        let from = (action, Period::new(1900, 1)?);
        let earlier = self.actions.range(from..(action, before)).rev();
        earlier.map(|((_, period), past)| (*period, past)).find(|(_, past)| past.returned)
    }
}
