//! W04: a return issued from another plan version (6-exceptions.md).

use super::saying::{at, listed, quote};
use super::{Check, Month, Rule, Scope};
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};

/// A return issued from another plan version.
pub const RULE: Rule = Rule {
    code: Code("W04"),
    name: "old-plan",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "The return was issued from another version of the plan, or before its last amendment. Rows that changed since are named.",
    example: "\"ann.xlsx\" was issued from plan version \"0.9\"; the plan is now \"1.0\". Changed since: \
            1.2a. Check the answers in these rows against the plan as it is now.",
    fix: "Check the answers of the rows that changed.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::OldPlan { says, current, changed } = &fault.kind else { return None };
    let (since, fix) = if changed.is_empty() {
        (
            "No row of this return changed since".to_owned(),
            "Nothing to do if the answers are meant for the plan as it is now.",
        )
    } else {
        (
            format!("Changed since: {}", listed(changed)),
            "Check the answers in these rows against the plan as it is now.",
        )
    };
    let at = at(&fault.place);
    let message = if says == current {
        format!("{at} was issued before the plan (version {}) was last amended. {since}.", quote(current))
    } else {
        let (says, current) = (quote(says), quote(current));
        format!("{at} was issued from plan version {says}; the plan is now {current}. {since}.")
    };
    Some(RULE.raise(Severity::Query, fault).found(says).expected(current).message(message).fix(fix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_and_names_the_rows_that_changed() {
        let changed = vec!["1.2a".to_owned()];
        let kind = FaultKind::OldPlan { says: "0.9".to_owned(), current: "1.0".to_owned(), changed };
        let sample = Sample::clean().with_file_fault(kind);
        assert_eq!(sample.raises(&RULE), ["W04 query ann.xlsx"]);
        assert!(sample.read_aloud(&RULE).contains("Changed since: 1.2a."));
    }

    #[test]
    fn fires_where_an_amendment_left_the_version_as_it_was() {
        let (says, changed) = ("1.0".to_owned(), vec!["1.2".to_owned()]);
        let kind = FaultKind::OldPlan { says: says.clone(), current: says, changed };
        let told = Sample::clean().with_file_fault(kind).read_aloud(&RULE);
        assert!(
            told.contains("issued before the plan (version \"1.0\") was last amended. Changed since: 1.2.")
        );
    }

    #[test]
    fn spares_the_plan_in_force() {
        assert!(Sample::clean().raises(&RULE).is_empty());
    }
}
