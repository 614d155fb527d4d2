//! *Cover*: what this is, the headlines, the contents.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::period::date_in_words;
use crate::domain::{Naming, SmallNumbers};
use crate::plan::Edition;
use crate::publish::edition::covers;
use crate::sheet::book::{CellSpec, Line};

use super::cells::words;
use super::facts::Facts;
use super::headlines;
use super::page::{Key, Page, Row, Tab, columns};

/// The workbook's title.
pub(super) fn title(facts: &Facts<'_>) -> String {
    let plan = facts.month.plan;
    let what = if facts.month.cut.is_whole() { "consolidated return" } else { "progress report" };
    format!("{}: {what}, {}, {}", plan.name, facts.month.period.in_words(), plan.authority)
}

pub(super) fn page(facts: &Facts<'_>, others: &[Page]) -> Page {
    let rows = others.iter().map(|page| {
        Row::of(vec![
            super::page::Cell::from(CellSpec::text(page.tab.name())).to(page.tab, Key::Top),
            words(&what_it_shows(facts, page.tab)),
        ])
    });
    let mut lines = vec![Line::text("This worksheet contains one table: the contents of this workbook.")];
    lines.extend(about(facts).into_iter().map(Line::text));
    lines.push(Line::heading("Headlines"));
    lines.extend(headlines::of(facts).into_iter().map(Line::text));
    lines.push(Line::heading("Contents"));
    Page {
        tab: Tab::Cover,
        title: title(facts),
        lines,
        columns: columns(&[("Worksheet", 22.0), ("What it shows", 66.0)]),
        rows: rows.collect(),
        charts: Vec::new(),
    }
}

fn about(facts: &Facts<'_>) -> Vec<String> {
    let month = facts.month;
    let plan = month.plan;
    let due_back = |date: NaiveDate| date_in_words(date);
    let contact = match plan.contact.as_str() {
        "" => format!("Contact: the plan names none; ask the performance officers of {}.", plan.authority),
        contact => format!("Contact: {contact}."),
    };
    let mut lines = vec![
        format!(
            "Period: {} to {}. Ratings as at {}.",
            date_in_words(month.period.first_day()),
            date_in_words(month.period.last_day()),
            date_in_words(month.as_at),
        ),
        format!("Plan version: {}.", plan.version),
        format!(
            "Published for {}; its returns were due back by {}.",
            month.period.in_words(),
            due_back(plan.due_back(month.period)),
        ),
        format!(
            "Next: {}; its returns are due back by {}.",
            month.period.next().in_words(),
            due_back(plan.due_back(month.period.next()))
        ),
        contact,
    ];
    lines.extend(part(facts));
    lines.extend(handling(&month.cut.edition));
    lines
}

/// Which part of the plan it is about, where it is not all of it.
fn part(facts: &Facts<'_>) -> Option<String> {
    facts.month.cut.edition.is_partial().then(|| covers(facts.month.plan))
}

/// Who may have it.
fn handling(edition: &Edition) -> [String; 2] {
    let audience = if edition.audience.is_empty() { &edition.name } else { &edition.audience };
    let who = if edition.public {
        format!("For publication. Made for: {audience}.")
    } else {
        format!("Handling: for {audience}, not for publication.")
    };
    let names = match edition.naming {
        Naming::Names => "It names officers",
        Naming::Posts => "It names posts, not persons",
    };
    let numbers = match edition.small_numbers {
        None => "small numbers are not held back",
        Some(SmallNumbers::Suppress) => "small numbers of measures about children are withheld",
        Some(SmallNumbers::Round) => {
            "small numbers of measures about children are withheld and others rounded"
        }
    };
    [who, format!("{names}, and {numbers}.")]
}

fn what_it_shows(facts: &Facts<'_>, tab: Tab) -> Cow<'static, str> {
    let shows = match tab {
        Tab::Cover => "This page",
        Tab::Summary => "Ratings by outcome, coverage, and what moved",
        Tab::Attention => "Actions that need a decision, worst first, and why",
        Tab::Movement => return changed_since(facts),
        Tab::Actions if !facts.month.cut.shows_texts => "Every action: dates, status, both ratings with why",
        Tab::Actions => "Every action: dates, status, both ratings with why, evidence",
        Tab::Measures => "Every measure: target, value, gap still to go, rating with why",
        Tab::OutcomeMeasures => "Which outcome measures are developed and report",
        Tab::Trend => "Ratings month by month",
        Tab::HeatMap => "Each action's Delivery rating month by month, as a letter",
        Tab::MeasuresByMonth => "Each measure's values month by month",
        Tab::Exceptions => "What was wrong or doubtful in the returns, where, what to do",
        Tab::RequestedChanges => "Changes to the plan that returns ask for",
        Tab::Returns if !facts.month.cut.edition.is_internal() => "Who has answered, and when",
        Tab::Returns => "Who has answered, when, and what became of every file",
        Tab::Sources => "The file, sheet and cell behind every value",
        Tab::Withheld => "What this edition leaves out, and why",
        Tab::Notes => "The rules in force, how gaps are treated, what was not checked",
    };
    Cow::Borrowed(shows)
}

/// Since when ratings changed that *Movement* lists: not always since the month before.
fn changed_since(facts: &Facts<'_>) -> Cow<'static, str> {
    match facts.before {
        Some(before) if facts.month.cut.own_last_issue => {
            format!("Ratings that changed since {}, the last issue of this edition", before.in_words()).into()
        }
        Some(before) => format!("Ratings that changed since {}", before.in_words()).into(),
        None => Cow::Borrowed("Ratings that changed: none yet, in the first month of the records"),
    }
}
