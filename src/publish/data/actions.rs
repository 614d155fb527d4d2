//! actions.csv: one row per action of the plan.

use crate::domain::figure::Progress;
use crate::domain::rated::ActionRating;
use crate::plan::Action;

use super::super::Consolidation;
use super::{joined, optional, yes_no};

/// Columns of actions.csv.
pub const COLUMNS: [&str; 22] = [
    "period",
    "ref",
    "outcome",
    "activity",
    "target_date",
    "original_target",
    "target",
    "leads",
    "status",
    "forecast",
    "own_rating",
    "delivery",
    "delivery_reason",
    "impact",
    "impact_reason",
    "carried_forward",
    "slippage_days",
    "commentary",
    "evidence",
    "file",
    "sheet",
    "cell",
];

/// Rows in plan order. Where answers were carried forward they stand here, without file, sheet and cell: `delivery_reason`
/// names their month. Of an action with several returns, file, sheet and cell name each of them, in the same order.
pub fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [String; 22]> + 'a {
    month.actions().map(move |(action, progress, rating)| {
        row(month.period.to_string(), action, &month.answers(progress, rating), rating)
    })
}

fn row(period: String, action: &Action, progress: &Progress, rating: &ActionRating) -> [String; 22] {
    [
        period,
        action.reference.to_string(),
        action.outcome.to_string(),
        action.activity.to_string(),
        action.target_as_written.to_string(),
        optional(rating.original_target),
        optional(rating.target),
        joined(&action.leads),
        optional(progress.status),
        optional(progress.forecast),
        optional(progress.own_rag),
        rating.delivery.rating.to_string(),
        rating.delivery.reason.clone(),
        rating.impact.rating.to_string(),
        rating.impact.reason.clone(),
        yes_no(rating.carried_from.is_some()).to_owned(),
        optional(rating.slippage_days),
        progress.commentary.clone(),
        progress.evidence.clone(),
        joined(progress.provenance.iter().map(|p| &p.file)),
        joined(progress.provenance.iter().map(|p| &p.sheet)),
        joined(progress.provenance.iter().map(|p| p.cell)),
    ]
}
