//! The plan's calendar: the meetings of the assurance framework, which figures each gets, and when returns go out and
//! are due back (issue "Month after month", calendar; 8-commands-and-files.md).
//!
//! No date is invented: a meeting has the days that the plan lists, or those that follow from its first day and how often it
//! is held. A meeting without either is told as such. A day that falls on a weekend or a bank holiday stands as it is, and
//! is marked.

pub mod holidays;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::model::{Meeting, MonthlyDay, Plan};
use crate::domain::Period;

/// Edition of a meeting for which the plan names none.
const USUAL_EDITION: &str = "accountability";

/// What happens on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happens {
    /// Returns for this period are due back.
    DueBack(Period),
    /// A meeting.
    Meeting {
        /// Its name.
        name: String,
        /// Who attends, in words.
        attended_by: String,
        /// The edition it gets.
        edition: String,
        /// The latest period whose figures can be ready; none before the first.
        period: Option<Period>,
    },
    /// The last day on which returns for this period can go out: the period ends.
    SendOut(Period),
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The day.
    pub day: NaiveDate,
    /// What happens on it.
    pub happens: Happens,
}

/// A meeting whose days the plan does not state, or not all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undated {
    /// Its name.
    pub name: String,
    /// How often it is held, in the plan's word; empty when the plan does not say.
    pub every: String,
    /// The edition it gets.
    pub edition: String,
    /// Why its days cannot be reckoned.
    pub why: NoDays,
}

/// Why the days of a meeting cannot be reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDays {
    /// The plan says how often, and no first day.
    NoFirst,
    /// The plan's word for how often states no distance between two meetings: its days have to be listed.
    NoDistance,
}

/// The calendar of some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// First month.
    pub from: Period,
    /// Last month.
    pub to: Period,
    /// In order of days.
    pub entries: Vec<Entry>,
    /// Meetings that have no days, or only their first, as the plan lists them.
    pub undated: Vec<Undated>,
}

/// How far one meeting is from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distance {
    Weeks(u32),
    Months(u32),
}

/// The months that are shown where nobody says which: from the start of the plan to its review, else a year.
pub fn usual_months(plan: &Plan) -> Option<(Period, Period)> {
    let from = Period::of(plan.starts)?;
    let review = plan.review_due.and_then(Period::of).filter(|review| *review >= from);
    let year = from.plus_months(11);
    Some((from, review.map_or(year, |review| review.min(from.plus_months(119)))))
}

/// The calendar of these months, the last included. Returns are asked for from the first month of the plan on.
pub fn calendar(plan: &Plan, from: Period, to: Period) -> Calendar {
    let mut entries = Vec::new();
    let starts = Period::of(plan.starts).unwrap_or(from);
    let mut month = from;
    while month <= to {
        if month >= starts {
            entries.push(Entry { day: month.last_day(), happens: Happens::SendOut(month) });
        }
        if month > starts {
            let period = month.previous();
            entries.push(Entry { day: plan.due_back(period), happens: Happens::DueBack(period) });
        }
        if month.next() == month {
            break;
        }
        month = month.next();
    }
    let mut undated = Vec::new();
    for meeting in &plan.meetings {
        let (days, why) = days(meeting, to.last_day());
        let here = days.into_iter().filter(|day| *day >= from.first_day() && *day <= to.last_day());
        entries.extend(here.map(|day| Entry { day, happens: held(plan, meeting, day) }));
        let edition = edition(meeting).to_owned();
        undated.extend(why.map(|why| Undated {
            name: meeting.name.clone(),
            every: meeting.every.clone(),
            edition,
            why,
        }));
    }
    entries.sort();
    entries.dedup();
    Calendar { from, to, entries, undated }
}

fn edition(meeting: &Meeting) -> &str {
    if meeting.edition.is_empty() { USUAL_EDITION } else { &meeting.edition }
}

fn held(plan: &Plan, meeting: &Meeting, day: NaiveDate) -> Happens {
    Happens::Meeting {
        name: meeting.name.clone(),
        attended_by: meeting.attended_by.clone(),
        edition: edition(meeting).to_owned(),
        period: figures_for(plan, day),
    }
}

/// The latest period whose returns are due back so long before this day that its figures can be ready.
pub fn figures_for(plan: &Plan, day: NaiveDate) -> Option<Period> {
    let ready_by = day.checked_sub_days(Days::new(u64::from(plan.preparation_days)))?;
    let starts = Period::of(plan.starts)?;
    let month = Period::of(ready_by)?;
    // Returns are due back in the month after their own: the month before, or the one before that.
    let mut periods = [1, 2].into_iter().map(|back| month.plus_months(-back));
    periods.find(|period| *period >= starts && plan.due_back(*period) <= ready_by)
}

/// The days of a meeting up to this one, and why there are no more.
fn days(meeting: &Meeting, until: NaiveDate) -> (Vec<NaiveDate>, Option<NoDays>) {
    if !meeting.dates.is_empty() {
        return (meeting.dates.clone(), None);
    }
    let distance = distance(&meeting.every);
    match (meeting.first, distance) {
        (None, None) => (Vec::new(), Some(NoDays::NoDistance)),
        (None, Some(_)) => (Vec::new(), Some(NoDays::NoFirst)),
        (Some(first), None) => (vec![first], Some(NoDays::NoDistance)),
        (Some(first), Some(distance)) => {
            let nth = |number: u32| {
                if number == 0 { Some(first) } else { later(first, distance, number, meeting.on) }
            };
            let days = (0..).map_while(nth).take_while(|day| *day <= until);
            (days.collect(), None)
        }
    }
}

