//! Nothing is lost when a table fails or a return is not used: every input cell is filled with a text or number that
//! stands nowhere else, the return is damaged, and each of them must turn up in contributions.csv or exceptions.csv (texts of a table that is used: in
//! actions.csv).

use std::borrow::Cow;
use std::path::Path;

use ragbook::form::{self, Template};
use ragbook::ledger::History;
use ragbook::sheet::book::{Book, CellContent, Sheet, TableSpec};
use ragbook::sheet::write::to_bytes;

use super::{ragbook, root, table};

const PROGRESS: usize = 1;
const MEASURES: usize = 2;

/// The lead's form with every input cell filled in, and what was typed: each a text that stands nowhere else.
fn filled(first: usize) -> (Book, Vec<String>) {
    let plan = ragbook::plan::load(&root().join("samples/plan")).plan.unwrap();
    let lead = plan.returners().find(|lead| plan.measures_of(&lead.id).count() > 3).unwrap();
    let template = Template::built_in().unwrap();
    let mut book = form::blank(&plan, &template, &History::default(), lead, "2019-11".parse().unwrap());
    let mut typed = Vec::new();
    for sheet in [PROGRESS, MEASURES] {
        table_of(&mut book, sheet).rows.rewrite(|_, row| {
            for cell in row.iter_mut().filter(|cell| cell.input.is_some()) {
                let number = first + 7 * typed.len();
                // Texts where a choice or a date is wanted, numbers under Commentary: whatever a cell holds is kept.
                let text = if number.is_multiple_of(2) {
                    number.to_string()
                } else {
                    format!("about {number} or so")
                };
                cell.content = CellContent::Text(text.clone().into());
                typed.push(text);
            }
        });
    }
    assert!(typed.len() > 20, "{typed:?}");
    (book, typed)
}

fn table_of(book: &mut Book, sheet: usize) -> &mut TableSpec {
    book.sheets[sheet].table.as_mut().unwrap()
}

/// Types this into a cell, by its row and column; nothing leaves it blank.
fn set(table: &mut TableSpec, (row, column): (usize, usize), typed: &str) {
    let typed: Cow<'_, str> = typed.to_owned().into();
    let content = if typed.is_empty() { CellContent::Blank } else { CellContent::Text(typed) };
    table.rows.rewrite(|number, cells| {
        if number == row {
            cells[column].content = content.clone();
        }
    });
}

fn recaption(book: &mut Book, sheet: usize, from: &str, to: &str) {
    let columns = &mut table_of(book, sheet).columns;
    columns.iter_mut().find(|column| column.caption == from).unwrap().caption = String::from(to);
}

/// A second sheet like this one, with this in its first input cell.
fn copy_of(book: &mut Book, sheet: usize, said: &str) {
    let mut copy: Sheet = book.sheets[sheet].clone();
    copy.name = String::from("Copy");
    let table = copy.table.as_mut().unwrap();
    table.name = String::from("Copied");
    let place = table.rows.get(0).unwrap().iter().position(|cell| cell.input.is_some()).unwrap();
    set(table, (0, place), said);
    book.sheets.push(copy);
}

fn save(book: &Book, folder: &Path, name: &str) {
    std::fs::write(folder.join(name), to_bytes(book).unwrap()).unwrap();
}

