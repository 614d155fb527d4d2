//! exceptions.csv: one row per exception, in the order of the Exceptions sheet.

use crate::finding::Exception;

use super::super::Consolidation;
use super::{encode, optional};
use crate::domain::Period;
use crate::publish::PublishError;

/// Columns of exceptions.csv.
pub const COLUMNS: [&str; 18] = [
    "period",
    "code",
    "name",
    "severity",
    "returner",
    "action",
    "measure",
    "file",
    "sheet",
    "cell",
    "found",
    "expected",
    "message",
    "fix",
    "first_raised",
    "times_raised",
    "decision",
    "key",
];

/// Rows, open first, worst first.
pub fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [String; 18]> + 'a {
    month.exceptions.iter().map(|exception| row(month.period.to_string(), exception))
}

fn row(period: String, exception: &Exception) -> [String; 18] {
    [
        period,
        exception.code.to_string(),
        exception.name.to_owned(),
        exception.severity.to_string(),
        optional(exception.subject.returner.as_ref()),
        optional(exception.subject.action),
        optional(exception.subject.measure),
        optional(exception.place.file.as_ref()),
        optional(exception.place.sheet.as_ref()),
        optional(exception.place.cell),
        exception.found.clone(),
        exception.expected.clone(),
        exception.message.clone(),
        exception.fix.clone(),
        optional(exception.first_raised),
        exception.times_raised.to_string(),
        exception.decision.clone(),
        exception.key(),
    ]
}

/// The same columns for findings that belong to no consolidated month (`check`, `plan check`): the period is empty when
/// there is none.
pub fn csv(period: Option<Period>, exceptions: &[Exception]) -> Result<Vec<u8>, PublishError> {
    encode(&COLUMNS, exceptions.iter().map(|exception| row(optional(period), exception)))
}
