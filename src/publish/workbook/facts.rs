//! What several sheets and the headlines say, worked out once so that they cannot disagree.

use std::collections::HashMap;

use crate::domain::period::MONTHS;
use crate::domain::rated::{ActionRating, MeasureRating, RollUp};
use crate::domain::{ActionRef, LeadId, MeasureRef, Period, Quantity, Rating, Status};
use crate::finding::{Exception, Severity};
use crate::plan::{Action, Lead, Measure};
use crate::publish::Consolidation;
use crate::publish::edition::{PublishedMeasure, Shown};
use crate::publish::met::Received;

use super::by_ref::ByRef;
use super::cells;
use super::page::{Cell, Tab};
use super::shorthand::Shorthand;
use super::{settled, what_changed};

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

/// What a [`Movement`] is of.
pub(super) const DELIVERY: &str = "Delivery";
/// The other.
pub(super) const IMPACT: &str = "Impact";

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

    /// Worse ones first; then those that lost their rating, a Red that is gone first of all; then the new, then the better ones.
    fn rank(&self) -> (u8, Rating, ActionRef) {
        match self.direction() {
            "Worse" => (0, self.now, self.action),
            "No longer rated" => (1, self.was, self.action),
            "Newly rated" => (2, self.now, self.action),
            _ => (3, self.now, self.action),
        }
    }
}

/// Everything worked out.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) month: &'a Consolidation<'a>,
    /// The period compared with.
    pub(super) before: Option<Period>,
    pub(super) movements: Vec<Movement>,
    /// Which of them is of an action's Delivery.
    moves: HashMap<ActionRef, usize>,
    /// Actions that need attention with why, worst first.
    pub(super) attention: Vec<(&'a Action, &'a ActionRating, Vec<Cause>)>,
    /// What came from each returner, with the returner.
    pub(super) received: Vec<(&'a Lead, &'a Received)>,
    /// What belongs to each action, measure and lead.
    pub(super) by_ref: ByRef<'a>,
    /// What officers decided about answers on actions, in words.
    pub(super) settled: HashMap<ActionRef, Vec<String>>,
}

impl<'a> Facts<'a> {
    /// Of this month.
    pub(super) fn of(month: &'a Consolidation<'a>) -> Self {
        let received = month.met.returners.iter();
        let received: Vec<_> = received.filter_map(|r| Some((month.plan.lead(&r.lead)?, r))).collect();
        let by_ref = ByRef::of(month, &received);
        let movements = movements(month, &by_ref);
        let of_delivery = movements.iter().enumerate().filter(|(_, moved)| moved.what == DELIVERY);
        Self {
            month,
            before: month.cut.since,
            moves: of_delivery.map(|(number, moved)| (moved.action, number)).collect(),
            movements,
            attention: attention(month),
            received,
            by_ref,
            settled: settled::of(month),
        }
    }

