//! History: figures and ratings of earlier periods, as consolidated.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::figure::FigureState;
use crate::domain::{
    Absence, ActionRef, LeadId, MeasureRef, OwnRag, Period, Quantity, Rating, Sha256, Status, Value,
};

/// A measure's figure in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastFigure {
    /// The value; none when absent.
    pub value: Option<Value>,
    /// Sum or single numerator, percent measures only.
    pub numerator: Option<Quantity>,
    /// Sum or single denominator, percent measures only.
    pub denominator: Option<Quantity>,
    /// How whole it was.
    pub state: FigureState,
    /// Why there was no value, when every answer was a reason.
    pub absence: Option<Absence>,
    /// The value expected then, by target and profile.
    pub expected: Option<Quantity>,
    /// Its impact rating then.
    pub impact: Rating,
    /// Whether a later revision of that period changed the value first consolidated (`[r]`).
    pub revised: bool,
    /// What each returner gave, whether it was used or not.
    pub by_returner: BTreeMap<LeadId, PastContribution>,
    /// SHA-256 of the files that the value rests on.
    pub sources: Vec<Sha256>,
}

/// What one returner gave for a measure in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastContribution {
    /// The value as read.
    pub value: Option<Value>,
    /// Numerator as read.
    pub numerator: Option<Quantity>,
    /// Denominator as read.
    pub denominator: Option<Quantity>,
    /// Reason given instead of a value.
    pub absence: Option<Absence>,
}

/// What one lead said of an action in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastProgress {
    /// Status returned then.
    pub status: Option<Status>,
    /// Forecast returned then.
    pub forecast: Option<NaiveDate>,
    /// Own rating given then.
    pub own_rag: Option<OwnRag>,
    /// Commentary then.
    pub commentary: String,
    /// Evidence then.
    pub evidence: String,
}

/// An action's answers and ratings in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// The target in force then.
    pub target: Option<NaiveDate>,
    /// The first target the plan ever gave, as known then.
    pub original_target: Option<NaiveDate>,
    /// What each lead said then.
    pub by_lead: BTreeMap<LeadId, PastProgress>,
    /// SHA-256 of the files that the answers rest on.
    pub sources: Vec<Sha256>,
}

/// What earlier periods left behind. Empty until a ledger exists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Figures by measure and period.
    pub figures: BTreeMap<(MeasureRef, Period), PastFigure>,
    /// Actions by action and period.
    pub actions: BTreeMap<(ActionRef, Period), PastAction>,
    /// Periods in which an exception of this key was raised.
    pub raised: BTreeMap<String, BTreeSet<Period>>,
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
