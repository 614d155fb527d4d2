//! W06: a return completed after the day it was due back (6-exceptions.md).

use super::saying::{counted, quote};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::period::date_in_words;
use crate::finding::Exception;
use crate::finding::{Code, Place, Severity, Subject};
use crate::intake::Return;
use std::sync::Arc;

/// A return completed after the day it was due back.
pub const RULE: Rule = Rule {
    code: Code("W06"),
    name: "late",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The return was completed after the day on which it was due back. It is used like any other.",
    example: "\"ann.xlsx\" from Ann Archer was completed on 6 April 2024, 1 day after it was due back (5 \
            April 2024). Nothing to do. It is used like any other return.",
    fix: "Nothing to do.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(month.merged_returns().filter_map(|returned| late(month, returned)).collect())
}

fn late(month: &Month<'_>, returned: &Return) -> Option<Exception> {
    let due = month.plan.due_back(month.period);
    let completed = returned.date_completed.filter(|date| *date > due)?;
    let lead = returned.returner.as_ref()?;
    let days = counted(&(completed - due).num_days().to_string(), "day");
    let (due, completed) = (date_in_words(due), date_in_words(completed));
    let from = format!("{} from {}", quote(&returned.file), month.plan.lead_name(lead));
    let message = format!("{from} was completed on {completed}, {days} after it was due back ({due}).");
    let place = Place::file(Arc::clone(&returned.file));
    let draft = RULE.raise_at(Severity::Note, place, Subject::returner(lead)).found(&completed);
    Some(
        draft
            .expected(format!("by {due}"))
            .message(message)
            .fix("Nothing to do. It is used like any other return."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_the_day_after_it_was_due() {
        let mut sample = Sample::clean();
        sample.ann().date_completed = Some(day(2024, 4, 6));
        assert_eq!(sample.raises(&RULE), ["W06 note ann.xlsx"]);
        assert!(
            sample.read_aloud(&RULE).contains("on 6 April 2024, 1 day after it was due back (5 April 2024).")
        );
    }

    #[test]
    fn spares_the_day_it_was_due() {
        let mut sample = Sample::clean();
        sample.ann().date_completed = Some(day(2024, 4, 5));
        assert!(sample.raises(&RULE).is_empty());
    }
}
