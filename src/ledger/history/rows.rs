//! A month's results as rows of history.csv.

use std::fmt::Display;

use chrono::NaiveDate;

use super::columns::{COLUMNS, Column};
use super::{PastAction, PastContribution, PastFigure, PastMonth, PastProgress};
use crate::domain::{ActionRef, LeadId, MeasureRef, Quantity, Sha256, Value};
use crate::ledger::seal;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Measure,
    Contribution,
    Action,
    Progress,
    Exception,
}

impl Kind {
    pub(super) const ALL: [Self; 5] =
        [Self::Measure, Self::Contribution, Self::Action, Self::Progress, Self::Exception];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Contribution => "contribution",
            Self::Action => "action",
            Self::Progress => "progress",
            Self::Exception => "exception",
        }
    }

    /// Columns that a row of this kind may fill, beside those of every row.
    pub(super) const fn own(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Measure => &[
                C::Ref,
                C::ValueType,
                C::Value,
                C::Numerator,
                C::Denominator,
                C::State,
                C::Absence,
                C::Target,
                C::Expected,
                C::Impact,
                C::ImpactReason,
                C::Sources,
            ],
            Self::Contribution => &[
                C::Ref,
                C::Lead,
                C::ValueType,
                C::Value,
                C::Numerator,
                C::Denominator,
                C::Absence,
                C::Used,
                C::Note,
                C::Sources,
            ],
            Self::Action => &[
                C::Ref,
                C::Target,
                C::OriginalTarget,
                C::Returned,
                C::Status,
                C::Forecast,
                C::OwnRating,
                C::Delivery,
                C::DeliveryReason,
                C::Impact,
                C::ImpactReason,
                C::CarriedFrom,
                C::Commentary,
                C::Evidence,
                C::Sources,
            ],
            Self::Progress => &[
                C::Ref,
                C::Lead,
                C::Status,
                C::Forecast,
                C::OwnRating,
                C::Commentary,
                C::Evidence,
                C::Sources,
            ],
            Self::Exception => &[C::Key],
        }
    }
}

/// All rows of a revision: each measure with its contributions, each action with its leads' progress, then exceptions.
pub(super) fn rows(month: &PastMonth, revision: u32, run: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for (measure, figure) in &month.figures {
        lines.push(of_figure(*measure, figure));
        lines.extend(figure.by_returner.iter().map(|(lead, given)| of_contribution(*measure, lead, given)));
    }
    for (action, past) in &month.actions {
        lines.push(of_action(*action, past));
        lines.extend(past.by_lead.iter().map(|(lead, said)| of_progress(*action, lead, said)));
    }
    lines.extend(month.raised.iter().map(|key| Line::new(Kind::Exception).with(Column::Key, key)));
    let count = lines.len();
    let numbered = |line: Line| {
        line.with(Column::Period, month.period)
            .with(Column::Revision, revision)
            .with(Column::Run, run)
            .with(Column::AsAt, month.as_at)
            .with(Column::Rows, count)
            .0
    };
    lines.into_iter().map(numbered).collect()
}

fn of_figure(measure: MeasureRef, figure: &PastFigure) -> Line {
    Line::new(Kind::Measure)
        .with(Column::Ref, measure)
        .value(figure.value.as_ref())
        .number(Column::Numerator, figure.numerator)
        .number(Column::Denominator, figure.denominator)
        .with(Column::State, figure.state.word())
        .maybe(Column::Absence, figure.absence)
        .number(Column::Target, figure.target)
        .number(Column::Expected, figure.expected)
        .with(Column::Impact, figure.impact)
        .with(Column::ImpactReason, &figure.reason)
        .sources(&figure.sources)
}

fn of_contribution(measure: MeasureRef, lead: &LeadId, given: &PastContribution) -> Line {
    Line::new(Kind::Contribution)
        .with(Column::Ref, measure)
        .with(Column::Lead, lead)
        .value(given.value.as_ref())
        .number(Column::Numerator, given.numerator)
        .number(Column::Denominator, given.denominator)
        .maybe(Column::Absence, given.absence)
        .with(Column::Used, yes_no(given.used))
        .with(Column::Note, &given.note)
        .sources(given.source.as_slice())
}

fn of_action(action: ActionRef, past: &PastAction) -> Line {
    Line::new(Kind::Action)
        .with(Column::Ref, action)
        .maybe(Column::Target, past.target)
        .maybe(Column::OriginalTarget, past.original_target)
        .with(Column::Returned, yes_no(past.returned))
        .maybe(Column::Status, past.status)
        .maybe(Column::Forecast, past.forecast)
        .maybe(Column::OwnRating, past.own_rag)
        .with(Column::Delivery, past.delivery)
        .with(Column::DeliveryReason, &past.delivery_reason)
        .with(Column::Impact, past.impact)
        .with(Column::ImpactReason, &past.impact_reason)
        .maybe(Column::CarriedFrom, past.carried_from)
        .with(Column::Commentary, &past.commentary)
        .with(Column::Evidence, &past.evidence)
        .sources(&past.sources)
}

fn of_progress(action: ActionRef, lead: &LeadId, said: &PastProgress) -> Line {
    Line::new(Kind::Progress)
        .with(Column::Ref, action)
        .with(Column::Lead, lead)
        .maybe(Column::Status, said.status)
        .maybe::<NaiveDate>(Column::Forecast, said.forecast)
        .maybe(Column::OwnRating, said.own_rag)
        .with(Column::Commentary, &said.commentary)
        .with(Column::Evidence, &said.evidence)
        .sources(said.source.as_slice())
}

/// The same rows, carrying the seal over themselves and over what stands before them (none at the top of the file).
pub(super) fn sealed(mut rows: Vec<Vec<String>>, before: Option<Sha256>) -> Vec<Vec<String>> {
    let seal = seal_of(&rows, before).to_string();
    for slot in rows.iter_mut().filter_map(|row| row.get_mut(Column::Seal as usize)) {
        slot.clone_from(&seal);
    }
    rows
}

/// The seal of rows that carry none.
pub(super) fn seal_of(rows: &[Vec<String>], before: Option<Sha256>) -> Sha256 {
    seal::after(before, rows.iter().map(Vec::as_slice))
}

/// A row in the making.
struct Line(Vec<String>);

impl Line {
    fn new(kind: Kind) -> Self {
        Self(vec![String::new(); COLUMNS.len()]).with(Column::Kind, kind.word())
    }

    fn with(mut self, column: Column, field: impl Display) -> Self {
        if let Some(slot) = self.0.get_mut(column as usize) {
            *slot = field.to_string();
        }
        self
    }

    fn maybe<T: Display>(self, column: Column, field: Option<T>) -> Self {
        match field {
            Some(field) => self.with(column, field),
            None => self,
        }
    }

    /// A number with all its decimals: rounded ones would make an unchanged running total seem to fall.
    fn number(self, column: Column, number: Option<Quantity>) -> Self {
        self.maybe(column, number.map(|number| number.decimal().normalize()))
    }

    fn value(self, value: Option<&Value>) -> Self {
        match value {
            None => self,
            Some(Value::Number(number)) => {
                self.with(Column::ValueType, "number").number(Column::Value, Some(*number))
            }
            Some(value @ Value::Date(_)) => self.with(Column::ValueType, "date").with(Column::Value, value),
            Some(value @ Value::Text(_)) => self.with(Column::ValueType, "text").with(Column::Value, value),
        }
    }

    fn sources(self, sources: &[Sha256]) -> Self {
        let joined: Vec<String> = sources.iter().map(ToString::to_string).collect();
        self.with(Column::Sources, joined.join(" "))
    }
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
