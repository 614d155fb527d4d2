//! *Texts*: what leads wrote and an edition shows only where a decision approves it, for the officer to read and decide
//! (7-publication.md, 7.4; rule D03). A workbook of its own, for the officer alone: `ragbook decide` takes it as it takes the
//! sheet *Exceptions*.

use std::collections::BTreeMap;

use crate::domain::Column;
use crate::finding::Exception;
use crate::intake::decided::{TEXTS, mark};
use crate::ledger::{Decision, Identity};
use crate::publish::Consolidation;
use crate::publish::edition::{EditionText, Standing};
use crate::rules::d03_text_not_approved::Waiting;
use crate::rules::run_texts;
use crate::sheet::book::{Book, CellSpec, ColumnSpec, Line, Rows, Sheet, TableSpec};

use super::cells::{marked, typed, words};
use super::exceptions::Officers;
use super::page::{Cell, columns};
use super::shorthand::{self, Shorthand};

/// The workbook of the texts of this edition that a decision may approve.
pub fn book(month: &Consolidation<'_>, edition: &str, texts: &[EditionText], run: &str) -> Book {
    let officers = Officers::new();
    let in_force = month.decisions.in_force();
    let asked: Vec<&EditionText> = texts.iter().filter(|text| text.standing != Standing::Never).collect();
    let waiting: Vec<Waiting<'_>> = asked
        .iter()
        .map(|text| Waiting { edition, reference: &text.about.reference, column: text.column })
        .collect();
    let told = run_texts(&waiting);
    let rows = asked.iter().zip(&told).map(|(text, told)| row(month, &officers, &in_force, text, told));
    let mut rows: Rows = rows.map(|row| row.into_iter().map(CellSpec::from).collect::<Vec<_>>()).collect();
    if rows.is_empty() {
        let none = |_| marked(Shorthand::NotApplicable).into();
        let said = words("No text of this month waits for approval").into();
        rows.push((0..4).map(none).chain([said]).chain((5..11).map(none)));
    }
    let columns = columns(&[
        ("Code", 6.5),
        ("Returner", 14.0),
        ("Ref", 6.5),
        ("What", 12.6),
        ("Text", 60.5),
        ("Decision", 11.0),
        ("Value", 7.0),
        ("Reason", 13.0),
        ("Decided by", 11.0),
        ("Until", 9.0),
        ("Key", 11.0),
    ]);
    let title = format!("Texts for approval, edition {edition}, {}", month.period.in_words());
    let mut lines = lines(texts, edition);
    lines.extend(shorthand::line(rows.cells()).map(Line::text));
    of_one_sheet(month, title, lines, (TEXTS, &columns, rows), ("texts", run))
}

/// A workbook of one sheet for the officer alone: name, columns and rows of its table; what it is, as ragbook knows it again,
/// and the run.
pub(super) fn of_one_sheet(
    month: &Consolidation<'_>,
    title: String,
    lines: Vec<Line>,
    (name, columns, rows): (&str, &[super::page::Column], Rows),
    (written, run): (&str, &str),
) -> Book {
    let column = |(caption, width): &super::page::Column| ColumnSpec {
        caption: caption.clone().into_owned(),
        width: *width,
        note: String::new(),
    };
    let columns = columns.iter().map(column).collect();
    let sheet = Sheet {
        name: name.to_owned(),
        title: title.clone(),
        lines,
        table: Some(TableSpec { name: name.replace(' ', "_"), columns, rows }),
        charts: Vec::new(),
        protected: false,
        frozen_header: false,
    };
    Book {
        title,
        subject: format!("What leads wrote in {}", month.period.in_words()),
        author: month.plan.authority.clone(),
        keywords: "improvement plan, texts".to_owned(),
        company: month.plan.authority.clone(),
        created: month.as_at,
        properties: BTreeMap::from([
            ("ragbook.period".to_owned(), month.period.to_string()),
            ("ragbook.run".to_owned(), run.to_owned()),
            ("ragbook.written".to_owned(), written.to_owned()),
        ]),
        sheets: vec![sheet],
    }
}

fn lines(texts: &[EditionText], edition: &str) -> Vec<Line> {
    let count = |standing| texts.iter().filter(|text| text.standing == standing).count();
    let never = match count(Standing::Never) {
        0 => String::new(),
        n => format!(
            " {} not listed, because what looks like a particular person stands there or beside it: {} withheld whatever is decided.",
            if n == 1 { "1 text is".to_owned() } else { format!("{n} texts are") },
            if n == 1 { "it is" } else { "they are" },
        ),
    };
    vec![
        Line::text("This worksheet contains one table."),
        Line::text("For the performance officer alone: not for publication."),
        Line::text(format!(
            "The edition {edition} shows these words of leads only where they are approved: {} approved, {} not.{never}",
            count(Standing::Approved),
            count(Standing::Waiting),
        )),
        Line::text(
            "Read each text. If it may be published word for word, choose Accept, type over [x] in Reason and Decided by, and in Until where it is to end. Save, run ragbook decide on this workbook, consolidate again, publish. What stays Open is withheld. Look for names, for numbers that the edition withholds, and for anything that tells who a child is. When a lead writes other words, these are withheld until they are approved.",
        ),
    ]
}

fn row(
    month: &Consolidation<'_>,
    officers: &Officers,
    in_force: &[&Decision],
    text: &EditionText,
    told: &Exception,
) -> Vec<Cell> {
    let taken = in_force.iter().find(|decision| decision.about == text.about).copied();
    let mut cells = vec![
        words(told.code.0),
        words(&leads(month, &text.about)),
        words(&text.about.reference),
        words(what(text.column)),
        typed(&text.words, Shorthand::NotAvailable),
    ];
    let [decision, _, reason, by, until] = officers.columns_of(taken);
    cells.extend([decision, marked(Shorthand::NotApplicable), reason, by, until]);
    cells.push(words(&mark(&text.about.key())));
    cells
}

/// Where a text stands, as the sheets that show it call it.
pub(super) const fn what(column: Column) -> &'static str {
    match column {
        Column::Commentary => "Commentary",
        Column::Evidence => "Evidence",
        Column::Note => "Note",
        _ => "Value in words",
    }
}

/// Who wrote it: the leads that answer for it.
pub(super) fn leads(month: &Consolidation<'_>, about: &Identity) -> String {
    let plan = month.plan;
    let leads = match (about.measure(), about.action()) {
        (Some(measure), _) => plan.measure(measure).map_or(&[][..], |measure| &measure.returned_by),
        (None, Some(action)) => plan.action(action).map_or(&[][..], |action| &action.leads),
        (None, None) => &[],
    };
    leads.iter().map(|lead| plan.lead_name(lead)).collect::<Vec<_>>().join("; ")
}
