//! *Cover*: what this is, the headlines, the contents.

use chrono::NaiveDate;

use crate::domain::period::date_in_words;
use crate::sheet::book::{CellSpec, Line};

use super::cells::words;
use super::facts::Facts;
use super::headlines;
use super::page::{Key, Page, Row, Tab};

/// The workbook's title.
pub(super) fn title(facts: &Facts<'_>) -> String {
    let plan = facts.month.plan;
    format!("{}: consolidated return, {}, {}", plan.name, facts.month.period.in_words(), plan.authority)
}

pub(super) fn page(facts: &Facts<'_>, others: &[Page]) -> Page {
    let rows = others.iter().map(|page| {
        Row::of(vec![
            super::page::Cell::from(CellSpec::text(page.tab.name())).to(page.tab, Key::Top),
            words(what_it_shows(page.tab)),
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
        columns: vec![("Worksheet", 22.0), ("What it shows", 66.0)],
        rows: rows.collect(),
        charts: Vec::new(),
    }
}

fn about(facts: &Facts<'_>) -> Vec<String> {
    let month = facts.month;
    let plan = month.plan;
    let due_back = |date: NaiveDate| date_in_words(date);
    let contact = match plan.contact.as_str() {
        "" => format!("Contact: the performance officers of {}.", plan.authority),
        contact => format!("Contact: {contact}."),
    };
    vec![
        format!(
            "Period: {} to {}. Ratings as at {}.",
            date_in_words(month.period.first_day()),
            date_in_words(month.period.last_day()),
            date_in_words(month.as_at),
        ),
        format!("Plan version: {}.", plan.version),
        format!(
            "Returns due back by {}. Next: {}, due back by {}.",
            due_back(plan.due_back(month.period)),
            month.period.next().in_words(),
            due_back(plan.due_back(month.period.next()))
        ),
        contact,
        "Handling: for the accountability meeting, not for publication.".to_owned(),
        "It names officers, and small numbers are not held back.".to_owned(),
    ]
}

const fn what_it_shows(tab: Tab) -> &'static str {
    match tab {
        Tab::Cover => "This page",
        Tab::Summary => "Ratings by outcome, coverage, and what moved",
        Tab::Attention => "Actions that need a decision, worst first, and why",
        Tab::Movement => "Ratings that changed since the month before",
        Tab::Actions => "Every action: dates, status, both ratings with why, evidence",
        Tab::Measures => "Every measure: target, value, gap still to go, rating with why",
        Tab::OutcomeMeasures => "Which outcome measures are developed and report",
        Tab::Trend => "Ratings month by month",
        Tab::Exceptions => "What was wrong or doubtful in the returns, where, what to do",
        Tab::RequestedChanges => "Changes to the plan that returns ask for",
        Tab::Returns => "Who has answered, when, and what became of every file",
        Tab::Sources => "The file, sheet and cell behind every value",
        Tab::Withheld => "What this edition leaves out, and why",
        Tab::Notes => "The rules in force, how gaps are treated, what was not checked",
    }
}
