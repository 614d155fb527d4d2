//! Delivery of one action: is it on time? (5-rating.md, 5.1; 11-settled.md, "Rating" and "Rules added")
//!
//! The first line that matches wins; of lines 5 to 8 the worst. Choices made where the contract leaves one:
//! - *Stopped* that the change log does not know (S11) is Not rated, but past its target date an action is Red whatever
//!   the lead says.
//! - A Progress row without status, forecast and own rating says nothing: the action is treated as if no return had come.

use chrono::NaiveDate;

use crate::domain::figure::Progress;
use crate::domain::period::date_in_words;
use crate::domain::rated::{ActionRating, Rated};
use crate::domain::{Column, OwnRag, Period, Rating, Status};
use crate::plan::Action;

use super::Facts;
use super::wording::days;

/// Rates one action; `impact` comes from its measures.
pub(super) fn rate(facts: &Facts<'_>, action: &Action, progress: &Progress, impact: Rated) -> ActionRating {
    let case = Case::new(facts, action, progress);
    let judged = case.judge();
    let open = !matches!(judged.line, Line::Closed | Line::Complete);
    ActionRating {
        action: action.reference,
        by_rules: judged.by_rules,
        delivery: Rated { rating: judged.rating, reason: case.with_source(&judged) },
        impact,
        // The change log closes an action, whatever was answered and when.
        carried_from: case.carried_from().filter(|_| judged.line != Line::Closed),
        slippage_days: case
            .target
            .zip(case.answers.forecast)
            .map(|(target, forecast)| (forecast - target).num_days()),
        days_overdue: if open { case.days_overdue() } else { 0 },
        times_moved: u32::try_from(facts.plan.times_moved(action.reference)).unwrap_or(u32::MAX),
        target: case.target,
        original_target: case.original_target,
    }
}

/// The answers that Delivery rests on, this period's or an earlier one's.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    status: Option<Status>,
    forecast: Option<NaiveDate>,
    own_rag: Option<OwnRag>,
    evidenced: bool,
}

/// Where the answers come from (line 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Now,
    CarriedFrom(Period),
    TooOld(Period),
    Never,
}

/// Which line of the table matched, as far as it matters afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Closed,
    Complete,
    Other,
}

struct Judged {
    line: Line,
    rating: Rating,
    by_rules: Rating,
    reason: String,
}

impl Judged {
    fn new(rating: Rating, reason: &str) -> Self {
        Self { line: Line::Other, rating, by_rules: rating, reason: format!("{rating}: {reason}") }
    }
}

struct Case<'a> {
    facts: &'a Facts<'a>,
    action: &'a Action,
    answers: Answers,
    source: Source,
    complete_in_future: Option<NaiveDate>,
    unreadable: &'a [Column],
    row_came: bool,
    target: Option<NaiveDate>,
    original_target: Option<NaiveDate>,
}

impl<'a> Case<'a> {
    fn new(facts: &'a Facts<'a>, action: &'a Action, progress: &'a Progress) -> Self {
        let (answers, source) = answers(facts, action, progress);
        Self {
            facts,
            action,
            answers,
            source,
            complete_in_future: progress.complete_in_future,
            unreadable: &progress.unreadable,
            row_came: progress.returned,
            target: action.target.date(),
            original_target: facts.plan.original_target(action.reference),
        }
    }

    fn carried_from(&self) -> Option<Period> {
        match self.source {
            Source::CarriedFrom(period) => Some(period),
            Source::Now | Source::TooOld(_) | Source::Never => None,
        }
    }

    /// Days past the target; 0 or less before it and without one.
    fn days_overdue(&self) -> i64 {
        self.target.map_or(0, |target| (self.facts.as_at - target).num_days().max(0))
    }

    fn judge(&self) -> Judged {
        let too_old = matches!(self.source, Source::TooOld(_) | Source::Never);
        let complete = self.answers.status == Some(Status::Complete) && self.complete_in_future.is_none();
        if let Some(closed) = self.closed() {
            return closed;
        }
        if complete && self.answers.evidenced {
            return self.complete();
        }
        if complete && !too_old {
            let reason =
                "complete, not evidenced. Naming a document or link under Evidence makes it Complete.";
            return Judged { line: Line::Complete, ..Judged::new(Rating::Amber, reason) };
        }
        if self.days_overdue() > 0 {
            return self.overdue();
        }
        if too_old {
            return self.nothing_recent();
        }
        if self.answers.status == Some(Status::Stopped) {
            let reason = "the lead says Stopped, and the plan's change log does not. It is Closed once the change \
                          log says stopped or replaced; otherwise the lead's status needs correcting.";
            return Judged::new(Rating::NotRated, reason);
        }
        match self.target {
            Some(target) => self.on_the_way(target),
            None => self.ongoing(),
        }
    }

