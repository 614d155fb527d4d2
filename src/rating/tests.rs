//! Every line of 5.1, 5.2 and 5.3 as a case.

use super::*;
use crate::domain::figure::FigureState;
use crate::domain::rated::Direction;
use crate::domain::{
    Absence, ActionRef, Column, Frequency, LeadId, MeasureRef, OwnRag, Polarity, Quantity, Rating, Status,
    Unit, Value,
};
use crate::ledger::{PastAction, PastFigure};
use crate::plan::sample::{action_ref, day, measure_ref, plan, quantity};
use crate::plan::{Change, ChangeSubject, Measure};

/// A month of the sample plan: nothing returned until a test says so.
struct Month {
    plan: Plan,
    period: Period,
    figures: Vec<Figure>,
    progress: Vec<Progress>,
    history: History,
}

fn month(period: &str) -> Month {
    let plan = plan();
    let figures = plan.measures.iter().map(|m| absent(m.reference)).collect();
    let progress = plan.actions.iter().map(|a| silent(a.reference)).collect();
    Month { plan, period: period.parse().unwrap(), figures, progress, history: History::default() }
}

fn absent(measure: MeasureRef) -> Figure {
    Figure {
        measure,
        value: None,
        numerator: None,
        denominator: None,
        state: FigureState::Absent,
        absence: None,
        contributors: Vec::new(),
        missing_contributors: Vec::new(),
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: Vec::new(),
        withheld: None,
    }
}

fn silent(action: ActionRef) -> Progress {
    Progress {
        action,
        returned: false,
        status: None,
        forecast: None,
        own_rag: None,
        commentary: String::new(),
        evidence: String::new(),
        disagreed: false,
        complete_in_future: None,
        unreadable: Vec::new(),
        provenance: Vec::new(),
    }
}

impl Month {
    fn rate(&self) -> Ratings {
        rate(&Facts {
            plan: &self.plan,
            period: self.period,
            as_at: self.period.last_day(),
            figures: &self.figures,
            progress: &self.progress,
            history: &self.history,
        })
    }

    fn says(mut self, action: &str, status: Status, change: impl FnOnce(&mut Progress)) -> Self {
        let progress = self.progress.iter_mut().find(|p| p.action == action_ref(action)).unwrap();
        progress.returned = true;
        progress.status = Some(status);
        change(progress);
        self
    }

    fn has(mut self, measure: &str, value: Value, change: impl FnOnce(&mut Measure, &mut Figure)) -> Self {
        let reference = measure_ref(measure);
        let figure = self.figures.iter_mut().find(|f| f.measure == reference).unwrap();
        figure.value = Some(value);
        figure.state = FigureState::Value;
        change(self.plan.measures.iter_mut().find(|m| m.reference == reference).unwrap(), figure);
        self
    }

    fn number(self, measure: &str, digits: &str) -> Self {
        self.has(measure, Value::Number(quantity(digits)), |_, _| {})
    }

    fn past(mut self, action: &str, period: &str, past: PastAction) -> Self {
        self.history.actions.insert((action_ref(action), period.parse().unwrap()), past);
        self
    }

    fn had(mut self, measure: &str, period: &str, digits: &str, impact: Rating) -> Self {
        let value = Some(Value::Number(quantity(digits)));
        let past = PastFigure { value, state: FigureState::Value, impact, ..Default::default() };
        self.history.figures.insert((measure_ref(measure), period.parse().unwrap()), past);
        self
    }

    fn amended(mut self, field: &str, from: &str, to: &str) -> Self {
        self.plan.changes.push(Change {
            date: day(2024, 2, 1),
            subject: ChangeSubject::Action(action_ref("1.1")),
            field: field.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            approved_by: "Board".to_owned(),
            reason: "merged with another".to_owned(),
        });
        self
    }

    fn action(&self, action: &str) -> ActionRating {
        self.rate().actions.into_iter().find(|a| a.action == action_ref(action)).unwrap()
    }

    fn measure(&self, measure: &str) -> MeasureRating {
        self.rate().measures.into_iter().find(|m| m.measure == measure_ref(measure)).unwrap()
    }
}

