//! What is still open in a plan that can be used: questions for its owner (2-plan.md, "must find"; 11-settled.md, "Plan").

mod log;
mod measures;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::fault::{PlanFault, PlanFaultKind};
use super::model::{Lead, Plan, TargetDate};
use super::raw::{PlanFile, RawPlan, RawRow, RawTable};
use crate::domain::dates::{TextDate, read_date};
use crate::domain::folding::fold_caption;
use crate::domain::{ActionRef, CellRef};
use crate::finding::{Place, Subject};

/// Everything open.
pub(super) fn look(plan: &Plan, raw: &RawPlan) -> Vec<PlanFault> {
    let mut open = Vec::new();
    if let Some(table) = raw.table(PlanFile::Actions) {
        open.push(size(plan, table));
        open.extend(actions(plan, table));
    }
    if let Some(table) = raw.table(PlanFile::Measures) {
        open.extend(measures::look(plan, table));
    }
    if let Some(table) = raw.table(PlanFile::Leads) {
        open.extend(posts(plan, table));
    }
    if let Some(table) = raw.table(PlanFile::Changes) {
        open.extend(amendments(table));
        open.extend(log::misfits(raw));
    }
    open
}

/// When an Ongoing action is looked at again: a date behind the word "review" in its note, such as
/// `Review: March 2020`.
pub fn review_date(note: &str) -> Option<NaiveDate> {
    let sentences = note.split([';', '\n']).flat_map(|part| part.split(". "));
    sentences
        .filter_map(|sentence| {
            let (word, date) = sentence.split_once(':')?;
            fold_caption(word).starts_with("review").then_some(date)
        })
        .find_map(|date| read_date(date.trim().trim_end_matches('.')).map(TextDate::date))
}

/// Rows of a table by what they are about: places that a finding can name. Refs and ids go as the reader reads them, case and
/// white space apart.
struct Places<'a> {
    table: &'a RawTable,
    first: HashMap<String, &'a RawRow>,
}

impl<'a> Places<'a> {
    /// By the text under this caption.
    fn by(key: &str, table: &'a RawTable) -> Self {
        let mut first = HashMap::new();
        for row in &table.rows {
            if let Some(cell) = table.column(key).and_then(|index| row.cell(index)) {
                first.entry(cell.text.trim().to_ascii_lowercase()).or_insert(row);
            }
        }
        Self { table, first }
    }

    /// The cell in this column of the first row about this.
    fn of(&self, text: &str, column: &str) -> Place {
        let row = self.first.get(&text.trim().to_ascii_lowercase());
        row.map_or_else(|| self.table.at(None), |row| self.table.place(row.row, column))
    }
}

/// Place of a column's caption: where a finding about the whole column stands.
fn header_place(table: &RawTable, column: &str) -> Place {
    table.at(Some(CellRef::new(0, table.column(column).unwrap_or(0))))
}

fn size(plan: &Plan, table: &RawTable) -> PlanFault {
    let of = |number: u16| plan.actions.iter().filter(|action| action.outcome == number).count();
    let assurance = plan.measures.iter().filter(|measure| measure.reference.action().is_some()).count();
    let kind = PlanFaultKind::Size {
        actions: plan.outcomes.iter().map(|outcome| of(outcome.number)).collect(),
        assurance,
        slots: plan.measures.len() - assurance,
    };
    PlanFault { place: header_place(table, "ref"), subject: Subject::default(), found: String::new(), kind }
}

fn actions(plan: &Plan, table: &RawTable) -> Vec<PlanFault> {
    let mut open = Vec::new();
    let places = Places::by("ref", table);
    let measured: HashSet<ActionRef> = plan.measures.iter().filter_map(|m| m.reference.action()).collect();
    for action in &plan.actions {
        let reference = action.reference.to_string();
        let mut add = |column: &str, found: &str, kind| {
            let place = places.of(&reference, column);
            let subject = Subject::action(action.reference);
            open.push(PlanFault { place, subject, found: found.to_owned(), kind });
        };
        if !action.status_as_written.is_empty() {
            add("status_as_written", &action.status_as_written, PlanFaultKind::StatusNotMeasure);
        } else if !measured.contains(&action.reference) {
            add("ref", &reference, PlanFaultKind::NoMeasure);
        }
        match (action.target, plan.inspected) {
            (TargetDate::By(due), Some(inspected)) if due < inspected => {
                let kind = PlanFaultKind::DueBeforeInspection { due, inspected };
                add("target_date", &action.target_as_written, kind);
            }
            (TargetDate::Ongoing, _) if review_date(&action.note).is_none() => {
                add("target_date", &action.target_as_written, PlanFaultKind::OngoingWithoutReview);
            }
            _ => {}
        }
    }
    open
}

/// Leads known only by a post: it stands as their name, and no post beside it. An organisation that answers as such has
/// the same name in both columns.
fn posts(plan: &Plan, table: &RawTable) -> Vec<PlanFault> {
    let post_only = |lead: &&Lead| {
        let name = fold_caption(&lead.name);
        let role = fold_caption(&lead.role);
        (role.is_empty() || role == name) && name != fold_caption(&lead.organisation)
    };
    let places = Places::by("id", table);
    let fault = |lead: &Lead| PlanFault {
        place: places.of(lead.id.as_str(), "name"),
        subject: Subject::returner(&lead.id),
        found: lead.name.to_string(),
        kind: PlanFaultKind::PostOnly,
    };
    plan.leads.iter().filter(post_only).map(fault).collect()
}

/// Amendments that do not say who approved them, or why. Read from the rows, so that each has its place.
fn amendments(table: &RawTable) -> Vec<PlanFault> {
    let mut open = Vec::new();
    for row in &table.rows {
        let text = |column: &str| {
            let cell = table.column(column).and_then(|index| row.cell(index));
            cell.map_or("", |cell| cell.text.trim())
        };
        let missing: Vec<&'static str> =
            ["approved_by", "reason"].into_iter().filter(|column| text(column).is_empty()).collect();
        let Some(first) = missing.first() else { continue };
        let subject = match (text("ref").parse(), text("ref").parse()) {
            (Ok(measure), _) => Subject::measure(measure),
            (_, Ok(action)) => Subject::action(action),
            _ => Subject::default(),
        };
        let place = table.place(row.row, first);
        open.push(PlanFault {
            place,
            subject,
            found: String::new(),
            kind: PlanFaultKind::AmendmentIncomplete { missing },
        });
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_date_stands_behind_the_word_review() {
        let march = NaiveDate::from_ymd_opt(2020, 3, 31);
        assert_eq!(review_date("Review: March 2020"), march);
        assert_eq!(review_date("Agreed in May 2019. Review date: 31/3/2020."), march);
        assert_eq!(review_date("To be reviewed: soon"), None);
        assert_eq!(review_date("March 2020"), None);
    }
}
