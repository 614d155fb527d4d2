//! What several sheets and the headlines say, worked out once so that they cannot disagree.

use chrono::NaiveDate;

use crate::domain::rated::{ActionRating, RollUp};
use crate::domain::{ActionRef, Period, Rating, Status};
use crate::finding::{Exception, Severity};
use crate::intake::{FileMet, FileState, Return};
use crate::plan::due::{Due, due};
use crate::plan::{Action, Lead};
use crate::publish::Consolidation;
use crate::rules::came::{Arrivals, Came};

/// Why an action stands on *Attention*, in the order in which it is ranked (7-publication.md, 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    RedAndOverdue,
    Red,
    GotWorse,
    NoReturn,
    NotEvidenced,
    Overdue,
    MovedTwice,
    AmberThreeMonths,
    NotWorking,
}

impl Cause {
    /// Every cause, worst first.
    pub(super) const ALL: [Self; 9] = [
        Self::RedAndOverdue,
        Self::Red,
        Self::GotWorse,
        Self::NoReturn,
        Self::NotEvidenced,
        Self::Overdue,
        Self::MovedTwice,
        Self::AmberThreeMonths,
        Self::NotWorking,
    ];

    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::RedAndOverdue => "Red and overdue",
            Self::Red => "Red",
            Self::GotWorse => "Got worse",
            Self::NoReturn => "No usable return",
            Self::NotEvidenced => "Complete without evidence",
            Self::Overdue => "Overdue",
            Self::MovedTwice => "Date moved twice or more",
            Self::AmberThreeMonths => "Amber for three months",
            Self::NotWorking => "Delivered, but not working",
        }
    }
}

/// A rating that changed.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    pub(super) action: ActionRef,
    /// `Delivery` or `Impact`.
    pub(super) what: &'static str,
    pub(super) was: Rating,
    pub(super) now: Rating,
    pub(super) reason: String,
}

impl Movement {
    /// Worse, better, or neither when one of the two is no rating.
    pub(super) fn direction(&self) -> &'static str {
        match (self.was.is_rated(), self.now.is_rated()) {
            (true, true) if self.now < self.was => "Worse",
            (true, true) => "Better",
            (false, true) => "Newly rated",
            _ => "No longer rated",
        }
    }
}

/// What became of a returner's return.
#[derive(Debug, Clone)]
pub(super) struct Received<'a> {
    pub(super) lead: &'a Lead,
    /// The return whose answers are merged, or the first of several that are not.
    pub(super) returned: Option<&'a Return>,
    /// Why its answers are not merged.
    pub(super) set_aside: Option<&'a str>,
    /// The file that was refused, where nothing else came: it names the returner, or is named after them.
    pub(super) refused: Option<&'a FileMet>,
    pub(super) expected: usize,
    pub(super) read: usize,
}

impl Received<'_> {
    /// Days after the day by which it was due back; nought when in time, none when the return has no date.
    pub(super) fn days_late(&self, due_back: NaiveDate) -> Option<i64> {
        let completed = self.returned?.date_completed?;
        Some((completed - due_back).num_days().max(0))
    }
}

/// Everything worked out.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) month: &'a Consolidation<'a>,
    /// The latest earlier period in the ledger.
    pub(super) before: Option<Period>,
    pub(super) movements: Vec<Movement>,
    /// Actions that need attention with why, worst first.
    pub(super) attention: Vec<(&'a Action, &'a ActionRating, Vec<Cause>)>,
    pub(super) received: Vec<Received<'a>>,
}

impl<'a> Facts<'a> {
    /// Of this month.
    pub(super) fn of(month: &'a Consolidation<'a>) -> Self {
        let before = month.history.latest_period(month.period);
        let arrivals = Arrivals::of(month.intake);
        Self {
            month,
            before,
            movements: movements(month, before),
            attention: attention(month, before),
            received: month.plan.returners().map(|lead| received(month, &arrivals, lead)).collect(),
        }
    }

    /// The roll-up of an outcome; of all without a number.
    pub(super) fn roll_up(&self, outcome: Option<u16>) -> Option<&'a RollUp> {
        self.month.ratings.roll_ups.iter().find(|roll_up| roll_up.outcome == outcome)
    }

    /// Exceptions that need a decision: errors and queries without one.
    pub(super) fn undecided(&self) -> impl Iterator<Item = &'a Exception> {
        self.month.exceptions.iter().filter(|e| e.severity != Severity::Note && e.is_open())
    }
}