fn past(status: Status, evidence: &str) -> PastAction {
    PastAction {
        status: Some(status),
        forecast: None,
        own_rag: None,
        commentary: String::new(),
        evidence: evidence.to_owned(),
        returned: true,
        delivery: Rating::Green,
        impact: Rating::NotRated,
        ..PastAction::default()
    }
}

#[track_caller]
fn delivers(month: &Month, action: &str, rating: Rating, words: &str) {
    let rated = month.action(action).delivery;
    assert_eq!(rated.rating, rating, "{}", rated.reason);
    assert!(rated.reason.contains(words), "{}", rated.reason);
    assert!(rated.reason.ends_with('.'), "{}", rated.reason);
}

#[test]
fn line_1_closed_by_the_change_log() {
    let closed = month("2024-08").amended("status", "", "replaced by 1.10");
    delivers(&closed, "1.1", Rating::Closed, "replaced by 1.10 by the amendment of 1 February 2024");
    assert_eq!(closed.action("1.1").days_overdue, 0);
}

#[test]
fn lines_2_and_3_complete_with_and_without_evidence() {
    let done = |evidence: &str, on| {
        month("2024-08").says("1.1", Status::Complete, |p| {
            p.evidence = evidence.to_owned();
            p.forecast = on;
        })
    };
    delivers(&done("report.pdf", Some(day(2024, 6, 30))), "1.1", Rating::Complete, "on 30 June 2024.");
    delivers(&done("report.pdf", Some(day(2024, 7, 1))), "1.1", Rating::Complete, "late");
    let moved = done("report.pdf", Some(day(2024, 6, 30))).amended("target_date", "May 2024", "June 2024");
    delivers(&moved, "1.1", Rating::Complete, "moved");
    let rating = moved.action("1.1");
    assert_eq!((rating.times_moved, rating.original_target), (1, Some(day(2024, 5, 31))));
    let bare = done(" ", Some(day(2024, 6, 1)));
    delivers(&bare, "1.1", Rating::Amber, "complete, not evidenced");
    assert_eq!(bare.action("1.1").days_overdue, 0);
}

#[test]
fn line_4_overdue_is_red_whatever_is_said_and_whether_or_not_a_return_came() {
    delivers(&month("2024-07"), "1.1", Rating::Red, "31 days overdue");
    for status in [Status::NotStarted, Status::InProgress, Status::Stopped] {
        let month = month("2024-07").says("1.1", status, |p| p.own_rag = Some(OwnRag::Green));
        delivers(&month, "1.1", Rating::Red, "overdue");
    }
    assert_eq!(month("2024-06").action("1.1").days_overdue, 0);
    let too_old = month("2024-07").past("1.1", "2024-01", past(Status::Complete, ""));
    delivers(&too_old, "1.1", Rating::Red, "overdue");
}

#[test]
fn lines_5_to_8_the_worst_that_matches() {
    let forecast = |on| month("2024-03").says("1.1", Status::InProgress, |p| p.forecast = Some(on));
    delivers(&forecast(day(2024, 6, 30)), "1.1", Rating::Green, "nothing points to a delay");
    delivers(&forecast(day(2024, 7, 1)), "1.1", Rating::Amber, "1 day after the target");
    // A forecast that came and cannot be read may well be a later one: Green must not sound as if nobody had said anything.
    let unread = month("2024-03")
        .says("1.1", Status::InProgress, |p| p.unreadable = vec![Column::Forecast, Column::OwnRag]);
    delivers(&unread, "1.1", Rating::Green, "nothing that can be read points to a delay");
    delivers(&unread, "1.1", Rating::Green, "The lead's forecast and own rating could not be read");
    delivers(&forecast(day(2024, 7, 30)), "1.1", Rating::Amber, "30 days after");
    delivers(&forecast(day(2024, 7, 31)), "1.1", Rating::Red, "31 days after");
    assert_eq!(forecast(day(2024, 7, 31)).action("1.1").slippage_days, Some(31));

    let soon = |period: &str, status| month(period).says("1.1", status, |_| {});
    delivers(&soon("2024-05", Status::NotStarted), "1.1", Rating::Amber, "due in 30 days");
    delivers(&soon("2024-04", Status::NotStarted), "1.1", Rating::Green, "due by 30 June 2024");
    delivers(&soon("2024-05", Status::InProgress), "1.1", Rating::Green, "due by");

    let own = |rag, on| {
        month("2024-03").says("1.1", Status::InProgress, |p| (p.own_rag, p.forecast) = (Some(rag), Some(on)))
    };
    delivers(&own(OwnRag::Red, day(2024, 7, 1)), "1.1", Rating::Red, "lead's own judgement");
    assert_eq!(own(OwnRag::Red, day(2024, 7, 1)).action("1.1").by_rules, Rating::Amber);
    delivers(&own(OwnRag::Amber, day(2024, 12, 1)), "1.1", Rating::Red, "the forecast");
    delivers(&own(OwnRag::Green, day(2024, 6, 1)), "1.1", Rating::Green, "nothing points");
}

