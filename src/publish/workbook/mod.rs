//! The consolidated workbook as plain data, a file per sheet (7-publication.md, 7.1 and 7.2).
//!
//! Each sheet takes the same `Facts` and gives a `Page`; `page::settle` then settles the links between them. How
//! it all looks is `sheet::write`'s business. To add a sheet: its file, a `Tab`, a line in [`book`].

mod actions;
mod attention;
mod by_ref;
mod cells;
mod cover;
mod exceptions;
mod facts;
mod headlines;
mod heat_map;
mod key_messages;
mod measures;
mod measures_by_month;
mod months;
mod moved;
mod movement;
mod notes;
mod outcome_measures;
mod page;
pub mod requested_changes;
mod returns;
pub(in crate::publish) mod review;
mod settled;
mod shorthand;
mod sources;
mod summary;
pub mod texts;
pub mod texts_to_read;
mod trend;
mod what_changed;
mod widths;
mod withheld;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::sheet::book::{Book, Line, Link, Sheet};

use super::Consolidation;
use super::edition::sweep;
use facts::Facts;
use page::{Page, Tab};

/// The workbook of this month, as it was cut for its audience. `run` is the manifest's id of the run.
pub fn book(month: &Consolidation<'_>, run: &str) -> Book {
    let facts = Facts::of(month);
    let others: Vec<Tab> = month.cut.sheets.iter().copied().filter(|tab| *tab != Tab::Cover).collect();
    let pages: Vec<Page> =
        others.par_iter().map(|tab| for_edition(page(&facts, *tab, run), &facts)).collect();
    let cover = cover::page(&facts, &pages);
    let pages = std::iter::once(cover).chain(pages.into_iter().map(with_contents)).collect();
    let title = cover::title(&facts);
    let whole = month.cut.is_whole();
    Book {
        subject: format!(
            "{} of {}",
            if whole { "Returns, ratings and exceptions" } else { "Ratings and measures" },
            month.period.in_words()
        ),
        author: month.plan.authority.clone(),
        keywords: if whole {
            "improvement plan, ratings, measures, exceptions"
        } else {
            "improvement plan, ratings, measures"
        }
        .to_owned(),
        company: month.plan.authority.clone(),
        created: month.as_at,
        properties: BTreeMap::from([
            ("ragbook.period".to_owned(), month.period.to_string()),
            ("ragbook.run".to_owned(), run.to_owned()),
            // By this reading knows its own output when it lies among returns.
            ("ragbook.written".to_owned(), if whole { "consolidated" } else { "edition" }.to_owned()),
        ]),
        sheets: fitted(without_persons(page::settle(pages), month)),
        title,
    }
}

/// The sheets with columns as wide as what stands in them.
fn fitted(mut sheets: Vec<Sheet>) -> Vec<Sheet> {
    sheets.par_iter_mut().for_each(widths::fit);
    sheets
}

/// The sheets of an edition without words that may name a person: what stands in them was withheld when the edition was cut;
/// nothing that a sheet shows later can be forgotten here, nor a file's name.
fn without_persons(mut sheets: Vec<Sheet>, month: &Consolidation<'_>) -> Vec<Sheet> {
    if month.cut.persons.is_empty() {
        return sheets;
    }
    for sheet in &mut sheets {
        sheet.lines.iter_mut().for_each(|line| sweep(&mut line.text));
        if let Some(table) = &mut sheet.table {
            table.rows.reword(|words| {
                let mut swept = words.to_owned();
                sweep(&mut swept);
                (swept != words).then_some(swept)
            });
        }
    }
    sheets
}

