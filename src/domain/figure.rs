//! What merging makes: one figure per measure, one progress per action, each with everything that went into it.
//!
//! Made by `merge`, judged by `rating`, checked by `rules`, written by `publish`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::choices::{Absence, OwnRag, Status};
use super::column::Column;
use super::lead::LeadId;
use super::provenance::Provenance;
use super::quantity::{Quantity, Value};
use super::refs::{ActionRef, MeasureRef};

/// How whole a figure is (`state` in measures.csv).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum FigureState {
    /// Every expected returner answered.
    Value,
    /// A contributor is missing: shown, marked, not rated.
    Partial,
    /// No value.
    #[default]
    Absent,
}

impl FigureState {
    /// The word in measures.csv.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Partial => "partial",
            Self::Absent => "absent",
        }
    }
}

/// One row of contributions.csv: a measure row of a return in which at least one of Value, Numerator, Denominator or
/// the reason was answered, used or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// The measure, when its row's ref is in the plan.
    pub measure: Option<MeasureRef>,
    /// The ref as it stands in the return.
    pub ref_found: String,
    /// Who sent it; none when nobody in the plan matches.
    pub returner: Option<LeadId>,
    /// What the cells showed: the Value cell as shown; where only numerator and denominator were typed, `17/20`.
    pub found: String,
    /// The value as read.
    pub value: Option<Value>,
    /// Numerator as read, percent measures only.
    pub numerator: Option<Quantity>,
    /// Denominator as read, percent measures only.
    pub denominator: Option<Quantity>,
    /// Reason given instead of a value.
    pub absence: Option<Absence>,
    /// Whether the figure of the measure rests on it.
    pub used: bool,
    /// Why it was not used, in words; empty when used.
    pub unused_because: String,
    /// The lead's Note.
    pub note: String,
    /// The Value cell.
    pub provenance: Provenance,
}

/// The merged figure of one measure for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The measure.
    pub measure: MeasureRef,
    /// The merged value; none when absent.
    pub value: Option<Value>,
    /// Sum or single numerator, percent measures only.
    pub numerator: Option<Quantity>,
    /// Sum or single denominator, percent measures only.
    pub denominator: Option<Quantity>,
    /// How whole it is.
    pub state: FigureState,
    /// Why there is no value, when every answer was a reason.
    pub absence: Option<Absence>,
    /// Returners whose answers the value rests on, in plan order.
    pub contributors: Vec<LeadId>,
    /// Expected returners without a usable value, in plan order.
    pub missing_contributors: Vec<LeadId>,
    /// Those of them who gave an answer that cannot be used as it stands, in plan order.
    pub unusable: Vec<LeadId>,
    /// Those of them who gave a reason for having no value, in plan order. The rest gave nothing.
    pub excused: Vec<LeadId>,
    /// Where each used value stands.
    pub provenance: Vec<Provenance>,
    /// Set when a value was read but must not be used (disagreeing single answers, a total that does not add up): the
    /// reason in words.
    pub withheld: Option<String>,
}

/// What the leads of one action said, merged (11-settled.md, "Plan", several leads on one action).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The action.
    pub action: ActionRef,
    /// Whether at least one of its leads returned a Progress row that was merged.
    pub returned: bool,
    /// Status used: the least complete when leads disagree.
    pub status: Option<Status>,
    /// Forecast used: the latest when leads disagree.
    pub forecast: Option<NaiveDate>,
    /// Lead's own rating used: the reddest when leads disagree.
    pub own_rag: Option<OwnRag>,
    /// Commentary; several leads' joined, each with its lead.
    pub commentary: String,
    /// Evidence; several leads' joined, each with its lead.
    pub evidence: String,
    /// Whether leads gave different status, forecast or own rating (M02).
    pub disagreed: bool,
    /// A Complete that was not used because it is dated after the as-at date (S02): the forecast date found.
    pub complete_in_future: Option<NaiveDate>,
    /// Of status, forecast and own rating those that came from a lead, could not be read and count for nothing: what they
    /// say may be worse than what is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Column>,
    /// The Status cell of each merged row, in plan order of leads.
    pub provenance: Vec<Provenance>,
}

/// A change that a return asks for: never merged, listed on *Requested changes* (4-reading.md, 4.3; rule R07).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedChange {
    /// The action whose target date it would change.
    pub action: ActionRef,
    /// Plan column it would change: `target_date`.
    pub field: &'static str,
    /// The plan's wording.
    pub from: String,
    /// What the return says.
    pub to: String,
    /// Who asks.
    pub returner: LeadId,
    /// Where.
    pub provenance: Provenance,
}