#[test]
fn line_9_answers_are_carried_forward_for_two_periods() {
    let with =
        |period: &str, status, evidence: &str| month("2024-05").past("1.1", period, past(status, evidence));
    let carried = with("2024-03", Status::NotStarted, "");
    delivers(&carried, "1.1", Rating::Amber, "Carried forward: these are the answers of March 2024");
    assert_eq!(carried.action("1.1").carried_from, Some("2024-03".parse().unwrap()));
    delivers(&with("2024-02", Status::InProgress, ""), "1.1", Rating::NotRated, "February 2024");
    delivers(&with("2023-02", Status::Complete, "report"), "1.1", Rating::Complete, "February 2023");
    delivers(
        &with("2023-02", Status::Complete, ""),
        "1.1",
        Rating::NotRated,
        "carried forward for 2 periods",
    );
    delivers(&month("2024-05"), "1.1", Rating::NotRated, "no answer that could be used has come");
    let mut blank = month("2024-05");
    blank.progress[0].returned = true;
    delivers(&blank, "1.1", Rating::NotRated, "says nothing");
}

#[test]
fn line_10_ongoing_is_self_rated() {
    let rated = month("2024-05").says("2.2", Status::InProgress, |p| p.own_rag = Some(OwnRag::Amber));
    delivers(&rated, "2.2", Rating::Amber, "self-rated");
    let bare = month("2024-05").says("2.2", Status::InProgress, |_| {});
    delivers(&bare, "2.2", Rating::NotRated, "no target date");
}

#[test]
fn complete_in_the_future_is_not_complete_and_stopped_needs_the_change_log() {
    let future = month("2024-03").says("1.1", Status::Complete, |p| {
        p.status = None;
        p.evidence = "report".to_owned();
        p.forecast = Some(day(2024, 7, 15));
        p.complete_in_future = p.forecast;
    });
    delivers(&future, "1.1", Rating::Amber, "rated as not complete");
    let stopped = month("2024-03").says("1.1", Status::Stopped, |_| {});
    delivers(&stopped, "1.1", Rating::NotRated, "change log");
}

#[track_caller]
fn impacts(month: &Month, measure: &str, rating: Rating, words: &str) {
    let rated = month.measure(measure).impact;
    assert_eq!(rated.rating, rating, "{}", rated.reason);
    assert!(rated.reason.contains(words), "{}", rated.reason);
    assert!(rated.reason.ends_with('.'), "{}", rated.reason);
}

