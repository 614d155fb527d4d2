//! An action over the stretch: dates first and now, how it ended, and whether it worked.

use chrono::NaiveDate;

use crate::domain::{Period, Rating, Status};
use crate::ledger::PastAction;
use crate::plan::{Action, Measure, Plan};

use super::Year;
use super::measures::{MeasureYear, Movement};

/// How an action stands at the end of the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finish {
    /// Complete with evidence by the first date the plan ever gave, or without one.
    OnTime,
    /// Complete with evidence after the first date, by the date to which it was moved.
    ByMovedDate,
    /// Complete with evidence after the date in force.
    Late,
    /// Said to be complete, without evidence.
    NotEvidenced,
    /// Not complete.
    NotComplete,
    /// Stopped or replaced by an amendment.
    Closed,
    /// The ledger has nothing of it.
    NotKnown,
}

impl Finish {
    /// Every finish, in the order in which they are counted.
    pub const ALL: [Self; 7] = [
        Self::OnTime,
        Self::ByMovedDate,
        Self::Late,
        Self::NotEvidenced,
        Self::NotComplete,
        Self::Closed,
        Self::NotKnown,
    ];

    /// The words shown to people and written to CSVs.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OnTime => "complete on time",
            Self::ByMovedDate => "complete by a moved date",
            Self::Late => "complete late",
            Self::NotEvidenced => "complete without evidence",
            Self::NotComplete => "not complete",
            Self::Closed => "closed",
            Self::NotKnown => "not in the records",
        }
    }
}

/// Whether an action is done, which its measures do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivered {
    /// Complete with evidence.
    Yes,
    /// Not complete, or not with evidence.
    NotYet,
    /// Stopped or replaced by an amendment.
    Closed,
    /// The ledger has nothing of it.
    NotKnown,
}

impl Delivered {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Yes, Self::NotYet, Self::Closed, Self::NotKnown];

    /// The words shown to people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "delivered",
            Self::NotYet => "not yet delivered",
            Self::Closed => "closed",
            Self::NotKnown => "not in the records",
        }
    }
}

impl Finish {
    /// Whether it is done.
    pub const fn delivered(self) -> Delivered {
        match self {
            Self::OnTime | Self::ByMovedDate | Self::Late => Delivered::Yes,
            Self::NotEvidenced | Self::NotComplete => Delivered::NotYet,
            Self::Closed => Delivered::Closed,
            Self::NotKnown => Delivered::NotKnown,
        }
    }
}

/// What the date beside a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The day on which it was complete, as its lead said.
    Actual(NaiveDate),
    /// Its lead named no day: the as-at date of the month in which it was first rated Complete, and has been since.
    FirstRated(NaiveDate),
    /// The day on which its lead expects it to be complete.
    Forecast(NaiveDate),
}

impl Done {
    /// The day.
    pub const fn day(self) -> NaiveDate {
        match self {
            Self::Actual(day) | Self::FirstRated(day) | Self::Forecast(day) => day,
        }
    }

    /// What the day is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Actual(_) => "complete",
            Self::FirstRated(_) => "complete, day not given: first rated so",
            Self::Forecast(_) => "forecast",
        }
    }
}

/// Whether an action worked, by its own measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Complete with evidence, and its measures are Red, or did not get better.
    DeliveredNotWorking,
    /// Some of its measures got better or reached their target, others got worse or its Impact is Red.
    Mixed,
    /// Measures got better or reached their target, none got worse, and its Impact is not Red.
    Worked,
    /// Not complete with evidence, or closed, and nothing got better.
    NotYet,
    /// Nothing is measured that could show it.
    NoEvidence,
}

impl Effect {
    /// Every effect, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::DeliveredNotWorking, Self::Mixed, Self::Worked, Self::NotYet, Self::NoEvidence];

