//! Merged, whole values that are numbers, each with its earlier values: what rules over time look at (11-settled.md,
//! "Rules added": T-rules look at merged, whole values).

use super::raise::Draft;
use super::saying::{at, listed, value};
use super::{Month, NO_HISTORY, Ran, Rule};
use crate::domain::figure::{Figure, FigureState};
use crate::domain::{CellRef, Column, LeadId, MeasureRef, Quantity};
use crate::finding::{Exception, Place, Severity, Subject};
use crate::intake::{MeasureRow, Return};
use crate::ledger::{Kind, Series};
use crate::plan::Measure;

/// A merged, whole value that is a number.
pub(super) struct MergedValue<'a> {
    /// What is measured.
    pub(super) measure: &'a Measure,
    /// Its figure.
    pub(super) figure: &'a Figure,
    /// The number.
    pub(super) now: Quantity,
    /// Earlier values of the same kind, oldest first.
    pub(super) earlier: Series<'a>,
}

/// Every merged, whole value that is a number, in plan order.
pub(super) fn merged_numbers<'a>(month: &Month<'a>) -> impl Iterator<Item = MergedValue<'a>> {
    let month = *month;
    month.figures.iter().filter_map(move |figure| {
        let measure = month.plan.measure(figure.measure)?;
        let whole = figure.state == FigureState::Value && measure.unit.is_numeric();
        let now = figure.value.as_ref().filter(|_| whole)?.number()?;
        let earlier = month.history.series(measure.reference, month.period, kind(&month, measure));
        Some(MergedValue { measure, figure, now, earlier })
    })
}

/// Which earlier values of a measure compare with those of now.
pub(super) fn kind(month: &Month<'_>, measure: &Measure) -> Kind {
    Kind { unit: measure.unit, from: month.plan.comparable_from(measure.reference, month.as_at) }
}

/// Rows of a measure in returns that are merged, each with its return and sheet.
pub(super) fn rows_of<'a>(
    month: &Month<'a>,
    measure: MeasureRef,
) -> impl Iterator<Item = (&'a Return, &'a std::sync::Arc<str>, &'a MeasureRow)> {
    let tables = month.merged_returns().filter_map(|r| r.measures.as_ref().map(|table| (r, table)));
    tables.flat_map(move |(returned, table)| {
        let rows = table.rows.iter().filter(move |row| row.accepted && row.measure == Some(measure));
        rows.map(move |row| (returned, &table.sheet, row))
    })
}

impl MergedValue<'_> {
    /// Starts an exception at the value's first cell.
    pub(super) fn raise(&self, rule: &Rule, severity: Severity) -> Draft {
        let place = self.figure.provenance.first().map_or_else(Place::default, Place::from);
        let draft = rule.raise_at(severity, place, self.subject()).column(Column::Value);
        draft.found(&self.say(self.now))
    }

    /// The same at the cell of another column, where one return alone gave the value.
    pub(super) fn raise_beside(
        &self,
        rule: &Rule,
        severity: Severity,
        month: &Month<'_>,
        column: Column,
        cell: fn(&MeasureRow) -> CellRef,
    ) -> Draft {
        let mut rows = rows_of(month, self.measure.reference);
        let place = match (rows.next(), rows.next()) {
            (Some((returned, sheet, row)), None) => {
                Place::cell(std::sync::Arc::clone(&returned.file), std::sync::Arc::clone(sheet), cell(row))
            }
            _ => self.figure.provenance.first().map_or_else(Place::default, Place::from),
        };
        rule.raise_at(severity, place, self.subject()).column(column)
    }

    /// `1.1a is 12 (Measures!I5)`.
    pub(super) fn stands(&self) -> String {
        let value = self.say(self.now);
        let cells = match &self.figure.provenance[..] {
            [] => String::new(),
            [only] => format!(" ({})", at(&Place::from(only))),
            [first, rest @ ..] => {
                let more = if rest.len() == 1 {
                    "1 more cell".to_owned()
                } else {
                    format!("{} more cells", rest.len())
                };
                format!(" ({} and {more})", at(&Place::from(first)))
            }
        };
        format!("{} is {value}{cells}", self.measure.reference)
    }

    /// A number in the measure's unit, as people write it.
    pub(super) fn say(&self, number: Quantity) -> String {
        value(Some(self.measure.unit), &crate::domain::Value::Number(number))
    }

    /// The lead who alone answered for the measure.
    pub(super) fn only_contributor(&self) -> Option<&LeadId> {
        match &self.figure.contributors[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The measure, and the lead who alone answered for it.
    fn subject(&self) -> Subject {
        Subject::measure(self.measure.reference).from(self.only_contributor())
    }
}

/// How a rule over time ended: which of the measures it is about it could not judge.
#[derive(Debug, Default)]
pub(super) struct Judged {
    raised: Vec<Exception>,
    measures: usize,
    without: usize,
    of_another_kind: Vec<MeasureRef>,
}

impl Judged {
    /// Adds a measure: what was raised for it, or that it has too few earlier values.
    pub(super) fn add(&mut self, value: &MergedValue<'_>, judged: Option<Vec<Exception>>) {
        self.measures += 1;
        if value.earlier.of_another_kind > 0 {
            self.of_another_kind.push(value.measure.reference);
        }
        match judged {
            Some(raised) => self.raised.extend(raised),
            None => self.without += 1,
        }
    }

    /// The end: not run without any history, in part where measures have too few earlier values. `needs` says how many:
    /// `an earlier value`.
    pub(super) fn ran(self, month: &Month<'_>, needs: &str) -> Ran {
        if month.history.is_empty() {
            return Ran::NotRun(NO_HISTORY.to_owned());
        }
        let other_kind = if self.of_another_kind.is_empty() {
            String::new()
        } else {
            let refs: Vec<String> = self.of_another_kind.iter().map(ToString::to_string).collect();
            format!(
                "earlier values of {} count something else, as the plan was changed, and are not compared",
                listed(&refs)
            )
        };
        let few = match (self.without, self.measures) {
            (0, _) => String::new(),
            (without, all) if without == all => {
                format!("no value of this month has {needs} in the records to compare with")
            }
            (1, all) => format!("1 of {all} values of this month does not have {needs} to compare with"),
            (without, all) => {
                format!("{without} of {all} values of this month do not have {needs} to compare with")
            }
        };
        let because = match (few.is_empty(), other_kind.is_empty()) {
            (true, true) => return Ran::Checked(self.raised),
            (false, true) => few,
            (true, false) => other_kind,
            (false, false) => format!("{few}; {other_kind}"),
        };
        if self.without == self.measures && self.raised.is_empty() {
            Ran::NotRun(because)
        } else {
            Ran::InPart(self.raised, because)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn values_of_before_the_plan_changed_the_unit_are_not_compared_and_that_is_said() {
        let earlier = ["10", "11", "12"];
        let sample = Sample::clean().with_value("1.1a", "12").with_earlier("1.1a", &earlier);
        let sample = sample.with_unit_changed("1.1a", "2024-02-10".parse().unwrap());
        let values: Vec<MergedValue<'_>> = merged_numbers(&sample.month()).collect();
        let kept: Vec<String> = values[0].earlier.points.iter().map(|p| p.value.to_string()).collect();
        assert_eq!((kept, values[0].earlier.of_another_kind), (vec!["12".to_owned()], 2));
        let mut judged = Judged::default();
        judged.add(&values[0], Some(Vec::new()));
        let Ran::InPart(_, because) = judged.ran(&sample.month(), "an earlier value") else {
            panic!("all compared")
        };
        assert!(because.starts_with("earlier values of 1.1a count something else"), "{because}");
    }
}