#[test]
fn not_rated_always_says_why() {
    let base = || month("2024-03");
    let changed =
        |change: fn(&mut Measure, &mut Figure)| base().has("1.1b", Value::Number(quantity("91")), change);
    impacts(&changed(|m, _| m.target = None), "1.1b", Rating::NotRated, "no target");
    impacts(&base(), "1.1b", Rating::NotRated, "no value yet");
    impacts(&changed(|m, _| m.polarity = Polarity::None), "1.1b", Rating::NotRated, "watched only");
    impacts(&changed(|m, _| m.developed = false), "1.1b", Rating::NotRated, "not been developed");
    impacts(&changed(|m, _| m.unit = Unit::Text), "1.1b", Rating::NotRated, "words");
    let partial = changed(|_, f| {
        f.state = FigureState::Partial;
        f.missing_contributors = vec![LeadId::from("ben")];
    });
    impacts(&partial, "1.1b", Rating::NotRated, "partial: nothing usable from Ben Baker");
    let withheld =
        changed(|_, f| *f = Figure { withheld: Some("Two differ.".to_owned()), ..absent(f.measure) });
    impacts(&withheld, "1.1b", Rating::NotRated, "Two differ.");
    let reason =
        changed(|_, f| *f = Figure { absence: Some(Absence::AwaitedFromPartner), ..absent(f.measure) });
    impacts(&reason, "1.1b", Rating::NotRated, "awaits it from a partner");
    let unusable = changed(|_, f| *f = Figure { unusable: vec![LeadId::from("ben")], ..absent(f.measure) });
    impacts(&unusable, "1.1b", Rating::NotRated, "what was given could not be used");
    let mut few = changed(|_, f| f.denominator = Some(quantity("19")));
    few.plan.rating.small_denominator = quantity("20");
    impacts(&few, "1.1b", Rating::NotRated, "fewer than 20");
    let mut enough = changed(|_, f| f.denominator = Some(quantity("20")));
    enough.plan.rating.small_denominator = quantity("20");
    impacts(&enough, "1.1b", Rating::Green, "91.0%");
}

#[test]
fn rated_against_target_and_tolerance() {
    for (value, rating) in
        [("90", Rating::Green), ("89.9", Rating::Amber), ("85", Rating::Amber), ("84.99", Rating::Red)]
    {
        impacts(&month("2024-03").number("1.1b", value), "1.1b", rating, "for now");
    }
    let rated = month("2024-03").number("1.1b", "89.9").measure("1.1b");
    assert_eq!((rated.expected, rated.short_of_target), (Some(quantity("90")), Some(true)));
}

#[test]
fn a_measure_that_is_not_due_keeps_its_last_rating_for_two_of_its_periods() {
    let quarterly = |period: &str, last: &str| {
        let mut month = month(period).had("1.1b", last, "91", Rating::Green);
        month.plan.measures[1].frequency = Frequency::Quarterly;
        month
    };
    let kept = quarterly("2024-05", "2024-03");
    impacts(&kept, "1.1b", Rating::Green, "kept from March 2024. It is next due in June 2024.");
    assert_eq!(kept.measure("1.1b").kept_from, Some("2024-03".parse().unwrap()));
    impacts(&quarterly("2024-08", "2024-03"), "1.1b", Rating::Green, "kept");
    impacts(&quarterly("2024-10", "2024-03"), "1.1b", Rating::NotRated, "older than two");
    impacts(
        &quarterly("2024-06", "2024-03"),
        "1.1b",
        Rating::NotRated,
        "no value yet for June 2024; the last one is of March 2024.",
    );
    let early = quarterly("2024-05", "2024-03").number("1.1b", "50");
    impacts(&early, "1.1b", Rating::Green, "The value given now is kept and rated then.");
    impacts(&quarterly("2024-06", "2024-05"), "1.1b", Rating::Green, "given early, in May 2024.");
}

#[test]
fn a_document_is_green_by_its_date_red_when_overdue_else_not_rated() {
    let given = |period: &str| month(period).has("2.1d", Value::Text("hub.docx".to_owned()), |_, _| {});
    impacts(&given("2025-03"), "2.1d", Rating::Green, "31 March 2025");
    impacts(&given("2025-04"), "2.1d", Rating::NotRated, "after 31 March 2025");
    impacts(&month("2025-03"), "2.1d", Rating::NotRated, "not been given yet");
    impacts(&month("2025-04"), "2.1d", Rating::Red, "has not been given");
    impacts(&month("2024-03"), "2.2a", Rating::NotRated, "has a date by which it is due");
    let date = |on| month("2024-05").has("2.2a", Value::Date(on), |m, _| m.due_by = Some(day(2024, 4, 30)));
    impacts(&date(day(2024, 4, 30)), "2.2a", Rating::Green, "given in time");
    impacts(&date(day(2024, 6, 1)), "2.2a", Rating::Red, "has not been given");
}