    /// The words shown to people and written to CSVs.
    pub const fn words(self) -> &'static str {
        match self {
            Self::DeliveredNotWorking => "delivered, not working",
            Self::Mixed => "mixed",
            Self::Worked => "worked",
            Self::NotYet => "not delivered, nothing better",
            Self::NoEvidence => "no evidence",
        }
    }

    /// What its measures say, beside whether it is delivered: what is not delivered cannot have worked yet.
    pub const fn by_measures(self, delivered: Delivered) -> &'static str {
        match (self, delivered) {
            (Self::DeliveredNotWorking, Delivered::Yes) => "not working",
            (Self::DeliveredNotWorking | Self::NotYet, _) => "nothing better",
            (Self::Mixed, _) => "mixed",
            (Self::Worked, Delivered::Yes) => "worked",
            (Self::Worked, _) => "better",
            (Self::NoEvidence, _) => "no evidence",
        }
    }
}

/// An action over the stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionYear<'a> {
    /// The action.
    pub action: &'a Action,
    /// What the ledger has of it, month by month.
    pub months: Vec<(Period, &'a PastAction)>,
    /// The first target date the plan ever gave.
    pub original: Option<NaiveDate>,
    /// The target date in force in the last month that the ledger has.
    pub target: Option<NaiveDate>,
    /// How often the change log moved the target date, up to the end of the stretch.
    pub times_moved: usize,
    /// Days from the first target date to the one in force; below nought when it was brought forward.
    pub days_moved: Option<i64>,
    /// When it was complete, or is to be.
    pub done: Option<Done>,
    /// Days from the first target date to that day; below nought when early.
    pub days_late: Option<i64>,
    /// Months of the ledger in which no return came for it while it was open.
    pub without_return: usize,
    /// Its ratings in the last month that the ledger has.
    pub last: Option<&'a PastAction>,
    /// How it stands.
    pub finish: Finish,
    /// Whether it worked.
    pub effect: Effect,
    /// Why, in a sentence.
    pub effect_because: String,
}

