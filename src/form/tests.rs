//! The form as a whole: one for every returner of a small plan, read as data before it is written.

use std::fmt::Write as _;

use super::*;
use crate::plan::sample;
use crate::sheet::book::{CellContent, CellSpec, FormulaResult, LiveFormula, Sheet};

fn form(lead: &str) -> Book {
    let plan = sample::plan();
    let lead = plan.leads.iter().find(|l| l.id.as_str() == lead).unwrap();
    blank(&plan, &Template::built_in().unwrap(), &History::default(), lead, Period::new(2024, 3).unwrap())
}

fn shown(cell: &CellSpec<'_>) -> String {
    let content = match &cell.content {
        CellContent::Blank => String::new(),
        CellContent::Text(text) => text.clone().into_owned(),
        CellContent::Number(number, _) => number.to_string(),
        CellContent::Formula(live) => match &live.result {
            FormulaResult::Empty => format!("={}", live.formula),
            FormulaResult::Number(n) => format!("={} -> {n}", live.formula),
            // As the snapshots have it.
            result @ FormulaResult::Text(_) => {
                let LiveFormula { formula, percent, .. } = &**live;
                format!("Formula {{ formula: {formula:?}, result: {result:?}, percent: {percent:?} }}")
            }
        },
        other => format!("{other:?}"),
    };
    let input = cell.input.as_ref().map(|i| format!("[{:?}]", i.rule)).unwrap_or_default();
    format!("{content}{input}{}", if cell.greyed { "[grey]" } else { "" })
}

fn dump(sheet: &Sheet) -> String {
    let mut text = format!("== {}\n{}\n", sheet.name, sheet.title);
    for line in sheet.rows_of_lines() {
        writeln!(text, "{}", line.text).unwrap();
    }
    if let Some(table) = &sheet.table {
        let captions: Vec<&str> = table.columns.iter().map(|c| c.caption.as_str()).collect();
        writeln!(text, "{}", captions.join(" | ")).unwrap();
        for row in table.rows.iter() {
            let cells: Vec<String> = row.iter().map(|cell| shown(&cell)).collect();
            writeln!(text, "{}", cells.join(" | ")).unwrap();
        }
    }
    text
}

#[test]
fn the_blank_form_of_a_lead_with_actions_and_measures() {
    let form = form("ann");
    insta::assert_snapshot!(form.sheets.iter().map(dump).collect::<Vec<_>>().join("\n"));
}

/// At 100 % Excel gives a character eight pixels and a column five more; row numbers and the scroll bar take 45.
#[test]
fn a_laptop_shows_every_column_and_the_first_rows_at_once() {
    for sheet in &form("ann").sheets[1..] {
        let table = sheet.table.as_ref().unwrap();
        let pixels: f64 = table.columns.iter().map(|column| column.width * 8.0 + 5.0).sum();
        assert!(pixels <= 1366.0 - 45.0, "{}: {pixels}", sheet.name);
        // Above the ribbon's 310 pixels: the title, the lines and the captions leave room for rows.
        let lines = f64::from(sheet.header_row() + 1) * 25.0;
        assert!(lines <= (768.0 - 310.0) / 3.0, "{}: {lines}", sheet.name);
    }
}

#[test]
fn identity_stands_in_the_properties() {
    let form = form("ben");
    assert_eq!(form.properties[PROPERTY_PERIOD], "2024-03");
    assert_eq!(form.properties[PROPERTY_RETURNER], "ben");
    assert_eq!(form.properties[PROPERTY_PLAN_VERSION], "1.0");
    assert_eq!(form.properties[PROPERTY_PLAN], "Example Improvement Plan");
}

#[test]
fn every_input_has_a_prompt_and_says_what_to_type() {
    for lead in ["ann", "ben", "clerk"] {
        for cell in form(lead).sheets.iter().flat_map(|s| &s.table).flat_map(|t| t.rows.cells()) {
            let Some(input) = &cell.input else { continue };
            assert!(!input.prompt.is_empty() && input.prompt.chars().count() <= 255, "{input:?}");
            assert!(!input.error.is_empty() && !input.error.contains(['{', '}']), "{input:?}");
            assert!(!input.error.to_lowercase().contains("invalid"));
        }
    }
}

#[test]
fn a_lead_without_measures_is_told_so() {
    let mut plan = sample::plan();
    plan.measures.clear();
    let template = Template::built_in().unwrap();
    let form = blank(&plan, &template, &History::default(), &plan.leads[0], Period::new(2024, 3).unwrap());
    assert_eq!(form.sheets[2].table, None);
    assert!(dump(&form.sheets[2]).contains("nothing to fill in"));
    assert!(dump(&form.sheets[0]).contains("Values still to fill in | nothing to fill in\n"));
}

