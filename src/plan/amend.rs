//! Amending the plan: one cell of a plan file changes, and `changes.csv` says from what to what, who approved it and why
//! (2-plan.md, "changes"; 8-commands-and-files.md, `plan amend`).
//!
//! A [`Draft`] holds the changed files in memory. Nothing is written here: whoever writes them writes all or none. Each
//! amendment is judged by reading the plan as it would be: what would make a new error is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::fault::PlanFault;
use super::model::{Change, ChangeSubject, Plan};
use super::raw::edit::{CsvBytes, with_version};
use super::raw::files::SETTINGS_FILE;
use super::raw::{self, PlanFile, RawPlan, RawTable};
use super::target_date::read_target;
use super::validate;
use crate::domain::Quantity;
use crate::domain::folding::fold_wording;

/// The field that stops or replaces what the ref names: it stands in the log only (11-settled.md, "Plan").
pub const STATUS: &str = "status";

/// A change that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Ref of an outcome, an action or a measure.
    pub reference: String,
    /// Column of the plan file that the ref belongs to, or `status`.
    pub field: String,
    /// What the plan is to say.
    pub to: String,
    /// Why; must not be blank.
    pub reason: String,
    /// Who approved it; must not be blank.
    pub approved_by: String,
    /// Day of the amendment.
    pub date: NaiveDate,
    /// What the plan must say now, where whoever asks wants to be sure.
    pub from_check: Option<String>,
}

/// An amendment entered in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Ref, as the plan file writes it.
    pub reference: String,
    /// Column, or `status`.
    pub field: String,
    /// What the plan said.
    pub from: String,
    /// What it says now.
    pub to: String,
    /// The changed cell, such as `actions.csv · E3`; none for a `status`, which only the log holds.
    pub place: Option<String>,
    /// The row of `changes.csv`, in the order of its columns there: caption and text.
    pub log: Vec<(String, String)>,
}

/// Why an amendment is refused. Nothing of it is in the draft then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AmendRefusal {
    /// Nobody said why, who approved it, or to what.
    #[error("it does not say {0}")]
    Unsaid(&'static str),
    /// The plan does not have it.
    #[error("\"{0}\" is no outcome, action or measure of the plan")]
    NoSuchRef(String),
    /// No column of the file that the ref belongs to.
    #[error("\"{field}\" is no column of {file}: choose from {choices}")]
    NoSuchField {
        /// What was asked for.
        field: String,
        /// The file of the ref.
        file: &'static str,
        /// What may be chosen.
        choices: String,
    },
    /// A ref stays what it is: other rows, returns and the history name it.
    #[error(
        "a ref is never amended, because returns and earlier months name it: stop the old one (status) and add a new row"
    )]
    RefStays,
    /// The plan says so already.
    #[error("the plan already says \"{0}\"")]
    AlreadySays(String),
    /// No date that a plan can have.
    #[error(
        "\"{0}\" cannot be read as a target date: write March 2020, 2020/21, Ongoing or a full date such as 31 March 2020"
    )]
    NotADate(String),
    /// The plan says something else than was expected.
    #[error("the plan now says \"{now}\", not \"{expected}\"")]
    SaysOther {
        /// What the plan says.
        now: String,
        /// What was expected.
        expected: String,
    },
    /// The log has a later change of the same field.
    #[error("the log has a later change of it, dated {0}: an amendment cannot be dated before that")]
    BeforeTheLog(NaiveDate),
    /// A spreadsheet that opens the CSV would run the text as a formula.
    #[error(
        "\"{0}\" starts like a formula, which a spreadsheet that opens the file would run: put a word first"
    )]
    Formula(String),
    /// A file could not be changed without touching more than the one cell.
    #[error(
        "{0} is not laid out so that one cell of it can be changed safely: change it in a spreadsheet, or repair the row first"
    )]
    Layout(String),
    /// The plan would have errors that it does not have now.
    #[error("the plan would then have an error")]
    NewErrors(Vec<PlanFault>),
    /// A file of the plan cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, String),
}

