//! What officers decided about answers on actions, in words: a rating that rests on it must say so (6-exceptions.md,
//! "Decisions"). Only the workbooks for insiders know any decision.

use std::collections::HashMap;

use crate::domain::period::date_in_words;
use crate::domain::{ActionRef, Column};
use crate::ledger::{Choice, Decision, Settles};
use crate::publish::Consolidation;

/// Answers that a decision replaced or rejected, by action, each as a sentence.
pub(super) fn of(month: &Consolidation<'_>) -> HashMap<ActionRef, Vec<String>> {
    let mut settled: HashMap<ActionRef, Vec<String>> = HashMap::new();
    for decision in month.decisions.in_force() {
        let holds = decision.period == month.period && decision.lacks().is_empty();
        if !holds || !decision.choice.is_for_one_period() {
            continue;
        }
        if let Settles::Answer(action, column) = Settles::of(&decision.about) {
            let told = in_words(decision, column);
            let said = settled.entry(action).or_default();
            if !said.contains(&told) {
                said.push(told);
            }
        }
    }
    settled
}

/// `The Status "Complete" was rejected by Dana Fox (decision D3 of 6 December 2019): the target is not reached.`
fn in_words(decision: &Decision, column: Column) -> String {
    let found = match decision.about.found.trim() {
        "" => String::new(),
        found => format!(" \"{found}\""),
    };
    let became = match decision.choice {
        Choice::UseThisValue => format!("was replaced with \"{}\"", decision.value.trim()),
        _ => "was rejected".to_owned(),
    };
    let of = decision.decided_on.map_or_else(String::new, |day| format!(" of {}", date_in_words(day)));
    let (by, reason) = (decision.decided_by.trim(), decision.reason.trim());
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("The {}{found} {became} by {by} (decision {}{of}): {reason}{stop}", caption(column), decision.id)
}

/// As the return's form calls it.
const fn caption(column: Column) -> &'static str {
    match column {
        Column::Status => "Status",
        Column::Forecast => "Forecast date",
        Column::OwnRag => "Your RAG",
        other => other.key(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::plan::sample::{action_ref, day};
    use crate::publish::sample::month;

    #[test]
    fn a_rejected_status_is_told_with_who_rejected_it_and_when() {
        let mut month = month();
        let mut rejected = decision("S10|ann|1.1a|status|Complete", "2024-03", Choice::RejectTheValue);
        rejected.decided_on = Some(day(2024, 4, 9));
        let earlier = decision("S10|ann|1.2a|status|Complete", "2024-02", Choice::RejectTheValue);
        month.decisions = ledger(vec![rejected, earlier]);
        let settled = of(&month.consolidation());
        assert_eq!(settled.len(), 1, "{settled:#?}");
        assert_eq!(
            settled[&action_ref("1.1")],
            ["The Status \"Complete\" was rejected by Dana Fox (decision D1 of 9 April 2024): It is so."]
        );
    }
}
