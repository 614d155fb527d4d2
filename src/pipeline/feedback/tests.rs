//! What goes back and comes back: returns filled in wrongly, one way at a time, through workbooks and back.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::domain::{LeadId, Period};
use crate::intake::{self, Context};
use crate::ledger::{Decisions, History};
use crate::pipeline::month::find;
use crate::plan::{Plan, sample};
use crate::rules::Scope;
use crate::sheet::book::{Book, CellContent, FormulaResult, LiveFormula};

const START: usize = 0;
const PROGRESS: usize = 1;
const MEASURES: usize = 2;

/// A cell of a form's table: sheet, row of the table, column, content.
type Typed = (usize, usize, usize, CellContent<'static>);

fn text(words: &str) -> CellContent<'static> {
    CellContent::Text(words.to_owned().into())
}

fn date(year: i32, month: u32, day: u32) -> CellContent<'static> {
    CellContent::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn put(book: &mut Book, (sheet, row, column, content): Typed) {
    let table = book.sheets[sheet].table.as_mut().unwrap();
    table.rows.set((row, column), &content);
}

/// Ann's return, filled in without a fault: 1.1, 1.2, 1.10 and 1.1a (count), 1.1b (percent), 1.2a (weeks), 1.10a (count).
fn anns(plan: &Plan, template: &Template) -> Book {
    let ann = plan.lead(&LeadId::from("ann")).unwrap();
    let mut book = form::blank(plan, template, &History::default(), ann, Period::new(2024, 3).unwrap());
    put(&mut book, (START, 5, 1, text("Ann Archer")));
    put(&mut book, (START, 6, 1, date(2024, 4, 2)));
    for row in 0..3 {
        put(&mut book, (PROGRESS, row, 5, text("In progress")));
        put(&mut book, (PROGRESS, row, 6, date(2024, 6, 30)));
        put(&mut book, (PROGRESS, row, 7, text("Green")));
        put(&mut book, (PROGRESS, row, 8, text("Sessions were held; more follow.")));
        put(&mut book, (PROGRESS, row, 9, text("minutes.docx")));
    }
    put(&mut book, (MEASURES, 0, 8, CellContent::Number(12.0, 0)));
    put(&mut book, (MEASURES, 1, 6, CellContent::Number(18.0, 0)));
    put(&mut book, (MEASURES, 1, 7, CellContent::Number(20.0, 0)));
    put(&mut book, (MEASURES, 2, 8, CellContent::Number(6.5, 1)));
    put(&mut book, (MEASURES, 3, 8, CellContent::Number(3.0, 0)));
    book
}

/// Reads these workbooks as the month's returns, and gives back what was found and what goes back.
fn went_through(plan: &Plan, template: &Template, files: &[(&str, &[u8])]) -> (Found, Feedback) {
    asked_about(plan, template, files, &[Scope::Return])
}

/// The same, by the rules of these scopes.
fn asked_about(
    plan: &Plan,
    template: &Template,
    files: &[(&str, &[u8])],
    scopes: &[Scope],
) -> (Found, Feedback) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let (period, history) = (Period::new(2024, 3).unwrap(), History::default());
    let context = Context { plan, template, period, assume_period: false, progress: None, worker: None };
    let intake = intake::read(&[folder.path().to_owned()], &context).unwrap();
    let asked =
        Asked { plan, period, as_at: period.last_day(), history: &history, decisions: &Decisions::default() };
    let found = find(&asked, intake, scopes);
    let feedback = feedback(&asked, template, &found).unwrap();
    (found, feedback)
}

/// Errors and queries with what they are about and their cell.
fn open(found: &Found) -> BTreeSet<String> {
    let open = found.findings.exceptions.iter().filter(|e| e.severity != Severity::Note);
    open.map(|e| format!("{} {} {} {}", e.code, e.severity, e.subject.reference(), e.place.in_file()))
        .collect()
}

/// What each answer came to.
fn answers(found: &Found) -> Vec<String> {
    let contributions = found.merged.contributions.iter();
    let figures = contributions.map(|c| {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {} {}",
            c.measure, c.value, c.numerator, c.denominator, c.absence, c.used, c.note
        )
    });
    let progress = found.merged.progress.iter();
    let progress = progress.map(|p| {
        format!(
            "{} {:?} {:?} {:?} {} {}",
            p.action, p.status, p.forecast, p.own_rag, p.commentary, p.evidence
        )
    });
    figures.chain(progress).collect()
}

