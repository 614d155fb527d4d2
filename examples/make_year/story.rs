//! How the made-up year goes: which actions are done when, which measures move, who sends nothing, what is typed wrong. All of it
//! comes from a hash of ref and month, so that it is the same at every run and means nothing.

use chrono::{Days, NaiveDate};
use ragbook::domain::{Column, LeadId, Period, Table, Unit};
use ragbook::plan::due::{Due, due};
use ragbook::plan::{Action, Lead, Measure, Plan};
use ragbook::sheet::book::{Book, CellContent};

use super::fill::{Filler, MARK, hash};

/// The month to which a corrected return comes later.
pub(crate) const CORRECTED: &str = "2020-02";
/// The measure whose value it corrects.
const CORRECTED_MEASURE: &str = "1.4a";

/// Which version of a month's returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// As first sent.
    First,
    /// With the correction.
    Corrected,
}

/// Whether a lead sends a return: about one in twenty does not.
pub(crate) fn sends(lead: &LeadId, period: Period) -> bool {
    !hash(&format!("sends {lead} {period}")).is_multiple_of(20)
}

/// Types the month's answers over those of the sample month.
pub(crate) fn tell(filler: &Filler<'_>, book: &mut Book, lead: &Lead, version: Version) {
    for action in filler.plan.actions_of(&lead.id) {
        progress(filler, book, action);
    }
    for measure in filler.plan.measures_of(&lead.id) {
        value(filler, book, lead, measure, version);
    }
}

fn text(words: impl Into<String>) -> CellContent<'static> {
    CellContent::Text(words.into().into())
}

/// How an action ends.
enum Fate {
    /// Complete on this day, with evidence so many days later.
    Done(NaiveDate, u64),
    /// Never complete.
    NotDone,
}

fn fate(plan: &Plan, action: &Action) -> Fate {
    let reference = action.reference.to_string();
    let chance = hash(&reference);
    let Some(due) = action.target.date() else { return Fate::NotDone };
    let first = plan.original_target(action.reference).unwrap_or(due);
    let early = NaiveDate::from_ymd_opt(2019, 11, 20).unwrap_or(first);
    // What is to be moved is not done before it was.
    match super::officer::moves(&reference) {
        0 => {}
        1 if plan.times_moved(action.reference) == 1 => return Fate::Done(due - Days::new(5), 0),
        _ => return Fate::NotDone,
    }
    match chance % 8 {
        0..=2 => Fate::Done((first - Days::new(chance % 12)).max(early), 0),
        3 => Fate::Done((first + Days::new(50)).max(early + Days::new(60)), 0),
        4 => Fate::Done((first - Days::new(3)).max(early), 75),
        5 => Fate::Done((first - Days::new(35)).max(early), 0),
        _ => Fate::NotDone,
    }
}

fn progress(filler: &Filler<'_>, book: &mut Book, action: &Action) {
    let reference = action.reference.to_string();
    let as_at = filler.period.last_day();
    let chance = hash(&format!("{reference} {}", filler.period)) % 10;
    let started = filler.plan.starts + Days::new(hash(&reference) % 90);
    let due = action.target.date();
    let mut set = |column, content| filler.set(book, Table::Progress, &reference, column, content);
    let (status, forecast, evidence) = match fate(filler.plan, action) {
        Fate::Done(day, later) if day <= as_at => ("Complete", Some(day), day + Days::new(later) <= as_at),
        Fate::Done(day, _) if started <= as_at => ("In progress", Some(day), false),
        Fate::NotDone if started <= as_at => {
            let hoped = due.map(|due| due.max(as_at + Days::new(25 + chance)));
            ("In progress", hoped, false)
        }
        Fate::Done(..) | Fate::NotDone => {
            ("Not started", due.map(|due| due.max(as_at + Days::new(20))), false)
        }
    };
    let late = forecast.zip(due).map_or(0, |(forecast, due)| (forecast - due).num_days());
    let rag = match late {
        31.. => "Red",
        // Leads are hopeful now and then.
        1..=30 if chance > 2 => "Amber",
        _ if due.is_none() && chance < 3 => "Amber",
        _ => "Green",
    };
    set(Column::Status, text(status));
    set(Column::Forecast, forecast.map_or(CellContent::Blank, CellContent::Date));
    set(Column::OwnRag, text(rag));
    set(
        Column::Commentary,
        text(format!(
            "{MARK} for {reference}, {}: what was done and what is next.",
            filler.period.in_words()
        )),
    );
    let named = format!("{MARK}: name of the document for {reference}");
    set(Column::Evidence, if evidence { text(named) } else { CellContent::Blank });
}

