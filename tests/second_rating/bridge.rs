//! A plain world in ragbook's own types.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use ragbook::domain::figure::{Figure, FigureState, Progress};
use ragbook::domain::{
    Absence, ActionRef, CountsAs, Frequency, Kind, MeasureRef, MergeRule, OwnRag, Period, Polarity, Quantity,
    Rating, Status, Unit, Value,
};
use ragbook::ledger::{History, PastAction, PastFigure};
use ragbook::plan::{
    Action, Change, ChangeSubject, Measure, Outcome, Plan, Profile, RatingSettings, TargetDate, Tolerance,
};
use ragbook::rating::{Facts, Ratings, rate};

use crate::world::{self, Better, Colour, Day, Due, Said, StatusChange, Tenths, Way, Whole, World};

pub(crate) fn day(day: Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Duration::days(day)
}

pub(crate) fn period(month: world::Month) -> Period {
    Period::new(2024, 1).unwrap().plus_months(month)
}

fn quantity(tenths: Tenths) -> Quantity {
    Quantity::from(tenths).over(Quantity::from(10)).unwrap()
}

pub(crate) fn rating(colour: Colour) -> Rating {
    match colour {
        Colour::Red => Rating::Red,
        Colour::Amber => Rating::Amber,
        Colour::Green => Rating::Green,
        Colour::Complete => Rating::Complete,
        Colour::NotRated => Rating::NotRated,
        Colour::Closed => Rating::Closed,
    }
}

fn own_rag(colour: Colour) -> OwnRag {
    match colour {
        Colour::Red => OwnRag::Red,
        Colour::Amber => OwnRag::Amber,
        _ => OwnRag::Green,
    }
}

fn status(said: Said) -> Status {
    match said {
        Said::NotStarted => Status::NotStarted,
        Said::InProgress => Status::InProgress,
        Said::Complete => Status::Complete,
        Said::Stopped => Status::Stopped,
    }
}

fn evidence(is_there: bool) -> String {
    if is_there { "report.pdf".to_owned() } else { " ".to_owned() }
}

pub(crate) fn action_ref(action: &world::Action) -> ActionRef {
    ActionRef::new(action.outcome, action.number)
}

pub(crate) fn measure_ref(world: &World, measure: &world::Measure) -> MeasureRef {
    let text = match measure.action {
        Some(index) => {
            let letter = char::from(b'a' + u8::try_from(measure.place).unwrap());
            format!("{}{letter}", action_ref(&world.actions[index]))
        }
        None => format!("O1.{}", measure.place),
    };
    text.parse().unwrap()
}

fn tolerance(tolerance: world::Tolerance) -> Tolerance {
    match tolerance {
        world::Tolerance::Points(tenths) => Tolerance::Points(quantity(tenths)),
        world::Tolerance::Percent(percent) => Tolerance::Relative(Quantity::from(percent)),
    }
}

fn value(value: world::Value) -> Value {
    match value {
        world::Value::Number(tenths) => Value::Number(quantity(tenths)),
        world::Value::Date(on) => Value::Date(day(on)),
        world::Value::Words => Value::Text("hub.docx".to_owned()),
    }
}

fn state(whole: Whole) -> FigureState {
    match whole {
        Whole::Full => FigureState::Value,
        Whole::Partial => FigureState::Partial,
        Whole::Absent => FigureState::Absent,
    }
}

fn action(action: &world::Action) -> Action {
    Action {
        reference: action_ref(action),
        outcome: action.outcome,
        activity: Arc::from(""),
        desired_outcome: Arc::from(""),
        target_as_written: Arc::from(""),
        target: action.target.map_or(TargetDate::Ongoing, |target| TargetDate::By(day(target))),
        lead_as_written: Arc::from(""),
        leads: Vec::new(),
        status_as_written: Arc::from(""),
        note: Arc::from(""),
    }
}

fn changes(action: &world::Action) -> impl Iterator<Item = Change> {
    action.status_changes.iter().map(|(on, change)| Change {
        date: day(*on),
        subject: ChangeSubject::Action(action_ref(action)),
        field: "status".to_owned(),
        from: String::new(),
        to: match change {
            StatusChange::Stopped => "stopped",
            StatusChange::Replaced => "replaced by 1.1",
            StatusChange::Reopened => "in progress",
        }
        .to_owned(),
        approved_by: "Board".to_owned(),
        reason: "Agreed".to_owned(),
    })
}