    /// Line 1.
    fn closed(&self) -> Option<Judged> {
        let change = self.facts.plan.closed_by(self.action.reference, self.facts.as_at)?;
        let why = if change.reason.is_empty() { String::new() } else { format!(" ({})", change.reason) };
        let on = date_in_words(change.date);
        let reason =
            format!("{} by the amendment of {on}{why}. It counts only among all actions.", change.to.trim());
        Some(Judged { line: Line::Closed, ..Judged::new(Rating::Closed, &reason) })
    }

    /// Line 2: "late" after the target, "moved" after the original one.
    fn complete(&self) -> Judged {
        let when = self.answers.forecast;
        let after = |target: Option<NaiveDate>| when.zip(target).is_some_and(|(when, target)| when > target);
        let on = |date: Option<NaiveDate>| date.map(date_in_words).unwrap_or_default();
        let reason = if after(self.target) {
            format!("complete with evidence, late: on {}, after the target of {}.", on(when), on(self.target))
        } else if after(self.original_target) {
            let original = on(self.original_target);
            format!(
                "complete with evidence, moved: on {}, after the original target of {original}.",
                on(when)
            )
        } else if let Some(when) = when {
            format!("complete with evidence on {}.", date_in_words(when))
        } else {
            "complete with evidence; the lead gives no date of completion.".to_owned()
        };
        Judged { line: Line::Complete, ..Judged::new(Rating::Complete, &reason) }
    }

    /// Line 4.
    fn overdue(&self) -> Judged {
        let due = self.target.map(date_in_words).unwrap_or_default();
        let reason = format!(
            "it was due by {due} and is {} overdue. It changes when it is complete with evidence, or when an approved \
             amendment moves its target date.",
            days(self.days_overdue())
        );
        Judged::new(Rating::Red, &reason)
    }

    /// Line 9, when last answers can no longer be used.
    fn nothing_recent(&self) -> Judged {
        let reason = match self.source {
            Source::TooOld(period) => format!(
                "the last answers are of {}, and answers are carried forward for {} at most. A return would rate it.",
                period.in_words(),
                periods(self.facts.plan.rating.carry_periods)
            ),
            _ if self.row_came && self.unreadable.is_empty() => {
                "the return says nothing about its status, forecast or rating. An answer would rate it."
                    .to_owned()
            }
            _ => "no answer that could be used has come for it yet. One would rate it.".to_owned(),
        };
        Judged::new(Rating::NotRated, &reason)
    }

    /// Lines 5 to 8, and 11.
    fn on_the_way(&self, target: NaiveDate) -> Judged {
        let rules = self.slipping(target).or_else(|| self.due_soon(target)).unwrap_or_else(|| {
            let nothing = if self.unreadable.is_empty() { "nothing" } else { "nothing that can be read" };
            let reason = format!(
                "due by {}, and {nothing} points to a delay. A forecast after that date would change it.",
                date_in_words(target)
            );
            Judged::new(Rating::Green, &reason)
        });
        self.or_own_rating(rules)
    }

    /// Lines 5 and 6.
    fn slipping(&self, target: NaiveDate) -> Option<Judged> {
        let forecast = self.answers.forecast.filter(|forecast| *forecast > target)?;
        let allowed = self.facts.plan.rating.slip_amber_days;
        let slip = (forecast - target).num_days();
        let why = format!(
            "the forecast, {}, is {} after the target of {}",
            date_in_words(forecast),
            days(slip),
            date_in_words(target)
        );
        Some(if slip > allowed {
            let reason = format!(
                "{why}. Amber needs a forecast within {} of the target; Green needs one by the target.",
                days(allowed)
            );
            Judged::new(Rating::Red, &reason)
        } else {
            let reason =
                format!("{why}. Up to {} is Amber; Green needs a forecast by the target.", days(allowed));
            Judged::new(Rating::Amber, &reason)
        })
    }