/// Ways to fill in a return that raise an error or a query.
fn damages() -> Vec<(&'static str, Vec<Typed>)> {
    let value = |row, content| vec![(MEASURES, row, 8, content)];
    let parts = |numerator, denominator, value: CellContent<'static>| {
        vec![(MEASURES, 1, 6, numerator), (MEASURES, 1, 7, denominator), (MEASURES, 1, 8, value)]
    };
    let number = |n| CellContent::Number(n, 0);
    let status = |content| vec![(PROGRESS, 0, 5, content)];
    vec![
        ("an estimate in words", value(0, text("12 (est)"))),
        ("a formula in words", value(0, text("=12+1"))),
        ("a fraction of a count, shown as a whole number", value(0, number(12.4))),
        ("a negative count", value(0, number(-3.0))),
        ("a count under a percent format", value(0, CellContent::Percent(12.0, 0))),
        ("a date in a count", value(0, date(2024, 3, 4))),
        ("an error in a count", value(0, CellContent::Error("#DIV/0!".into()))),
        ("a mark for nothing", value(0, text("-"))),
        ("a range of weeks", value(2, text("4-6 weeks"))),
        ("nothing, although due", value(0, CellContent::Blank)),
        ("a value and a reason", vec![(MEASURES, 0, 9, text("Not collected yet"))]),
        ("a number where none is needed", vec![(MEASURES, 0, 6, number(7.0))]),
        ("a fraction or a percent", parts(CellContent::Blank, CellContent::Blank, CellContent::Plain(0.85))),
        ("the same in words", parts(CellContent::Blank, CellContent::Blank, text("0.85"))),
        ("more than all", parts(CellContent::Blank, CellContent::Blank, CellContent::Percent(100.4, 0))),
        ("a percent its numbers deny", parts(number(18.0), number(20.0), CellContent::Percent(80.0, 0))),
        ("more than the whole", vec![(MEASURES, 1, 6, number(21.0))]),
        ("part of nothing", vec![(MEASURES, 1, 7, number(0.0))]),
        ("half a numerator", vec![(MEASURES, 1, 6, number(17.5))]),
        (
            "one of two numbers, and a percent",
            parts(number(18.0), CellContent::Blank, CellContent::Percent(90.0, 1)),
        ),
        ("a numerator in words", vec![(MEASURES, 1, 6, text("about 18"))]),
        ("an unknown status", status(text("nearly there"))),
        ("no status", status(CellContent::Blank)),
        ("a status that is an error", status(CellContent::Error("#REF!".into()))),
        (
            "complete without evidence",
            vec![
                (PROGRESS, 0, 5, text("Complete")),
                (PROGRESS, 0, 6, date(2024, 3, 1)),
                (PROGRESS, 0, 9, CellContent::Blank),
            ],
        ),
        ("complete in future", status(text("Complete"))),
        ("a date that is none", vec![(PROGRESS, 1, 6, text("early March"))]),
        ("a year alone as a date", vec![(PROGRESS, 1, 6, CellContent::Plain(2024.0))]),
        ("a long commentary", vec![(PROGRESS, 1, 8, text(&"Long words. ".repeat(120)))]),
        ("a commentary that is an error", vec![(PROGRESS, 1, 8, CellContent::Error("#N/A".into()))]),
        ("another target date", vec![(PROGRESS, 0, 3, text("31 December 2024"))]),
        ("a label of the form as an answer", status(text("Reporting period"))),
        ("no day of completion", vec![(START, 6, 1, text("yesterday"))]),
        (
            "a formula from another workbook",
            value(
                0,
                CellContent::Formula(std::borrow::Cow::Owned(LiveFormula {
                    formula: "1+1".to_owned(),
                    result: FormulaResult::Text("twelve".to_owned()),
                    percent: None,
                })),
            ),
        ),
    ]
}

