//! `measures.csv`.

use std::collections::HashSet;
use std::sync::Arc;

use super::row::Row;
use super::{Known, Seen, measure_checks, sums};
use crate::domain::{
    ActionRef, CountsAs, Frequency, Kind, MeasureRef, MergeRule, Period, Polarity, Quantity, Unit,
};
use crate::finding::Subject;
use crate::plan::fault::{Impossible, PlanFault, PlanFaultKind};
use crate::plan::model::{Action, Measure, Profile, Tolerance};
use crate::plan::raw::{PlanFile, RawTable};

/// Reads the measures. Actions go unchecked when they could not be read.
pub(super) fn read(
    table: &RawTable,
    known: &Known<'_>,
    actions: Option<&[Action]>,
    faults: &mut Vec<PlanFault>,
) -> Vec<Measure> {
    let mut seen = Seen::new();
    let mut measures = Vec::with_capacity(table.rows.len());
    let action_refs = actions.map(|actions| actions.iter().map(|action| action.reference).collect());
    let actions = actions.zip(action_refs.as_ref());
    for row in &table.rows {
        let mut row = Row::new(table, row, faults);
        let expected = "a measure's ref such as 3.10a or O1.3";
        let Some(reference) = row.parsed_needed::<MeasureRef>("ref", expected) else { continue };
        row.subject = Subject::measure(reference);
        seen.note(reference, &mut row, "ref");
        owner(&mut row, reference, known, actions);
        measures.extend(measure(&mut row, reference, known));
    }
    sums::check(table, &measures, faults);
    measures
}

/// The plan's actions, and their refs.
type Actions<'a> = (&'a [Action], &'a HashSet<ActionRef>);

/// Checks that the ref, the action column and `kind` agree, and that action or outcome exist.
fn owner(row: &mut Row<'_>, reference: MeasureRef, known: &Known<'_>, actions: Option<Actions<'_>>) {
    let named: Option<ActionRef> = row.parsed("action", "an action's ref such as 3.10");
    if row.text("action").is_empty() || named.is_some() {
        row.impossible_if(named != reference.action(), "action", Impossible::RefAndOwner);
    }
    if let Some((action, (actions, refs))) = reference.action().zip(actions) {
        if !refs.contains(&action) {
            row.unknown("ref", &action.to_string(), "action", actions.iter().map(|a| a.reference));
        }
    } else if let Some(outcomes) = known.outcomes {
        let number = reference.outcome();
        if reference.action().is_none() && outcomes.iter().all(|outcome| outcome.number != number) {
            row.unknown("ref", &number.to_string(), "outcome", outcomes.iter().map(|o| o.number));
        }
    }
}

fn measure(row: &mut Row<'_>, reference: MeasureRef, known: &Known<'_>) -> Option<Measure> {
    let kind = row.choice_needed("kind", Kind::ALL, Kind::word)?;
    let of_outcome = reference.action().is_none();
    row.impossible_if((kind == Kind::Outcome) != of_outcome, "kind", Impossible::RefAndKind);
    if row.text("measure").is_empty() {
        let written = |column: &&&str| !matches!(**column, "ref" | "kind") && !row.text(column).is_empty();
        let details = PlanFile::Measures.columns().iter().find(written).copied();
        match (kind, details) {
            (Kind::Assurance, _) => row.impossible("measure", Impossible::AssuranceWithoutText),
            (Kind::Outcome, Some(column)) => {
                row.impossible(column, Impossible::UndevelopedWithDetails);
            }
            (Kind::Outcome, None) => return Some(undeveloped(reference)),
        }
        return None;
    }
    let unit = row.choice_needed("unit", Unit::ALL, Unit::word);
    let polarity = row.choice_needed("polarity", Polarity::ALL, Polarity::word);
    let counts_as = row.choice_needed("counts_as", CountsAs::ALL, CountsAs::word);
    let frequency = row.choice_needed("frequency", Frequency::ALL, Frequency::word);
    let merge = row.choice("merge", MergeRule::ALL, MergeRule::word);
    let sensitive = row.choice("sensitive", &[true, false], |yes| if yes { "yes" } else { "no" });
    let (tolerance, profile) = (tolerance(row), profile(row));
    let sums_to = row.parsed("sums_to", "a measure's ref such as 3.10a");
    let returned = row.filled("returned_by").is_some();
    let returned_by = row.leads("returned_by", known);
    let unit = unit?;
    let numeric = unit.is_numeric();
    let dated = matches!(unit, Unit::Date | Unit::Document);
    let (wording, as_written) = (row.wording("measure"), row.wording("as_written"));
    let measure = Measure {
        reference,
        // Mostly the same, and kept once then.
        as_written: if as_written == wording { Arc::clone(&wording) } else { as_written },
        measure: wording,
        kind,
        developed: true,
        unit,
        polarity: polarity?,
        counts_as: counts_as?,
        frequency: frequency?,
        merge: merge.unwrap_or(MergeRule::Single),
        baseline: if numeric { row.number("baseline") } else { None },
        target: if numeric { row.number("target") } else { None },
        due_by: if dated { row.date("target") } else { None },
        tolerance,
        profile: profile?,
        numerator: row.wording("numerator"),
        denominator: row.wording("denominator"),
        sums_to,
        minimum: if numeric { row.number("minimum") } else { None },
        maximum: if numeric { row.number("maximum") } else { None },
        sensitive: sensitive.unwrap_or(false),
        returned_by,
        assumption: row.wording("assumption"),
    };
    measure_checks::check(row, &measure);
    returned.then_some(measure)
}

