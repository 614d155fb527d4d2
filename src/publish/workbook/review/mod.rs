//! The review's workbook as plain data, a file per sheet (7-publication.md, 7.1).
//!
//! Each sheet takes the same [`Review`] and gives a `Leaf`. How it all looks is `sheet::write`'s business.

mod actions;
mod cover;
mod exceptions;
mod heat_map;
mod leaf;
mod measures;
mod notes;
mod recommendations;
mod slips;
mod trend;
mod worked;

use std::collections::BTreeMap;

use crate::domain::Period;
use crate::publish::review::Review;
use crate::sheet::book::Book;

/// Name of the first sheet.
const COVER: &str = "Cover";

/// The workbook of this review. `run` is the manifest's id of the run.
pub(in crate::publish) fn book(review: &Review<'_>, run: &str) -> Book {
    let mut leaves = vec![recommendations::overview(review)];
    leaves.extend(review.recommendations.iter().map(|one| recommendations::page(review, one)));
    leaves.push(worked::page(review));
    leaves.push(actions::page(review));
    leaves.extend(heat_map::pages(review));
    leaves.push(trend::page(review));
    leaves.push(measures::page(review));
    leaves.extend(measures::by_month(review));
    leaves.push(slips::page(review));
    leaves.push(exceptions::page(review));
    leaves.push(notes::page(review, run));
    let cover = cover::page(review, &leaves);
    let title = cover.title.clone();
    let plan = review.year.plan;
    Book {
        subject: format!("What {} came to, {}", plan.name, review.in_words()),
        author: plan.authority.clone(),
        keywords: "improvement plan, review, ratings, measures".to_owned(),
        company: plan.authority.clone(),
        created: review.year.to.last_day(),
        properties: BTreeMap::from([
            ("ragbook.run".to_owned(), run.to_owned()),
            ("ragbook.review".to_owned(), format!("{} to {}", review.year.from, review.year.to)),
            // By this reading knows its own output when it lies among returns.
            ("ragbook.written".to_owned(), "review".to_owned()),
        ]),
        sheets: super::fitted(leaf::settle(std::iter::once(cover).chain(leaves).collect())),
        title,
    }
}

/// A sheet's title: what it shows, and of which months.
fn dated(review: &Review<'_>, what: &str) -> String {
    let between = if what.ends_with('?') { "" } else { "," };
    format!("{what}{between} {}", review.in_words())
}

/// `1 action is`, `2 actions are`.
fn are(count: usize, noun: &str) -> String {
    format!("{} {}", super::counted(count, noun), if count == 1 { "is" } else { "are" })
}

/// Most months side by side on a sheet.
const MONTHS_A_SHEET: usize = 13;

/// The months cut into as many as a sheet shows, each with what makes the sheet's name of its kind: `Heat map 2`.
fn stretches(months: &[Period]) -> impl Iterator<Item = (impl Fn(&str) -> String, &[Period])> {
    let name = |number: usize| {
        move |kind: &str| if number == 0 { kind.to_owned() } else { format!("{kind} {}", number + 1) }
    };
    months.chunks(MONTHS_A_SHEET).enumerate().map(move |(number, months)| (name(number), months))
}

/// The months that are missing, in words: `December 2019, March 2020`.
fn listed(months: &[Period]) -> String {
    months.iter().map(|month| month.in_words()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rating;
    use crate::publish::review::sample::Stretch;
    use crate::sheet::book::CellContent;
    use crate::sheet::measure::{Face, count_lines};

    fn stretch() -> Stretch {
        let mut stretch = Stretch::new();
        stretch.value("2024-01", "1.1a", "5").value("2024-03", "1.1a", "9");
        for month in ["2024-01", "2024-03"] {
            stretch.rated(month, "1.1", Rating::Green, Rating::Red).rated(
                month,
                "2.2",
                Rating::Red,
                Rating::Amber,
            );
        }
        stretch.raised("2024-03", "V01|ann|1.1a|value|12 (est)");
        stretch
    }

    #[test]
    fn every_row_is_whole_every_caption_fits_and_every_sheet_prints_at_eight_points() {
        let (stretch, mut misfits) = (stretch(), Vec::new());
        for sheet in book(&stretch.review(), "0123456789abcdef").sheets {
            let table = sheet.table.unwrap();
            assert!(!table.rows.is_empty(), "{}", sheet.name);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", sheet.name);
            let blank = |cell: &crate::sheet::book::CellSpec| matches!(cell.content, CellContent::Blank);
            assert!(!table.rows.cells().any(|cell| blank(&cell)), "{}", sheet.name);
            let width: f64 = table.columns.iter().map(|column| column.width.mul_add(8.0, 10.0)).sum();
            assert!(width <= super::super::widths::PAGE, "{}: {width}", sheet.name);
            for column in &table.columns {
                let fits = |word: &str| count_lines(word, Face::STRONG, column.width - 1.2) == 1;
                if !column.caption.split(' ').all(fits) {
                    misfits.push(format!("{}: {}", sheet.name, column.caption));
                }
            }
        }
        assert_eq!(misfits, [""; 0]);
    }

    #[test]
    fn a_month_that_is_missing_is_named_and_never_guessed() {
        let stretch = stretch();
        let sheets = book(&stretch.review(), "0123456789abcdef").sheets;
        let sheet = |name: &str| sheets.iter().find(|sheet| sheet.name == name).unwrap();
        for name in ["Cover", "Recommendation 1", "Trend"] {
            assert!(sheet(name).lines.iter().any(|line| line.text.contains("February 2024")), "{name}");
        }
        let rows = sheet("Heat map").table.as_ref().unwrap().rows.unpacked();
        let cells: Vec<&CellContent<'_>> = rows[0][2..].iter().map(|cell| &cell.content).collect();
        let green = &CellContent::RatingLetter(Rating::Green);
        assert_eq!(cells, [green, &CellContent::Text("[x]".into()), green]);
        assert_eq!(sheet("Trend").table.as_ref().unwrap().rows.len(), 2);
    }

    #[test]
    fn two_years_of_months_go_on_in_a_second_sheet() {
        let mut stretch = stretch();
        stretch.rated("2024-02", "1.1", Rating::Green, Rating::Red);
        let mut year = stretch.year();
        year.to = crate::domain::Period::new(2025, 2).unwrap();
        let sheets = book(&Review::of(year), "0123456789abcdef").sheets;
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert!(names.contains(&"Heat map 2") && names.contains(&"Measures by month 2"), "{names:?}");
        let first = sheets.iter().find(|sheet| sheet.name == "Heat map").unwrap();
        assert_eq!(first.table.as_ref().unwrap().columns.len(), 2 + 13);
    }
}