/// The words of `every` in `plan.toml`. `termly` and `regularly` state no distance.
fn distance(every: &str) -> Option<Distance> {
    match every {
        "weekly" => Some(Distance::Weeks(1)),
        "monthly" => Some(Distance::Months(1)),
        "quarterly" => Some(Distance::Months(3)),
        "annual" => Some(Distance::Months(12)),
        other => other.strip_suffix("-weekly")?.parse().ok().filter(|weeks| *weeks > 0).map(Distance::Weeks),
    }
}

/// The meeting so many after the first. Always reckoned from the first, so that the 31st comes back after February.
fn later(first: NaiveDate, distance: Distance, number: u32, on: Option<MonthlyDay>) -> Option<NaiveDate> {
    match distance {
        Distance::Weeks(weeks) => first.checked_add_days(Days::new(u64::from(weeks) * 7 * u64::from(number))),
        Distance::Months(months) => {
            let day = first.checked_add_months(Months::new(months.checked_mul(number)?))?;
            on.map_or(Some(day), |on| on_weekday(day, on))
        }
    }
}

/// The weekday of this day's month.
fn on_weekday(day: NaiveDate, on: MonthlyDay) -> Option<NaiveDate> {
    let nth = |which: u8| NaiveDate::from_weekday_of_month_opt(day.year(), day.month(), on.weekday, which);
    match on.which {
        Some(which) => nth(which),
        None => nth(5).or_else(|| nth(4)),
    }
}

impl Calendar {
    /// Entries by month, each month that has any once.
    pub fn by_month(&self) -> BTreeMap<Period, Vec<&Entry>> {
        let mut months: BTreeMap<Period, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            if let Some(month) = Period::of(entry.day) {
                months.entry(month).or_default().push(entry);
            }
        }
        months
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::{day, plan};

    fn meeting(every: &str, first: Option<NaiveDate>, on: Option<MonthlyDay>) -> Meeting {
        Meeting {
            name: "Board".to_owned(),
            every: every.to_owned(),
            attended_by: String::new(),
            edition: String::new(),
            first,
            on,
            dates: Vec::new(),
        }
    }

    fn held_on(meeting: &Meeting, until: NaiveDate) -> Vec<String> {
        days(meeting, until).0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn days_follow_from_the_first_and_from_nothing_else() {
        let first = Some(day(2024, 1, 31));
        let until = day(2024, 6, 30);
        assert_eq!(
            held_on(&meeting("monthly", first, None), day(2024, 4, 30)),
            ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
        );
        assert_eq!(
            held_on(&meeting("6-weekly", first, None), until),
            ["2024-01-31", "2024-03-13", "2024-04-24", "2024-06-05"]
        );
        let last_wednesday = Some(MonthlyDay { which: None, weekday: chrono::Weekday::Wed });
        assert_eq!(
            held_on(&meeting("quarterly", first, last_wednesday), until),
            ["2024-01-31", "2024-04-24"]
        );
        let why = |every: &str, first| days(&meeting(every, first, None), until).1;
        assert_eq!(
            (why("monthly", None), why("regularly", None)),
            (Some(NoDays::NoFirst), Some(NoDays::NoDistance))
        );
        assert_eq!(held_on(&meeting("termly", first, None), until), ["2024-01-31"]);
        assert_eq!(why("termly", first), Some(NoDays::NoDistance));
        let mut listed = meeting("regularly", None, None);
        listed.dates = vec![day(2024, 2, 6)];
        assert_eq!(held_on(&listed, until), ["2024-02-06"]);
    }

    #[test]
    fn a_meeting_gets_the_latest_month_that_can_be_ready() {
        let mut plan = plan();
        // Back on the 5th, five days to prepare.
        let figures = |plan: &Plan, m, d| figures_for(plan, day(2024, m, d)).map(|p| p.to_string());
        assert_eq!(figures(&plan, 4, 10).as_deref(), Some("2024-03"));
        assert_eq!(figures(&plan, 4, 9).as_deref(), Some("2024-02"));
        assert_eq!(figures(&plan, 2, 9), None);
        plan.preparation_days = 0;
        assert_eq!(figures(&plan, 4, 5).as_deref(), Some("2024-03"));
        plan.preparation_days = 60;
        assert_eq!(figures(&plan, 4, 10).as_deref(), Some("2024-01"));
    }

    #[test]
    fn returns_go_out_and_come_back_in_every_month_of_the_plan() {
        let calendar = calendar(&plan(), "2023-12".parse().unwrap(), "2024-02".parse().unwrap());
        let lines: Vec<String> =
            calendar.entries.iter().map(|e| format!("{} {:?}", e.day, e.happens)).collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].starts_with("2024-01-31 SendOut"));
        assert!(lines[1].starts_with("2024-02-05 DueBack"));
    }
}