#[test]
fn direction_is_said_in_words_and_only_for_a_noticeable_step() {
    let against = |now: &str, polarity| {
        let month = month("2024-03").had("1.1b", "2024-02", "80", Rating::Red);
        month
            .has("1.1b", Value::Number(quantity(now)), |m, _| m.polarity = polarity)
            .measure("1.1b")
            .direction
    };
    assert_eq!(against("81", Polarity::Higher), Some(Direction::Better));
    assert_eq!(against("80.9", Polarity::Higher), Some(Direction::Same));
    assert_eq!(against("79", Polarity::Higher), Some(Direction::Worse));
    assert_eq!(against("79", Polarity::Lower), Some(Direction::Better));
    assert_eq!(against("79", Polarity::None), Some(Direction::Lower));
    assert_eq!(month("2024-03").number("1.1b", "80").measure("1.1b").direction, Some(Direction::FirstValue));
    assert_eq!(month("2024-03").measure("1.1b").direction, None);
}

#[test]
fn an_action_has_the_worst_impact_of_its_measures_with_the_counts() {
    let month = month("2024-03").number("1.1b", "50");
    let impact = month.action("1.1").impact;
    let reason = "Red: 1 Red, 1 not rated; the worst is 1.1b. It changes when that measure does.";
    assert_eq!((impact.rating, impact.reason.as_str()), (Rating::Red, reason));
    assert!(month.action("1.2").impact.reason.contains("no measure is rated (1 not rated)"));
}

/// An outcome of so many actions with these ratings by their leads.
fn headline(red: usize, amber: usize, green: usize, complete: usize, silent_ones: usize) -> RollUp {
    let mut month = month("2024-03");
    let model = month.plan.actions[0].clone();
    month.plan.actions.clear();
    month.progress.clear();
    let groups = [(red, Some(OwnRag::Red)), (amber, Some(OwnRag::Amber)), (green, Some(OwnRag::Green))];
    let rags =
        groups.into_iter().flat_map(|(count, rag)| std::iter::repeat_n((rag, Status::InProgress), count));
    let done = std::iter::repeat_n((None, Status::Complete), complete);
    let none = std::iter::repeat_n((None, Status::Stopped), silent_ones);
    for (number, (rag, status)) in rags.chain(done).chain(none).enumerate() {
        let reference = ActionRef::new(1, u16::try_from(number).unwrap() + 1);
        month.plan.actions.push(crate::plan::Action { reference, ..model.clone() });
        month.progress.push(Progress {
            returned: status != Status::Stopped,
            status: Some(status),
            own_rag: rag,
            evidence: "report".to_owned(),
            ..silent(reference)
        });
    }
    month.rate().roll_ups.swap_remove(0)
}

#[test]
fn the_headline_of_an_outcome() {
    for ((red, amber, green, complete, silent_ones), expected) in [
        ((1, 0, 4, 0, 0), Rating::Red),
        ((1, 0, 5, 0, 0), Rating::Amber),
        ((0, 1, 4, 0, 0), Rating::Amber),
        ((0, 1, 5, 0, 0), Rating::Green),
        ((0, 0, 0, 3, 0), Rating::Complete),
        ((0, 0, 0, 3, 1), Rating::Green),
        ((0, 0, 1, 1, 2), Rating::Green),
        ((0, 0, 1, 0, 2), Rating::NotRated),
        ((0, 0, 0, 0, 0), Rating::NotRated),
    ] {
        let roll_up = headline(red, amber, green, complete, silent_ones);
        assert_eq!(roll_up.headline.rating, expected, "{}", roll_up.headline.reason);
        assert!(roll_up.headline.reason.ends_with('.'), "{}", roll_up.headline.reason);
    }
}

#[test]
fn closed_actions_are_outside_coverage_and_movement_needs_the_period_before() {
    let month = month("2024-03")
        .amended("status", "", "stopped")
        .says("1.2", Status::InProgress, |p| p.own_rag = Some(OwnRag::Red))
        .says("1.10", Status::InProgress, |_| {})
        .past("1.2", "2024-02", past(Status::InProgress, ""));
    let roll_ups = month.rate().roll_ups;
    assert_eq!(roll_ups.iter().map(|r| r.outcome).collect::<Vec<_>>(), [Some(1), Some(2), None]);
    assert_eq!((roll_ups[0].delivery.open(), roll_ups[0].delivery.all()), (2, 3));
    assert_eq!((roll_ups[0].got_worse, roll_ups[0].got_better, roll_ups[2].got_worse), (1, 0, 1));
    assert_eq!(roll_ups[0].impact.closed, 1);
}

