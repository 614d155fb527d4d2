//! The consolidated workbook as plain data, a file per sheet (7-publication.md, 7.1 and 7.2).
//!
//! Each sheet takes the same `Facts` and gives a `Page`; `page::settle` then settles the links between them. How
//! it all looks is `sheet::write`'s business. To add a sheet: its file, a `Tab`, a line in [`book`].

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
use page::Page;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;
    use crate::sheet::book::{CellContent, Link};
    use crate::sheet::write::to_bytes;

    #[test]
    fn sheets_stand_in_the_order_of_the_design_and_every_row_is_whole() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let expected = "Cover Summary Attention Movement Actions Measures Outcome_measures Trend Exceptions \
                        Requested_changes Returns Sources Notes";
        assert_eq!(names.join("~").replace(' ', "_").replace('~', " "), expected);
        for sheet in &book.sheets {
            let table = sheet.table.as_ref().unwrap();
            assert!(!table.rows.is_empty(), "{}", sheet.name);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", sheet.name);
            let blank = |cell: &crate::sheet::book::CellSpec| {
                matches!(&cell.content, CellContent::Blank) && cell.input.is_none()
            };
            assert!(!table.rows.iter().flatten().any(blank), "{}", sheet.name);
        }
    }

    /// What stands in the cell to which the link in this column of the row that starts with `first` leads.
    fn target(book: &Book, sheet: &str, first: &str, column: usize) -> String {
        let table = |name: &str| {
            let sheet = book.sheets.iter().find(|s| s.name == name).unwrap();
            (sheet.header_row() + 1, sheet.table.as_ref().unwrap())
        };
        let text = |cell: &crate::sheet::book::CellSpec| match &cell.content {
            CellContent::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let row = table(sheet).1.rows.iter().find(|row| text(&row[0]) == first).unwrap();
        let Some(Link::Cell { sheet: to, cell }) = &row[column].link else { panic!("no link") };
        let (body, there) = table(to);
        format!("{to}: {}", text(&there.rows[(cell.row - body) as usize][cell.column as usize]))
    }

    #[test]
    fn a_figure_can_be_followed_from_summary_to_its_source() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        assert_eq!(target(&book, "Summary", "Outcome 2", 0), "Actions: 2.1");
        assert_eq!(target(&book, "Actions", "1.1", 0), "Measures: 1.1a");
        assert_eq!(target(&book, "Measures", "1.1b", 0), "Sources: 1.1b");
        assert_eq!(target(&book, "Measures", "1.1a", 15), "Exceptions: error");
        assert_eq!(target(&book, "Sources", "1.1b", 0), "Measures: 1.1b");
    }

    #[test]
    fn headlines_are_seven_at_most_and_each_has_a_number() {
        let month = month();
        let consolidation = month.consolidation();
        let headlines = headlines::of(&Facts::of(&consolidation));
        assert!(headlines.len() <= 7, "{headlines:#?}");
        assert!(headlines.iter().all(|line| line.chars().any(|c| c.is_ascii_digit())), "{headlines:#?}");
        assert!(
            headlines[0].contains("Red 1 · Amber 1 · Green 1 · Complete 1 · Not rated 1"),
            "{headlines:#?}"
        );
        assert!(headlines[5].contains("need a decision: 2 (1 error, 1 query)"), "{headlines:#?}");
        assert!(headlines[6].contains("1 of 3 received, 1 of them late; 2 missing"), "{headlines:#?}");
    }

    /// With `RAGBOOK_KEEP=DIR` the workbook stays in that folder to be looked at.
    #[test]
    fn the_same_month_gives_the_same_workbook() {
        let (one, other) = (month(), month());
        let bytes = to_bytes(&book(&one.consolidation(), "0123456789abcdef")).unwrap();
        assert!(bytes == to_bytes(&book(&other.consolidation(), "0123456789abcdef")).unwrap());
        if let Some(folder) = std::env::var_os("RAGBOOK_KEEP") {
            std::fs::write(std::path::Path::new(&folder).join("consolidated.xlsx"), bytes).unwrap();
        }
    }
}
