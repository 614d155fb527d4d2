//! `ragbook decide WORKBOOK`: what the officer filled in on the sheet Exceptions, or on the sheet Texts of words to be
//! approved for publication, taken into decisions.csv (6-exceptions.md, "Decisions"; 8-commands-and-files.md).
//!
//! A row is known by the mark in its column Key, looked up in the exceptions.csv written with the workbook; code, returner
//! and ref of the row must be those of that exception. So a row may be sorted, filtered and moved, and one that was
//! altered, belongs to an older run, or is there twice with two answers is told and not used.

mod told;
mod typed;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::figure::FigureState;
use crate::domain::folding::fold_caption;
use crate::domain::{LeadId, MeasureRef, Period, Refusal};
use crate::finding::{Exception, Severity};
use crate::form::Template;
use crate::intake::decided::{self, DecidedRow, NotDecided};
use crate::ledger::decisions::{FILE, LedgerFault};
use crate::ledger::restated::{like, restatement};
use crate::ledger::{Choice, Decision, Decisions, History, Settles};
use crate::plan::Plan;
use crate::publish::output::{NewFile, OutputError};
use crate::rules::settle;
use crate::rules::x02_decision_incomplete;
use crate::sheet::grid::Workbook;
use crate::sheet::read::{Worker, open_with, regular};

use super::ledgers::{Ledgers, LedgersError};
use told::{Told, Written};

/// Why a workbook's decisions could not be taken. The ledger is as it was.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}. Check the path, and close the file if it is open elsewhere", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// It is no workbook.
    #[error("it cannot be opened: {}", super::inspect::why_refused(.0))]
    Refused(Refusal),
    /// It is no consolidated workbook.
    #[error(
        "it does not say that ragbook consolidated it: its properties name no month. Use the workbook that ragbook consolidate wrote, saved as .xlsx"
    )]
    NotConsolidated,
    /// The sheet.
    #[error(
        "{0}. Use the workbook that ragbook consolidate wrote: columns may be moved and rows sorted, but not renamed or taken out"
    )]
    Sheet(#[from] NotDecided),
    /// The data folder is missing or damaged.
    #[error(
        "{} {what}. The rows of the workbook are recognised by it: put the workbook beside the data folder it was written with, or say where that is with --data",
        .path.display()
    )]
    Data {
        /// exceptions.csv, or another file beside it.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The ledgers beside the plan.
    #[error("{0}. {advice}", advice = .0.advice())]
    Ledgers(#[from] LedgersError),
    /// The ledger cannot be put into a file.
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    /// The ledger could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The plan in force.
    pub plan: &'a Plan,
    /// The decided workbook.
    pub workbook: &'a Path,
    /// The data folder written with it; none: beside it.
    pub data: Option<&'a Path>,
    /// The plan's folder or workbook, beside which the ledgers stand.
    pub beside: &'a Path,
    /// Today.
    pub today: NaiveDate,
    /// Who reads xls, xlsb and ods.
    pub worker: Option<&'a Worker>,
    /// Whether to write anything.
    pub dry_run: bool,
}

/// A row that was filled in and not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUsed {
    /// Row of the sheet, from 1.
    pub row: u32,
    /// Why, and what to do.
    pub why: String,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Month of the workbook.
    pub period: Period,
    /// Decisions added to the ledger, or that would be.
    pub added: Vec<Decision>,
    /// Decisions that the ledger has already.
    pub known: usize,
    /// Rows that were filled in and not used.
    pub not_used: Vec<NotUsed>,
    /// Of these, the first whose decision another one has overruled since it was taken.
    pub overruled: Option<NotUsed>,
    /// X02: decisions in the workbook that cannot be applied yet.
    pub incomplete: Vec<Exception>,
    /// Errors and queries of the workbook that are still open.
    pub open: usize,
}