fn page(facts: &Facts<'_>, tab: Tab, run: &str) -> Page {
    match tab {
        Tab::Cover => cover::page(facts, &[]),
        Tab::Summary => summary::page(facts),
        Tab::Attention => attention::page(facts),
        Tab::Movement => movement::page(facts),
        Tab::Actions => actions::page(facts),
        Tab::Measures => measures::page(facts),
        Tab::OutcomeMeasures => outcome_measures::page(facts),
        Tab::Trend => trend::page(facts),
        Tab::HeatMap => heat_map::page(facts),
        Tab::MeasuresByMonth => measures_by_month::page(facts),
        Tab::Exceptions => exceptions::page(facts),
        Tab::RequestedChanges => requested_changes::page(facts),
        Tab::Returns => returns::page(facts),
        Tab::Sources => sources::page(facts),
        Tab::Withheld => withheld::page(facts),
        Tab::Notes => notes::page(facts, run),
    }
}

/// The page without what its edition has nothing to show in: a column of links to a sheet that is not there, of texts of which
/// none is shown, of names of files; and, where it is public, without charts and small lines, which have no text beside them.
fn for_edition(mut page: Page, facts: &Facts<'_>) -> Page {
    let cut = facts.month.cut;
    let there = |line: &Line| match &line.link {
        Some(Link::Cell { sheet, .. }) => cut.sheets.iter().any(|tab| tab.name() == &**sheet),
        _ => true,
    };
    page.lines.retain(there);
    let mut gone: Vec<&str> = Vec::new();
    if !facts.has(Tab::Exceptions) {
        gone.extend(match page.tab {
            Tab::Returns => &["Errors", "Queries", "Notes"][..],
            Tab::Actions | Tab::Measures => &["Exceptions"],
            _ => &[],
        });
    }
    if !cut.shows_texts && page.tab == Tab::Actions {
        gone.extend(["Commentary", "Evidence"]);
    }
    if !cut.edition.is_internal() && page.tab == Tab::Returns {
        gone.push("File");
    }
    if cut.edition.public {
        page.charts.clear();
        if page.tab == Tab::MeasuresByMonth {
            gone.push("Line");
        }
    }
    let room = |page: &Page| page.columns.iter().map(|(_, width)| width).sum::<f64>();
    let before = room(&page);
    let page = gone.into_iter().fold(page, Page::without);
    // Else narrow columns make long rows, and the paper is used by half.
    let freed = before - room(&page);
    let page = page.with_room(
        freed,
        &["Planned activity", "Measure", "Leads", "Status", "Contributors", "Why, and what would change it"],
    );
    if cut.edition.is_internal() { page } else { page.without_data_files() }
}

/// Every sheet says first what it contains (7-publication.md, 7.1).
fn with_contents(mut page: Page) -> Page {
    let charts = match page.charts.len() {
        0 => String::new(),
        1 => " The chart below it shows the same numbers.".to_owned(),
        more => format!(" The {more} charts below it show the same numbers."),
    };
    page.lines.insert(0, Line::text(format!("This worksheet contains one table.{charts}")));
    page.lines.insert(1, Line::leading_to(Tab::Cover.name(), "Back to the contents: worksheet Cover"));
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

/// ` (1.5, 2.7)`, or nothing.
fn in_brackets<T: std::fmt::Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() { String::new() } else { format!(" ({})", items.join(", ")) }
}