impl AmendRefusal {
    /// With the faults of this text first: others may only follow from it.
    fn leading_with(mut self, text: &str) -> Self {
        if let Self::NewErrors(faults) = &mut self {
            faults.sort_by_key(|fault| fault.found.trim() != text);
        }
        self
    }
}

/// A plan folder being amended, in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    folder: PathBuf,
    changed: BTreeMap<String, Vec<u8>>,
    plan: Plan,
}

impl Draft {
    /// A draft of the plan in this folder, which must be usable.
    pub fn new(folder: &Path, plan: Plan) -> Self {
        Self { folder: folder.to_owned(), changed: BTreeMap::new(), plan }
    }

    /// The plan as the draft has it.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The files that changed, by name.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.changed
    }

    /// Everything found in the plan as the draft has it.
    pub fn faults(&self) -> Vec<PlanFault> {
        let (raw, unread) = self.raw();
        validate(&raw, unread).faults
    }

    /// Enters an amendment: the plan file changes and the log gets its row. A refused one leaves the draft as it was.
    pub fn enter(&mut self, amendment: &Amendment) -> Result<Entered, AmendRefusal> {
        let texts = said(amendment)?;
        let (raw, _) = self.raw();
        let target = Target::find(&raw, &amendment.reference)?;
        let from = self.from(&target, &amendment.field)?;
        if let Some(expected) = amendment.from_check.as_deref().map(folded_space)
            && fold_wording(&expected) != fold_wording(&from)
        {
            return Err(AmendRefusal::SaysOther { now: from, expected });
        }
        if texts.to == from {
            return Err(AmendRefusal::AlreadySays(from));
        }
        if amendment.field == "target_date" && read_target(&texts.to).is_none() {
            return Err(AmendRefusal::NotADate(texts.to));
        }
        if let Some(last) = self.last_logged(&target, &amendment.field).filter(|c| c.date > amendment.date) {
            return Err(AmendRefusal::BeforeTheLog(last.date));
        }
        let mut next = self.clone();
        let mut entered = Entered {
            reference: target.reference.clone(),
            field: amendment.field.clone(),
            from,
            to: texts.to,
            place: None,
            log: Vec::new(),
        };
        if amendment.field != STATUS {
            entered.place = Some(next.change_cell(&target, &entered)?);
        }
        entered.log = next.append(&raw, &entered, amendment.date, &texts.approved_by, &texts.reason)?;
        next.accept().map_err(|refusal| refusal.leading_with(&entered.to))?;
        *self = next;
        Ok(entered)
    }

    /// Gives the plan another version.
    pub fn set_version(&mut self, version: &str) -> Result<(), AmendRefusal> {
        let version = folded_space(version);
        if version.is_empty() {
            return Err(AmendRefusal::Unsaid("the new version"));
        }
        let unreadable = |why: &str| AmendRefusal::Unreadable(SETTINGS_FILE.to_owned(), why.to_owned());
        let text =
            String::from_utf8(self.bytes(SETTINGS_FILE)?).map_err(|_| unreadable("it is not UTF-8"))?;
        let changed = with_version(&text, &version).ok_or_else(|| unreadable("it has no version"))?;
        let mut next = self.clone();
        next.changed.insert(SETTINGS_FILE.to_owned(), changed.into_bytes());
        next.accept()?;
        *self = next;
        Ok(())
    }

    fn raw(&self) -> (RawPlan, Vec<PlanFault>) {
        raw::read_changed(&self.folder, &self.changed)
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, AmendRefusal> {
        if let Some(bytes) = self.changed.get(name) {
            return Ok(bytes.clone());
        }
        std::fs::read(self.folder.join(name))
            .map_err(|error| AmendRefusal::Unreadable(name.to_owned(), error.to_string()))
    }

    /// What the plan says now: the cell, or for a status what the log said last.
    fn from(&self, target: &Target<'_>, field: &str) -> Result<String, AmendRefusal> {
        let file = target.table.file;
        if field == STATUS {
            return Ok(self.last_logged(target, field).map(|c| c.to.clone()).unwrap_or_default());
        }
        if Some(&field) == file.columns().first() {
            return Err(AmendRefusal::RefStays);
        }
        if !file.columns().contains(&field) {
            let choices = file.columns()[1..].iter().chain(&[STATUS]).copied().collect::<Vec<_>>().join(", ");
            return Err(AmendRefusal::NoSuchField {
                field: field.to_owned(),
                file: file.file_name(),
                choices,
            });
        }
        Ok(folded_space(target.text(field)))
    }

    fn last_logged(&self, target: &Target<'_>, field: &str) -> Option<&Change> {
        let of_it = |change: &&Change| change.subject == target.subject && change.field == field;
        // The log is in order of dates; of one day, the last row counts.
        self.plan.changes.iter().rfind(of_it)
    }

    /// Changes the cell, and proves that no other one changed with it.
    fn change_cell(&mut self, target: &Target<'_>, entered: &Entered) -> Result<String, AmendRefusal> {
        let name = target.table.file.file_name();
        let refused = || AmendRefusal::Layout(name.to_owned());
        let column = target.table.column(&entered.field).ok_or_else(refused)?;
        let mut csv = CsvBytes::new(self.bytes(name)?);
        if !csv.replace(target.row, column, &entered.to) {
            return Err(refused());
        }
        self.changed.insert(name.to_owned(), csv.into_bytes());
        let (raw, _) = self.raw();
        let after = raw.table(target.table.file).ok_or_else(refused)?;
        let mut expected = texts(target.table);
        let cell = expected.get_mut(&(target.row, column));
        if let Some(cell) = cell {
            cell.clone_from(&entered.to);
        } else {
            expected.insert((target.row, column), entered.to.clone());
        }
        expected.retain(|_, text| !text.is_empty());
        if texts(after) != expected {
            return Err(refused());
        }
        Ok(target.table.place(target.row, &entered.field).to_string())
    }

    /// Adds the log's row, and proves that nothing else changed in it.
    fn append(
        &mut self,
        raw: &RawPlan,
        entered: &Entered,
        date: NaiveDate,
        approved_by: &str,
        reason: &str,
    ) -> Result<Vec<(String, String)>, AmendRefusal> {
        let name = PlanFile::Changes.file_name();
        let refused = || AmendRefusal::Layout(name.to_owned());
        let before = raw.table(PlanFile::Changes).ok_or_else(refused)?;
        let date = date.to_string();
        let text = |caption: &str| match caption {
            "date" => &date,
            "ref" => &entered.reference,
            "field" => &entered.field,
            "from" => &entered.from,
            "to" => &entered.to,
            "approved_by" => approved_by,
            "reason" => reason,
            _ => "",
        };
        let width = before.header.iter().map(|(_, column)| column + 1).max().unwrap_or(0);
        let caption_of = |column| before.header.iter().find(|(_, at)| *at == column).map(|(c, _)| c.as_str());
        let cells: Vec<&str> = (0..width).map(|column| caption_of(column).map_or("", text)).collect();
        let mut csv = CsvBytes::new(self.bytes(name)?);
        csv.append(&cells);
        self.changed.insert(name.to_owned(), csv.into_bytes());
        let (raw, _) = self.raw();
        let after = raw.table(PlanFile::Changes).ok_or_else(refused)?;
        let Some((last, others)) = after.rows.split_last() else { return Err(refused()) };
        let written = last.cells.iter().map(|cell| cell.text.as_str()).eq(cells.iter().copied());
        if !written || others != before.rows {
            return Err(refused());
        }
        Ok(before.header.iter().map(|(caption, _)| (caption.clone(), text(caption).to_owned())).collect())
    }

    /// Takes the plan as the changed files have it, if it is still usable.
    fn accept(&mut self) -> Result<(), AmendRefusal> {
        let (raw, unread) = self.raw();
        let loaded = validate(&raw, unread);
        let Some(plan) = loaded.plan else {
            let errors = loaded.faults.into_iter().filter(PlanFault::stops).collect();
            return Err(AmendRefusal::NewErrors(errors));
        };
        self.plan = plan;
        Ok(())
    }
}

