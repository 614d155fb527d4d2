//! W07: a return that was expected and did not come (11-settled.md, "Reading").

use super::saying::{listed, quote};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::folding::fold_caption;
use crate::finding::{Code, Exception, Place, Severity, Subject};
use crate::intake::{FileMet, FileState};
use crate::plan::Lead;
use std::sync::Arc;

/// A return that was expected and did not come.
pub const RULE: Rule = Rule {
    code: Code("W07"),
    name: "no-return",
    severities: &[Severity::Error],
    scope: Scope::Month,
    meaning: "The plan expects a return from this lead and none can be used for the month. A file that came \
            but was refused is named.",
    example: "No return for March 2024 came from Ann Archer, who answers for 1.1 and 1.2. Ask for it, or carry \
            on without.",
    fix: "Ask the lead for the return. ragbook chase gives the text.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    Ran::Checked(month.plan.returners().filter_map(|lead| missing(month, lead)).collect())
}

fn missing(month: &Month<'_>, lead: &Lead) -> Option<Exception> {
    let files = || month.intake.files.iter();
    let is_theirs = |f: &&FileMet| f.returned.as_ref().and_then(|r| r.returner.as_ref()) == Some(&lead.id);
    if files().filter(is_theirs).any(|f| matches!(f.state, FileState::Read | FileState::Duplicate)) {
        return None;
    }
    let period = month.period.in_words();
    let mut message = format!("No return for {period} from {} could be used", lead.name);
    let mut place = Place::default();
    if let Some(refused) = files().find(is_theirs) {
        message.push_str(&format!(": {} came but was refused", quote(&refused.name)));
        place = Place::file(Arc::clone(&refused.name));
    } else if let Some(perhaps) = files().find(|f| f.state == FileState::Refused && is_named_after(f, lead)) {
        message.push_str(&format!(": {} may be theirs but was refused", quote(&perhaps.name)));
        place = Place::file(Arc::clone(&perhaps.name));
    } else {
        message = format!("No return for {period} came from {}", lead.name);
    }
    let draft = RULE.raise_at(Severity::Error, place, Subject::returner(&lead.id));
    let fix = format!("Ask for the return. It should answer for {}.", listed(&refs(month, lead)));
    Some(draft.expected(format!("a return for {period}")).message(format!("{message}.")).fix(fix))
}

/// Whether the name of a file that could not be read holds the lead's name: a hint, never an identity.
fn is_named_after(file: &FileMet, lead: &Lead) -> bool {
    let name = fold_caption(&lead.name);
    file.returned.is_none()
        && !name.is_empty()
        && format!(" {} ", fold_caption(&file.name)).contains(&format!(" {name} "))
}

fn refs(month: &Month<'_>, lead: &Lead) -> Vec<String> {
    let actions = month.plan.actions_of(&lead.id).map(|a| a.reference.to_string());
    actions.chain(month.plan.measures_of(&lead.id).map(|m| m.reference.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn spares_a_lead_whose_two_returns_are_both_set_aside() {
        let mut sample = Sample::clean();
        sample.set_aside.insert("ann.xlsx".to_owned(), "two returns".to_owned());
        assert!(sample.raises(&RULE).is_empty());
    }
}
