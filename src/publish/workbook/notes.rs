//! *Notes*: the rules in force, how gaps are treated, what was not checked, and what this workbook was made from.

use crate::plan::{RatingSettings, Tolerance};

use super::cells::words;
use super::facts::Facts;
use super::page::{Page, Row, Tab, columns};
use super::shorthand::{Shorthand, used_in};
use super::{attention, dated};

pub(super) fn page(facts: &Facts<'_>, run: &str) -> Page {
    let settings = &facts.month.plan.rating;
    let mut notes = delivery(settings);
    notes.extend(impact(settings));
    notes.extend(roll_up(settings));
    notes.push((
        "Attention: ranking".to_owned(),
        format!(
            "{} stand there, in this order: {}. Then by days overdue, then by ref.",
            attention::how_many(facts),
            attention::ranking()
        ),
    ));
    notes.push((
        "Missing returns".to_owned(),
        format!(
            "Where no usable return came, the last answers are carried forward for {} periods at most and marked {}. After that, and where there never was a return, an action past its target date is Red, one that was Complete with evidence stays Complete, any other is Not rated. Missing values are never counted as nought.",
            settings.carry_periods,
            Shorthand::CarriedForward.token()
        ),
    ));
    notes.extend(not_run(facts));
    notes.extend(shorthand(facts));
    notes.push(("What ragbook cannot check".to_owned(), "Whether a number is true. It checks that an answer is there, readable, allowed, and consistent with the others; a value that a lead typed wrongly but plausibly looks the same as a true one.".to_owned()));
    notes.push(("Made from".to_owned(), made_from(facts, run)));
    Page {
        tab: Tab::Notes,
        title: dated(facts, "Notes"),
        lines: Vec::new(),
        columns: columns(&[("Note", 34.0), ("Meaning", 98.0)]),
        rows: notes.into_iter().map(|(note, meaning)| Row::of(vec![words(&note), words(&meaning)])).collect(),
        charts: Vec::new(),
    }
}

/// What identifies the run, and where every file is listed: beside the consolidated workbook only.
fn made_from(facts: &Facts<'_>, run: &str) -> String {
    let month = facts.month;
    if !month.cut.edition.is_internal() {
        return format!(
            "Plan version {}, run {run}. The council keeps the returns behind it with their fingerprints; the same returns always give the same workbook.",
            month.plan.version
        );
    }
    let what =
        format!("Plan version {}, {} files met, run {run}.", month.plan.version, month.met.counts.met());
    if month.cut.is_whole() {
        return format!(
            "{what} The file run.json in the data folder beside this workbook lists every file with its fingerprint; the same files always give the same workbook."
        );
    }
    format!(
        "{what} The council keeps the list of these files with their fingerprints; the same files always give the same workbook."
    )
}

type Note = (String, String);

fn delivery(settings: &RatingSettings) -> Vec<Note> {
    let note = |name: &str, meaning: String| (format!("Delivery: {name}"), meaning);
    vec![
        note("what it says", "Is the action on time, as at the as-at date? The first of these rules that holds is used; of Red, Amber and the lead's own worse rating, the worst.".to_owned()),
        note("Closed", "Stopped or replaced by an amendment in the plan's change log. Outside every count but All.".to_owned()),
        note("Complete", "The lead says Complete and names evidence.".to_owned()),
        note("Red", format!("Past the target date and not complete, whatever the lead says; or the forecast is more than {} days after the target; or the lead's own rating is Red.", settings.slip_amber_days)),
        note("Amber", format!("Complete without evidence; or the forecast is after the target, but no more than {} days; or due within {} days and not started; or the lead's own rating is Amber.", settings.slip_amber_days, settings.due_soon_days)),
        note("Green", "None of these.".to_owned()),
        note("Not rated", "No usable return for too long, or no target date and no rating of the lead's own, or Stopped by the lead and not by the change log. It never counts as Green.".to_owned()),
    ]
}

fn impact(settings: &RatingSettings) -> Vec<Note> {
    let tolerance = match settings.tolerance {
        None => "there is no Amber for a measure without a tolerance of its own".to_owned(),
        Some(Tolerance::Points(points)) => {
            format!("the tolerance is {points} in the measure's unit, where the measure has none of its own")
        }
        Some(Tolerance::Relative(share)) => {
            format!("the tolerance is {share}% of the value expected, where the measure has none of its own")
        }
    };
    let small = if settings.small_denominator == crate::domain::Quantity::ZERO {
        "Percents are rated whatever their denominator.".to_owned()
    } else {
        format!("A percent whose denominator is under {} is not rated.", settings.small_denominator)
    };
    vec![
        (
            "Impact: one measure".to_owned(),
            format!(
                "Are the measures moving? Green at the value expected now and better, Amber within the tolerance, else Red; {tolerance}. The boundary belongs to the better colour. Not rated without a target, or without a whole value. {small}"
            ),
        ),
        ("Impact: an action".to_owned(), "The worst of its rated measures.".to_owned()),
        (
            "Direction".to_owned(),
            format!(
                "Better, worse or same against the last whole value; a difference counts from {} in the measure's unit.",
                settings.noticeable
            ),
        ),
    ]
}

fn roll_up(settings: &RatingSettings) -> Vec<Note> {
    vec![(
        "Delivery: an outcome".to_owned(),
        format!(
            "Not rated if fewer than half of its open actions are rated; Red if {}% or more of the rated are Red; Amber if any is Red or {}% or more are Amber; Complete if all are; else Green.",
            settings.red_share, settings.amber_share
        ),
    ), (
        "Impact: an outcome".to_owned(),
        "The worst Impact of its actions: one Red measure is enough to make it Red. The sheet Measures says which.".to_owned(),
    )]
}

fn not_run(facts: &Facts<'_>) -> Vec<Note> {
    if facts.month.not_run.is_empty() {
        return vec![("Checks that did not run".to_owned(), "None: every check ran.".to_owned())];
    }
    let note = |rule: &crate::rules::NotRun| {
        (
            format!("Check {} did not run", rule.code),
            format!("The check \"{}\" could not be made: {}.", rule.name, rule.because.trim_end_matches('.')),
        )
    };
    facts.month.not_run.iter().map(note).collect()
}

fn shorthand(facts: &Facts<'_>) -> Vec<Note> {
    used_in(!facts.month.cut.is_whole())
        .map(|s| (format!("Shorthand {}", s.token()), format!("{}.", s.meaning())))
        .collect()
}