/// Consolidates the folder; what was typed must turn up, and this code be raised.
fn nothing_is_lost(folder: &Path, code: &str, typed: &[String]) {
    let out = tempfile::tempdir().unwrap();
    let mut command = ragbook();
    command.args(["consolidate", "--trial", "--plan", "samples/plan", "--period", "2019-11", "--out"]);
    command.arg(out.path()).arg(folder).assert().code(0);
    let data = out.path().join("2019-11-data");
    let exceptions = table::read(&data.join("exceptions.csv"));
    assert!(exceptions.iter().any(|e| e["code"] == code), "{code} is not raised");
    let contributions = table::read(&data.join("contributions.csv"));
    let actions = table::read(&data.join("actions.csv"));
    let listed: Vec<&String> = exceptions
        .iter()
        .flat_map(|e| [&e["found"], &e["message"]])
        .chain(contributions.iter().flat_map(|c| {
            ["found", "numerator", "denominator", "value", "absence", "note"].map(|column| &c[column])
        }))
        .chain(actions.iter().flat_map(|a| [&a["commentary"], &a["evidence"]]))
        .collect();
    let lost: Vec<&String> = typed.iter().filter(|text| !listed.iter().any(|l| l.contains(*text))).collect();
    assert!(lost.is_empty(), "{code}: {lost:?} of {}", typed.len());
    assert!(contributions.iter().all(|c| c["used"] == "no" || code.starts_with('L')), "{code}");
}

/// One damaged return alone in its folder.
fn after(code: &str, damage: impl FnOnce(&mut Book)) {
    let (mut book, typed) = filled(100_000);
    damage(&mut book);
    let folder = tempfile::tempdir().unwrap();
    save(&book, folder.path(), "a.xlsx");
    nothing_is_lost(folder.path(), code, &typed);
}

#[test]
fn a_table_without_a_needed_caption() {
    for (sheet, caption) in [(PROGRESS, "Ref"), (PROGRESS, "Status"), (MEASURES, "Ref"), (MEASURES, "Value")]
    {
        after("L01", |book| recaption(book, sheet, caption, "My own heading"));
    }
    // Not even made from their numbers.
    after("L01", |book| {
        recaption(book, MEASURES, "Value", "My own heading");
        recaption(book, MEASURES, "Numerator", "Another heading");
    });
}

#[test]
fn a_caption_twice() {
    after("L02", |book| recaption(book, MEASURES, "Note", "Result"));
    after("L02", |book| recaption(book, PROGRESS, "Evidence", "Current status"));
}

#[test]
fn two_tables_that_differ() {
    after("L06", |book| copy_of(book, MEASURES, "424242"));
    after("L06", |book| copy_of(book, PROGRESS, "About to start"));
}

#[test]
fn a_return_for_another_month_or_from_nobody() {
    after("W03", |book| {
        book.properties.insert("ragbook.period".to_owned(), "2019-10".to_owned());
    });
    after("W01", |book| {
        book.properties.remove("ragbook.returner");
        let table = table_of(book, 0);
        let from = CellContent::Text("Return from".into());
        let row = table.rows.column(0).position(|cell| cell.content == from).unwrap();
        set(table, (row, 1), "Zoe Nobody");
    });
}

#[test]
fn answers_without_a_ref_in_a_return_that_is_refused() {
    after("W03", |book| {
        book.properties.insert("ragbook.period".to_owned(), "2019-10".to_owned());
        for sheet in [PROGRESS, MEASURES] {
            set(table_of(book, sheet), (0, 0), "");
            set(table_of(book, sheet), (1, 0), "9.9z");
        }
    });
}

#[test]
fn two_returns_of_one_returner() {
    let ((one, mut typed), (other, more)) = (filled(100_000), filled(500_000));
    typed.extend(more);
    let folder = tempfile::tempdir().unwrap();
    save(&one, folder.path(), "a.xlsx");
    save(&other, folder.path(), "b.xlsx");
    nothing_is_lost(folder.path(), "W05", &typed);
}

#[test]
fn two_returns_that_differ_only_in_what_cannot_be_read() {
    let ((mut one, mut typed), (mut other, more)) = (filled(100_000), filled(500_000));
    typed.extend(more);
    for book in [&mut one, &mut other] {
        recaption(book, PROGRESS, "Ref", "My own heading");
        recaption(book, MEASURES, "Ref", "My own heading");
    }
    let folder = tempfile::tempdir().unwrap();
    save(&one, folder.path(), "a.xlsx");
    save(&other, folder.path(), "b.xlsx");
    nothing_is_lost(folder.path(), "L01", &typed);
}
