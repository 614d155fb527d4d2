//! One good return, many ways to break it: each ends with the fault it must have at the cell it must have, or with no
//! fault at all where nothing is wrong. A test module: it has no code of its own.

use std::sync::Arc;

use super::answers::{FileMet, FileState, MeasureRow, ProgressRow, Read};
use super::sample::{
    blank_return, clean_return, date, error, formula, number, percent, period, put, quantity, template, text,
};
use super::{Context, Return};
use crate::domain::{Absence, CellRef, Sha256, Value};
use crate::finding::{Fault, FaultKind};
use crate::plan::Plan;
use crate::plan::sample::plan;
use crate::sheet::grid::{Cell, Content, Doubt, Format, Visibility, Workbook};

/// Ann's clean return after a change, read for March 2024.
pub(super) fn met(change: impl FnOnce(&mut Workbook)) -> FileMet {
    let plan = plan();
    let mut book = clean_return(&plan);
    change(&mut book);
    read(&book, false)
}

/// The same for a plan that a test changed.
pub(super) fn met_of(plan: &Plan, change: impl FnOnce(&mut Workbook)) -> FileMet {
    let mut book = clean_return(plan);
    change(&mut book);
    read_of(plan, &book, false)
}

fn read(book: &Workbook, assume_period: bool) -> FileMet {
    read_of(&plan(), book, assume_period)
}

fn read_of(plan: &Plan, book: &Workbook, assume_period: bool) -> FileMet {
    let template = template();
    let context =
        Context { plan, template: &template, period: period(), assume_period, worker: None, progress: None };
    super::read_workbook(book, "ann.xlsx", Sha256::of(b""), &context)
}

/// Every fault as `Sheet!Cell kind`.
pub(super) fn told(met: &FileMet) -> Vec<String> {
    let faults = met.faults.iter().chain(met.returned.iter().flat_map(|r| &r.faults));
    faults.map(|fault| format!("{} {}", fault.place.in_file(), name(fault)).trim().to_owned()).collect()
}

/// A fault's kind without its facts.
fn name(fault: &Fault) -> String {
    let debug = format!("{:?}", fault.kind);
    debug.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
}

/// What L03 says was noticed.
fn noticed(met: &FileMet) -> Vec<String> {
    let noticed = returned(met).faults.iter().filter_map(|fault| match &fault.kind {
        FaultKind::Rearranged(noticed) => Some(noticed.clone()),
        _ => None,
    });
    noticed.flatten().collect()
}

fn returned(met: &FileMet) -> &Return {
    met.returned.as_ref().unwrap()
}

pub(super) fn measure<'a>(met: &'a FileMet, reference: &str) -> &'a MeasureRow {
    let rows = &returned(met).measures.as_ref().unwrap().rows;
    rows.iter().find(|row| row.measure.is_some_and(|m| m.to_string() == reference)).unwrap()
}

fn progress<'a>(met: &'a FileMet, reference: &str) -> &'a ProgressRow {
    let rows = &returned(met).progress.as_ref().unwrap().rows;
    rows.iter().find(|row| row.action.is_some_and(|a| a.to_string() == reference)).unwrap()
}