#[test]
fn what_comes_back_uncorrected_raises_the_same_and_means_the_same() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    for (name, typed) in damages() {
        let mut book = anns(&plan, &template);
        for cell in typed {
            put(&mut book, cell);
        }
        let sent = write::to_bytes(&book).unwrap();
        let (found, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
        assert!(!open(&found).is_empty(), "{name}: nothing is wrong");
        assert_eq!((feedback.marked, feedback.files.len()), (1, 2), "{name}");
        let back = &feedback.files[0];
        assert_eq!(back.name, "2024-03 Ann Archer - to correct.xlsx");
        let (again, _) = went_through(&plan, &template, &[("ann.xlsx", &back.bytes)]);
        // Where the cell's own number format was the fault, the words that stand there now are no number instead: under
        // that format the number that the lead types next would be refused once more.
        let expected = match name {
            "a count under a percent format" => {
                open(&found).iter().map(|o| o.replace("V02", "V01")).collect()
            }
            "a date in a count" => open(&found).iter().map(|o| o.replace("V06", "V01")).collect(),
            _ => open(&found),
        };
        assert_eq!(open(&again), expected, "{name}");
        assert_eq!(answers(&again), answers(&found), "{name}");
        assert!(
            again.findings.exceptions.iter().all(|e| e.code.0 != "F10"),
            "{name}: our notes are no comments"
        );
    }
}

#[test]
fn who_is_asked_to_confirm_is_told_how() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    for (cell, asks) in
        [((PROGRESS, 0, 3, text("31 December 2024")), true), ((MEASURES, 0, 8, text("12 (est)")), false)]
    {
        let mut book = anns(&plan, &template);
        put(&mut book, cell);
        let sent = write::to_bytes(&book).unwrap();
        let (_, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
        let message = String::from_utf8_lossy(&feedback.files[1].bytes);
        assert_eq!(message.contains("leave as it is and say so in your e-mail"), asks, "{message}");
    }
}

#[test]
fn a_lead_of_two_returns_is_not_shown_the_officers_sign_for_them() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut later = anns(&plan, &template);
    put(&mut later, (START, 6, 1, date(2024, 4, 3)));
    put(&mut later, (MEASURES, 0, 8, CellContent::Number(14.0, 0)));
    let [sent, later] = [anns(&plan, &template), later].map(|book| write::to_bytes(&book).unwrap());
    let files: [(&str, &[u8]); 2] = [("ann.xlsx", &sent), ("ann 2.xlsx", &later)];
    let (_, feedback) = asked_about(&plan, &template, &files, &[Scope::Return, Scope::Month]);
    let marked = crate::sheet::read::open(&feedback.files[0].bytes, "x", &plan.limits).unwrap();
    let shown: Vec<String> = marked.grids[0].cells.iter().map(crate::sheet::grid::Cell::shown).collect();
    assert!(shown.iter().any(|text| text == "two returns"), "{shown:?}");
    assert!(!shown.iter().any(|text| text.contains("2 returns (")), "{shown:?}");
}

#[test]
fn a_fraction_that_is_shown_as_a_whole_number_is_told_as_it_is_held() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    put(&mut book, (MEASURES, 0, 8, CellContent::Number(17.5, 0)));
    let sent = write::to_bytes(&book).unwrap();
    let (found, _) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let v03 = found.findings.exceptions.iter().find(|e| e.code.0 == "V03").unwrap();
    assert!(v03.message.contains("The cell holds 17.5, although it does not show it."), "{}", v03.message);
}

#[test]
fn a_clean_return_gets_nothing() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let sent = write::to_bytes(&anns(&plan, &template)).unwrap();
    let (found, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    assert_eq!((open(&found), feedback.files, feedback.clean), (BTreeSet::new(), Vec::new(), 1));
}