/// Takes the decisions of a workbook into the ledger.
///
/// # Errors
/// When the workbook, what was written with it, or the ledger cannot be read or written: then nothing was.
pub fn decide(asked: &Asked<'_>) -> Result<Outcome, DecideError> {
    let workbook = open(asked)?;
    let period = period_of(&workbook)?;
    let rows = decided::rows(&workbook)?;
    let written = Written::read(&data_folder(asked, period))?;
    // Locked before the ledger is read, so that two runs cannot each add to what they found.
    let ledgers = if asked.dry_run { Ledgers::load(asked.beside)? } else { Ledgers::claim(asked.beside)? };
    let mut ledger = ledgers.decisions().clone();
    let history = ledgers.before(period);
    let mut taking = Taking::new(asked, &workbook, period, &written, &ledger, &history);
    taking.take(&rows);
    let Taking { decisions, not_used, overruled, open, shown_again, .. } = taking;
    let all = decisions.len() + shown_again;
    let added = ledger.add(decisions.clone());
    if let Some(held) = ledgers.held().filter(|_| !added.is_empty()) {
        held.replace(&NewFile { name: FILE.to_owned(), bytes: ledger.to_csv()? })?;
    }
    let current = ledger.up_to(period);
    let in_force: Vec<&Decision> = current
        .in_force()
        .into_iter()
        .chain(current.waiting())
        .filter(|d| decisions.iter().any(|new| new.about == d.about))
        .collect();
    let incomplete = in_force.into_iter().filter_map(|decision| {
        let lacks = settle::lacks(asked.plan, decision);
        let fault = (!lacks.is_empty()).then(|| settle::incomplete(decision, lacks))?;
        x02_decision_incomplete::in_words(&fault)
    });
    let incomplete = incomplete.collect();
    Ok(Outcome { period, known: all - added.len(), added, not_used, overruled, incomplete, open })
}

fn open(asked: &Asked<'_>) -> Result<Workbook, DecideError> {
    let path = asked.workbook;
    // Our own workbook of many returns may be longer than a return: its size is checked when it is opened.
    let bytes = regular(path, u64::MAX)
        .map_err(|source| DecideError::Unreadable { path: path.to_owned(), source })?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    open_with(&bytes, &stem, &asked.plan.limits, asked.worker).map_err(DecideError::Refused)
}

fn period_of(workbook: &Workbook) -> Result<Period, DecideError> {
    let property = |name: &str| workbook.properties.get(name);
    let consolidated =
        property("ragbook.written").is_some_and(|written| written == "consolidated" || written == "texts");
    let period = property("ragbook.period").filter(|_| consolidated).and_then(|period| period.parse().ok());
    period.ok_or(DecideError::NotConsolidated)
}

fn data_folder(asked: &Asked<'_>, period: Period) -> PathBuf {
    let beside = || asked.workbook.parent().unwrap_or(Path::new("")).join(crate::publish::names(period).1);
    asked.data.map_or_else(beside, Path::to_owned)
}

/// Rows on their way to the ledger.
struct Taking<'a> {
    asked: &'a Asked<'a>,
    workbook: &'a Workbook,
    period: Period,
    written: &'a Written,
    before: &'a Decisions,
    /// Earlier months.
    history: &'a History,
    decisions: Vec<Decision>,
    not_used: Vec<NotUsed>,
    overruled: Option<NotUsed>,
    open: usize,
    /// Rows that show a decision of an earlier month.
    shown_again: usize,
}

/// What was decided: `Use this value: 14`.
fn in_short(decision: &Decision) -> String {
    match decision.value.trim() {
        "" => decision.choice.word().to_owned(),
        value => format!("{}: {}", decision.choice.word(), clip(value)),
    }
}

impl<'a> Taking<'a> {
    fn new(
        asked: &'a Asked<'a>,
        workbook: &'a Workbook,
        period: Period,
        written: &'a Written,
        before: &'a Decisions,
        history: &'a History,
    ) -> Self {
        let (decisions, not_used) = (Vec::new(), Vec::new());
        Self {
            asked,
            workbook,
            period,
            written,
            before,
            history,
            decisions,
            not_used,
            overruled: None,
            open: 0,
            shown_again: 0,
        }
    }

