//! What came back, as outputs tell it: every file met and what became of it, and what came from each returner.
//!
//! Made once from the intake, when a month is consolidated; kept in the manifest, so that an edition can be made later
//! without the returns.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{LeadId, Period, Sha256};
use crate::finding::Exception;
use crate::intake::{self, FileState, HowRead, Intake, Return};
use crate::plan::due::{Due, asked_for, is_closed};
use crate::plan::{Indexed, Lead, Measure, Plan};
use crate::rules::came::{Arrivals, Came};

use super::Tally;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Met {
    /// Every file met, by name. Left out of editions that name no files: then [`Met::counts`] still says how many came.
    pub files: Vec<FileMet>,
    /// How many files ended in each state.
    pub counts: FileCounts,
    /// What came from each returner, in plan order.
    pub returners: Vec<Received>,
    /// How the files were read.
    pub how: HowRead,
}

/// Files by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileCounts {
    /// Read.
    pub read: usize,
    /// Refused.
    pub refused: usize,
    /// The same as another file.
    pub duplicate: usize,
    /// Skipped.
    pub skipped: usize,
}

/// A file met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMet {
    /// Name relative to the folder given.
    pub name: Arc<str>,
    /// SHA-256 of its bytes; none when it was skipped or could not be read at all.
    pub sha256: Option<Sha256>,
    /// What became of it.
    pub state: FileState,
    /// What it says of itself; none when it is no return.
    pub says: Option<Says>,
    /// Why its answers are not merged, where another return of the same returner stands.
    pub set_aside: Option<String>,
    /// Exceptions that stand in it.
    pub tally: Tally,
}

/// What a return says of itself, and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    /// Who it is from.
    pub returner: Option<LeadId>,
    /// Its period.
    pub period: Option<Period>,
    /// Plan version it was issued from.
    pub plan_version: Option<String>,
    /// *Completed by*, as typed.
    pub completed_by: String,
    /// *Date completed*.
    pub date_completed: Option<NaiveDate>,
    /// Rows of its Progress table.
    pub progress_rows: usize,
    /// Rows of its Measures table.
    pub measure_rows: usize,
}

/// What came from a returner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The returner.
    pub lead: LeadId,
    /// What came.
    pub arrival: Arrival,
    /// *Date completed* of what came.
    pub date_completed: Option<NaiveDate>,
    /// *Date completed* of an earlier return of the month, where the one that stands corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_completed: Option<NaiveDate>,
    /// Answers due this month.
    pub expected: usize,
    /// Answers read.
    pub read: usize,
    /// Exceptions: of the file that came, or those about the returner that stand in no file.
    pub tally: Tally,
}

/// What came from a returner, and in which file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    /// A return that was read, in this file; why its answers are not merged, where none of the returner's is.
    Returned {
        /// File.
        file: Arc<str>,
        /// Why it is not merged.
        set_aside: Option<String>,
    },
    /// Only this file, which was refused: it names the returner, or is named after them.
    Refused {
        /// File.
        file: Arc<str>,
    },
    /// Nothing.
    Nothing,
}

impl Met {
    /// Of a month.
    pub fn of(
        plan: &Plan,
        period: Period,
        intake: &Intake,
        set_aside: &BTreeMap<String, String>,
        exceptions: &[Exception],
    ) -> Self {
        let tallies = Tallies::of(exceptions);
        let arrivals = Arrivals::of(intake);
        let mut returns: BTreeMap<&LeadId, Vec<&Return>> = BTreeMap::new();
        for returned in intake.returns() {
            if let Some(returner) = &returned.returner {
                returns.entry(returner).or_default().push(returned);
            }
        }
        let indexed = Indexed::of(plan);
        let month = Month { plan: &indexed, period, returns: &returns, set_aside, tallies: &tallies };
        Self {
            how: intake.how.clone(),
            files: intake.files.iter().map(|file| month.file(file)).collect(),
            counts: FileCounts::of(intake.files.iter().map(|file| file.state)),
            returners: plan.returners().map(|lead| month.received(&arrivals, lead)).collect(),
        }
    }
}

impl FileCounts {
    /// Counts these.
    pub fn of(states: impl IntoIterator<Item = FileState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            match state {
                FileState::Read => counts.read += 1,
                FileState::Refused => counts.refused += 1,
                FileState::Duplicate => counts.duplicate += 1,
                FileState::Skipped => counts.skipped += 1,
            }
        }
        counts
    }

    /// All files met.
    pub const fn met(&self) -> usize {
        self.read + self.refused + self.duplicate + self.skipped
    }
}

impl Received {
    /// Whether a return came and was read.
    pub const fn returned(&self) -> bool {
        matches!(self.arrival, Arrival::Returned { .. })
    }

    /// Whether a file came and was refused, and nothing else came.
    pub const fn refused(&self) -> bool {
        matches!(self.arrival, Arrival::Refused { .. })
    }

    /// The file that came.
    pub const fn file(&self) -> Option<&Arc<str>> {
        match &self.arrival {
            Arrival::Returned { file, .. } | Arrival::Refused { file } => Some(file),
            Arrival::Nothing => None,
        }
    }

    /// Forgets the name of the file, and the sentence that may name it.
    pub fn forget_file(&mut self) {
        match &mut self.arrival {
            Arrival::Returned { file, set_aside } => {
                *file = Arc::from("");
                if let Some(why) = set_aside {
                    "it contradicts another file".clone_into(why);
                }
            }
            Arrival::Refused { file } => *file = Arc::from(""),
            Arrival::Nothing => {}
        }
    }

    /// Days after the day by which it was due back; nought when in time, none when no return came or it has no date. Who
    /// answered in time and was asked to correct something is not late.
    pub fn days_late(&self, due_back: NaiveDate) -> Option<i64> {
        let completed = self.first_completed.or(self.date_completed).filter(|_| self.returned())?;
        Some((completed - due_back).num_days().max(0))
    }
}

