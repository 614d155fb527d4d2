//! R07: a changed target date: a requested change (4-reading.md, 4.3).

use super::raise::QUOTED_CHARS;
use super::saying::{for_ref, quote, says};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::clip;
use crate::domain::period::date_in_words;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A changed target date: a requested change.
pub const RULE: Rule = Rule {
    code: Code("R07"),
    name: "target-changed",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The return gives another target date than the plan. It is never used: it is listed as a \
            requested change.",
    example: "Progress!D5 says \"July 2024\" (read as 31 July 2024). The plan says \"June 2024\" for \
            1.1, and that stands until a change is agreed. It is now on the list of requested changes. If \
            it is meant, have it agreed: the plan is then amended. If it is not, put the plan's date back.",
    fix: "If the other date is meant, have it agreed: the plan is then amended. If it is not, put the plan's date back.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::TargetChanged { plan, asked } = &fault.kind else { return None };
    let read = asked.map(|date| format!(" (read as {})", date_in_words(date))).unwrap_or_default();
    let plan_says = format!("The plan says {}{}", quote(plan), for_ref(fault));
    let message = format!("{}{read}. {plan_says}, and that stands until a change is agreed.", says(fault));
    let draft = RULE.raise(Severity::Query, fault).expected(clip(plan, QUOTED_CHARS)).message(message);
    Some(draft.fix(
        "It is now on the list of requested changes. If it is meant, have it agreed: the plan is then amended. If it is not, \
         put the plan's date back.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::plan::sample::day;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_lists_the_request() {
        let kind = FaultKind::TargetChanged { plan: "June 2024".to_owned(), asked: Some(day(2024, 7, 31)) };
        let sample = Sample::clean().with_progress_fault("1.1", Column::TargetDate, "July 2024", kind);
        assert_eq!(sample.raises(&RULE), ["R07 query ann.xlsx · Progress!D5"]);
        let expected =
            "Progress!D5 says \"July 2024\" (read as 31 July 2024). The plan says \"June 2024\" for 1.1";
        assert!(sample.read_aloud(&RULE).starts_with(expected));
    }

    #[test]
    fn spares_other_changed_wording() {
        let kind = FaultKind::WordingChanged { plan: "Train the teams".to_owned() };
        assert!(
            Sample::clean().with_progress_fault("1.1", Column::Activity, "x", kind).raises(&RULE).is_empty()
        );
    }
}
