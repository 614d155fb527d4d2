//! What an edition compares with: its own last issue (7-publication.md, 7.4).

use crate::domain::Period;
use crate::rating;

use super::Edited;

/// Compares with the period of the last issue; without one, as the consolidated workbook does, with the latest earlier month
/// in the records. Roll-ups are counted anew where the part or the comparison is another than the month's own.
pub(super) fn compare(edited: &mut Edited, last_issue: Option<Period>) {
    let recorded = |period: &Period| edited.history.actions.keys().any(|(_, past)| past == period);
    let last = last_issue.filter(|period| *period < edited.period).filter(recorded);
    edited.cut.own_last_issue = last.is_some();
    if last.is_none_or(|last| Some(last) == edited.cut.since) && !edited.cut.edition.is_partial() {
        return;
    }
    edited.cut.since = last.or(edited.cut.since);
    edited.ratings.roll_ups =
        rating::roll_ups(&edited.plan, &edited.ratings.actions, &edited.history, edited.cut.since);
}