fn movements(month: &Consolidation<'_>, before: Option<Period>) -> Vec<Movement> {
    let mut found = Vec::new();
    let Some(before) = before else { return found };
    for (action, _, rating) in month.actions() {
        let Some(past) = month.history.actions.get(&(action.reference, before)) else { continue };
        let pairs = [("Delivery", past.delivery, &rating.delivery), ("Impact", past.impact, &rating.impact)];
        for (what, was, now) in pairs.into_iter().filter(|(_, was, now)| *was != now.rating) {
            let reason = now.reason.clone();
            found.push(Movement { action: action.reference, what, was, now: now.rating, reason });
        }
    }
    found.sort_by_key(|movement| (movement.direction() != "Worse", movement.now, movement.action));
    found
}

fn attention<'a>(
    month: &'a Consolidation<'a>,
    before: Option<Period>,
) -> Vec<(&'a Action, &'a ActionRating, Vec<Cause>)> {
    let mut found: Vec<_> = month
        .actions()
        .filter(|(_, _, rating)| rating.delivery.rating != Rating::Closed)
        .map(|(action, progress, rating)| (action, rating, causes(month, before, progress, rating)))
        .filter(|(_, _, causes)| !causes.is_empty())
        .collect();
    found.sort_by_key(|(action, rating, causes)| (causes[0], -rating.days_overdue, action.reference));
    found
}

fn causes(
    month: &Consolidation<'_>,
    before: Option<Period>,
    progress: &crate::domain::figure::Progress,
    rating: &ActionRating,
) -> Vec<Cause> {
    let delivery = rating.delivery.rating;
    let past = before.and_then(|before| month.history.actions.get(&(rating.action, before)));
    let past = past.map(|past| past.delivery);
    let answers = month.answers(progress, rating);
    let overdue = rating.days_overdue > 0;
    let delivered = matches!(delivery, Rating::Green | Rating::Complete);
    let applies = |cause: &Cause| match cause {
        Cause::RedAndOverdue => delivery == Rating::Red && overdue,
        Cause::Red => delivery == Rating::Red && !overdue,
        Cause::GotWorse => past.is_some_and(|was| was.is_rated() && delivery.is_rated() && delivery < was),
        Cause::NoReturn => !progress.returned,
        Cause::NotEvidenced => answers.status == Some(Status::Complete) && answers.evidence.trim().is_empty(),
        Cause::Overdue => overdue && delivery != Rating::Red,
        Cause::MovedTwice => rating.times_moved >= 2,
        Cause::AmberThreeMonths => delivery == Rating::Amber && months_at(month, rating) >= 3,
        Cause::NotWorking => delivered && rating.impact.rating == Rating::Red,
    };
    Cause::ALL.into_iter().filter(applies).collect()
}

/// For how many months in a row, this one included, the action has had its Delivery rating.
pub(super) fn months_at(month: &Consolidation<'_>, rating: &ActionRating) -> usize {
    month.history.months_of_delivery(rating.action, month.period, rating.delivery.rating)
}

/// "Red for 3 months"; nothing when it is its first month, or when there is no rating.
pub(super) fn lasting(rating: Rating, months: usize) -> Option<String> {
    (months > 1 && rating.is_rated()).then(|| format!("{rating} for {months} months"))
}

fn received<'a>(month: &'a Consolidation<'a>, arrivals: &Arrivals<'a>, lead: &'a Lead) -> Received<'a> {
    let of_lead = |r: &&Return| r.returner.as_ref() == Some(&lead.id);
    let set_aside = |r: &Return| month.merged.set_aside.get(&*r.file).map(String::as_str);
    let returned = month.intake.returns().filter(of_lead).min_by_key(|r| set_aside(r).is_some());
    let due_now = |m: &&crate::plan::Measure| due(month.plan, m, month.period) == Due::Now;
    let expected =
        month.plan.actions_of(&lead.id).count() + month.plan.measures_of(&lead.id).filter(due_now).count();
    Received {
        lead,
        returned,
        set_aside: returned.and_then(set_aside),
        refused: match arrivals.from(lead) {
            Came::Refused(file) | Came::Perhaps(file) if returned.is_none() => Some(file),
            _ => None,
        },
        expected,
        read: returned.map_or(0, answers_read),
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

/// How many files ended in this state.
pub(super) fn files_in(month: &Consolidation<'_>, state: FileState) -> usize {
    month.intake.files.iter().filter(|file| file.state == state).count()
}
