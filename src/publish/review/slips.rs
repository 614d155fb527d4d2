//! How target dates slipped: by amendments, without one, or in the leads' forecasts only.

use chrono::NaiveDate;

use crate::domain::{ActionRef, Period, Rating};
use crate::plan::target_date::read_target;
use crate::plan::{Change, ChangeSubject, Plan, TargetDate};

use super::Year;
use super::actions::{ActionYear, Done, Finish};

/// A move of an action's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip<'a> {
    /// The action.
    pub action: ActionRef,
    /// What moved it.
    pub by: SlipBy<'a>,
    /// The date before.
    pub from: Option<NaiveDate>,
    /// The date after.
    pub to: Option<NaiveDate>,
}

/// What moved a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipBy<'a> {
    /// An amendment in the change log.
    Amendment(&'a Change),
    /// The target date is another one from this month on, and the change log has no amendment of it.
    NoAmendment(Period),
    /// The target date stands; the lead forecasts a later day, or completed it later.
    Forecast(Done),
    /// The target date stands and is past; the lead gives no day.
    Overdue,
}

impl Slip<'_> {
    /// Days from the one to the other; below nought when it was brought forward.
    pub fn days(&self) -> Option<i64> {
        Some((self.to? - self.from?).num_days())
    }
}

/// Amendments of an action's target date, in the order of their dates.
pub fn moves(plan: &Plan, action: ActionRef) -> impl Iterator<Item = &Change> {
    let mut moves: Vec<&Change> = plan
        .changes
        .iter()
        .filter(|c| c.subject == ChangeSubject::Action(action) && c.field.trim() == "target_date")
        .collect();
    moves.sort_by_key(|change| change.date);
    moves.into_iter()
}

/// Every slip of an action up to the end of the stretch, also those from before it: they are how its date came about.
pub(super) fn of<'a>(year: &Year<'a>, action: &ActionYear<'a>) -> Vec<Slip<'a>> {
    let reference = action.action.reference;
    let day = |wording: &str| read_target(wording).and_then(TargetDate::date);
    let amended = moves(year.plan, reference).filter(|change| change.date <= year.to.last_day());
    let mut slips: Vec<Slip<'_>> = amended
        .map(|change| Slip {
            action: reference,
            by: SlipBy::Amendment(change),
            from: day(&change.from),
            to: day(&change.to),
        })
        .collect();
    for pair in action.months.windows(2) {
        let [(_, before), (month, now)] = pair else { continue };
        let explained = slips.iter().any(|slip| slip.to == now.target);
        if before.target != now.target && !explained {
            // The last month is consolidated, and amended, when the stretch is over.
            let later = moves(year.plan, reference).find(|change| {
                change.date > year.to.last_day()
                    && (day(&change.from), day(&change.to)) == (before.target, now.target)
            });
            let by = later.map_or(SlipBy::NoAmendment(*month), SlipBy::Amendment);
            slips.push(Slip { action: reference, by, from: before.target, to: now.target });
        }
    }
    let closed = action.last.is_none_or(|last| last.delivery == Rating::Closed);
    let past = |target: NaiveDate| {
        let as_at = year.history.runs.values().next_back().map(|run| run.as_at);
        as_at.is_some_and(|as_at| target < as_at)
    };
    match (action.target, action.done) {
        _ if closed => {}
        (Some(target), Some(done)) if done.day() > target => {
            let to = Some(done.day());
            slips.push(Slip { action: reference, by: SlipBy::Forecast(done), from: Some(target), to });
        }
        (Some(target), None) if past(target) && action.finish != Finish::NotEvidenced => {
            slips.push(Slip { action: reference, by: SlipBy::Overdue, from: Some(target), to: None });
        }
        _ => {}
    }
    slips
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::{action_ref, day};
    use crate::publish::review::sample::Stretch;

    fn change(date: NaiveDate, from: &str, to: &str) -> Change {
        Change {
            date,
            subject: ChangeSubject::Action(action_ref("1.1")),
            field: "target_date".to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            approved_by: "Board".to_owned(),
            reason: "Agreed".to_owned(),
        }
    }

    #[test]
    fn a_date_moves_by_amendment_without_one_or_in_a_forecast_only() {
        let mut stretch = Stretch::new();
        stretch.action("2024-01", "1.1").target = Some(day(2024, 5, 31));
        stretch.action("2024-02", "1.1").target = Some(day(2024, 6, 30));
        stretch.action("2024-02", "1.1").forecast = Some(day(2024, 7, 10));
        assert!(matches!(stretch.review().slips[0].by, SlipBy::NoAmendment(month) if month.month() == 2));
        // An amendment after the stretch explains nothing in it.
        stretch.plan.changes.push(change(day(2024, 4, 1), "June 2024", "July 2024"));
        stretch.plan.changes.push(change(day(2024, 2, 10), "May 2024", "June 2024"));
        let review = stretch.review();
        let days: Vec<Option<i64>> = review.slips.iter().map(Slip::days).collect();
        assert_eq!(days, [Some(30), Some(10)]);
        assert!(matches!(review.slips[0].by, SlipBy::Amendment(_)));
        assert!(matches!(review.slips[1].by, SlipBy::Forecast(Done::Forecast(_))));
        assert_eq!(review.actions[0].times_moved, 1);
    }

    #[test]
    fn an_amendment_dated_after_the_stretch_explains_the_move_that_its_records_show_and_no_other() {
        let mut stretch = Stretch::new();
        stretch.action("2024-01", "1.1").target = Some(day(2024, 5, 31));
        stretch.action("2024-02", "1.1").target = Some(day(2024, 6, 30));
        stretch.plan.changes.push(change(day(2024, 4, 8), "May 2024", "July 2024"));
        assert!(matches!(stretch.review().slips[0].by, SlipBy::NoAmendment(_)));
        stretch.plan.changes.push(change(day(2024, 4, 8), "May 2024", "June 2024"));
        let slips = stretch.review().slips;
        assert!(matches!(slips[..], [Slip { by: SlipBy::Amendment(_), .. }]), "{slips:?}");
    }

    #[test]
    fn a_date_that_passed_without_any_word_is_a_slip_too() {
        let mut stretch = Stretch::new();
        stretch.rated("2024-03", "1.1", Rating::Red, Rating::NotRated);
        assert!(stretch.review().slips.is_empty());
        stretch.action("2024-03", "1.1").target = Some(day(2024, 2, 29));
        assert_eq!(stretch.review().slips[0].by, SlipBy::Overdue);
        stretch.rated("2024-03", "1.1", Rating::Closed, Rating::NotRated);
        assert!(stretch.review().slips.is_empty());
    }
}
