//! `ragbook plan diff`: two plans compared, as text, JSON or CSV (8-commands-and-files.md).

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::UnusablePlan;
use crate::domain::folding::clip;
use crate::finding::{Exception, Severity};
use crate::plan::diff::{Difference, Happened, Logged, Part, Version, Weight, differences};
use crate::plan::{Plan, RawPlan, raw, validate};
use crate::publish::PublishError;
use crate::publish::data::as_csv;
use crate::rules::run::run_plan;

/// Version of the JSON form: raised when a field is renamed, removed or changes its meaning.
const SCHEMA: u32 = 1;
/// Longest text shown in one piece; no wording of a plan comes near it.
const MOST_CHARS: usize = 4_000;

/// Columns of the CSV, and fields of the JSON.
const COLUMNS: [&str; 9] = ["part", "ref", "change", "field", "from", "to", "kind", "logged", "note"];

/// Compares the plans at these two paths.
///
/// # Errors
/// A plan that cannot be used: what could not be read could not be compared.
pub fn diff(earlier: &Path, later: &Path) -> Result<Vec<Difference>, UnusablePlan> {
    let (raw_earlier, plan_earlier) = read(earlier)?;
    let (raw_later, plan_later) = read(later)?;
    Ok(differences(
        Version { raw: &raw_earlier, plan: &plan_earlier },
        Version { raw: &raw_later, plan: &plan_later },
    ))
}

fn read(path: &Path) -> Result<(RawPlan, Plan), UnusablePlan> {
    let (raw, unread) = raw::read(path);
    let loaded = validate(&raw, unread);
    if let Some(plan) = loaded.plan {
        return Ok((raw, plan));
    }
    let is_error = |finding: &Exception| finding.severity == Severity::Error;
    let errors = run_plan(&loaded.faults).exceptions.into_iter().filter(is_error).collect();
    Err(UnusablePlan { path: path.display().to_string(), errors })
}

/// For people: by part, then what the log does not explain.
pub fn diff_as_text(differences: &[Difference]) -> String {
    let mut text = String::new();
    let mut part = None;
    for difference in differences {
        if part != Some(difference.part) {
            part = Some(difference.part);
            let _ = writeln!(text, "{}", heading(difference.part));
        }
        line(difference, &mut text);
    }
    text.push_str(&summary(differences));
    text
}

const fn heading(part: Part) -> &'static str {
    match part {
        Part::Setting => "Settings",
        Part::Meeting => "Meetings",
        Part::Edition => "Editions",
        Part::Outcome => "Outcomes",
        Part::Action => "Actions",
        Part::Measure => "Measures",
        Part::Lead => "Leads",
        Part::Amendment => "The change log",
    }
}

fn line(difference: &Difference, text: &mut String) {
    let quote = |words: &str| {
        if words.is_empty() { "blank".to_owned() } else { format!("\"{}\"", clip(words, MOST_CHARS)) }
    };
    let Difference { reference, field, from, to, happened, .. } = difference;
    let reference = clip(reference, MOST_CHARS);
    let about = if field.is_empty() { reference } else { format!("{reference}  {field}") };
    let said = match (happened, field.is_empty() && difference.part != Part::Setting) {
        (Happened::Added, true) => format!("added: {}", quote(to)),
        (Happened::Removed, true) => format!("removed: {}", quote(from)),
        (Happened::Changed, _) => format!("{} -> {} ({})", quote(from), quote(to), difference.weight.word()),
        (happened, _) => format!("{}: {} -> {}", happened.word(), quote(from), quote(to)),
    };
    let _ = writeln!(text, "  {about}: {said}");
    if difference.logged == Logged::No {
        let _ = writeln!(text, "      NOT in changes.csv");
    }
    if !difference.note.is_empty() {
        let _ = writeln!(text, "      {}", clip(&difference.note, MOST_CHARS));
    }
}

fn summary(differences: &[Difference]) -> String {
    let of_plan = || differences.iter().filter(|d| d.part != Part::Amendment);
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let wording = of_plan().filter(|d| d.weight == Weight::Wording).count();
    let all = of_plan().count();
    let unlogged = of_plan().filter(|d| d.logged == Logged::No).count();
    let not_borne_out = differences.iter().filter(|d| d.happened == Happened::NotBorneOut).count();
    let taken_out =
        differences.iter().filter(|d| d.part == Part::Amendment && d.happened == Happened::Removed).count();
    if differences.is_empty() {
        return "The two plans say the same.\n".to_owned();
    }
    format!(
        "{}: {wording} of wording, {} of meaning.\nNot explained by changes.csv: {unlogged}. New amendments that the plan does not bear out: {not_borne_out}. Amendments taken out of the log: {taken_out}.\n",
        count(all, "change", "changes"),
        all - wording
    )
}

/// The JSON document: one object a difference, its fields those of the CSV.
#[derive(Serialize)]
struct DiffV1 {
    schema: u32,
    differences: Vec<serde_json::Map<String, serde_json::Value>>,
}

/// One JSON document.
///
/// # Errors
/// Never, as long as the fields are texts.
pub fn diff_as_json(differences: &[Difference]) -> Result<String, serde_json::Error> {
    let entry = |difference: &Difference| {
        let cells = cells(difference).map(|cell| serde_json::Value::String(cell.to_owned()));
        COLUMNS.map(str::to_owned).into_iter().zip(cells).collect()
    };
    let differences = differences.iter().map(entry).collect();
    serde_json::to_string_pretty(&DiffV1 { schema: SCHEMA, differences })
}

/// The CSV: one row a difference.
pub fn diff_as_csv(differences: &[Difference]) -> Result<String, PublishError> {
    as_csv(&COLUMNS, differences.iter().map(|difference| cells(difference).map(str::to_owned)))
}

fn cells(difference: &Difference) -> [&str; 9] {
    [
        difference.part.word(),
        &difference.reference,
        difference.happened.word(),
        &difference.field,
        &difference.from,
        &difference.to,
        difference.weight.word(),
        difference.logged.word(),
        &difference.note,
    ]
}