    fn take(&mut self, rows: &[DecidedRow]) {
        let mut by_mark: BTreeMap<&str, Vec<&DecidedRow>> = BTreeMap::new();
        for row in rows {
            by_mark.entry(&row.mark).or_default().push(row);
        }
        for row in rows {
            if !row.is_filled_in() {
                self.emptied(row, by_mark.get(&*row.mark).map_or(&[][..], Vec::as_slice));
                continue;
            }
            // One exception twice on the sheet, as after copying a row: both must say the same.
            let twins = by_mark.get(&*row.mark).map_or(&[][..], Vec::as_slice);
            if let Err(why) = self.row(row, twins) {
                self.not_used.push(NotUsed { row: row.row, why });
            }
        }
        let decided = |told: &Told| self.decisions.iter().any(|d| d.about == told.about);
        let open = self.written.all().filter(|told| told.is_open && told.severity != Severity::Note);
        self.open = open.filter(|told| !decided(told)).count();
        self.decisions.sort_by_key(|d| d.sheet_row);
    }

    /// Tells of a row from which a decision was taken out: that takes nothing back.
    fn emptied(&mut self, row: &DecidedRow, twins: &[&DecidedRow]) {
        let current = self.before.up_to(self.period);
        let in_force = |told: &Told| current.in_force().iter().any(|known| known.about == told.about);
        let decided = self.known(row).is_ok_and(|told| !told.is_open && in_force(&told));
        if decided && !twins.iter().any(|twin| twin.is_filled_in()) {
            let why = format!(
                "Its decision was emptied, and stands all the same. To take it back, choose {}.",
                Choice::Withdraw
            );
            self.not_used.push(NotUsed { row: row.row, why });
        }
    }

    /// Takes one row, or says why it is not used.
    fn row(&mut self, row: &DecidedRow, twins: &[&DecidedRow]) -> Result<(), String> {
        let told = self.known(row)?;
        // One on which nothing is filled in says nothing.
        if twins.iter().any(|twin| twin.is_filled_in() && !says_the_same(twin, row)) {
            let rows: Vec<String> = twins.iter().map(|twin| twin.row.to_string()).collect();
            return Err(format!(
                "Rows {} are about one and the same exception and say different things. Fill them in alike, or take out all but one.",
                rows.join(" and ")
            ));
        }
        if row.decision.is_empty() {
            return Err(if told.is_open {
                "Something is filled in, but Decision is still Open. Choose a decision from the list."
                    .to_owned()
            } else {
                format!("It is decided already. To take that back, choose {}.", Choice::Withdraw)
            });
        }
        let choice = Choice::from_word(&row.decision).ok_or_else(|| {
            let words: Vec<&str> = Choice::ALL.iter().map(|choice| choice.word()).collect();
            format!(
                "Decision says \"{}\". Choose one of the list: {}.",
                clip(&row.decision),
                words.join(", ")
            )
        })?;
        if told.severity == Severity::Note && !told.about.is_a_text() {
            return Err("This is a note, for the record: it needs no decision.".to_owned());
        }
        if let Some(why) = told.about.why_not(choice) {
            return Err(why.to_owned());
        }
        if choice == Choice::Withdraw && !self.is_decided(&told) {
            return Err("Nothing is decided here that could be taken back. Choose Open, or what you decide."
                .to_owned());
        }
        let decision = self.decision(row, &told, choice)?;
        if choice == Choice::Accept && row.value.is_some() && told.is_open {
            return Err("Accept takes no value: nothing changes by it. Empty the cell Value, or choose what is to be done with the value.".to_owned());
        }
        self.contradicts(&decision)?;
        if self.is_shown_again(&decision) {
            self.shown_again += 1;
            return Ok(());
        }
        if let Some((taken, stands)) = self.before.overruled(&decision) {
            let why = format!(
                "It says what was taken as {}; {} has overruled that since ({}) and stands. If it is to be so again, move this workbook away, consolidate again and decide on the new one.",
                taken.id,
                stands.id,
                in_short(stands),
            );
            self.overruled.get_or_insert_with(|| NotUsed { row: row.row, why: why.clone() });
            return Err(why);
        }
        if !self.decisions.iter().any(|known| known.about == decision.about) {
            self.decisions.push(decision);
        }
        Ok(())
    }

