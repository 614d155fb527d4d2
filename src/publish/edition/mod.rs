//! Editions: the consolidated workbook as one audience gets it (7-publication.md, 7.4).
//!
//! [`cut`] takes a whole month and gives a smaller one: outcomes left out, names made posts, texts and small numbers held
//! back, files forgotten. The sheets are then built from that smaller month alone, so that nothing withheld can reach any
//! part of the file: it was never there. [`Cut`] says what was done, for the sheets that have to tell.

mod approved;
mod figures;
mod held_back;
mod names;
mod part;
mod persons;
mod since;
mod texts;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{MeasureRef, Period, Worksheet};
use crate::finding::Exception;
use crate::ledger::{Decisions, History};
use crate::merge::Merged;
use crate::plan::{Edition, Plan};
use crate::rating::Ratings;
use crate::rules::NotRun;

use super::Consolidation;
use super::disclosure::{Published, Treatment};
use super::met::Met;

pub use approved::{ApprovedTexts, EditionText, Standing, texts};
pub use figures::{PublishedMeasure, Shown};
pub use held_back::HeldBack;
pub(in crate::publish) use persons::sweep;
pub use told::LeftOut;
pub(in crate::publish) use told::covers;

/// The edition whose place the consolidated workbook takes where `plan.toml` declares none.
pub const EVERYTHING: &str = "accountability";

/// What stands where a text is withheld: the shorthand for "confidential" (7-publication.md, 7.1).
const WITHHELD: &str = "[c]";

/// What was done to a month to make an edition of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The edition as declared.
    pub edition: Edition,
    /// Its sheets, in order, the Cover first.
    pub sheets: Vec<Worksheet>,
    /// The month with which it compares; none when there is no earlier one in the records.
    pub since: Option<Period>,
    /// Whether that is this edition's own last issue, as against the latest month in the records.
    pub own_last_issue: bool,
    /// Whether any commentary or evidence is shown at all.
    pub shows_texts: bool,
    /// Values that do not stand as they were merged.
    pub figures: BTreeMap<MeasureRef, PublishedMeasure>,
    /// What of earlier months this edition publishes, now or before, of measures whose values do not stand as merged.
    pub earlier: BTreeMap<(MeasureRef, Period), Shown>,
    /// What stands as `[c]` because a withheld number is behind it.
    pub held_back: HeldBack,
    /// Where texts stood that may name a person and are withheld whole: `Commentary of 2.1`. For the officer.
    pub persons: BTreeSet<String>,
    /// What a reader is told of it.
    pub left_out: Vec<LeftOut>,
}

/// Why an edition is refused: it would show what it must not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing has settled what may be shown of small numbers.
    #[error(
        "it shows measures whose small numbers could identify a child ({0}), and nothing has settled which of them may be shown"
    )]
    NotSettled(String),
    /// A small number could be worked out.
    #[error("small numbers could be worked out from it: {0}")]
    Unsafe(String),
    /// An outcome or board that the plan does not have.
    #[error("the plan has no {0}, which the edition is declared to be about")]
    NotInPlan(String),
    /// No action is left.
    #[error("the plan has no action for the outcomes or boards that the edition is declared to be about")]
    Empty,
}

/// What an edition is cut by.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The period of its last issue before this one; none when this is its first.
    pub last_issue: Option<Period>,
    /// Texts that decisions approve for publication.
    pub approved: &'a ApprovedTexts,
    /// Everything published before, of every edition.
    pub published: &'a Published,
}

/// A month as an edition shows it. Owns everything: nothing of it leads back to what was left out.
#[derive(Debug, Clone)]
pub struct Edited {
    period: Period,
    as_at: chrono::NaiveDate,
    plan: Plan,
    met: Met,
    merged: Merged,
    ratings: Ratings,
    exceptions: Vec<Exception>,
    not_run: Vec<NotRun>,
    history: History,
    decisions: Decisions,
    cut: Cut,
    treatment: Option<Treatment>,
}

impl Edited {
    /// As every output is made from.
    pub fn consolidation(&self) -> Consolidation<'_> {
        Consolidation {
            plan: &self.plan,
            period: self.period,
            as_at: self.as_at,
            met: &self.met,
            merged: &self.merged,
            ratings: &self.ratings,
            exceptions: &self.exceptions,
            not_run: &self.not_run,
            history: &self.history,
            decisions: &self.decisions,
            cut: &self.cut,
        }
    }
}

impl Edited {
    /// Whether a sheet prints the values of this measure.
    pub fn prints(&self, measure: MeasureRef) -> bool {
        self.plan.measure(measure).is_some_and(|measure| figures::prints(&self.cut.sheets, measure))
    }

    /// What was settled of small numbers, for the ledger of what was published.
    pub const fn treatment(&self) -> Option<&Treatment> {
        self.treatment.as_ref()
    }
}

