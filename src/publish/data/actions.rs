//! actions.csv: one row per action of the plan.

use std::borrow::Cow;

use crate::domain::figure::Progress;
use crate::domain::rated::ActionRating;
use crate::domain::{OwnRag, Status};
use crate::plan::Action;

use super::super::Consolidation;
use super::{Field, joined, lent, optional, yes_no};

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
pub(super) fn rows<'a>(
    month: &'a Consolidation<'a>,
    period: &'a str,
) -> impl Iterator<Item = [Field<'a>; 22]> + 'a {
    month
        .actions()
        .map(move |(action, progress, rating)| row(period, action, month.answers(progress, rating), rating))
}

fn row<'a>(
    period: &'a str,
    action: &'a Action,
    progress: Cow<'a, Progress>,
    rating: &'a ActionRating,
) -> [Field<'a>; 22] {
    let said = [
        lent(progress.status.map(Status::word)),
        optional(progress.forecast).into(),
        lent(progress.own_rag.map(OwnRag::word)),
    ];
    let stands = [
        joined(progress.provenance.iter().map(|p| &p.file)).into(),
        joined(progress.provenance.iter().map(|p| &p.sheet)).into(),
        joined(progress.provenance.iter().map(|p| p.cell)).into(),
    ];
    let words: [Field<'a>; 2] = match progress {
        Cow::Borrowed(progress) => [progress.commentary.as_str().into(), progress.evidence.as_str().into()],
        Cow::Owned(progress) => [progress.commentary.into(), progress.evidence.into()],
    };
    let ([status, forecast, own_rag], [file, sheet, cell], [commentary, evidence]) = (said, stands, words);
    [
        period.into(),
        action.reference.to_string().into(),
        action.outcome.to_string().into(),
        (&*action.activity).into(),
        (&*action.target_as_written).into(),
        optional(rating.original_target).into(),
        optional(rating.target).into(),
        joined(&action.leads).into(),
        status,
        forecast,
        own_rag,
        rating.delivery.rating.word().into(),
        rating.delivery.reason.as_str().into(),
        rating.impact.rating.word().into(),
        rating.impact.reason.as_str().into(),
        yes_no(rating.carried_from.is_some()).into(),
        optional(rating.slippage_days).into(),
        commentary,
        evidence,
        file,
        sheet,
        cell,
    ]
}
