//! The validated plan.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{NaiveDate, Weekday};

use super::lead_index::LeadIndex;
use crate::domain::{
    ActionRef, CountsAs, FreeText, Frequency, Kind, LeadId, MeasureRef, MergeRule, Naming, Period, Polarity,
    Quantity, Sha256, SmallNumbers, Unit, Worksheet,
};
use crate::sheet::limits::Limits;

/// The plan in force. Lists are in plan order: outcomes, actions and measures by ref, leads as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Name of the plan.
    pub name: String,
    /// The council.
    pub authority: String,
    /// Version of the plan, as its owner numbers it.
    pub version: String,
    /// First day of the plan.
    pub starts: NaiveDate,
    /// When the inspection took place that the plan answers, where `plan.toml` says so: actions due before it are asked about.
    pub inspected: Option<NaiveDate>,
    /// When the whole plan is reviewed.
    pub review_due: Option<NaiveDate>,
    /// Day of the following month by which returns are due back, 1 to 28 (default 5).
    pub returns_due_day: u32,
    /// Days between returns being due back and a meeting that gets their figures: to consolidate and settle (default 5).
    pub preparation_days: u32,
    /// Whom leads and readers ask, in words; empty when the plan does not say.
    pub contact: String,
    /// Thresholds of the rating rules.
    pub rating: RatingSettings,
    /// Limits on what is read.
    pub limits: Limits,
    /// Meetings of the assurance framework.
    pub meetings: Vec<Meeting>,
    /// Editions of the consolidated workbook.
    pub editions: Vec<Edition>,
    /// Priority outcomes.
    pub outcomes: Vec<Outcome>,
    /// Planned actions.
    pub actions: Vec<Action>,
    /// Measures, undeveloped outcome measures among them.
    pub measures: Vec<Measure>,
    /// Leads.
    pub leads: Vec<Lead>,
    /// Where each of them stands.
    pub lead_index: LeadIndex,
    /// Amendment log, oldest first.
    pub changes: Vec<Change>,
    /// The plan's files with the SHA-256 of their bytes, by name.
    pub files: Vec<(String, Sha256)>,
}

/// `[rating]` of `plan.toml` (5-rating.md), with its defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingSettings {
    /// How many days after the target a forecast is still Amber (30).
    pub slip_amber_days: i64,
    /// From how many days before the target Not started is Amber (30).
    pub due_soon_days: i64,
    /// For how many periods last answers are carried forward (2).
    pub carry_periods: i32,
    /// Percents with a smaller denominator are not rated (0: off).
    pub small_denominator: Quantity,
    /// Tolerance of measures that have none of their own; none: no Amber.
    pub tolerance: Option<Tolerance>,
    /// Smallest difference that counts as movement, in the measure's unit (1).
    pub noticeable: Quantity,
    /// Share of Red, in whole percent of the rated, from which an outcome is Red (20).
    pub red_share: u32,
    /// Share of Amber, in whole percent of the rated, from which an outcome is Amber (20).
    pub amber_share: u32,
}

/// How far from target is still Amber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// In the measure's unit: `10` is ten points for a percent.
    Points(Quantity),
    /// Relative, in percent of the value expected: `10%`.
    Relative(Quantity),
}

/// The value expected by now on the way from baseline to target (5-rating.md, 5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Profile {
    /// The target, at all times.
    Flat,
    /// A line from the baseline at plan start to the target at the target date.
    Straight,
    /// A stated list: from each month on, this value.
    Steps(Vec<(Period, Quantity)>),
}

/// A planned action's target date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetDate {
    /// By this day.
    By(NaiveDate),
    /// `Ongoing`: no date.
    Ongoing,
}

impl TargetDate {
    /// The date, if there is one.
    pub const fn date(self) -> Option<NaiveDate> {
        match self {
            Self::By(date) => Some(date),
            Self::Ongoing => None,
        }
    }
}

/// One row of `outcomes.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Number, from 1.
    pub number: u16,
    /// The priority outcome.
    pub outcome: Arc<str>,
    /// The recommendation it answers.
    pub recommendation: Arc<str>,
}

/// One row of `actions.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Ref.
    pub reference: ActionRef,
    /// Number of its outcome.
    pub outcome: u16,
    /// Planned activity, the council's wording.
    pub activity: Arc<str>,
    /// Desired outcome, the council's wording.
    pub desired_outcome: Arc<str>,
    /// Target date, the council's wording.
    pub target_as_written: Arc<str>,
    /// Target date as read.
    pub target: TargetDate,
    /// Leads, the council's wording.
    pub lead_as_written: Arc<str>,
    /// Leads: each has a Progress row.
    pub leads: Vec<LeadId>,
    /// A status that the plan itself states (`COMPLETED`), the council's wording; empty mostly.
    pub status_as_written: Arc<str>,
    /// Ours: a remark.
    pub note: Arc<str>,
}