#[test]
fn rows_that_are_not_used_are_told_in_full_and_never_filled_in() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    let long = "A commentary of more than what a message quotes. ".repeat(8);
    put(&mut book, (PROGRESS, 0, 0, text("9.9")));
    put(&mut book, (PROGRESS, 0, 8, text(&long)));
    put(&mut book, (MEASURES, 0, 0, CellContent::Blank));
    let sent = write::to_bytes(&book).unwrap();
    let (_, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let (again, second) = went_through(&plan, &template, &[("ann.xlsx", &feedback.files[0].bytes)]);
    let returned = again.intake.returns().next().unwrap();
    let progress = returned.progress.as_ref().unwrap();
    assert_eq!(progress.rows.len(), 3);
    assert!(progress.rows.iter().find(|r| r.ref_found == "1.1").unwrap().commentary.found.is_empty());
    assert_eq!(second.marked, 1, "the rows are still asked for");
    let written = crate::sheet::read::open(&feedback.files[0].bytes, "x", &plan.limits).unwrap();
    let fix_list = &written.grids[0];
    assert_eq!(&*fix_list.name, feedback::fix_list::SHEET);
    let says = |words: &str| fix_list.cells.iter().any(|cell| cell.shown().contains(words));
    assert!(says(long.trim()) && says("it says \"12\""), "nothing typed is lost");
}

#[test]
fn a_corrected_return_stands_beside_the_first_one() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    put(&mut book, (MEASURES, 0, 8, text("12 (est)")));
    let sent = write::to_bytes(&book).unwrap();
    let (found, _) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let returned = found.intake.returns().next().unwrap();
    let ann = plan.lead(&LeadId::from("ann")).unwrap();
    let history = History::default();
    let to = Addressee {
        plan: &plan,
        template: &template,
        history: &history,
        lead: ann,
        period: Period::new(2024, 3).unwrap(),
    };
    let open_now: Vec<&Exception> = found.findings.exceptions.iter().collect();
    let mut corrected = feedback::marked(to, returned, &open_now).book;
    put(&mut corrected, (START + 1, 6, 1, date(2024, 4, 9)));
    put(&mut corrected, (MEASURES + 1, 0, 8, CellContent::Number(12.0, 0)));
    let corrected = write::to_bytes(&corrected).unwrap();
    let (both, _) = went_through(&plan, &template, &[("a.xlsx", &sent), ("b.xlsx", &corrected)]);
    assert_eq!(open(&both), BTreeSet::from(["W05 query  ".to_owned()]), "the later one stands");
    assert_eq!(both.merged.set_aside.keys().collect::<Vec<_>>(), ["a.xlsx"]);
}

#[test]
fn a_refused_file_gets_a_message_and_for_another_month_the_right_form() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let ann = plan.lead(&LeadId::from("ann")).unwrap();
    let old = form::blank(&plan, &template, &History::default(), ann, Period::new(2024, 2).unwrap());
    let old = write::to_bytes(&old).unwrap();
    let (_, feedback) = went_through(&plan, &template, &[("old.xlsx", &old), ("b.pdf", b"%PDF-1.4 x")]);
    let names: Vec<&str> = feedback.files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["b - not used.txt", "2024-03 Ann Archer.xlsx", "old - not used.txt"]);
    let text = String::from_utf8(feedback.files[2].bytes.clone()).unwrap();
    assert!(
        text.contains("is for February 2024, not for March 2024") && text.starts_with("Ann Archer:"),
        "{text}"
    );
    let (blank, _) = went_through(&plan, &template, &[("ann.xlsx", &feedback.files[1].bytes)]);
    assert_eq!(blank.intake.returns().count(), 1);
}

/// Ann's return with an estimate in words and no day of completion, as the form that goes back to her and that she corrects.
fn corrected_as_asked(plan: &Plan, template: &Template) -> (Vec<u8>, Feedback, Vec<u8>) {
    let mut book = anns(plan, template);
    put(&mut book, (MEASURES, 0, 8, text("12 (est)")));
    put(&mut book, (START, 6, 1, CellContent::Blank));
    let sent = write::to_bytes(&book).unwrap();
    let (found, asked) = went_through(plan, template, &[("ann.xlsx", &sent)]);
    let returned = found.intake.returns().next().unwrap();
    let history = History::default();
    let lead = plan.lead(&LeadId::from("ann")).unwrap();
    let to = Addressee { plan, template, history: &history, lead, period: Period::new(2024, 3).unwrap() };
    let open: Vec<&Exception> = found.findings.exceptions.iter().filter(|e| e.code.0 == "V01").collect();
    let mut form = feedback::marked(to, returned, &open).book;
    put(&mut form, (START + 1, 6, 1, date(2024, 4, 9)));
    put(&mut form, (MEASURES + 1, 0, 8, CellContent::Number(12.0, 0)));
    (sent, asked, write::to_bytes(&form).unwrap())
}