    /// One rating cannot be set to two: an action may be asked about once for each of its leads.
    fn contradicts(&self, decision: &Decision) -> Result<(), String> {
        let Some((what, rating)) = decision.overrides() else { return Ok(()) };
        let other = |known: &&Decision| {
            known.about != decision.about && known.overrides().is_some_and(|(w, r)| w == what && r != rating)
        };
        match self.decisions.iter().find(other) {
            None => Ok(()),
            Some(known) => Err(format!(
                "Row {} sets the same rating to {}. Set it in one row, or to the same in both.",
                known.sheet_row.unwrap_or_default(),
                known.value
            )),
        }
    }

    /// The exception that a row is about.
    fn known(&self, row: &DecidedRow) -> Result<Told, String> {
        let again = "Consolidate again and decide on the new workbook, or put back the row as it was.";
        if row.mark.is_empty() {
            return Err(format!(
                "The column Key is empty, so it cannot be told which exception this is. {again}"
            ));
        }
        let told = match self.written.marked(&row.mark) {
            [] => {
                return Err(format!(
                    "No exception of {} has the key {}: the row was altered, or the data folder is of another run. {again}",
                    self.period.in_words(),
                    clip(&row.mark)
                ));
            }
            [only, same @ ..] if same.iter().all(|other| other.about == only.about) => only.clone(),
            _ => return Err(format!("Two different exceptions have the key {}. {again}", clip(&row.mark))),
        };
        let blank = |text: &str| if text.starts_with('[') { String::new() } else { fold_caption(text) };
        let names = self.names(&told);
        let same = [
            ("Code", blank(&row.code), fold_caption(&told.about.code)),
            ("Ref", blank(&row.reference), fold_caption(&told.about.reference)),
            ("Returner", blank(&row.returner), fold_caption(&names)),
        ];
        match same.into_iter().find(|(_, row, told)| row != told) {
            None => Ok(told),
            Some((caption, ..)) => Err(format!(
                "Its {caption} is not that of the exception with its key: the row was altered, or only some of its columns were sorted. {again}"
            )),
        }
    }

    /// Returner as the sheet shows it: whom to ask.
    fn names(&self, told: &Told) -> String {
        let plan = self.asked.plan;
        let leads: Vec<LeadId> = match (told.about.lead(), told.about.measure(), told.about.action()) {
            (Some(lead), ..) => vec![lead],
            (None, Some(measure), _) => {
                plan.measure(measure).map_or_else(Vec::new, |m| m.returned_by.clone())
            }
            (None, None, Some(action)) => plan.action(action).map_or_else(Vec::new, |a| a.leads.clone()),
            (None, None, None) => Vec::new(),
        };
        leads.iter().map(|lead| plan.lead_name(lead)).collect::<Vec<_>>().join("; ")
    }

    /// Whether the ledger has a decision in force that shows on this exception's row.
    fn is_decided(&self, told: &Told) -> bool {
        let shown = |d: &&Decision| d.about == told.about || d.about.is_same_cell(&told.about);
        !told.is_open || self.before.up_to(self.period).in_force().iter().any(shown)
    }

    /// Whether the row only shows what an earlier month decided: consolidating filled it in, not the officer.
    fn is_shown_again(&self, decision: &Decision) -> bool {
        let shown =
            |known: &&Decision| known.about == decision.about || known.about.is_same_cell(&decision.about);
        let as_known = |known: &Decision| Decision {
            about: known.about.clone(),
            period: known.period,
            rated: known.rated,
            ..decision.clone()
        };
        let known = self.before.up_to(self.period.previous());
        known
            .in_force()
            .into_iter()
            .filter(shown)
            .any(|known| !known.is_for_one_period() && known.says_the_same(&as_known(known)))
    }

