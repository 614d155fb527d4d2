//! A small plan for tests: every unit, a joint measure, a total with parts, a lead by post. Nothing of any council's.

use std::sync::Arc;

use chrono::NaiveDate;

use super::model::{Action, Lead, Measure, Outcome, Plan, Profile, RatingSettings, TargetDate};
use crate::domain::{
    ActionRef, CountsAs, Frequency, Kind, LeadId, MeasureRef, MergeRule, Polarity, Quantity, Unit,
};
use crate::sheet::limits::Limits;

/// 10 March 2024 and the like.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A quantity from its digits.
pub(crate) fn quantity(digits: &str) -> Quantity {
    digits.parse().unwrap()
}

/// A measure ref.
pub(crate) fn measure_ref(text: &str) -> MeasureRef {
    text.parse().unwrap()
}

/// An action ref.
pub(crate) fn action_ref(text: &str) -> ActionRef {
    text.parse().unwrap()
}

fn action(reference: &str, activity: &str, target: TargetDate, written: &str, leads: &[&str]) -> Action {
    let reference = action_ref(reference);
    Action {
        reference,
        outcome: reference.outcome,
        activity: Arc::from(activity),
        desired_outcome: Arc::from(format!("What {activity} should change")),
        target_as_written: Arc::from(written),
        target,
        lead_as_written: Arc::from(leads.join(", ")),
        leads: leads.iter().map(|id| LeadId::from(*id)).collect(),
        status_as_written: Arc::from(""),
        note: Arc::from(""),
    }
}

/// A monthly count of this action with no target, returned by these leads; tests change what they need.
pub(crate) fn measure(reference: &str, text: &str, unit: Unit, returned_by: &[&str]) -> Measure {
    Measure {
        reference: measure_ref(reference),
        measure: Arc::from(text),
        as_written: Arc::from(text),
        kind: Kind::Assurance,
        developed: true,
        unit,
        polarity: Polarity::Higher,
        counts_as: CountsAs::Period,
        frequency: Frequency::Monthly,
        merge: MergeRule::Single,
        baseline: None,
        target: None,
        due_by: None,
        tolerance: None,
        profile: Profile::Flat,
        numerator: Arc::from(""),
        denominator: Arc::from(""),
        sums_to: None,
        minimum: None,
        maximum: None,
        sensitive: false,
        returned_by: returned_by.iter().map(|id| LeadId::from(*id)).collect(),
        assumption: Arc::from(""),
    }
}

fn lead(id: &str, name: &str, role: &str, aliases: &[&str]) -> Lead {
    Lead {
        id: LeadId::from(id),
        name: Arc::from(name),
        role: Arc::from(role),
        organisation: Arc::from("Example Council"),
        email: Arc::from(format!("{id}@example.invalid")),
        aliases: aliases.iter().map(|a| Arc::from(*a)).collect(),
        boards: Vec::new(),
    }
}

/// Rating thresholds as they stand when `plan.toml` says nothing.
pub(crate) fn settings() -> RatingSettings {
    RatingSettings {
        slip_amber_days: 30,
        due_soon_days: 30,
        carry_periods: 2,
        small_denominator: Quantity::ZERO,
        tolerance: None,
        noticeable: Quantity::from(1),
        red_share: 20,
        amber_share: 20,
    }
}

/// Two outcomes, five actions, ten measures, three leads. Reported for 2024-03 in the tests.
///
/// - `ann` leads 1.1, 1.2 and, with `ben`, 1.10; `ben` leads 2.1; the post `clerk` leads 2.2 (Ongoing).
/// - 1.1a count, 1.1b percent (target 90, tolerance 5), 1.2a weeks (lower), 1.10a count, ann + ben, sum.
/// - 2.1a, 2.1b parts of the total 2.1c (counts); 2.1d document; 2.2a date, 2.2b number.
pub(crate) fn plan() -> Plan {
    let by = |y, m, d| TargetDate::By(day(y, m, d));
    let actions = vec![
        action("1.1", "Train the teams", by(2024, 6, 30), "June 2024", &["ann"]),
        action("1.2", "Shorten the wait", by(2024, 9, 30), "September 2024", &["ann"]),
        action("1.10", "Hold joint panels", by(2024, 12, 31), "December 2024", &["ann", "ben"]),
        action("2.1", "Open the hubs", by(2025, 3, 31), "2024/25", &["ben"]),
        action("2.2", "Keep the register", TargetDate::Ongoing, "Ongoing", &["clerk"]),
    ];
    let mut percent = measure("1.1b", "% of staff trained", Unit::Percent, &["ann"]);
    percent.target = Some(quantity("90"));
    percent.tolerance = Some(super::model::Tolerance::Points(quantity("5")));
    let mut wait = measure("1.2a", "Waiting time", Unit::Weeks, &["ann"]);
    wait.polarity = Polarity::Lower;
    let mut joint = measure("1.10a", "Number of panels", Unit::Count, &["ann", "ben"]);
    joint.merge = MergeRule::Sum;
    let mut part_a = measure("2.1a", "Visits, hub A", Unit::Count, &["ben"]);
    part_a.sums_to = Some(measure_ref("2.1c"));
    let mut part_b = measure("2.1b", "Visits, hub B", Unit::Count, &["ben"]);
    part_b.sums_to = Some(measure_ref("2.1c"));
    let measures = vec![
        measure("1.1a", "Number of staff trained", Unit::Count, &["ann"]),
        percent,
        wait,
        joint,
        part_a,
        part_b,
        measure("2.1c", "Visits, both hubs", Unit::Count, &["ben"]),
        measure("2.1d", "Hub plan", Unit::Document, &["ben"]),
        measure("2.2a", "Register last checked", Unit::Date, &["clerk"]),
        measure("2.2b", "Average size", Unit::Number, &["clerk"]),
    ];
    Plan {
        name: "Example Improvement Plan".to_owned(),
        authority: "Example Council".to_owned(),
        version: "1.0".to_owned(),
        starts: day(2024, 1, 1),
        inspected: None,
        review_due: Some(day(2025, 1, 31)),
        returns_due_day: 5,
        preparation_days: 5,
        contact: "performance@example.invalid".to_owned(),
        rating: settings(),
        limits: Limits::default(),
        meetings: Vec::new(),
        editions: Vec::new(),
        outcomes: (1..=2)
            .map(|number| Outcome {
                number,
                outcome: Arc::from(format!("Outcome {number}")),
                recommendation: Arc::from(format!("Recommendation {number}")),
            })
            .collect(),
        actions,
        measures,
        lead_index: super::LeadIndex::default(),
        leads: vec![
            lead("ann", "Ann Archer", "Head of Training", &["Head of Training"]),
            lead("ben", "Ben Baker", "Head of Hubs", &["Hubs lead"]),
            lead("clerk", "Clerk to the Panel", "", &[]),
        ],
        changes: Vec::new(),
        files: Vec::new(),
    }
}