/// Who corrects as asked loses nothing, though the first return had no date; and is not asked once more.
#[test]
fn a_form_that_came_back_corrected_stands_without_a_date_on_the_first() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let (sent, asked, corrected) = corrected_as_asked(&plan, &template);
    let message = String::from_utf8_lossy(&asked.files[1].bytes).into_owned();
    assert!(message.contains("Date completed is blank."), "{message}");
    let files: [(&str, &[u8]); 2] = [("ann.xlsx", &sent), ("ann - to correct.xlsx", &corrected)];
    let (both, again) = asked_about(&plan, &template, &files, &[Scope::Return, Scope::Month]);
    assert_eq!(both.merged.set_aside.keys().collect::<Vec<_>>(), ["ann.xlsx"]);
    let w05: Vec<&Exception> = both.findings.exceptions.iter().filter(|e| e.code.0 == "W05").collect();
    assert_eq!((w05.len(), w05[0].severity), (1, Severity::Query));
    assert!(w05[0].message.contains("1.1a Value, \"12\" and \"12 (est)\""), "{}", w05[0].message);
    assert_eq!(again.files, Vec::new(), "nothing is left to ask");
}

#[test]
fn a_blank_date_alone_is_told_to_the_officer_and_asks_nothing_of_the_lead() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    put(&mut book, (START, 6, 1, CellContent::Blank));
    let sent = write::to_bytes(&book).unwrap();
    let (found, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let told: Vec<_> = found.findings.exceptions.iter().map(|e| (e.code.0, e.severity)).collect();
    assert_eq!((told, feedback.files), (vec![("W08", Severity::Note)], Vec::new()));
}

/// Two tables that differ: none of their answers stands in the form that goes back, and each row says so.
#[test]
fn rows_of_two_tables_are_to_be_typed_again() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    let mut copy = book.sheets[MEASURES].clone();
    copy.name = "Measures (2)".to_owned();
    if let Some(table) = copy.table.as_mut() {
        table.name = "Copy".to_owned();
    }
    book.sheets.push(copy);
    put(&mut book, (3, 0, 8, CellContent::Number(14.0, 0)));
    put(&mut book, (3, 0, 10, text("as agreed\nwith Ben ")));
    let sent = write::to_bytes(&book).unwrap();
    let (_, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let message = String::from_utf8_lossy(&feedback.files[1].bytes).into_owned();
    for words in [
        "The form has this table as it was issued",
        "Value of 1.1a (worksheet Measures, cell I5)",
        "Value (I5): 12",
        "Value (I5): 14; Note (K5): as agreed with Ben",
        "Type the answers that are meant into this row again.",
        "with those of your answers in it that could be read",
    ] {
        assert!(message.contains(words), "{words}: {message}");
    }
    assert!(!message.contains("Delete the table"), "{message}");
    let (again, _) = went_through(&plan, &template, &[("ann.xlsx", &feedback.files[0].bytes)]);
    assert!(again.findings.exceptions.iter().all(|e| !["F10", "L06", "L08"].contains(&e.code.0)));
}

/// The form that goes back has the heading: its own cell must not be called the wrong one.
#[test]
fn a_heading_typed_over_asks_for_the_answers_in_the_form() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut book = anns(&plan, &template);
    let table = book.sheets[MEASURES].table.as_mut().unwrap();
    table.columns[8].caption = "Nov-19".to_owned();
    let sent = write::to_bytes(&book).unwrap();
    let (_, feedback) = went_through(&plan, &template, &[("ann.xlsx", &sent)]);
    let message = String::from_utf8_lossy(&feedback.files[1].bytes).into_owned();
    assert!(
        message.contains("Nov-19 (I5): 12") && message.contains("Type the answers that are meant"),
        "{message}"
    );
    for wrong in ["Then clear", "Put the missing headings back", "I5 is empty"] {
        assert!(!message.contains(wrong), "{wrong}: {message}");
    }
}

