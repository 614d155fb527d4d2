//! Whether `changes.csv` explains what changed, and whether the plan bears out what the log says.

use super::{Difference, Happened, Logged, Part, Version, Weight};
use crate::domain::folding::fold_wording;
use crate::domain::period::date_in_words;
use crate::plan::amend::{STATUS, subject};
use crate::plan::meaning::means_the_same;
use crate::plan::model::{Change, ChangeSubject, Plan};
use crate::plan::raw::{PlanFile, RawPlan};

/// Amendments of the later plan that the earlier one does not have, oldest first.
pub(super) fn new_entries<'a>(earlier: &Plan, later: &'a Plan) -> Vec<&'a Change> {
    without(&later.changes, &earlier.changes)
}

/// Entries of one list that the other lacks; of equal ones as many as there are more.
fn without<'a>(list: &'a [Change], other: &[Change]) -> Vec<&'a Change> {
    let mut others: Vec<&Change> = other.iter().collect();
    let mut is_new = |change: &&Change| match others.iter().position(|known| known == change) {
        Some(index) => {
            others.swap_remove(index);
            false
        }
        None => true,
    };
    list.iter().filter(|change| is_new(change)).collect()
}

/// Says whether the new entries lead from the one value to the other.
pub(super) fn explain(difference: &mut Difference, new: &[&Change]) {
    if matches!(difference.field.as_str(), "note" | "assumption") {
        return;
    }
    difference.logged = Logged::No;
    let about = subject(&difference.reference);
    let of_it: Vec<&Change> = match difference.happened {
        // A new action is explained by the one that it replaces.
        Happened::Added => new
            .iter()
            .filter(|change| change.field == STATUS && replaced_by(&change.to) == about && about.is_some())
            .copied()
            .collect(),
        Happened::Changed => {
            let same = |change: &&&Change| Some(change.subject) == about && change.field == difference.field;
            let of_field: Vec<&Change> = new.iter().filter(same).copied().collect();
            let chains = chain(&difference.field, &difference.from, &of_field)
                .is_some_and(|end| means_the_same(&difference.field, end, &difference.to));
            if chains { of_field } else { Vec::new() }
        }
        Happened::Removed | Happened::NotBorneOut => Vec::new(),
    };
    if !of_it.is_empty() {
        difference.logged = Logged::Yes;
        difference.note = of_it.iter().map(|change| signed(change)).collect::<Vec<_>>().join("; ");
    }
}

/// Where the entries lead to from this value; none where one does not start where the one before ends.
fn chain<'a>(field: &str, from: &str, entries: &[&'a Change]) -> Option<&'a str> {
    let mut at = from;
    for change in entries {
        if !means_the_same(field, at, &change.from) {
            return None;
        }
        at = &change.to;
    }
    entries.last().map(|last| last.to.as_str())
}

/// What a status of `replaced by 3.13` names.
fn replaced_by(to: &str) -> Option<ChangeSubject> {
    let folded = fold_wording(to);
    folded.strip_prefix("replaced by ").and_then(subject)
}

/// New entries, those taken out, and new ones that the plan does not bear out.
pub(super) fn entries(earlier: Version<'_>, later: Version<'_>, new: &[&Change]) -> Vec<Difference> {
    let mut found: Vec<Difference> =
        new.iter().map(|change| entry(change, Happened::Added, signed(change))).collect();
    let gone = without(&earlier.plan.changes, &later.plan.changes);
    found.extend(gone.iter().map(|change| entry(change, Happened::Removed, signed(change))));
    for change in new.iter().filter(|change| change.field != STATUS) {
        let last = new.iter().rfind(|other| other.subject == change.subject && other.field == change.field);
        let Some(now) = value(later.raw, change.subject, &change.field).filter(|_| last == Some(change))
        else {
            continue;
        };
        if !means_the_same(&change.field, &now, &change.to) {
            let note = format!("the plan says \"{now}\"");
            found.push(entry(change, Happened::NotBorneOut, note));
        }
    }
    found.extend(false_starts(earlier, new));
    found
}

/// New entries that start from something else than the earlier plan, or the entry before, says.
fn false_starts(earlier: Version<'_>, new: &[&Change]) -> Vec<Difference> {
    let mut found = Vec::new();
    for (index, change) in new.iter().enumerate().filter(|(_, change)| change.field != STATUS) {
        let earlier_entry =
            new[..index].iter().rfind(|c| c.subject == change.subject && c.field == change.field);
        let before =
            earlier_entry.map(|c| c.to.clone()).or_else(|| value(earlier.raw, change.subject, &change.field));
        let Some(before) = before.filter(|text| !means_the_same(&change.field, text, &change.from)) else {
            continue;
        };
        found.push(entry(change, Happened::NotBorneOut, format!("before it the plan said \"{before}\"")));
    }
    found
}

/// What a plan says in this field.
fn value(raw: &RawPlan, of: ChangeSubject, field: &str) -> Option<String> {
    let file = match of {
        ChangeSubject::Outcome(_) => PlanFile::Outcomes,
        ChangeSubject::Action(_) => PlanFile::Actions,
        ChangeSubject::Measure(_) => PlanFile::Measures,
    };
    let table = raw.table(file)?;
    let column = table.column(field)?;
    let first = file.columns().first().and_then(|caption| table.column(caption))?;
    let is_it = |text: &str| subject(text) == Some(of);
    let row = table.rows.iter().find(|row| row.cell(first).is_some_and(|cell| is_it(&cell.text)))?;
    Some(row.cell(column).map_or_else(String::new, |cell| super::one_space(&cell.text)))
}

fn entry(change: &Change, happened: Happened, note: String) -> Difference {
    Difference {
        part: Part::Amendment,
        reference: reference(change.subject),
        happened,
        field: change.field.clone(),
        from: change.from.clone(),
        to: change.to.clone(),
        weight: Weight::Meaning,
        logged: Logged::NotAsked,
        note,
    }
}

/// The ref of what a change is about.
pub(super) fn reference(subject: ChangeSubject) -> String {
    match subject {
        ChangeSubject::Outcome(number) => number.to_string(),
        ChangeSubject::Action(action) => action.to_string(),
        ChangeSubject::Measure(measure) => measure.to_string(),
    }
}

/// `3 December 2019, approved by the Board: two courses were full`.
fn signed(change: &Change) -> String {
    let unsaid = |text: &str| if text.is_empty() { "nobody said".to_owned() } else { text.to_owned() };
    let (by, why) = (unsaid(&change.approved_by), unsaid(&change.reason));
    format!("{}, approved by {by}: {why}", date_in_words(change.date))
}
