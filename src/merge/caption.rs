//! Captions of input columns as the contract has them (3-return-workbook.md): what typed faults name a question by.
//! A council that renames its captions changes what leads see, not these names.

use crate::domain::Column;

/// The caption of an input column; the column's key for any other.
pub(super) const fn caption(column: Column) -> &'static str {
    match column {
        Column::Status => "Status",
        Column::Forecast => "Forecast date",
        Column::OwnRag => "Your RAG",
        Column::Commentary => "Commentary",
        Column::Evidence => "Evidence",
        Column::TargetDate => "Target date",
        Column::Numerator => "Numerator",
        Column::Denominator => "Denominator",
        Column::Value => "Value",
        Column::Absence => "Not available because",
        Column::Note => "Note",
        other => other.key(),
    }
}
