//! S10: complete, with a measure short of its target (11-settled.md, "Rules added").

use std::collections::BTreeMap;

use super::row::{MergedRow, merged_rows};
use super::saying::{number_of, value};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::rated::MeasureRating;
use crate::domain::{ActionRef, Column};
use crate::finding::{Code, Exception, Severity};

/// Complete, with a measure short of its target.
pub const RULE: Rule = Rule {
    code: Code("S10"),
    name: "complete-short-of-target",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The lead says the action is complete, but one of its measures has not reached its target.",
    example: "Progress!F5 says Complete for 1.1, but 1.1b is 82% and has not reached its target of 90%. \
            Confirm that the action is complete although the target is not reached, or correct the \
            Status.",
    fix: "Confirm that the action is complete although the target is not reached.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    let mut by_action: BTreeMap<ActionRef, Vec<&MeasureRating>> = BTreeMap::new();
    for rating in month.measure_ratings {
        if let Some(action) = rating.measure.action() {
            by_action.entry(action).or_default().push(rating);
        }
    }
    let complete = merged_rows(month).filter(|at| at.is_complete(month));
    let short = complete.flat_map(|at| {
        let measures = by_action.get(&at.action).map(Vec::as_slice).unwrap_or_default();
        measures.iter().filter_map(move |rating| short_of_target(month, at, rating))
    });
    Ran::Checked(short.collect())
}

fn short_of_target(month: &Month<'_>, at: MergedRow<'_>, rating: &MeasureRating) -> Option<Exception> {
    rating.short_of_target?.then_some(())?;
    let measure = month.plan.measure(rating.measure)?;
    let unit = Some(measure.unit);
    let figure = month.figure_of(rating.measure).and_then(|f| f.value.as_ref());
    let stands =
        figure.or(rating.last.as_ref().map(|(_, last)| last)).map(|v| format!(" is {} and", value(unit, v)));
    let target = measure.target.map(|target| format!(" of {}", number_of(unit, target))).unwrap_or_default();
    let complete = format!("{} says Complete for {}", at.at(Column::Status), at.action);
    let stands = stands.unwrap_or_default();
    let message = format!("{complete}, but {}{stands} has not reached its target{target}.", rating.measure);
    let mut exception = at
        .raise(&RULE, Severity::Query, Column::Status)
        .expected(format!("{} at its target{target}", rating.measure))
        .message(message)
        .fix(
            "Confirm that the action is complete although the target is not reached, or correct the Status.",
        );
    exception.subject.measure = Some(rating.measure);
    Some(exception)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Status, Value};
    use crate::plan::sample::quantity;
    use crate::rules::sample::Sample;
    use crate::rules::sample::answered;

    fn complete(short: Option<bool>) -> Sample {
        let mut sample = Sample::clean();
        answered(&mut sample.row().status, "Complete", Status::Complete);
        answered(&mut sample.row().forecast, "28/03/2024", crate::plan::sample::day(2024, 3, 28));
        sample.measure_ratings[1].short_of_target = short;
        sample.figures[1].value = Some(Value::Number(quantity("82")));
        sample
    }

    #[test]
    fn fires_at_the_status_and_names_the_measure() {
        let sample = complete(Some(true));
        assert_eq!(sample.raises(&RULE), ["S10 query ann.xlsx · Progress!F5"]);
        let expected =
            "Progress!F5 says Complete for 1.1, but 1.1b is 82% and has not reached its target of 90%.";
        assert!(sample.read_aloud(&RULE).starts_with(expected));
    }

    #[test]
    fn spares_a_target_that_is_reached_or_cannot_be_told() {
        assert!(complete(Some(false)).raises(&RULE).is_empty());
        assert!(complete(None).raises(&RULE).is_empty());
    }
}
