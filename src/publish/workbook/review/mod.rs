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
        sheets: leaf::settle(std::iter::once(cover).chain(leaves).collect()),
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
