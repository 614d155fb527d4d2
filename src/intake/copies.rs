//! The same answers twice, as a file, a table or a row, where one of the two says more: what it says more is told. A test
//! module: it has no code of its own.

use std::sync::Arc;

use super::answers::{FileMet, FileState};
use super::damage::{MEASURES, PROGRESS, START, met, told, value};
use super::duplicates;
use super::sample::{date, number, put, text};
use crate::domain::Sha256;
use crate::finding::FaultKind;
use crate::sheet::grid::{Cell, Workbook};

/// Ann's return after a change, in a file of this name.
fn file(name: &str, change: impl FnOnce(&mut Workbook)) -> FileMet {
    let mut met = met(change);
    let name: Arc<str> = Arc::from(name);
    met.sha256 = Some(Sha256::of(name.as_bytes()));
    if let Some(returned) = &mut met.returned {
        returned.file = Arc::clone(&name);
    }
    met.name = name;
    met
}

/// The state of each file, and what is still told inside it.
fn marked(mut files: Vec<FileMet>) -> Vec<(FileState, Vec<String>)> {
    duplicates::mark(&mut files);
    let told = |file: &FileMet| told(&FileMet { faults: Vec::new(), ..file.clone() });
    files.iter().map(|file| (file.state, told(file))).collect()
}

/// A column after the last one of Measures.
fn corrected(book: &mut Workbook) {
    put(&mut book.grids[MEASURES], "L4", Some(text("Corrected value")));
    put(&mut book.grids[MEASURES], "L5", Some(number(14.0)));
}

/// A second sheet that holds the same Measures table.
fn with_copy(book: &mut Workbook, change: impl FnOnce(&mut Workbook)) {
    let mut copy = book.grids[MEASURES].clone();
    copy.name = Arc::from("Measures (2)");
    book.grids.push(copy);
    change(book);
}

const COPY: usize = 3;

#[test]
fn what_a_file_with_the_same_answers_says_more_is_told_whichever_name_comes_first() {
    for (first, second) in [("a.xlsx", "z.xlsx"), ("z.xlsx", "a.xlsx")] {
        let mut files = vec![file(first, |_| {}), file(second, corrected)];
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let told: Vec<String> = marked(files).into_iter().flat_map(|(_, told)| told).collect();
        assert_eq!(told, ["Measures!A4 Rearranged", "Measures!I5 RivalColumn"], "{second}");
    }
    let changes: [(&str, usize, Cell); 3] = [
        ("C5", MEASURES, text("hours")),
        ("B5", MEASURES, text("Number of men trained")),
        ("B5", PROGRESS, text("x")),
    ];
    for (at, sheet, cell) in changes {
        let change = |book: &mut Workbook| put(&mut book.grids[sheet], at, Some(cell.clone()));
        let [_, (state, told)] = &marked(vec![file("a.xlsx", |_| {}), file("z.xlsx", change)])[..] else {
            panic!()
        };
        assert_eq!((*state, told.len()), (FileState::Duplicate, 1), "{at} {told:?}");
        assert!(told[0].ends_with("WordingChanged"), "{told:?}");
    }
}

#[test]
fn what_both_files_say_is_told_once() {
    let [(_, kept), (_, copy)] = &marked(vec![file("a.xlsx", corrected), file("z.xlsx", corrected)])[..]
    else {
        panic!()
    };
    assert_eq!((kept.len(), copy.len()), (2, 0));
    let mut bytes = vec![file("a.xlsx", |_| {}), file("b.xlsx", corrected), file("c.xlsx", corrected)];
    bytes[2].sha256 = bytes[1].sha256;
    let told: Vec<usize> = marked(bytes).into_iter().map(|(_, told)| told.len()).collect();
    assert_eq!(told, [0, 2, 0]);
}

#[test]
fn of_the_same_answers_the_one_completed_last_is_kept() {
    let dated = |name: &str, day: u32, value: f64| {
        file(name, |book| {
            put(&mut book.grids[START], "B17", Some(date(2024, 4, day)));
            put(&mut book.grids[MEASURES], "I5", Some(number(value)));
        })
    };
    let mut files = vec![dated("a.xlsx", 2, 12.0), dated("b.xlsx", 3, 14.0), dated("z.xlsx", 5, 12.0)];
    duplicates::mark(&mut files);
    let states: Vec<FileState> = files.iter().map(|file| file.state).collect();
    assert_eq!(states, [FileState::Duplicate, FileState::Read, FileState::Read]);
    let of = |kind: &FaultKind| matches!(kind, FaultKind::DuplicateFile { of, .. } if of == "z.xlsx");
    assert!(files[0].faults.iter().any(|fault| of(&fault.kind)));
}

#[test]
fn what_a_second_equal_table_says_more_is_told() {
    let asked = |change: fn(&mut Workbook)| {
        let met = met(|book| with_copy(book, change));
        assert_eq!(value(&met, "1.1a"), "12");
        told(&met)
    };
    assert_eq!(asked(|_| {}), [""; 0]);
    let rival = asked(|book| {
        put(&mut book.grids[COPY], "L4", Some(text("Corrected value")));
        put(&mut book.grids[COPY], "L5", Some(number(14.0)));
    });
    assert!(rival.contains(&"Measures (2)!I5 RivalColumn".to_owned()), "{rival:?}");
    let unit = asked(|book| put(&mut book.grids[COPY], "C5", Some(text("hours"))));
    assert_eq!(unit, ["Measures (2)!C5 WordingChanged"]);
    let orphan = asked(|book| put(&mut book.grids[COPY], "I30", Some(number(14.0))));
    assert_eq!(orphan, ["Measures (2)!I30 OrphanAnswer"]);
}

#[test]
fn what_the_same_row_says_more_the_second_time_is_told() {
    let again = |change: fn(&mut Workbook)| {
        told(&met(|book| {
            let row: Vec<Cell> = book.grids[MEASURES].row(4).to_vec();
            for cell in row {
                let at = format!("{}9", cell.at.to_string().trim_end_matches('5'));
                put(&mut book.grids[MEASURES], &at, Some(cell));
            }
            change(book);
        }))
    };
    assert_eq!(again(|_| {}), ["Measures!A9 RefTwice"]);
    let rival = again(|book| {
        put(&mut book.grids[MEASURES], "L4", Some(text("Corrected value")));
        put(&mut book.grids[MEASURES], "L9", Some(number(14.0)));
    });
    assert_eq!(rival, ["Measures!A4 Rearranged", "Measures!I9 RivalColumn", "Measures!A9 RefTwice"]);
    let unit = again(|book| put(&mut book.grids[MEASURES], "C9", Some(text("hours"))));
    assert_eq!(unit, ["Measures!C9 WordingChanged", "Measures!A9 RefTwice"]);
}

#[test]
fn a_copy_whose_headings_cannot_be_read_is_asked_about() {
    let met = met(|book| {
        with_copy(book, |book| {
            put(&mut book.grids[COPY], "A4", Some(text("Line")));
            put(&mut book.grids[COPY], "I5", Some(number(14.0)));
        });
    });
    assert_eq!(told(&met), ["Measures (2)!B4 TableUnread"]);
    assert_eq!(value(&met, "1.1a"), "12");
}
