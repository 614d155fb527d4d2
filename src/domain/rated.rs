//! Ratings with their reasons: what `rating` makes, `rules` checks and `publish` shows (5-rating.md).

use std::fmt::Write;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::choices::Polarity;
use super::period::Period;
use super::quantity::{Quantity, Value};
use super::rating::Rating;
use super::refs::{ActionRef, MeasureRef};
use super::xmr::Xmr;

/// A rating with the sentence "why, and what would change it".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// The rating.
    pub rating: Rating,
    /// Why, and what would change it: whole sentences. A Not rated always says why.
    pub reason: String,
}

/// Begins the part of an overridden rating's reason that says what the rules make of it.
const RULES_SAY: &str = "The rules say ";

impl Rated {
    /// This rating instead of the rules', both shown (5-rating.md, 5.4). `said` says who, until when and why.
    #[must_use]
    pub fn overridden(self, rating: Rating, said: &str) -> Self {
        let rules = if self.reason.starts_with(self.rating.word()) {
            self.reason
        } else {
            format!("{}: {}", self.rating, self.reason)
        };
        Self { rating, reason: format!("{rating}: {said} {RULES_SAY}{rules}") }
    }

    /// What the rules say, with their reason, when this reason is that of an overridden rating.
    pub fn by_rules(reason: &str) -> Option<(Rating, &str)> {
        let (_, rules) = reason.rsplit_once(RULES_SAY)?;
        Rating::ALL.into_iter().find(|rating| rules.starts_with(rating.word())).map(|rating| (rating, rules))
    }
}

/// What became of a decision to override a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overridden {
    /// Id of the decision.
    pub decision: String,
    /// Why it no longer holds; none while it does.
    pub lapse: Option<Lapse>,
}

/// Why a decision no longer holds (rule X01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lapse {
    /// Its last day has passed.
    Ended(NaiveDate),
    /// The rules give a worse rating than when it was decided, or one that cannot be compared with it.
    RatedWorse {
        /// What the rules said then; none when the ledger does not say.
        was: Option<Rating>,
        /// What they say now.
        now: Rating,
    },
    /// Something else was found than was accepted, and it is not certainly as good.
    FoundWorse {
        /// What was found when it was accepted.
        was: String,
        /// What was found now.
        now: String,
    },
    /// A value was decided for what was found then; something else was found since.
    FoundOther {
        /// What was found then.
        was: String,
        /// What was found now.
        now: String,
    },
}

/// Direction of travel in words, against the last whole value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Moved the good way by a noticeable step.
    Better,
    /// Moved the bad way by a noticeable step.
    Worse,
    /// Moved by less than a noticeable step.
    Same,
    /// Nothing to compare with yet.
    FirstValue,
    /// Polarity `none`: went up.
    Higher,
    /// Polarity `none`: went down.
    Lower,
}

impl Direction {
    /// From the last number to this one: a step counts when it is at least `noticeable`; none when it is too large to be
    /// worked out exactly (5-rating.md, 5.2).
    pub fn between(polarity: Polarity, last: Quantity, now: Quantity, noticeable: Quantity) -> Option<Self> {
        let (step, rose) = if now >= last { (now.minus(last)?, true) } else { (last.minus(now)?, false) };
        if step < noticeable || step == Quantity::ZERO {
            return Some(Self::Same);
        }
        Some(match (polarity, rose) {
            (Polarity::Higher, true) | (Polarity::Lower, false) => Self::Better,
            (Polarity::Higher, false) | (Polarity::Lower, true) => Self::Worse,
            (Polarity::None, true) => Self::Higher,
            (Polarity::None, false) => Self::Lower,
        })
    }

    /// The word shown to people and written to CSVs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Same => "same",
            Self::FirstValue => "first value",
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }
}

