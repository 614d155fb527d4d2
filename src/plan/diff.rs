//! What changed from one version of the plan to another, field by field, and whether the change log explains it
//! (2-plan.md, "changes"; 8-commands-and-files.md, `plan diff`).
//!
//! Both plans are compared as their files say them, so that nothing is hidden by how it is read. A change is one of
//! *wording* only where it certainly means the same: white space, case, quotation marks and punctuation, one date or one
//! number in two forms, a list in another order, a remark. Everything else is a change of *meaning*.

mod log;

use std::collections::BTreeMap;

use super::amend::subject;
use super::meaning::means_the_same;
use super::model::Plan;
use super::raw::{PlanFile, RawPlan, RawTable};
use crate::domain::folding::fold_wording;

/// Where something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A key of `plan.toml`.
    Setting,
    /// A `[[meeting]]`.
    Meeting,
    /// An `[[edition]]`.
    Edition,
    /// A row of `outcomes.csv`.
    Outcome,
    /// A row of `actions.csv`.
    Action,
    /// A row of `measures.csv`.
    Measure,
    /// A row of `leads.csv`.
    Lead,
    /// A row of `changes.csv`.
    Amendment,
}

impl Part {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Meeting => "meeting",
            Self::Edition => "edition",
            Self::Outcome => "outcome",
            Self::Action => "action",
            Self::Measure => "measure",
            Self::Lead => "lead",
            Self::Amendment => "amendment",
        }
    }
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
    /// A field of it says something else.
    Changed,
    /// A new amendment that the plan does not bear out.
    NotBorneOut,
}

impl Happened {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::NotBorneOut => "not borne out",
        }
    }
}

/// Whether a change is one of words only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It certainly means the same.
    Wording,
    /// It means, or may mean, something else.
    Meaning,
}

impl Weight {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wording => "wording",
            Self::Meaning => "meaning",
        }
    }
}

/// Whether the change log explains a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged {
    /// Its new entries lead from the one value to the other.
    Yes,
    /// They do not.
    No,
    /// The log is not about this: settings, meetings, editions, leads, remarks.
    NotAsked,
}

impl Logged {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotAsked => "not asked",
        }
    }
}

/// One difference between two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub part: Part,
    /// Ref, id, name or key.
    pub reference: String,
    /// What happened.
    pub happened: Happened,
    /// Column or key; empty where the whole row came or went.
    pub field: String,
    /// What the earlier plan says.
    pub from: String,
    /// What the later plan says.
    pub to: String,
    /// Wording or meaning.
    pub weight: Weight,
    /// Whether the log explains it.
    pub logged: Logged,
    /// Date, approver and reason of the amendment; or what is wrong with it.
    pub note: String,
}

/// A plan with what its files say.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// As written.
    pub raw: &'a RawPlan,
    /// As read.
    pub plan: &'a Plan,
}

/// Every difference: settings, meetings, editions, outcomes, actions, measures, leads, then the log.
pub fn differences(earlier: Version<'_>, later: Version<'_>) -> Vec<Difference> {
    let new = log::new_entries(earlier.plan, later.plan);
    let mut found = settings(earlier.raw, later.raw);
    for (file, part) in [
        (PlanFile::Outcomes, Part::Outcome),
        (PlanFile::Actions, Part::Action),
        (PlanFile::Measures, Part::Measure),
        (PlanFile::Leads, Part::Lead),
    ] {
        let mut of_file = table(part, earlier.raw.table(file), later.raw.table(file));
        if part != Part::Lead {
            for difference in &mut of_file {
                log::explain(difference, &new);
            }
        }
        found.extend(of_file);
    }
    found.extend(log::entries(earlier, later, &new));
    found
}

/// Rows of one table, by the order of the later plan; those that went stand last.
fn table(part: Part, earlier: Option<&RawTable>, later: Option<&RawTable>) -> Vec<Difference> {
    let (Some(earlier), Some(later)) = (earlier, later) else { return Vec::new() };
    let (before, after) = (rows(earlier), rows(later));
    let fields = |row: &Row<'_>| -> Vec<(String, String)> {
        let columns = later.file.columns().iter().skip(1);
        columns.map(|caption| ((*caption).to_owned(), row.text(caption))).collect()
    };
    let was: Vec<_> = before.iter().map(|row| (row.key.clone(), row.name.clone(), fields(row))).collect();
    let is: Vec<_> = after.iter().map(|row| (row.key.clone(), row.name.clone(), fields(row))).collect();
    entries(part, &was, &is)
}

/// A row with its key.
struct Row<'a> {
    table: &'a RawTable,
    cells: &'a super::raw::RawRow,
    /// The ref as it is meant: `1.2A` is `1.2a`.
    key: String,
    /// The ref as it is written.
    name: String,
}

