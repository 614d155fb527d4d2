//! X01: a decision that no longer holds (6-exceptions.md, "Decisions"; 5-rating.md, 5.4).

use super::raise::QUOTED_CHARS;
use super::saying::{for_ref, quote};
use super::{Check, Month, Rule, Scope};
use crate::domain::Rating;
use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::domain::rated::Lapse;
use crate::finding::fault::Decided;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A decision that no longer holds.
pub const RULE: Rule = Rule {
    code: Code("X01"),
    name: "decision-lapsed",
    severities: &[Severity::Query],
    scope: Scope::Month,
    meaning: "A decision in the ledger no longer holds: its last day has passed, or what was found is worse than \
            what was accepted, or cannot be compared with it. What it was about is open again.",
    example: "Decision D3 of Dana Fox (Accept, February 2024) about T02 for 1.1a no longer holds: \"9\" is found \
            now, and it was accepted with \"12\". Decide again on the sheet Exceptions of this month.",
    fix: "Decide again on the sheet Exceptions of this month.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::DecisionLapsed { decided, lapse } = &fault.kind else { return None };
    let (why, expected) = match lapse {
        Lapse::Ended(until) => (
            format!("it was to hold until {}", date_in_words(*until)),
            format!("a decision that holds after {}", date_in_words(*until)),
        ),
        Lapse::RatedWorse { was: Some(was), now } => (
            format!("by the rules the rating is {now} now, and it was {was} when that was decided"),
            format!("{was} or better by the rules"),
        ),
        Lapse::RatedWorse { was: None, now } => (
            format!(
                "by the rules the rating is {now}, and the ledger does not say what it was when that was decided"
            ),
            format!("a rating in the ledger's column rated, such as {}", Rating::Amber),
        ),
        Lapse::FoundWorse { was, now } => (
            format!("{} is found now, and it was accepted with {}", quote(now), quote(was)),
            format!("{} or better", quote(was)),
        ),
        Lapse::FoundOther { was, now } => (
            format!("{} is found now, and it was taken when the return said {}", quote(now), quote(was)),
            quote(was),
        ),
    };
    let message = format!("{} no longer holds: {why}.", told(decided, fault));
    let draft = RULE.raise(Severity::Query, fault).expected(expected).message(message);
    let again = if decided.code == super::d03_text_not_approved::RULE.code.0 {
        "Decide again on the sheet Texts that ragbook publish --texts writes."
    } else {
        "Decide again on the sheet Exceptions of this month."
    };
    Some(draft.fix(again))
}

/// `Decision D3 of Dana Fox (Accept, February 2024) about T02 for 1.1a`.
pub(super) fn told(decided: &Decided, fault: &Fault) -> String {
    let by = if decided.by.is_empty() {
        String::new()
    } else {
        format!(" of {}", clip(&decided.by, QUOTED_CHARS))
    };
    let (id, choice, month) = (&decided.id, decided.choice, decided.period.in_words());
    format!("Decision {id}{by} ({choice}, {month}) about {}{}", decided.code, for_ref(fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::ledger::decisions::tests::{decision, ledger};
    use crate::ledger::{Choice, Decision};
    use crate::plan::sample::day;
    use crate::rules::run;
    use crate::rules::sample::Sample;

    const KEY: &str = "V14|ann|1.1b|value|85%";

    /// What is told in a month in which 1.1b shows this, with this decision in the ledger.
    fn told_of(found: &str, taken: Decision) -> Vec<String> {
        let mut sample =
            Sample::clean().with_measure_fault("1.1b", Column::Value, found, FaultKind::NoFraction);
        sample.decisions = ledger(vec![taken]);
        let findings = run(&sample.month(), &[Scope::Return, Scope::Month]);
        assert!(findings.exceptions.iter().all(|e| e.code.0 != "V14" || e.is_open()));
        findings.exceptions.iter().filter(|e| e.code == RULE.code).map(|e| e.message.clone()).collect()
    }

    #[test]
    fn fires_when_what_is_found_is_worse_than_what_was_accepted() {
        assert_eq!(
            told_of("80%", decision(KEY, "2024-02", Choice::Accept)),
            [
                "Decision D1 of Dana Fox (Accept, February 2024) about V14 for 1.1b no longer holds: \"80%\" is found now, and it was accepted with \"85%\"."
            ]
        );
    }

    #[test]
    fn fires_the_day_after_its_last_day() {
        let until = Some(day(2024, 3, 30));
        let told = told_of("85%", Decision { until, ..decision(KEY, "2024-02", Choice::Accept) });
        assert!(told[0].ends_with("no longer holds: it was to hold until 30 March 2024."), "{told:?}");
    }

    #[test]
    fn spares_a_value_decided_in_another_month() {
        let taken = Decision { value: "84%".to_owned(), ..decision(KEY, "2024-03", Choice::UseThisValue) };
        assert!(told_of("86%", taken.clone())[0].contains("taken when the return said \"85%\""));
        assert!(told_of("86%", Decision { period: "2024-02".parse().unwrap(), ..taken }).is_empty());
    }
}
