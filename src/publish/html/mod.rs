//! An edition as one page for a browser (7-publication.md, 7.5): a file that holds all it needs, without script or network.
//!
//! Made from the very [`Book`] that becomes the edition's workbook, so that it can hold nothing that the workbook lacks and
//! no number can differ: sheets become sections, links become anchors, charts are drawn as SVG. How it looks is `style.css`.

mod anchors;
mod chart;
mod head;
mod markup;
mod section;
mod shown;
mod small_line;
mod table;
mod widths;
mod wording;

use crate::sheet::book::Book;

use anchors::Anchors;
use markup::Markup;

/// Where the skip link leads.
const MAIN: &str = "main";
/// The list of sections; links to the Cover lead here.
const CONTENTS: &str = "contents";

/// The page of this book, as UTF-8. `workbook` is the name of the same facts as an Excel file. The same book always gives
/// the same bytes.
pub fn page(book: &Book, workbook: &str) -> Vec<u8> {
    let anchors = Anchors::of(book);
    let mut page = Markup::default();
    page.inside("html", &[("lang", "en-GB")], |page| {
        head::write(page, book);
        page.inside("body", &[], |page| {
            page.element("a", &[("class", "skip"), ("href", "#main")], "Skip to the main content");
            if let Some(cover) = book.sheets.first() {
                page.inside("header", &[], |page| section::top(page, cover, &anchors));
            }
            page.inside("main", &[("id", MAIN)], |page| {
                for (number, sheet) in book.sheets.iter().enumerate() {
                    match number {
                        // Who has two minutes reads the headlines, and the list of what else there is after them.
                        0 => {
                            section::headlines(page, sheet, &anchors);
                            page.inside("nav", &[("aria-labelledby", CONTENTS)], |page| {
                                section::contents(page, sheet, &anchors);
                            });
                        }
                        _ => section::write(page, number, sheet, &anchors),
                    }
                }
            });
            page.inside("footer", &[], |page| {
                page.element(
                    "p",
                    &[],
                    &format!("{}. The same facts as an Excel file: {workbook}", book.author),
                );
            });
        });
    });
    format!("<!DOCTYPE html>\n{}\n", page.finished()).into_bytes()
}