/// Open exceptions by file; by returner those that stand in no file.
struct Tallies<'a> {
    by_file: BTreeMap<&'a str, Tally>,
    in_no_file: BTreeMap<&'a LeadId, Tally>,
}

impl<'a> Tallies<'a> {
    fn of(exceptions: &'a [Exception]) -> Self {
        let mut tallies = Self { by_file: BTreeMap::new(), in_no_file: BTreeMap::new() };
        for exception in exceptions.iter().filter(|e| e.is_open()) {
            match (&exception.place.file, &exception.subject.returner) {
                (Some(file), _) => tallies.by_file.entry(file).or_default().add(exception.severity),
                (None, Some(lead)) => tallies.in_no_file.entry(lead).or_default().add(exception.severity),
                (None, None) => {}
            }
        }
        tallies
    }

    fn file(&self, name: &str) -> Tally {
        self.by_file.get(name).copied().unwrap_or_default()
    }
}

struct Month<'a> {
    plan: &'a Indexed<'a>,
    period: Period,
    returns: &'a BTreeMap<&'a LeadId, Vec<&'a Return>>,
    set_aside: &'a BTreeMap<String, String>,
    tallies: &'a Tallies<'a>,
}

impl Month<'_> {
    fn file(&self, file: &intake::FileMet) -> FileMet {
        FileMet {
            name: Arc::clone(&file.name),
            sha256: file.sha256,
            state: file.state,
            says: file.returned.as_ref().map(says),
            set_aside: self.set_aside.get(&*file.name).cloned(),
            tally: self.tallies.file(&file.name),
        }
    }

    fn received(&self, arrivals: &Arrivals<'_>, lead: &Lead) -> Received {
        let set_aside = |r: &Return| self.set_aside.get(&*r.file).cloned();
        let of_lead = self.returns.get(&lead.id).into_iter().flatten().copied();
        let returned = of_lead.clone().min_by_key(|r| set_aside(r).is_some());
        // What may be somebody else's is not what this lead sent first.
        let own = of_lead.clone().filter(|r| !r.identity_disputed);
        let first_completed = own.filter_map(|r| r.date_completed).min();
        let merged =
            of_lead.filter(|r| set_aside(r).is_none()).map(answers_read).reduce(|one, other| one + other);
        let refused = match arrivals.from(lead) {
            Came::Refused(file) | Came::Perhaps(file) if returned.is_none() => Some(file),
            _ => None,
        };
        let (arrival, date_completed, tally) = match (returned, refused) {
            (Some(r), _) => (
                Arrival::Returned { file: Arc::clone(&r.file), set_aside: set_aside(r) },
                r.date_completed,
                self.tallies.file(&r.file),
            ),
            (None, Some(file)) => {
                let dated = file.returned.as_ref().and_then(|r| r.date_completed);
                let elsewhere = self.tallies.in_no_file.get(&lead.id).copied().unwrap_or_default();
                let tally = self.tallies.file(&file.name).and(elsewhere);
                (Arrival::Refused { file: Arc::clone(&file.name) }, dated, tally)
            }
            (None, None) => {
                (Arrival::Nothing, None, self.tallies.in_no_file.get(&lead.id).copied().unwrap_or_default())
            }
        };
        let due_now = |m: &&&Measure| asked_for(self.plan, m, self.period) == Due::Now;
        let measures = self.plan.measures_of(&lead.id).iter().filter(due_now).count();
        let open =
            self.plan.actions_of(&lead.id).iter().filter(|a| !is_closed(self.plan, a.reference, self.period));
        let expected = open.count() + measures;
        // Several files of one lead may each hold a part: a csv has one table.
        let read = merged.or_else(|| returned.map(answers_read)).unwrap_or_default();
        let first_completed =
            first_completed.filter(|first| date_completed.is_some_and(|last| *first < last));
        Received { lead: lead.id.clone(), arrival, date_completed, first_completed, expected, read, tally }
    }
}

fn says(returned: &Return) -> Says {
    Says {
        returner: returned.returner.clone(),
        period: returned.period,
        plan_version: returned.plan_version.clone(),
        completed_by: returned.completed_by.clone(),
        date_completed: returned.date_completed,
        progress_rows: returned.progress.as_ref().map_or(0, |t| t.rows.len()),
        measure_rows: returned.measures.as_ref().map_or(0, |t| t.rows.len()),
    }
}

/// Accepted rows with a status, or with a value or the reason why there is none.
fn answers_read(returned: &Return) -> usize {
    let progress = returned.progress.iter().flat_map(|table| &table.rows);
    let measures = returned.measures.iter().flat_map(|table| &table.rows);
    progress.filter(|row| row.accepted && row.status.value().is_some()).count()
        + measures
            .filter(|row| row.accepted && (row.value.value().is_some() || row.absence.value().is_some()))
            .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;

    #[test]
    fn who_answered_in_time_and_corrected_later_is_not_late() {
        let arrival = Arrival::Returned { file: Arc::from("ann.xlsx"), set_aside: None };
        let (date_completed, tally) = (Some(day(2024, 4, 7)), Tally::default());
        let came = |first_completed| {
            let (lead, arrival) = (LeadId::from("ann"), arrival.clone());
            Received { lead, arrival, date_completed, first_completed, expected: 1, read: 1, tally }
        };
        let due_back = day(2024, 4, 5);
        assert_eq!(came(None).days_late(due_back), Some(2));
        assert_eq!(came(Some(day(2024, 4, 3))).days_late(due_back), Some(0));
        assert_eq!(came(Some(day(2024, 4, 6))).days_late(due_back), Some(1));
    }
}