/// One row of `measures.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Ref.
    pub reference: MeasureRef,
    /// The measure in one line; empty for an undeveloped outcome measure.
    pub measure: Arc<str>,
    /// The council's own wording of the measure cell it was taken from.
    pub as_written: Arc<str>,
    /// Assurance or outcome.
    pub kind: Kind,
    /// Whether an outcome measure has been developed: it has a text. Always true for an assurance measure.
    pub developed: bool,
    /// Unit.
    pub unit: Unit,
    /// Which direction is good.
    pub polarity: Polarity,
    /// Stretch of time a value covers.
    pub counts_as: CountsAs,
    /// How often it is due.
    pub frequency: Frequency,
    /// How contributions combine.
    pub merge: MergeRule,
    /// Baseline.
    pub baseline: Option<Quantity>,
    /// Target, for numeric units.
    pub target: Option<Quantity>,
    /// Target, for `date` and `document` measures: the day by which it is due.
    pub due_by: Option<NaiveDate>,
    /// Tolerance of its own.
    pub tolerance: Option<Tolerance>,
    /// Profile.
    pub profile: Profile,
    /// What the numerator counts, in words.
    pub numerator: Arc<str>,
    /// What the denominator counts, in words.
    pub denominator: Arc<str>,
    /// The measure that this one and its siblings add up to.
    pub sums_to: Option<MeasureRef>,
    /// Smallest value allowed.
    pub minimum: Option<Quantity>,
    /// Largest value allowed.
    pub maximum: Option<Quantity>,
    /// Whether a small count could identify a child.
    pub sensitive: bool,
    /// Who returns it.
    pub returned_by: Vec<LeadId>,
    /// What is ours and not stated in the council's document.
    pub assumption: Arc<str>,
}

/// One row of `leads.csv`: a returner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Id.
    pub id: LeadId,
    /// Name of the person, post or organisation.
    pub name: Arc<str>,
    /// Post.
    pub role: Arc<str>,
    /// Organisation.
    pub organisation: Arc<str>,
    /// E-mail address; empty when unknown.
    pub email: Arc<str>,
    /// Other names and posts by which the plan or a return calls this lead.
    pub aliases: Vec<Arc<str>>,
    /// Boards whose editions carry this lead's lines.
    pub boards: Vec<Arc<str>>,
}

/// What an amendment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeSubject {
    /// An outcome.
    Outcome(u16),
    /// An action.
    Action(ActionRef),
    /// A measure.
    Measure(MeasureRef),
}

impl std::fmt::Display for ChangeSubject {
    /// The ref.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Outcome(number) => number.fmt(f),
            Self::Action(action) => action.fmt(f),
            Self::Measure(measure) => measure.fmt(f),
        }
    }
}

/// One row of `changes.csv`: an amendment. Loading applies nothing: the CSVs are the current plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Day of the amendment.
    pub date: NaiveDate,
    /// What was amended.
    pub subject: ChangeSubject,
    /// Column name of the plan file the ref belongs to.
    pub field: String,
    /// Old text.
    pub from: String,
    /// New text.
    pub to: String,
    /// Who approved it; empty is a finding.
    pub approved_by: String,
    /// Why; empty is a finding.
    pub reason: String,
}

/// One `[[meeting]]` of `plan.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Name.
    pub name: String,
    /// How often, in the words of `plan.toml`: `monthly`, `6-weekly`, `quarterly`, `annual`.
    pub every: String,
    /// Who attends, in words.
    pub attended_by: String,
    /// Edition it gets; empty: the accountability edition.
    pub edition: String,
    /// Day of the first meeting, where the plan states one: the later ones follow from it and [`Self::every`].
    pub first: Option<NaiveDate>,
    /// On which weekday of its month it is held, where the plan states that; else on the day of the month of the first.
    pub on: Option<MonthlyDay>,
    /// Days that are agreed one by one, in order; then nothing is reckoned from [`Self::first`].
    pub dates: Vec<NaiveDate>,
}

/// A weekday of a month: `second Tuesday`, `last Friday`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyDay {
    /// Which of the month, 1 to 4; none: the last.
    pub which: Option<u8>,
    /// The weekday.
    pub weekday: Weekday,
}

