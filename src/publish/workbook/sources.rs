//! *Sources*: the file, sheet and cell behind every value, used or not.

use crate::domain::figure::Contribution;
use crate::sheet::book::Line;

use super::cells::{clipped, marked, or_words, words};
use super::dated;
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;

/// Width of the column of notes.
const NOTE: f64 = 22.0;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut contributions: Vec<&Contribution> = facts.month.merged.contributions.iter().collect();
    contributions.sort_by_key(|c| (c.measure.is_none(), c.measure, c.provenance.clone()));
    let mut rows: Rows = contributions.into_iter().map(|contribution| row(facts, contribution)).collect();
    if rows.is_empty() {
        let rest = (2..10).map(|_| marked(Shorthand::NotApplicable));
        let none = words("No return holds a value");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::Sources,
        title: dated(facts, "Sources of every value"),
        lines: vec![
            Line::text(
                "Values stand in quotation marks as the cell showed them; Note is what the lead wrote beside them. Links in column A lead to the measure.",
            ),
            Line::text(
                "SHA-256 is the fingerprint of the file, its first 16 characters: the same file always has the same one.",
            ),
        ],
        columns: columns(&[
            ("Ref", 8.0),
            ("Returner", 20.0),
            ("Value as found", 22.0),
            ("Used", 7.0),
            ("Why not used", 24.0),
            ("Note", NOTE),
            ("File", 26.0),
            ("Sheet", 14.0),
            ("Cell", 7.0),
            ("SHA-256", 20.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, contribution: &Contribution) -> Row {
    let returner = contribution.returner.as_ref().map_or("", |id| facts.month.plan.lead_name(id));
    let found = match (contribution.found.trim(), contribution.absence) {
        ("", Some(absence)) => absence.word().to_owned(),
        ("", None) => String::new(),
        (found, _) => format!("\"{}\"", crate::domain::folding::clip(found, 160)),
    };
    let reference = contribution.measure.map_or_else(|| contribution.ref_found.clone(), |m| m.to_string());
    let reference = words(&reference);
    let place = &contribution.provenance;
    let row = Row::of(vec![
        match contribution.measure {
            Some(measure) => reference.to(Tab::Measures, Key::Measure(measure)),
            None => reference,
        },
        words(returner),
        words(&found),
        words(if contribution.used { "yes" } else { "no" }),
        or_words(&contribution.unused_because, Shorthand::NotApplicable),
        note(&contribution.note),
        words(&place.file),
        words(&place.sheet),
        words(&place.cell.to_string()),
        words(&place.sha256.short()),
    ]);
    contribution.measure.into_iter().fold(row, |row, measure| row.about(Key::Measure(measure)))
}

/// What the lead wrote beside the value: leads are told to put remarks there, and they may say that the value is wrong.
fn note(note: &str) -> Cell {
    if note.trim().is_empty() {
        marked(Shorthand::NotApplicable)
    } else {
        clipped(note, NOTE, "contributions.csv")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample::month;
    use crate::sheet::book::{CellContent, CellSpec};

    #[test]
    fn a_leads_note_stands_beside_the_value_that_it_speaks_of() {
        let mut month = month();
        month.merged.contributions[0].note = "February was 197 of 212, please correct".to_owned();
        let consolidation = month.consolidation();
        let page = page(&Facts::of(&consolidation));
        let column = page.columns.iter().position(|(caption, _)| caption == "Note").unwrap();
        let notes = page.rows.cells().column(column).map(|cell| cell.content);
        let said: Vec<CellContent<'_>> = notes.collect();
        assert!(
            said.contains(&CellContent::Text(month.merged.contributions[0].note.as_str().into())),
            "{said:?}"
        );
        assert!(said.contains(&CellSpec::from(marked(Shorthand::NotApplicable)).content), "{said:?}");
    }
}