/// Where a measure should be, as a share of the way from its baseline to its target, in percent.
fn way(measure: &Measure, period: Period) -> i32 {
    let reference = measure.reference.to_string();
    let months = Period::new(2019, 10).map_or(0, |first| period.months_since(first));
    let noise = i32::try_from(hash(&format!("{reference} noise {period}")) % 15).unwrap_or(0) - 7;
    let kind = hash(&format!("kind {reference}")) % 6;
    match kind {
        0 => 9 * months + noise,
        1 => 8 * months + 12 + noise,
        2 => (13 * months).min(108) + noise,
        3 => noise,
        4 => (9 * months).min(40) + noise,
        _ => -4 * months + noise,
    }
}

fn value(filler: &Filler<'_>, book: &mut Book, lead: &Lead, measure: &Measure, version: Version) {
    let reference = measure.reference.to_string();
    let chance = hash(&format!("{reference} {} {}", lead.id, filler.period)) % 100;
    let mut set = |column, content| filler.set(book, Table::Measures, &reference, column, content);
    if due(filler.plan, measure, filler.period) != Due::Now {
        for column in [Column::Value, Column::Numerator, Column::Denominator, Column::Note] {
            set(column, CellContent::Blank);
        }
        return;
    }
    if !measure.unit.is_numeric() {
        return;
    }
    if chance < 3 {
        for column in [Column::Value, Column::Numerator, Column::Denominator] {
            set(column, CellContent::Blank);
        }
        set(Column::Absence, text("Not collected yet"));
        return;
    }
    let now = if version == Version::Corrected && reference == CORRECTED_MEASURE {
        figure(measure, filler.period) - 6.0
    } else {
        figure(measure, filler.period)
    };
    if measure.unit == Unit::Percent {
        let denominator = 40.0
            + f64::from(u32::try_from(hash(&format!("{reference} of {}", filler.period)) % 40).unwrap_or(0));
        let numerator = (denominator * now / 100.0).round().clamp(0.0, denominator);
        if chance == 50 {
            // Typed as text, as some do.
            set(Column::Numerator, CellContent::Blank);
            set(Column::Denominator, CellContent::Blank);
            set(Column::Value, text(format!("{}%", now.round())));
            return;
        }
        set(Column::Numerator, CellContent::Number(numerator, 0));
        set(Column::Denominator, CellContent::Number(denominator, 0));
        set(Column::Value, CellContent::Percent(numerator / denominator * 100.0, 1));
    } else if chance == 60 {
        set(Column::Value, text(format!("about {}", now.round())));
    } else {
        let contributors = f64::from(u32::try_from(measure.returned_by.len().max(1)).unwrap_or(1));
        set(Column::Value, CellContent::Number((now / contributors).round(), 0));
    }
}

/// The value of this month, in the measure's unit.
fn figure(measure: &Measure, period: Period) -> f64 {
    use ragbook::domain::CountsAs;
    let number = |quantity: ragbook::domain::Quantity| quantity.to_double();
    let target = measure.target.map_or(20.0, number);
    let from = measure.baseline.map_or(target * 0.7, number);
    let at = |period: Period| f64::from(way(measure, period)) / 100.0;
    let share = if measure.counts_as == CountsAs::Cumulative {
        // A running total never falls.
        let first = Period::new(2019, 10).unwrap_or(period);
        let months = 0..=period.months_since(first);
        months.map(|count| at(first.plus_months(count)).max(f64::from(count) * 0.04)).fold(0.0, f64::max)
    } else {
        at(period)
    };
    (target - from).mul_add(share, from).max(0.0)
}
