//! `ragbook feedback`: a month as far as it came in, and what the rules said of it, to one marked return and message for each
//! lead who has something to correct or to confirm (6-exceptions.md, "Feedback to the lead"). Sends nothing.
//!
//! A lead is asked about every open error and query that is about the lead's own return or rows, and about answers in which
//! leads disagree. A file of which nothing is used gets a message; one for another month also the right blank return.

use std::collections::BTreeSet;

use crate::domain::folding::clip;
use crate::finding::fault::Verdict;
use crate::finding::{Exception, Fault, FaultKind, Place, Severity};
use crate::form::{self, Template};
use crate::intake::{FileMet, FileState, Return};
use crate::pipeline::month::{Asked, Found};
use crate::plan::Lead;
use crate::publish::feedback::{self, Addressee, Enclosed};
use crate::publish::output::NewFile;
use crate::rules::{m02_disagree, w03_wrong_period, w05_two_returns, w07_no_return};
use crate::sheet::write::{self, WriteError};

/// Why feedback could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the return of {lead} could not be marked: {source}")]
pub struct FeedbackError {
    /// The lead.
    lead: String,
    /// Why.
    source: WriteError,
}

/// What goes back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feedback {
    /// Workbooks and messages, to be written as they are.
    pub files: Vec<NewFile>,
    /// How many returns need nothing.
    pub clean: usize,
    /// How many marked returns there are.
    pub marked: usize,
    /// How many files are told to be of no use.
    pub refused: usize,
}

/// A marked return and a message for each lead with something open, then messages about files of which nothing is used.
pub fn feedback(asked: &Asked<'_>, template: &Template, found: &Found) -> Result<Feedback, FeedbackError> {
    let mut feedback = Feedback::default();
    for returned in found.month(asked).merged_returns() {
        let lead = returned.returner.as_ref().and_then(|id| asked.plan.lead(id));
        let Some(lead) = lead else { continue };
        let open = open_for(found, lead, returned);
        let open: Vec<&Exception> = open.iter().collect();
        if open.is_empty() {
            feedback.clean += 1;
            continue;
        }
        feedback.mark(addressee(asked, template, lead), returned, &open)?;
    }
    let month = found.month(asked);
    for file in found.intake.files.iter().filter(|file| is_of_no_use(found, file)) {
        let is_before = |standing: &Return| is_superseded(file, standing);
        if month.merged_returns().any(is_before) {
            continue;
        }
        feedback.refuse(asked, template, found, file)?;
    }
    Ok(feedback)
}

impl Feedback {
    fn mark(
        &mut self,
        to: Addressee<'_>,
        returned: &Return,
        open: &[&Exception],
    ) -> Result<(), FeedbackError> {
        let stem = stem(to);
        let marked = feedback::marked(to, returned, open);
        let book = bytes(to.lead, &marked.book)?;
        let name = format!("{stem} - to correct.xlsx");
        let message = feedback::message(to, &marked.items, &name);
        self.files.push(NewFile { name, bytes: book });
        self.files.push(NewFile { name: format!("{stem} - to correct.txt"), bytes: message.into_bytes() });
        self.marked += 1;
        Ok(())
    }

    fn refuse(
        &mut self,
        asked: &Asked<'_>,
        template: &Template,
        found: &Found,
        file: &FileMet,
    ) -> Result<(), FeedbackError> {
        let about = |e: &&Exception| {
            e.severity == Severity::Error
                && e.is_open()
                && e.place.file.as_ref() == Some(&file.name)
                && e.code != w07_no_return::RULE.code
        };
        let open: Vec<&Exception> = found.findings.exceptions.iter().filter(about).collect();
        if open.is_empty() {
            return Ok(());
        }
        let lead =
            file.returned.as_ref().and_then(|r| r.returner.as_ref()).and_then(|id| asked.plan.lead(id));
        let mut enclosed = Enclosed::Nothing;
        let is_wrong_month = open.iter().any(|e| e.code == w03_wrong_period::RULE.code);
        if let Some(lead) = lead.filter(|_| is_wrong_month) {
            let to = addressee(asked, template, lead);
            let blank = form::blank(to.plan, template, to.history, lead, to.period);
            let name = form::file_name(to.plan, lead, to.period);
            self.add(NewFile { name: name.clone(), bytes: bytes(lead, &blank)? });
            enclosed = Enclosed::BlankReturn(name);
        }
        let sender = lead.map_or_else(|| "To whoever sent this".to_owned(), |lead| lead.name.to_string());
        let text =
            feedback::message_about_file(asked.plan, &sender, asked.period, &file.name, &open, &enclosed);
        let name = file.name.replace(['/', '\\'], " - ");
        let file_stem = clip(name.rsplit_once('.').map_or(&*name, |(stem, _)| stem), 80);
        self.add(NewFile { name: format!("{file_stem} - not used.txt"), bytes: text.into_bytes() });
        self.refused += 1;
        Ok(())
    }

