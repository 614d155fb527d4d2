//! S07: Green or Complete Delivery and Red Impact (6-exceptions.md).

use std::collections::HashMap;

use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::rated::ActionRating;
use crate::domain::{ActionRef, Rating};
use crate::finding::{Code, Exception, Place, Severity, Subject};

/// Green or Complete Delivery and Red Impact.
pub const RULE: Rule = Rule {
    code: Code("S07"),
    name: "delivered-not-working",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "The action is delivered on time, but its measures are far from target. It may not be working.",
    example: "1.1 is Green for Delivery but Red for Impact: it is on course, yet its measures are off \
            target. Ask whether the action has the effect that was meant, and what else is needed.",
    fix: "Ask the lead whether the action is having the effect that was meant, and what else is needed.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    let mut red = HashMap::<ActionRef, Vec<String>>::new();
    for rated in month.measure_ratings.iter().filter(|rated| rated.impact.rating == Rating::Red) {
        if let Some(action) = rated.measure.action() {
            red.entry(action).or_default().push(rated.measure.to_string());
        }
    }
    let raised = month.action_ratings.iter().filter_map(|rating| not_working(month, rating, &red));
    Ran::Checked(raised.collect())
}

/// `red`: which measures of each action are Red.
fn not_working(
    month: &Month<'_>,
    rating: &ActionRating,
    red: &HashMap<ActionRef, Vec<String>>,
) -> Option<Exception> {
    let delivery = rating.delivery.rating;
    let delivered = matches!(delivery, Rating::Green | Rating::Complete);
    (delivered && rating.impact.rating == Rating::Red).then_some(())?;
    let action = rating.action;
    let status_cell = month.progress_of(action).and_then(|p| p.provenance.first());
    let place = status_cell.map_or_else(Place::default, Place::from);
    let both = format!("{action} is {delivery} for Delivery but Red for Impact");
    let message = format!("{both}: it is on course, yet its measures are off target.");
    // Which measures are Red belongs to what was found: accepting it for one of them says nothing of another.
    let found = match red.get(&action) {
        Some(red) => format!("Impact Red: {}", red.join(", ")),
        None => "Impact Red".to_owned(),
    };
    let draft = RULE.raise_at(Severity::Query, place, Subject::action(action)).found(&found);
    let draft = draft.expected("Impact Amber or Green").message(message);
    Some(draft.fix("Ask whether the action has the effect that was meant, and what else is needed."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_status_cell() {
        let mut sample = Sample::clean();
        sample.rating().impact.rating = Rating::Red;
        assert_eq!(sample.raises(&RULE), ["S07 query ann.xlsx · Progress!F5"]);
        assert!(sample.read_aloud(&RULE).starts_with("1.1 is Green for Delivery but Red for Impact"));
    }

    #[test]
    fn another_red_measure_is_another_finding() {
        let mut sample = Sample::clean();
        sample.rating().impact.rating = Rating::Red;
        let one = sample.exceptions(&RULE)[0].key();
        sample.measure_ratings[0].impact.rating = Rating::Red;
        assert_ne!(sample.exceptions(&RULE)[0].key(), one);
    }

    #[test]
    fn spares_an_action_that_is_late_as_well() {
        let mut sample = Sample::clean();
        sample.rating().impact.rating = Rating::Red;
        sample.rating().delivery.rating = Rating::Amber;
        assert!(sample.raises(&RULE).is_empty());
    }
}
