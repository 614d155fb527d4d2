//! What the amendment log says of an action (2-plan.md, `changes.csv`; 11-settled.md, "Plan"): whether it was stopped
//! or replaced, how often its target date was moved, and which date came first.
//!
//! Loading a plan applies no amendment: the CSVs are the current plan. Both merging (is "Stopped" agreed?) and rating
//! (Closed, slippage) ask here, so that they cannot disagree.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::ActionRef;
use crate::domain::folding::fold_wording;
use crate::domain::period::date_in_words;

use super::meaning::means_the_same;
use super::model::{Action, Change, ChangeSubject, Plan};
use super::target_date::read_target;

/// What stands between a target date and the first one where both are shown.
const ORIGINALLY: &str = " (originally ";

/// The target date that a form shows, without the first one behind it.
pub fn without_original(shown: &str) -> &str {
    shown
        .split_once(ORIGINALLY)
        .filter(|(_, rest)| rest.trim_end().ends_with(')'))
        .map_or(shown, |(now, _)| now)
}

/// How an action's target date was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// How often.
    pub times: usize,
    /// The first date; none when there was none (`Ongoing`).
    pub original: Option<NaiveDate>,
    /// Days from the first date to the one in force, below nought when it was brought forward.
    pub days: Option<i64>,
}

impl fmt::Display for Slip {
    /// `first 31 March 2020, moved twice, 91 days in all`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self
            .original
            .map_or_else(|| "first without a date".to_owned(), |day| format!("first {}", date_in_words(day)));
        let times = match self.times {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            many => format!("{many} times"),
        };
        write!(f, "{first}, moved {times}")?;
        match self.days {
            None => Ok(()),
            Some(0) => f.write_str(", back to where it was"),
            Some(days) => {
                let unit = if days.abs() == 1 { "day" } else { "days" };
                let way = if days < 0 { "earlier" } else { "later" };
                write!(f, ", {} {unit} {way} in all", days.abs())
            }
        }
    }
}

impl Plan {
    /// The amendment by which the action stands stopped or replaced at this date; none when it is open. The last change
    /// of its status up to the date counts, so that an action can be reopened.
    pub fn closed_by(&self, action: ActionRef, as_at: NaiveDate) -> Option<&Change> {
        let changes = self.changes_of(action, "status").filter(|change| change.date <= as_at);
        let last = changes.reduce(|last, next| if next.date >= last.date { next } else { last })?;
        let to = fold_wording(&last.to);
        (to == "stopped" || to.starts_with("replaced by ")).then_some(last)
    }

    /// How often the log moved the action's target date.
    pub fn times_moved(&self, action: ActionRef) -> usize {
        self.changes_of(action, "target_date").count()
    }

    /// The first target date the plan ever gave the action: what the earliest change of it started from, else the
    /// target in force. None when there was no date (`Ongoing`) or its wording does not read as one.
    pub fn original_target(&self, action: ActionRef) -> Option<NaiveDate> {
        match self.first_move(action) {
            Some(change) => read_target(&change.from)?.date(),
            None => self.action(action)?.target.date(),
        }
    }

    /// The target date as a form shows it: the plan's wording, and once it was moved the first one too, as in
    /// `June 2020 (originally March 2020)`.
    pub fn target_shown(&self, action: &Action) -> String {
        let first = self.first_move(action.reference).map(|change| change.from.as_str());
        match first.filter(|first| !means_the_same("target_date", first, &action.target_as_written)) {
            Some(first) => format!("{}{ORIGINALLY}{first})", action.target_as_written),
            None => action.target_as_written.to_string(),
        }
    }

    fn first_move(&self, action: ActionRef) -> Option<&Change> {
        let moves = self.changes_of(action, "target_date");
        moves.reduce(|first, next| if next.date < first.date { next } else { first })
    }

    /// How far the log moved the action's target date in all, from the first date to the one in force: times, and days
    /// where both are dates. None when it was never moved.
    pub fn slip(&self, action: ActionRef) -> Option<Slip> {
        let times = self.times_moved(action);
        (times > 0).then_some(())?;
        let (original, now) = (self.original_target(action), self.action(action)?.target.date());
        let days = original.zip(now).map(|(original, now)| (now - original).num_days());
        Some(Slip { times, original, days })
    }

