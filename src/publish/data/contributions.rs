//! contributions.csv: one row per value cell answered in a return, used or not. With exceptions.csv it accounts for
//! every value typed into any return.

use crate::domain::figure::Contribution;
use crate::domain::{Absence, LeadId};

use super::super::Consolidation;
use super::{Field, lent, optional, yes_no};

/// Columns of contributions.csv.
pub const COLUMNS: [&str; 14] = [
    "period",
    "ref",
    "returner",
    "found",
    "value",
    "numerator",
    "denominator",
    "absence",
    "used",
    "note",
    "file",
    "sheet",
    "cell",
    "sha256",
];

/// Rows by file, sheet and cell. `period` is the month consolidated, also for a return that was for another one: the
/// return's own month stands in returns.csv.
pub(super) fn rows<'a>(
    month: &'a Consolidation<'a>,
    period: &'a str,
) -> impl Iterator<Item = [Field<'a>; 14]> + 'a {
    month.merged.contributions.iter().map(|contribution| row(period, contribution))
}

fn row<'a>(period: &'a str, contribution: &'a Contribution) -> [Field<'a>; 14] {
    let known = contribution.measure.map(|measure| measure.to_string().into());
    [
        period.into(),
        known.unwrap_or_else(|| contribution.ref_found.as_str().into()),
        lent(contribution.returner.as_ref().map(LeadId::as_str)),
        contribution.found.as_str().into(),
        optional(contribution.value.as_ref()).into(),
        optional(contribution.numerator).into(),
        optional(contribution.denominator).into(),
        lent(contribution.absence.map(Absence::word)),
        yes_no(contribution.used).into(),
        contribution.note.as_str().into(),
        (&*contribution.provenance.file).into(),
        (&*contribution.provenance.sheet).into(),
        contribution.provenance.cell.to_string().into(),
        contribution.provenance.sha256.to_string().into(),
    ]
}
