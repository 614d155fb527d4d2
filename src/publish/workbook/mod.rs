//! The consolidated workbook as plain data, a file per sheet (7-publication.md, 7.1 and 7.2).
//!
//! Each sheet takes the same [`Facts`] and gives a [`Page`]; [`page::settle`] then settles the links between them. How
//! it all looks is `sheet::write`'s business. To add a sheet: its file, a [`Tab`], a line in [`book`].

mod actions;
mod attention;
mod cells;
mod cover;
mod exceptions;
mod facts;
mod headlines;
mod measures;
mod movement;
mod notes;
mod outcome_measures;
mod page;
mod requested_changes;
mod returns;
mod shorthand;
mod sources;
mod summary;
mod trend;

use std::collections::BTreeMap;

use crate::sheet::book::{Book, Line};

use super::Consolidation;
use facts::Facts;
use page::{Page, Tab};

/// The workbook of this month. `run` is the manifest's id of the run.
pub fn book(month: &Consolidation<'_>, run: &str) -> Book {
    let facts = Facts::of(month);
    let pages = vec![
        summary::page(&facts),
        attention::page(&facts),
        movement::page(&facts),
        actions::page(&facts),
        measures::page(&facts),
        outcome_measures::page(&facts),
        trend::page(&facts),
        exceptions::page(&facts),
        requested_changes::page(&facts),
        returns::page(&facts),
        sources::page(&facts),
        notes::page(&facts, run),
    ];
    let cover = cover::page(&facts, &pages);
    let pages = std::iter::once(cover).chain(pages.into_iter().map(with_contents)).collect();
    let title = cover::title(&facts);
    Book {
        subject: format!("Returns, ratings and exceptions of {}", month.period.in_words()),
        author: month.plan.authority.clone(),
        keywords: "improvement plan, ratings, measures, exceptions".to_owned(),
        company: month.plan.authority.clone(),
        created: month.as_at,
        properties: BTreeMap::from([
            ("ragbook.period".to_owned(), month.period.to_string()),
            ("ragbook.run".to_owned(), run.to_owned()),
            // By this reading knows its own output when it lies among returns.
            ("ragbook.written".to_owned(), "consolidated".to_owned()),
        ]),
        sheets: page::settle(pages),
        title,
    }
}

/// Every sheet says first what it contains (7-publication.md, 7.1).
fn with_contents(mut page: Page) -> Page {
    let charts = match page.charts.len() {
        0 => String::new(),
        1 => " The chart below it shows the same numbers.".to_owned(),
        more => format!(" The {more} charts below it show the same numbers."),
    };
    page.lines.insert(0, Line::text(format!("This worksheet contains one table.{charts}")));
    page
}

/// A sheet's title: what it shows, and when.
fn dated(facts: &Facts<'_>, what: &str) -> String {
    format!("{what}, {}", facts.month.period.in_words())
}

/// `1 action`, `2 actions`.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{count} {noun}s") }
}
