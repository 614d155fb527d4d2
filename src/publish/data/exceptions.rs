//! exceptions.csv: one row per exception, in the order of the Exceptions sheet.

use crate::finding::Exception;

use super::super::Consolidation;
use super::{Field, encode, lent, optional};
use crate::domain::{LeadId, Period};
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
pub(super) fn rows<'a>(
    month: &'a Consolidation<'a>,
    period: &'a str,
) -> impl Iterator<Item = [Field<'a>; 18]> + 'a {
    month.exceptions.iter().map(|exception| row(period, exception))
}

fn row<'a>(period: &'a str, exception: &'a Exception) -> [Field<'a>; 18] {
    [
        period.into(),
        exception.code.0.into(),
        exception.name.into(),
        exception.severity.word().into(),
        lent(exception.subject.returner.as_ref().map(LeadId::as_str)),
        optional(exception.subject.action).into(),
        optional(exception.subject.measure).into(),
        lent(exception.place.file.as_deref()),
        lent(exception.place.sheet.as_deref()),
        optional(exception.place.cell).into(),
        exception.found.as_str().into(),
        exception.expected.as_str().into(),
        exception.message.as_str().into(),
        exception.fix.as_str().into(),
        optional(exception.first_raised).into(),
        exception.times_raised.to_string().into(),
        exception.decision.as_str().into(),
        exception.key().into(),
    ]
}

/// The same columns for findings that belong to no consolidated month (`check`, `plan check`): the period is empty when
/// there is none.
pub fn csv(period: Option<Period>, exceptions: &[Exception]) -> Result<Vec<u8>, PublishError> {
    let period = &optional(period);
    encode(&COLUMNS, exceptions.iter().map(|exception| row(period, exception)))
}