/// A slot for an outcome measure that is still to be written. Its typed fields stand for nothing.
fn undeveloped(reference: MeasureRef) -> Measure {
    let blank = Arc::<str>::default;
    Measure {
        reference,
        measure: blank(),
        as_written: blank(),
        kind: Kind::Outcome,
        developed: false,
        unit: Unit::Text,
        polarity: Polarity::None,
        counts_as: CountsAs::Snapshot,
        frequency: Frequency::Annual,
        merge: MergeRule::Single,
        baseline: None,
        target: None,
        due_by: None,
        tolerance: None,
        profile: Profile::Flat,
        numerator: blank(),
        denominator: blank(),
        sums_to: None,
        minimum: None,
        maximum: None,
        sensitive: false,
        returned_by: Vec::new(),
        assumption: blank(),
    }
}

fn tolerance(row: &mut Row<'_>) -> Option<Tolerance> {
    let text = row.text("tolerance");
    if text.is_empty() {
        return None;
    }
    let tolerance = read_tolerance(text);
    if tolerance.is_none() {
        row.fault("tolerance", PlanFaultKind::NotReadable { expected: TOLERANCE_FORMS });
    }
    tolerance
}

/// What a tolerance looks like, for messages.
pub(super) const TOLERANCE_FORMS: &str = "10 for ten points, or 10% for a tenth of the value expected";

/// `10` (in the measure's unit) or `10%` (of the value expected); none for anything else, or below nought.
pub(super) fn read_tolerance(text: &str) -> Option<Tolerance> {
    let (digits, relative) = text.strip_suffix('%').map_or((text, false), |digits| (digits.trim(), true));
    let number: Quantity = digits.parse().ok()?;
    (!number.is_negative()).then_some(())?;
    Some(if relative { Tolerance::Relative(number) } else { Tolerance::Points(number) })
}

fn profile(row: &mut Row<'_>) -> Option<Profile> {
    let text = row.text("profile");
    match text.to_lowercase().as_str() {
        "" | "flat" => return Some(Profile::Flat),
        "straight" => return Some(Profile::Straight),
        _ => {}
    }
    let Some(steps) = steps(text) else {
        let expected = "flat, straight, or a list of months and values such as 2019-12:40;2020-03:60";
        row.fault("profile", PlanFaultKind::NotReadable { expected });
        return None;
    };
    let in_order = steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
    row.impossible_if(!in_order, "profile", Impossible::ProfileOutOfOrder);
    Some(Profile::Steps(steps))
}

fn steps(text: &str) -> Option<Vec<(Period, Quantity)>> {
    let step = |item: &str| {
        let (month, value) = item.split_once(':')?;
        Some((month.trim().parse().ok()?, value.trim().parse().ok()?))
    };
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(step).collect()
}