impl<'a> ActionYear<'a> {
    /// Of this action; `measures` are those of the plan.
    pub fn of(year: &Year<'a>, action: &'a Action, measures: &[MeasureYear<'a>]) -> Self {
        let reference = action.reference;
        let known = year.history.actions.range((reference, year.from)..=(reference, year.to));
        let months: Vec<(Period, &PastAction)> = known.map(|((_, period), past)| (*period, past)).collect();
        let last = months.last().map(|(_, past)| *past);
        let target = last.map_or_else(|| action.target.date(), |past| past.target);
        let original = last.map_or_else(|| year.plan.original_target(reference), |past| past.original_target);
        let done = last.and_then(|last| done(year, &months, last));
        let days = |from: Option<NaiveDate>, to: Option<NaiveDate>| Some((to? - from?).num_days());
        let own: Vec<&MeasureYear<'_>> =
            measures.iter().filter(|m| m.measure.reference.action() == Some(reference)).collect();
        let (effect, effect_because) = effect(last, &own);
        let open = |past: &PastAction| past.delivery != Rating::Closed;
        Self {
            action,
            original,
            target,
            times_moved: times_moved(year.plan, action, year.to.last_day()),
            days_moved: days(original, target),
            days_late: days(original, done.map(Done::day)),
            done,
            without_return: months.iter().filter(|(_, past)| !past.returned && open(past)).count(),
            finish: last.map_or(Finish::NotKnown, |last| finish(last, done, original, target)),
            last,
            months,
            effect,
            effect_because,
        }
    }

    /// Whether it is done.
    pub const fn delivered(&self) -> Delivered {
        self.finish.delivered()
    }

    /// Whether its date is another than the first: by an amendment of the stretch, or by one that the records of the stretch
    /// already know.
    pub fn is_moved(&self) -> bool {
        self.times_moved > 0 || self.days_moved.is_some_and(|days| days != 0)
    }

    /// Months of the ledger in which it was open.
    pub fn open_months(&self) -> usize {
        self.months.iter().filter(|(_, past)| past.delivery != Rating::Closed).count()
    }
}

fn times_moved(plan: &Plan, action: &Action, to: NaiveDate) -> usize {
    super::slips::moves(plan, action.reference).filter(|change| change.date <= to).count()
}

fn done(year: &Year<'_>, months: &[(Period, &PastAction)], last: &PastAction) -> Option<Done> {
    if last.status != Some(Status::Complete) && last.delivery != Rating::Complete {
        return last.forecast.map(Done::Forecast);
    }
    if let Some(day) = last.forecast {
        return Some(Done::Actual(day));
    }
    let complete = months.iter().rev().take_while(|(_, past)| past.delivery == Rating::Complete);
    let (first, _) = complete.last()?;
    year.history.runs.get(first).map(|run| Done::FirstRated(run.as_at))
}

fn finish(
    last: &PastAction,
    done: Option<Done>,
    original: Option<NaiveDate>,
    target: Option<NaiveDate>,
) -> Finish {
    let by = |date: Option<NaiveDate>| match (done, date) {
        (Some(done), Some(date)) => done.day() <= date,
        // Nothing to be late against.
        _ => true,
    };
    match (last.delivery, last.status) {
        (Rating::Closed, _) => Finish::Closed,
        (Rating::Complete, _) if by(original) => Finish::OnTime,
        (Rating::Complete, _) if by(target) => Finish::ByMovedDate,
        (Rating::Complete, _) => Finish::Late,
        (_, Some(Status::Complete)) if last.evidence.trim().is_empty() => Finish::NotEvidenced,
        _ => Finish::NotComplete,
    }
}

fn effect(last: Option<&PastAction>, measures: &[&MeasureYear<'_>]) -> (Effect, String) {
    let named = |is: &dyn Fn(&MeasureYear<'_>) -> bool| -> Vec<String> {
        let which = measures.iter().filter(|m| is(m)).map(|m| m.measure);
        which.map(|Measure { reference, .. }| reference.to_string()).collect()
    };
    let better = named(&|m| m.movement == Movement::Better);
    let reached = named(&|m| m.reached == Some(true) && m.movement != Movement::Better);
    let worse = named(&|m| m.movement == Movement::Worse);
    let same = named(&|m| m.movement == Movement::Same);
    let red = last.is_some_and(|last| last.impact == Rating::Red);
    let delivered = last.is_some_and(|last| last.delivery == Rating::Complete);
    let good = !better.is_empty() || !reached.is_empty();
    let effect = match (good, red || !worse.is_empty()) {
        (true, true) => Effect::Mixed,
        (true, false) => Effect::Worked,
        (false, bad) if bad || !same.is_empty() => {
            if delivered {
                Effect::DeliveredNotWorking
            } else {
                Effect::NotYet
            }
        }
        _ => Effect::NoEvidence,
    };
    let totals = named(&|m| m.movement == Movement::RunningTotal && m.reached == Some(false));
    let told = [
        (better, "better"),
        (reached, "at its target"),
        (worse, "worse"),
        (same, "the same"),
        (totals, "running total short of its target"),
    ];
    let mut parts: Vec<String> = told
        .into_iter()
        .filter(|(refs, _)| !refs.is_empty())
        .map(|(refs, word)| format!("{word}: {}", refs.join(", ")))
        .collect();
    if red {
        parts.push("Impact is Red".to_owned());
    }
    if parts.is_empty() {
        parts.push(without_evidence(measures));
    }
    (effect, parts.join("; "))
}

fn without_evidence(measures: &[&MeasureYear<'_>]) -> String {
    if measures.is_empty() {
        return "the plan has no measure for it".to_owned();
    }
    let told = |m: &&MeasureYear<'_>| format!("{}: {}", m.measure.reference, m.movement.word());
    measures.iter().map(told).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::{action_ref, day};
    use crate::publish::review::sample::Stretch;

    fn ended(stretch: &Stretch, reference: &str) -> (Finish, Option<i64>, Option<Done>) {
        let review = stretch.review();
        let action = review.action(action_ref(reference)).unwrap();
        (action.finish, action.days_late, action.done)
    }

    #[test]
    fn complete_is_on_time_by_the_first_date_and_moved_or_late_after_it() {
        let mut stretch = Stretch::new();
        assert_eq!(ended(&stretch, "1.1"), (Finish::NotKnown, None, None));
        let past =
            stretch.rated("2024-03", "1.1", Rating::Complete, Rating::NotRated).action("2024-03", "1.1");
        past.status = Some(Status::Complete);
        past.forecast = Some(day(2024, 3, 10));
        past.original_target = Some(day(2024, 3, 10));
        past.target = Some(day(2024, 3, 15));
        assert_eq!(ended(&stretch, "1.1"), (Finish::OnTime, Some(0), Some(Done::Actual(day(2024, 3, 10)))));
        stretch.action("2024-03", "1.1").forecast = Some(day(2024, 3, 15));
        assert_eq!(ended(&stretch, "1.1").0, Finish::ByMovedDate);
        stretch.action("2024-03", "1.1").forecast = Some(day(2024, 3, 16));
        assert_eq!((ended(&stretch, "1.1").0, ended(&stretch, "1.1").1), (Finish::Late, Some(6)));
        stretch.rated("2024-03", "1.1", Rating::Amber, Rating::NotRated);
        assert_eq!(ended(&stretch, "1.1").0, Finish::NotEvidenced);
    }

    #[test]
    fn a_day_that_nobody_named_is_the_month_first_rated_complete_and_says_so() {
        let mut stretch = Stretch::new();
        for month in ["2024-01", "2024-02", "2024-03"] {
            stretch.rated(month, "1.1", Rating::Complete, Rating::NotRated);
        }
        assert_eq!(ended(&stretch, "1.1").2, Some(Done::FirstRated(day(2024, 1, 31))));
        stretch.rated("2024-02", "1.1", Rating::Amber, Rating::NotRated);
        assert_eq!(ended(&stretch, "1.1").2, Some(Done::FirstRated(day(2024, 3, 31))));
        let past = stretch.rated("2024-03", "1.1", Rating::Amber, Rating::NotRated).action("2024-03", "1.1");
        past.forecast = Some(day(2024, 7, 30));
        assert_eq!(
            ended(&stretch, "1.1"),
            (Finish::NotComplete, Some(30), Some(Done::Forecast(day(2024, 7, 30))))
        );
    }

    #[test]
    fn an_action_works_only_by_its_own_measures() {
        let mut stretch = Stretch::new();
        let effect = |stretch: &Stretch| {
            let review = stretch.review();
            let action = review.action(action_ref("1.1")).unwrap();
            (action.effect, action.effect_because.clone())
        };
        stretch.rated("2024-03", "1.1", Rating::Complete, Rating::NotRated);
        assert_eq!(effect(&stretch), (Effect::NoEvidence, "1.1a: no value, 1.1b: no value".to_owned()));
        stretch.value("2024-01", "1.1a", "5").value("2024-03", "1.1a", "5");
        assert_eq!(effect(&stretch), (Effect::DeliveredNotWorking, "the same: 1.1a".to_owned()));
        for not_delivered in [Rating::Red, Rating::Green] {
            stretch.rated("2024-03", "1.1", not_delivered, Rating::NotRated);
            assert_eq!(effect(&stretch).0, Effect::NotYet, "{not_delivered}");
        }
        stretch.value("2024-03", "1.1a", "9");
        assert_eq!(effect(&stretch).0, Effect::Worked);
        stretch.rated("2024-03", "1.1", Rating::Green, Rating::Red);
        assert_eq!(effect(&stretch), (Effect::Mixed, "better: 1.1a; Impact is Red".to_owned()));
    }

    #[test]
    fn months_without_a_return_are_counted_while_it_was_open() {
        let mut stretch = Stretch::new();
        stretch.rated("2024-01", "1.1", Rating::Green, Rating::NotRated);
        stretch.action("2024-02", "1.1").returned = false;
        stretch.rated("2024-03", "1.1", Rating::Closed, Rating::NotRated).action("2024-03", "1.1").returned =
            false;
        let review = stretch.review();
        let action = review.action(action_ref("1.1")).unwrap();
        assert_eq!((action.without_return, action.open_months(), action.finish), (1, 2, Finish::Closed));
    }
}