    /// Line 7.
    fn due_soon(&self, target: NaiveDate) -> Option<Judged> {
        let left = (target - self.facts.as_at).num_days();
        let soon = left <= self.facts.plan.rating.due_soon_days;
        (soon && self.answers.status == Some(Status::NotStarted)).then(|| {
            let reason = format!(
                "not started, and due in {}, by {}. It changes when work has started.",
                days(left),
                date_in_words(target)
            );
            Judged::new(Rating::Amber, &reason)
        })
    }

    /// Line 8: the lead's own rating, when it is worse.
    fn or_own_rating(&self, rules: Judged) -> Judged {
        let Some(own) = self.answers.own_rag.map(Rating::from).filter(|own| *own < rules.rating) else {
            return rules;
        };
        let reason = format!(
            "the lead's own judgement; the dates alone would make it {}. It changes when the lead's rating does.",
            rules.rating
        );
        Judged { by_rules: rules.rating, ..Judged::new(own, &reason) }
    }

    /// Line 10.
    fn ongoing(&self) -> Judged {
        let Some(own) = self.answers.own_rag else {
            let reason =
                "it has no target date, and the lead gives no rating of their own. Either would rate it.";
            return Judged::new(Rating::NotRated, reason);
        };
        let reason =
            "self-rated: there is no target date to hold it against. It changes when the lead's rating does.";
        Judged { by_rules: Rating::NotRated, ..Judged::new(own.into(), reason) }
    }

    /// The reason with what must be known of the answers behind it.
    fn with_source(&self, judged: &Judged) -> String {
        if judged.line == Line::Closed {
            return judged.reason.clone();
        }
        let ahead = self.complete_in_future.map_or_else(String::new, |dated| {
            format!(
                " The lead says Complete, dated {}, which is still to come: it is rated as not complete.",
                date_in_words(dated)
            )
        });
        let unreadable = self.unreadable();
        let source = match self.source {
            Source::CarriedFrom(period) => format!(
                " Carried forward: these are the answers of {}, as nothing usable came this period.",
                period.in_words()
            ),
            Source::TooOld(_) | Source::Never if judged.rating == Rating::Red => {
                let came = if self.row_came && self.unreadable.is_empty() {
                    "The return says nothing about it."
                } else {
                    "No usable return came for it."
                };
                format!(" {came}")
            }
            Source::TooOld(period) if judged.rating == Rating::Complete => {
                format!(" So it stood in {}.", period.in_words())
            }
            Source::Now | Source::TooOld(_) | Source::Never => String::new(),
        };
        format!("{}{ahead}{unreadable}{source}", judged.reason)
    }

    /// What came and is left out of the rating, since nobody can read it: it may well say something worse.
    fn unreadable(&self) -> String {
        let named: Vec<&str> = self.unreadable.iter().map(|column| answer_in_words(*column)).collect();
        match named.as_slice() {
            [] => String::new(),
            [one] => format!(" The lead's {one} could not be read: it may say something else."),
            [rest @ .., last] => {
                let rest = rest.join(", ");
                format!(" The lead's {rest} and {last} could not be read: they may say something else.")
            }
        }
    }
}

const fn answer_in_words(column: Column) -> &'static str {
    match column {
        Column::Status => "status",
        Column::Forecast => "forecast",
        _ => "own rating",
    }
}

fn answers(facts: &Facts<'_>, action: &Action, progress: &Progress) -> (Answers, Source) {
    let says_something = progress.status.is_some()
        || progress.forecast.is_some()
        || progress.own_rag.is_some()
        || progress.complete_in_future.is_some();
    if progress.returned && says_something {
        let answers = Answers {
            status: progress.status,
            forecast: progress.forecast,
            own_rag: progress.own_rag,
            evidenced: !progress.evidence.trim().is_empty(),
        };
        return (answers, Source::Now);
    }
    let Some((period, past)) = facts.history.last_returned(action.reference, facts.period) else {
        return (Answers::default(), Source::Never);
    };
    let answers = Answers {
        status: past.status,
        forecast: past.forecast,
        own_rag: past.own_rag,
        evidenced: !past.evidence.trim().is_empty(),
    };
    let young = facts.period.months_since(period) <= facts.plan.rating.carry_periods;
    (answers, if young { Source::CarriedFrom(period) } else { Source::TooOld(period) })
}

fn periods(count: i32) -> String {
    if count == 1 { "1 period".to_owned() } else { format!("{count} periods") }
}