    /// The roll-up of an outcome; of all without a number.
    pub(super) fn roll_up(&self, outcome: Option<u16>) -> Option<&'a RollUp> {
        self.month.ratings.roll_ups.iter().find(|roll_up| roll_up.outcome == outcome)
    }

    /// These leads by name or post, a post that several hold only once.
    pub(super) fn named(&self, leads: &[LeadId]) -> String {
        let mut named: Vec<&str> = Vec::new();
        for name in leads.iter().map(|lead| self.month.plan.lead_name(lead)) {
            if !named.contains(&name) {
                named.push(name);
            }
        }
        named.join("; ")
    }

    /// Whether the edition has this sheet: nothing may send a reader to one that is not there.
    pub(super) fn has(&self, tab: Tab) -> bool {
        self.month.cut.has(tab)
    }

    /// What stands where a measure has no value now: why it is not there.
    pub(super) fn no_value(&self, measure: MeasureRef) -> Shorthand {
        why_none(self.month.cut.figures.get(&measure).map(|shown| shown.now))
    }

    /// What stands where a measure has no last value.
    pub(super) fn no_last(&self, measure: MeasureRef) -> Shorthand {
        why_none(self.month.cut.figures.get(&measure).and_then(|shown| shown.last))
    }

    /// What an edition shows of a measure whose value does not stand as it was merged.
    pub(super) fn published(&self, measure: MeasureRef) -> Option<&'a PublishedMeasure> {
        self.month.cut.figures.get(&measure)
    }

    /// A measure's Impact, or `[c]`.
    pub(super) fn impact_of_measure(&self, rated: &MeasureRating) -> Cell {
        Self::rating_unless(self.month.cut.held_back.measures.contains(&rated.measure), rated.impact.rating)
    }

    /// An action's Impact, or `[c]`.
    pub(super) fn impact_of_action(&self, rated: &ActionRating) -> Cell {
        Self::rating_unless(self.month.cut.held_back.actions.contains(&rated.action), rated.impact.rating)
    }

    /// The Impact of an outcome, or of all, or `[c]`.
    pub(super) fn impact_of_outcome(&self, roll_up: &RollUp) -> Cell {
        let held = self.month.cut.held_back.outcomes.contains(&roll_up.outcome);
        Self::rating_unless(held, roll_up.impact_headline.rating)
    }

    fn rating_unless(held_back: bool, rating: Rating) -> Cell {
        if held_back { cells::marked(Shorthand::Confidential) } else { cells::rating(rating) }
    }

    /// A measure's baseline, where it is told.
    pub(super) fn baseline(&self, measure: &Measure) -> Option<Quantity> {
        match self.month.cut.held_back.baselines.get(&measure.reference) {
            Some(shown) => shown.number(),
            None => measure.baseline,
        }
    }

    /// What stands where a measure has no baseline.
    pub(super) fn no_baseline(&self, measure: MeasureRef) -> Shorthand {
        why_none(self.month.cut.held_back.baselines.get(&measure).copied())
    }

    /// How the Delivery of an action moved.
    pub(super) fn movement_of_delivery(&self, action: ActionRef) -> Option<&Movement> {
        self.moves.get(&action).and_then(|number| self.movements.get(*number))
    }

    /// How many actions' Delivery got worse and how many better, of an outcome or of all: as *Movement* lists them.
    pub(super) fn moved(&self, outcome: Option<u16>) -> (usize, usize) {
        let of =
            |m: &&Movement| m.what == DELIVERY && outcome.is_none_or(|number| m.action.outcome == number);
        let count =
            |direction| self.movements.iter().filter(of).filter(|m| m.direction() == direction).count();
        (count("Worse"), count("Better"))
    }

    /// How many Delivery ratings rest on the answers of an earlier month, because none came for this one.
    pub(super) fn on_earlier_answers(&self) -> usize {
        let rests = |(progress, rated): &(&crate::domain::figure::Progress, &ActionRating)| {
            let stood = rated.delivery.rating == Rating::Complete && !progress.returned;
            rated.delivery.rating != Rating::Closed && (rated.carried_from.is_some() || stood)
        };
        self.month.actions().map(|(_, progress, rated)| (progress, rated)).filter(rests).count()
    }

    /// Whether not one answer of this month could be used.
    pub(super) fn nothing_came(&self) -> bool {
        let merged = self.month.merged;
        !merged.progress.iter().any(|progress| progress.returned)
            && merged.figures.iter().all(|figure| figure.contributors.is_empty())
    }

    /// What a reader must know of all ratings before reading any: that they are of an earlier month, as far as they are.
    pub(super) fn how_old(&self) -> Option<String> {
        let carried = self.on_earlier_answers();
        if self.nothing_came() {
            let month = self.month.period.in_words();
            return Some(match carried {
                0 => format!("No usable return came for {month}."),
                1 => format!(
                    "No usable return came for {month}: 1 Delivery rating rests on the answers of an earlier month."
                ),
                n => format!(
                    "No usable return came for {month}: {n} Delivery ratings rest on the answers of earlier months."
                ),
            });
        }
        match carried {
            0 => None,
            1 => Some("1 of these ratings rests on the answers of an earlier month.".to_owned()),
            n => Some(format!("{n} of these ratings rest on the answers of earlier months.")),
        }
    }

    /// What is said of ratings, with how old they are: before it when nothing came at all, else after it.
    pub(super) fn with_age(&self, said: String) -> String {
        match self.how_old() {
            None => said,
            Some(age) if self.nothing_came() => format!("{age} {said}"),
            Some(age) => format!("{said} {age}"),
        }
    }

    /// Exceptions that need a decision: errors and queries without one.
    pub(super) fn undecided(&self) -> impl Iterator<Item = &'a Exception> {
        self.month.exceptions.iter().filter(|e| e.severity != Severity::Note && e.is_open())
    }
}

