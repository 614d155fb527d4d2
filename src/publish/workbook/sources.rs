//! *Sources*: the file, sheet and cell behind every value, used or not.

use crate::domain::figure::Contribution;
use crate::sheet::book::Line;

use super::cells::{marked, or_words, words};
use super::dated;
use super::facts::Facts;
use super::page::{Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let mut contributions: Vec<&Contribution> = facts.month.merged.contributions.iter().collect();
    contributions.sort_by_key(|c| (c.measure.is_none(), c.measure, c.provenance.clone()));
    let mut rows: Vec<Row> = contributions.into_iter().map(|contribution| row(facts, contribution)).collect();
    if rows.is_empty() {
        let rest = (2..9).map(|_| marked(Shorthand::NotApplicable));
        let none = words("No return holds a value");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::Sources,
        title: dated(facts, "Sources of every value"),
        lines: vec![
            Line::text(
                "Values stand in quotation marks as the cell showed them. Links in column A lead to the measure.",
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
            ("Why not used", 28.0),
            ("File", 32.0),
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
        words(&place.file),
        words(&place.sheet),
        words(&place.cell.to_string()),
        words(&place.sha256.short()),
    ]);
    contribution.measure.into_iter().fold(row, |row, measure| row.about(Key::Measure(measure)))
}
