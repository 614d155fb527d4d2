//! *Outcome measures*: what each recommendation is to be judged by, slot by slot, developed or not.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::{Kind, MeasureRef};
use crate::plan::Measure;
use crate::sheet::book::{CellSpec, Line};

use super::by_ref::Measured;
use super::cells::{marked, quantity, value, words};
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Rows, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let slots: Vec<Measured<'_>> =
        facts.month.measures().filter(|(m, _, _)| m.kind == Kind::Outcome).collect();
    let mut rows: Rows =
        slots.chunk_by(|one, next| stand_together(one.0, next.0)).map(|s| row(facts, s)).collect();
    if rows.is_empty() {
        let rest = (2..11).map(|_| marked(Shorthand::NotApplicable));
        let none = words("The plan has no outcome measures");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::OutcomeMeasures,
        title: dated(facts, "Outcome measures by recommendation"),
        lines: tally(facts),
        columns: columns(&[
            ("Ref", 12.5),
            ("Recommendation", 44.0),
            ("Slot", 7.0),
            ("Outcome measure", 26.0),
            ("Developed", 12.0),
            ("Baselined", 10.5),
            ("Targeted", 10.0),
            ("Reporting", 10.5),
            ("Target", 10.0),
            ("Now", 10.0),
            ("Impact", 11.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

/// How many slots are planned, developed, baselined, targeted and reporting: for all, then for each recommendation.
fn tally(facts: &Facts<'_>) -> Vec<Line> {
    let numbers: Vec<u16> = facts.month.plan.outcomes.iter().map(|outcome| outcome.number).collect();
    let of_each = numbers.into_iter().map(|number| (format!("Recommendation {number}"), Some(number)));
    let all = std::iter::once(("All recommendations".to_owned(), None)).chain(of_each);
    all.filter_map(|(name, outcome)| {
        let slots = facts.month.plan.slots(outcome);
        let of = |(measure, figure, _): &(&Measure, &Figure, _)| {
            let mine = outcome.is_none_or(|number| measure.reference.outcome() == number);
            mine && measure.kind == Kind::Outcome && is_reporting(measure, figure)
        };
        let reporting = facts.month.measures().filter(of).count();
        let told = format!(
            "{name}: {} planned, {} developed, {} baselined, {} targeted, {reporting} reporting this month.",
            counted(slots.planned, "outcome measure"),
            slots.developed,
            slots.baselined,
            slots.targeted
        );
        (outcome.is_none() || slots.planned > 0).then(|| Line::text(told))
    })
    .collect()
}

/// Whether a whole value came this month.
fn is_reporting(measure: &Measure, figure: &Figure) -> bool {
    measure.developed && figure.state == FigureState::Value
}

/// Whether two slots share a row: those of a recommendation that are still to be developed have nothing to tell them apart.
fn stand_together(one: &Measure, next: &Measure) -> bool {
    one.reference.outcome() == next.reference.outcome() && !one.developed && !next.developed
}

/// The slot's number in its recommendation.
const fn slot(measure: &Measure) -> u16 {
    match measure.reference {
        MeasureRef::OfOutcome { slot, .. } => slot,
        MeasureRef::OfAction { .. } => 0,
    }
}

/// One slot, or several that are still to be developed.
fn row(facts: &Facts<'_>, slots: &[Measured<'_>]) -> Row {
    let [(measure, figure, rated), rest @ ..] = slots else { return Row::of(Vec::new()) };
    let last = rest.last().map(|(measure, _, _)| *measure);
    let (name, number) = match last {
        None => (measure.reference.to_string(), super::cells::whole(i64::from(slot(measure)))),
        Some(last) => (
            format!("{} to {}", measure.reference, last.reference),
            words(&format!("{} to {}", slot(measure), slot(last))),
        ),
    };
    let recommendation =
        facts.month.plan.outcome(measure.reference.outcome()).map_or("", |outcome| &outcome.recommendation);
    let yes_no = |yes: bool| words(if yes { "yes" } else { "no" });
    let missing = if measure.developed { Shorthand::NotAvailable } else { Shorthand::NotApplicable };
    let none = match facts.no_value(measure.reference) {
        Shorthand::NotAvailable => missing,
        why => why,
    };
    let name = Cell::from(CellSpec::text(name));
    Row::of(vec![
        if measure.developed { name.to(Tab::Measures, Key::Measure(measure.reference)) } else { name },
        words(recommendation),
        number,
        words(if measure.developed { &measure.measure } else { "to be developed" }),
        yes_no(measure.developed),
        yes_no(measure.is_baselined()),
        yes_no(measure.is_targeted()),
        yes_no(is_reporting(measure, figure)),
        quantity(measure.target, measure.unit, missing),
        value(figure.value.as_ref(), measure.unit, none),
        facts.impact_of_measure(rated),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Period, Quantity, Rating, Value};
    use crate::plan::slots::sample::with_slots;
    use crate::publish::Consolidation;
    use crate::publish::sample::month;
    use crate::rating::{Facts as Rated, rate};

    #[test]
    fn slots_are_counted_for_each_recommendation_and_a_developed_one_is_rated_like_any_measure() {
        let mut month = month();
        month.plan = with_slots();
        let period = Period::new(2024, 3).unwrap();
        let as_at = period.last_day();
        month.merged = crate::merge::merge(&month.plan, period, as_at, &crate::intake::Intake::default());
        let reference: MeasureRef = "O1.1".parse().unwrap();
        let figure = month.merged.figures.iter_mut().find(|f| f.measure == reference).unwrap();
        (figure.value, figure.state) = (Some(Value::Number(Quantity::from(12))), FigureState::Value);
        let (figures, progress) = (&month.merged.figures[..], &month.merged.progress[..]);
        let history = &month.history;
        month.ratings = rate(&Rated { plan: &month.plan, period, as_at, figures, progress, history });
        let consolidation: Consolidation<'_> = month.consolidation();
        let page = page(&Facts::of(&consolidation));
        let lines: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
        let told = [
            "All recommendations: 4 outcome measures planned, 2 developed, 1 baselined, 2 targeted, 1 reporting this month.",
            "Recommendation 1: 2 outcome measures planned, 2 developed, 1 baselined, 2 targeted, 1 reporting this month.",
            "Recommendation 2: 2 outcome measures planned, 0 developed, 0 baselined, 0 targeted, 0 reporting this month.",
        ];
        assert_eq!((lines, page.rows.len()), (told.to_vec(), 3), "two slots of recommendation 2 share a row");
        let rated = consolidation.measures().find(|(m, _, _)| m.reference == reference).unwrap().2;
        assert_eq!(rated.impact.rating, Rating::Green);
    }
}