    /// Whether the log says that the plan said this before: in a form issued then, it is what the plan said, not what the
    /// lead did. What the plan says now is not before.
    pub fn said_before(&self, subject: ChangeSubject, field: &str, text: &str) -> bool {
        let mut earlier = self.changes.iter().filter(|c| c.subject == subject && c.field.trim() == field);
        earlier.any(|change| means_the_same(field, &change.from, text))
    }

    fn changes_of<'a>(&'a self, action: ActionRef, field: &'a str) -> impl Iterator<Item = &'a Change> {
        self.changes
            .iter()
            .filter(move |c| c.subject == ChangeSubject::Action(action) && c.field.trim() == field)
    }
}

#[cfg(test)]
mod tests {
    use super::without_original;
    use crate::plan::Indexed;
    use crate::plan::due::asked;
    use crate::plan::model::{Change, ChangeSubject};
    use crate::plan::sample::{action_ref, day, plan};

    fn change(date: (i32, u32, u32), field: &str, from: &str, to: &str) -> Change {
        Change {
            date: day(date.0, date.1, date.2),
            subject: ChangeSubject::Action(action_ref("1.1")),
            field: field.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            approved_by: "Board".to_owned(),
            reason: "Agreed".to_owned(),
        }
    }

    #[test]
    fn nobody_is_asked_for_a_closed_action_or_its_measures() {
        let mut plan = plan();
        let period = "2024-03".parse().unwrap();
        let lead = plan.action(action_ref("1.1")).unwrap().leads[0].clone();
        let of_it = |asked: &[String]| asked.iter().filter(|r| *r == "1.1" || r.starts_with("1.1a")).count();
        assert!(of_it(&asked(&Indexed::of(&plan), &lead, period)) > 0);
        plan.changes.push(change((2024, 3, 10), "status", "", "stopped"));
        assert_eq!(of_it(&asked(&Indexed::of(&plan), &lead, period)), 0);
    }

    #[test]
    fn the_last_status_change_up_to_the_date_says_whether_an_action_is_closed() {
        let mut plan = plan();
        plan.changes.push(change((2024, 3, 10), "status", "", "Replaced by 1.10"));
        plan.changes.push(change((2024, 5, 1), "status", "replaced by 1.10", "in progress"));
        let closed = |m, d| plan.closed_by(action_ref("1.1"), day(2024, m, d)).is_some();
        assert!(!closed(3, 9) && closed(3, 10) && closed(4, 30) && !closed(5, 1));
        assert!(plan.closed_by(action_ref("1.10"), day(2024, 4, 1)).is_none());
    }

    #[test]
    fn the_original_target_is_what_the_earliest_move_started_from() {
        let mut plan = plan();
        assert_eq!(plan.original_target(action_ref("1.1")), Some(day(2024, 6, 30)));
        plan.changes.push(change((2024, 3, 10), "target_date", "May 2024", "June 2024"));
        plan.changes.push(change((2024, 2, 10), "target_date", "2023/24", "May 2024"));
        assert_eq!(plan.original_target(action_ref("1.1")), Some(day(2024, 3, 31)));
        assert_eq!(plan.times_moved(action_ref("1.1")), 2);
        let shown = plan.target_shown(plan.action(action_ref("1.1")).unwrap());
        assert_eq!(
            (shown.as_str(), without_original(&shown)),
            ("June 2024 (originally 2023/24)", "June 2024")
        );
        assert_eq!(
            plan.slip(action_ref("1.1")).unwrap().to_string(),
            "first 31 March 2024, moved twice, 91 days later in all"
        );
        let before =
            |text: &str| plan.said_before(ChangeSubject::Action(action_ref("1.1")), "target_date", text);
        assert!(before("31/3/2024") && before("May 2024") && !before("June 2024") && !before("July 2024"));
        plan.changes.push(change((2024, 1, 10), "target_date", "Ongoing", "2023/24"));
        assert_eq!(plan.original_target(action_ref("1.1")), None);
        assert_eq!(plan.slip(action_ref("1.1")).unwrap().to_string(), "first without a date, moved 3 times");
        assert_eq!(plan.slip(action_ref("1.2")), None);
    }
}