/// The texts of an amendment, with white space folded.
struct Texts {
    to: String,
    reason: String,
    approved_by: String,
}

/// What was said, when everything needed was.
fn said(amendment: &Amendment) -> Result<Texts, AmendRefusal> {
    let text = |text: &str, what| {
        let text = folded_space(text);
        if text.is_empty() { Err(AmendRefusal::Unsaid(what)) } else { harmless(text) }
    };
    // A blank is a value too: a target may be taken away.
    let to = harmless(folded_space(&amendment.to))?;
    if to.is_empty() && amendment.field == STATUS {
        return Err(AmendRefusal::Unsaid("what the status is to be: stopped, or replaced by and a ref"));
    }
    Ok(Texts {
        to,
        reason: text(&amendment.reason, "why (the reason)")?,
        approved_by: text(&amendment.approved_by, "who approved it")?,
    })
}

/// A text that no spreadsheet runs when it opens the CSV.
fn harmless(text: String) -> Result<String, AmendRefusal> {
    let runs = text.starts_with(['=', '+', '-', '@']) && text.parse::<Quantity>().is_err();
    if runs { Err(AmendRefusal::Formula(text)) } else { Ok(text) }
}

fn folded_space(text: impl AsRef<str>) -> String {
    text.as_ref().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Texts by row and column, blank ones left out.
fn texts(table: &RawTable) -> BTreeMap<(u32, u32), String> {
    let cells = table.rows.iter().flat_map(|row| {
        (0_u32..).zip(&row.cells).map(|(column, cell)| ((row.row, column), cell.text.clone()))
    });
    cells.filter(|(_, text)| !text.is_empty()).collect()
}

/// The row that an amendment is about.
struct Target<'a> {
    subject: ChangeSubject,
    table: &'a RawTable,
    /// From 0, as a spreadsheet counts.
    row: u32,
    /// As the file writes it.
    reference: String,
}

