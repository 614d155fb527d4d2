//! contributions.csv: one row per value cell answered in a return, used or not. With exceptions.csv it accounts for
//! every value typed into any return.

use crate::domain::figure::Contribution;

use super::super::Consolidation;
use super::{optional, yes_no};

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
pub fn rows<'a>(month: &'a Consolidation<'a>) -> impl Iterator<Item = [String; 14]> + 'a {
    month.merged.contributions.iter().map(|contribution| row(month.period.to_string(), contribution))
}

fn row(period: String, contribution: &Contribution) -> [String; 14] {
    let reference = contribution.measure.map_or_else(|| contribution.ref_found.clone(), |m| m.to_string());
    [
        period,
        reference,
        optional(contribution.returner.as_ref()),
        contribution.found.clone(),
        optional(contribution.value.as_ref()),
        optional(contribution.numerator),
        optional(contribution.denominator),
        optional(contribution.absence),
        yes_no(contribution.used).to_owned(),
        contribution.note.clone(),
        contribution.provenance.file.to_string(),
        contribution.provenance.sheet.to_string(),
        contribution.provenance.cell.to_string(),
        contribution.provenance.sha256.to_string(),
    ]
}
