//! `ragbook calendar`: the plan's meetings and return dates as text, JSON, CSV or an iCalendar file
//! (8-commands-and-files.md).

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::Period;
use crate::domain::folding::clip;
use crate::plan::Plan;
use crate::plan::calendar::holidays::not_a_working_day;
use crate::plan::calendar::{Calendar, Entry, Happens, NoDays, Undated};
use crate::publish::PublishError;
use crate::publish::data::as_csv;
use crate::publish::ics::{Event, ics};

/// Version of the JSON form: raised when a field is renamed, removed or changes its meaning.
const SCHEMA: u32 = 1;
/// Longest text shown in one piece.
const MOST_CHARS: usize = 1_000;
/// Columns of the CSV, and fields of the JSON.
const COLUMNS: [&str; 8] =
    ["date", "weekday", "what", "name", "period", "edition", "attended_by", "not_a_working_day"];

/// By month, for people; then the meetings without days.
pub fn as_text(calendar: &Calendar) -> String {
    let mut text = String::new();
    for (month, entries) in calendar.by_month() {
        let _ = writeln!(text, "{}", month.in_words());
        for entry in entries {
            let mark = not_a_working_day(entry.day).map(|mark| format!(" [{mark}]")).unwrap_or_default();
            let line = format!("  {}  {}{mark}", entry.day.format("%a %e"), in_words(&entry.happens));
            let _ = writeln!(text, "{}", clip(&line, MOST_CHARS));
        }
        text.push('\n');
    }
    if !calendar.undated.is_empty() {
        text.push_str("Meetings whose dates the plan does not state\n");
    }
    for undated in &calendar.undated {
        let _ = writeln!(text, "  {}", clip(&without_days(undated), MOST_CHARS));
    }
    text
}

fn in_words(happens: &Happens) -> String {
    match happens {
        Happens::SendOut(period) => format!("last day to send out the returns for {}", period.in_words()),
        Happens::DueBack(period) => format!("returns for {} are due back", period.in_words()),
        Happens::Meeting { name, edition, period, .. } => {
            format!("{name}: edition {edition}, {}", figures(*period))
        }
    }
}

fn figures(period: Option<Period>) -> String {
    period.map_or_else(
        || "no figures yet (no month's returns are back in time)".to_owned(),
        |period| format!("figures for {}", period.in_words()),
    )
}

fn without_days(undated: &Undated) -> String {
    let every = if undated.every.is_empty() { "how often is not said" } else { &undated.every };
    let why = match undated.why {
        NoDays::NoFirst => {
            "no dates in the plan: add first = 2020-01-31 (its first day) to the meeting in plan.toml"
        }
        NoDays::NoDistance => {
            "days cannot be reckoned from that: add dates = [\"31 January 2020\", …] to the meeting in plan.toml"
        }
    };
    format!("{} ({every}, edition {}): {why}", undated.name, undated.edition)
}

#[derive(Serialize)]
struct CalendarV1 {
    schema: u32,
    from: Period,
    to: Period,
    entries: Vec<serde_json::Map<String, serde_json::Value>>,
    undated: Vec<UndatedV1>,
}

#[derive(Serialize)]
struct UndatedV1 {
    name: String,
    every: String,
    edition: String,
}

/// One JSON document.
pub fn as_json(calendar: &Calendar) -> Result<String, serde_json::Error> {
    let entry = |entry: &Entry| {
        let cells = cells(entry).map(serde_json::Value::String);
        COLUMNS.map(str::to_owned).into_iter().zip(cells).collect()
    };
    let undated =
        |u: &Undated| UndatedV1 { name: u.name.clone(), every: u.every.clone(), edition: u.edition.clone() };
    serde_json::to_string_pretty(&CalendarV1 {
        schema: SCHEMA,
        from: calendar.from,
        to: calendar.to,
        entries: calendar.entries.iter().map(entry).collect(),
        undated: calendar.undated.iter().map(undated).collect(),
    })
}

/// One row a day and event.
pub fn as_rows(calendar: &Calendar) -> Result<String, PublishError> {
    as_csv(&COLUMNS, calendar.entries.iter().map(cells))
}

fn cells(entry: &Entry) -> [String; 8] {
    let (what, name, period, edition, attended_by) = match &entry.happens {
        Happens::SendOut(period) => ("returns sent out", "", Some(*period), "", ""),
        Happens::DueBack(period) => ("returns due back", "", Some(*period), "", ""),
        Happens::Meeting { name, attended_by, edition, period } => {
            ("meeting", name.as_str(), *period, edition.as_str(), attended_by.as_str())
        }
    };
    [
        entry.day.to_string(),
        entry.day.format("%A").to_string(),
        what.to_owned(),
        name.to_owned(),
        period.map(|p| p.to_string()).unwrap_or_default(),
        edition.to_owned(),
        attended_by.to_owned(),
        not_a_working_day(entry.day).unwrap_or_default().to_owned(),
    ]
}

/// The iCalendar file. Its stamp is the day on which the plan starts, so that the same plan gives the same bytes.
pub fn as_ics(plan: &Plan, calendar: &Calendar) -> String {
    let events: Vec<Event> = calendar.entries.iter().map(|entry| event(plan, entry)).collect();
    ics(&format!("{}, {}", plan.name, plan.authority), plan.starts, &events)
}

fn event(plan: &Plan, entry: &Entry) -> Event {
    let (kind, name) = match &entry.happens {
        Happens::SendOut(_) => ("send out", ""),
        Happens::DueBack(_) => ("due back", ""),
        Happens::Meeting { name, .. } => ("meeting", name.as_str()),
    };
    let mark = not_a_working_day(entry.day).map(|mark| format!(" This day is {mark}.")).unwrap_or_default();
    let (summary, description) = match &entry.happens {
        Happens::Meeting { name, edition, period, attended_by } => {
            let who =
                if attended_by.is_empty() { String::new() } else { format!("\nAttended by: {attended_by}") };
            (name.clone(), format!("Edition {edition}, {}.{mark}{who}", figures(*period)))
        }
        other => {
            let words = in_words(other);
            let mut letters = words.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            (format!("{first}{}", letters.as_str()), format!("{}.{mark}", plan.name))
        }
    };
    let identity = format!("{}|{}|{kind}|{name}|{}", plan.authority, plan.name, entry.day);
    Event { day: entry.day, summary, description, identity }
}
