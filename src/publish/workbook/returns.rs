//! *Returns*: one row per returner, then one per file that is nobody's return or was not used.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::period::date_in_words;
use crate::intake::{FileMet, FileState};
use crate::publish::Tally;
use crate::sheet::book::Line;

use super::cells::{count, date, marked, or_words, whole, words};
use super::facts::{Facts, Received, files_in};
use super::page::{Page, Row, Tab};
use super::shorthand::Shorthand;
use super::{counted, dated};

pub(super) fn page<'a>(facts: &Facts<'a>) -> Page {
    let tallies = facts.month.tallies_by_file();
    let of = |r: &Received<'a>| r.returned.map(|r| &r.file).or_else(|| Some(&r.refused?.name));
    let shown: Vec<&Arc<str>> = facts.received.iter().filter_map(of).collect();
    let others = facts.month.intake.files.iter().filter(|file| !shown.contains(&&file.name));
    let rows = facts.received.iter().map(|r| received(facts, r, &tallies));
    Page {
        tab: Tab::Returns,
        title: dated(facts, "Returns received"),
        lines: vec![
            Line::text(format!(
                "Due back by {}. {}",
                date_in_words(facts.month.plan.due_back(facts.month.period)),
                files(facts)
            )),
            Line::text(
                "An answer is the status of an action, or a measure's value or the reason why there is none. Expected are the answers due this month; more may come.",
            ),
        ],
        columns: vec![
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
        ],
        rows: rows.chain(others.map(|file| other(facts, file, &tallies))).collect(),
        charts: Vec::new(),
    }
}

/// The files met by what became of them: these add up.
fn files(facts: &Facts<'_>) -> String {
    let state = |state| files_in(facts.month, state);
    format!(
        "{} met: {} read, {} refused, {} duplicate, {} skipped.",
        counted(facts.month.intake.files.len(), "file"),
        state(FileState::Read),
        state(FileState::Refused),
        state(FileState::Duplicate),
        state(FileState::Skipped)
    )
}

fn received(facts: &Facts<'_>, received: &Received<'_>, tallies: &BTreeMap<&str, Tally>) -> Row {
    let name = words(&received.lead.name);
    let Some(returned) = received.returned else { return not_received(facts, received, tallies) };
    let late = received.days_late(facts.month.plan.due_back(facts.month.period));
    let became = match (received.set_aside, late) {
        (Some(why), _) => format!("Received, not used: {why}"),
        (None, Some(1..)) => "Received late".to_owned(),
        (None, Some(_)) => "Received in time".to_owned(),
        (None, None) => "Received; it does not say when it was completed".to_owned(),
    };
    let tally = tallies.get(&*returned.file).copied().unwrap_or_default();
    Row::of(vec![
        name,
        words(&became),
        date(returned.date_completed, Shorthand::NotAvailable),
        late.map_or_else(|| marked(Shorthand::NotAvailable), whole),
        words(&returned.file),
        count(received.expected),
        count(received.read),
        count(tally.errors),
        count(tally.queries),
        count(tally.notes),
    ])
}

/// Nothing came that could be used: the file that was refused, if one was, with what was found in it.
fn not_received(facts: &Facts<'_>, received: &Received<'_>, tallies: &BTreeMap<&str, Tally>) -> Row {
    let none = || marked(Shorthand::NotAvailable);
    let name = words(&received.lead.name);
    let expected = count(received.expected);
    let (became, completed, file, mut tally) = match received.refused {
        Some(file) => (
            "Not received: the file that came was refused, see Exceptions",
            file.returned.as_ref().and_then(|r| r.date_completed),
            words(&file.name),
            tallies.get(&*file.name).copied().unwrap_or_default(),
        ),
        None => ("Not received", None, none(), Tally::default()),
    };
    let in_no_file = facts.month.exceptions.iter().filter(|e| {
        e.is_open() && e.place.file.is_none() && e.subject.returner.as_ref() == Some(&received.lead.id)
    });
    in_no_file.for_each(|e| tally.add(e.severity));
    Row::of(vec![
        name,
        words(became),
        date(completed, Shorthand::NotAvailable),
        none(),
        file,
        expected,
        count(0),
        count(tally.errors),
        count(tally.queries),
        count(tally.notes),
    ])
}

/// A file that is no one's used return.
fn other(facts: &Facts<'_>, file: &FileMet, tallies: &BTreeMap<&str, Tally>) -> Row {
    let content = file.returned.as_ref();
    let returner = content.and_then(|r| r.returner.as_ref()).map_or("", |id| facts.month.plan.lead_name(id));
    let set_aside = facts.month.merged.set_aside.get(&*file.name);
    let became = match (file.state, set_aside) {
        (FileState::Read, Some(why)) => format!("Read, not used: {why}"),
        (FileState::Read, None) => "Read; nobody in the plan has to return it".to_owned(),
        (FileState::Refused, _) => "Refused: see Exceptions".to_owned(),
        (FileState::Duplicate, _) => "The same as another file: see Exceptions".to_owned(),
        (FileState::Skipped, _) => "Skipped: not a return".to_owned(),
    };
    let tally = tallies.get(&*file.name).copied().unwrap_or_default();
    Row::of(vec![
        or_words(returner, Shorthand::NotAvailable),
        words(&became),
        date(content.and_then(|r| r.date_completed), Shorthand::NotAvailable),
        marked(Shorthand::NotApplicable),
        words(&file.name),
        marked(Shorthand::NotApplicable),
        marked(Shorthand::NotApplicable),
        count(tally.errors),
        count(tally.queries),
        count(tally.notes),
    ])
}
