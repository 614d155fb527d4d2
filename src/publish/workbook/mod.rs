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
pub mod requested_changes;
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
    use crate::sheet::measure::{Face, count_lines};
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

    /// A caption broken within a word (`Evidenc/e`) is ugly, and a screen magnifier shows half of it.
    #[test]
    fn every_caption_and_every_link_fits_its_column() {
        let (month, mut misfits) = (month(), Vec::new());
        let (with_xmr, run) = (month.clone().with_xmr(), "0123456789abcdef");
        let books = [book(&month.consolidation(), run), book(&with_xmr.consolidation(), run)];
        for sheet in books.into_iter().flat_map(|book| book.sheets) {
            let table = sheet.table.unwrap();
            for (number, column) in table.columns.iter().enumerate() {
                // Cells stand an indent, about a character, off the column's edge.
                let fits = |words: &str, face| count_lines(words, face, column.width - 1.2) == 1;
                let told = format!("{} {}", sheet.name, column.caption);
                if !column.caption.split(' ').all(|word| fits(word, Face::STRONG)) {
                    misfits.push(told.clone());
                }
                // A date that finds no room becomes `###`, with or without the indent that keeps it off a rating's fill.
                let is = |row: &Vec<_>, n: usize, kind: fn(&CellContent) -> bool| {
                    row.get(n).is_some_and(|cell: &crate::sheet::book::CellSpec| kind(&cell.content))
                };
                let dates =
                    table.rows.iter().any(|row| is(row, number, |c| matches!(c, CellContent::Date(_))));
                let beside =
                    table.rows.iter().any(|row| is(row, number + 1, |c| matches!(c, CellContent::Rating(_))));
                if dates && column.width < if beside { 12.0 } else { 11.0 } {
                    misfits.push(format!("{told}: a date"));
                }
                let links = table.rows.iter().map(|row| &row[number]).filter(|cell| cell.link.is_some());
                for cell in links {
                    let CellContent::Text(words) = &cell.content else { continue };
                    if !fits(words, Face::TABLE) {
                        misfits.push(format!("{told}: {words}"));
                    }
                }
            }
            let width: f64 = table.columns.iter().map(|column| column.width).sum();
            assert!(width <= 163.0, "{}: {width} is too wide for 8 points on A4", sheet.name);
        }
        assert_eq!(misfits, [""; 0]);
    }

    #[test]
    fn xmr_stands_beside_the_contributors_once_a_measure_has_thirteen_values() {
        let month = month();
        let columns = |month: &crate::publish::sample::Month| {
            let book = book(&month.consolidation(), "0123456789abcdef");
            let sheet = book.sheets.into_iter().find(|sheet| sheet.name == "Measures").unwrap();
            let table = sheet.table.unwrap();
            let column = table.columns.iter().position(|column| column.caption == "XmR")?;
            Some(table.rows.into_iter().map(|row| row[column].content.clone()).collect::<Vec<_>>())
        };
        assert_eq!(columns(&month), None);
        let text = |words: &str| CellContent::Text(words.to_owned());
        let with = columns(&month.clone().with_xmr()).unwrap();
        assert_eq!(with[0], text("[z]"));
        assert_eq!(with[1], text("special cause, improving; target hit or missed at random"));
    }

    #[test]
    fn attention_says_why_with_the_fact_and_who_owes_an_answer() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        let attention = book.sheets.iter().find(|sheet| sheet.name == "Attention").unwrap();
        let rows = &attention.table.as_ref().unwrap().rows;
        let why: Vec<&CellContent> = rows.iter().map(|row| &row[10].content).collect();
        let text = |words: &str| CellContent::Text(words.to_owned());
        assert_eq!(why[0], &text("Red and overdue: because the sample says so."));
        assert!(why.contains(&&text("No usable return: nothing came from Ben Baker.")), "{why:#?}");
        assert!(
            attention.lines[1].text.contains(" by their worst cause: 1 Red and overdue"),
            "{:#?}",
            attention.lines
        );
    }

    #[test]
    fn a_refused_file_stands_once_and_with_its_returner() {
        let mut month = month();
        month.intake.files[0].state = crate::intake::FileState::Refused;
        let consolidation = month.consolidation();
        let book = book(&consolidation, "0123456789abcdef");
        let returns = book.sheets.iter().find(|sheet| sheet.name == "Returns").unwrap();
        let rows = &returns.table.as_ref().unwrap().rows;
        let of_file: Vec<_> =
            rows.iter().filter(|row| row[4].content == CellContent::Text("ann.xlsx".to_owned())).collect();
        assert_eq!(of_file.len(), 1, "{rows:#?}");
        let CellContent::Text(became) = &of_file[0][1].content else { panic!("no words") };
        assert!(became.starts_with("Not received: the file that came was refused"), "{became}");
        let headlines = headlines::of(&Facts::of(&consolidation));
        assert!(headlines[6].ends_with("3 missing (1 sent a file that was refused)."), "{headlines:#?}");
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
