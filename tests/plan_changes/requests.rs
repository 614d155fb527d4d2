//! `ragbook plan amend --from WORKBOOK`: what the officer decided on the sheet *Requested changes*.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ragbook::sheet::book::{Book, CellContent, CellSpec, ColumnSpec, Sheet, TableSpec};
use ragbook::sheet::write;

use super::{consolidate, plan, repository, run, text};

const CAPTIONS: [&str; 8] =
    ["Decision", "Ref", "What would change", "From", "To", "Reason", "Decided by", "Remarks"];

/// A workbook with this sheet alone; its columns stand in another order than ragbook writes them. `#3.1` is a number.
fn workbook(folder: &Path, rows: &[[&str; 8]]) -> PathBuf {
    let cell = |text: &&str| match (text.is_empty(), text.strip_prefix('#')) {
        (true, _) => CellSpec::of(CellContent::Blank),
        (false, Some(number)) => CellSpec::of(CellContent::Number(number.parse().unwrap(), 1)),
        (false, None) => CellSpec::text((*text).to_owned()),
    };
    let column = |caption: &str| ColumnSpec { caption: caption.to_owned(), width: 20.0, note: String::new() };
    let table = TableSpec {
        name: "requested".to_owned(),
        columns: CAPTIONS.into_iter().map(column).collect(),
        rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    };
    let sheet = Sheet {
        name: "Requested changes".to_owned(),
        title: "Changes that returns ask for".to_owned(),
        lines: Vec::new(),
        table: Some(table),
        charts: Vec::new(),
        protected: false,
        frozen_header: true,
    };
    let book = Book {
        title: "Test".to_owned(),
        subject: String::new(),
        author: String::new(),
        keywords: String::new(),
        company: String::new(),
        created: chrono::NaiveDate::default(),
        properties: std::collections::BTreeMap::new(),
        sheets: vec![sheet],
    };
    let path = folder.join("decided.xlsx");
    fs::write(&path, write::to_bytes(&book).unwrap()).unwrap();
    path
}

fn amend_from(plan: &Path, workbook: &Path) -> (i32, String, String) {
    run(&["plan", "amend", "--plan", text(plan), "--from", text(workbook), "--date", "2019-12-12"])
}

#[test]
fn agreed_rows_are_entered_once_and_every_other_row_is_told() {
    let (plan, folder) = (plan(), tempfile::tempdir().unwrap());
    let book = workbook(
        folder.path(),
        &[
            [
                "Agreed",
                "1.3",
                "target date",
                "January 2020",
                "\"31/07/2020\"",
                "Two posts empty",
                "Board",
                "",
            ],
            ["Not agreed", "1.4", "target date", "March 2020", "May 2020", "No reason given", "Board", ""],
            ["Open", "1.5", "target date", "[x]", "May 2020", "[x]", "[x]", ""],
            ["", "1.6", "target date", "March 2020", "May 2020", "", "", ""],
            ["Agreed", "1.7", "target date", "March 2020", "May 2020", "[x]", "Board", ""],
            ["Agreed", "1.2", "target date", "March 2020", "when staff allow", "Trainer left", "Board", ""],
            ["Agreed", "1.1", "target date", "January 2020", "May 2020", "x", "Board", ""],
            ["Agreed", "2.1", "target date", "March 2020", "May 2020", "x", "Board", ""],
            ["Agreed", "2.1", "target date", "March 2020", "June 2020", "x", "Board", ""],
            ["perhaps", "2.2", "target date", "March 2020", "June 2020", "x", "Board", ""],
        ],
    );
    let before = fs::read_to_string(plan.path().join("actions.csv")).unwrap();
    let (status, told, said) = amend_from(plan.path(), &book);
    assert_eq!(status, 1, "{told}{said}");
    for line in [
        "1.3 target_date: entered, to 31/07/2020",
        "1.4 target_date: not agreed, the plan stands (Board: No reason given)",
        "1.5 target_date: no decision yet",
        "1.6 target_date: no decision yet",
        "1.7 target_date: NOT ENTERED: the reason is missing",
        "1.2 target_date: NOT ENTERED: \"when staff allow\" cannot be read as a date",
        "1.1 target_date: NOT ENTERED: the plan now says \"March 2020\", and said \"January 2020\"",
        "2.1 target_date: NOT ENTERED: another row agrees to something else",
        "2.2 target_date: NOT ENTERED: \"perhaps\" is no decision",
    ] {
        assert!(told.contains(line), "{line}\n---\n{told}");
    }
    let log = fs::read_to_string(plan.path().join("changes.csv")).unwrap();
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(
        log.ends_with("2019-12-12,1.3,target_date,January 2020,31/07/2020,Board,Two posts empty\n"),
        "{log}"
    );
    let after = fs::read_to_string(plan.path().join("actions.csv")).unwrap();
    let differ: Vec<_> = before.lines().zip(after.lines()).filter(|(one, other)| one != other).collect();
    assert_eq!(differ.len(), 1);
    assert!(differ[0].1.starts_with("1.3,") && differ[0].1.contains(",31/07/2020,"));

    let (status, told, _) = amend_from(plan.path(), &book);
    assert_eq!(status, 1);
    assert!(told.contains("1.3 target_date: entered before: nothing to do"), "{told}");
    assert_eq!(fs::read_to_string(plan.path().join("changes.csv")).unwrap(), log);
    let (_, found, _) = run(&["plan", "check", "--plan", text(plan.path())]);
    assert!(!found.contains("P23") && !found.contains("P21"), "{found}");
}

