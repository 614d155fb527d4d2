//! W07: a return that was expected and did not come (11-settled.md, "Reading").

use std::cell::LazyCell;
use std::sync::Arc;

use super::came::{Arrivals, Came};
use super::saying::{listed, quote};
use super::{Check, Month, Ran, Rule, Scope};
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::intake::FileMet;
use crate::plan::Lead;
use crate::plan::due::asked;
use crate::plan::indexed::Indexed;

/// A return that was expected and did not come.
pub const RULE: Rule = Rule {
    code: Code("W07"),
    name: "no-return",
    severities: &[Severity::Error],
    scope: Scope::Month,
    meaning: "The plan expects a return from this lead and none can be used for the month. A file that came \
            but was refused is named.",
    example: "No return for March 2024 came from Clerk to the Panel. Ask for the return. It should \
            answer for 2.2, 2.2a and 2.2b.",
    fix: "Ask the lead for the return. ragbook chase gives the text.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    let arrivals = Arrivals::of(month.intake);
    // Made when the first is missing: of a national collection tens of thousands may be.
    let plan = LazyCell::new(|| Indexed::of(month.plan));
    let missing = month.plan.returners().filter_map(|lead| {
        let (place, message) = nothing_usable(month, &arrivals, lead)?;
        Some(raised(month, lead, (place, message), &asked(&plan, &lead.id, month.period)))
    });
    Ran::Checked(missing.collect())
}

/// Where and in what words nothing usable came; none where a return did.
fn nothing_usable(month: &Month<'_>, arrivals: &Arrivals<'_>, lead: &Lead) -> Option<(Place, String)> {
    let period = month.period.in_words();
    let refused = |file: &FileMet, whose: &str| {
        let name = &file.name;
        let message = format!(
            "No return for {period} from {} could be used: {} {whose} refused.",
            lead.name,
            quote(name)
        );
        (Place::file(Arc::clone(name)), message)
    };
    match arrivals.from(lead) {
        Came::Return => None,
        Came::Refused(file) => Some(refused(file, "came but was")),
        Came::Perhaps(file) => Some(refused(file, "may be theirs but was")),
        Came::Nothing => Some((Place::default(), format!("No return for {period} came from {}.", lead.name))),
    }
}

fn raised(month: &Month<'_>, lead: &Lead, (place, message): (Place, String), asked: &[String]) -> Exception {
    let draft = RULE.raise_at(Severity::Error, place, Subject::returner(&lead.id)).found("no return");
    let fix = format!("Ask for the return. It should answer for {}.", listed(asked));
    draft.expected(format!("a return for {}", month.period.in_words())).message(message).fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::FileState;
    use crate::rules::sample::Sample;

    #[test]
    fn fires_without_a_file_when_nothing_came() {
        let mut sample = Sample::clean();
        sample.intake.files.remove(2);
        assert_eq!(sample.raises(&RULE), ["W07 error"]);
        assert!(
            sample
                .read_aloud(&RULE)
                .starts_with("No return for March 2024 came from Clerk to the Panel. Ask")
        );
    }

    #[test]
    fn fires_and_names_a_file_that_was_refused() {
        let mut sample = Sample::clean();
        sample.intake.files[0].state = FileState::Refused;
        assert_eq!(sample.raises(&RULE), ["W07 error ann.xlsx"]);
        sample.intake.files[0].returned = None;
        assert_eq!(sample.raises(&RULE), ["W07 error"]);
        sample.intake.files[0].name = "2024-03 Ann Archer.xlsx".into();
        assert!(
            sample.read_aloud(&RULE).contains("\"2024-03 Ann Archer.xlsx\" may be theirs but was refused.")
        );
    }

    #[test]
    fn fires_when_only_an_old_return_came_twice() {
        let mut sample = Sample::clean();
        let mut copy = sample.intake.files[0].clone();
        copy.name = "copy.xlsx".into();
        copy.state = FileState::Duplicate;
        sample.intake.files[0].state = FileState::Refused;
        sample.intake.files.push(copy);
        assert_eq!(sample.raises(&RULE), ["W07 error ann.xlsx"]);
    }

    #[test]
    fn spares_a_lead_whose_two_returns_are_both_set_aside() {
        let mut sample = Sample::clean();
        sample.set_aside.insert("ann.xlsx".to_owned(), "two returns".to_owned());
        assert!(sample.raises(&RULE).is_empty());
    }
}
