//! W08: a return without *Date completed*, told before it matters: of two returns from one lead the dates say which one
//! stands (4-reading.md, 4.6).

use super::saying::quote;
use super::{Check, Month, Ran, Rule, Scope};
use crate::finding::{Code, Exception, FaultKind, Place, Severity, Subject};
use crate::intake::Return;
use std::sync::Arc;

/// A return without *Date completed*.
pub const RULE: Rule = Rule {
    code: Code("W08"),
    name: "undated",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "The return does not say on which day it was completed. It is used like any other, but should another one \
            come from the same lead, nobody could tell by the dates which of the two is meant.",
    example: "\"ann.xlsx\" from Ann Archer has no Date completed. It is used like any other return. Fill in \
            Date completed on Start here whenever the return is sent again: of two returns the one completed later is used.",
    fix: "Nothing to do for this return. Ask the lead to fill in Date completed when sending a corrected one.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(month.merged_returns().filter_map(|returned| undated(month, returned)).collect())
}

fn undated(month: &Month<'_>, returned: &Return) -> Option<Exception> {
    // A csv has no place for a date; words where a date should stand are rule V08's.
    let has_other_words =
        || returned.faults.iter().any(|f| f.kind == FaultKind::NotADate && f.column.is_none());
    if returned.date_completed.is_some() || returned.only_table.is_some() || has_other_words() {
        return None;
    }
    let lead = returned.returner.as_ref()?;
    let place = Place::file(Arc::clone(&returned.file));
    let from = format!("{} from {}", quote(&returned.file), month.plan.lead_name(lead));
    let draft = RULE.raise_at(Severity::Note, place, Subject::returner(lead)).found("no Date completed");
    let message = format!("{from} has no Date completed. It is used like any other return.");
    Some(draft.expected("the day on which it was completed").message(message).fix(
        "Fill in Date completed on Start here whenever the return is sent again: of two returns the one completed later \
         is used.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Table;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_as_a_note_on_a_return_without_a_date() {
        let mut sample = Sample::clean();
        sample.ann().date_completed = None;
        assert_eq!(sample.raises(&RULE), ["W08 note ann.xlsx"]);
        assert!(sample.read_aloud(&RULE).starts_with("\"ann.xlsx\" from Ann Archer has no Date completed."));
    }

    #[test]
    fn spares_a_dated_return_a_csv_and_a_date_that_is_none() {
        assert!(Sample::clean().raises(&RULE).is_empty());
        let mut csv = Sample::clean();
        csv.ann().date_completed = None;
        csv.ann().only_table = Some(Table::Measures);
        assert!(csv.raises(&RULE).is_empty());
        let mut words = Sample::clean().with_fault_at("Start here", "B17", "3rd Dec", FaultKind::NotADate);
        words.ann().date_completed = None;
        let file = &mut words.intake.files[0];
        let told = std::mem::take(&mut file.faults);
        file.returned.as_mut().unwrap().faults.extend(told);
        assert!(words.raises(&RULE).is_empty());
    }
}
