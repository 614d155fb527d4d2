//! Clean returns for tests, in memory: `ann`'s for the sample plan and March 2024, from which a test changes one thing.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::{CellRef, LeadId, Period, Unit};
use crate::form::Template;
use crate::plan::Plan;
pub(crate) use crate::plan::sample::{day, quantity};
use crate::sheet::grid::{
    Cell, Content, DateSerial, Format, FormatClass, Grid, SheetKind, Visibility, Workbook,
};

/// The built-in template.
pub(crate) fn template() -> Template {
    Template::built_in().unwrap()
}

/// The period of the samples.
pub(crate) fn period() -> Period {
    Period::new(2024, 3).unwrap()
}

fn cell(content: Content, format: FormatClass) -> Cell {
    Cell { at: CellRef::new(0, 0), content, format, format_code: None, formula: None, doubt: None }
}

/// A text cell.
pub(crate) fn text(text: &str) -> Cell {
    cell(Content::Text(text.to_owned()), FormatClass::General)
}

/// A General number.
pub(crate) fn number(number: f64) -> Cell {
    cell(Content::Number(number), FormatClass::General)
}

/// A number in a percent-formatted cell, as stored.
pub(crate) fn percent(stored: f64) -> Cell {
    Cell { format_code: Some("0.##########%".into()), ..cell(Content::Number(stored), FormatClass::Percent) }
}

/// A date cell with this serial.
pub(crate) fn serial(serial: f64) -> Cell {
    let date = DateSerial { serial, from_1904: false };
    Cell { format_code: Some("dd/mm/yyyy".into()), ..cell(Content::Date(date), FormatClass::Date) }
}