impl Row<'_> {
    fn text(&self, caption: &str) -> String {
        let cell = self.table.column(caption).and_then(|column| self.cells.cell(column));
        cell.map_or_else(String::new, |cell| one_space(&cell.text))
    }
}

fn rows(table: &RawTable) -> Vec<Row<'_>> {
    let first = table.file.columns().first().and_then(|caption| table.column(caption));
    let named = table.rows.iter().map(|row| {
        let name = first.and_then(|column| row.cell(column)).map_or("", |cell| cell.text.trim());
        let key = subject(name).filter(|_| table.file != PlanFile::Leads);
        let key = key.map_or_else(|| name.to_lowercase(), |subject| format!("{subject:?}"));
        Row { table, cells: row, key, name: name.to_owned() }
    });
    named.collect()
}

/// An entry: key, name, fields.
type Entry = (String, String, Vec<(String, String)>);

fn entries(part: Part, was: &[Entry], is: &[Entry]) -> Vec<Difference> {
    let find = |list: &[Entry], key: &str| list.iter().position(|(k, _, _)| k == key);
    let mut found = Vec::new();
    for (key, name, fields) in is {
        let Some(before) = find(was, key).and_then(|index| was.get(index)) else {
            let shown = fields.iter().find(|(_, text)| !text.is_empty()).map_or("", |(_, text)| text);
            found.push(whole(part, name, Happened::Added, shown));
            continue;
        };
        let mut names: Vec<&String> = fields.iter().map(|(field, _)| field).collect();
        names.extend(before.2.iter().map(|(field, _)| field).filter(|f| fields.iter().all(|(n, _)| n != *f)));
        let text = |list: &[(String, String)], field: &str| {
            list.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        for field in names {
            let (from, to) = (text(&before.2, field), text(fields, field));
            if from != to {
                found.push(changed(part, name, field, from, to));
            }
        }
    }
    for (_, name, fields) in was.iter().filter(|(key, _, _)| find(is, key).is_none()) {
        let shown = fields.iter().find(|(_, text)| !text.is_empty()).map_or("", |(_, text)| text);
        found.push(whole(part, name, Happened::Removed, shown));
    }
    found
}

/// A row that came or went, with the first thing that it says.
fn whole(part: Part, name: &str, happened: Happened, shown: &str) -> Difference {
    let is_new = happened == Happened::Added;
    Difference {
        part,
        reference: name.to_owned(),
        happened,
        field: String::new(),
        from: if is_new { String::new() } else { shown.to_owned() },
        to: if is_new { shown.to_owned() } else { String::new() },
        weight: Weight::Meaning,
        logged: Logged::NotAsked,
        note: String::new(),
    }
}

fn changed(part: Part, name: &str, field: &str, from: String, to: String) -> Difference {
    let weight = if means_the_same(field, &from, &to) { Weight::Wording } else { Weight::Meaning };
    Difference {
        part,
        reference: name.to_owned(),
        happened: Happened::Changed,
        field: field.to_owned(),
        from,
        to,
        weight,
        logged: Logged::NotAsked,
        note: String::new(),
    }
}

/// Settings by key; meetings and editions by name, so that a new one in front does not change all the others.
fn settings(earlier: &RawPlan, later: &RawPlan) -> Vec<Difference> {
    let mut found = Vec::new();
    for part in [Part::Setting, Part::Meeting, Part::Edition] {
        found.extend(entries(part, &listed(part, earlier), &listed(part, later)));
    }
    found
}

fn listed(part: Part, raw: &RawPlan) -> Vec<Entry> {
    let of_list = |key: &str| ["meeting.", "edition."].iter().any(|list| key.starts_with(list));
    if part == Part::Setting {
        let plain = raw.settings.iter().filter(|setting| !of_list(&setting.key));
        let value = |setting: &super::raw::Setting| vec![(String::new(), one_space(&setting.value))];
        return plain.map(|setting| (setting.key.clone(), setting.key.clone(), value(setting))).collect();
    }
    let mut by_number: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    for setting in &raw.settings {
        let Some(rest) = setting.key.strip_prefix(part.word()).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let Some((number, field)) = rest.split_once('.') else { continue };
        let Ok(number) = number.parse() else { continue };
        by_number.entry(number).or_default().push((field.to_owned(), one_space(&setting.value)));
    }
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let entry = |mut fields: Vec<(String, String)>| {
        let name = fields.iter().position(|(field, _)| field == "name");
        let name = name.map(|index| fields.remove(index).1).unwrap_or_default();
        // Two meetings of one name are told apart by their order.
        let times = met.entry(fold_wording(&name)).or_insert(0);
        *times += 1;
        (format!("{} {times}", fold_wording(&name)), name, fields)
    };
    by_number.into_values().map(entry).collect()
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
