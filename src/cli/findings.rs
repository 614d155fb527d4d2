//! Findings as text, JSON or CSV (`--format`), for every command that prints them.

use serde::Serialize;

use super::args::Form;
use super::{Failure, console};
use crate::domain::{LeadId, Period};
use crate::finding::Exception;
use crate::publish::data::exceptions;

/// Version of the JSON form: raised when a field is renamed, removed or changes its meaning.
pub const SCHEMA: u32 = 1;

/// The JSON document.
#[derive(Debug, Serialize)]
struct FindingsV1<'a> {
    schema: u32,
    period: Option<Period>,
    findings: Vec<FindingV1<'a>>,
}

/// One finding; the fields are those of exceptions.csv.
#[derive(Debug, Serialize)]
struct FindingV1<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    returner: Option<&'a str>,
    action: Option<String>,
    measure: Option<String>,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    found: &'a str,
    expected: &'a str,
    message: &'a str,
    fix: &'a str,
    key: String,
}

/// Prints these findings on stdout.
pub fn print(form: Form, period: Option<Period>, found: &[Exception]) -> Result<(), Failure> {
    let refused = |e: &dyn std::fmt::Display| Failure::new("printing what was found", e, "");
    match form {
        Form::Text => console::result(&console::exceptions_in_words(found)),
        Form::Json => {
            let document =
                FindingsV1 { schema: SCHEMA, period, findings: found.iter().map(finding).collect() };
            console::result(&serde_json::to_string_pretty(&document).map_err(|e| refused(&e))?)
        }
        Form::Csv => {
            let bytes = exceptions::csv(period, found).map_err(|e| refused(&e))?;
            console::result(&String::from_utf8_lossy(&bytes))
        }
    }
}

fn finding(exception: &Exception) -> FindingV1<'_> {
    let (subject, place) = (&exception.subject, &exception.place);
    FindingV1 {
        code: exception.code.0,
        name: exception.name,
        severity: exception.severity.word(),
        returner: subject.returner.as_ref().map(LeadId::as_str),
        action: subject.action.map(|a| a.to_string()),
        measure: subject.measure.map(|m| m.to_string()),
        file: place.file.as_deref(),
        sheet: place.sheet.as_deref(),
        cell: place.cell.map(|c| c.to_string()),
        found: &exception.found,
        expected: &exception.expected,
        message: &exception.message,
        fix: &exception.fix,
        key: exception.key(),
    }
}
