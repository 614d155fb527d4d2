//! `ragbook plan convert`: a plan folder becomes one `plan.xlsx`, a `plan.xlsx` a folder. No cell and no setting is lost;
//! only the comment lines of `plan.toml` have no place in a workbook, and are counted.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::UnusablePlan;
use crate::domain::Quantity;
use crate::finding::{Exception, Severity};
use crate::plan::raw::files::{SETTINGS_COLUMNS, SETTINGS_FILE, SETTINGS_SHEET};
use crate::plan::raw::{self, PlanFile, RawPlan, RawTable, Setting, SettingKind};
use crate::plan::{Plan, validate};
use crate::publish::output::NewFile;
use crate::rules::run::run_plan;
use crate::sheet::book::{Book, CellContent, CellSpec, ColumnSpec, Rows, Sheet, TableSpec};
use crate::sheet::write::{self, WriteError};

/// Name of a plan workbook.
const WORKBOOK: &str = "plan.xlsx";

/// The plan in its other form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// `plan.xlsx` alone, or the files of a folder. Not written yet; must not replace what is there.
    pub files: Vec<NewFile>,
    /// How many comment lines of `plan.toml` a workbook has no place for.
    pub comments_left_out: usize,
}

/// Why a plan was not converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// It has errors: converting could lose what they are about.
    #[error(transparent)]
    Unusable(#[from] UnusablePlan),
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] WriteError),
    /// A CSV could not be made.
    #[error("{0} could not be made: {1}")]
    Csv(&'static str, String),
}

/// Converts the plan at this path.
///
/// # Errors
/// A plan with errors is not converted: an unknown column, or a ref that became a number, would be lost for good.
pub fn convert(path: &Path) -> Result<Converted, ConvertError> {
    let (raw, unread) = raw::read(path);
    let loaded = validate(&raw, unread);
    let Some(plan) = loaded.plan else {
        let is_error = |finding: &Exception| finding.severity == Severity::Error;
        let errors = run_plan(&loaded.faults).exceptions.into_iter().filter(is_error).collect();
        return Err(UnusablePlan { path: path.display().to_string(), errors }.into());
    };
    if path.is_dir() {
        let bytes = write::to_bytes(&book(&raw, &plan))?;
        let files = vec![NewFile { name: WORKBOOK.to_owned(), bytes }];
        Ok(Converted { files, comments_left_out: comments(&path.join(SETTINGS_FILE)) })
    } else {
        Ok(Converted { files: folder(&raw)?, comments_left_out: 0 })
    }
}

/// The folder's files: columns as they stand in the workbook.
fn folder(raw: &RawPlan) -> Result<Vec<NewFile>, ConvertError> {
    let settings = raw::setting::to_toml(&raw.settings).into_bytes();
    let mut files = vec![NewFile { name: SETTINGS_FILE.to_owned(), bytes: settings }];
    for table in &raw.tables {
        let name = table.file.file_name();
        let bytes = csv(table).map_err(|error| ConvertError::Csv(name, error.to_string()))?;
        files.push(NewFile { name: name.to_owned(), bytes });
    }
    Ok(files)
}

fn csv(table: &RawTable) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.header.iter().map(|(caption, _)| caption))?;
    for row in &table.rows {
        let text = |column: u32| row.cell(column).map_or("", |cell| cell.text.as_str());
        writer.write_record(table.header.iter().map(|(_, column)| text(*column)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The workbook: a sheet of settings and one for each table, captions in row 1.
fn book(raw: &RawPlan, plan: &Plan) -> Book {
    let settings = raw.settings.iter().map(|s| vec![text(&s.key), value(s)]).collect();
    let mut sheets = vec![sheet(SETTINGS_SHEET, &SETTINGS_COLUMNS, settings)];
    for table in PlanFile::ALL.into_iter().filter_map(|file| raw.table(file)) {
        let captions: Vec<&str> = table.header.iter().map(|(caption, _)| caption.as_str()).collect();
        let rows = table.rows.iter().map(|row| {
            let cells = table.header.iter().map(|(_, column)| row.cell(*column));
            cells.map(|cell| text(cell.map_or("", |cell| &cell.text))).collect::<Vec<_>>()
        });
        sheets.push(sheet(table.file.sheet_name(), &captions, rows.collect()));
    }
    Book {
        title: plan.name.clone(),
        subject: "The plan as ragbook reads it".to_owned(),
        author: plan.authority.clone(),
        keywords: String::new(),
        company: plan.authority.clone(),
        created: plan.starts,
        properties: BTreeMap::new(),
        sheets,
    }
}

fn sheet(name: &str, captions: &[&str], rows: Rows) -> Sheet {
    let column = |caption: &&str| ColumnSpec {
        caption: (*caption).to_owned(),
        width: width(caption),
        note: String::new(),
    };
    Sheet {
        name: name.to_owned(),
        title: String::new(),
        lines: Vec::new(),
        table: Some(TableSpec {
            name: name.to_owned(),
            columns: captions.iter().map(column).collect(),
            rows,
        }),
        charts: Vec::new(),
        protected: false,
        frozen_header: true,
    }
}

/// Wide columns for the plan's wording, narrow ones for words and numbers.
fn width(caption: &str) -> f64 {
    match caption {
        "outcome" | "recommendation" | "activity" | "desired_outcome" | "measure" | "as_written"
        | "assumption" | "reason" | "value" => 50.0,
        "ref" | "number" | "action" | "kind" | "unit" => 10.0,
        _ => 20.0,
    }
}

fn text(text: &str) -> CellSpec<'_> {
    if text.is_empty() { CellSpec::of(CellContent::Blank) } else { CellSpec::text(text) }
}

/// A setting as the cell it would be typed as. What is no plain number or day stays text: nothing is rounded.
fn value(setting: &Setting) -> CellSpec<'_> {
    let plain = setting.value.as_str();
    match setting.kind {
        SettingKind::Number => plain
            .parse::<Quantity>()
            .map_or_else(|_| text(plain), |q| CellSpec::of(CellContent::Number(q.to_double(), q.places()))),
        SettingKind::Date => plain
            .parse::<NaiveDate>()
            .map_or_else(|_| text(plain), |day| CellSpec::of(CellContent::Date(day))),
        SettingKind::Text | SettingKind::Truth | SettingKind::List => text(plain),
    }
}

fn comments(settings: &Path) -> usize {
    let text = std::fs::read_to_string(settings).unwrap_or_default();
    text.lines().filter(|line| line.trim_start().starts_with('#')).count()
}
