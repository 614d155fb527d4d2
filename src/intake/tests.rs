//! Reading from disk: forms as issued, filled in by writing cells, read back.

use std::path::Path;

use super::*;
use crate::domain::{LeadId, Sha256, Table};
use crate::finding::FaultKind;
use crate::plan::sample::plan;
use crate::plan::{Change, ChangeSubject};
use crate::sheet::book::{Book, CellContent};

/// The blank return of a lead as issued, with cells of its tables filled in: sheet, row of the table, column, content.
fn issued(lead: &str, answers: &[(usize, usize, usize, CellContent<'static>)]) -> Vec<u8> {
    changed(lead, answers, |_| {})
}

/// The same after another change of the workbook.
#[expect(
    clippy::default_trait_access,
    reason = "the history's own name belongs to another module of this floor"
)]
fn changed(
    lead: &str,
    answers: &[(usize, usize, usize, CellContent<'static>)],
    change: impl FnOnce(&mut Book),
) -> Vec<u8> {
    let (plan, template) = (plan(), sample::template());
    let id = LeadId::from(lead);
    let lead = plan.lead(&id).unwrap();
    let mut book: Book = crate::form::blank(&plan, &template, &Default::default(), lead, sample::period());
    for (sheet, row, column, content) in answers {
        let table = book.sheets[*sheet].table.as_mut().unwrap();
        table.rows.set((*row, *column), content);
    }
    change(&mut book);
    crate::sheet::write::to_bytes(&book).unwrap()
}

fn anns() -> Vec<u8> {
    issued(
        "ann",
        &[
            (2, 0, 8, CellContent::Number(12.0, 0)),
            (2, 1, 6, CellContent::Number(18.0, 0)),
            (2, 1, 7, CellContent::Number(20.0, 0)),
            (2, 2, 8, CellContent::Number(6.5, 1)),
        ],
    )
}

fn read_folder(folder: &Path) -> Intake {
    let (plan, template) = (plan(), sample::template());
    let context = Context {
        plan: &plan,
        template: &template,
        period: sample::period(),
        assume_period: false,
        worker: None,
        progress: None,
    };
    read(&[folder.to_owned()], &context).unwrap()
}

fn states(intake: &Intake) -> Vec<(&str, &'static str)> {
    intake.files.iter().map(|file| (&*file.name, file.state.word())).collect()
}

#[test]
fn what_is_issued_is_recognised_and_every_value_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ann.xlsx"), anns()).unwrap();
    let intake = read_folder(folder.path());
    assert_eq!(states(&intake), [("ann.xlsx", "read")]);
    let returned = intake.returns().next().unwrap();
    let measures = returned.measures.as_ref().unwrap();
    let values: Vec<String> = measures
        .rows
        .iter()
        .map(|row| row.value.value().map(ToString::to_string).unwrap_or_default())
        .collect();
    assert_eq!(values, ["12", "90", "6.5", ""]);
    // Nothing is told but what is not filled in.
    let kinds: Vec<&FaultKind> = intake.faults().map(|fault| &fault.kind).collect();
    assert_eq!(kinds, [&FaultKind::Missing; 4]);
}

#[test]
fn a_blank_form_of_every_lead_is_nothing_but_missing() {
    for lead in ["ann", "ben", "clerk"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.xlsx"), issued(lead, &[])).unwrap();
        let intake = read_folder(folder.path());
        let others: Vec<_> = intake.faults().filter(|fault| fault.kind != FaultKind::Missing).collect();
        assert!(others.is_empty(), "{others:?}");
        let returned = intake.returns().next().unwrap();
        assert_eq!(returned.returner.as_ref().unwrap().as_str(), lead);
        let rows = &returned.measures.as_ref().unwrap().rows;
        assert!(rows.iter().all(|row| !row.value.is_answered() && !row.numerator.is_answered()));
    }
}

#[test]
fn every_file_ends_as_one_thing() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("a.xlsx", &anns());
    put("b copy.xlsx", &anns());
    put("c.xlsx", &anns()[..2_000]);
    put("d.pdf", b"%PDF-1.7 and so on");
    put("e.xlsx", b"");
    put("~$a.xlsx", b"lock");
    let expected = [
        ("a.xlsx", "read"),
        ("b copy.xlsx", "duplicate"),
        ("c.xlsx", "refused"),
        ("d.pdf", "refused"),
        ("e.xlsx", "refused"),
        ("~$a.xlsx", "skipped"),
    ];
    let intake = read_folder(folder.path());
    assert_eq!(states(&intake), expected);
    assert_eq!(intake.files[1].sha256, Some(Sha256::of(&anns())));
    let FaultKind::DuplicateFile { of, same_bytes } = &intake.files[1].faults[0].kind else { panic!() };
    assert_eq!((of.as_str(), *same_bytes), ("a.xlsx", true));
}

#[test]
fn the_same_answers_in_other_bytes_are_a_duplicate_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let count = |n: f64| issued("ben", &[(2, 1, 8, CellContent::Number(n, 0))]);
    put("1.xlsx", &count(5.0));
    put("2.xlsx", &issued("ben", &[(2, 1, 8, CellContent::Text("5".into()))]));
    put("3.xlsx", &count(6.0));
    let intake = read_folder(folder.path());
    assert_eq!(states(&intake), [("1.xlsx", "read"), ("2.xlsx", "duplicate"), ("3.xlsx", "read")]);
}

