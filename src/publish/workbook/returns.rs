//! *Returns*: one row per returner, those who have not answered first, then one per file that is nobody's return or was not used.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::period::date_in_words;
use crate::intake::FileState;
use crate::plan::Lead;
use crate::publish::met::{Arrival, FileMet, Received};
use crate::sheet::book::Line;

use super::cells::{count, date, marked, or_words, whole, words};
use super::facts::Facts;
use super::page::{Page, Row, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let shown: HashSet<&Arc<str>> =
        facts.received.iter().filter_map(|(_, received)| received.file()).collect();
    let others = facts.month.met.files.iter().filter(|file| !shown.contains(&file.name));
    // Who has not answered is asked about first.
    let returned = |came: &Received| matches!(came.arrival, Arrival::Returned { .. });
    let (came, missing): (Vec<_>, Vec<_>) = facts.received.iter().partition(|(_, came)| returned(came));
    let rows = missing.into_iter().chain(came).map(|(lead, came)| received(facts, lead, came));
    let tallies = "Errors, Queries and Notes count what is still open on the sheet Exceptions; one about several returns counts once, with the return in which it was found.";
    let tallies = facts.has(Tab::Exceptions).then(|| Line::text(tallies));
    Page {
        tab: Tab::Returns,
        title: dated(facts, "Returns received"),
        lines: vec![
            Line::text(format!(
                "Due back by {}.{}",
                date_in_words(facts.month.plan.due_back(facts.month.period)),
                if facts.month.cut.edition.is_internal() { files(facts) } else { String::new() }
            )),
            Line::text(
                "An answer is the status of an action, or a measure's value or the reason why there is none. Expected are the answers due this month; more may come.",
            ),
        ]
        .into_iter()
        .chain(tallies)
        .collect(),
        columns: columns(&[
            ("Returner", 22.0),
            ("What became of it", 32.0),
            ("Date completed", 13.0),
            ("Days late", 8.0),
            ("File", 36.0),
            ("Answers expected", 11.0),
            ("Answers read", 10.0),
            ("Errors", 9.0),
            ("Queries", 9.5),
            ("Notes", 8.0),
        ]),
        rows: rows.chain(others.map(|file| other(facts, file))).collect(),
        charts: Vec::new(),
    }
}

/// The files met by what became of them: these add up.
fn files(facts: &Facts<'_>) -> String {
    let counts = facts.month.met.counts;
    let ends = [
        (counts.read, "read"),
        (counts.refused, "refused"),
        (counts.duplicate, "duplicate"),
        (counts.skipped, "skipped"),
    ];
    let told: Vec<String> = ends
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, end)| format!("{count} {end}"))
        .collect();
    if told.is_empty() {
        return " No file was met.".to_owned();
    }
    format!(" {} met: {}.", counted(counts.met(), "file"), told.join(", "))
}

fn received(facts: &Facts<'_>, lead: &Lead, received: &Received) -> Row {
    let late = received.days_late(facts.month.plan.due_back(facts.month.period));
    let became = match (&received.arrival, late) {
        (Arrival::Returned { set_aside: Some(why), .. }, _) => format!("Received, not used: {why}"),
        (Arrival::Returned { .. }, Some(1..)) => "Received late".to_owned(),
        (Arrival::Returned { .. }, Some(_)) if received.first_completed.is_some() => {
            "Received in time, and corrected since".to_owned()
        }
        (Arrival::Returned { .. }, Some(_)) => "Received in time".to_owned(),
        (Arrival::Returned { .. }, None) => "Received; it does not say when it was completed".to_owned(),
        (Arrival::Refused { .. }, _) if facts.has(Tab::Exceptions) => {
            "Not received: the file that came was refused, see Exceptions".to_owned()
        }
        (Arrival::Refused { .. }, _) => "Not received: the file that came was refused".to_owned(),
        (Arrival::Nothing, _) => "Not received".to_owned(),
    };
    Row::of(vec![
        words(&lead.name),
        words(&became),
        date(received.date_completed, Shorthand::NotAvailable),
        late.map_or_else(|| marked(Shorthand::NotAvailable), whole),
        or_words(received.file().map_or("", |file| file), Shorthand::NotAvailable),
        count(received.expected),
        count(received.read),
        count(received.tally.errors),
        count(received.tally.queries),
        count(received.tally.notes),
    ])
}

/// A file that is no one's used return.
fn other(facts: &Facts<'_>, file: &FileMet) -> Row {
    let says = file.says.as_ref();
    let returner = says.and_then(|r| r.returner.as_ref()).map_or("", |id| facts.month.plan.lead_name(id));
    let became = match (file.state, &file.set_aside) {
        (FileState::Read, Some(why)) => format!("Read, not used: {why}"),
        (FileState::Read, None) if says.is_some_and(|r| r.returner.is_some()) => {
            "Read, and used beside the lead's other file".to_owned()
        }
        (FileState::Read, None) => "Read; nobody in the plan has to return it".to_owned(),
        (FileState::Refused, _) => "Refused: see Exceptions".to_owned(),
        (FileState::Duplicate, _) => "The same as another file: see Exceptions".to_owned(),
        (FileState::Skipped, _) => "Skipped: not a return".to_owned(),
    };
    Row::of(vec![
        or_words(returner, Shorthand::NotAvailable),
        words(&became),
        date(says.and_then(|r| r.date_completed), Shorthand::NotAvailable),
        marked(Shorthand::NotApplicable),
        words(&file.name),
        marked(Shorthand::NotApplicable),
        marked(Shorthand::NotApplicable),
        count(file.tally.errors),
        count(file.tally.queries),
        count(file.tally.notes),
    ])
}