impl<'a> Target<'a> {
    fn find(raw: &'a RawPlan, reference: &str) -> Result<Self, AmendRefusal> {
        let text = reference.trim();
        let refused = || AmendRefusal::NoSuchRef(text.chars().take(40).collect());
        let subject = subject(text).ok_or_else(refused)?;
        let file = match subject {
            ChangeSubject::Outcome(_) => PlanFile::Outcomes,
            ChangeSubject::Action(_) => PlanFile::Actions,
            ChangeSubject::Measure(_) => PlanFile::Measures,
        };
        let table = raw.table(file).ok_or_else(refused)?;
        let column = file.columns().first().and_then(|caption| table.column(caption)).ok_or_else(refused)?;
        let found = table.rows.iter().find_map(|row| {
            let cell = row.cell(column)?.text.trim();
            (self::subject(cell) == Some(subject)).then(|| (row.row, cell.to_owned()))
        });
        let (row, reference) = found.ok_or_else(refused)?;
        Ok(Self { subject, table, row, reference })
    }

    fn text(&self, caption: &str) -> &str {
        let row = self.table.rows.iter().find(|row| row.row == self.row);
        let cell = row.and_then(|row| row.cell(self.table.column(caption)?));
        cell.map_or("", |cell| cell.text.as_str())
    }
}

/// What a ref names: `O1.2` and `1.2a` a measure, `1.2` an action, `1` an outcome.
pub fn subject(reference: &str) -> Option<ChangeSubject> {
    let text = reference.trim();
    let measure = text.parse().ok().map(ChangeSubject::Measure);
    let action = || text.parse().ok().map(ChangeSubject::Action);
    measure.or_else(action).or_else(|| text.parse().ok().map(ChangeSubject::Outcome))
}