#[test]
fn returns_that_hold_something_unread_are_no_duplicates() {
    let table = 2;
    let twice = |n: f64| {
        let caption = |book: &mut Book| {
            book.sheets[table].table.as_mut().unwrap().columns[6].caption = "Actual".to_owned();
        };
        changed("ben", &[(table, 1, 8, CellContent::Number(n, 0))], caption)
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.xlsx"), twice(5.0)).unwrap();
    std::fs::write(folder.path().join("2.xlsx"), twice(6.0)).unwrap();
    let intake = read_folder(folder.path());
    assert_eq!(states(&intake), [("1.xlsx", "read"), ("2.xlsx", "read")]);
    let told = intake.faults().filter(|fault| matches!(fault.kind, FaultKind::CaptionTwice { .. }));
    assert_eq!(told.count(), 2);
}

#[test]
fn archives_are_opened_one_level_deep() {
    use std::io::Write;
    let zipped = |files: &[(&str, Vec<u8>)]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let inner = zipped(&[("deep.xlsx", anns())]);
    let outer = zipped(&[("in/ann.xlsx", anns()), ("__MACOSX/._ann.xlsx", vec![1]), ("more.zip", inner)]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("all.zip"), outer).unwrap();
    let expected = [
        ("all.zip/__MACOSX/._ann.xlsx", "skipped"),
        ("all.zip/in/ann.xlsx", "read"),
        ("all.zip/more.zip", "refused"),
    ];
    assert_eq!(states(&read_folder(folder.path())), expected);
}

const PROGRESS_CSV: &str = "Ref,Planned activity,Status\n1.1,Train the teams,In progress\n1.2,Shorten the wait,In progress\n\
                            1.10,Hold joint panels,Not started\n";
const MEASURES_CSV: &str = "Ref,Numerator,Denominator,Value\n1.1a,,,12\n1.1b,18,20,\n1.2a,,,6.5\n1.10a,,,3\n";

/// A folder of csv files, read for the month of the samples.
fn read_csvs(files: &[(&str, &str)]) -> Intake {
    read_csvs_against(&plan(), files)
}

fn read_csvs_against(plan: &Plan, files: &[(&str, &str)]) -> Intake {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let template = sample::template();
    let context = Context {
        plan,
        template: &template,
        period: sample::period(),
        assume_period: true,
        worker: None,
        progress: None,
    };
    read(&[folder.path().to_owned()], &context).unwrap()
}

fn missing_rows(intake: &Intake) -> Vec<(&str, Table)> {
    let told = intake.faults().filter_map(|fault| match fault.kind {
        FaultKind::RowMissing(table) => Some((fault.place.file.as_deref().unwrap_or_default(), table)),
        _ => None,
    });
    told.collect()
}

#[test]
fn two_csv_files_with_a_table_each_are_one_return() {
    let both = read_csvs(&[("Measures.csv", MEASURES_CSV), ("Progress.csv", PROGRESS_CSV)]);
    assert_eq!(states(&both), [("Measures.csv", "read"), ("Progress.csv", "read")]);
    assert_eq!(missing_rows(&both), []);
    let tables: Vec<_> = both.returns().map(|part| part.only_table).collect();
    assert_eq!(tables, [Some(Table::Measures), Some(Table::Progress)]);
}

#[test]
fn a_csv_without_its_other_part_lacks_the_rows_of_that_table_and_of_its_own() {
    let alone = read_csvs(&[("Progress.csv", PROGRESS_CSV)]);
    assert_eq!(missing_rows(&alone), [("Progress.csv", Table::Measures); 4]);
    let short = MEASURES_CSV.replace("1.10a,,,3\n", "");
    let both = read_csvs(&[("Measures.csv", &short), ("Progress.csv", PROGRESS_CSV)]);
    assert_eq!(missing_rows(&both), [("Measures.csv", Table::Measures)]);
}

#[test]
fn rows_of_a_closed_action_are_not_missed() {
    let mut plan = plan();
    plan.changes.push(Change {
        date: sample::period().last_day(),
        subject: ChangeSubject::Action("1.10".parse().unwrap()),
        field: "status".to_owned(),
        from: String::new(),
        to: "stopped".to_owned(),
        approved_by: "Board".to_owned(),
        reason: "No longer needed".to_owned(),
    });
    let without =
        |csv: &str| csv.lines().filter(|line| !line.starts_with("1.10")).collect::<Vec<_>>().join("\n");
    let (progress, measures) = (without(PROGRESS_CSV), without(MEASURES_CSV));
    let files = [("Measures.csv", &*measures), ("Progress.csv", &*progress)];
    assert_eq!(missing_rows(&read_csvs_against(&plan, &files)), []);
    assert_eq!(missing_rows(&read_csvs(&files)).len(), 2, "else both are");
}

#[test]
fn a_comma_that_splits_a_number_in_a_csv_never_leaves_half_of_it() {
    let split = MEASURES_CSV.replace("1.1a,,,12\n", "1.1a,,,1,234\n");
    let both = read_csvs(&[("Measures.csv", &split), ("Progress.csv", PROGRESS_CSV)]);
    let told: Vec<_> = both
        .faults()
        .filter(|fault| matches!(fault.kind, FaultKind::UnsafeInThisFormat { .. }))
        .map(|fault| (fault.subject.reference(), fault.place.cell.map(|cell| cell.to_string())))
        .collect();
    assert_eq!(told, [("1.1a".to_owned(), Some("D2".to_owned()))]);
    let whole = read_csvs(&[("Measures.csv", MEASURES_CSV), ("Progress.csv", PROGRESS_CSV)]);
    assert!(!whole.faults().any(|fault| matches!(fault.kind, FaultKind::UnsafeInThisFormat { .. })));
}
