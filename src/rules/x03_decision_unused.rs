//! X03: a decision about something that is not raised any more (6-exceptions.md).

use super::x01_decision_lapsed::told;
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A decision about something that is not raised any more.
pub const RULE: Rule = Rule {
    code: Code("X03"),
    name: "decision-unused",
    severities: &[Severity::Note],
    scope: Scope::Month,
    meaning: "A decision could still hold, and what it is about is not raised this month: it settles nothing. One \
            with no end date is told once.",
    example: "Decision D3 of Dana Fox (Accept, February 2024) about T02 for 1.1a settles nothing this month: the \
            exception is not raised. Nothing to do. The decision stays in the ledger.",
    fix: "Nothing to do.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::DecisionUnused(decided) = &fault.kind else { return None };
    let message =
        format!("{} settles nothing this month: the exception is not raised.", told(decided, fault));
    let draft = RULE.raise(Severity::Note, fault).expected("the exception it was taken on").message(message);
    Some(draft.fix("Nothing to do. The decision stays in the ledger."))
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

    fn told_of(mut sample: Sample, taken: Decision) -> usize {
        sample.decisions = ledger(vec![taken]);
        let findings = run(&sample.month(), &[Scope::Return, Scope::Month]);
        findings.exceptions.iter().filter(|e| e.code == RULE.code).count()
    }

    #[test]
    fn fires_while_it_could_still_hold_and_once_without_an_end() {
        assert_eq!(told_of(Sample::clean(), decision(KEY, "2024-03", Choice::RejectTheValue)), 1);
        assert_eq!(told_of(Sample::clean(), decision(KEY, "2024-02", Choice::Accept)), 1);
        let with_end = Decision { until: Some(day(2024, 6, 30)), ..decision(KEY, "2023-09", Choice::Accept) };
        assert_eq!(told_of(Sample::clean(), with_end), 1);
        let mut sample = Sample::clean();
        sample.history.raised.entry(KEY.to_owned()).or_default().insert("2024-02".parse().unwrap());
        assert_eq!(told_of(sample, decision(KEY, "2023-09", Choice::Accept)), 1);
    }

    #[test]
    fn spares_what_is_raised_what_is_past_and_what_was_told_before() {
        let raised = Sample::clean().with_measure_fault("1.1b", Column::Value, "85%", FaultKind::NoFraction);
        assert_eq!(told_of(raised, decision(KEY, "2024-02", Choice::Accept)), 0);
        assert_eq!(told_of(Sample::clean(), decision(KEY, "2023-09", Choice::Accept)), 0);
        let ended = Decision { until: Some(day(2024, 3, 1)), ..decision(KEY, "2024-02", Choice::Accept) };
        assert_eq!(told_of(Sample::clean(), ended), 0);
        assert_eq!(told_of(Sample::clean(), decision(KEY, "2024-02", Choice::UseThisValue)), 0);
    }
}