pub(super) fn value(met: &FileMet, reference: &str) -> String {
    match &measure(met, reference).value.read {
        Read::As(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

/// Moves every cell of a sheet by so many rows and columns from this column on.
fn shift(book: &mut Workbook, sheet: usize, rows: u32, columns_from: u32, columns: u32) {
    for cell in &mut book.grids[sheet].cells {
        cell.at.row += rows;
        if cell.at.column >= columns_from {
            cell.at.column += columns;
        }
    }
}

pub(super) const MEASURES: usize = 2;
pub(super) const PROGRESS: usize = 1;
pub(super) const START: usize = 0;

/// Puts a cell into a sheet of the return and reads it.
pub(super) fn with(sheet: usize, at: &str, cell: Cell) -> FileMet {
    met(|book| put(&mut book.grids[sheet], at, Some(cell)))
}

#[test]
fn a_changed_last_value_is_kept_as_said_and_is_no_answer() {
    let met = with(MEASURES, "F6", text("90% (Feb 2024)"));
    assert_eq!(told(&met), [""; 0]);
    let last = measure(&met, "1.1b").last_value.as_ref().unwrap();
    assert_eq!((last.cell.to_string(), last.value.as_str()), ("F6".to_owned(), "90%"));
    assert_eq!(last.month, crate::domain::Period::new(2024, 2));
    assert_eq!(measure(&met, "1.1a").last_value, None);
}

#[test]
fn a_value_that_its_format_cannot_vouch_for_is_asked_for_again() {
    let met = met(|book| {
        let doubtful = Cell { doubt: Some(Doubt::ShownDiffers("12".to_owned())), ..number(0.0) };
        put(&mut book.grids[2], "I5", Some(doubtful));
    });
    assert_eq!(told(&met), ["Measures!I5 UnsafeInThisFormat"]);
    assert_eq!(value(&met, "1.1a"), "Refused");
}

#[test]
fn a_plain_number_meant_as_a_date_counts_from_the_workbooks_own_first_day() {
    let forecast = |from_1904: bool, serial: f64| {
        let met = met(|book| {
            book.from_1904 = from_1904;
            put(&mut book.grids[1], "G5", Some(number(serial)));
        });
        format!("{:?}", progress(&met, "1.1").forecast.read)
    };
    assert_eq!(forecast(true, 45_473.0 - 1_462.0), forecast(false, 45_473.0));
    assert!(forecast(true, 45_473.0 - 1_462.0).contains("2024-06-30"));
}

#[test]
fn a_clean_return_has_no_fault_and_every_answer() {
    let met = met(|_| {});
    assert_eq!(told(&met), Vec::<String>::new());
    assert_eq!(met.state, FileState::Read);
    let returned = returned(&met);
    assert_eq!(returned.returner.as_ref().unwrap().as_str(), "ann");
    assert!(!returned.identity_disputed);
    assert_eq!(returned.period, Some(period()));
    assert_eq!(returned.completed_by, "Ann Archer");
    assert_eq!(returned.date_completed, Some(super::sample::day(2024, 4, 2)));
    assert_eq!(["1.1a", "1.1b", "1.2a", "1.10a"].map(|m| value(&met, m)), ["12", "90", "6.5", "3"]);
    assert_eq!(measure(&met, "1.1b").value.cell.to_string(), "I6");
    assert!(["1.1", "1.2", "1.10"].iter().all(|a| progress(&met, a).accepted));
}

#[test]
fn a_blank_return_is_all_missing() {
    let met = read(&blank_return(&plan(), "ann"), false);
    let expected: Vec<String> = ["F5", "F6", "F7"]
        .iter()
        .map(|c| format!("Progress!{c} Missing"))
        .chain(["I5", "I6", "I7", "I8"].iter().map(|c| format!("Measures!{c} Missing")))
        .collect();
    assert_eq!(told(&met), expected);
}

#[test]
fn one_bad_cell_is_one_fault_at_that_cell_and_no_value() {
    let stale = formula("SUM(A1:A3)", Content::Blank);
    for (at, cell, kind) in [
        ("I5", text("12 (est)"), "NotANumber"),
        ("I5", number(-1.0), "OutOfRange"),
        ("I5", percent(0.5), "PercentUnclear"),
        ("I5", date(2024, 4, 3), "BecameADate"),
        ("I5", error("#REF!"), "ErrorCell"),
        ("I5", text("1.000"), "OutOfRange"),
        ("I5", text("\u{2063}120 \u{2063}140"), "NotANumber"),
        ("I5", text("\u{2063}12\u{2063}"), "NotANumber"),
        ("I5", text("\u{2063}nil\u{2063}"), "NotANumber"),
        ("I5", stale, "NotCalculated"),
        ("I7", text("4-6 weeks"), "NotANumber"),
        ("I6", number(50.0), "FractionDisagrees"),
        ("I6", text("eighty"), "NotANumber"),
        ("I6", formula("IF(COUNT(G5,H5)=2,G5/H5,\"\")", Content::Number(0.5)), "NumbersOfAnotherRow"),
        ("G6", number(21.0), "MoreThanWhole"),
        ("H6", number(0.0), "MoreThanWhole"),
        ("G6", text("about 18"), "NotANumber"),
        ("J5", text("Other"), "NotAChoice"),
    ] {
        let met = with(MEASURES, at, cell.clone());
        let told = told(&met);
        assert!(told.contains(&format!("Measures!{at} {kind}")), "{at} {cell:?}: {told:?}");
        let reference = match &at[1..] {
            "5" => "1.1a",
            "6" => "1.1b",
            _ => "1.2a",
        };
        assert_eq!(value(&met, reference), "Refused", "{at} {cell:?}");
    }
    for (at, cell, kind) in [
        ("F5", text("Nearly"), "NotAChoice"),
        ("G5", text("early March"), "NotADate"),
        ("H5", text("Blue"), "NotAChoice"),
        ("I5", text(&"x".repeat(1_001)), "TooLong"),
        ("J5", error("#N/A"), "ErrorCell"),
    ] {
        assert_eq!(told(&with(PROGRESS, at, cell)), [format!("Progress!{at} {kind}")]);
    }
}

#[test]
fn one_of_the_two_numbers_blank() {
    let met = met(|book| put(&mut book.grids[MEASURES], "H6", None));
    assert_eq!(told(&met), ["Measures!H6 MoreThanWhole"]);
    assert_eq!(value(&met, "1.1b"), "Refused");
}

#[test]
fn the_forms_own_formula_is_no_answer_whatever_is_stored_in_it() {
    for stored in [Content::Blank, Content::Number(0.0), Content::Number(0.4), Content::Text(String::new())] {
        let met = met(|book| {
            let own = formula("IF(AND(ISNUMBER(G6),ISNUMBER(H6)),G6/H6,\"\")", stored.clone());
            put(&mut book.grids[MEASURES], "I6", Some(own));
            book.grids[MEASURES].never_calculated = true;
        });
        assert_eq!((told(&met), value(&met, "1.1b")), (vec![], "90".to_owned()), "{stored:?}");
        let met = self::met(|book| {
            let own = formula("IF(AND(ISNUMBER(G6),ISNUMBER(H6)),G6/H6,\"\")", stored.clone());
            put(&mut book.grids[MEASURES], "I6", Some(own));
            put(&mut book.grids[MEASURES], "G6", None);
            put(&mut book.grids[MEASURES], "H6", None);
        });
        assert_eq!(
            (told(&met), value(&met, "1.1b")),
            (vec!["Measures!I6 Missing".to_owned()], "Blank".to_owned())
        );
    }
}

#[test]
fn absence_words_and_reasons() {
    let met = with(MEASURES, "I5", text("n/a"));
    assert_eq!(told(&met), ["Measures!I5 ReadAs"]);
    assert_eq!(measure(&met, "1.1a").absence.read, Read::As(Absence::NotApplicable));
    assert_eq!((value(&met, "1.1a").as_str(), measure(&met, "1.1a").value.found.as_str()), ("Blank", "n/a"));
    let met = self::met(|book| {
        put(&mut book.grids[MEASURES], "I5", Some(text("-")));
        put(&mut book.grids[MEASURES], "J5", Some(text("Not collected yet")));
    });
    assert_eq!(measure(&met, "1.1a").absence.read, Read::As(Absence::NotCollectedYet));
    let met = with(MEASURES, "J6", text("Not applicable"));
    assert_eq!(told(&met), ["Measures!I6 ValueAndReason"]);
}

#[test]
fn a_number_for_a_measure_that_has_no_numerator_is_told() {
    let met = with(MEASURES, "G5", number(4.0));
    assert_eq!(told(&met), ["Measures!G5 NotANumber"]);
    assert_eq!(value(&met, "1.1a"), "12");
    assert_eq!(told(&with(MEASURES, "G5", text("n/a"))), Vec::<String>::new());
}

#[test]
fn rearranged_tables_give_the_same_answers_with_a_note() {
    let met = met(|book| {
        shift(book, MEASURES, 7, 4, 1);
        put(&mut book.grids[MEASURES], "E11", Some(text("My own column")));
    });
    assert_eq!(told(&met), ["Measures!A11 Rearranged"]);
    assert_eq!(["1.1a", "1.1b", "1.2a"].map(|m| value(&met, m)), ["12", "90", "6.5"]);
    let met = self::met(|book| book.grids[MEASURES].name = Arc::from("Sheet3"));
    assert_eq!(told(&met), ["Sheet3!A4 Rearranged"]);
    // A copy of the header inside the table, as on a second printed page, and blank rows.
    let met = self::met(|book| {
        let header: Vec<Cell> = book.grids[MEASURES].row(3).to_vec();
        for cell in &mut book.grids[MEASURES].cells {
            cell.at.row += if cell.at.row > 5 { 3 } else { 0 };
        }
        for cell in header {
            let at = CellRef::new(7, cell.at.column).to_string();
            put(&mut book.grids[MEASURES], &at, Some(cell));
        }
    });
    assert_eq!(told(&met), ["Measures!A4 Rearranged"]);
    assert_eq!(noticed(&met), ["rows 7 to 9 inside the table are blank or were inserted"]);
    assert_eq!(value(&met, "1.10a"), "3");
    // Rows above it, put in or taken out.
    let met = self::met(|book| shift(book, PROGRESS, 2, 0, 0));
    assert_eq!(noticed(&met), ["the headings stand in row 6, not in row 4"]);
    assert!(["1.1", "1.2", "1.10"].iter().all(|a| progress(&met, a).accepted));
}

#[test]
fn captions_missing_or_twice() {
    let met = with(MEASURES, "A4", text("Number of it"));
    assert_eq!(told(&met), ["Measures!B4 CaptionMissing"]);
    assert!(returned(&met).measures.is_none() && met.state == FileState::Read);
    let met = with(MEASURES, "I4", text("Fig. so far"));
    assert_eq!(told(&met)[0], "Measures!A4 CaptionMissing");
    assert_eq!(measure(&met, "1.1a").value.read, Read::Blank);
    let met = with(MEASURES, "L4", text("Result"));
    assert_eq!(told(&met), ["Measures!L4 CaptionTwice"]);
    assert!(returned(&met).measures.is_none() && returned(&met).progress.is_some());
}

#[test]
fn two_tables_of_one_kind() {
    let met = met(|book| {
        let mut copy = book.grids[MEASURES].clone();
        copy.name = Arc::from("Measures (2)");
        book.grids.push(copy);
    });
    assert_eq!(told(&met), Vec::<String>::new());
    let met = self::met(|book| {
        let mut copy = book.grids[MEASURES].clone();
        copy.name = Arc::from("Measures (2)");
        put(&mut copy, "I5", Some(number(13.0)));
        book.grids.push(copy);
    });
    assert_eq!(told(&met), ["Measures (2)!A4 TablesDiffer"]);
    assert!(returned(&met).measures.is_none());
}

#[test]
fn an_old_copy_is_not_taken_for_a_table_whose_headings_are_damaged() {
    let beside_an_old_copy = |visibility: Visibility, damage: &[&str]| {
        met(|book| {
            let mut copy = book.grids[MEASURES].clone();
            (copy.name, copy.visibility) = (Arc::from("Measures before"), visibility);
            put(&mut copy, "I5", Some(number(999.0)));
            book.grids.push(copy);
            for at in damage {
                put(&mut book.grids[MEASURES], at, None);
            }
        })
    };
    let all = ["A4", "B4", "C4", "D4", "E4", "F4", "G4", "H4", "I4", "J4", "K4"];
    for visibility in [Visibility::Visible, Visibility::Hidden] {
        let met = beside_an_old_copy(visibility, &["A4"]);
        assert_eq!(told(&met), ["Measures!B4 CaptionMissing"]);
        assert!(returned(&met).measures.is_none());
        assert_eq!(told(&beside_an_old_copy(visibility, &all)), ["Measures!A5 CaptionMissing"]);
    }
    // A sheet without any heading of the table is told, not passed over; another sheet of the lead's is not.
    let headless = met(|book| book.grids[MEASURES].cells.retain(|cell| cell.at.row != 3));
    assert_eq!(told(&headless), ["Measures!A5 CaptionMissing"]);
    let workings = met(|book| {
        let mut own = book.grids[MEASURES].clone();
        own.name = Arc::from("Workings");
        for at in &all {
            put(&mut own, at, None);
        }
        book.grids.push(own);
    });
    assert_eq!(told(&workings), ["Workings!A5 Aside"]);
}

#[test]
fn a_column_sorted_without_the_others_gives_no_answer_to_the_wrong_row() {
    let met = met(|book| {
        for (at, reference) in [("A5", "1.1b"), ("A6", "1.2a"), ("A7", "1.10a"), ("A8", "1.1a")] {
            put(&mut book.grids[MEASURES], at, Some(text(reference)));
        }
        put(&mut book.grids[PROGRESS], "A5", Some(text("1.10")));
        put(&mut book.grids[PROGRESS], "A7", Some(text("1.1")));
    });
    let rows = &returned(&met).measures.as_ref().unwrap().rows;
    assert!(rows.iter().all(|row| !row.accepted));
    let told = told(&met);
    assert_eq!(told.iter().filter(|t| t.contains("WordingOfAnother")).count(), 6, "{told:?}");
    assert!(!progress(&met, "1.1").accepted && !progress(&met, "1.10").accepted);
}

#[test]
fn a_column_pasted_one_row_down_is_not_used() {
    let met = met(|book| {
        for (at, cell) in
            [("I5", None), ("I7", Some(number(12.0))), ("I8", Some(number(6.5))), ("I9", Some(number(3.0)))]
        {
            put(&mut book.grids[MEASURES], at, cell);
        }
    });
    let told = told(&met);
    for expected in ["Measures!I9 OrphanAnswer", "Measures!I7 ColumnSlipped", "Measures!I8 ColumnSlipped"] {
        assert!(told.contains(&expected.to_owned()), "{expected} in {told:?}");
    }
    assert_eq!((value(&met, "1.2a"), value(&met, "1.1b")), ("Refused".to_owned(), "90".to_owned()));
    // A total beneath the table, and a blank first row, are nothing of the kind.
    let total = self::met(|book| {
        put(&mut book.grids[MEASURES], "I5", None);
        put(&mut book.grids[MEASURES], "I9", Some(formula("SUM(I5:I8)", Content::Number(9.5))));
    });
    assert_eq!(value(&total, "1.2a"), "6.5");
}

#[test]
fn the_forms_own_words_are_no_answer_only_where_the_form_puts_them() {
    let met = with(MEASURES, "I5", text("Not needed"));
    assert_eq!(measure(&met, "1.1a").absence.read, Read::As(Absence::NotApplicable));
    assert_eq!(told(&with(MEASURES, "G5", text("not needed"))), Vec::<String>::new());
}

#[test]
fn a_sheet_of_notes_does_not_speak_for_the_return() {
    let met = met(|book| {
        let mut notes = super::sample::grid("My notes");
        for (at, words) in [("A1", "Lead"), ("B1", "Ben Baker"), ("A2", "Period"), ("B2", "May 2024")] {
            put(&mut notes, at, Some(text(words)));
        }
        book.grids.push(notes);
    });
    assert_eq!((told(&met), met.state), (Vec::<String>::new(), FileState::Read));
}

#[test]
fn refs_unknown_doubled_numeric_and_missing() {
    assert_eq!(told(&with(MEASURES, "A5", text("1.1z"))), ["Measures!A5 UnknownRef", "Measures RowMissing"]);
    let mistyped = ["Measures!B5 WordingOfAnother", "Measures!A5 RefTwice", "Measures!A7 RefTwice"];
    assert_eq!(told(&with(MEASURES, "A5", text("1.2a")))[..3], mistyped);
    let met = with(PROGRESS, "A7", number(1.1));
    assert_eq!(told(&met), ["Progress!A7 NumberRef"]);
    assert!(progress(&met, "1.10").accepted);
    let met = self::met(|book| {
        put(&mut book.grids[PROGRESS], "A7", Some(number(1.1)));
        put(&mut book.grids[PROGRESS], "B7", None);
    });
    assert_eq!(told(&met), ["Progress!A7 NumberRef", "Progress RowMissing"]);
    let met = self::met(|book| put(&mut book.grids[MEASURES], "A5", None));
    assert_eq!(told(&met), ["Measures!I5 OrphanAnswer", "Measures RowMissing"]);
    // A signature below the table is no row, but something typed.
    assert_eq!(told(&with(PROGRESS, "A20", text("Signed: Ann"))), ["Progress!A20 Aside"]);
    assert_eq!(told(&with(PROGRESS, "I20", text("An afterthought"))), ["Progress!I20 OrphanAnswer"]);
}

#[test]
fn equal_rows_are_one_and_different_rows_are_none() {
    let copy_row = |book: &mut Workbook| {
        let row: Vec<Cell> = book.grids[MEASURES].row(4).to_vec();
        for cell in row {
            let at = CellRef::new(8, cell.at.column).to_string();
            put(&mut book.grids[MEASURES], &at, Some(cell));
        }
    };
    let met = met(copy_row);
    assert_eq!(told(&met), ["Measures!A9 RefTwice"]);
    assert!(measure(&met, "1.1a").accepted);
    let met = self::met(|book| {
        copy_row(book);
        put(&mut book.grids[MEASURES], "I9", Some(number(99.0)));
    });
    assert_eq!(told(&met), ["Measures!A5 RefTwice", "Measures!A9 RefTwice"]);
    assert!(!measure(&met, "1.1a").accepted);
}

#[test]
fn somebody_elses_row_changed_wording_and_changed_target() {
    let met = met(|book| {
        put(&mut book.grids[MEASURES], "A9", Some(text("2.1a")));
        put(&mut book.grids[MEASURES], "I9", Some(number(7.0)));
    });
    assert_eq!(told(&met), ["Measures!A9 NotYours"]);
    assert!(!measure(&met, "2.1a").accepted);
    assert_eq!(told(&with(PROGRESS, "B5", text("Train all the teams"))), ["Progress!B5 WordingChanged"]);
    assert_eq!(told(&with(PROGRESS, "B5", text(" train\u{a0}THE teams"))), Vec::<String>::new());
    for unit in ["days", "Thousands", "weeks", "percent", "%"] {
        assert_eq!(told(&with(MEASURES, "C5", text(unit))), ["Measures!C5 WordingChanged"], "{unit}");
    }
    for unit in ["Count", "whole number", "number", "No. of families", ""] {
        assert_eq!(told(&with(MEASURES, "C5", text(unit))), Vec::<String>::new(), "{unit}");
    }
    let met = with(PROGRESS, "D5", text("December 2024"));
    assert_eq!(told(&met), ["Progress!D5 TargetChanged"]);
    assert!(progress(&met, "1.1").requested_target.is_some());
    for same in [text("30/06/2024"), date(2024, 6, 30), text("June 2024 ")] {
        assert_eq!(told(&with(PROGRESS, "D5", same)), Vec::<String>::new());
    }
}

#[test]
fn merges_hiding_and_comments() {
    let at = |text: &str| text.parse::<CellRef>().unwrap();
    let met = met(|book| {
        book.grids[MEASURES].merges.push((at("I7"), at("I8")));
        put(&mut book.grids[MEASURES], "I8", None);
    });
    assert_eq!(told(&met), ["Measures!I7 MergedAnswers", "Measures!I8 Missing"]);
    let met = self::met(|book| book.grids[MEASURES].merges.push((at("I7"), at("I8"))));
    assert_eq!(told(&met), ["Measures!I7 MergedAnswers", "Measures!I8 MergedAnswers"]);
    assert_eq!(value(&met, "1.10a"), "Refused");
    let met = self::met(|book| book.grids[MEASURES].hidden_rows.push((4, 4)));
    assert_eq!(
        (told(&met), value(&met, "1.1a")),
        (vec!["Measures!I5 HiddenAnswers".to_owned()], "12".to_owned())
    );
    let met = self::met(|book| book.grids[MEASURES].visibility = Visibility::VeryHidden);
    assert_eq!(told(&met), ["Measures!I5 HiddenAnswers"]);
    let met = self::met(|book| {
        book.grids[MEASURES].comments.push((at("I5"), "from the old system".to_owned()));
        let help = template().help(crate::domain::Table::Measures, crate::domain::Column::Value).to_owned();
        book.grids[MEASURES].comments.push((at("I4"), help));
    });
    assert_eq!(told(&met), ["Measures!I5 Comments"]);
}

#[test]
fn who_it_is_from() {
    // Two of three, the rows among them.
    let met = with(START, "B14", text("Ben Baker"));
    assert_eq!(told(&met), ["IdentityDisagrees"]);
    assert!(returned(&met).identity_disputed && met.state == FileState::Read);
    let by_post = with(START, "B14", text("head of training"));
    assert_eq!(told(&by_post), Vec::<String>::new());
    // A majority against the rows is none.
    let met = self::met(|book| {
        put(&mut book.grids[START], "B14", Some(text("Clerk to the Panel")));
        book.properties.insert("ragbook.returner".to_owned(), "clerk".to_owned());
    });
    assert_eq!((told(&met), met.state), (vec!["IdentityDisagrees".to_owned()], FileState::Refused));
    let met = self::met(|book| {
        put(&mut book.grids[START], "B14", Some(text("Zoe")));
        book.properties.remove("ragbook.returner");
    });
    assert_eq!((told(&met), met.state), (vec!["UnknownReturner".to_owned()], FileState::Refused));
    assert!(returned(&met).measures.as_ref().unwrap().rows.iter().all(|row| !row.accepted));
}

#[test]
fn which_month_and_which_plan() {
    let wrong = with(START, "B13", text("April 2024"));
    assert_eq!((told(&wrong), wrong.state), (vec!["WrongPeriod".to_owned()], FileState::Refused));
    let met = self::met(|book| {
        put(&mut book.grids[START], "B13", Some(text("April 2024")));
        book.properties.insert("ragbook.period".to_owned(), "2024-04".to_owned());
    });
    assert_eq!(told(&met), ["WrongPeriod"]);
    let with_old_plan = self::met(|book| {
        book.properties.insert("ragbook.plan_version".to_owned(), "0.9".to_owned());
        put(&mut book.grids[START], "B12", Some(text("0.9")));
        put(&mut book.grids[MEASURES], "B5", Some(text("Staff trained")));
    });
    assert_eq!(told(&with_old_plan), ["OldPlan", "Measures!B5 WordingChanged"]);
    // A form shows 1.0 as "Version 1.0", with or without the properties that another program drops.
    for keep in [true, false] {
        let met = self::met(|book| {
            put(&mut book.grids[START], "B12", Some(text("Version 1.0")));
            book.properties.retain(|name, _| keep || name != "ragbook.plan_version");
        });
        assert_eq!(told(&met), Vec::<String>::new());
        assert_eq!(returned(&met).plan_version.as_deref(), Some("1.0"));
    }
    let FaultKind::OldPlan { changed, .. } = &returned(&with_old_plan).faults[0].kind else { panic!() };
    assert_eq!(changed, &["1.1a"]);
}

#[test]
fn a_csv_says_who_by_its_rows_and_no_month() {
    let mut book = clean_return(&plan());
    book.format = Format::Csv;
    book.properties.clear();
    book.grids = vec![book.grids[MEASURES].clone()];
    let met = read(&book, false);
    assert_eq!((told(&met), met.state), (vec!["WrongPeriod".to_owned()], FileState::Refused));
    let met = read(&book, true);
    assert_eq!(met.state, FileState::Read);
    assert_eq!(returned(&met).returner.as_ref().unwrap().as_str(), "ann");
    assert_eq!(value(&met, "1.1a"), "12");
}

#[test]
fn a_workbook_with_neither_table_is_no_return() {
    let met = met(|book| book.grids.truncate(1));
    assert_eq!((told(&met), met.state), (vec!["NotAReturn".to_owned()], FileState::Refused));
}

#[test]
fn the_value_is_exact() {
    let met = with(MEASURES, "H6", number(27.0));
    assert_eq!(
        measure(&met, "1.1b").value.read,
        Read::As(Value::Number(quantity("200").over(quantity("3")).unwrap()))
    );
}