/// A lead whose good return stands is asked for nothing because of an older file.
#[test]
fn an_older_file_of_another_month_gets_no_letter_beside_a_good_return() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let ann = plan.lead(&LeadId::from("ann")).unwrap();
    let mut old = form::blank(&plan, &template, &History::default(), ann, Period::new(2024, 2).unwrap());
    let good = write::to_bytes(&anns(&plan, &template)).unwrap();
    for (day, letters) in [(1, 0), (3, 2)] {
        put(&mut old, (START, 6, 1, date(2024, 4, day)));
        let old = write::to_bytes(&old).unwrap();
        let files: [(&str, &[u8]); 2] = [("ann.xlsx", &good), ("old.xlsx", &old)];
        let (_, feedback) = went_through(&plan, &template, &files);
        assert_eq!(feedback.files.len(), letters, "completed on {day} April");
    }
}

/// A table that could not be read asks nobody for anything once another return of the lead stands; and still does while none does.
#[test]
fn what_is_wrong_with_an_older_file_is_settled_by_the_return_that_stands() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut first = anns(&plan, &template);
    first.sheets[MEASURES].table.as_mut().unwrap().columns[8].caption = "Nov-19".to_owned();
    let first = write::to_bytes(&first).unwrap();
    for (day, is_settled) in [(9, true), (2, false)] {
        let mut later = anns(&plan, &template);
        put(&mut later, (START, 6, 1, date(2024, 4, day)));
        let later = write::to_bytes(&later).unwrap();
        let files: [(&str, &[u8]); 2] = [("a.xlsx", &first), ("b.xlsx", &later)];
        let (found, _) = asked_about(&plan, &template, &files, &[Scope::Return, Scope::Month]);
        let of_table = |e: &&Exception| e.code.0 == "L01" && e.severity == Severity::Error;
        assert_eq!(
            found.findings.exceptions.iter().filter(of_table).count(),
            usize::from(!is_settled),
            "{day}"
        );
        let listed = found.findings.exceptions.iter().filter(|e| e.message.contains("Nov-19 (I5): 12"));
        assert!(listed.count() > 0, "nothing typed is lost");
    }
}

/// What a colleague filled in is not what this lead sent first.
#[test]
fn a_colleagues_form_does_not_make_a_return_a_corrected_one() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let mut bens = anns(&plan, &template);
    put(&mut bens, (START, 5, 1, text("Ben Baker")));
    put(&mut bens, (MEASURES, 0, 8, CellContent::Number(14.0, 0)));
    let mut own = anns(&plan, &template);
    put(&mut own, (START, 6, 1, date(2024, 4, 4)));
    let [bens, own] = [bens, own].map(|book| write::to_bytes(&book).unwrap());
    let files: [(&str, &[u8]); 2] = [("ben.xlsx", &bens), ("own.xlsx", &own)];
    let (found, _) = asked_about(&plan, &template, &files, &[Scope::Return, Scope::Month]);
    assert_eq!(found.merged.set_aside.keys().collect::<Vec<_>>(), ["ben.xlsx"]);
    let ann = found.met.returners.iter().find(|r| r.lead == LeadId::from("ann")).unwrap();
    assert_eq!(ann.first_completed, None);
    let w02 = found.findings.exceptions.iter().find(|e| e.code.0 == "W02").unwrap();
    assert!(w02.message.contains("nothing of this one is used"), "{}", w02.message);
}

#[test]
fn a_file_whose_errors_are_all_accepted_gets_no_letter() {
    let (plan, template) = (sample::plan(), Template::built_in().unwrap());
    let (mut found, before) = went_through(&plan, &template, &[("b.pdf", b"%PDF-1.4 x")]);
    assert_eq!(before.refused, 1);
    for exception in &mut found.findings.exceptions {
        exception.decision = "Accepted: known".to_owned();
    }
    let (period, history) = (Period::new(2024, 3).unwrap(), History::default());
    let (plan, decisions) = (&plan, &Decisions::default());
    let asked = Asked { plan, period, as_at: period.last_day(), history: &history, decisions };
    assert_eq!(super::feedback(&asked, &template, &found).unwrap().files, Vec::new());
}