/// `1`, `1 and 2`, `1, 2 and 5`.
fn listed<T: std::fmt::Display>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.to_string(),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(ToString::to_string).collect();
            format!("{} and {last}", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;
    use crate::sheet::book::{CellContent, CellSpec};
    use crate::sheet::measure::{Face, count_lines};
    use crate::sheet::write::to_bytes;

    #[test]
    fn sheets_stand_in_the_order_of_the_design_and_every_row_is_whole() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let expected = "Cover Summary Attention Movement Actions Measures Outcome_measures Trend Heat_map Measures_by_month Exceptions \
                        Requested_changes Returns Sources Notes";
        assert_eq!(names.join("~").replace(' ', "_").replace('~', " "), expected);
        for sheet in &book.sheets {
            let table = sheet.table.as_ref().unwrap();
            assert!(!table.rows.is_empty(), "{}", sheet.name);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", sheet.name);
            let blank = |cell: CellSpec<'_>| cell.content == CellContent::Blank && cell.input.is_none();
            assert!(!table.rows.cells().any(blank), "{}", sheet.name);
        }
    }

    #[test]
    fn shorthand_stands_in_a3_wherever_it_is_used() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        let explained = |line: &Line| line.text.starts_with("Some shorthand is used");
        // The title stands above the lines: the second of them is A3.
        let lines = |sheet: &crate::sheet::book::Sheet| sheet.lines.iter().position(explained);
        let places: Vec<usize> = book.sheets.iter().filter_map(lines).collect();
        assert!(places.len() > 5 && places.iter().all(|place| *place == 1), "{places:?}");
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
                let has = |column, kind: fn(&CellContent<'_>) -> bool| {
                    table.rows.column(column).any(|cell| kind(&cell.content))
                };
                let dates = has(number, |content| matches!(content, CellContent::Date(_)));
                let beside = has(number + 1, |content| matches!(content, CellContent::Rating(_)));
                if dates && column.width < if beside { 12.0 } else { 11.0 } {
                    misfits.push(format!("{told}: a date"));
                }
                let links = table.rows.column(number).filter(|cell| cell.link.is_some());
                for cell in links {
                    let CellContent::Text(words) = &cell.content else { continue };
                    if !fits(words, Face::TABLE) {
                        misfits.push(format!("{told}: {words}"));
                    }
                }
            }
            let width: f64 = table.columns.iter().map(|column| column.width.mul_add(8.0, 10.0)).sum();
            assert!(width <= widths::PAGE, "{}: {width} is too wide for 8 points on A4", sheet.name);
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
            let owned = |cell: CellSpec<'_>| format!("{:?}", cell.content);
            Some(table.rows.column(column).map(owned).collect::<Vec<_>>())
        };
        assert_eq!(columns(&month), None);
        let text = |words: &str| format!("{:?}", CellContent::Text(words.into()));
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
        let why: Vec<CellContent<'_>> = rows.column(11).map(|cell| cell.content).collect();
        let text = |words: &'static str| CellContent::Text(words.into());
        assert_eq!(why[0], text("Red and overdue: because the sample says so."));
        assert!(why.contains(&text("No usable return: nothing came from Ben Baker.")), "{why:#?}");
        assert!(
            attention.lines.iter().any(|line| line.text.contains(" by their worst cause: 1 Red and overdue")),
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
        let rows = rows.unpacked();
        let name = CellContent::Text("ann.xlsx".into());
        let of_file: Vec<_> = rows.iter().filter(|row| row[4].content == name).collect();
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
        let text = |cell: &CellSpec<'_>| match &cell.content {
            CellContent::Text(text) => text.clone().into_owned(),
            other => format!("{other:?}"),
        };
        let rows = table(sheet).1.rows.unpacked();
        let row = rows.iter().find(|row| text(&row[0]) == first).unwrap();
        let Some(Link::Cell { sheet: to, cell }) = row[column].link.as_deref() else { panic!("no link") };
        let (body, there) = table(to);
        format!("{to}: {}", text(&there.rows.unpacked()[(cell.row - body) as usize][cell.column as usize]))
    }

    #[test]
    fn a_figure_can_be_followed_from_summary_to_its_source() {
        let month = month();
        let book = book(&month.consolidation(), "0123456789abcdef");
        assert_eq!(target(&book, "Summary", "Outcome 2", 0), "Actions: 2.1");
        assert_eq!(target(&book, "Actions", "1.1", 0), "Measures: 1.1a");
        assert_eq!(target(&book, "Measures", "1.1b", 0), "Sources: 1.1b");
        assert_eq!(target(&book, "Measures", "1.1a", 14), "Exceptions: error");
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
            headlines[0].contains("1 of 5 actions is Red, 1 Amber, 1 Green, 1 Complete; 1 has no rating"),
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
