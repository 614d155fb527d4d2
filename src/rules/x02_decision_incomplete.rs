//! X02: a decision that cannot be applied because something is missing in it (6-exceptions.md; 5-rating.md, 5.4).

use super::saying::listed;
use super::x01_decision_lapsed::told;
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A decision that cannot be applied because something is missing in it.
pub const RULE: Rule = Rule {
    code: Code("X02"),
    name: "decision-incomplete",
    severities: &[Severity::Error],
    scope: Scope::Month,
    meaning: "A decision lacks its reason, the name of who decided or its date; or a value that can be used; or, \
            where it overrides a rating, one of rating, reason, name and end date. It is kept and not applied.",
    example: "Decision D3 (Accept, March 2024) about T02 for 1.1a is not applied: it lacks a reason and the name \
            of who decided. Fill it in on the sheet Exceptions and run ragbook decide again.",
    fix: "Fill in what is missing on the sheet Exceptions and run ragbook decide again.",
    check: Check::Fault(say),
};

/// Puts a decision that lacks something into words.
pub fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    in_words(fault)
}

/// The same, for a decision that is just being taken.
pub fn in_words(fault: &Fault) -> Option<Exception> {
    let FaultKind::DecisionIncomplete { decided, lacks } = &fault.kind else { return None };
    let lacking = if lacks.is_empty() { "something".to_owned() } else { listed(lacks) };
    let message = format!("{} is not applied: it lacks {lacking}.", told(decided, fault));
    let draft = RULE.raise(Severity::Error, fault).expected(lacking).message(message);
    Some(draft.fix("Fill it in on the sheet Exceptions and run ragbook decide again."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::ledger::{Choice, Decision};
    use crate::rules::run;
    use crate::rules::sample::Sample;

    fn told_of(taken: Decision) -> Vec<String> {
        let mut sample = Sample::clean();
        sample.decisions = ledger(vec![taken]);
        let findings = run(&sample.month(), &[Scope::Month]);
        findings.exceptions.iter().filter(|e| e.code == RULE.code).map(|e| e.message.clone()).collect()
    }

    #[test]
    fn fires_for_what_is_missing_and_for_a_value_that_cannot_be_used() {
        let key = "V01|ann|1.1a|value|12 (est)";
        let taken = |choice| decision(key, "2024-03", choice);
        let unsigned =
            Decision { decided_by: String::new(), reason: " ".to_owned(), ..taken(Choice::Accept) };
        assert_eq!(
            told_of(unsigned),
            [
                "Decision D1 (Accept, March 2024) about V01 for 1.1a is not applied: it lacks a reason and the name of who decided."
            ]
        );
        let with = |value: &str, choice| Decision { value: value.to_owned(), ..taken(choice) };
        assert!(
            told_of(with("twelve", Choice::UseThisValue))[0]
                .contains("a whole number is needed, not \"twelve\"")
        );
        assert!(
            told_of(with("", Choice::UseThisValue))[0]
                .contains("lacks the value to use, in the column Value.")
        );
        assert!(
            told_of(with("Blue", Choice::OverrideTheRating))[0].contains("Red, Amber or Green is needed")
        );
        let of_a_file =
            Decision { value: "12".to_owned(), ..decision("W07|ann|||", "2024-03", Choice::UseThisValue) };
        assert!(told_of(of_a_file)[0].contains("lacks something to settle: This is about no single value"));
    }

    #[test]
    fn spares_a_complete_decision_and_a_value_of_another_month() {
        let key = "V01|ann|1.1a|value|12 (est)";
        assert!(told_of(decision(key, "2024-03", Choice::Accept)).is_empty());
        assert!(told_of(decision(key, "2024-02", Choice::UseThisValue)).is_empty());
    }
}