fn measure(world: &World, measure: &world::Measure) -> Measure {
    let text = Arc::from(if measure.developed { "Measure" } else { "" });
    Measure {
        reference: measure_ref(world, measure),
        measure: Arc::clone(&text),
        as_written: text,
        kind: if measure.action.is_some() { Kind::Assurance } else { Kind::Outcome },
        developed: measure.developed,
        unit: match measure.unit {
            world::Unit::Count => Unit::Count,
            world::Unit::Percent => Unit::Percent,
            world::Unit::Weeks => Unit::Weeks,
            world::Unit::Document => Unit::Document,
            world::Unit::Date => Unit::Date,
            world::Unit::Text => Unit::Text,
        },
        polarity: match measure.better {
            Better::Higher => Polarity::Higher,
            Better::Lower => Polarity::Lower,
            Better::Neither => Polarity::None,
        },
        counts_as: CountsAs::Period,
        frequency: match measure.due {
            Due::Monthly => Frequency::Monthly,
            Due::Quarterly => Frequency::Quarterly,
            Due::Termly => Frequency::Termly,
            Due::Annual => Frequency::Annual,
            Due::Once => Frequency::Once,
        },
        merge: MergeRule::Single,
        baseline: measure.baseline.map(quantity),
        target: measure.target.map(quantity),
        due_by: measure.due_by.map(day),
        tolerance: measure.tolerance.map(tolerance),
        profile: match &measure.way {
            Way::Flat => Profile::Flat,
            Way::Straight => Profile::Straight,
            Way::Steps(steps) => {
                Profile::Steps(steps.iter().map(|(m, v)| (period(*m), quantity(*v))).collect())
            }
        },
        numerator: Arc::from(""),
        denominator: Arc::from(""),
        sums_to: None,
        minimum: None,
        maximum: None,
        sensitive: false,
        returned_by: Vec::new(),
        assumption: Arc::from(""),
    }
}

fn plan(world: &World) -> Plan {
    let rules = &world.rules;
    Plan {
        name: "Plan".to_owned(),
        authority: "Council".to_owned(),
        version: "1".to_owned(),
        starts: day(world.starts),
        inspected: None,
        review_due: None,
        returns_due_day: 5,
        preparation_days: 5,
        contact: String::new(),
        rating: RatingSettings {
            slip_amber_days: rules.slip_amber_days,
            due_soon_days: rules.due_soon_days,
            carry_periods: rules.carry_periods,
            small_denominator: Quantity::from(rules.small_denominator),
            tolerance: rules.tolerance.map(tolerance),
            noticeable: quantity(rules.noticeable),
            red_share: rules.red_share,
            amber_share: rules.amber_share,
        },
        limits: ragbook::sheet::limits::Limits::default(),
        meetings: Vec::new(),
        editions: Vec::new(),
        outcomes: (1..=world.outcomes)
            .map(|number| Outcome { number, outcome: Arc::from(""), recommendation: Arc::from("") })
            .collect(),
        actions: world.actions.iter().map(action).collect(),
        measures: world.measures.iter().map(|m| measure(world, m)).collect(),
        leads: Vec::new(),
        lead_index: ragbook::plan::LeadIndex::default(),
        changes: world.actions.iter().flat_map(changes).collect(),
        files: Vec::new(),
    }
}

fn progress(world: &World, action: &world::Action) -> Progress {
    let answer = action.now.unwrap_or_default();
    Progress {
        action: action_ref(action),
        returned: action.now.is_some(),
        status: answer.status.map(status),
        forecast: answer.forecast.map(day),
        own_rag: answer.own.map(own_rag),
        commentary: String::new(),
        evidence: evidence(answer.evidence),
        disagreed: false,
        complete_in_future: answer.complete_in_future.then(|| day(world.as_at + 9)),
        unreadable: Vec::new(),
        provenance: Vec::new(),
    }
}

fn figure(world: &World, measure: &world::Measure) -> Figure {
    let now = &measure.now;
    Figure {
        measure: measure_ref(world, measure),
        value: now.value.map(value),
        numerator: None,
        denominator: now.denominator.map(Quantity::from),
        state: state(now.whole),
        absence: now.excused.then_some(Absence::NotCollectedYet),
        contributors: Vec::new(),
        missing_contributors: Vec::new(),
        unusable: Vec::new(),
        excused: Vec::new(),
        provenance: Vec::new(),
        withheld: now.withheld.then(|| "Two answers differ.".to_owned()),
    }
}

fn history(world: &World) -> History {
    let mut history = History::default();
    for action in &world.actions {
        for past in &action.past {
            let entry = PastAction {
                status: past.answer.status.map(status),
                forecast: past.answer.forecast.map(day),
                own_rag: past.answer.own.map(own_rag),
                evidence: evidence(past.answer.evidence),
                returned: past.returned,
                delivery: rating(past.delivery),
                ..PastAction::default()
            };
            history.actions.insert((action_ref(action), period(past.month)), entry);
        }
    }
    for measure in &world.measures {
        for past in &measure.past {
            let entry = PastFigure {
                value: past.value.map(value),
                denominator: past.denominator.map(Quantity::from),
                state: state(past.whole),
                impact: rating(past.impact),
                ..PastFigure::default()
            };
            history.figures.insert((measure_ref(world, measure), period(past.month)), entry);
        }
    }
    history
}

/// What ragbook makes of a world.
pub(crate) fn rated(world: &World) -> Ratings {
    let (plan, history) = (plan(world), history(world));
    let figures: Vec<Figure> = world.measures.iter().map(|m| figure(world, m)).collect();
    let progress: Vec<Progress> = world.actions.iter().map(|a| progress(world, a)).collect();
    rate(&Facts {
        plan: &plan,
        period: period(world.month),
        as_at: day(world.as_at),
        figures: &figures,
        progress: &progress,
        history: &history,
    })
}