    fn decision(&self, row: &DecidedRow, told: &Told, choice: Choice) -> Result<Decision, String> {
        let from_1904 = self.workbook.from_1904;
        let until = match &row.until {
            None => None,
            Some(cell) => Some(typed::date(cell, from_1904).ok_or_else(|| {
                format!("Until says \"{}\". A date such as 31/03/2020 is needed.", clip(&cell.shown()))
            })?),
        };
        let value = self.value(row, told, choice)?;
        let mut decision = Decision {
            id: String::new(),
            line: 0,
            period: self.period,
            decided_on: Some(self.asked.today),
            about: told.about.clone(),
            choice,
            value,
            reason: row.reason.clone(),
            decided_by: row.decided_by.clone(),
            until,
            rated: None,
            run: self.workbook.properties.get("ragbook.run").cloned().unwrap_or_default(),
            sheet_row: Some(row.row),
        };
        decision.rated = decision.overrides().and_then(|(what, _)| self.written.rated(what));
        // The same override, taken again from the same workbook, keeps the rating of its day.
        let mut earlier = self.before.rows().iter().rev();
        let earlier = earlier.find(|d| d.about == decision.about && d.period == decision.period);
        if let Some(known) = earlier.filter(|known| known.run == decision.run) {
            decision.rated = known.rated.filter(|_| known.choice == choice).or(decision.rated);
        }
        Ok(decision)
    }
}

impl Taking<'_> {
    /// The earlier month and figure that a changed *Last value* stands for: the month it names, else the latest with a figure.
    fn restated(&self, measure: MeasureRef, found: &str) -> Result<String, String> {
        let unreadable = || {
            format!(
                "\"{}\" cannot be read as an earlier figure of {measure}, so it cannot be let stand. Ask for a corrected return of \
                 that month and consolidate that month again; or choose {}.",
                clip(found),
                Choice::RejectTheValue
            )
        };
        // Of several leads' figure one lead's own part says nothing sure.
        let alone = self.asked.plan.measure(measure).is_some_and(|m| m.returned_by.len() == 1);
        if !alone {
            return Err(format!(
                "Several leads give {measure}, and what one of them says of an earlier month is not the whole figure. Ask for a \
                 corrected return of that month and consolidate that month again; or choose {}.",
                Choice::RejectTheValue
            ));
        }
        let template = Template::built_in().map_err(|_| unreadable())?;
        let (value, month) = template.read_last_value(found).ok_or_else(unreadable)?;
        let mut earlier = self.history.figures_before(measure, self.period);
        let known = earlier.find(|(period, past)| {
            past.state == FigureState::Value && month.is_none_or(|month| month == *period)
        });
        let (period, past) = known.ok_or_else(unreadable)?;
        let is_one = past.value.as_ref().is_some_and(|known| like(known, &value).is_some());
        if is_one { Ok(restatement(period, &value)) } else { Err(unreadable()) }
    }

    /// What stands in Value, as the ledger keeps it.
    fn value(&self, row: &DecidedRow, told: &Told, choice: Choice) -> Result<String, String> {
        let which = Settles::of(&told.about) == Settles::WhichReturn;
        let files = || self.written.returns_of(&told.about.returner);
        let names = |files: &[String]| {
            files.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" or ")
        };
        if which && choice == Choice::Accept && told.severity == Severity::Error {
            return Err(format!(
                "Neither of these returns is used, and it cannot be told which one is to be accepted. Choose {}, and type {} in the column Value.",
                Choice::UseThisValue,
                names(&files())
            ));
        }
        if let (Settles::EarlierFigure(measure), Choice::Accept) = (Settles::of(&told.about), choice) {
            return self.restated(measure, &told.about.found);
        }
        let Some(cell) = &row.value else { return Ok(String::new()) };
        if choice != Choice::UseThisValue {
            return Ok(crate::domain::folding::tidy(&cell.shown()));
        }
        if !which {
            return Ok(typed::value(cell, &told.about, self.asked.plan, self.workbook.from_1904));
        }
        let files = files();
        typed::file(&cell.shown(), &files).cloned().ok_or_else(|| {
            format!(
                "Value says \"{}\", which is none of these returns. Type {} there.",
                clip(&cell.shown()),
                names(&files)
            )
        })
    }
}

fn says_the_same(one: &DecidedRow, other: &DecidedRow) -> bool {
    let said = |row: &DecidedRow| {
        let shown = |cell: &Option<crate::sheet::grid::Cell>| {
            cell.as_ref().map(crate::sheet::grid::Cell::shown).unwrap_or_default()
        };
        (
            row.decision.clone(),
            shown(&row.value),
            row.reason.clone(),
            row.decided_by.clone(),
            shown(&row.until),
        )
    };
    said(one) == said(other)
}

fn clip(text: &str) -> String {
    crate::domain::folding::clip(text, 80)
}