#[test]
fn last_month_and_last_value_come_from_history() {
    use crate::domain::figure::FigureState;
    use crate::domain::{Quantity, Rating, Status, Value};
    use crate::ledger::{PastAction, PastContribution, PastFigure};

    let mut history = History::default();
    let february = Period::new(2024, 2).unwrap();
    let past = |status| PastAction {
        status,
        forecast: None,
        own_rag: None,
        commentary: String::new(),
        evidence: String::new(),
        returned: true,
        delivery: Rating::Amber,
        impact: Rating::NotRated,
        ..PastAction::default()
    };
    history.actions.insert((sample::action_ref("1.1"), february), past(Some(Status::InProgress)));
    history.actions.insert((sample::action_ref("1.2"), february.previous()), past(None));
    let value = Some(Value::Number(Quantity::from(1250)));
    let figure = PastFigure { value, state: FigureState::Value, ..Default::default() };
    history.figures.insert((sample::measure_ref("1.1a"), february), figure);
    // The lead's own of January is older than February's figure, on which an officer decided.
    let plan = sample::plan();
    let given = PastContribution {
        value: Some(Value::Number(Quantity::from(900))),
        used: true,
        ..Default::default()
    };
    let january =
        PastFigure { by_returner: [(plan.leads[0].id.clone(), given)].into(), ..Default::default() };
    history.figures.insert((sample::measure_ref("1.1a"), february.previous()), january);

    let form = blank(&plan, &Template::built_in().unwrap(), &history, &plan.leads[0], february.next());
    let progress = dump(&form.sheets[1]);
    assert!(progress.contains("| In progress, Amber |"), "{progress}");
    assert!(progress.contains("| no return, Amber (Jan 2024) |"), "{progress}");
    assert!(progress.contains("| first return |"), "{progress}");
    assert!(dump(&form.sheets[2]).contains("| 1,250 (Feb 2024) |"));
}

#[test]
fn a_closed_action_and_its_measures_are_not_asked_for() {
    use crate::plan::{Change, ChangeSubject};

    let mut plan = sample::plan();
    plan.changes.push(Change {
        date: sample::day(2024, 3, 10),
        subject: ChangeSubject::Action(sample::action_ref("1.1")),
        field: "status".into(),
        from: String::new(),
        to: "stopped".into(),
        approved_by: "Board".into(),
        reason: "no longer needed".into(),
    });
    let template = Template::built_in().unwrap();
    let shown = |period: &str| {
        let form = blank(&plan, &template, &History::default(), &plan.leads[0], period.parse().unwrap());
        let rows = |sheet: usize, start: &str| {
            dump(&form.sheets[sheet]).lines().filter(|line| line.starts_with(start)).count()
        };
        (rows(1, "1.1 |"), rows(2, "1.1a |"))
    };
    assert_eq!((shown("2024-02"), shown("2024-03")), ((1, 1), (0, 0)));
}

/// What was wanted once, and did not come in its month, is rated overdue: the form says that it is still needed.
#[test]
fn what_was_wanted_once_and_did_not_come_is_still_needed() {
    let mut plan = sample::plan();
    let document = plan.measures.iter_mut().find(|m| m.reference.to_string() == "2.1d").unwrap();
    document.frequency = crate::domain::Frequency::Once;
    document.due_by = Some(sample::day(2024, 1, 31));
    let reference = document.reference;
    let due = |plan: &Plan, history: &History| {
        let ben = plan.leads.iter().find(|l| l.id.as_str() == "ben").unwrap();
        let template = Template::built_in().unwrap();
        let book = blank(plan, &template, history, ben, Period::new(2024, 3).unwrap());
        let rows = &book.sheets[2].table.as_ref().unwrap().rows;
        let name = reference.to_string();
        let row = rows.iter().find(|row| row.first().is_some_and(|cell| shown(&cell) == name)).unwrap();
        shown(&row.get(3).unwrap())
    };
    assert_eq!(due(&plan, &History::default()), "was due Jan 2024, still needed");
    let mut given = History::default();
    let value = Some(crate::domain::Value::Text("hub plan.docx".to_owned()));
    let past = crate::ledger::PastFigure { value, ..Default::default() };
    given.figures.insert((reference, Period::new(2024, 1).unwrap()), past);
    assert_eq!(due(&plan, &given), "not due");
}