pub(super) fn why_none(shown: Option<Shown>) -> Shorthand {
    match shown {
        Some(Shown::Withheld) => Shorthand::Confidential,
        Some(Shown::Low) => Shorthand::Low,
        Some(Shown::NotApplicable) => Shorthand::NotApplicable,
        None | Some(Shown::Exact(_) | Shown::Rounded(_) | Shown::Absent) => Shorthand::NotAvailable,
    }
}

fn movements(month: &Consolidation<'_>, by_ref: &ByRef<'_>) -> Vec<Movement> {
    let mut found = Vec::new();
    let Some(before) = month.cut.since else { return found };
    for (action, progress, rating) in month.actions() {
        let Some(past) = month.past(action.reference) else { continue };
        let pairs = [(DELIVERY, past.delivery, &rating.delivery), (IMPACT, past.impact, &rating.impact)];
        let told = |what| what == DELIVERY || !month.cut.held_back.courses.contains(&action.reference);
        for (what, was, now) in pairs.into_iter().filter(|(what, was, now)| *was != now.rating && told(*what))
        {
            let changed = match what {
                DELIVERY => what_changed::in_delivery(past, progress, rating),
                _ => what_changed::in_impact(month, progress, by_ref.measures(action.reference), before),
            };
            let reason = format!("{changed}{}", now.reason);
            found.push(Movement { action: action.reference, what, was, now: now.rating, reason });
        }
    }
    found.sort_by_key(Movement::rank);
    found
}

fn attention<'a>(month: &'a Consolidation<'a>) -> Vec<(&'a Action, &'a ActionRating, Vec<Cause>)> {
    let mut found: Vec<_> = month
        .actions()
        .filter(|(_, _, rating)| rating.delivery.rating != Rating::Closed)
        .map(|(action, progress, rating)| (action, rating, causes(month, progress, rating)))
        .filter(|(_, _, causes)| !causes.is_empty())
        .collect();
    found.sort_by_key(|(action, rating, causes)| (causes[0], -rating.days_overdue, action.reference));
    found
}

fn causes(
    month: &Consolidation<'_>,
    progress: &crate::domain::figure::Progress,
    rating: &ActionRating,
) -> Vec<Cause> {
    let delivery = rating.delivery.rating;
    let past = month.past(rating.action).map(|past| past.delivery);
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

/// "Red for 3 months", this one included; of what is Complete "rated Complete since March 2020", as it may have been done long
/// before. Nothing when it is its first month, or when there is no rating.
pub(super) fn lasting(period: Period, rating: Rating, months: usize) -> Option<String> {
    let back = i32::try_from(months).ok()?.checked_sub(1).filter(|back| *back > 0 && rating.is_rated())?;
    Some(match rating {
        Rating::Complete => format!("rated Complete since {}", period.plus_months(-back).in_words()),
        _ => format!("{rating} for {months} months"),
    })
}

/// The same alone in a narrow cell: "Rated Complete since Mar 2020".
pub(super) fn lasting_alone(period: Period, rating: Rating, months: usize) -> Option<String> {
    let told = lasting(period, rating, months)?;
    let words = told.split(' ').map(|word| if MONTHS.contains(&word) { &word[..3] } else { word });
    Some(words.collect::<Vec<_>>().join(" ").replacen("rated", "Rated", 1))
}
