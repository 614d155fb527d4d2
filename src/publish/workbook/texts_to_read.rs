//! *Texts to read*: what leads wrote and an edition shows as it was written, for the officer to read before it goes out
//! (7-publication.md, 7.4). No check knows a name for a child's: only a reader does. A workbook of its own, for the officer
//! alone; nothing is decided in it.

use crate::publish::Consolidation;
use crate::publish::edition::{EditionText, Standing};
use crate::sheet::book::{Book, CellSpec, Line, Rows};

use super::cells::{marked, typed, words};
use super::page::{Cell, columns};
use super::shorthand::{self, Shorthand};
use super::texts::{leads, of_one_sheet, what};

/// Name of the sheet.
const SHEET: &str = "Texts to read";

/// The workbook of the texts that this edition shows as they were written.
pub fn book(month: &Consolidation<'_>, edition: &str, texts: &[EditionText], run: &str) -> Book {
    let shown: Vec<&EditionText> = texts.iter().filter(|text| text.standing == Standing::AsWritten).collect();
    let rows = shown.iter().map(|text| row(month, text));
    let mut rows: Rows = rows.map(|row| row.into_iter().map(CellSpec::from).collect::<Vec<_>>()).collect();
    if rows.is_empty() {
        let none = || marked(Shorthand::NotApplicable).into();
        rows.push(vec![none(), none(), none(), words("This edition shows no text this month").into()]);
    }
    let title = format!("Texts to read, edition {edition}, {}", month.period.in_words());
    let mut lines = lines(shown.len(), texts.len() - shown.len(), edition);
    lines.extend(shorthand::line(rows.cells()).map(Line::text));
    let columns = columns(&[("Returner", 22.0), ("Ref", 7.0), ("What", 14.0), ("Text", 90.0)]);
    of_one_sheet(month, title, lines, (SHEET, &columns, rows), ("texts to read", run))
}

fn lines(shown: usize, withheld: usize, edition: &str) -> Vec<Line> {
    let counted = |count: usize| if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
    let withheld = match withheld {
        0 => String::new(),
        n => format!(" {} with what looks like a particular person: withheld, and not listed.", counted(n)),
    };
    vec![
        Line::text("This worksheet contains one table."),
        Line::text("For the performance officer alone: not for publication."),
        Line::text(format!(
            "The edition {edition} shows {} of leads as they were written; nobody approved them.{withheld}",
            counted(shown)
        )),
        Line::text(
            "Read each text before the edition goes out. Look for names of children and their families, and for anything that tells who a child is: ragbook finds numbers and dates of persons, and no names. What must not go out: ask the lead to take it out of the return and to send that again, then consolidate and publish again. To show only what is approved, set free_text = \"approved only\" for the edition in plan.toml.",
        ),
    ]
}

fn row(month: &Consolidation<'_>, text: &EditionText) -> Vec<Cell> {
    vec![
        words(&leads(month, &text.about)),
        words(&text.about.reference),
        words(what(text.column)),
        typed(&text.words, Shorthand::NotAvailable),
    ]
}
