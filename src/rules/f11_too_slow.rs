//! F11: a file that takes too long to read (10-limits-and-speed.md, "Limits").

use super::saying::{at, counted};
use super::{Check, Month, Rule, Scope};
use crate::domain::Refusal;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A file that takes too long to read.
pub const RULE: Rule = Rule {
    code: Code("F11"),
    name: "too-slow",
    severities: &[Severity::Error],
    scope: Scope::Return,
    meaning: "Reading was stopped because it took longer than any return can take.",
    example: "\"ann.xlsx\" was not read: it took longer than 10 seconds. Send the return as it was \
            issued, without other sheets or data.",
    fix: "Send the return as it was issued, without other sheets or data.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Unopened(Refusal::TooSlow(seconds)) = &fault.kind else { return None };
    let limit = counted(&seconds.to_string(), "second");
    let message = format!("{} was not read: it took longer than {limit}.", at(&fault.place));
    let draft = RULE.raise(Severity::Error, fault).expected(format!("at most {limit}")).message(message);
    Some(draft.fix("Send the return as it was issued, without other sheets or data."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_at_the_time_limit() {
        let sample = Sample::clean().with_file_fault(FaultKind::Unopened(Refusal::TooSlow(10)));
        assert_eq!(sample.raises(&RULE), ["F11 error ann.xlsx"]);
        assert!(sample.read_aloud(&RULE).contains("longer than 10 seconds"));
    }

    #[test]
    fn spares_a_file_that_is_too_large() {
        let refusal = Refusal::TooLarge { guard: crate::domain::Guard::Cells, limit: 1, actual: None };
        assert!(Sample::clean().with_file_fault(FaultKind::Unopened(refusal)).raises(&RULE).is_empty());
    }
}