#[test]
fn a_ref_that_became_a_number_is_not_guessed_and_a_wrong_workbook_is_told() {
    let (plan, folder) = (plan(), tempfile::tempdir().unwrap());
    let row = ["Agreed", "#3.1", "target date", "March 2020", "May 2020", "x", "Board", ""];
    let (status, told, _) = amend_from(plan.path(), &workbook(folder.path(), &[row]));
    assert!(
        status == 1 && told.contains("the ref became a number, so that 3.1 and 3.10 look alike"),
        "{told}"
    );
    let (status, _, said) = amend_from(plan.path(), &repository("samples/plan/plan.toml"));
    assert!(status == 2 && said.contains("reading the decisions in"), "{said}");
    let other = folder.path().join("other.xlsx");
    assert_eq!(run(&["plan", "convert", "--plan", text(plan.path()), text(&other)]).0, 0);
    let (status, _, said) = amend_from(plan.path(), &other);
    assert!(status == 2 && said.contains("it has no sheet \"Requested changes\""), "{said}");
}

/// The real workbook, filled in and saved by another program, its rows sorted.
#[test]
fn the_consolidated_workbook_comes_back_from_openpyxl_with_its_decisions() {
    let (plan, reports) = (plan(), tempfile::tempdir().unwrap());
    let returns = repository("samples/2019-11");
    let (status, said) = consolidate(plan.path(), reports.path(), &returns);
    assert_eq!(status, 0, "{said}");
    let book = reports.path().join("2019-11-consolidated.xlsx");
    let (status, told, _) = amend_from(plan.path(), &book);
    assert_eq!(status, 0, "{told}");
    let rows = told.matches("no decision yet").count();
    assert!(rows > 0 && told.lines().count() == rows, "{told}");

    let script = "import sys, openpyxl\n\
        book = openpyxl.load_workbook(sys.argv[1]); sheet = book['Requested changes']\n\
        head = next(r for r in sheet.iter_rows() if [c.value for c in r][:1] == ['Ref'])\n\
        at = {c.value: c.column for c in head}\n\
        for row in range(head[0].row + 1, sheet.max_row + 1):\n\
        \x20   if sheet.cell(row, 1).value:\n\
        \x20       for name, text in [('Decision', 'Agreed'), ('Reason', 'Two posts empty'), ('Decided by', 'Board')]:\n\
        \x20           sheet.cell(row, at[name]).value = text\n\
        book.save(sys.argv[1])\n";
    let python = Command::new("python3").args(["-c", "import openpyxl"]).output();
    if !python.is_ok_and(|out| out.status.success()) {
        println!("skipped, because no Python here has openpyxl");
        return;
    }
    let typed = Command::new("python3").args(["-c", script, text(&book)]).output().unwrap();
    assert!(typed.status.success(), "{}", String::from_utf8_lossy(&typed.stderr));
    let (status, told, said) = amend_from(plan.path(), &book);
    assert_eq!((status, told.matches(": entered, to ").count()), (0, rows), "{told}{said}");
    let log = fs::read_to_string(plan.path().join("changes.csv")).unwrap();
    assert_eq!(log.lines().count(), rows + 1, "{log}");
    // The same returns, consolidated again: the date asked for is the plan's now, and nothing is asked any more.
    let (_, said) = consolidate(plan.path(), reports.path(), &returns);
    let (status, told, _) = amend_from(plan.path(), &book);
    assert_eq!((status, told.as_str()), (0, "No change was asked for.\n"), "{said}");
}