/// One `[[edition]]` of `plan.toml` (7-publication.md, 7.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Name, as given to `ragbook publish --edition`.
    pub name: String,
    /// Audience, in words.
    pub audience: String,
    /// Whether it is published.
    pub public: bool,
    /// Sheets it has, in this order; empty: all it may have.
    pub sheets: Vec<Worksheet>,
    /// Outcomes it is about; empty, with `boards` empty too: all.
    pub outcomes: Vec<u16>,
    /// Boards as in the column `boards` of leads.csv: actions of their leads are in it, beside those of `outcomes`.
    pub boards: Vec<String>,
    /// How it names leads; never by name where it is public.
    pub naming: Naming,
    /// How much of what leads wrote it shows.
    pub free_text: FreeText,
    /// How it protects small numbers of sensitive measures; none: not at all, which a public edition cannot ask for.
    pub small_numbers: Option<SmallNumbers>,
}

impl Edition {
    /// Everything, by name: what the consolidated workbook is.
    pub fn everything(name: &str, audience: &str) -> Self {
        Self {
            name: name.to_owned(),
            audience: audience.to_owned(),
            public: false,
            sheets: Vec::new(),
            outcomes: Vec::new(),
            boards: Vec::new(),
            naming: Naming::Names,
            free_text: FreeText::All,
            small_numbers: None,
        }
    }

    /// Whether it may have sheets that quote what leads typed or name their files.
    pub fn is_internal(&self) -> bool {
        !self.public
            && self.naming == Naming::Names
            && self.free_text == FreeText::All
            && self.small_numbers.is_none()
    }

    /// Whether it is about a part of the plan only.
    pub const fn is_partial(&self) -> bool {
        !self.outcomes.is_empty() || !self.boards.is_empty()
    }
}

impl Plan {
    /// The action with this ref.
    pub fn action(&self, reference: ActionRef) -> Option<&Action> {
        in_order(&self.actions, reference, |a| a.reference)
    }

    /// The measure with this ref.
    pub fn measure(&self, reference: MeasureRef) -> Option<&Measure> {
        in_order(&self.measures, reference, |m| m.reference)
    }

    /// The outcome with this number.
    pub fn outcome(&self, number: u16) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.number == number)
    }

    /// The lead with this id.
    pub fn lead(&self, id: &LeadId) -> Option<&Lead> {
        self.leads.get(self.lead_position(id)?)
    }

    /// Where in the list of leads the lead with this id stands, from 0.
    pub fn lead_position(&self, id: &LeadId) -> Option<usize> {
        self.lead_index.position(&self.leads, id)
    }

    /// Name of a lead for people; the id when the plan does not know it.
    pub fn lead_name<'a>(&'a self, id: &'a LeadId) -> &'a str {
        self.lead(id).map_or_else(|| id.as_str(), |lead| &lead.name)
    }

    /// Actions for which this lead answers: the rows of its Progress table.
    pub fn actions_of(&self, lead: &LeadId) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |a| a.leads.contains(lead))
    }

    /// Measures this lead returns: the rows of its Measures table. Undeveloped outcome measures are not returned.
    pub fn measures_of(&self, lead: &LeadId) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |m| m.developed && m.returned_by.contains(lead))
    }

    /// Measures of an action.
    pub fn measures_for(&self, action: ActionRef) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |m| m.reference.action() == Some(action))
    }

    /// Leads who have at least one row to return, in plan order.
    pub fn returners(&self) -> impl Iterator<Item = &Lead> {
        let developed = self.measures.iter().filter(|measure| measure.developed);
        let mut named: HashSet<&LeadId> = developed.flat_map(|measure| &measure.returned_by).collect();
        named.extend(self.actions.iter().flat_map(|action| &action.leads));
        self.leads.iter().filter(move |lead| named.contains(&lead.id))
    }

    /// Day by which returns for this period are due back: `returns_due_day` of the following month.
    pub fn due_back(&self, period: Period) -> NaiveDate {
        let next = period.next();
        NaiveDate::from_ymd_opt(next.year(), next.month(), self.returns_due_day)
            .unwrap_or_else(|| next.last_day())
    }
}

/// The entry with this ref. Plans list their rows by ref, as a rule: then it is found without going through all of them,
/// which would make the time of a run grow with the square of the plan.
fn in_order<T, R: Ord + Copy>(rows: &[T], wanted: R, reference: impl Fn(&T) -> R) -> Option<&T> {
    let found = rows.binary_search_by_key(&wanted, &reference).ok().and_then(|index| rows.get(index));
    found.or_else(|| rows.iter().find(|row| reference(row) == wanted))
}
