//! What a measure's cells cannot mean together (P08).

use super::row::Row;
use crate::domain::{MergeRule, Quantity, Unit};
use crate::plan::fault::Impossible;
use crate::plan::model::{Measure, Profile};

/// Adds a fault for each contradiction within the row.
pub(super) fn check(row: &mut Row<'_>, measure: &Measure) {
    merge(row, measure);
    words(row, measure);
    range(row, measure);
}

fn merge(row: &mut Row<'_>, measure: &Measure) {
    let (rule, unit) = (measure.merge, measure.unit);
    let calculates = matches!(rule, MergeRule::Sum | MergeRule::Mean);
    let compares = rule == MergeRule::Maximum;
    let wordy = matches!(unit, Unit::Text | Unit::Document);
    row.impossible_if(
        rule == MergeRule::Pooled && unit != Unit::Percent,
        "merge",
        Impossible::PooledWithoutPercent,
    );
    row.impossible_if(rule == MergeRule::Sum && unit == Unit::Percent, "merge", Impossible::SumOfPercents);
    row.impossible_if(
        (calculates && !unit.is_numeric()) || (compares && wordy),
        "merge",
        Impossible::MergeOfWords,
    );
    let several = measure.returned_by.len() > 1;
    row.impossible_if(several && row.text("merge").is_empty(), "merge", Impossible::SeveralWithoutMerge);
}

fn words(row: &mut Row<'_>, measure: &Measure) {
    for column in ["numerator", "denominator"] {
        let holds = measure.unit != Unit::Percent && !row.text(column).is_empty();
        row.impossible_if(holds, column, Impossible::FractionWithoutPercent);
    }
    if measure.unit.is_numeric() {
        return;
    }
    for column in ["baseline", "tolerance", "minimum", "maximum"] {
        row.impossible_if(!row.text(column).is_empty(), column, Impossible::NumberForWords);
    }
    row.impossible_if(measure.profile != Profile::Flat, "profile", Impossible::NumberForWords);
    let wordy_target = measure.unit == Unit::Text && !row.text("target").is_empty();
    row.impossible_if(wordy_target, "target", Impossible::NumberForWords);
}

fn range(row: &mut Row<'_>, measure: &Measure) {
    let (minimum, maximum) = (measure.minimum, measure.maximum);
    let crossed = minimum.zip(maximum).is_some_and(|(low, high)| low > high);
    row.impossible_if(crossed, "minimum", Impossible::MinimumOverMaximum);
    for (column, value) in [("target", measure.target), ("baseline", measure.baseline)] {
        let Some(value) = value else { continue };
        let outside =
            |value: Quantity| minimum.is_some_and(|m| value < m) || maximum.is_some_and(|m| value > m);
        row.impossible_if(!crossed && outside(value), column, Impossible::OutsideRange);
        let whole = measure.unit != Unit::Count || (value.is_whole() && !value.is_negative());
        row.impossible_if(!whole, column, Impossible::NotACount);
    }
}
