//! The consolidated set of a whole plan, seeds and all, from returns built in memory: it is written whole, twice the same,
//! and says the same in workbook, CSVs and manifest. With `RAGBOOK_KEEP=DIR` the set stays in that folder to be looked at.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use ragbook::domain::{CellRef, OwnRag, Period, Quantity, Sha256, Status, Unit, Value};
use ragbook::intake::{Answer, FileMet, FileState, Intake, MeasureRow, ProgressRow, Read, Return, TableRead};
use ragbook::ledger::{Decisions, History};
use ragbook::pipeline::consolidate::{claim, write};
use ragbook::pipeline::ledgers::Ledgers;
use ragbook::pipeline::month::Asked;
use ragbook::plan::{self, Action, Lead, Measure, Plan};

fn seeds() -> Plan {
    plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).plan.unwrap()
}

fn answer<T>(row: u32, column: u32, found: &str, value: Option<T>) -> Answer<T> {
    let cell = CellRef::new(row, column);
    value.map_or_else(|| Answer::blank(cell), |v| Answer { cell, found: found.to_owned(), read: Read::As(v) })
}

fn progress_row(row: u32, action: &Action) -> ProgressRow {
    let turn = u32::from(action.reference.number) + u32::from(action.reference.outcome);
    let status = Status::ALL[turn as usize % 3];
    let commentary = if turn % 4 == 0 {
        "Recruitment of the second cohort has slipped because two posts were advertised twice. ".repeat(12)
    } else {
        "Training delivered to all teams; the audit follows next month.".to_owned()
    };
    let own = OwnRag::ALL[turn as usize % 3];
    let forecast = NaiveDate::from_ymd_opt(2020, 1 + turn % 12, 15);
    ProgressRow {
        ref_found: action.reference.to_string(),
        ref_cell: CellRef::new(row, 0),
        action: Some(action.reference),
        accepted: true,
        status: answer(row, 5, status.word(), Some(status)),
        forecast: answer(row, 6, "15/1/2020", forecast),
        own_rag: answer(row, 7, own.word(), Some(own)),
        commentary: answer(row, 8, &commentary, Some(commentary.clone())),
        evidence: answer(
            row,
            9,
            "Minutes of the board",
            (turn % 2 == 0).then(|| "Minutes of the board".to_owned()),
        ),
        requested_target: None,
    }
}

fn measure_row(row: u32, measure: &Measure) -> MeasureRow {
    let number = i64::from(row) * 37 + 3;
    let value = match measure.unit {
        Unit::Percent => Value::Number(Quantity::from(number % 100)),
        Unit::Date => Value::Date(NaiveDate::from_ymd_opt(2019, 11, 18).unwrap()),
        Unit::Text | Unit::Document => Value::Text("Neglect strategy, version 3.docx".to_owned()),
        _ => Value::Number(Quantity::from(number)),
    };
    let shown = value.to_string();
    MeasureRow {
        ref_found: measure.reference.to_string(),
        ref_cell: CellRef::new(row, 0),
        measure: Some(measure.reference),
        accepted: true,
        value: answer(row, 8, &shown, (!row.is_multiple_of(5)).then_some(value)),
        numerator: answer(row, 6, "", None),
        denominator: answer(row, 7, "", None),
        absence: answer(row, 9, "", None),
        note: answer(row, 10, "", None),
        last_value: None,
    }
}

fn returned(plan: &Plan, lead: &Lead, period: Period) -> FileMet {
    let name: Arc<str> = Arc::from(format!("{period} {}.xlsx", lead.name));
    let sha256 = Sha256::of(name.as_bytes());
    let table = |sheet: &str| (Arc::from(sheet), CellRef::new(3, 0));
    let (progress_sheet, header) = table("Progress");
    let (measures_sheet, _) = table("Measures");
    let returned = Return {
        file: Arc::clone(&name),
        sha256,
        returner: Some(lead.id.clone()),
        identity_disputed: false,
        unread: Vec::new(),
        corrects: None,
        only_table: None,
        period: Some(period),
        plan_version: Some(plan.version.clone()),
        completed_by: lead.name.to_string(),
        date_completed: NaiveDate::from_ymd_opt(2019, 12, 4),
        progress: Some(TableRead {
            sheet: progress_sheet,
            header,
            rows: (4..).zip(plan.actions_of(&lead.id)).map(|(row, a)| progress_row(row, a)).collect(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        measures: Some(TableRead {
            sheet: measures_sheet,
            header,
            rows: (4..).zip(plan.measures_of(&lead.id)).map(|(row, m)| measure_row(row, m)).collect(),
            doubtful: std::collections::BTreeMap::default(),
        }),
        faults: Vec::new(),
    };
    FileMet {
        name,
        sha256: Some(sha256),
        state: FileState::Read,
        returned: Some(returned),
        faults: Vec::new(),
    }
}

/// A return from every returner but the last three.
fn intake(plan: &Plan, period: Period) -> Intake {
    let leads: Vec<&Lead> = plan.returners().collect();
    let mut files: Vec<FileMet> =
        leads[..leads.len() - 3].iter().map(|lead| returned(plan, lead, period)).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Intake { files, ..Intake::default() }
}

fn set(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(set(&path));
        } else {
            files.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn a_whole_plan_is_consolidated_twice_the_same() {
    let (plan, history) = (seeds(), History::default());
    let period = Period::new(2019, 11).unwrap();
    let asked = Asked {
        plan: &plan,
        period,
        as_at: period.last_day(),
        history: &history,
        decisions: &Decisions::default(),
    };
    let temporary = tempfile::tempdir().unwrap();
    let out = std::env::var_os("RAGBOOK_KEEP").map_or_else(|| temporary.path().join("out"), PathBuf::from);
    let run = || {
        let folder = claim(&asked, &out).unwrap();
        write(&asked, &folder, &Ledgers::default(), intake(&plan, period)).unwrap()
    };
    let outcome = run();
    let first = set(&out);
    assert_eq!(outcome.ratings.all(), plan.actions.len());
    assert_eq!(outcome.files.met(), outcome.files.read);
    assert_eq!(run(), outcome);
    assert!(set(&out) == first, "the second run gave other bytes");
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(outcome.data.join(name)).unwrap();
        reader.records().count()
    };
    assert_eq!(rows("measures.csv"), plan.measures.len());
    assert_eq!(rows("actions.csv"), plan.actions.len());
    assert_eq!(rows("exceptions.csv"), outcome.found.findings.exceptions.len());
    assert_eq!(rows("returns.csv"), outcome.files.met());
}
