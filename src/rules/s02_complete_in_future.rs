//! S02: complete, dated after the as-at date (11-settled.md, "Rules added").

use super::saying::{for_ref, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::period::date_in_words;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// Complete, dated after the as-at date.
pub const RULE: Rule = Rule {
    code: Code("S02"),
    name: "complete-in-future",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "The lead says the action is complete, with a date that had not come yet. The status is not used.",
    example: "Progress!F5 says \"Complete\" for 1.1, but the completion date given is 30 June 2024, \
            after 31 March 2024. The status is not used. Correct the Status, or the Forecast date if \
            it was completed earlier.",
    fix: "Correct the status, or the date on which it was completed.",
    check: Check::Fault(say),
};

fn say(month: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::CompleteInFuture { dated } = &fault.kind else { return None };
    let (dated, as_at) = (date_in_words(*dated), date_in_words(month.as_at));
    let message = format!(
        "{}{}, but the completion date given is {dated}, after {as_at}. The status is not used.",
        says(fault),
        for_ref(fault)
    );
    let draft = RULE.raise(Severity::Error, fault).expected(format!("a date up to {as_at}")).message(message);
    Some(draft.fix("Correct the Status, or the Forecast date if it was completed earlier."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_where_merging_found_it() {
        let mut sample = Sample::clean();
        let kind = FaultKind::CompleteInFuture { dated: day(2024, 6, 30) };
        sample = sample.with_progress_fault("1.1", Column::Status, "Complete", kind);
        let fault = sample.ann().faults.pop().unwrap();
        sample.merge_faults.push(fault);
        assert_eq!(sample.raises(&RULE), ["S02 error ann.xlsx · Progress!F5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .contains("for 1.1, but the completion date given is 30 June 2024, after 31 March 2024.")
        );
    }

    #[test]
    fn spares_an_action_in_progress_with_a_later_forecast() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
