//! V15: a text longer than the form allows; kept whole (3-return-workbook.md).

use super::saying::{at, caption, for_ref, number};
use super::{Check, Month, Rule, Scope};
use crate::domain::Quantity;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A text longer than the form allows; kept whole.
pub const RULE: Rule = Rule {
    code: Code("V15"),
    name: "too-long",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The text is longer than the form allows. It is kept whole, but tables and papers may cut it.",
    example: "Progress!I5 holds 1,240 characters. Commentary for 1.1 may have up to 1,000. Shorten it. \
            It is kept whole until then.",
    fix: "Shorten the text. It is kept whole until then.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TooLong { length, allowed } = &fault.kind else { return None };
    let shown = |count: usize| number(Quantity::from(i64::try_from(count).unwrap_or(i64::MAX)));
    let (length, allowed) = (shown(*length), shown(*allowed));
    let column = fault.column.map_or("The text", caption);
    let holds = format!("{} holds {length} characters", at(&fault.place));
    let message = format!("{holds}. {column}{} may have up to {allowed}.", for_ref(fault));
    let draft =
        RULE.raise(Severity::Query, fault).expected(format!("up to {allowed} characters")).message(message);
    Some(draft.fix("Shorten it. It is kept whole until then."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_on_a_long_commentary_and_keeps_all_of_it() {
        let long = "x".repeat(1_240);
        let kind = FaultKind::TooLong { length: 1_240, allowed: 1_000 };
        let sample = Sample::clean().with_progress_fault("1.1", Column::Commentary, &long, kind);
        assert_eq!(sample.raises(&RULE), ["V15 query ann.xlsx · Progress!I5"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("Progress!I5 holds 1,240 characters. Commentary for 1.1 may have up to 1,000.")
        );
        let raised = &sample.exceptions(&RULE)[0];
        assert_eq!(raised.found, long);
        assert!(!raised.message.contains("xx") && raised.key().len() < 200, "{raised:?}");
    }

    #[test]
    fn spares_a_commentary_of_usual_length() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