/// Impact rating of one measure (5-rating.md, 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRating {
    /// The measure.
    pub measure: MeasureRef,
    /// Impact with its reason.
    pub impact: Rated,
    /// The value expected now, by target and profile.
    pub expected: Option<Quantity>,
    /// Direction of travel; none when there is no value to compare.
    pub direction: Option<Direction>,
    /// The last whole value before this period.
    pub last: Option<(Period, Value)>,
    /// Set when the rating is an earlier period's, kept because the measure is not due now.
    pub kept_from: Option<Period>,
    /// Whether the value falls short of the final target (not the profile); none when that cannot be said.
    pub short_of_target: Option<bool>,
    /// What an XmR chart says of its values; none below thirteen of them.
    pub xmr: Option<Xmr>,
}

/// Both ratings of one action (5-rating.md, 5.1 and 5.3). Never averaged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRating {
    /// The action.
    pub action: ActionRef,
    /// Is it on time?
    pub delivery: Rated,
    /// What the rules alone would say of Delivery, without the lead's own worse rating (5.1 line 8): for S04.
    pub by_rules: Rating,
    /// Are its measures moving? The worst rated measure with the counts.
    pub impact: Rated,
    /// Set when the answers are an earlier period's (5.1 line 9).
    pub carried_from: Option<Period>,
    /// Days from the target to the forecast; positive is late. None without both dates.
    pub slippage_days: Option<i64>,
    /// Days past the target at the as-at date when not complete; 0 when not overdue.
    pub days_overdue: i64,
    /// How often the change log moved the target date.
    pub times_moved: u32,
    /// The target in force.
    pub target: Option<NaiveDate>,
    /// The first target the plan ever gave.
    pub original_target: Option<NaiveDate>,
}

/// Counts of actions by rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RatingCounts {
    /// Red.
    pub red: usize,
    /// Amber.
    pub amber: usize,
    /// Green.
    pub green: usize,
    /// Complete.
    pub complete: usize,
    /// Not rated.
    pub not_rated: usize,
    /// Closed.
    pub closed: usize,
}

impl RatingCounts {
    /// Adds one rating.
    pub const fn add(&mut self, rating: Rating) {
        match rating {
            Rating::Red => self.red += 1,
            Rating::Amber => self.amber += 1,
            Rating::Green => self.green += 1,
            Rating::Complete => self.complete += 1,
            Rating::NotRated => self.not_rated += 1,
            Rating::Closed => self.closed += 1,
        }
    }

    /// Red, Amber, Green and Complete together.
    pub const fn rated(&self) -> usize {
        self.red + self.amber + self.green + self.complete
    }

    /// What coverage is measured against: all but Closed.
    pub const fn open(&self) -> usize {
        self.rated() + self.not_rated
    }

    /// All, Closed included.
    pub const fn all(&self) -> usize {
        self.open() + self.closed
    }

    /// `Red 1 · Amber 1 · Green 2 · Complete 4 · Not rated 0` (5-rating.md, 5.3); Closed is added only when there is one.
    pub fn strip(&self) -> String {
        let mut strip = format!(
            "Red {} · Amber {} · Green {} · Complete {} · Not rated {}",
            self.red, self.amber, self.green, self.complete, self.not_rated
        );
        if self.closed > 0 {
            // Writing to a String cannot fail.
            let _ = write!(strip, " · Closed {}", self.closed);
        }
        strip
    }
}

/// Roll-up of the actions of one outcome, or of the whole plan (5-rating.md, 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollUp {
    /// The outcome's number; none for all outcomes together.
    pub outcome: Option<u16>,
    /// Delivery counts.
    pub delivery: RatingCounts,
    /// The headline on Delivery with its reason.
    pub headline: Rated,
    /// Impact counts of actions.
    pub impact: RatingCounts,
    /// The worst Impact with the counts, as for one action.
    pub impact_headline: Rated,
    /// Actions past their target date and not complete.
    pub overdue: usize,
    /// Delivery worse than last period.
    pub got_worse: usize,
    /// Delivery better than last period.
    pub got_better: usize,
}