/// A date cell.
pub(crate) fn date(year: i32, month: u32, day_of_month: u32) -> Cell {
    let days = (day(year, month, day_of_month) - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
    serial(f64::from(i32::try_from(days).unwrap()))
}

/// A time cell.
pub(crate) fn time(part: f64) -> Cell {
    cell(Content::Date(DateSerial { serial: part, from_1904: false }), FormatClass::Time)
}

/// True or false.
pub(crate) fn boolean(truth: bool) -> Cell {
    cell(Content::Boolean(truth), FormatClass::General)
}

/// An error cell.
pub(crate) fn error(shown: &str) -> Cell {
    cell(Content::Error(shown.to_owned()), FormatClass::General)
}

/// A formula with its stored result.
pub(crate) fn formula(formula: &str, result: Content) -> Cell {
    Cell { formula: Some(formula.into()), ..cell(result, FormatClass::General) }
}

/// A worksheet without cells.
pub(crate) fn grid(name: &str) -> Grid {
    Grid {
        name: Arc::from(name),
        kind: SheetKind::Worksheet,
        visibility: Visibility::Visible,
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        merges: Vec::new(),
        comments: Vec::new(),
        drawn: Vec::new(),
        cells: Vec::new(),
        formulas: 0,
        never_calculated: false,
    }
}

/// Puts a cell at an address such as `H7`; `None` empties it.
pub(crate) fn put(grid: &mut Grid, at: &str, content: Option<Cell>) {
    let at: CellRef = at.parse().unwrap();
    grid.cells.retain(|cell| cell.at != at);
    grid.cells.extend(content.map(|cell| Cell { at, ..cell }));
    grid.cells.sort_by_key(|cell| cell.at);
}

fn row(grid: &mut Grid, number: u32, texts: &[&str]) {
    for (column, content) in (0..).zip(texts) {
        if !content.is_empty() {
            let at = CellRef::new(number - 1, column).to_string();
            put(grid, &at, Some(text(content)));
        }
    }
}

/// A blank return of this lead, as issued: *Start here*, *Progress* and *Measures* with headers in row 4, rows from 5.
pub(crate) fn blank_return(plan: &Plan, lead: &str) -> Workbook {
    let id = LeadId::from(lead);
    let mut start = grid("Start here");
    let title = format!("Improvement plan return for {}: {}", period().in_words(), plan.lead_name(&id));
    row(&mut start, 1, &[&title]);
    row(&mut start, 10, &["Item", "Answer"]);
    row(&mut start, 11, &["Plan", &plan.name]);
    row(&mut start, 12, &["Plan version", &plan.version]);
    row(&mut start, 13, &["Reporting period", &period().in_words()]);
    row(&mut start, 14, &["Return from", plan.lead_name(&id)]);
    row(&mut start, 15, &["Please return by", "5 April 2024"]);
    row(&mut start, 16, &["Completed by"]);
    row(&mut start, 17, &["Date completed"]);
    let mut progress = grid("Progress");
    row(&mut progress, 1, &["Progress on your actions"]);
    let captions = "Ref|Planned activity|Desired outcome|Target date|Last month|Status|Forecast date|Your RAG|Commentary|Evidence";
    row(&mut progress, 4, &captions.split('|').collect::<Vec<_>>());
    for (number, action) in (5..).zip(plan.actions_of(&id)) {
        let reference = action.reference.to_string();
        let texts = [
            &*reference,
            &action.activity,
            &action.desired_outcome,
            &action.target_as_written,
            "first return",
        ];
        row(&mut progress, number, &texts);
    }
    let mut measures = grid("Measures");
    row(&mut measures, 1, &["Values of your measures"]);
    let captions =
        "Ref|Measure|Unit|Due|Target|Last value|Numerator|Denominator|Value|Not available because|Note";
    row(&mut measures, 4, &captions.split('|').collect::<Vec<_>>());
    for (number, measure) in (5..).zip(plan.measures_of(&id)) {
        let texts =
            [&*measure.reference.to_string(), &measure.measure, measure.unit.word(), "due this month"];
        row(&mut measures, number, &texts);
        if measure.unit == Unit::Percent {
            let (top, bottom) = (CellRef::new(number - 1, 6), CellRef::new(number - 1, 7));
            let own = crate::form::percent_formula(&template(), top, bottom);
            let value = Cell { format: FormatClass::Percent, ..formula(&own, Content::Text(String::new())) };
            put(&mut measures, &format!("I{number}"), Some(value));
        }
    }
    let properties = [
        ("ragbook.plan", plan.name.as_str()),
        ("ragbook.plan_version", &plan.version),
        ("ragbook.period", "2024-03"),
        ("ragbook.returner", lead),
    ];
    Workbook {
        format: Format::Xlsx,
        grids: vec![start, progress, measures],
        properties: properties.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        producer: None,
        from_1904: false,
        stray: Vec::new(),
    }
}

/// `ann`'s return, filled in without a fault: Progress rows 5 to 7 (1.1, 1.2, 1.10), Measures rows 5 to 8 (1.1a count 12,
/// 1.1b percent 18 of 20, 1.2a weeks 6.5, 1.10a count 3).
pub(crate) fn clean_return(plan: &Plan) -> Workbook {
    let mut book = blank_return(plan, "ann");
    put(&mut book.grids[0], "B16", Some(text("Ann Archer")));
    put(&mut book.grids[0], "B17", Some(date(2024, 4, 2)));
    for number in 5..=7 {
        let answers = [
            ("F", text("In progress")),
            ("G", date(2024, 6, 30)),
            ("H", text("Green")),
            ("I", text("Sessions were held; more follow.")),
            ("J", text("minutes.docx")),
        ];
        for (column, answer) in answers {
            put(&mut book.grids[1], &format!("{column}{number}"), Some(answer));
        }
    }
    put(&mut book.grids[2], "I5", Some(number(12.0)));
    put(&mut book.grids[2], "G6", Some(number(18.0)));
    put(&mut book.grids[2], "H6", Some(number(20.0)));
    put(&mut book.grids[2], "I7", Some(number(6.5)));
    put(&mut book.grids[2], "I8", Some(number(3.0)));
    book
}