    /// Adds a file under a name of its own.
    fn add(&mut self, mut file: NewFile) {
        if self.files.contains(&file) {
            return;
        }
        let taken: BTreeSet<String> = self.files.iter().map(|f| f.name.to_lowercase()).collect();
        let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
        let (stem, extension) = (stem.to_owned(), extension.to_owned());
        let mut number = 1;
        while taken.contains(&file.name.to_lowercase()) {
            number += 1;
            file.name = format!("{stem} ({number}).{extension}");
        }
        self.files.push(file);
    }
}

/// Open errors and queries that this lead can answer in this return.
fn open_for(found: &Found, lead: &Lead, returned: &Return) -> Vec<Exception> {
    let is_open = |e: &&Exception| e.severity != Severity::Note && e.is_open();
    let is_theirs = |e: &&Exception| {
        let elsewhere = e.place.file.as_ref().is_some_and(|file| *file != returned.file);
        let is_whole_month = e.code == w07_no_return::RULE.code;
        e.subject.returner.as_ref() == Some(&lead.id)
            && !is_whole_month
            && (!elsewhere || e.code == w05_two_returns::RULE.code)
            && !is_corrected_as_asked(found, e)
    };
    let open = || found.findings.exceptions.iter().filter(is_open);
    let shared = open().filter_map(|e| as_their_own(found, e, lead, returned));
    let mut theirs: Vec<Exception> = open().filter(is_theirs).cloned().chain(shared).collect();
    theirs.sort_by_key(|e| e.severity);
    theirs
}

/// Whether a query about two returns is about a form that went back to its lead and came again: the lead was asked for it, and
/// is not asked whether it is meant.
fn is_corrected_as_asked(found: &Found, exception: &Exception) -> bool {
    let mut verdicts =
        found.merged.faults.iter().filter(|fault| fault.place == exception.place).filter_map(|fault| {
            match fault.kind {
                FaultKind::TwoReturns { verdict, .. } => Some(verdict),
                _ => None,
            }
        });
    exception.code == w05_two_returns::RULE.code && verdicts.all(|verdict| verdict == Verdict::Corrects)
}

/// Whether the lead has sent a return since that is used: nobody has to be asked for it again.
fn is_superseded(refused: &FileMet, standing: &Return) -> bool {
    let Some(before) = refused.returned.as_ref().filter(|_| refused.state == FileState::Refused) else {
        return false;
    };
    let is_later = before.date_completed.zip(standing.date_completed).is_some_and(|(one, other)| one < other);
    before.returner.is_some()
        && before.returner == standing.returner
        && (is_later && !standing.is_dated_far_off() || standing.is_correction_of(before))
}

/// An exception about answers in which leads disagree (M02), at the answer of this lead.
fn as_their_own(found: &Found, exception: &Exception, lead: &Lead, returned: &Return) -> Option<Exception> {
    let same = |fault: &&Fault| {
        fault.place == exception.place
            && fault.column == exception.column
            && fault.subject == exception.subject
    };
    let mut faults =
        found.merged.faults.iter().filter(|_| exception.code == m02_disagree::RULE.code).filter(same);
    faults.find_map(|fault| {
        let FaultKind::Disagree { answers, .. } = &fault.kind else { return None };
        let own = answers.iter().find(|(id, _, place)| *id == lead.id && place.file == returned.file)?;
        let subject = fault.subject.clone().from(Some(&lead.id));
        Some(Exception { subject, place: Place::from(&own.2), found: own.1.clone(), ..exception.clone() })
    })
}

/// Whether nothing of a file is used: refused, or one of two returns of which neither stands.
fn is_of_no_use(found: &Found, file: &FileMet) -> bool {
    let neither_stands = || {
        let two = |e: &&Exception| e.code == w05_two_returns::RULE.code && e.severity == Severity::Error;
        file.state == FileState::Read
            && found.merged.set_aside.contains_key(&*file.name)
            && found.findings.exceptions.iter().filter(two).any(|e| e.place.file.as_ref() == Some(&file.name))
    };
    file.state == FileState::Refused || neither_stands()
}

fn addressee<'a>(asked: &Asked<'a>, template: &'a Template, lead: &'a Lead) -> Addressee<'a> {
    Addressee { plan: asked.plan, template, history: asked.history, lead, period: asked.period }
}

/// Name of the lead's return without its ending.
fn stem(to: Addressee<'_>) -> String {
    form::file_name(to.plan, to.lead, to.period).trim_end_matches(".xlsx").to_owned()
}

fn bytes(lead: &Lead, book: &crate::sheet::book::Book) -> Result<Vec<u8>, FeedbackError> {
    write::to_bytes(book).map_err(|source| FeedbackError { lead: lead.name.to_string(), source })
}

#[cfg(test)]
mod tests;