/// The month as this edition shows it.
pub fn cut(month: &Consolidation<'_>, asked: &Asked<'_>) -> Result<Edited, Refused> {
    let edition = asked.edition;
    let mut edited = Edited {
        period: month.period,
        as_at: month.as_at,
        plan: month.plan.clone(),
        met: month.met.clone(),
        merged: month.merged.clone(),
        ratings: month.ratings.clone(),
        exceptions: month.exceptions.to_vec(),
        not_run: month.not_run.to_vec(),
        history: month.history.clone(),
        // Only the sheet Exceptions shows them, and only editions for insiders have it.
        decisions: if edition.is_internal() { month.decisions.clone() } else { Decisions::default() },
        cut: Cut { edition: edition.clone(), sheets: sheets(edition), ..month.cut.clone() },
        treatment: None,
    };
    part::select(&mut edited)?;
    edited.cut.persons = persons::withhold(&mut edited);
    since::compare(&mut edited, asked.last_issue);
    let treatment = figures::treat(&edited, asked.published)?;
    figures::settle(&mut edited, treatment.as_ref(), asked.published)?;
    edited.treatment = treatment;
    held_back::baselines(&mut edited);
    held_back::roll_up(&mut edited);
    texts::withhold(&mut edited, asked.approved);
    names::to_posts(&mut edited, month.plan);
    if !edition.is_internal() {
        forget_files(&mut edited);
    }
    edited.cut.left_out = told::left_out(&edited);
    if edited.cut.left_out.is_empty() {
        edited.cut.sheets.retain(|sheet| *sheet != Worksheet::Withheld);
    }
    Ok(edited)
}

/// The sheets of an edition: those declared, or all it may have; the Cover first, and a place for what is withheld.
fn sheets(edition: &Edition) -> Vec<Worksheet> {
    let declared = if edition.sheets.is_empty() { Worksheet::ALL } else { edition.sheets.as_slice() };
    let may_have = |sheet: &Worksheet| edition.is_internal() || !sheet.is_internal();
    let rest = declared.iter().copied().filter(|sheet| *sheet != Worksheet::Cover).filter(may_have);
    let mut sheets: Vec<Worksheet> = std::iter::once(Worksheet::Cover).chain(rest).collect();
    if !sheets.contains(&Worksheet::Withheld) {
        // Before the Notes where they come last, as in an edition that declares no sheets.
        let before_notes = sheets.len() - usize::from(sheets.last() == Some(&Worksheet::Notes));
        sheets.insert(before_notes, Worksheet::Withheld);
    }
    sheets
}

/// Leaves out every file, every cell of a return, and every finding that quotes one.
fn forget_files(edited: &mut Edited) {
    edited.exceptions.clear();
    edited.merged.contributions.clear();
    edited.merged.requested.clear();
    edited.merged.set_aside.clear();
    edited.merged.faults.clear();
    edited.merged.figures.iter_mut().for_each(|figure| figure.provenance.clear());
    edited.merged.progress.iter_mut().for_each(|progress| progress.provenance.clear());
    edited.met.files.clear();
    edited.met.returners.iter_mut().for_each(super::met::Received::forget_file);
    edited.history.raised.clear();
    edited.history.figures.values_mut().for_each(|past| {
        past.by_returner.clear();
        past.sources.clear();
    });
    edited.history.actions.values_mut().for_each(|past| past.sources.clear());
}

impl Cut {
    /// Nothing left out: the consolidated workbook, compared with the latest earlier month in the records.
    pub fn whole(plan: &Plan, period: Period, history: &History) -> Self {
        let declared = plan.editions.iter().find(|edition| edition.name == EVERYTHING);
        let audience = declared.map_or("the accountability meeting", |edition| &edition.audience);
        Self {
            edition: Edition::everything(EVERYTHING, audience),
            sheets: Worksheet::ALL.iter().copied().filter(|sheet| *sheet != Worksheet::Withheld).collect(),
            since: history.latest_period(period),
            own_last_issue: false,
            shows_texts: true,
            figures: BTreeMap::new(),
            earlier: BTreeMap::new(),
            held_back: HeldBack::default(),
            persons: BTreeSet::new(),
            left_out: Vec::new(),
        }
    }

    /// Whether nothing is left out.
    pub const fn is_whole(&self) -> bool {
        self.left_out.is_empty()
    }

    /// Whether the officer decides on it: only on the consolidated workbook, which the edition of that name is.
    pub fn is_to_decide_on(&self) -> bool {
        self.is_whole() && self.edition.name == EVERYTHING
    }

    /// Whether every value stands as it was merged: else the order of measures could give one away.
    pub fn tells_every_figure(&self) -> bool {
        self.held_back.measures.is_empty()
            && self.figures.values().all(|shown| matches!(shown.now, Shown::Exact(_)))
    }

    /// Whether it has this sheet.
    pub fn has(&self, sheet: Worksheet) -> bool {
        self.sheets.contains(&sheet)
    }
}
