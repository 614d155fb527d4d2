//! *Outcome measures*: what each recommendation is to be judged by, slot by slot, developed or not.

use crate::domain::figure::{Figure, FigureState};
use crate::domain::{Kind, MeasureRef};
use crate::plan::Measure;
use crate::sheet::book::{CellSpec, Line};

use super::cells::{marked, quantity, value, words};
use super::facts::Facts;
use super::page::{Cell, Key, Page, Row, Tab, columns};
use super::shorthand::Shorthand;
use super::{counted, dated};

pub(super) fn page(facts: &Facts<'_>) -> Page {
    let slots: Vec<_> = facts.month.measures().filter(|(m, _, _)| m.kind == Kind::Outcome).collect();
    let developed = slots.iter().filter(|(m, _, _)| m.developed).count();
    let reporting = slots.iter().filter(|(_, f, _)| f.state == FigureState::Value).count();
    let mut rows: Vec<Row> = slots.iter().map(|(measure, figure, _)| row(facts, measure, figure)).collect();
    if rows.is_empty() {
        let rest = (2..10).map(|_| marked(Shorthand::NotApplicable));
        let none = words("The plan has no outcome measures");
        rows.push(Row::of([marked(Shorthand::NotApplicable), none].into_iter().chain(rest).collect()));
    }
    Page {
        tab: Tab::OutcomeMeasures,
        title: dated(facts, "Outcome measures by recommendation"),
        lines: vec![Line::text(format!(
            "{} planned: {developed} developed, {reporting} reporting this month.",
            counted(slots.len(), "outcome measure")
        ))],
        columns: columns(&[
            ("Ref", 7.0),
            ("Recommendation", 52.0),
            ("Slot", 6.0),
            ("Outcome measure", 30.0),
            ("Developed", 12.0),
            ("Baselined", 10.5),
            ("Targeted", 10.0),
            ("Reporting", 10.5),
            ("Target", 10.0),
            ("Now", 10.0),
        ]),
        rows,
        charts: Vec::new(),
    }
}

fn row(facts: &Facts<'_>, measure: &Measure, figure: &Figure) -> Row {
    let slot = match measure.reference {
        MeasureRef::OfOutcome { slot, .. } => i64::from(slot),
        MeasureRef::OfAction { .. } => 0,
    };
    let recommendation =
        facts.month.plan.outcome(measure.reference.outcome()).map_or("", |outcome| &outcome.recommendation);
    let yes_no = |yes: bool| words(if yes { "yes" } else { "no" });
    let missing = if measure.developed { Shorthand::NotAvailable } else { Shorthand::NotApplicable };
    let name = Cell::from(CellSpec::text(measure.reference.to_string()));
    Row::of(vec![
        if measure.developed { name.to(Tab::Measures, Key::Measure(measure.reference)) } else { name },
        words(recommendation),
        super::cells::whole(slot),
        words(if measure.developed { &measure.measure } else { "to be developed" }),
        yes_no(measure.developed),
        yes_no(
            measure.baseline.is_some() || facts.month.cut.held_back.baselines.contains(&measure.reference),
        ),
        yes_no(measure.target.is_some()),
        yes_no(figure.state == FigureState::Value),
        quantity(measure.target, measure.unit, missing),
        value(figure.value.as_ref(), measure.unit, facts.instead_of(measure.reference, missing)),
    ])
}