#[test]
fn nothing_is_lost_for_a_plan_whose_numbers_are_too_large() {
    let huge: Quantity = quantity("79228162514264337593543950000");
    let month = month("2024-03").has("1.1b", Value::Number(huge), |m, _| {
        m.target = Some(huge);
        m.tolerance = Some(crate::plan::Tolerance::Relative(huge));
    });
    impacts(&month, "1.1b", Rating::NotRated, "too large");
}

#[test]
fn what_a_closed_action_and_a_row_that_said_nothing_carry_forward() {
    let said = past(Status::NotStarted, "");
    let closed = month("2024-04").amended("status", "", "stopped").past("1.1", "2024-03", said.clone());
    assert_eq!(
        (closed.action("1.1").delivery.rating, closed.action("1.1").carried_from),
        (Rating::Closed, None)
    );
    let nothing = PastAction { returned: true, ..PastAction::default() };
    let older = month("2024-04").past("1.1", "2024-03", nothing).past("1.1", "2024-02", said);
    assert_eq!(older.action("1.1").carried_from, Some("2024-02".parse().unwrap()));
}

#[test]
fn a_rating_that_rested_on_an_early_value_is_kept_and_an_early_percent_of_few_is_not_rated() {
    let mut kept = month("2024-04").had("1.1b", "2024-02", "91", Rating::NotRated);
    kept.plan.measures[1].frequency = Frequency::Quarterly;
    let march = PastFigure { impact: Rating::Green, ..PastFigure::default() };
    kept.history.figures.insert((measure_ref("1.1b"), "2024-03".parse().unwrap()), march);
    impacts(&kept, "1.1b", Rating::Green, "kept from March 2024");
    let mut few = month("2024-06").had("1.1b", "2024-05", "91", Rating::NotRated);
    few.plan.measures[1].frequency = Frequency::Quarterly;
    few.plan.rating.small_denominator = quantity("20");
    few.history.figures.values_mut().next().unwrap().denominator = Some(quantity("19"));
    impacts(&few, "1.1b", Rating::NotRated, "fewer than 20");
}

#[test]
fn movement_is_against_the_last_period_on_record() {
    let skipped = month("2024-03").says("1.2", Status::InProgress, |p| p.own_rag = Some(OwnRag::Red)).past(
        "1.2",
        "2024-01",
        past(Status::InProgress, ""),
    );
    assert_eq!(skipped.rate().roll_ups[0].got_worse, 1);
}

#[test]
fn a_value_of_before_the_plan_changed_the_unit_is_no_last_value() {
    let mut changed = month("2024-03").had("1.1b", "2024-01", "12", Rating::Red).number("1.1b", "91");
    changed.plan.changes.push(Change {
        date: day(2024, 2, 10),
        subject: ChangeSubject::Measure(measure_ref("1.1b")),
        field: "unit".to_owned(),
        from: "count".to_owned(),
        to: "percent".to_owned(),
        approved_by: "Board".to_owned(),
        reason: "Agreed".to_owned(),
    });
    let rated = changed.measure("1.1b");
    assert_eq!((rated.direction, rated.last), (Some(Direction::FirstValue), None));
}

#[test]
fn xmr_stands_beside_the_rating_from_the_thirteenth_value_and_never_for_a_running_total() {
    let mut month = month("2025-03").number("1.1b", "91");
    for back in 1..=12 {
        let period = Period::new(2025, 3).unwrap().plus_months(-back).to_string();
        month = month.had("1.1b", &period, "90", Rating::Green);
    }
    assert_eq!(month.measure("1.1b").xmr.map(|xmr| xmr.points), Some(13));
    month.plan.measures[1].counts_as = crate::domain::CountsAs::Cumulative;
    assert_eq!(month.measure("1.1b").xmr, None);
    month.plan.measures[1].counts_as = crate::domain::CountsAs::Snapshot;
    month.history.figures.pop_first();
    assert_eq!(month.measure("1.1b").xmr, None);
}
